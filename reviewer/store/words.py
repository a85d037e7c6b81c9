"""The words of an item and of a search on a server: the same ones that the full-text table of a file makes.

A server keeps which words an item has, not where: `a-b` finds there what holds both of them.
"""

from __future__ import annotations

import json
from typing import Any

from reviewer.texts.searched import words_of

WORDS_OF_A_SEARCH = 200
WORDS_CHARACTERS = 150_000


def texts_of(body: dict[str, Any]) -> tuple[str, str, str]:
    """Return what was asked, what was answered and what it rests on, from the JSON of an item."""
    messages = body.get("messages", ())
    notes = (note.get("text") for message in messages for note in message.get("not_text", ()))
    asked = [body.get("prompt"), *(message.get("content") for message in messages), *notes]
    answered = [body.get("response"), *(candidate.get("text") for candidate in body.get("responses", ()))]
    rested = [part for passage in body.get("evidence", ()) for part in (passage.get("title"), passage.get("text"))]
    return "\n".join(filter(None, asked)), "\n".join(filter(None, answered)), "\n".join(filter(None, rested))


def searched_words(body: str) -> str:
    """Return the different words of an item with blanks between them; what is left of a giant is enough to find it."""
    found = dict.fromkeys(words_of("\n".join(texts_of(json.loads(body)))))
    return " ".join(found)[:WORDS_CHARACTERS]


def wanted_words(search: str) -> tuple[list[str], bool] | None:
    """Return the words that a search wants and whether the last one may go on; None where it holds no word at all."""
    found = dict.fromkeys(words_of(search))
    if not found:
        return None
    last = words_of(search.split()[-1])
    for word in last[-1:]:  # it goes to the end, where the database looks for beginnings
        del found[word]
        found[word] = None
    return list(found)[-WORDS_OF_A_SEARCH:], bool(last)
