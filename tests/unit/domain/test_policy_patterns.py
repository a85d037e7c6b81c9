"""Patterns of policies: checked when the taxonomy is read, kept when it is stored."""

from __future__ import annotations

import pytest

from reviewer.domain.errors import InvalidInput
from reviewer.domain.policies import Policy, Taxonomy, read_taxonomy


def taxonomy(*patterns: object) -> Taxonomy:
    policy = {"id": "own:promise", "title": "Promise", "patterns": list(patterns)}
    return read_taxonomy({"taxonomy": {"id": "own", "title": "Own"}, "policies": [policy]})


def test_patterns_are_read_and_stored() -> None:
    read = taxonomy(r"(?i)guaranteed?\b", "[0-9]{3}-[0-9]+", "(?:a|b)+")
    assert Taxonomy.model_validate(read.model_dump(mode="json")) == read


def test_a_policy_without_patterns_is_stored_as_it_was_before_there_were_any() -> None:
    assert Policy(id="a", title="A").model_dump() == {"id": "a", "title": "A", "text": "", "severity": None}


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("(", r"policies\.0\.patterns: '\(' is not a regular expression: missing \)"),
        ("(a+)+b", "repeats a group that repeats something itself, which can take for ever"),
        (r"(?:\w+\s?)*x", "repeats a group that repeats something itself"),
        ("(a*){2,}", "repeats a group"),
        ("", "at least 1 character"),
        ("x" * 501, "at most 500 characters"),
    ],
)
def test_a_pattern_that_cannot_be_searched_is_refused_with_its_place(pattern: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        taxonomy("fine", pattern)
