"""A first look into a workspace file with nothing but the standard library.

Loading SQLAlchemy and SQLModel takes longer than everything else at the start of the window. This look finds the item
that a person holds or would be given next, so that it can be painted meanwhile. It claims nothing and writes nothing;
the claim that follows decides, by the statements of `claiming.py`.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from reviewer.domain.items import Item
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project

from .place import refuse_network_drive

KNOWN_SCHEMA = "0005"
_PATIENCE_SECONDS = 0.05
_MINE = (
    "SELECT 1 FROM review WHERE review.item_number = item.number AND review.reviewer = :me"
    " AND review.state = 'submitted' AND review.round = 'first'"
)
_HELD = f"""
SELECT item.hits_hidden, item_body.body
FROM lease JOIN item ON item.number = lease.item_number JOIN item_body ON item_body.number = item.number
WHERE lease.reviewer = :me AND lease.expires_at > :now AND item.project_id = :project AND (lease.round <> 'first'
  OR (item.state = 'open' AND (NOT EXISTS ({_MINE}) OR EXISTS ({_MINE} AND review.kind = 'defer'))))
ORDER BY lease.claimed_at, item.number LIMIT 1
"""  # noqa: S608 - put together from constants; values go by name
_NEXT = f"""
SELECT item.hits_hidden, item_body.body
FROM item JOIN item_body ON item_body.number = item.number
WHERE item.project_id = :project AND item.state = 'open'
  AND (item.rank, item.queued_at, item.number) >= (:rank, :queued_at, :number)
  AND (item.assigned_to IS NULL OR item.assigned_to = :me) AND NOT EXISTS ({_MINE})
  AND item.needed - item.reviews > (
    SELECT count(*) FROM lease AS other
    WHERE other.item_number = item.number AND other.reviewer <> :me AND other.expires_at > :now
      AND other.round = 'first')
ORDER BY item.rank, item.queued_at, item.number LIMIT 1
"""  # noqa: S608 - the same
_PLACE = "SELECT rank, queued_at, number FROM queue_cursor WHERE project_id = :project AND reviewer = :me"
_PROJECT = """
SELECT project.project_id, project.version, project_version.body, project_version.taxonomy
FROM project JOIN project_version
  ON project_version.project_id = project.project_id AND project_version.version = project.version
ORDER BY project.project_id LIMIT 1
"""
_DRAWN = ("gold_share", "qualification_items", "consistency_share", "skills")
"""Where a draw or a skill has a say, only the claim knows what comes: another item seen first would tell of it."""
_MAY_REVIEW = ("reviewer", "lead", "admin")


class Peek(NamedTuple):
    """What the first look found: the whole item, not yet as a reviewer may see it."""

    project: Project
    version: int
    taxonomy: Taxonomy | None
    item: Item
    hits_hidden: bool


def peek(path: Path, reviewer: str, now_us: int) -> Peek | None:
    """Return the item that this person holds or would get next; None where there is none or the file is not ours.

    A file that is busy, damaged or unreadable raises sqlite3.Error, ValueError or ReviewerError.
    """
    refuse_network_drive(path)
    address = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE_SECONDS)) as connection:
        connection.execute("BEGIN")  # everything from one snapshot
        if connection.execute("SELECT version_num FROM alembic_version").fetchone() != (KNOWN_SCHEMA,):
            return None
        role = connection.execute("SELECT role FROM member WHERE name = ?", (reviewer,)).fetchone()
        if role is not None and role[0] not in _MAY_REVIEW:
            return None
        found = connection.execute(_PROJECT).fetchone()
        if found is None:
            return None
        number, version, body, taxonomy = found
        row = _find(connection, json.loads(body), {"project": number, "me": reviewer, "now": now_us})
    if row is None:
        return None
    return Peek(
        Project.model_validate_json(body),
        version,
        Taxonomy.model_validate_json(taxonomy, by_alias=True) if taxonomy else None,
        Item.model_validate_json(row[1]),
        bool(row[0]),
    )


def _find(connection: sqlite3.Connection, rules: dict[str, Any], values: dict[str, Any]) -> Any:
    held = connection.execute(_HELD, values).fetchone()
    if held is not None or any(rules.get(name) for name in _DRAWN):
        return held
    place = connection.execute(_PLACE, values).fetchone() or (float("-inf"), 0, 0)
    return connection.execute(_NEXT, values | dict(zip(("rank", "queued_at", "number"), place, strict=True))).fetchone()
