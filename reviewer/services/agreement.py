"""Agreement over the reviews of a project: which ratings are compared, grouped and filtered how."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from reviewer.domain.errors import InvalidInput, NotFound, Refused
from reviewer.domain.expressions import Kind, compile_expression
from reviewer.domain.items import Source
from reviewer.domain.questions import Level
from reviewer.store.engine import read
from reviewer.store.facts import stream_judgements, stream_numbered_facts
from reviewer.store.pace import DAY_US
from reviewer.store.reviews import before_reveals, stream_verdicts
from reviewer.store.times import EPOCH, from_micros, to_micros

from .scope import EVERYTHING, Scope
from .weeks import week_name

if TYPE_CHECKING:
    from reviewer.stats import AgreementReport, Coefficient, LabelPair
    from reviewer.store.engine import Connection

    from .workspace import Workspace

VERDICT = "verdict"
Triple = tuple[int, str, str | float | None]
JUDGEMENT_FIELDS: Mapping[str, Kind] = {
    "item_id": "text",
    "source": "text",
    "model": "text",
    "language": "text",
    "policy": "list",
    "detector": "list",
    "week": "text",
    "reviewer": "text",
    "verdict": "text",
    "submitted_at": "time",
    "guideline_version": "text",
    "project_version": "number",
    "metadata.*": "any",
    "answers.*": "any",
}


class AgreementService:
    """How far the reviewers of one project agree."""

    def __init__(self, workspace: Workspace, scope: Scope = EVERYTHING) -> None:
        self._workspace = workspace
        self._scope = scope

    def within(self, scope: Scope) -> AgreementService:
        """Return the same questions over a part of what was judged."""
        return AgreementService(self._workspace, scope)

    def compute(
        self,
        question: str = VERDICT,
        *,
        level: str | None = None,
        where: str | None = None,
        seed: int = 0,
    ) -> AgreementReport:
        """Return every coefficient on one question over current first-round reviews, one per item and reviewer."""
        from reviewer.stats import Ratings, agreement

        chosen = self.level(question, level)
        ratings = Ratings.from_triples(self._triples(question, chosen, where), self._order(question, chosen))
        report = agreement(ratings, question, chosen, seed=seed)
        return report if self._workspace.members.sees_all() else replace(report, notes=(self._part(), *report.notes))

    def _part(self) -> str:
        """Return the note that these figures are not those of the project."""
        return f"Only the reviews of items that {self._workspace.actor} has judged: a lead sees the figures of all."

    def compute_by(
        self,
        field: str,
        question: str = VERDICT,
        *,
        level: str | None = None,
        where: str | None = None,
        seed: int = 0,
    ) -> dict[str, AgreementReport]:
        """Return one report for each value of a field; an item with several values counts in each of them."""
        from reviewer.stats import Ratings, agreement

        chosen = self.level(question, level)
        compile_expression(f"{field} == None", JUDGEMENT_FIELDS)  # an unknown field is an error with the nearest name
        groups: dict[str, _Rows] = defaultdict(_Rows)
        for number, record, review in self._judgements(where):
            value = self._value(question, chosen, _answer(review, question))
            for name in _names(_lookup(record, field)):
                groups[name].add(number, review["reviewer"], value)
        order = self._order(question, chosen)
        return {
            name: agreement(Ratings.from_triples(groups[name], order), question, chosen, seed=seed)
            for name in sorted(groups)
        }

    def over_time(self, question: str = VERDICT, *, days: int = 7, seed: int = 0) -> dict[datetime, Coefficient]:
        """Return alpha with its interval for each stretch of `days`, by the time of an item's first review."""
        from reviewer.stats import Ratings, agreement_over_time

        level = self.level(question, None)
        first: dict[int, int] = {}
        rows = _Rows()
        for number, reviewer, value, at in self._said(question, level):
            rows.add(number, reviewer, value)
            first[number] = min(at, first.get(number, at))
        buckets: dict[int, _Rows] = defaultdict(_Rows)
        for row in rows:
            buckets[_bucket(first[row[0]], days)].add(*row)
        order = self._order(question, level)
        ratings = {from_micros(start): Ratings.from_triples(buckets[start], order) for start in sorted(buckets)}
        return agreement_over_time(ratings, level, seed=seed)

    def confused(self, question: str = VERDICT) -> tuple[LabelPair, ...]:
        """Return which two values are given to the same item how often, the commonest pair first."""
        from reviewer.stats import Ratings, label_pairs

        level = self.level(question, None)
        return tuple(
            label_pairs(Ratings.from_triples(self._triples(question, level, None), self._order(question, level)))
        )

    def shared_items(self, first: str, second: str, question: str = VERDICT) -> tuple[tuple[str, str, Any, Any], ...]:
        """Return (item id, source, value of the first, value of the second) of each item that both judged."""
        level = self.level(question, None)
        said: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
        for _, review in self._reviews():
            if review["reviewer"] in (first, second):
                value = self._value(question, level, _answer(review, question))
                said[review["item_id"], review.get("source") or ""][review["reviewer"]] = value
        both = [(key, values) for key, values in said.items() if len(values) == 2 and None not in values.values()]
        return tuple((item_id, source, values[first], values[second]) for (item_id, source), values in both)

    def items_between(self, first: object, second: object, question: str = VERDICT) -> tuple[str, ...]:
        """Return the ids of the items to which some gave the one value and some the other."""
        level = self.level(question, None)
        said: dict[tuple[str, str], set[object]] = defaultdict(set)
        for _, review in self._reviews():
            value = self._value(question, level, _answer(review, question))
            said[review["item_id"], review.get("source") or ""].add(value)
        return tuple(item_id for (item_id, _), values in said.items() if {first, second} <= values)

    def level(self, question: str, level: str | None) -> Level:
        """Return the level of measurement at which a question is compared."""
        if level is not None:
            if level not in ("nominal", "ordinal", "interval", "ratio"):
                raise InvalidInput(f"'{level}' is not a level: choose nominal, ordinal, interval or ratio.")
            return cast("Level", level)
        if question == VERDICT:
            return "nominal"
        return cast("Level", self._question(question).level)

    def _question(self, question: str) -> Any:
        found = self._workspace.project.find_question(question)
        if found is None:
            known = ", ".join([VERDICT, *(q.id for q in self._workspace.project.questions)])
            raise NotFound(f"The project has no question '{question}': choose one of {known}.")
        return found

    def _order(self, question: str, level: Level) -> list[str] | None:
        """Return the order of the verdicts, where they are compared above the nominal level."""
        if question == VERDICT and level != "nominal":
            return [option.id for option in self._workspace.project.verdicts]
        return None

    def _value(self, question: str, level: Level, answer: Any) -> str | float | None:
        if question == VERDICT or answer is None:
            return cast("str | None", answer)
        value: str | float | None = self._question(question).rating(answer)
        return str(value) if level == "nominal" and value is not None else value

    def _triples(self, question: str, level: Level, where: str | None) -> Iterator[Triple]:
        if where:
            for number, _, review in self._judgements(where):
                yield number, review["reviewer"], self._value(question, level, _answer(review, question))
        else:
            yield from ((number, reviewer, value) for number, reviewer, value, _ in self._said(question, level))

    def _said(self, question: str, level: Level) -> Iterator[tuple[int, str, str | float | None, int]]:
        """Yield (item number, reviewer, value, microseconds) of each current first-round judgement."""
        if question != VERDICT:
            for number, review in self._reviews():
                value = self._value(question, level, _answer(review, question))
                yield number, review["reviewer"], value, to_micros(_time(review) or EPOCH)
            return
        with read(self._workspace.engine) as connection:
            wanted = self._numbers(connection)
            before = before_reveals(connection, self._workspace.project_id)
            for number, reviewer, verdict, at in stream_verdicts(connection, self._workspace.project_id):
                if wanted is None or number in wanted:
                    said = before.get((number, reviewer))
                    value, when = (said.verdict, to_micros(said.submitted_at or EPOCH)) if said else (verdict, at)
                    yield number, reviewer, value, when

    def _reviews(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield (item number, review/1) of each current first-round judgement, as it was before any reveal."""
        with read(self._workspace.engine) as connection:
            wanted = self._numbers(connection)
            before = before_reveals(connection, self._workspace.project_id)
            for number, review in stream_judgements(connection, self._workspace.project_id):
                if wanted is None or number in wanted:
                    independent = before.get((number, review["reviewer"]))
                    yield number, independent.model_dump(mode="json") if independent else review

    def _numbers(self, connection: Connection) -> frozenset[int] | None:
        """Return the items that belong to the scope; None stands for all."""
        if not self._scope:
            return None
        facts = stream_numbered_facts(connection, self._workspace.project_id)
        return frozenset(number for number, fact in facts if self._scope.holds(fact))

    def _judgements(self, where: str | None) -> Iterator[tuple[int, dict[str, Any], dict[str, Any]]]:
        """Yield (item number, its fields, review/1) of the judgements that fulfil an expression."""
        if not self._workspace.members.sees_all():
            who = self._workspace.actor
            raise Refused(f"{who} may not read the items of others, so a lead compares reviews by their fields.")
        wanted = compile_expression(where, JUDGEMENT_FIELDS) if where else None
        with read(self._workspace.engine) as connection:
            for number, fact in stream_numbered_facts(connection, self._workspace.project_id):
                if not self._scope.holds(fact):
                    continue
                of_item = _item_fields(fact.item)
                for review in fact.reviews:
                    record = of_item | _review_fields(review)
                    if wanted is None or wanted.matches(record):
                        yield number, record, review


class _Rows:
    """Values with the item and the reviewer of each, by columns, since there may be a million."""

    def __init__(self) -> None:
        self._numbers = array("q")
        self._reviewers: list[str] = []
        self._values: list[str | float | None] = []

    def add(self, number: int, reviewer: str, value: str | float | None) -> None:
        """Add one value."""
        self._numbers.append(number)
        self._reviewers.append(reviewer)
        self._values.append(value)

    def __iter__(self) -> Iterator[Triple]:
        return zip(self._numbers, self._reviewers, self._values, strict=True)


def _item_fields(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an item by which judgements are filtered and grouped."""
    metadata = item.get("metadata") or {}
    failing = [hit for hit in item.get("policy_hits") or () if hit.get("outcome", "fail") == "fail"]
    return {
        "item_id": item["id"],
        "source": (item.get("source") or {}).get("system", Source().system),
        "model": metadata.get("model"),
        "language": metadata.get("language"),
        "policy": [hit["policy"] for hit in failing],
        "detector": sorted({hit["detector"] for hit in failing if hit.get("detector")}),
        "metadata": metadata,
    }


def _review_fields(review: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a review by which judgements are filtered and grouped."""
    at = _time(review)
    return {
        "week": week_name(at) if at else None,
        "reviewer": review["reviewer"],
        "verdict": review["verdict"],
        "submitted_at": at,
        "guideline_version": review.get("guideline_version"),
        "project_version": review.get("project_version"),
        "answers": review.get("answers") or {},
    }


def _time(review: Mapping[str, Any]) -> datetime | None:
    at = review.get("submitted_at")
    return datetime.fromisoformat(at) if at else None


def _answer(review: Mapping[str, Any], question: str) -> Any:
    return review["verdict"] if question == VERDICT else (review.get("answers") or {}).get(question)


def _lookup(record: Mapping[str, Any], field: str) -> Any:
    value: Any = record
    for key in field.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _names(value: Any) -> list[str]:
    """Return the groups that a value belongs to; nothing is its own group, so that no item goes missing."""
    if isinstance(value, list | tuple):
        return [str(entry) for entry in value] or ["(none)"]
    return ["(none)" if value is None or value == "" else str(value)]


def _bucket(at_us: int, days: int) -> int:
    """Return when the stretch of `days` begins that holds a time, in microseconds; weeks begin on Monday."""
    monday, stretch = 4 * DAY_US, days * DAY_US
    return (at_us - monday) // stretch * stretch + monday
