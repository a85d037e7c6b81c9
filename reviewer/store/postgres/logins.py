"""Log-ins and their groups: the SQL that a database administrator runs, quoted by the driver and never by hand."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import sql

from reviewer.domain.errors import Refused

from .errors import NotGranted, plainly
from .inspection import GROUPS
from .server import Server

_KNOWN = """
SELECT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = %(name)s),
       ARRAY(SELECT held.rolname::text FROM pg_catalog.pg_auth_members AS link
             JOIN pg_catalog.pg_roles AS held ON held.oid = link.roleid
             JOIN pg_catalog.pg_roles AS who ON who.oid = link.member
             WHERE who.rolname = %(name)s AND held.rolname = ANY (%(groups)s) ORDER BY held.rolname)
"""


def needed_for(server: Server, name: str, role: str | None) -> tuple[sql.Composed, ...]:
    """Return what is missing so that a log-in has this role and no other; None is for somebody who leaves."""
    exists, held = server.row(_KNOWN, {"name": name, "groups": list(GROUPS)})
    wanted = None if role is None else f"reviewer_{role}"
    login = sql.Identifier(name)
    steps = []
    if wanted is not None and not exists:
        steps.append(sql.SQL("CREATE ROLE {} LOGIN").format(login))
    steps += [sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(group), login) for group in held if group != wanted]
    if wanted is not None and wanted not in held:
        steps.append(sql.SQL("GRANT {} TO {}").format(sql.Identifier(wanted), login))
    return tuple(steps)


def as_script(steps: Sequence[sql.Composed]) -> str:
    """Return statements as the text of a script."""
    return "".join(f"{step.as_string()};\n" for step in steps)


def run(server: Server, steps: Sequence[sql.Composed]) -> None:
    """Run statements in one transaction, as a log-in that may make log-ins."""
    try:
        with plainly(), server.borrowed() as connection, connection.transaction():
            for step in steps:
                connection.execute(step)
    except NotGranted:
        raise Refused(
            f"{server.login} may make log-ins, but not put them into the groups of Reviewer: a superuser gives it "
            f"these groups WITH ADMIN OPTION, or runs this SQL: {as_script(steps).replace(chr(10), ' ').strip()}"
        ) from None


def call_script(function: str, *arguments: str) -> str:
    """Return the text of a call of one of our functions."""
    values = sql.SQL(", ").join(map(sql.Literal, arguments))
    return sql.SQL("SELECT {}({});\n").format(sql.Identifier("reviewer", function), values).as_string()
