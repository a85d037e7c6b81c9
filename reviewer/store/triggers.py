"""Triggers and the full-text table of SQLite: made at the start, and again after each migration, which drops them."""

from __future__ import annotations

from sqlalchemy import Connection

FULL_TEXT = "item_text"

TRIGGERS: dict[str, str] = {
    "item_added": """AFTER INSERT ON item BEGIN
        INSERT INTO counter (project_id, state, amount) VALUES (new.project_id, new.state, 1)
        ON CONFLICT (project_id, state) DO UPDATE SET amount = amount + 1; END""",
    "item_moved": """AFTER UPDATE OF state ON item WHEN old.state <> new.state BEGIN
        UPDATE counter SET amount = amount - 1 WHERE project_id = old.project_id AND state = old.state;
        INSERT INTO counter (project_id, state, amount) VALUES (new.project_id, new.state, 1)
        ON CONFLICT (project_id, state) DO UPDATE SET amount = amount + 1; END""",
    "item_kept": """BEFORE DELETE ON item BEGIN SELECT RAISE(ABORT, 'items are never deleted'); END""",
    "item_body_fixed": """BEFORE UPDATE ON item_body BEGIN SELECT RAISE(ABORT, 'an item never changes'); END""",
    "item_body_kept": """BEFORE DELETE ON item_body BEGIN SELECT RAISE(ABORT, 'items are never deleted'); END""",
    "review_fixed": """BEFORE UPDATE OF submission_id, project_id, item_number, reviewer, round, revision, kind,
        verdict, submitted_at, audit_seq, content_sha256, body, sha256 ON review
        BEGIN SELECT RAISE(ABORT, 'a review never changes, a new revision supersedes it'); END""",
    "review_kept": """BEFORE DELETE ON review BEGIN SELECT RAISE(ABORT, 'reviews are never deleted'); END""",
    "audit_event_chained": """BEFORE INSERT ON audit_event
        WHEN new.seq <> coalesce((SELECT max(seq) FROM audit_event), 0) + 1
        OR (new.seq > 1 AND new.previous <> (SELECT hash FROM audit_event WHERE seq = new.seq - 1))
        BEGIN SELECT RAISE(ABORT, 'the audit ledger only grows at its end'); END""",
    "audit_event_fixed": """BEFORE UPDATE ON audit_event
        BEGIN SELECT RAISE(ABORT, 'the audit ledger never changes'); END""",
    "audit_event_kept": """BEFORE DELETE ON audit_event
        BEGIN SELECT RAISE(ABORT, 'the audit ledger never shrinks'); END""",
}


def drop_triggers(connection: Connection) -> None:
    """Drop every trigger, before a migration."""
    if connection.dialect.name == "sqlite":
        for name in TRIGGERS:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")


def make_triggers(connection: Connection) -> None:
    """Create every trigger and the full-text table anew; nothing is lost where they exist already."""
    if connection.dialect.name != "sqlite":
        return
    drop_triggers(connection)
    for name, body in TRIGGERS.items():
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {body}")
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {FULL_TEXT} USING fts5"
        "(prompt, response, content='', tokenize='unicode61 remove_diacritics 2')"
    )
