"""Promise 8: the catalogue of the database shows no way round the rights, and a planted one is found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reviewer.store.postgres.lint import RULES, findings
from tests.postgres import Database, Postgres
from tests.promises import Figures, control, promise

BAD = {
    "no fixed search_path": "CREATE FUNCTION reviewer.bad() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    "does not belong to reviewer_owner": "RESET ROLE; CREATE FUNCTION reviewer.bad() RETURNS int LANGUAGE sql "
    "SET search_path = pg_catalog, pg_temp AS 'SELECT 1'",
    "may be called by everybody": "GRANT EXECUTE ON FUNCTION reviewer.my_role() TO PUBLIC",
    "granted to a log-in": "GRANT EXECUTE ON FUNCTION reviewer.my_role() TO ana",
    "does not ask who they are": "CREATE FUNCTION reviewer.bad() RETURNS int LANGUAGE sql SECURITY DEFINER "
    "SET search_path = pg_catalog, pg_temp AS 'SELECT 1'; GRANT EXECUTE ON FUNCTION reviewer.bad() TO reviewer_member",
    "runs with their own rights": "ALTER FUNCTION reviewer.add_member(text, text) SECURITY INVOKER",
    "table reviewer.bad does not belong": "RESET ROLE; CREATE TABLE reviewer.bad (n int)",
    "no row-level security": "ALTER TABLE reviewer.review DISABLE ROW LEVEL SECURITY",
    "grants more than SELECT": "GRANT UPDATE ON reviewer.audit_event TO reviewer_auditor",
    "may be read by everybody": "GRANT SELECT ON reviewer.counter TO PUBLIC",
    "shows what its owner sees": "CREATE VIEW reviewer.bad AS SELECT * FROM reviewer.item",
    "materialized view": "CREATE MATERIALIZED VIEW reviewer.bad AS SELECT * FROM reviewer.item",
    "does not hold to the tenant": "CREATE POLICY bad ON reviewer.item FOR SELECT TO reviewer_member USING (true)",
    "transaction may still be open": "CREATE OR REPLACE FUNCTION reviewer.my_items() RETURNS SETOF bigint LANGUAGE sql "
    "STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT item_number FROM reviewer.lease'",
    "does not hold the tenant": "CREATE UNIQUE INDEX bad ON reviewer.item (item_id)",
    "more rights than a group": "RESET ROLE; ALTER ROLE reviewer_admin CREATEROLE",
    "can make roles": "RESET ROLE; ALTER ROLE ana CREATEROLE",
    "temporary tables": "RESET ROLE; DO $$ BEGIN EXECUTE format('GRANT TEMP ON DATABASE %I TO PUBLIC', "
    "current_database()); END $$",
    "make things in it": "GRANT CREATE ON SCHEMA reviewer TO reviewer_lead",
}


@pytest.fixture(scope="module")
def database(postgres: Postgres) -> Iterator[Database]:
    """One database for all: what is planted is taken back."""
    made = postgres.database()
    made.add("ana")
    yield made
    made.drop()


@promise(8)
def test_the_catalogue_shows_no_way_round_the_rights(database: Database, figures: Figures) -> None:
    with database.log_in("ana") as connection:
        assert list(findings(connection)) == []
    figures(8, rules=len(RULES), findings=0)


@control(8)
@pytest.mark.parametrize("words", BAD)
def test_control_a_planted_fault_is_found(database: Database, words: str, figures: Figures) -> None:
    with database.superuser() as connection, connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL ROLE reviewer_owner")
        for statement in BAD[words].split("; ") if "$$" not in BAD[words] else BAD[words].split("; ", 1):
            connection.execute(statement)
        found = list(findings(connection))
        assert any(words in sentence for sentence in found), found
    figures(8, planted_and_found=1)


def test_each_rule_has_a_planted_fault() -> None:
    assert all(any(words.split("reviewer.bad ")[-1] in rule for words in BAD) for rule in RULES)
    assert len(BAD) >= len(RULES)
