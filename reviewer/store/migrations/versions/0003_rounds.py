"""Rounds: in which round an item is held, and the calibration rounds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column and a table; what is held now is held in the first round."""
    op.add_column("lease", sa.Column("round", sa.Text(), nullable=False, server_default="first"))
    op.create_table(
        "calibration",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("item_numbers", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("started_at", sa.Integer(), nullable=False),
        sa.Column("started_by", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.Integer(), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"], name=op.f("fk_calibration_project_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_calibration")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_calibration_open", "calibration", ["project_id"], unique=True, sqlite_where=sa.text("closed_at IS NULL")
    )
