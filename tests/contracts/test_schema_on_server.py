"""The schema of a server: what it holds fits the program's tables, and a member's rights are what the role says."""

from __future__ import annotations

import pytest

from reviewer.domain.audit import event_hash
from reviewer.store.tables import metadata
from tests.postgres import Database

KINDS = {"BIGINT": "bigint", "TEXT": "text", "DOUBLE PRECISION": "double precision", "BYTEA": "bytea"}


def columns(database: Database) -> dict[str, dict[str, tuple[str, bool]]]:
    with database.superuser() as connection:
        rows = connection.execute(
            "SELECT table_name, column_name, data_type, is_nullable = 'YES' "
            "FROM information_schema.columns WHERE table_schema = 'reviewer'"
        ).fetchall()
    found: dict[str, dict[str, tuple[str, bool]]] = {}
    for table, column, kind, null in rows:
        found.setdefault(table, {})[column] = (kind, null)
    return found


def test_each_table_of_the_program_is_there_with_the_same_columns(database: Database) -> None:
    from sqlalchemy.dialects import postgresql

    there, dialect = columns(database), postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in metadata.sorted_tables:
        wanted = {column.name: (KINDS[column.type.compile(dialect)], bool(column.nullable)) for column in table.columns}
        held = {name: kind for name, kind in there[table.name].items() if name in wanted}
        assert held == wanted, table.name
        assert set(there[table.name]) - set(wanted) <= {"tenant_id", "xid", "words"}, table.name


def test_the_ledger_of_a_new_tenant_is_a_sound_chain(database: Database) -> None:
    database.add("ana")
    with database.log_in("lead") as connection:
        rows = connection.execute(
            "SELECT seq, at, actor, action, subject, details, previous, hash FROM reviewer.audit_event ORDER BY seq"
        ).fetchall()
    assert [row[3] for row in rows] == ["workspace.created", "member.added"]
    assert all(event_hash(*row[:7]) == row[7] for row in rows)


@pytest.mark.parametrize("name", ["ana", 'Ana "quoted"; DROP TABLE', "ünï-名"])
def test_a_member_may_have_any_name_that_a_log_in_may_have(database: Database, name: str) -> None:
    database.add(name)
    with database.log_in(name) as connection:
        assert connection.execute("SELECT reviewer.my_role()").fetchone() == ("reviewer",)
