"""Promise 16: whoever changes the ledger behind the program's back is found out, given receipts or an anchor."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.audit import GENESIS, check_chain, event_hash
from reviewer.domain.canonical import canonical_json, sha256_text
from reviewer.services.workspace import Workspace
from reviewer.store.audit import stream_events
from reviewer.store.engine import read
from reviewer.store.triggers import TRIGGERS
from tests.contracts.test_promises_store import judged
from tests.factories import item, judge, workspace
from tests.promises import Figures, control, promise

__all__ = ["judged"]
COLUMNS = "INTO audit_event VALUES (:seq, :at, :actor, :action, :subject, :details, :previous, :hash)"


def events(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    connection.row_factory = sqlite3.Row
    return [dict(row) for row in connection.execute("SELECT * FROM audit_event ORDER BY seq")]


def rewrite(connection: sqlite3.Connection, rows: list[dict[str, Any]], *, recompute: bool = False) -> None:
    connection.execute("DELETE FROM audit_event")
    previous = GENESIS
    for row in rows:
        if recompute:
            row["previous"] = previous
            fields = [row[name] for name in ("seq", "at", "actor", "action", "subject", "details", "previous")]
            row["hash"] = previous = event_hash(*fields)
        connection.execute(
            "INSERT INTO audit_event VALUES (:seq, :at, :actor, :action, :subject, :details, :previous, :hash)", row
        )


def change(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE audit_event SET actor = 'eve' WHERE seq = 6")


def delete_middle(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM audit_event WHERE seq = 6")


def delete_and_renumber(connection: sqlite3.Connection) -> None:
    rows = [row for row in events(connection) if row["seq"] != 6]
    rewrite(connection, [{**row, "seq": number} for number, row in enumerate(rows, start=1)])


def swap(connection: sqlite3.Connection) -> None:
    rows = events(connection)
    rows[5], rows[6] = {**rows[6], "seq": 6}, {**rows[5], "seq": 7}
    rewrite(connection, rows)


def cut_tail(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM audit_event WHERE seq > 7")


def empty(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM audit_event")


def recompute_all(connection: sqlite3.Connection) -> None:
    rows = events(connection)
    rows[5]["details"] = canonical_json({"verdict": "approve"})
    rewrite(connection, rows, recompute=True)


def replace(connection: sqlite3.Connection) -> None:
    row = {**events(connection)[5], "actor": "eve"}
    connection.execute(
        "INSERT OR REPLACE INTO audit_event VALUES (:seq, :at, :actor, :action, :subject, :details, :previous, :hash)",
        row,
    )


KINDS = (change, delete_middle, delete_and_renumber, swap, cut_tail, empty, recompute_all, replace)


def tamper(path: Path, kind: Callable[[sqlite3.Connection], None]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for name in TRIGGERS:
            connection.execute(f"DROP TRIGGER {name}")
        kind(connection)


@promise(16)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("witness", ["receipts", "anchor"])
def test_tampering_is_found_given_receipts_or_an_anchor(
    judged: Workspace, kind: Callable[[sqlite3.Connection], None], witness: str, figures: Figures
) -> None:
    receipts, anchors = judged.audit.own_receipts("ana"), [judged.audit.anchor()]
    given: dict[str, Any] = {"receipts": receipts} if witness == "receipts" else {"anchors": anchors}
    assert judged.audit.verify(**given).sound
    tamper(judged.path, kind)
    report = judged.audit.verify(**given)
    figures(16, **{f"of_8_kinds_found_by_{witness}": int(not report.sound)})
    assert not report.sound
    assert all(finding.message for finding in report.findings)


@control(16)
def test_control_the_chain_alone_finds_fewer(tmp_path: Path, figures: Figures) -> None:
    found = []
    for kind in KINDS:
        folder = tmp_path / kind.__name__
        folder.mkdir()
        with workspace(folder, [item(f"i{n}") for n in range(6)]) as made:
            for n in range(6):
                judge(made, "ana", f"i{n}", "reject")
            tamper(made.path, kind)
            with read(made.engine) as connection:
                if any(check_chain(stream_events(connection))):
                    found.append(kind.__name__)
    figures(16, of_8_kinds_found_by_the_chain_alone=len(found))
    assert set(found) == {"change", "delete_middle", "delete_and_renumber", "swap", "replace"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET actor = 'eve' WHERE seq = 3",
        "DELETE FROM audit_event WHERE seq = 3",
        "INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event WHERE seq = 3",
        "INSERT INTO audit_event (seq, at, actor, action, subject, details, previous, hash) "
        "SELECT seq + 1000, at, actor, action, subject, details, previous, hash FROM audit_event WHERE seq = 3",
        "UPDATE review SET body = '{}'",
        "UPDATE review SET verdict = 'approve'",
        "DELETE FROM review",
        "DELETE FROM item",
        "UPDATE item_body SET body = '{}'",
        "DELETE FROM item_body",
    ],
)
def test_a_plain_connection_cannot_change_what_only_grows(judged: Workspace, statement: str) -> None:
    with closing(sqlite3.connect(judged.path)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)


def test_a_review_that_was_changed_outside_is_named(judged: Workspace) -> None:
    def forge(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE review SET body = replace(body, 'reject', 'approve') WHERE number = 2")

    tamper(judged.path, forge)
    (finding,) = judged.audit.verify().findings
    assert "does not fit its SHA-256" in finding.message


def test_a_review_that_was_changed_with_its_hash_does_not_fit_the_ledger(judged: Workspace) -> None:
    def forge(connection: sqlite3.Connection) -> None:
        (body,) = connection.execute("SELECT body FROM review WHERE number = 2").fetchone()
        forged = body.replace("reject", "approve")
        connection.execute("UPDATE review SET body = ?, sha256 = ? WHERE number = 2", (forged, sha256_text(forged)))

    tamper(judged.path, forge)
    (finding,) = judged.audit.verify().findings
    assert "not the one that the ledger tells of" in finding.message
