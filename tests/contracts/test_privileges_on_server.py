"""Promise 6: what a log-in may not do is refused by the database itself, with whatever client it is tried.

Each probe has a connection of its own, since a broken one would refuse everything, and names the exact SQLSTATE: any
other error is a broken probe. Each role has probes that must succeed, or the refusals would show nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from psycopg import Error, sql

from reviewer.store.postgres.lint import ABOUT_ONESELF, OF_VALUES
from tests.postgres import Database, Postgres
from tests.promises import Figures, control, promise

DENIED = "42501"
ROLES = ("reviewer", "lead", "engineer", "admin", "auditor")
PEOPLE = {"reviewer": "ana", "lead": "ben", "engineer": "eli", "admin": "lead", "auditor": "aud"}
EVERYBODY, SEES_ALL = set(ROLES), set(ROLES) - {"reviewer"}
TABLES = (
    "tenant",
    "alembic_version",
    "meta",
    "member",
    "project",
    "project_version",
    "item",
    "item_body",
    "unreadable",
    "lease",
    "review",
    "resolution",
    "queue_cursor",
    "counter",
    "audit_event",
    "dataset",
    "calibration",
    "settling",
    "dataset_begun",
    "dataset_item",
    "split_group",
    "copy_begun",
    "item_sketch",
    "item_band",
    "copied_review",
    "copies_opened",
    "gold_item",
    "standing",
    "member_skill",
)
# Which roles may call which function; every function that a member may call stands here.
REVIEWING, LEADING, BRINGING = {"reviewer", "lead", "admin"}, {"lead", "admin"}, {"lead", "engineer", "admin"}
ADMINISTERING = {"admin"}
CALLABLE: dict[str, set[str]] = {
    **dict.fromkeys((*ABOUT_ONESELF, *OF_VALUES), EVERYBODY),
    **dict.fromkeys(("add_member", "set_role", "remove_member", "copy_begin", "copy_end"), ADMINISTERING),
    **dict.fromkeys(("copy_in_settings", "copy_in_items", "copy_in_decisions"), ADMINISTERING),
    **dict.fromkeys(("claim_next", "claim_chosen", "renew", "submit", "withdraw", "note_reveal"), REVIEWING),
    **dict.fromkeys(("release", "serve", "held", "held_item", "state_after", "queue_summary", "items_with"), EVERYBODY),
    **dict.fromkeys(("items_having", "facet_values", "own_work", "own_gold"), EVERYBODY),
    **dict.fromkeys(("count_copies", "open_copies", "opened_copies", "submit_copies", "withdraw_copies"), REVIEWING),
    "add_sketches": BRINGING,
    **dict.fromkeys(("start_calibration", "close_calibration"), LEADING),
    **dict.fromkeys(("release_all_of", "release_item", "assign", "prioritise"), LEADING),
    **dict.fromkeys(("promote_gold", "retire_gold", "resume_member", "set_skills"), LEADING),
    **dict.fromkeys(("acknowledge_drift", "adjudicate", "apply_project", "reopen"), LEADING),
    **dict.fromkeys(("add_items", "import_reviews"), BRINGING),
    **dict.fromkeys(("add_dataset_items", "add_split_groups", "record_dataset", "note_rebuild"), BRINGING),
}


# A call with NULL alone may be answered without being made.
SOMETHING = {
    "text": "''",
    "bigint": "0",
    "jsonb": "'{}'",
    "boolean": "false",
    "double precision": "0",
    "text[]": "'{}'",
    "bigint[]": "'{}'",
}


class Probe(NamedTuple):
    """What is tried by whom, and what must come of it: an SQLSTATE, or `None` for no row at all."""

    who: str
    statement: str
    expected: str | None = DENIED


def on_each_table(template: str, *who: str) -> list[Probe]:
    return [Probe(person, template.format(table)) for table in TABLES for person in who]


WRITES = [
    *on_each_table("INSERT INTO reviewer.{} DEFAULT VALUES", "ana", "lead"),
    *on_each_table("DELETE FROM reviewer.{}", "ana", "lead"),
    *on_each_table("TRUNCATE reviewer.{} CASCADE", "ana", "lead"),
    *on_each_table("BEGIN; LOCK TABLE reviewer.{} IN ACCESS EXCLUSIVE MODE", "ana"),
    *on_each_table("DROP TABLE reviewer.{}", "ana", "lead"),
    *on_each_table("ALTER TABLE reviewer.{} DISABLE ROW LEVEL SECURITY", "lead"),
    *on_each_table("ALTER TABLE reviewer.{} DISABLE TRIGGER ALL", "lead"),
    Probe("ana", "UPDATE reviewer.member SET role = 'admin' WHERE name = 'ana'"),
    Probe("lead", "UPDATE reviewer.review SET verdict = 'approve'"),
    Probe("lead", "UPDATE reviewer.audit_event SET actor = 'ana'"),
    Probe("aud", "UPDATE reviewer.audit_event SET actor = 'ana'"),
    Probe("ana", "UPDATE reviewer.item SET state = 'resolved'"),
    Probe("ana", "UPDATE reviewer.lease SET expires_at = 9e18"),
    Probe("ana", "SELECT * FROM reviewer.item FOR UPDATE"),
    Probe("ana", "MERGE INTO reviewer.member AS m USING (VALUES (1)) AS v(n) ON true WHEN MATCHED THEN DELETE"),
]
READS = [
    Probe("ana", "SELECT * FROM reviewer.tenant"),
    Probe("lead", "SELECT audit_hash FROM reviewer.tenant"),
    Probe("ana", "SELECT * FROM reviewer.queue_cursor"),
    *(Probe("ana", f"SELECT {column} FROM reviewer.item") for column in ("gold", "hits_hidden", "sha256", "unsettled")),
    Probe("ana", "SELECT * FROM reviewer.item"),
    Probe("ana", "SELECT number FROM reviewer.item WHERE gold = 1"),
    Probe("ana", "SELECT number FROM reviewer.item ORDER BY gold"),
    Probe("ana", "SELECT 1 / gold FROM reviewer.item"),
    Probe("ana", "SELECT item FROM reviewer.item"),
    Probe("ana", "SELECT body FROM reviewer.item_body"),
    Probe("ana", "SELECT words FROM reviewer.item_body"),
    Probe("ana", "COPY reviewer.item_body TO STDOUT"),
    Probe("ana", "COPY (SELECT body FROM reviewer.item_body) TO STDOUT"),
    Probe("ana", "EXPLAIN ANALYZE SELECT body FROM reviewer.item_body"),
    *(Probe(person, "SELECT token FROM reviewer.lease") for person in ("ana", "ben", "lead", "aud")),
    *(Probe(person, "SELECT xid FROM reviewer.review") for person in ("ana", "lead")),
    *(
        Probe("ana", f"SELECT * FROM reviewer.{table}")
        for table in ("unreadable", "dataset", "dataset_item", "split_group")
    ),
    Probe("ana", "SELECT number, excerpt FROM reviewer.item_body", None),
    Probe("ana", "SELECT number, item_id FROM reviewer.item", None),
    Probe("ana", "SELECT * FROM reviewer.meta WHERE key = 'salt'", None),
    Probe("ana", "SELECT seq, details FROM reviewer.audit_event WHERE actor <> 'ana'", None),
    Probe("ana", "SELECT number, body FROM reviewer.review WHERE reviewer <> 'ana'", None),
    Probe("ana", "SELECT number, body FROM reviewer.resolution", None),
    Probe("ana", "SELECT item_number, reviewer FROM reviewer.lease WHERE reviewer <> 'ana'", None),
    *(Probe(person, "SET row_security = off; SELECT number FROM reviewer.review") for person in ("ana", "lead")),
    *(Probe(who, "SELECT name FROM reviewer.member WHERE name IN ('olga', 'oleg')", None) for who in PEOPLE.values()),
    *(Probe(who, "SELECT name FROM reviewer.project WHERE name = 'Theirs'", None) for who in PEOPLE.values()),
    *(Probe(who, "SELECT number FROM reviewer.item WHERE item_id LIKE 'theirs%'", None) for who in PEOPLE.values()),
    *(Probe(who, "SELECT seq FROM reviewer.audit_event WHERE actor = 'olga'", None) for who in PEOPLE.values()),
    *(
        Probe("stranger", f"SELECT count(*) FROM reviewer.{table} HAVING count(*) > 0", None)
        for table in ("meta", "member", "project", "counter", "review", "audit_event")
    ),
    *(Probe("groupless", f"SELECT count(*) FROM reviewer.{table}") for table in ("meta", "member", "review")),
]
ESCAPES = [
    *(Probe("ana", f"SET ROLE {role}") for role in ("reviewer_owner", "reviewer_lead", "postgres", "ben")),
    Probe("lead", "SET ROLE reviewer_owner"),
    Probe("ana", "SET SESSION AUTHORIZATION ben"),
    Probe("lead", "SET SESSION AUTHORIZATION postgres"),
    Probe("ana", "CREATE TEMP TABLE member (name text)"),
    Probe("lead", "CREATE TEMP TABLE member (name text)"),
    Probe("ana", "CREATE TABLE public.member (name text)"),
    Probe("ana", "CREATE TABLE reviewer.extra (name text)"),
    Probe("lead", "CREATE SCHEMA mine"),
    Probe("ana", "CREATE FUNCTION reviewer.f() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
    Probe("ana", "CREATE OR REPLACE FUNCTION reviewer.my_tenant() RETURNS bigint LANGUAGE sql AS 'SELECT 2::bigint'"),
    Probe("lead", "ALTER FUNCTION reviewer.my_tenant() OWNER TO lead"),
    Probe("lead", "DROP FUNCTION reviewer.my_role()"),
    Probe("lead", "DROP POLICY own_rows ON reviewer.item"),
    Probe("lead", "ALTER POLICY own_rows ON reviewer.item USING (true)"),
    Probe("lead", "CREATE POLICY mine ON reviewer.item USING (true)"),
    Probe("lead", "DROP TRIGGER audit_event_fixed ON reviewer.audit_event"),
    Probe("ana", "CREATE ROLE mallory LOGIN"),
    Probe("lead", "CREATE ROLE mallory LOGIN"),
    Probe("ana", "GRANT reviewer_lead TO ana"),
    Probe("lead", "GRANT reviewer_owner TO lead"),
    Probe("ana", "GRANT SELECT ON reviewer.item TO ana"),
    Probe("ana", "ALTER ROLE ben PASSWORD 'x'"),
    Probe("ana", "ALTER ROLE ana BYPASSRLS"),
    Probe("ana", "CREATE DATABASE mine"),
    Probe("ana", "ALTER SYSTEM SET fsync = off"),
    Probe("ana", "CREATE FOREIGN DATA WRAPPER files"),
    Probe("ana", "COPY (SELECT 1) TO PROGRAM 'id'"),
    Probe("lead", "COPY (SELECT 1) TO '/tmp/x'"),
    Probe("ana", "SELECT pg_read_file('PG_VERSION')"),
    Probe("ana", "SELECT lo_import('/etc/passwd')"),
    Probe("ana", "SELECT pg_ls_dir('.')"),
    Probe("ana", "SELECT rolpassword FROM pg_authid"),
    Probe("ana", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres' LIMIT 1"),
    Probe("ana", "SELECT * FROM pg_statistic"),
    Probe("ana", "CREATE PUBLICATION p FOR ALL TABLES"),
    Probe("ana", "CREATE EVENT TRIGGER t ON ddl_command_start EXECUTE FUNCTION reviewer.never()"),
]
# What the server lets every log-in do, and what no grant can take away; docs/security.md names it.
SOFT = [
    Probe("ana", "SELECT rolname FROM pg_roles WHERE rolname = 'olga'", "olga"),
    Probe("ana", "SELECT reltuples::text FROM pg_class WHERE oid = 'reviewer.item'::regclass", ""),
    Probe("ana", "SELECT pg_advisory_lock(1)::text", ""),
    Probe("ana", "SELECT set_config('synchronous_commit', 'off', false)", "off"),
    Probe("ana", "SELECT pg_notify('anything', '')::text", ""),
    Probe("ana", "SELECT set_config('app.tenant', '2', false)", "2"),
]
WORKS = [
    Probe("ana", "SELECT reviewer.my_role()", "reviewer"),
    Probe("ben", "SELECT reviewer.my_role()", "lead"),
    Probe("eli", "SELECT reviewer.my_role()", "engineer"),
    Probe("lead", "SELECT reviewer.my_role()", "admin"),
    Probe("aud", "SELECT reviewer.my_role()", "auditor"),
    Probe("ana", "SELECT name FROM reviewer.project", "Ours"),
    Probe("ben", "SELECT body FROM reviewer.item_body ORDER BY number LIMIT 1", "{}"),
    Probe("eli", "SELECT gold::text FROM reviewer.item ORDER BY number LIMIT 1", "1"),
    Probe("aud", "SELECT action FROM reviewer.audit_event WHERE seq = 1", "workspace.created"),
    Probe("lead", "SELECT value FROM reviewer.meta WHERE key = 'salt' AND length(value) = 32", ""),
    Probe("olga", "SELECT item_id FROM reviewer.item", "theirs-1"),
]
PROBES = [*WRITES, *READS, *ESCAPES]


@pytest.fixture(scope="module")
def guarded(postgres: Postgres) -> Iterator[Database]:
    """A database with two tenants, each with items; ana holds none of hers."""
    made = postgres.database()
    for role, person in PEOPLE.items():
        if person != "lead":
            made.add(person, role)
    made.add_tenant("others", "olga")
    made.add("oleg", by="olga")
    postgres.make_login("stranger", "reviewer")
    with postgres.connect("postgres") as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'groupless'").fetchone():
            connection.execute("CREATE ROLE groupless LOGIN")
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO groupless").format(sql.Identifier(made.name)))
    for person, name, prefix in (("lead", "Ours", "ours"), ("olga", "Theirs", "theirs")):
        apply_and_fill(made, person, name, prefix)
    yield made
    made.drop()


def apply_and_fill(made: Database, person: str, name: str, prefix: str) -> None:
    body = json.dumps({"name": name}, separators=(",", ":"))
    with made.log_in(person) as connection:
        connection.execute(
            "SELECT reviewer.apply_project(%s, %s, NULL, encode(sha256(%s::bytea), 'hex'))", (name, body, body)
        )
    with made.superuser() as connection:
        connection.execute(
            "INSERT INTO reviewer.item SELECT tenant_id, n, 1, 'test', %s || n, 'open', 0, n, NULL, 1, 0, NULL, 0, 1,"
            " 0, 1, '' FROM reviewer.member, generate_series(1, 3) AS n WHERE name = %s",
            (f"{prefix}-", person),
        )
        connection.execute(
            "INSERT INTO reviewer.item_body SELECT tenant_id, number, 1, 'm', 'en', 'excerpt', '{}', ''"
            " FROM reviewer.item JOIN reviewer.member USING (tenant_id) WHERE name = %s",
            (person,),
        )


def outcome(database: Database, probe: Probe) -> str | None:
    """Return the SQLSTATE of what is refused, the first value of what is answered, or None for no row."""
    try:
        with database.log_in(probe.who) as connection:
            for statement in probe.statement.split("; "):
                cursor = connection.execute(statement)
            row = cursor.fetchone() if cursor.description else None
            return None if row is None else str(row[0])
    except Error as error:
        return error.sqlstate or type(error).__name__


def wrong(database: Database, probes: list[Probe]) -> list[str]:
    found = []
    for probe in probes:
        got = outcome(database, probe)
        if got != probe.expected:
            found.append(f"{probe.who}: {probe.statement} -> {got} instead of {probe.expected}")
    return found


@promise(6)
def test_every_probe_is_refused_or_answered_with_nothing(guarded: Database, figures: Figures) -> None:
    assert len(PROBES) >= 117
    assert wrong(guarded, PROBES) == []
    figures(6, probes=len(PROBES), leaks=0)


@control(6)
def test_control_each_role_can_do_what_it_is_for(guarded: Database) -> None:
    answers = [(probe, outcome(guarded, probe)) for probe in WORKS]
    assert [(probe, got) for probe, got in answers if got is None or (probe.expected and got != probe.expected)] == []


def test_what_no_grant_can_take_away_is_still_the_documented_list(guarded: Database) -> None:
    answers = [(probe, outcome(guarded, probe)) for probe in SOFT]
    assert [(probe, got) for probe, got in answers if got is None or (probe.expected and got != probe.expected)] == []


@control(6)
@pytest.mark.parametrize("grant", ["UPDATE ON reviewer.audit_event", "UPDATE ON reviewer.item"])
def test_control_a_right_too_many_is_reported(postgres: Postgres, grant: str, figures: Figures) -> None:
    leaky = postgres.database()
    leaky.add("aud", "auditor")
    leaky.add("ana")
    with leaky.superuser() as connection:
        connection.execute(f"GRANT {grant} TO reviewer_member")
    probes = [probe for probe in WRITES if grant.split()[-1] in probe.statement and probe.who in ("aud", "ana")]
    reported = [line for line in wrong(leaky, probes) if "instead of 42501" in line]
    assert reported
    figures(6, reported=len(reported))
    leaky.drop()


def functions(database: Database) -> dict[str, tuple[str, set[str]]]:
    """Return a call of each function of the schema, with the roles that may make it."""
    with database.superuser() as connection:
        rows = connection.execute(
            "SELECT p.proname, p.provariadic <> 0, ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) AS t),"
            " ARRAY(SELECT r.rolname FROM pg_roles AS r WHERE r.rolname = ANY (%s)"
            "       AND has_function_privilege(r.oid, p.oid, 'EXECUTE'))"
            " FROM pg_proc AS p WHERE p.pronamespace = 'reviewer'::regnamespace AND p.prorettype <> 'trigger'::regtype",
            ([f"reviewer_{role}" for role in ROLES],),
        ).fetchall()
    found = {}
    for name, variadic, kinds, roles in rows:
        values = [f"{SOMETHING.get(kind, 'NULL')}::{kind}" for kind in kinds]
        if variadic:
            values[-1] = f"VARIADIC {values[-1]}"
        found[name] = (f"{name}({', '.join(values)})", {role.removeprefix("reviewer_") for role in roles})
    return found


def test_each_function_is_granted_to_the_roles_it_is_for_and_to_no_other(guarded: Database) -> None:
    granted = {name: roles for name, (_, roles) in functions(guarded).items() if roles}
    assert granted == CALLABLE


@promise(6)
def test_each_function_is_refused_to_every_other_role(guarded: Database, figures: Figures) -> None:
    probes = [
        Probe(PEOPLE[role], f"SELECT * FROM reviewer.{call}")
        for name, (call, _) in functions(guarded).items()
        for role in ROLES
        if role not in CALLABLE.get(name, set())
    ]
    assert wrong(guarded, probes) == []
    figures(6, probes=len(probes))


def test_each_function_is_refused_to_a_log_in_that_is_no_member(guarded: Database) -> None:
    probes = [
        Probe("stranger", f"SELECT * FROM reviewer.{call}")
        for name, (call, _) in functions(guarded).items()
        if name not in (*ABOUT_ONESELF, *OF_VALUES)
    ]
    assert wrong(guarded, probes) == []


def test_a_member_who_is_removed_loses_everything_at_once(guarded: Database) -> None:
    guarded.add("gone", "lead")
    with guarded.log_in("gone") as connection:
        see: Callable[[], Any] = lambda: connection.execute("SELECT count(*) FROM reviewer.item").fetchone()  # noqa: E731
        assert see() == (3,)
        with guarded.log_in("lead") as admin:
            admin.execute("SELECT reviewer.remove_member('gone')")
        assert see() == (0,)
