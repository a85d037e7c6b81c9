"""What datasets rest on: recorded with them, and asked for from a dataset or from an item."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, case, func, insert, literal_column, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from reviewer.domain.changes import Receipt
from reviewer.domain.errors import Refused

from .audit import append
from .datasets import DATASET, SPLIT_GROUP
from .items import ITEM
from .prepared import Prepared
from .reviews import REVIEW
from .store import GroupSplit, ItemUsed, NewDataset, Parts
from .tables import DatasetItemRow

USED = DatasetItemRow.__table__  # type: ignore[attr-defined]
NUMBERS_AT_ONCE = 500
NUMBERS_READ = 5_000
TAKEN_BACK = "A review was taken back while the dataset was written, so nothing was kept: export again."
SPLIT_MEANWHILE = "Another export gave a group another split meanwhile, so nothing was kept: export again."


_asked = func.json_each(bindparam("numbers")).table_valued("value").c.value
_AMONG = REVIEW.c.number.in_(select(_asked))
STANDING = Prepared(select(func.count()).where(_AMONG, REVIEW.c.state == literal_column("'submitted'")))
MARK = Prepared(update(REVIEW).where(_AMONG, REVIEW.c.used_at.is_(None)).values(used_at=bindparam("now")))
ADD = Prepared(insert(USED).values({name: bindparam(name) for name in USED.c.keys()}))  # noqa: SIM118
GIVE = Prepared(
    upsert(SPLIT_GROUP).values({name: bindparam(name) for name in SPLIT_GROUP.c.keys()}).on_conflict_do_nothing()  # noqa: SIM118
)


def review_numbers(reviews: Sequence[int]) -> str:
    """Return the numbers of reviews as they are kept, in JSON."""
    return f"[{','.join(map(str, reviews))}]"


def record_dataset(
    connection: Connection,
    project_id: int,
    dataset: NewDataset,
    items: Parts[ItemUsed],
    groups: Parts[GroupSplit],
    actor: str,
    now_us: int,
) -> tuple[int, Receipt]:
    """Record a dataset with what it rests on and the splits it gave; return its version and the receipt."""
    same = (DATASET.c.project_id == project_id, DATASET.c.recipe == dataset.recipe)
    version = 1 + connection.execute(select(func.coalesce(func.max(DATASET.c.version), 0)).where(*same)).scalar_one()
    previous = connection.execute(select(func.max(DATASET.c.number)).where(*same, DATASET.c.tracked == 1)).scalar()
    number = _insert(connection, project_id, dataset, version, previous, actor, now_us)
    for part in items:
        _use(connection, part, now_us)
        told = ({**one._asdict(), "dataset": number, "reviews": review_numbers(one.reviews)} for one in part)
        ADD.run_many(connection, told)
    for split in groups:
        _give_split(connection, project_id, dataset.scheme or "", split)
    counted = difference(connection, number, previous)
    connection.execute(update(DATASET).where(DATASET.c.number == number).values(counted))
    details = {
        "recipe": dataset.recipe,
        "version": version,
        "folder": dataset.folder,
        "sha256": dataset.sha256,
        "rows": dict(dataset.rows),
    }
    return version, append(connection, now_us, actor, "dataset.built", dataset.recipe, details)


def _insert(
    connection: Connection,
    project_id: int,
    dataset: NewDataset,
    version: int,
    previous: int | None,
    actor: str,
    now_us: int,
) -> int:
    entry: dict[str, Any] = {
        **dataset._asdict(),
        "project_id": project_id,
        "built_at": now_us,
        "built_by": actor,
        "rows": json.dumps(dict(dataset.rows)),
        "guidelines": json.dumps(list(dataset.guidelines)),
        "version": version,
        "tracked": 1,
        "previous": previous,
    }
    return int(connection.execute(insert(DATASET).values(entry)).lastrowid)


def _use(connection: Connection, part: Sequence[ItemUsed], now_us: int) -> None:
    """Mark the reviews of some items as used, or refuse if one of them was taken back since it was read."""
    numbers = {number for one in part for number in one.reviews}
    asked = {"numbers": review_numbers(sorted(numbers)), "now": now_us}
    if STANDING.value(connection, asked) != len(numbers):
        raise Refused(TAKEN_BACK)
    MARK.run(connection, asked)


def _give_split(connection: Connection, project_id: int, scheme: str, part: Sequence[GroupSplit]) -> None:
    """Record the splits of groups; one that was given another one meanwhile keeps that."""
    same = {"project_id": project_id, "scheme": scheme}
    GIVE.run_many(connection, ({**same, **one._asdict()} for one in part))
    for start in range(0, len(part), NUMBERS_AT_ONCE):
        some = {one.digest: one.split for one in part[start : start + NUMBERS_AT_ONCE]}
        known = select(SPLIT_GROUP.c.digest, SPLIT_GROUP.c.split).where(
            SPLIT_GROUP.c.project_id == project_id, SPLIT_GROUP.c.scheme == scheme, SPLIT_GROUP.c.digest.in_(some)
        )
        if any(some[row.digest] != row.split for row in connection.execute(known)):
            raise Refused(SPLIT_MEANWHILE)


def difference(connection: Connection, number: int, previous: int | None) -> dict[str, int]:
    """Return how many items one dataset has more and less than another, and how many rest on something else."""
    one, other = USED.alias(), USED.alias()
    differs = or_(
        one.c.split != other.c.split,
        one.c.reviews != other.c.reviews,
        one.c.resolution_number.is_distinct_from(other.c.resolution_number),
        one.c.gold.is_distinct_from(other.c.gold),
    )
    both = connection.execute(
        select(func.count(), func.coalesce(func.sum(case((differs, 1), else_=0), type_=Integer), 0))
        .select_from(one)
        .join(other, other.c.item_number == one.c.item_number)
        .where(one.c.dataset == number, other.c.dataset == previous)
    ).one()
    has, had = (count_items(connection, known) for known in (number, previous))
    return {"added": has - both[0], "removed": had - both[0], "changed": both[1]}


def count_items(connection: Connection, number: int | None) -> int:
    """Return how many items are in a dataset."""
    return int(connection.execute(select(func.count()).where(USED.c.dataset == number)).scalar_one())


WITH_ITEM = Prepared(select(USED.c.dataset).where(USED.c.item_number == bindparam("item")).order_by(USED.c.dataset))


def datasets_with(connection: Connection, item_number: int) -> list[int]:
    """Return the numbers of the datasets that an item went into, oldest first."""
    return [row.dataset for row in WITH_ITEM.all(connection, {"item": item_number})]


def told_datasets(connection: Connection, item_number: int) -> dict[str, list[int]]:
    """Return what an event tells of a change to an item: the datasets that rest on it, where there are some."""
    found = datasets_with(connection, item_number)
    return {"datasets": found} if found else {}


def datasets_with_items(connection: Connection, project_id: int, item_ids: Sequence[str]) -> set[int]:
    """Return the numbers of the datasets that items with these ids went into."""
    statement = (
        select(USED.c.dataset)
        .distinct()
        .join(ITEM, ITEM.c.number == USED.c.item_number)
        .where(ITEM.c.project_id == project_id, ITEM.c.item_id.in_(item_ids))
    )
    return {row.dataset for row in connection.execute(statement)}


def items_of_scheme(connection: Connection, project_id: int, scheme: str) -> Iterator[int]:
    """Yield the numbers of the items that went into a dataset whose splits were given by a scheme, in their order."""
    statement = (
        select(USED.c.item_number)
        .distinct()
        .join(DATASET, DATASET.c.number == USED.c.dataset)
        .where(DATASET.c.project_id == project_id, DATASET.c.scheme == scheme)
        .order_by(USED.c.item_number)
    )
    for row in connection.execution_options(yield_per=5000).execute(statement):
        yield row.item_number


def datasets_of_other_schemes(
    connection: Connection, project_id: int, scheme: str | None
) -> list[tuple[int, str, dict[str, int]]]:
    """Return number, name and rows of each dataset whose splits this scheme did not give, oldest first.

    Datasets of one split alone have no scheme, so what stands in which split of them is always asked.
    """
    statement = (
        select(DATASET.c.number, DATASET.c.recipe, DATASET.c.version, DATASET.c.rows)
        .where(DATASET.c.project_id == project_id, DATASET.c.tracked == 1)
        .order_by(DATASET.c.number)
    )
    if scheme is not None:
        statement = statement.where(DATASET.c.scheme.is_distinct_from(scheme))
    return [(row.number, f"{row.recipe}-v{row.version}", json.loads(row.rows)) for row in connection.execute(statement)]


_OF_SPLIT = Prepared(
    select(USED.c.item_number)
    .where(
        USED.c.dataset == bindparam("dataset"),
        USED.c.split == bindparam("split"),
        USED.c.item_number > bindparam("last"),
    )
    .order_by(USED.c.item_number)
    .limit(literal_column(str(NUMBERS_READ)))
)


def stream_numbers(connection: Connection, number: int, split: str) -> Iterator[list[int]]:
    """Yield the numbers of the items in one split of a dataset, some at a time, in their order."""
    last = 0
    while rows := _OF_SPLIT.all(connection, {"dataset": number, "split": split, "last": last}):
        yield [row.item_number for row in rows]
        last = rows[-1].item_number


def note_rebuild(
    connection: Connection, project_id: int, number: int, folder: str, sha256: str, actor: str, now_us: int
) -> Receipt:
    """Note that a dataset was written once more."""
    known = connection.execute(
        select(DATASET.c.recipe, DATASET.c.version).where(
            DATASET.c.number == number, DATASET.c.project_id == project_id
        )
    ).first()
    if known is None:
        raise Refused("There is no such dataset in this project.")
    details = {"recipe": known.recipe, "version": known.version, "folder": folder, "sha256": sha256}
    return append(connection, now_us, actor, "dataset.rebuilt", known.recipe, details)
