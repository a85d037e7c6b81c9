"""Reviews from outside: foreign names become ours, and a row that cannot be taken is refused with its reason."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import Field

from reviewer.domain.errors import InvalidInput
from reviewer.domain.json_values import check_values
from reviewer.domain.projects import Project
from reviewer.domain.reviews import ClaimLink, LabeledSpan, Relation, Review, read_review
from reviewer.sources.file import records_of
from reviewer.sources.reading.records import Record, Unreadable
from reviewer.sources.stdin import records_of_stdin

from .field_map import FieldMap

# A row without an id of its own always gets the same one, so that importing a file twice adds nothing.
_ROWS = uuid.UUID("8f0a4a52-6a0e-5d0e-9d43-3f5c2a1b7e60")
_REVIEW_FIELDS = frozenset(Review.model_fields) | {"schema"}
_SPAN_FIELDS = frozenset(LabeledSpan.model_fields)
_CLAIM_FIELDS = frozenset(ClaimLink.model_fields)
_COMMON_RELATIONS: dict[str, Relation] = {
    "supports": "supports",
    "supported": "supports",
    "complete": "supports",
    "partial": "partial",
    "incomplete": "partial",
    "contradicts": "contradicts",
    "contradicted": "contradicts",
    "no_passage": "no_passage",
    "missing": "no_passage",
    "unsupported": "no_passage",
}

Row = Mapping[str, Any] | Review | Record | Unreadable


class Rejected(NamedTuple):
    """A row that was not taken, and why."""

    reason: str
    line: int = 0


class ClaimNames(FieldMap):
    """How a foreign file writes claims: where the relation and the passages stand, and what its words mean."""

    relation: str = "support"
    passages: str = "evidence"
    relations: dict[str, Relation | Literal[""]] = Field(default_factory=dict)


class ReviewMap(FieldMap):
    """Foreign names of a file of reviews: fields, verdicts, span labels, claims; an empty label leaves a span out."""

    verdicts: dict[str, str] = Field(default_factory=dict)
    labels: dict[str, str] = Field(default_factory=dict)
    claims: ClaimNames = ClaimNames()
    constants: dict[str, Any] = Field(default_factory=dict)
    seconds_divisor: float = Field(default=1.0, gt=0)


PLAIN = ReviewMap()


def rows_of_file(path: str | Path) -> Iterator[Record | Unreadable]:
    """Yield the rows of a file of reviews; '-' is standard input."""
    return records_of_stdin() if str(path) == "-" else records_of(Path(path))


def prepare_reviews(
    rows: Iterable[Row], project: Project, names: ReviewMap | None = None, notes: Counter[str] | None = None
) -> Iterator[Review | Rejected]:
    """Yield the review of each row, with an id, or why the row is rejected; `notes` counts what was left out."""
    found: Counter[str] = notes if notes is not None else Counter()
    for number, row in enumerate(rows, start=1):
        line = row.line if isinstance(row, Record | Unreadable) else number
        if isinstance(row, Unreadable):
            yield Rejected(row.reason, line)
            continue
        try:
            yield prepare_review(row.value if isinstance(row, Record) else row, project, names or PLAIN, found)
        except InvalidInput as error:
            yield Rejected(error.message, line)


def prepare_review(
    row: Mapping[str, Any] | Review, project: Project, names: ReviewMap = PLAIN, notes: Counter[str] | None = None
) -> Review:
    """Return the review of one row with the project's verdict and an id, or raise InvalidInput."""
    found: Counter[str] = notes if notes is not None else Counter()
    review = row if isinstance(row, Review) else read_review(_our_fields(row, project, names, found))
    if review.state != "submitted":
        raise InvalidInput(f"the review is {review.state}, and only submitted ones are taken in")
    if review.verdict is not None and project.find_verdict(review.verdict) is None:
        known = ", ".join(option.id for option in project.verdicts)
        raise InvalidInput(f"verdict {review.verdict!r} is not one of this project ({known})")
    if review.submission_id is None:
        review = review.model_copy(update={"submission_id": str(uuid.uuid5(_ROWS, review.canonical()))})
    return review


def _our_fields(row: Any, project: Project, names: ReviewMap, notes: Counter[str]) -> dict[str, Any]:
    """Return one row under our names."""
    if not isinstance(row, Mapping):
        raise InvalidInput("a review must be a JSON object")
    check_values(row)
    fields = {**names.constants, **names.renamed(row)}
    for key in [key for key in fields if key not in _REVIEW_FIELDS]:
        del fields[key]
        notes[f"field '{str(key)[:60]}' is not part of a review and was left out"] += 1
    for needed in ("item_id", "reviewer"):
        if fields.get(needed) in (None, ""):
            raise InvalidInput(f"{needed} is missing")
    if fields.get("verdict") in (None, "") and not fields.get("skip") and not fields.get("escalation"):
        raise InvalidInput("verdict is missing")
    if isinstance(fields.get("verdict"), str):
        fields["verdict"] = _our_verdict(fields["verdict"], project, names)
    if isinstance(fields.get("correction"), str) and not fields["correction"]:
        del fields["correction"]
    if isinstance(fields.get("active_seconds"), int | float):
        fields["active_seconds"] = fields["active_seconds"] / names.seconds_divisor
    fields["spans"] = [span for raw in fields.get("spans") or () if (span := _our_span(raw, names, notes))]
    fields["claims"] = [claim for raw in fields.get("claims") or () if (claim := _our_claim(raw, names, notes))]
    return fields


def _our_verdict(word: str, project: Project, names: ReviewMap) -> str:
    """Return the project's verdict for a foreign word: by the map, else by id, else by title whatever its case."""
    wanted = names.verdicts.get(word, word)
    if project.find_verdict(wanted) is not None:
        return wanted
    same = [option.id for option in project.verdicts if _plain(wanted) in (_plain(option.id), _plain(option.title))]
    return same[0] if len(same) == 1 else wanted


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _our_span(raw: Any, names: ReviewMap, notes: Counter[str]) -> dict[str, Any] | None:
    """Return a span under our names, or None where the map leaves its label out."""
    if not isinstance(raw, Mapping):
        raise InvalidInput("spans: each must be an object with start, end and label")
    span = {key: value for key, value in raw.items() if key in _SPAN_FIELDS}
    label = span.get("label")
    if isinstance(label, str):
        span["label"] = names.labels.get(label, label)
        if not span["label"]:
            notes[f"spans with the label '{label[:60]}' were left out, as the map says"] += 1
            return None
    return span


def _our_claim(raw: Any, names: ReviewMap, notes: Counter[str]) -> dict[str, Any] | None:
    """Return a claim link under our names, or None where its relation has no meaning here."""
    if not isinstance(raw, Mapping):
        raise InvalidInput("claims: each must be an object with start, end and relation")
    claim = {key: value for key, value in names.claims.renamed(raw).items() if key in _CLAIM_FIELDS}
    if "relation" not in claim:
        word = raw.get(names.claims.relation)
        relation = _our_relation(word, names)
        if not relation:
            notes[f"claims with the relation {word!r:.60} were left out"] += 1
            return None
        claim["relation"] = relation
    if "passages" not in claim:
        given = raw.get(names.claims.passages) or ()
        ids = [given] if isinstance(given, str) else given
        claim["passages"] = [{"evidence": one} if isinstance(one, str) else one for one in ids]
    return claim


def _our_relation(word: Any, names: ReviewMap) -> str | None:
    if not isinstance(word, str):
        return None
    if word in names.claims.relations:
        return names.claims.relations[word]
    return _COMMON_RELATIONS.get(word.casefold())
