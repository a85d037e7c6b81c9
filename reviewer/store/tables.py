"""The tables, as SQLModel row classes that never leave this layer.

Only integers, numbers and text are stored, so that SQLite's STRICT tables fit and every database gives the same bytes:
times are whole microseconds since 1970 in UTC, flags are 0 or 1, structures are canonical JSON text.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import (
    DOUBLE_PRECISION,
    REAL,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)
STRICT: dict[str, Any] = {"sqlite_strict": True}
KEYED: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}
# SQLite's STRICT tables know INTEGER and REAL, of 64 bits each; in PostgreSQL these names mean half of that.
WHOLE: Any = Integer().with_variant(BigInteger(), "postgresql")
FLOATING: Any = REAL().with_variant(DOUBLE_PRECISION(), "postgresql")
DEFERRED = "state = 'submitted' AND kind = 'defer'"


class Row(SQLModel):
    """The base of all row classes, with a metadata of its own."""

    metadata: ClassVar[MetaData] = metadata


def text_column(*, key: bool = False, null: bool = False, references: str | None = None) -> Any:
    """Return a text column."""
    foreign = (ForeignKey(references),) if references else ()
    return Field(sa_column=Column(Text, *foreign, primary_key=key, nullable=null))


def int_column(*, key: bool = False, null: bool = False, references: str | None = None) -> Any:
    """Return an integer column."""
    foreign = (ForeignKey(references),) if references else ()
    return Field(sa_column=Column(WHOLE, *foreign, primary_key=key, nullable=null))


def real_column(*, null: bool = False) -> Any:
    """Return a column of floating point numbers."""
    return Field(sa_column=Column(FLOATING, nullable=null))


class Meta(Row, table=True):
    """Facts about the workspace itself."""

    __tablename__ = "meta"
    __table_args__ = (STRICT,)
    key: str = text_column(key=True)
    value: str = text_column()


class ProjectRow(Row, table=True):
    """A project and its current version."""

    __tablename__ = "project"
    __table_args__ = (UniqueConstraint("name"), STRICT)
    project_id: int = int_column(key=True)
    name: str = text_column()
    version: int = int_column()


class ProjectVersion(Row, table=True):
    """What a project said at each of its versions."""

    __tablename__ = "project_version"
    __table_args__ = (KEYED,)
    project_id: int = int_column(key=True, references="project.project_id")
    version: int = int_column(key=True)
    body: str = text_column()
    taxonomy: str | None = text_column(null=True)
    sha256: str = text_column()
    applied_at: int = int_column()
    applied_by: str = text_column()


class MemberRow(Row, table=True):
    """A person with a role."""

    __tablename__ = "member"
    __table_args__ = (KEYED,)
    name: str = text_column(key=True)
    role: str = text_column()
    added_at: int = int_column()


class ItemRecord(Row, table=True):
    """What the queue sorts and filters by; the wide body lies beside it."""

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("project_id", "item_id", "source"),
        Index("ix_item_queue", "project_id", "state", "rank", "queued_at", "number"),
        Index("ix_item_age", "project_id", "state", "queued_at"),
        Index("ix_item_due", "project_id", "due_at", sqlite_where=text("due_at IS NOT NULL")),
        Index("ix_item_unsettled", "project_id", "number", sqlite_where=text("unsettled = 1")),
        Index("ix_item_gold", "number", sqlite_where=text("gold = 1")),
        STRICT,
    )
    number: int = int_column(key=True)
    project_id: int = int_column(references="project.project_id")
    source: str = text_column()
    item_id: str = text_column()
    state: str = text_column()
    rank: float = real_column()
    queued_at: int = int_column()
    due_at: int | None = int_column(null=True)
    needed: int = int_column()
    reviews: int = int_column()
    assigned_to: str | None = text_column(null=True)
    hits_hidden: int = int_column()
    gold: int = int_column()
    unsettled: int = int_column()
    changed_at: int = int_column()
    sha256: str = text_column()
    skill: str | None = text_column(null=True)


class ItemBody(Row, table=True):
    """The whole item as canonical JSON, with what lists show of it."""

    __tablename__ = "item_body"
    __table_args__ = (STRICT,)
    number: int = int_column(key=True, references="item.number")
    flagged_at: int | None = int_column(null=True)
    model: str = text_column()
    language: str = text_column()
    excerpt: str = text_column()
    body: str = text_column()


class ItemSketch(Row, table=True):
    """What near copies of an item are told by; empty for an item that is left out (see near_copies.py)."""

    __tablename__ = "item_sketch"
    __table_args__ = (STRICT,)
    number: int = int_column(key=True, references="item.number")
    bands: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    signature: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ItemBand(Row, table=True):
    """The items of a project that share one band of their sketches."""

    __tablename__ = "item_band"
    __table_args__ = (KEYED,)
    project_id: int = int_column(key=True)
    band: int = int_column(key=True)
    item_number: int = int_column(key=True)


class UnreadableRecord(Row, table=True):
    """A record that could not be read, as it came."""

    __tablename__ = "unreadable"
    __table_args__ = (STRICT,)
    number: int = int_column(key=True)
    project_id: int = int_column(references="project.project_id")
    origin: str = text_column()
    line: int = int_column()
    reason: str = text_column()
    raw: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    received_at: int = int_column()


class LeaseRow(Row, table=True):
    """Who holds which item until when."""

    __tablename__ = "lease"
    __table_args__ = (Index("ix_lease_reviewer", "reviewer"), KEYED)
    item_number: int = int_column(key=True, references="item.number")
    reviewer: str = text_column(key=True)
    token: str = text_column()
    claimed_at: int = int_column()
    expires_at: int = int_column()
    round: str = Field(sa_column=Column(Text, nullable=False, server_default="first"))


class CalibrationRow(Row, table=True):
    """A calibration round: its items and its people, each as a JSON list, and from when until when it was open."""

    __tablename__ = "calibration"
    __table_args__ = (
        Index("ix_calibration_open", "project_id", unique=True, sqlite_where=text("closed_at IS NULL")),
        STRICT,
    )
    number: int = int_column(key=True)
    project_id: int = int_column(references="project.project_id")
    title: str = text_column()
    item_numbers: str = text_column()
    people: str = text_column()
    started_at: int = int_column()
    started_by: str = text_column()
    closed_at: int | None = int_column(null=True)
    closed_by: str | None = text_column(null=True)


class GoldItem(Row, table=True):
    """An item with a known answer, how many people judged it, and how many of them got it wrong."""

    __tablename__ = "gold_item"
    __table_args__ = (Index("ix_gold_item_draw", "project_id", "state", "band", "judged", "item_number"), STRICT)
    item_number: int = int_column(key=True, references="item.number")
    project_id: int = int_column(references="project.project_id")
    state: str = text_column()
    answer: str = text_column()
    band: int = int_column()
    judged: int = int_column()
    wrong: int = int_column()
    since: int = int_column()
    changed_at: int = int_column()
    changed_by: str = text_column()


class StandingRow(Row, table=True):
    """How a person stands in a project with the items of known answer, as they were judged since `counted_from`."""

    __tablename__ = "standing"
    __table_args__ = (KEYED,)
    project_id: int = int_column(key=True, references="project.project_id")
    reviewer: str = text_column(key=True)
    state: str = text_column()
    qualified: int = int_column()
    judged: int = int_column()
    correct: int = int_column()
    counted_from: int = int_column()
    reason: str = text_column()
    changed_at: int = int_column()


class MemberSkill(Row, table=True):
    """A skill that a member has."""

    __tablename__ = "member_skill"
    __table_args__ = (Index("ix_member_skill_skill", "skill"), KEYED)
    name: str = text_column(key=True)
    skill: str = text_column(key=True)


class ReviewRow(Row, table=True):
    """One revision of one reviewer's judgement of one item."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("submission_id"),
        UniqueConstraint("item_number", "reviewer", "round", "revision"),
        Index(
            "ix_review_current",
            "item_number",
            "reviewer",
            "round",
            unique=True,
            sqlite_where=text("state = 'submitted'"),
        ),
        Index("ix_review_reviewer", "project_id", "reviewer", "state", "submitted_at"),
        Index("ix_review_deferred", "reviewer", "submitted_at", sqlite_where=text(DEFERRED)),
        STRICT,
    )
    number: int = int_column(key=True)
    submission_id: str = text_column()
    project_id: int = int_column(references="project.project_id")
    item_number: int = int_column(references="item.number")
    reviewer: str = text_column()
    round: str = text_column()
    revision: int = int_column()
    state: str = text_column()
    kind: str = text_column()
    verdict: str | None = text_column(null=True)
    submitted_at: int = int_column()
    used_at: int | None = int_column(null=True)
    audit_seq: int = int_column()
    content_sha256: str = text_column()
    sha256: str = text_column()
    body: str = text_column()


class CopiedReview(Row, table=True):
    """A review that came of applying another one of the same person to a near copy."""

    __tablename__ = "copied_review"
    __table_args__ = (Index("ix_copied_review_original", "original"), KEYED)
    submission_id: str = text_column(key=True)
    original: str = text_column()


class ResolutionRow(Row, table=True):
    """The final value of an item; earlier ones stay as superseded or withdrawn."""

    __tablename__ = "resolution"
    __table_args__ = (
        Index(
            "ix_resolution_current",
            "item_number",
            unique=True,
            sqlite_where=text("state = 'current'"),
        ),
        STRICT,
    )
    number: int = int_column(key=True)
    item_number: int = int_column(references="item.number")
    state: str = text_column()
    verdict: str = text_column()
    outcome: str = text_column()
    method: str = text_column()
    decided_at: int = int_column()
    sha256: str = text_column()
    body: str = text_column()


class QueueCursor(Row, table=True):
    """The place in the queue before which one reviewer has judged everything that is open.

    It keeps a claim as fast for somebody who finished ten thousand items as for a newcomer.
    """

    __tablename__ = "queue_cursor"
    __table_args__ = (KEYED,)
    project_id: int = int_column(key=True, references="project.project_id")
    reviewer: str = text_column(key=True)
    rank: float = real_column()
    queued_at: int = int_column()
    number: int = int_column()


class Counter(Row, table=True):
    """How many items are in each state, kept by triggers so that no screen ever counts a table."""

    __tablename__ = "counter"
    __table_args__ = (KEYED,)
    project_id: int = int_column(key=True)
    state: str = text_column(key=True)
    amount: int = int_column()


class AuditEvent(Row, table=True):
    """One entry of the ledger; triggers refuse every change and every insert that does not continue the chain."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject", "subject"), STRICT)
    seq: int = int_column(key=True)
    at: int = int_column()
    actor: str = text_column()
    action: str = text_column()
    subject: str = text_column()
    details: str = text_column()
    previous: str = text_column()
    hash: str = text_column()


class DatasetRow(Row, table=True):
    """One dataset that was built from this workspace.

    `version` counts the datasets of one recipe in a project. `previous` is the one before it; `added`, `removed` and
    `changed` say how the items differ from that. `tracked` is 0 where it is not known what a dataset rests on, since
    it was built by a program that did not record it. `last_item` is the newest item that there was when it was built,
    and `scheme` names the kind of its splits.
    """

    __tablename__ = "dataset"
    __table_args__ = (STRICT,)
    number: int = int_column(key=True)
    project_id: int = int_column(references="project.project_id")
    recipe: str = text_column()
    folder: str = text_column()
    built_at: int = int_column()
    built_by: str = text_column()
    sha256: str = text_column()
    rows: str = text_column()
    manifest: str = text_column()
    version: int = Field(sa_column=Column(WHOLE, nullable=False, server_default="0"))
    tracked: int = Field(sa_column=Column(WHOLE, nullable=False, server_default="0"))
    guidelines: str = Field(sa_column=Column(Text, nullable=False, server_default="[]"))
    scheme: str | None = text_column(null=True)
    last_item: int | None = int_column(null=True)
    previous: int | None = int_column(null=True)
    added: int | None = int_column(null=True)
    removed: int | None = int_column(null=True)
    changed: int | None = int_column(null=True)


class DatasetItemRow(Row, table=True):
    """What the rows of one item in a dataset rest on: the resolution and the reviews, by their numbers in JSON.

    `gold` is the known answer of the item, where it had one; `split_group` is how its rows name their group, where
    that is not the item's own.
    """

    __tablename__ = "dataset_item"
    __table_args__ = (Index("ix_dataset_item_item_number", "item_number"), KEYED)
    dataset: int = int_column(key=True, references="dataset.number")
    item_number: int = int_column(key=True, references="item.number")
    split: str = text_column()
    resolution_number: int | None = int_column(null=True)
    reviews: str = text_column()
    gold: str | None = text_column(null=True)
    split_group: str | None = text_column(null=True)


class SplitGroup(Row, table=True):
    """The split that a group of items was given first, which it keeps."""

    __tablename__ = "split_group"
    __table_args__ = (KEYED,)
    project_id: int = int_column(key=True, references="project.project_id")
    scheme: str = text_column(key=True)
    digest: str = text_column(key=True)
    split: str = text_column()
