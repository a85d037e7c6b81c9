"""What a database administrator runs before a team can use a server; the program itself has no rights for it."""

from __future__ import annotations

from reviewer.store.postgres.install import login_sql, schema_sql, tenant_sql

_SCHEMA = """\
-- 1. Once for this database, as a superuser of the server: the roles, tables and functions of Reviewer.
"""
_TENANT = """\
-- {number}. Once for this workspace: the log-in of its first admin, and the workspace itself.
"""
_LOGIN = """\
--    Give the log-in a password with \\password in psql, or let the server know the person in another way.
--    Where the log-in exists already, leave the first statement out.
"""


def setup_sql(tenant: str, admin: str, *, with_schema: bool = True, with_login: bool = True) -> str:
    """Return the SQL that makes a database ready for a workspace with this admin, whose log-in may exist already."""
    parts = [_SCHEMA, schema_sql(), "\n"] if with_schema else []
    parts += [_TENANT.format(number=2 if with_schema else 1), _LOGIN if with_login else ""]
    parts += [login_sql(admin, "admin", exists=not with_login), tenant_sql(tenant, admin)]
    return "".join(parts)
