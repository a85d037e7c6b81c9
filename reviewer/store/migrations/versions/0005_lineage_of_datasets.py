"""Lineage of datasets: what each of them rests on, its version, and the splits that groups were given."""

from __future__ import annotations

import json
from collections import Counter

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make two tables and nine columns, and count the datasets that are there."""
    op.add_column("dataset", sa.Column("version", sa.Integer(), server_default="0", nullable=False))
    op.add_column("dataset", sa.Column("tracked", sa.Integer(), server_default="0", nullable=False))
    op.add_column("dataset", sa.Column("guidelines", sa.Text(), server_default="[]", nullable=False))
    op.add_column("dataset", sa.Column("scheme", sa.Text(), nullable=True))
    for name in ("last_item", "previous", "added", "removed", "changed"):
        op.add_column("dataset", sa.Column(name, sa.Integer(), nullable=True))
    op.create_table(
        "dataset_item",
        sa.Column("dataset", sa.Integer(), nullable=False),
        sa.Column("item_number", sa.Integer(), nullable=False),
        sa.Column("split", sa.Text(), nullable=False),
        sa.Column("resolution_number", sa.Integer(), nullable=True),
        sa.Column("reviews", sa.Text(), nullable=False),
        sa.Column("gold", sa.Text(), nullable=True),
        sa.Column("split_group", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["dataset"], ["dataset.number"], name=op.f("fk_dataset_item_dataset")),
        sa.ForeignKeyConstraint(["item_number"], ["item.number"], name=op.f("fk_dataset_item_item_number")),
        sa.PrimaryKeyConstraint("dataset", "item_number", name=op.f("pk_dataset_item")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_dataset_item_item_number", "dataset_item", ["item_number"], unique=False)
    op.create_table(
        "split_group",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("split", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"], name=op.f("fk_split_group_project_id")),
        sa.PrimaryKeyConstraint("project_id", "scheme", "digest", name=op.f("pk_split_group")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    _count_what_was_built()


def _count_what_was_built() -> None:
    """Give each dataset that is there its version and the guidelines that its manifest names."""
    connection = op.get_bind()
    found = connection.execute(sa.text("SELECT number, project_id, recipe, manifest FROM dataset ORDER BY number"))
    versions: Counter[tuple[int, str]] = Counter()
    for row in found.all():
        versions[row.project_id, row.recipe] += 1
        guidelines = json.loads(row.manifest).get("guideline_versions", [])
        connection.execute(
            sa.text("UPDATE dataset SET version = :version, guidelines = :guidelines WHERE number = :number"),
            {
                "number": row.number,
                "version": versions[row.project_id, row.recipe],
                "guidelines": json.dumps(guidelines),
            },
        )
