"""Which cases become rows: filter, what is excluded by construction, then what the task can use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from reviewer.datasets.cases import Case, CaseView, Record, Setting
from reviewer.datasets.columns import Row
from reviewer.datasets.reasons import (
    CALIBRATION,
    CONTROL,
    FILTERED,
    GOLD,
    NO_VERDICT,
    NOT_FIRST_ROUND,
    NOT_RESOLVED,
    OTHER_ENVIRONMENT,
    UNWRITABLE,
    LeftOut,
)
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.redaction import refuse_personal_data, written_case
from reviewer.datasets.rows import Task, task_of
from reviewer.datasets.rows.provenance import provenance
from reviewer.datasets.splits import Assign, Splits
from reviewer.domain.expressions import Expression
from reviewer.domain.items import Item
from reviewer.domain.projects import Project
from reviewer.domain.resolutions import Resolution
from reviewer.domain.reviews import Review


@dataclass(frozen=True, slots=True)
class Kept:
    """A case that became rows, its split, and the stand-ins of the group that they carry and of the item's own."""

    case: Case
    rows: tuple[Row, ...]
    split: str
    group: str
    own_group: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """An item or a review that became no row, and why."""

    item: Item
    reason: str


def select(
    records: Iterable[Record], recipe: Recipe, setting: Setting, assign: Assign | None = None
) -> Iterator[Kept | Dropped]:
    """Yield for each item, or each review where the recipe reads reviews, what became of it.

    `assign` gives each case its split; without it, the hash of seed and group does.
    """
    condition, task = recipe.condition(), task_of(recipe)
    assign = assign or Splits(recipe, setting)
    for item, found in cases_of(records, recipe, setting.project, task):
        if isinstance(found, str):
            yield Dropped(item, found)
            continue
        reason = why_not(found, condition, setting, task)
        if reason is not None:
            yield Dropped(item, reason)
            continue
        try:
            yield _kept(found, recipe, setting, task, assign)
        except LeftOut as left_out:
            yield Dropped(item, left_out.reason)
        except ValueError:
            yield Dropped(item, UNWRITABLE)


def count_rows_of(case: Case, recipe: Recipe, setting: Setting, assign: Assign | None = None) -> int:
    """Return how many rows become of a case that neither filter nor construction leaves out.

    Where nothing is redacted, only what the task makes of it and `assign` can leave it out; the columns beside are
    those of an item that has its canonical form, so they need not be made.
    """
    try:
        if recipe.redaction != "off":
            return len(_kept(case, recipe, setting, task_of(recipe), assign or Splits(recipe, setting)).rows)
        count = sum(1 for _ in task_of(recipe).rows(case, recipe, setting))
        return 0 if assign is not None and isinstance(assign(case), str) else count
    except (LeftOut, ValueError):
        return 0


def _kept(case: Case, recipe: Recipe, setting: Setting, task: Task, assign: Assign) -> Kept:
    written = written_case(case, recipe, setting)
    made = tuple(task.rows(written, recipe, setting))
    assigned = assign(case)
    if isinstance(assigned, str):
        raise LeftOut(assigned)
    beside = provenance(written, setting, assigned.group)
    rows = tuple({**beside, **row} for row in made)
    further = task.beside_rows(written, rows, assigned.split, recipe, setting)
    refuse_personal_data(written, recipe, chain(rows, (row for _, row in further)))
    return Kept(written, rows, *assigned)


def cases_of(
    records: Iterable[Record], recipe: Recipe, project: Project, task: Task
) -> Iterator[tuple[Item, Case | str]]:
    """Yield the cases of records, or why there is none; apart from its source they do not depend on the recipe."""
    for record in records:
        item = record.item
        try:
            digest = record.item_sha256 or item.sha256()
            hashes = record.review_sha256 or tuple(review.sha256() for review in record.reviews)
        except ValueError:  # half a character or NaN in what the source sent: no canonical form, no row
            yield item, UNWRITABLE
            continue
        if task.takes_gold and item.gold is not None:
            yield item, _known(record, digest, project)
        elif recipe.source == "reviews":
            for place, review in enumerate(record.reviews):
                found = _single(record, place, review, digest, hashes, project)
                yield item, _among_others(found, record) if task.tells_of_others else found
        elif record.resolution is None:
            yield item, NOT_RESOLVED
        else:
            behind = _first_judgements(record)
            yield item, _case(record, behind, record.resolution, digest, hashes, project)


def _single(
    record: Record, place: int, review: Review, digest: str, hashes: Sequence[str], project: Project
) -> Case | str:
    if review.round != "first":
        return NOT_FIRST_ROUND
    if not review.is_judgement:
        return NO_VERDICT
    return _case(record, [place], None, digest, hashes, project)


def _known(record: Record, digest: str, project: Project) -> Case | str:
    """Return the case of a gold item: its known answer decides, and no review has a part in it."""
    item, gold = record.item, record.item.gold
    if gold is None:
        return NOT_RESOLVED
    answer = Resolution(
        item_id=item.id,
        source=item.source.system,
        verdict=gold.verdict,
        outcome=project.outcome(gold.verdict) or "reject",
        method="adjudicated",
        answers=gold.answers,
        reason=gold.explanation or "",
    )
    case = _case(record._replace(reviews=()), [], answer, digest, (), project)
    case.lineage = case.lineage and case.lineage._replace(resolution=None)  # what it was settled to says nothing here
    case.known = True
    return case


def _among_others(found: Case | str, record: Record) -> Case | str:
    """Add to the case of one review what everybody judged of its item; the rows then rest on all of that."""
    if isinstance(found, str):
        return found
    places = _first_judgements(record)
    found.among = tuple(record.reviews[place] for place in places)
    if found.lineage is not None and record.lineage is not None:
        found.lineage = found.lineage._replace(reviews=tuple(record.lineage.reviews[place] for place in places))
    return found


def _first_judgements(record: Record) -> list[int]:
    """Return the places of the reviews that carry a verdict and count for overlap."""
    return [n for n, review in enumerate(record.reviews) if review.is_judgement and review.round == "first"]


def _case(
    record: Record,
    places: Sequence[int],
    resolution: Resolution | None,
    digest: str,
    hashes: Sequence[str],
    project: Project,
) -> Case:
    """Return the case of a record that rests on the reviews at these places."""
    reviews, used = tuple(record.reviews[place] for place in places), tuple(hashes[place] for place in places)
    known = record.lineage
    lineage = known and known._replace(reviews=tuple(known.reviews[place] for place in places))
    return Case(
        record.item,
        resolution,
        reviews,
        project,
        digest,
        used,
        lineage,
        verdicts=tuple(record.reviews[place].verdict or "" for place in _first_judgements(record)),
        calibrated=record.calibrated,
    )


def why_not(case: Case, condition: Expression | None, setting: Setting, task: Task) -> str | None:
    """Return why the filter or construction leaves a case out, whatever its rows would be; None where neither does."""
    item = case.item
    if condition is not None and not condition.matches(CaseView(case, setting)):
        return FILTERED
    if case.is_kept_apart and not task.takes_gold:
        return GOLD if item.gold is not None else CONTROL if item.control else CALIBRATION
    environment = item.metadata.get("environment")
    if environment is not None and environment != setting.project.environment:
        return OTHER_ENVIRONMENT
    return None
