"""Members and their roles in the database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from reviewer.domain.changes import Receipt
from reviewer.domain.errors import NotFound, Refused
from reviewer.domain.members import Deed, allows, refusal

from .audit import append
from .prepared import Prepared
from .tables import MemberRow

MEMBER = MemberRow.__table__  # type: ignore[attr-defined]
FIND_ROLE = Prepared(select(MEMBER.c.role).where(MEMBER.c.name == bindparam("name")))


def list_members(connection: Connection) -> tuple[Row[Any], ...]:
    """Return the members by name."""
    return tuple(connection.execute(select(MEMBER).order_by(MEMBER.c.name)))


def find_role(connection: Connection, name: str) -> str | None:
    """Return the role of a person, or None for somebody who is not listed."""
    role: str | None = FIND_ROLE.value(connection, {"name": name})
    return role


def demand(connection: Connection, name: str, deed: Deed) -> None:
    """Raise Refused where this person may not do this, as the caller's transaction sees it."""
    role = find_role(connection, name)
    if not allows(role, deed):
        raise Refused(refusal(name, role, deed))


def add_member(connection: Connection, name: str, role: str, actor: str, now_us: int) -> Receipt:
    """Add a person with a role."""
    if find_role(connection, name) is not None:
        raise Refused(f"'{name}' is a member already: change the role with 'reviewer members role'.")
    connection.execute(insert(MEMBER), {"name": name, "role": role, "added_at": now_us})
    return append(connection, now_us, actor, "member.added", name, {"role": role})


def set_role(connection: Connection, name: str, role: str, actor: str, now_us: int) -> Receipt:
    """Give a member another role."""
    if connection.execute(update(MEMBER).where(MEMBER.c.name == name).values(role=role)).rowcount == 0:
        raise NotFound(f"'{name}' is not a member: add the person with 'reviewer members add'.")
    return append(connection, now_us, actor, "member.role", name, {"role": role})


def remove_member(connection: Connection, name: str, actor: str, now_us: int) -> Receipt:
    """Take a person off the list; the person's reviews stay."""
    if connection.execute(delete(MEMBER).where(MEMBER.c.name == name)).rowcount == 0:
        raise NotFound(f"'{name}' is not a member.")
    return append(connection, now_us, actor, "member.removed", name, {})
