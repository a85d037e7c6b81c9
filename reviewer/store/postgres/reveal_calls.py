"""Personal data on a server: the call that notes a look at it before it is shown."""

from __future__ import annotations

import json
from collections.abc import Mapping

from reviewer.domain.changes import Receipt

from .server import Server

_TYPES = ("bigint", "text", "text", "text", "jsonb")


def note_reveal(
    server: Server, project_id: int, item_id: str, source: str | None, reason: str, kinds: Mapping[str, int]
) -> Receipt:
    """Note that this log-in is about to read personal data of an item, and why."""
    row = server.call("note_reveal", project_id, item_id, source, reason, json.dumps(dict(kinds)), types=_TYPES)[0]
    return Receipt(seq=row.seq, hash=row.hash)
