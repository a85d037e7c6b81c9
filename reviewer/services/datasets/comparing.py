"""What is different between two datasets of a recipe, or between one and what its recipe would give now, and why."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from reviewer.datasets.cases import Record, Setting
from reviewer.datasets.reasons import NOT_RESOLVED
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.selection import Dropped, select
from reviewer.datasets.splits import Assign
from reviewer.domain.errors import Cancelled, ReviewerError
from reviewer.store.datasets import StoredDataset, load_manifest
from reviewer.store.engine import read
from reviewer.store.histories import PAGE, History, load_histories, stream_used
from reviewer.store.store import ItemUsed
from reviewer.store.times import to_micros

from .history import Named, demand_lineage, find_dataset, recipe_then
from .outdating import ADJUDICATED, DECIDED, GONE, REVIEWED, REVISED, SPLIT_MOVED, outdated_because
from .reading import records_of, setting_of, without_collector
from .recipes import catalog
from .splitting import splits_of
from .used import together, used_of

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace
    from reviewer.store.engine import Connection

Kind = Literal["added", "removed", "changed"]
KINDS: Final[tuple[Kind, ...]] = ("added", "removed", "changed")
ARRIVED: Final = "arrived since"
RESOLVED: Final = "settled since"
JUDGED: Final = "judged since"
TAKEN_IN: Final = "left out before: "
LEFT_OUT: Final = "left out: "
RECIPE: Final = "the recipe changed: "
UNKNOWN: Final = "left out for a reason that the manifest counts without naming the item"
NOW: Final = "now"


@dataclass(frozen=True, slots=True)
class Changed:
    """One item that is in only one of two datasets, or whose rows rest on something else, and why."""

    item_id: str
    source: str
    kind: Kind
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different between `before` and `after`; the first items are named, all are counted, by reason too."""

    before: StoredDataset
    after: StoredDataset | None
    items: tuple[Changed, ...]
    counts: dict[Kind, int]
    reasons: dict[Kind, dict[str, int]]
    notes: tuple[str, ...] = ()

    def of(self, kind: Kind) -> tuple[Changed, ...]:
        """Return the named items of one kind."""
        return tuple(one for one in self.items if one.kind == kind)

    def document(self) -> dict[str, Any]:
        """Return the JSON object that the terminal prints."""
        return {
            "before": self.before.name,
            "after": NOW if self.after is None else self.after.name,
            "counts": dict(self.counts),
            "reasons": {kind: dict(found) for kind, found in self.reasons.items()},
            "items": [
                {"item_id": one.item_id, "source": one.source, "change": one.kind, "reasons": list(one.reasons)}
                for one in self.items
            ],
            "notes": list(self.notes),
        }


class _Pair(NamedTuple):
    """What one item rested on before and rests on after; `left_out` is why it is not in the latter, where known."""

    number: int
    before: ItemUsed | None
    after: ItemUsed | None
    left_out: str | None = None


@dataclass
class _Findings:
    """What was found so far: the first items of each kind, and how many there are for each reason."""

    limit: int
    items: list[Changed] = field(default_factory=list)
    counts: Counter[Kind] = field(default_factory=Counter)
    reasons: dict[Kind, Counter[str]] = field(default_factory=lambda: {kind: Counter() for kind in KINDS})

    def add(self, kind: Kind, history: History | None, reasons: tuple[str, ...]) -> None:
        self.counts[kind] += 1
        self.reasons[kind].update(reasons)
        if self.counts[kind] <= self.limit:
            item_id, source = ("", "") if history is None else (history.item_id, history.source)
            self.items.append(Changed(item_id, source, kind, reasons))


def diff(
    workspace: Workspace,
    before: Named,
    after: Named | None,
    *,
    limit: int,
    cancelled: Callable[[], bool] | None,
) -> Difference:
    """Return what is different after; without `after`, what the recipe would give now."""
    old = find_dataset(workspace, before)
    new = None if after is None else find_dataset(workspace, after)
    for dataset in (old, new):
        if dataset is not None:
            demand_lineage(dataset)
    with without_collector(), read(workspace.engine) as connection:
        told = json.loads(load_manifest(connection, old.number))
        if new is None:
            later = None
            pairs = _with_now(workspace, connection, old, recipe_then(told, old), cancelled)
            notes = _recipe_now(workspace, told)
        else:
            later = json.loads(load_manifest(connection, new.number))
            pairs = _merged(stream_used(connection, old.number), stream_used(connection, new.number))
            notes = _between(told, later)
        found = _Findings(limit)
        why = _Reasons(old, told, later)
        for page in _pages(filter(_differ, pairs)):
            histories = load_histories(connection, [pair.number for pair in page])
            for pair in page:
                found.add(*why.of(pair, histories.get(pair.number)))
    counts = {kind: found.counts[kind] for kind in KINDS}
    reasons = {kind: dict(found.reasons[kind].most_common()) for kind in KINDS}
    return Difference(old, new, tuple(found.items), counts, reasons, notes)


def _pages(pairs: Iterator[_Pair]) -> Iterator[list[_Pair]]:
    while page := list(islice(pairs, PAGE)):
        yield page


def _differ(pair: _Pair) -> bool:
    before, after = pair.before, pair.after
    if before is None or after is None:
        return before is not after
    same = (before.split, before.reviews, before.resolution_number, before.gold)
    return same != (after.split, after.reviews, after.resolution_number, after.gold)


def _merged(before: Iterator[ItemUsed], after: Iterator[ItemUsed]) -> Iterator[_Pair]:
    """Yield the items of two datasets side by side, in their order."""
    both = merge(_told("before", before), _told("after", after), key=_number)
    for number, found in groupby(both, key=_number):
        there = dict(found)
        yield _Pair(number, there.get("before"), there.get("after"))


def _told(side: str, found: Iterator[ItemUsed]) -> Iterator[tuple[str, ItemUsed]]:
    return ((side, used) for used in found)


def _number(told: tuple[str, ItemUsed]) -> int:
    return told[1].item_number


# ---- what the recipe would give now ----------------------------------------------------------------------


def _with_now(
    workspace: Workspace,
    connection: Connection,
    old: StoredDataset,
    recipe: Recipe,
    cancelled: Callable[[], bool] | None,
) -> Iterator[_Pair]:
    """Yield the items of a dataset beside what its recipe makes of each of them now."""
    setting = setting_of(workspace, with_agreement=False)
    assign = splits_of(workspace, connection, recipe, setting, cancelled)
    records, _, _ = records_of(workspace, connection, recipe)
    now = _Now(records, recipe, cancelled)
    for pair in _merged(stream_used(connection, old.number), now.items(setting, assign)):
        yield pair if pair.after is not None else pair._replace(left_out=now.why_not(pair.number))


class _Now:
    """What a recipe makes of the items now, in their order, and why it leaves out those that were just passed."""

    def __init__(self, records: Iterator[Record], recipe: Recipe, cancelled: Callable[[], bool] | None) -> None:
        self._records, self._recipe, self._cancelled = records, recipe, cancelled
        self._left_out: deque[tuple[int, str]] = deque()
        self._number = 0

    def items(self, setting: Setting, assign: Assign) -> Iterator[ItemUsed]:
        """Yield what each item rests on whose cases become rows."""
        last: ItemUsed | None = None
        for found in select(self._seen(), self._recipe, setting, assign):
            if isinstance(found, Dropped):
                self._left_out.append((self._number, found.reason))
                continue
            used = used_of(found)
            if last is not None and last.item_number == used.item_number:
                last = together(last, used)
                continue
            if last is not None:
                yield last
            last = used
        if last is not None:
            yield last

    def why_not(self, number: int) -> str | None:
        """Return why an item becomes no row; asked in the order of the items, since what is passed is forgotten."""
        while self._left_out and self._left_out[0][0] < number:
            self._left_out.popleft()
        if self._left_out and self._left_out[0][0] == number:
            return self._left_out[0][1]
        return NOT_RESOLVED if self._recipe.reads == "resolutions" else None  # of these the store reads no others

    def _seen(self) -> Iterator[Record]:
        for place, record in enumerate(self._records):
            if place % 100 == 0 and self._cancelled is not None and self._cancelled():
                raise Cancelled("The comparison was cancelled.")
            self._number = 0 if record.lineage is None else record.lineage.item
            yield record


# ---- why -------------------------------------------------------------------------------------------------


class _Reasons:
    """Why an item is in one dataset and not in the other, or rests on something else."""

    def __init__(self, old: StoredDataset, told: dict[str, Any], later: dict[str, Any] | None) -> None:
        self._old = old
        self._built_at = to_micros(old.built_at)
        self._left_out_before = _named(told)
        self._left_out_after = _named(later) if later is not None else {}
        self._recipe = _changed_keys(told, later) if later is not None else ()
        self._reads_reviews = told["recipe"]["source"] == "reviews"

    def of(self, pair: _Pair, history: History | None) -> tuple[Kind, History | None, tuple[str, ...]]:
        """Return what kind of change it is, the item, and the reasons."""
        if pair.before is None:
            return "added", history, self._added(pair, history)
        if pair.after is None:
            return "removed", history, self._removed(pair.before, pair.left_out, history)
        return "changed", history, _changed(pair.before, pair.after, history)

    def _added(self, pair: _Pair, history: History | None) -> tuple[str, ...]:
        if self._old.last_item is not None and pair.number > self._old.last_item:
            return (ARRIVED,)
        named = None if history is None else self._left_out_before.get(history.item_id)
        if history is not None and pair.after is not None:
            if not self._reads_reviews and self._settled_since(pair.after, history):
                return (RESOLVED,) if named is None else (RESOLVED, TAKEN_IN + named)
            if self._judged_since(pair.after, history):
                return (JUDGED,)
        if named is not None:
            return (TAKEN_IN + named,)
        return (RECIPE + ", ".join(self._recipe),) if self._recipe else (UNKNOWN,)

    def _settled_since(self, after: ItemUsed, history: History) -> bool:
        at = {one.number: one.decided_at for one in history.resolutions}
        return at.get(after.resolution_number or 0, 0) >= self._built_at

    def _judged_since(self, after: ItemUsed, history: History) -> bool:
        at = {one.number: one.submitted_at for one in history.reviews}
        return any(at.get(number, 0) >= self._built_at for number in after.reviews)

    def _removed(self, before: ItemUsed, left_out: str | None, history: History | None) -> tuple[str, ...]:
        if history is None:
            return (GONE,)
        named = left_out or self._left_out_after.get(history.item_id)
        if named is not None:
            return (LEFT_OUT + named, *outdated_because(before, history))
        found = outdated_because(before, history)
        if self._recipe:
            found = (*found, RECIPE + ", ".join(self._recipe))
        return found or (UNKNOWN,)


def _changed(before: ItemUsed, after: ItemUsed, history: History | None) -> tuple[str, ...]:
    """Return why the rows of an item rest on something else."""
    found = [SPLIT_MOVED] if before.split != after.split else []
    if history is None:
        return (*found, GONE)
    reviews = {one.number: one for one in history.reviews}
    people = {reviews[number].reviewer for number in before.reviews if number in reviews}
    fresh = [reviews[number] for number in after.reviews if number not in before.reviews and number in reviews]
    if any(one.reviewer in people for one in fresh):
        found.append(REVISED)
    if any(one.reviewer not in people for one in fresh):
        found.append(REVIEWED)
    if before.resolution_number != after.resolution_number:
        methods = {one.number: one.method for one in history.resolutions}
        decided = methods.get(after.resolution_number or 0)
        found.append(ADJUDICATED if decided == "adjudicated" else DECIDED)
    return tuple(found) or (DECIDED,)


def _named(manifest: dict[str, Any]) -> dict[str, str]:
    """Return the reason of each item that a manifest names among those left out."""
    return {item_id: reason for reason, told in manifest["excluded"].items() for item_id in told["items"]}


def _changed_keys(one: dict[str, Any], other: dict[str, Any]) -> tuple[str, ...]:
    """Return the keys that say something else; a key that one program did not know yet says what it says by default."""
    before, after = one["recipe"], other["recipe"]
    return tuple(key for key in sorted(before.keys() | after.keys()) if _said(before, key) != _said(after, key))


def _said(recipe: dict[str, Any], key: str) -> object:
    field = Recipe.model_fields.get(key)
    usual = field.get_default(call_default_factory=True) if field is not None else None
    return recipe.get(key, list(usual) if isinstance(usual, tuple) else usual)


def _between(one: dict[str, Any], other: dict[str, Any]) -> tuple[str, ...]:
    """Return what changed between two builds that touches every row."""
    notes = []
    keys = _changed_keys(one, other)
    if keys:
        notes.append(f"The recipe changed ({', '.join(keys)}), so that rows may differ in more than is listed.")
    for title, before, after in (
        ("The project", one["project"]["version"], other["project"]["version"]),
        ("The guideline", ", ".join(one["guideline_versions"]), ", ".join(other["guideline_versions"])),
        ("The policies", one["policy_version"], other["policy_version"]),
        ("The program", one["program"]["version"], other["program"]["version"]),
        ("The format", one["format"], other["format"]),
    ):
        if before != after:
            notes.append(f"{title} went from {before or 'none'} to {after or 'none'}.")
    return tuple(notes)


def _recipe_now(workspace: Workspace, told: dict[str, Any]) -> tuple[str, ...]:
    """Return that the recipe of this name says something else by now, if it does."""
    name = told["recipe"]["name"]
    try:
        found = catalog(workspace).get(name)
    except ReviewerError:
        return (f"There is no recipe '{name}' any more: compared with what it said then.",)
    keys = _changed_keys(told, {"recipe": found.model_dump(mode="json")})
    if not keys:
        return ()
    return (f"The recipe '{name}' says something else by now ({', '.join(keys)}): compared with what it said then.",)
