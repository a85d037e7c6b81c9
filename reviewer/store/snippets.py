"""A stretch of each found item in which a searched word stands; read from the text, since no index keeps it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, select

from reviewer.domain.listing import Part, Snippet
from reviewer.texts.searched import snippet_of

from .items import BODY
from .words import texts_of


def snippets_of(connection: Connection, numbers: Sequence[int], words: str) -> dict[int, Snippet]:
    """Return a stretch of each item that has one, first of its response, then of its prompt and its evidence."""
    rows = connection.execute(select(BODY.c.number, BODY.c.body).where(BODY.c.number.in_(numbers)))
    found = ((row.number, _snippet(row.body, words)) for row in rows)
    return {number: snippet for number, snippet in found if snippet is not None}


def _snippet(body: str, words: str) -> Snippet | None:
    prompt, response, evidence = texts_of(json.loads(body))
    parts: tuple[tuple[Part, str], ...] = (("response", response), ("prompt", prompt), ("evidence", evidence))
    return next((Snippet(part, found) for part, text in parts if (found := snippet_of(text, words))), None)
