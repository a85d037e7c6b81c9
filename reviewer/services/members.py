"""Members: who may do what in this workspace."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from reviewer.domain.changes import Changes, Receipt
from reviewer.domain.errors import InvalidInput, Refused
from reviewer.domain.members import ROLES, Deed, Role, allows, refusal
from reviewer.domain.model import Frozen, UtcTime
from reviewer.store import members as store
from reviewer.store.engine import read
from reviewer.store.skills import list_skills
from reviewer.store.times import from_micros

from .gold import said

if TYPE_CHECKING:
    from .workspace import Workspace


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
        return _changed(workspace.store.add_member(_name(name), _role(role), workspace.actor, workspace.now_us()))

    def set_role(self, name: str, role: str) -> Changes:
        """Give a member another role."""
        workspace = self._workspace
        return _changed(workspace.store.set_role(name, _role(role), workspace.actor, workspace.now_us()))

    def remove(self, name: str) -> Changes:
        """Take a person off the list; the person's reviews stay."""
        workspace = self._workspace
        return _changed(workspace.store.remove_member(name, workspace.actor, workspace.now_us()))

    def skills(self) -> dict[str, tuple[str, ...]]:
        """Return the skills of each member who has any."""
        with read(self._workspace.engine) as connection:
            return list_skills(connection)

    def set_skills(self, name: str, skills: Iterable[str]) -> Changes:
        """Say which of the skills that the project knows a member has; those that only other projects know stay."""
        workspace = self._workspace
        wanted, known = tuple(dict.fromkeys(skills)), workspace.project.skills
        unknown = next((skill for skill in wanted if skill not in known), None)
        if unknown is not None:
            named = ", ".join(known) or "none"
            raise InvalidInput(f"The project has no skill '{unknown}': it names {named} (field 'skills').")
        elsewhere = tuple(skill for skill in self.skills().get(name, ()) if skill not in known)
        receipt = workspace.store.set_skills(name, (*elsewhere, *wanted), workspace.actor, workspace.now_us())
        return _changed(receipt)

    def resume(self, name: str, reason: str) -> Changes:
        """Let somebody go on in this project who was warned, paused or not let in, and say why."""
        workspace = self._workspace
        receipt = workspace.store.resume_member(
            workspace.project_id,
            workspace.project,
            name,
            said(reason, "reason"),
            workspace.actor,
            workspace.now_us(),
        )
        return _changed(receipt)

    def role(self, name: str) -> Role | None:
        """Return the role of a person, or None for somebody who is not listed."""
        with read(self._workspace.engine) as connection:
            return cast("Role | None", store.find_role(connection, name))

    def sees_all(self) -> bool:
        """Return whether this person may read everything: on a server a reviewer sees only what is their own."""
        workspace = self._workspace
        with read(workspace.engine) as connection:
            return workspace.store.sees_all(connection)

    def may(self, name: str, deed: Deed) -> bool:
        """Return whether this person may do this."""
        return allows(self.role(name), deed)

    def demand(self, name: str, deed: Deed) -> None:
        """Raise Refused where this person may not do this."""
        role = self.role(name)
        if not allows(role, deed):
            raise Refused(refusal(name, role, deed))


def _changed(receipt: Receipt) -> Changes:
    return Changes(nouns=frozenset({"members"}), receipt=receipt)


def _role(role: str) -> str:
    if role not in ROLES:
        raise InvalidInput(f"'{role}' is not a role: choose one of {', '.join(ROLES)}.")
    return role


def _name(name: str) -> str:
    if not name.strip() or len(name) > 200:
        raise InvalidInput("A member's name has 1 to 200 characters.")
    return name
