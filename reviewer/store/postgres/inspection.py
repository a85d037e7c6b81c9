"""What a log-in can find out about its server: for the doctor, and before something is asked of it."""

from __future__ import annotations

import time
from typing import NamedTuple

from .errors import plainly
from .lint import findings
from .server import Server

_CONNECTION = """
SELECT current_setting('server_version_num')::int,
       (SELECT version FROM pg_catalog.pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl)
"""
_WORKSPACE = "SELECT (SELECT version_num FROM reviewer.alembic_version), reviewer.my_role()"
_LOGIN = """
SELECT rolsuper, rolcreaterole, rolbypassrls,
       ARRAY(SELECT wanted::text FROM unnest(%(groups)s::text[]) AS wanted
             JOIN pg_catalog.pg_roles AS known ON known.rolname = wanted
             WHERE pg_catalog.pg_has_role(me.oid, known.oid, 'MEMBER') ORDER BY wanted)
FROM pg_catalog.pg_roles AS me WHERE rolname = session_user
"""
_SCHEMA = """
SELECT schema.oid IS NOT NULL,
       schema.oid IS NOT NULL AND pg_catalog.has_schema_privilege(schema.oid, 'USAGE')
FROM (SELECT pg_catalog.to_regnamespace('reviewer')) AS schema(oid)
"""
GROUPS = tuple(f"reviewer_{role}" for role in ("reviewer", "lead", "engineer", "admin", "auditor"))
OVERSEERS = frozenset({"lead", "engineer", "admin", "auditor"})


class ServerFacts(NamedTuple):
    """What is known of a server and of the log-in that asks."""

    version: str
    encryption: str
    clock_ahead: float
    login: str
    superuser: bool
    makes_roles: bool
    bypasses_policies: bool
    groups: tuple[str, ...]
    has_schema: bool
    may_use: bool
    schema: str | None
    role: str | None

    @property
    def sees_all(self) -> bool:
        """Whether this log-in may read the whole workspace."""
        return self.role in OVERSEERS


def has_closed_schema(server: Server) -> bool:
    """Return whether there is a workspace that this log-in may not use."""
    has_schema, may_use = server.row(_SCHEMA)
    return bool(has_schema and not may_use)


def inspect_server(server: Server) -> ServerFacts:
    """Ask the server about itself and about this log-in; works without a workspace and without a role in one."""
    before = time.time()
    (there,) = server.row("SELECT extract(epoch FROM clock_timestamp())::double precision")
    here = (before + time.time()) / 2
    number, encryption = server.row(_CONNECTION)
    superuser, makes_roles, bypasses, groups = server.row(_LOGIN, {"groups": list(GROUPS)})
    has_schema, may_use = server.row(_SCHEMA)
    schema, role = server.row(_WORKSPACE) if may_use else (None, None)
    return ServerFacts(
        version=f"{number // 10000}.{number % 10000}",
        encryption=encryption or "",
        clock_ahead=there - here,
        login=server.login,
        superuser=superuser,
        makes_roles=makes_roles,
        bypasses_policies=bypasses,
        groups=tuple(groups),
        has_schema=has_schema,
        may_use=may_use,
        schema=schema,
        role=role,
    )


def broken_rules(server: Server) -> tuple[str, ...]:
    """Return one sentence for each function, view, table or policy that opens a way round the rights."""
    with plainly(), server.borrowed() as connection:
        return tuple(findings(connection))
