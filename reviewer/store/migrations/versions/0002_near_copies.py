"""Near copies: sketches of the items, and which review was applied to which copy."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make three tables; the sketches are filled in the background."""
    op.create_table(
        "item_sketch",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bands", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["item.number"], name=op.f("fk_item_sketch_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_item_sketch")),
        sqlite_strict=True,
    )
    op.create_table(
        "item_band",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("item_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "band", "item_number", name=op.f("pk_item_band")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "copied_review",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_copied_review")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_copied_review_original", "copied_review", ["original"], unique=False)
