from __future__ import annotations

import pytest

from reviewer.domain.versions import next_version


@pytest.mark.parametrize(
    ("version", "following"),
    [("1", "2"), ("9", "10"), ("1.9", "1.10"), ("v3", "v4"), ("2026-03 draft", "2026-04 draft"), ("first", "first.2")],
)
def test_the_last_number_of_a_version_goes_up(version: str, following: str) -> None:
    assert next_version(version) == following


def test_no_version_has_a_name_that_was_used_before() -> None:
    assert next_version("1", {"2", "3"}) == "4"
    assert next_version("first", {"first.2"}) == "first.3"
