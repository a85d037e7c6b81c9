"""What is noted when somebody reads personal data that was veiled: why, and how much of which kind; never the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from .errors import InvalidInput

Kind = Literal["e-mail", "IBAN", "card", "IP address", "phone", "person", "place", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LONGEST_REASON = 40


def as_reason(text: str) -> str:
    """Return a reason of one word, or refuse it; a digit or an @ would bring into the ledger what is kept out of it."""
    word = text.strip()
    if (
        not 1 <= len(word) <= LONGEST_REASON
        or not any(letter.isalpha() for letter in word)
        or not all(letter.isalpha() or letter in "-\u2019'" for letter in word)
    ):
        raise InvalidInput("The reason is one word of at most 40 letters, such as “address” or “dispute”: write one.")
    return word


def as_counts(kinds: Mapping[str, int]) -> dict[str, int]:
    """Return how many values of each kind are shown, or refuse what is no kind or no count."""
    if not kinds or any(kind not in KINDS or not 1 <= count <= 1_000_000 for kind, count in kinds.items()):
        raise InvalidInput("There is no personal data to show here.")
    return dict(kinds)
