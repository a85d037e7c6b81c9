"""Triggers and the full-text table of SQLite: made at the start, and again after each migration, which drops them."""

from __future__ import annotations

from sqlalchemy import Connection

FULL_TEXT = "item_text"
TRAIT = "item_text_trait"
HAS = "item_text_has"
INDEX_COLUMNS = ("prompt", "response", "evidence")
_INDEX = (
    f"CREATE VIRTUAL TABLE {FULL_TEXT} USING fts5"
    f"({', '.join(INDEX_COLUMNS)}, content='', tokenize='unicode61 remove_diacritics 2')",
    f"CREATE TABLE {TRAIT} (trait_id INTEGER PRIMARY KEY, project_id INTEGER NOT NULL,"
    " facet TEXT NOT NULL, value TEXT NOT NULL, items INTEGER NOT NULL, UNIQUE (project_id, facet, value)) STRICT",
    f"CREATE TABLE {HAS} (trait_id INTEGER NOT NULL, number INTEGER NOT NULL,"
    " PRIMARY KEY (trait_id, number)) STRICT, WITHOUT ROWID",
)

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
    make_index(connection)


def make_index(connection: Connection) -> None:
    """Make the tables of the search index, which search_index.py fills; one of another shape is dropped for it."""
    if not has_index(connection):
        for table in (HAS, TRAIT, FULL_TEXT):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
        for statement in _INDEX:
            connection.exec_driver_sql(statement)


def has_index(connection: Connection) -> bool:
    """Return whether the file has a search index of the shape that this program knows."""
    columns = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({FULL_TEXT})")]
    return columns == list(INDEX_COLUMNS)
