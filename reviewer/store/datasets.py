"""What an export reads, in one snapshot and in the order of arrival, and the datasets that were built."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, and_, bindparam, func, literal_column, null, select

from reviewer.domain.canonical import sha256_text
from reviewer.domain.errors import Damaged
from reviewer.domain.items import Gold, Item
from reviewer.domain.resolutions import Resolution
from reviewer.domain.reviews import Review

from .items import BODY, ITEM, to_item
from .prepared import Prepared
from .resolutions import IS_CURRENT, RESOLUTION, to_resolution
from .reviews import GOLD, REVIEW
from .tables import CalibrationRow, DatasetRow, SplitGroup
from .times import from_micros

DATASET = DatasetRow.__table__  # type: ignore[attr-defined]
SPLIT_GROUP = SplitGroup.__table__  # type: ignore[attr-defined]
CALIBRATION = CalibrationRow.__table__  # type: ignore[attr-defined]
PAGE = 200

# As a sum, the project is no reason to take one of its indexes, which would find and sort all items for each page.
_of_project = ITEM.c.project_id + literal_column("0")
_PAGE_OF_ITEMS = (
    select(ITEM.c.number, ITEM.c.item_id, ITEM.c.sha256, BODY.c.body, GOLD.c.answer, GOLD.c.state.label("gold"))
    .join(BODY, BODY.c.number == ITEM.c.number)
    .outerjoin(GOLD, GOLD.c.item_number == ITEM.c.number)
    .where(_of_project == bindparam("project"), ITEM.c.number > bindparam("last"))
    .order_by(ITEM.c.number)
    .limit(bindparam("page"))
)
_WITH_RESOLUTION = _PAGE_OF_ITEMS.add_columns(
    RESOLUTION.c.body.label("resolution"), RESOLUTION.c.number.label("resolution_number")
)
RESOLUTION_OF_ITEM = and_(RESOLUTION.c.item_number == ITEM.c.number, IS_CURRENT)
_REVIEWS = Prepared(
    select(REVIEW.c.item_number, REVIEW.c.number, REVIEW.c.submission_id, REVIEW.c.sha256, REVIEW.c.body)
    .where(
        REVIEW.c.item_number >= bindparam("first"),
        REVIEW.c.item_number <= bindparam("last"),
        REVIEW.c.state == "submitted",
    )
    .order_by(REVIEW.c.item_number, REVIEW.c.submitted_at, REVIEW.c.number)
)
_NO_RESOLUTION = (null().label("resolution"), null().label("resolution_number"))

Wanted = Literal["resolutions", "reviews", "both"]
_READ: dict[Wanted, Prepared] = {
    "resolutions": Prepared(_WITH_RESOLUTION.join(RESOLUTION, RESOLUTION_OF_ITEM)),
    "reviews": Prepared(_PAGE_OF_ITEMS.add_columns(*_NO_RESOLUTION)),
    "both": Prepared(_WITH_RESOLUTION.outerjoin(RESOLUTION, RESOLUTION_OF_ITEM)),
}


@dataclass(frozen=True, slots=True)
class StoredDataset:
    """One dataset that was built: what, where, when, by whom, and the hash of the whole.

    `version` counts the datasets of one recipe. `added`, `removed` and `changed` are items against the `previous`
    dataset of the recipe; they are None where it is not known what a dataset rests on (`tracked`).
    """

    number: int
    recipe: str
    folder: str
    built_at: datetime
    built_by: str
    sha256: str
    rows: Mapping[str, int]
    version: int = 0
    tracked: bool = False
    guidelines: tuple[str, ...] = ()
    last_item: int | None = None
    previous: int | None = None
    added: int | None = None
    removed: int | None = None
    changed: int | None = None

    @property
    def name(self) -> str:
        """How people call it, such as `dpo-v3`."""
        return f"{self.recipe}-v{self.version}"


Numbers = tuple[int, int | None, tuple[int, ...]]
ExportRecord = tuple[Item, Resolution | None, tuple[Review, ...], str, tuple[str, ...], Numbers, bool]


def stream_records(connection: Connection, project_id: int, wanted: Wanted) -> Iterator[ExportRecord]:
    """Yield (item, resolution, reviews, hash of the item, hashes of the reviews, numbers, calibration), page by page.

    `resolutions` are resolved items, `reviews` all items without their resolutions, `both` all items with those that
    there are; each with its current reviews of all rounds, and whether it is or was in a calibration round. What does
    not fit its SHA-256 stops the export.
    """
    calibrated = _calibration_items(connection, project_id)
    last = 0
    while rows := _READ[wanted].all(connection, {"project": project_id, "last": last, "page": PAGE}):
        given: dict[int, list[tuple[Review, str, int]]] = defaultdict(list)
        for row in _REVIEWS.stream(connection, {"first": rows[0].number, "last": rows[-1].number}):
            check_hash(row.body, row.sha256, "Review", row.submission_id)
            given[row.item_number].append((Review.model_validate_json(row.body), row.sha256, row.number))
        for row in rows:
            check_hash(row.body, row.sha256, "Item", row.item_id)
            resolution = to_resolution(row.resolution) if row.resolution is not None else None
            found, hashes, numbers = zip(*given[row.number], strict=True) if row.number in given else ((), (), ())
            apart = row.number in calibrated or any(review.round == "calibration" for review in found)
            own = (row.number, row.resolution_number, numbers)
            yield _with_gold(to_item(row.body), row), resolution, found, row.sha256, hashes, own, apart
        last = rows[-1].number


def _calibration_items(connection: Connection, project_id: int) -> frozenset[int]:
    """Return the numbers of the items of all calibration rounds of a project, open or closed."""
    statement = select(CALIBRATION.c.item_numbers).where(CALIBRATION.c.project_id == project_id)
    return frozenset(number for row in connection.execute(statement) for number in json.loads(row.item_numbers))


def _with_gold(item: Item, row: Any) -> Item:
    """Return the item with its known answer of today: a lead may have given it one, or taken it out."""
    if row.answer is None:
        return item
    gold = Gold.model_validate_json(row.answer) if row.gold == "active" else None
    return item if item.gold == gold else item.model_copy(update={"gold": gold})


def check_hash(body: str, digest: str, kind: str, name: str) -> None:
    """Refuse a text that does not fit its SHA-256."""
    if sha256_text(body) != digest:
        raise Damaged(f"{kind} '{name}' was changed outside the program: run 'reviewer db check'.")


def count_resolved(connection: Connection, project_id: int) -> int:
    """Return how many items have a resolution."""
    statement = (
        select(func.count())
        .select_from(RESOLUTION)
        .join(ITEM, ITEM.c.number == RESOLUTION.c.item_number)
        .where(RESOLUTION.c.state == "current", ITEM.c.project_id == project_id)
    )
    return int(connection.execute(statement).scalar_one())


_LISTED = select(DATASET.c[*(name for name in DATASET.c.keys() if name not in ("project_id", "manifest", "scheme"))])  # noqa: SIM118


def list_datasets(connection: Connection, project_id: int) -> tuple[StoredDataset, ...]:
    """Return the datasets of a project, newest first."""
    statement = _LISTED.where(DATASET.c.project_id == project_id).order_by(DATASET.c.number.desc())
    return tuple(map(_to_dataset, connection.execute(statement)))


def _to_dataset(row: Any) -> StoredDataset:
    fields = row._asdict() | {
        "built_at": from_micros(row.built_at),
        "rows": json.loads(row.rows),
        "guidelines": tuple(json.loads(row.guidelines)),
        "tracked": bool(row.tracked),
    }
    return StoredDataset(**fields)


def find_by_hash(connection: Connection, project_id: int, sha256: str) -> StoredDataset | None:
    """Return the newest dataset of a project with this hash, or None."""
    statement = _LISTED.where(DATASET.c.project_id == project_id, DATASET.c.sha256 == sha256)
    row = connection.execute(statement.order_by(DATASET.c.number.desc()).limit(1)).first()
    return None if row is None else _to_dataset(row)


def load_manifest(connection: Connection, number: int) -> str:
    """Return the manifest of a dataset as it was written."""
    return str(connection.execute(select(DATASET.c.manifest).where(DATASET.c.number == number)).scalar_one())


def split_groups(connection: Connection, project_id: int, scheme: str) -> Iterator[tuple[str, str]]:
    """Yield (digest, split) of each group that has got a split under a scheme, in the order of the digests."""
    statement = (
        select(SPLIT_GROUP.c.digest, SPLIT_GROUP.c.split)
        .where(SPLIT_GROUP.c.project_id == project_id, SPLIT_GROUP.c.scheme == scheme)
        .order_by(SPLIT_GROUP.c.digest)
    )
    for row in connection.execution_options(yield_per=5000).execute(statement):
        yield row.digest, row.split
