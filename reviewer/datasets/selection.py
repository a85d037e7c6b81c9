"""Which cases become rows: filter, what is excluded by construction, then what the task can use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reviewer.datasets.cases import Case, CaseView, Record, Setting
from reviewer.datasets.columns import Row
from reviewer.datasets.reasons import (
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
from reviewer.datasets.rows import Task, task_of
from reviewer.datasets.rows.provenance import provenance
from reviewer.datasets.splits import group_of, split_of
from reviewer.domain.expressions import Expression
from reviewer.domain.items import Item
from reviewer.domain.projects import Project
from reviewer.domain.resolutions import Resolution
from reviewer.domain.reviews import Review


@dataclass(frozen=True, slots=True)
class Kept:
    """A case that became rows, and the split that its group belongs to."""

    case: Case
    rows: tuple[Row, ...]
    split: str
    group: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """An item or a review that became no row, and why."""

    item: Item
    reason: str


def select(records: Iterable[Record], recipe: Recipe, setting: Setting) -> Iterator[Kept | Dropped]:
    """Yield for each item, or each review where the recipe reads reviews, what became of it."""
    condition, task = recipe.condition(), task_of(recipe)
    for item, found in _cases(records, recipe, setting.project):
        if isinstance(found, str):
            yield Dropped(item, found)
            continue
        reason = _by_construction(found, condition, setting.project)
        if reason is not None:
            yield Dropped(item, reason)
            continue
        try:
            yield _kept(found, recipe, setting, task)
        except LeftOut as left_out:
            yield Dropped(item, left_out.reason)
        except ValueError:
            yield Dropped(item, UNWRITABLE)


def _kept(case: Case, recipe: Recipe, setting: Setting, task: Task) -> Kept:
    made = tuple(task.rows(case, recipe, setting))
    group = group_of(case.item, recipe.group_by)
    beside = provenance(case, setting, setting.pseudonym(group, "group"))
    split = split_of(group, recipe.seed, recipe.split)
    return Kept(case, tuple({**beside, **row} for row in made), split, group)


def _cases(records: Iterable[Record], recipe: Recipe, project: Project) -> Iterator[tuple[Item, Case | str]]:
    for record in records:
        item = record.item
        try:
            digest = record.item_sha256 or item.sha256()
            hashes = record.review_sha256 or tuple(review.sha256() for review in record.reviews)
        except ValueError:  # half a character or NaN in what the source sent: no canonical form, no row
            yield item, UNWRITABLE
            continue
        if recipe.source == "reviews":
            for place, review in enumerate(record.reviews):
                yield item, _single(record, place, review, digest, hashes, project)
        elif record.resolution is None:
            yield item, NOT_RESOLVED
        else:
            behind = [place for place, review in enumerate(record.reviews) if review.is_judgement]
            yield item, _case(record, behind, record.resolution, digest, hashes, project)


def _single(
    record: Record, place: int, review: Review, digest: str, hashes: Sequence[str], project: Project
) -> Case | str:
    if review.round != "first":
        return NOT_FIRST_ROUND
    if not review.is_judgement:
        return NO_VERDICT
    return _case(record, [place], None, digest, hashes, project)


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
    return Case(record.item, resolution, reviews, project, digest, used, lineage)


def _by_construction(case: Case, condition: Expression | None, project: Project) -> str | None:
    item = case.item
    if condition is not None and not condition.matches(CaseView(case)):
        return FILTERED
    if item.gold is not None:
        return GOLD
    if item.control:
        return CONTROL
    environment = item.metadata.get("environment")
    if environment is not None and environment != project.environment:
        return OTHER_ENVIRONMENT
    return None
