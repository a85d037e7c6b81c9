"""What is wrong with a recipe, in one sentence with the line, the key and the nearest right word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_LONGEST_WORD = 60
_WORDS: Final[dict[str, str]] = {
    "string_type": "this must be text in quotes",
    "string_too_short": "this must not be empty",
    "string_too_long": "this is longer than {max_length} characters",
    "int_type": "this must be a whole number",
    "float_type": "this must be a number",
    "bool_type": "this must be true or false, without quotes",
    "tuple_type": "this must be a list in brackets",
    "dict_type": "this must be a table of texts",
    "greater_than_equal": "this must be {ge} or more",
    "less_than_equal": "this must be {le} or less",
    "finite_number": "this must be a finite number",
}
_WORDS_OF_KEY: Final[dict[tuple[str, str], str]] = {
    ("split", "missing"): "this must be three shares, for train, validation and test",
    ("split", "too_long"): "this must be three shares, for train, validation and test",
    ("group_by", "string_pattern_mismatch"): "this must be one key of the metadata, of letters, digits and _",
}


def sentence(text: str) -> str:
    """Return the text with a full stop, unless it is a question."""
    return text if text.endswith("?") else f"{text}."


def nearest(word: object, known: Iterable[object]) -> str:
    """Return a question that offers the nearest known word, or the list of those there are."""
    words = [str(each) for each in known]
    found = difflib.get_close_matches(str(word), words, n=1, cutoff=0.5)
    if found:
        return f"; did you mean '{found[0]}'?"
    return f"; there is only {words[0]}" if len(words) == 1 else f"; there are {', '.join(words)}"


def line_of(text: str, key: str) -> str:
    """Return ", line n" for the line that sets a key, or nothing where it stands nowhere."""
    pattern = re.compile(rf"^\s*(?:\[+\s*)?[\"']?{re.escape(key)}[\"']?\s*(?:=|\]|\.)") if key else None
    for number, line in enumerate(text.split("\n"), start=1):
        if pattern and pattern.match(line):
            return f", line {number}"
    return ""


def key_of(problem: ErrorDetails) -> str:
    """Return the key that a problem is about, or that of the column; nothing where it is about the whole."""
    place = problem["loc"]
    if not place:
        return ""
    return str(place[1]) if place[0] == "columns" and len(place) > 1 else str(place[0])


def say_problem(problem: ErrorDetails, choices: Iterable[object]) -> str:
    """Return what a check found, without the full stop; `choices` are the values that the key may have."""
    place, kind = problem["loc"], problem["type"]
    key = key_of(problem)
    if kind == "missing" and len(place) == 1:
        return f"the key '{key}' is missing"
    if kind == "literal_error":
        return f"{_quoted(problem['input'])} is not a value of '{key}'{nearest(problem['input'], choices)}"
    words = _WORDS_OF_KEY.get((key, kind)) or _WORDS.get(kind)
    if words is None:
        words = problem["msg"].removeprefix("Value error, ").rstrip(".")
        words = f"{words[:1].lower()}{words[1:]}" if key else words
    return f"'{key}': {words.format(**problem.get('ctx', {}))}" if key else words


def _quoted(value: Any) -> str:
    word = str(value)
    return f"'{word[:_LONGEST_WORD]}…'" if len(word) > _LONGEST_WORD else f"'{word}'"
