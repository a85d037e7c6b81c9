"""Members of a workspace on a server: a database administrator makes the log-in, an admin gives the role."""

from __future__ import annotations

from contextlib import closing
from typing import Literal, NamedTuple

from reviewer.domain.errors import InvalidInput, Refused
from reviewer.domain.members import ROLES
from reviewer.store.postgres import logins, member_calls
from reviewer.store.postgres.inspection import ServerFacts, inspect_server
from reviewer.store.postgres.server import Server

from .server_login import log_in

Deed = Literal["add", "role", "remove"]
_FUNCTIONS: dict[Deed, str] = {"add": "add_member", "role": "set_role", "remove": "remove_member"}
_LONGEST_NAME = 63  # bytes, in PostgreSQL


class Handed(NamedTuple):
    """What was done at once, and the SQL that somebody else has to run."""

    member_changed: bool
    login_changed: bool
    for_administrator: str
    for_admin: str


def change_member(location: str, deed: Deed, name: str, role: str | None) -> Handed:
    """Do as much of a change as this log-in may do, and return the rest as SQL for those who may do it."""
    _check(name, role)
    with closing(log_in(location)) as server:
        facts = inspect_server(server)
        makes_logins = facts.superuser or facts.makes_roles
        if facts.role != "admin" and not makes_logins:
            raise Refused(_refusal(facts))
        steps = logins.needed_for(server, name, role)
        if makes_logins:
            logins.run(server, steps)
        if facts.role == "admin":
            _call(server, deed, name, role)
    arguments = [name] if role is None else [name, role]
    return Handed(
        member_changed=facts.role == "admin",
        login_changed=makes_logins and bool(steps),
        for_administrator="" if makes_logins else logins.as_script(steps),
        for_admin="" if facts.role == "admin" else logins.call_script(_FUNCTIONS[deed], *arguments),
    )


def _call(server: Server, deed: Deed, name: str, role: str | None) -> None:
    if deed == "add":
        member_calls.add_member(server, name, role or "")
    elif deed == "role":
        member_calls.set_role(server, name, role or "")
    else:
        member_calls.remove_member(server, name)


def _refusal(facts: ServerFacts) -> str:
    if facts.role is None:
        return f"{facts.login} is no member here and may not change the members: ask an admin."
    return f"{facts.login} is {facts.role} here and may not change the members: ask an admin to change the role."


def _check(name: str, role: str | None) -> None:
    if not name.strip() or len(name.encode("utf-8", "replace")) > _LONGEST_NAME or not name.isprintable():
        raise InvalidInput("A log-in's name has 1 to 63 bytes and no invisible characters.")
    if name.startswith(("pg_", "reviewer_")):
        raise InvalidInput(f"'{name}' cannot be a log-in: names that begin with pg_ or reviewer_ have another use.")
    if role is not None and role not in ROLES:
        raise InvalidInput(f"'{role}' is not a role: choose one of {', '.join(ROLES)}.")
