"""The SQL that a database administrator runs once to make a database ready, and once for each tenant.

The program never runs it by itself: making roles needs rights that no log-in of ours should hold.
"""

from __future__ import annotations

import secrets
from importlib.resources import files
from uuid import uuid4

from psycopg import sql

_FOLDER = "sql"


def schema_sql() -> str:
    """Return the whole schema as one script: roles, tables, functions, policies, in one transaction."""
    folder = files(__package__).joinpath(_FOLDER)
    parts = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return "\n".join(["BEGIN;", *(file.read_text("utf-8") for file in parts), "COMMIT;", ""])


def tenant_sql(name: str, admin: str) -> str:
    """Return the SQL that makes a tenant with its first admin, for a log-in that exists."""
    statement = sql.SQL("SELECT reviewer.create_tenant({}, {}, {}, {});").format(
        name, admin, str(uuid4()), secrets.token_hex(16)
    )
    return f"{statement.as_string()}\n"


def login_sql(name: str, role: str, *, exists: bool = False) -> str:
    """Return the SQL that makes a log-in, unless it exists, and puts it into the group of its role."""
    login = sql.Identifier(name)
    made = sql.SQL("" if exists else "CREATE ROLE {} LOGIN;\n").format(login)
    granted = sql.SQL("GRANT {} TO {};\n").format(sql.Identifier(f"reviewer_{role}"), login)
    return (made + granted).as_string()
