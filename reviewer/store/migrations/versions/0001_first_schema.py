"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    _make_workspace()
    _make_queue()
    _make_judgements()
    _make_records()


def _make_workspace() -> None:
    op.create_table(
        "member",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_member")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
        sqlite_strict=True,
    )
    op.create_table(
        "project",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_project")),
        sa.UniqueConstraint("name", name=op.f("uq_project_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "project_version",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("taxonomy", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("applied_at", sa.Integer(), nullable=False),
        sa.Column("applied_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"], name=op.f("fk_project_version_project_id")),
        sa.PrimaryKeyConstraint("project_id", "version", name=op.f("pk_project_version")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _make_queue() -> None:
    op.create_table(
        "counter",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "state", name=op.f("pk_counter")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "item",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rank", sa.REAL(), nullable=False),
        sa.Column("queued_at", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.Integer(), nullable=True),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("assigned_to", sa.Text(), nullable=True),
        sa.Column("hits_hidden", sa.Integer(), nullable=False),
        sa.Column("gold", sa.Integer(), nullable=False),
        sa.Column("unsettled", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"], name=op.f("fk_item_project_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_item")),
        sa.UniqueConstraint("project_id", "item_id", "source", name=op.f("uq_item_project_id_item_id_source")),
        sqlite_strict=True,
    )
    op.create_index("ix_item_age", "item", ["project_id", "state", "queued_at"], unique=False)
    op.create_index(
        "ix_item_due", "item", ["project_id", "due_at"], unique=False, sqlite_where=sa.text("due_at IS NOT NULL")
    )
    op.create_index("ix_item_queue", "item", ["project_id", "state", "rank", "queued_at", "number"], unique=False)
    op.create_index(
        "ix_item_unsettled", "item", ["project_id", "number"], unique=False, sqlite_where=sa.text("unsettled = 1")
    )
    op.create_index("ix_item_gold", "item", ["number"], unique=False, sqlite_where=sa.text("gold = 1"))
    op.create_table(
        "queue_cursor",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("rank", sa.REAL(), nullable=False),
        sa.Column("queued_at", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"], name=op.f("fk_queue_cursor_project_id")),
        sa.PrimaryKeyConstraint("project_id", "reviewer", name=op.f("pk_queue_cursor")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unreadable",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"], name=op.f("fk_unreadable_project_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_unreadable")),
        sqlite_strict=True,
    )
    op.create_table(
        "item_body",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("flagged_at", sa.Integer(), nullable=True),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["item.number"], name=op.f("fk_item_body_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_item_body")),
        sqlite_strict=True,
    )
    op.create_table(
        "lease",
        sa.Column("item_number", sa.Integer(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("claimed_at", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_number"], ["item.number"], name=op.f("fk_lease_item_number")),
        sa.PrimaryKeyConstraint("item_number", "reviewer", name=op.f("pk_lease")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_lease_reviewer", "lease", ["reviewer"], unique=False)


def _make_judgements() -> None:
    op.create_table(
        "resolution",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item_number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_number"], ["item.number"], name=op.f("fk_resolution_item_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_resolution")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_resolution_current",
        "resolution",
        ["item_number"],
        unique=True,
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    )
    op.create_table(
        "review",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("item_number", sa.Integer(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("submitted_at", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.Integer(), nullable=True),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_number"], ["item.number"], name=op.f("fk_review_item_number")),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"], name=op.f("fk_review_project_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_review")),
        sa.UniqueConstraint(
            "item_number", "reviewer", "round", "revision", name=op.f("uq_review_item_number_reviewer_round_revision")
        ),
        sa.UniqueConstraint("submission_id", name=op.f("uq_review_submission_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_review_current",
        "review",
        ["item_number", "reviewer", "round"],
        unique=True,
        sqlite_where=sa.text("state = 'submitted'"),
        postgresql_where=sa.text("state = 'submitted'"),
    )
    op.create_index("ix_review_reviewer", "review", ["project_id", "reviewer", "state", "submitted_at"], unique=False)
    op.create_index(
        "ix_review_deferred",
        "review",
        ["reviewer", "submitted_at"],
        unique=False,
        sqlite_where=sa.text("state = 'submitted' AND kind = 'defer'"),
    )


def _make_records() -> None:
    op.create_table(
        "audit_event",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
        sqlite_strict=True,
    )
    op.create_index("ix_audit_event_subject", "audit_event", ["subject"], unique=False)
    op.create_table(
        "dataset",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("recipe", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("built_at", sa.Integer(), nullable=False),
        sa.Column("built_by", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"], name=op.f("fk_dataset_project_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_dataset")),
        sqlite_strict=True,
    )
