"""Whatever a session sets and however it wraps a call: who is asked is the log-in, and what is stored is the same."""

from __future__ import annotations

import pytest
from psycopg.errors import InsufficientPrivilege, ObjectInUse, ObjectNotInPrerequisiteState

from tests.contracts.test_attacks_on_server import administer, queue, told
from tests.postgres import Database

__all__ = ["queue"]

SETTINGS = {
    "standard_conforming_strings": "off",
    "transform_null_equals": "on",
    "array_nulls": "off",
    "quote_all_identifiers": "on",
    "extra_float_digits": "-15",
    "DateStyle": "German, YMD",
    "IntervalStyle": "sql_standard",
    "TimeZone": "Pacific/Chatham",
    "bytea_output": "escape",
    "row_security": "on",
    "enable_indexscan": "off",
    "enable_hashagg": "off",
    "plpgsql.extra_errors": "none",
    "default_transaction_isolation": "read committed",
}


def test_the_settings_of_a_session_change_neither_what_is_stored_nor_what_is_found(queue: Database) -> None:
    found = []
    for name, settings in (("ana", {}), ("bob", SETTINGS)):
        with queue.log_in(name) as person:
            for key, value in settings.items():
                person.execute("SELECT set_config(%s, %s, false)", (key, value))
            item, token = person.execute("SELECT item_id, token FROM reviewer.claim_next(1)").fetchone()
            (body,) = person.execute("SELECT body FROM reviewer.serve(1, %s, 'file')", (item,)).fetchone()
            person.execute("SELECT reviewer.submit(1, %s, %s)", (told(name, item, active_seconds=1.25), token))
            words = person.execute("SELECT reviewer.items_with(%s, true)", (["x\\' | y"],)).fetchall()
            (stored,) = person.execute(
                "SELECT body::jsonb - '{submission_id,item_id,reviewer,submitted_at}'::text[] FROM reviewer.review"
                " WHERE reviewer = session_user::text"
            ).fetchone()
            found.append((body.replace(item, ""), words, stored))
    assert found[0] == found[1]
    rows = administer(
        queue,
        "SELECT bool_and(hash = reviewer.event_hash(seq, at, actor, action, subject, details, previous)) FROM"
        " reviewer.audit_event",
    )
    assert rows == (True,)


def test_a_do_block_and_a_query_around_a_call_run_as_who_is_logged_in(queue: Database) -> None:
    with queue.log_in("ana") as ana:
        for statement in (
            "DO $$ BEGIN PERFORM reviewer.assign(1, 'i1', 'file', 'ana', false); END $$",
            "WITH asked AS (SELECT reviewer.assign(1, 'i1', 'file', 'ana', false)) SELECT * FROM asked",
            "PREPARE p AS SELECT reviewer.set_role('ana', 'admin'); EXECUTE p",
        ):
            for part in statement.split("; ") if "PREPARE" in statement else [statement]:
                if part.startswith("PREPARE"):
                    ana.execute(part)
                    continue
                with pytest.raises(InsufficientPrivilege):
                    ana.execute(part)


def test_one_statement_neither_claims_and_reads_nor_claims_twice(queue: Database) -> None:
    with queue.log_in("ana") as ana:
        assert ana.execute(
            "SELECT count(*) FROM (SELECT reviewer.claim_chosen(1, 'i1', 'file') OFFSET 0) AS c,"
            " LATERAL (SELECT FROM reviewer.item_body OFFSET 0) AS b"
        ).fetchone() == (0,)
        for again in ("claim_chosen(1, 'i2', 'file')", "held(1)", "serve(1, 'i1', 'file')"):
            with pytest.raises((ObjectInUse, ObjectNotInPrerequisiteState)):
                ana.execute(f"SELECT reviewer.claim_chosen(1, 'i3', 'file'), reviewer.{again}")
