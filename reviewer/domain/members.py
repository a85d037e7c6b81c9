"""Roles: who may do what, and the words in which a role is told that it may not."""

from __future__ import annotations

from typing import Literal

Role = Literal["reviewer", "lead", "engineer", "admin", "auditor"]
Deed = Literal["review", "lead", "bring", "build", "administer"]
ROLES: tuple[Role, ...] = ("reviewer", "lead", "engineer", "admin", "auditor")
MAY: dict[Deed, frozenset[str]] = {
    "review": frozenset({"reviewer", "lead", "admin"}),
    "lead": frozenset({"lead", "admin"}),
    "bring": frozenset({"lead", "engineer", "admin"}),
    "build": frozenset({"lead", "engineer", "admin"}),
    "administer": frozenset({"admin"}),
}
DEEDS: dict[Deed, str] = {
    "review": "review items",
    "lead": "settle disagreements, assign items or change the project",
    "bring": "bring in items or reviews",
    "build": "build datasets",
    "administer": "change the members",
}


def allows(role: str | None, deed: Deed) -> bool:
    """Return whether a role may do this; somebody without one is not listed in a file, and may do everything there."""
    return role is None or role in MAY[deed]


def refusal(name: str, role: str | None, deed: Deed) -> str:
    """Return the sentence that tells a person what the role does not allow, or that there is none."""
    if role is None:
        return f"{name} is no member here and may not {DEEDS[deed]}: ask an admin to add the log-in."
    return f"{name} is {role} here and may not {DEEDS[deed]}: ask an admin to change the role."
