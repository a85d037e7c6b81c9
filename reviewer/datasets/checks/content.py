"""What the rows are made of: how long they are in tokens, in which languages, and whether they hold personal data."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import Any, Final

from reviewer.datasets.columns import Row
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.redaction import row_texts
from reviewer.texts.personal_data import SHORTEST, find_personal_data

from .check import Check, Listed, State

BYTES_IN_A_TOKEN: Final = 4
_IN_A_MESSAGE: Final = 4  # tokens that a chat template puts around each message
_COUNTED: Final = 65_536  # a longer row counts as one of this length for median and percentile
_READ: Final = frozenset(
    {
        "prompt", "completion", "chosen", "rejected", "messages", "tools", "text", "text_pair", "response", "responses",
        "evidence", "claim", "question", "input", "preferred_output", "non_preferred_output", "data",
    }
)  # fmt: skip
"""Columns that a model reads; labels and what people said of them are beside the sequence."""
_EITHER: Final = (("chosen", "rejected"), ("preferred_output", "non_preferred_output"))
_LANGUAGES_NAMED: Final = 20


def estimated_tokens(value: Any) -> int:
    """Return about how many tokens a text or a conversation has: one for each four bytes of UTF-8, four a message.

    Against tokenizers with a large vocabulary prose comes out 10 to 25 % too long, code about right, and rows of
    figures or JSON up to half too short. Small vocabularies need up to twice as many for other scripts than Latin.
    """
    if isinstance(value, str):
        size = len(value) if value.isascii() else len(value.encode("utf-8", "surrogatepass"))
        return (size + BYTES_IN_A_TOKEN - 1) // BYTES_IN_A_TOKEN
    if isinstance(value, dict):
        frame = _IN_A_MESSAGE if "role" in value else 0
        return frame + sum([estimated_tokens(inner) for name, inner in value.items() if name != "role"])
    if isinstance(value, list | tuple):
        return sum(map(estimated_tokens, value))
    return 0


class Lengths:
    """How long the rows are, in a table of lengths that takes the same room however many there are."""

    def __init__(self, recipe: Recipe, columns: tuple[str, ...]) -> None:
        self._limit, self._columns = recipe.max_tokens, tuple(name for name in columns if name in _READ)
        self._table = array("L", bytes(array("L").itemsize * (_COUNTED + 1)))
        self._rows = self._longest = 0
        self._over = Listed()

    def add(self, row: Row, item_id: str) -> None:
        """Count one row: of two answers to one prompt a trainer reads each by itself, so the longer one counts."""
        sizes = {name: estimated_tokens(value) for name in self._columns if (value := row.get(name))}
        for one, other in _EITHER:
            if one in sizes and other in sizes:
                sizes[one] = max(sizes[one], sizes.pop(other))
        tokens = sum(sizes.values())
        self._rows += 1
        self._longest = max(self._longest, tokens)
        self._table[min(tokens, _COUNTED)] += 1
        if self._limit is not None and tokens > self._limit:
            self._over.add(item_id)

    def check(self) -> Check:
        """Return the lengths, and the rows over the recipe's limit where it has one."""
        says = "no rows"
        if self._rows:
            says = (
                f"median {self._reached(0.5):,}, 95 % up to {self._reached(0.95):,}, longest {self._longest:,}, "
                f"estimated at {BYTES_IN_A_TOKEN} bytes a token"
            )
        if self._limit is None:
            return Check(id="tokens", title="length of the rows in tokens", state="info", says=says)
        title = f"no row is longer than {self._limit:,} tokens"
        if self._over.count:
            says = f"{self._over.count:,} {'row is' if self._over.count == 1 else 'rows are'}: {says}"
        return self._over.check("tokens", title, "warning", says)

    def _reached(self, share: float) -> int:
        """Return the length that this share of the rows does not exceed."""
        needed, seen = share * self._rows, 0
        for tokens, rows in enumerate(self._table):
            seen += rows
            if seen >= needed:
                return tokens if tokens < _COUNTED else self._longest
        return self._longest


class Languages:
    """In which languages the items are, as their sources say."""

    def __init__(self) -> None:
        self._rows: Counter[str] = Counter()
        self._unknown = Listed()

    def add(self, language: str | None, item_id: str) -> None:
        """Count one row."""
        if language:
            self._rows[language] += 1
        else:
            self._unknown.add(item_id)

    def check(self) -> Check:
        """Return the mix of languages; the items behind it are those whose language nobody knows."""
        common = self._rows.most_common(_LANGUAGES_NAMED)
        named = [f"{language} {rows:,}" for language, rows in sorted(common, key=lambda pair: (-pair[1], pair[0]))]
        others = len(self._rows) - len(named)
        named += [f"{others} more"] if others > 0 else []
        named += [f"unknown {self._unknown.count:,}"] if self._unknown.count else []
        says = ", ".join(named) or "no rows"
        title = "languages, as the sources name them"
        unknown = self._unknown
        return Check(id="languages", title=title, state="info", count=unknown.count, says=says, items=unknown.items)


class PersonalData:
    """Which rows hold personal data, found by its form."""

    def __init__(self, recipe: Recipe) -> None:
        self._redaction = recipe.redaction
        self._rows = Listed()
        self._kinds: Counter[str] = Counter()

    def add(self, row: Row, item_id: str) -> None:
        """Search one row; where data is taken out, each row was searched already, before it was kept."""
        if self._redaction != "off":
            return
        texts = [text for text in row_texts(row) if len(text) >= SHORTEST]
        kinds = {found.kind for text in texts for found in find_personal_data(text)}
        if kinds:
            self._rows.add(item_id)
            self._kinds.update(kinds)

    def check(self) -> Check:
        """Return how many rows hold which kinds; a dataset may be made of them, so it is a warning."""
        state: State = "warning"
        says = ", ".join(f"{kind} {rows:,}" for kind, rows in sorted(self._kinds.items(), key=lambda p: (-p[1], p[0])))
        title = "no row holds personal data"
        do = "row does" if self._rows.count == 1 else "rows do"
        return self._rows.check("personal_data", title, state, f"{self._rows.count:,} {do}: {says}" if says else "")
