"""Members: who may do what in this workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from reviewer.domain.changes import Changes
from reviewer.domain.errors import InvalidInput, Refused
from reviewer.domain.model import Frozen, UtcTime
from reviewer.store import members as store
from reviewer.store.engine import read
from reviewer.store.times import from_micros

if TYPE_CHECKING:
    from reviewer.store.engine import Connection

    from .workspace import Workspace

Role = Literal["reviewer", "lead", "engineer", "admin", "auditor"]
Deed = Literal["review", "lead", "administer"]
ROLES: tuple[Role, ...] = ("reviewer", "lead", "engineer", "admin", "auditor")
MAY: dict[Deed, frozenset[str]] = {
    "review": frozenset({"reviewer", "lead", "admin"}),
    "lead": frozenset({"lead", "admin"}),
    "administer": frozenset({"admin"}),
}
DEEDS: dict[Deed, str] = {
    "review": "review items",
    "lead": "settle disagreements, assign items or change the project",
    "administer": "change the members",
}


class Member(Frozen):
    """A person with a role."""

    name: str
    role: Role
    added_at: UtcTime


class Members:
    """The members of one workspace.

    In a file a listed person is held to their role; a person who is not listed acts with every right, because the
    file belongs to whoever holds it.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def list(self) -> tuple[Member, ...]:
        """Return the members by name."""
        with read(self._workspace.engine) as connection:
            rows = store.list_members(connection)
        return tuple(Member(name=row.name, role=row.role, added_at=from_micros(row.added_at)) for row in rows)

    def add(self, name: str, role: str = "reviewer") -> Changes:
        """Add a person with a role."""
        workspace = self._workspace
        self.demand(workspace.actor, "administer")
        receipt = store.add_member(workspace.engine, _name(name), _role(role), workspace.actor, workspace.now_us())
        return Changes(nouns=frozenset({"members"}), receipt=receipt)

    def set_role(self, name: str, role: str) -> Changes:
        """Give a member another role."""
        workspace = self._workspace
        self.demand(workspace.actor, "administer")
        receipt = store.set_role(workspace.engine, name, _role(role), workspace.actor, workspace.now_us())
        return Changes(nouns=frozenset({"members"}), receipt=receipt)

    def remove(self, name: str) -> Changes:
        """Take a person off the list; the person's reviews stay."""
        workspace = self._workspace
        self.demand(workspace.actor, "administer")
        receipt = store.remove_member(workspace.engine, name, workspace.actor, workspace.now_us())
        return Changes(nouns=frozenset({"members"}), receipt=receipt)

    def role(self, name: str) -> Role | None:
        """Return the role of a person, or None for somebody who is not listed."""
        with read(self._workspace.engine) as connection:
            return cast("Role | None", store.find_role(connection, name))

    def may(self, name: str, deed: Deed) -> bool:
        """Return whether this person may do this."""
        return _allows(self.role(name), deed)

    def demand(self, name: str, deed: Deed, connection: Connection | None = None) -> None:
        """Raise Refused where this person may not do this, as the caller's transaction sees it if there is one."""
        role = self.role(name) if connection is None else store.find_role(connection, name)
        if not _allows(role, deed):
            raise Refused(f"{name} is {role} here and may not {DEEDS[deed]}: ask an admin to change the role.")


def _allows(role: str | None, deed: Deed) -> bool:
    return role is None or role in MAY[deed]


def _role(role: str) -> str:
    if role not in ROLES:
        raise InvalidInput(f"'{role}' is not a role: choose one of {', '.join(ROLES)}.")
    return role


def _name(name: str) -> str:
    if not name.strip() or len(name) > 200:
        raise InvalidInput("A member's name has 1 to 200 characters.")
    return name
