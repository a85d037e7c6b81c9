"""Gold: known answers and how people stand with them; skills of people, and the one that an item needs."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make three tables and a column, and enter the known answers that are there."""
    op.add_column("item", sa.Column("skill", sa.Text(), nullable=True))
    op.create_table(
        "gold_item",
        sa.Column("item_number", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_number"], ["item.number"], name=op.f("fk_gold_item_item_number")),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"], name=op.f("fk_gold_item_project_id")),
        sa.PrimaryKeyConstraint("item_number", name=op.f("pk_gold_item")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_gold_item_draw", "gold_item", ["project_id", "state", "band", "judged", "item_number"], unique=False
    )
    op.create_table(
        "standing",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("qualified", sa.Integer(), nullable=False),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        sa.Column("counted_from", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.project_id"], name=op.f("fk_standing_project_id")),
        sa.PrimaryKeyConstraint("project_id", "reviewer", name=op.f("pk_standing")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "member_skill",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", "skill", name=op.f("pk_member_skill")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_member_skill_skill", "member_skill", ["skill"], unique=False)
    _enter_known_answers()


def _enter_known_answers() -> None:
    """Enter each gold item as one that nobody has been counted on yet; the next answers count it anew."""
    connection = op.get_bind()
    found = connection.execute(
        sa.text(
            "SELECT item.number, item.project_id, item.queued_at, item_body.body"
            " FROM item JOIN item_body ON item_body.number = item.number WHERE item.gold = 1"
        )
    ).all()
    for row in found:
        answer = json.dumps(json.loads(row.body)["gold"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        connection.execute(
            sa.text(
                "INSERT INTO gold_item (item_number, project_id, state, answer, band, judged, wrong, since,"
                " changed_at, changed_by) VALUES (:number, :project, 'active', :answer, 1, 0, 0, 0, :at, '')"
            ),
            {"number": row.number, "project": row.project_id, "answer": answer, "at": row.queued_at},
        )
