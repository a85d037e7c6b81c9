"""Skills: which ones people have, and which one an item needs since somebody could not judge it for want of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, literal_column, or_, select, update

from reviewer.domain.changes import Receipt
from reviewer.domain.errors import NotFound
from reviewer.domain.projects import Project

from .audit import append
from .items import CURSOR, ITEM, pull_back_cursors
from .members import find_role
from .prepared import Prepared
from .reviews import current_reviews
from .tables import MemberSkill

SKILL = MemberSkill.__table__  # type: ignore[attr-defined]
_ANYBODY = SKILL.alias("anybody")
SUITS_ME: Any = or_(
    ITEM.c.skill.is_(None),
    exists().where(SKILL.c.name == bindparam("me"), SKILL.c.skill == ITEM.c.skill),
    ~exists().where(_ANYBODY.c.skill == ITEM.c.skill),
)
"""Whoever has the skill that an item needs gets it; where nobody has it, anybody."""
SET = Prepared(update(ITEM).where(ITEM.c.number == bindparam("number")).values(skill=bindparam("new_skill")))


def note_skill(connection: Connection, record: Any, rules: Project) -> None:
    """Bring the skill that an item needs in line with who could not judge it, after a review came or went."""
    said = [review.skip for review in current_reviews(connection, record.number) if review.skip is not None]
    wanted = [skip.skill for skip in said if skip.kind == "cannot_judge" and skip.skill in rules.skills]
    needed = wanted[-1] if wanted else None
    if needed != record.skill:
        SET.run(connection, {"number": record.number, "new_skill": needed})
        pull_back_cursors(connection, record.project_id, (record.rank, record.queued_at, record.number))


def set_skills(connection: Connection, name: str, skills: Sequence[str], actor: str, now_us: int) -> Receipt:
    """Say which skills a member has; everybody looks through the queue anew, since other items may suit them now."""
    if find_role(connection, name) is None:
        raise NotFound(f"'{name}' is not a member: add the person with 'reviewer members add'.")
    connection.execute(delete(SKILL).where(SKILL.c.name == name))
    if skills:
        connection.execute(insert(SKILL), [{"name": name, "skill": skill} for skill in skills])
    connection.execute(delete(CURSOR))
    return append(connection, now_us, actor, "member.skills", name, {"skills": list(skills)})


def drop_skills(connection: Connection, name: str) -> None:
    """Forget the skills of somebody who is taken off the list."""
    if connection.execute(delete(SKILL).where(SKILL.c.name == name)).rowcount:
        connection.execute(delete(CURSOR))


def list_skills(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Return the skills of each member who has any."""
    found: dict[str, tuple[str, ...]] = {}
    for row in connection.execute(select(SKILL).order_by(SKILL.c.name, SKILL.c.skill)):
        found[row.name] = (*found.get(row.name, ()), row.skill)
    return found


def count_waiting(connection: Connection, project_id: int) -> dict[str, int]:
    """Return how many open items need each skill."""
    statement = (
        select(ITEM.c.skill, func.count().label("items"))
        .where(ITEM.c.project_id == project_id, ITEM.c.state == literal_column("'open'"), ITEM.c.skill.is_not(None))
        .group_by(ITEM.c.skill)
        .order_by(ITEM.c.skill)
    )
    return {row.skill: row.items for row in connection.execute(statement)}
