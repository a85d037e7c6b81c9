"""A filter of the datasets room: one expression, whose parts are its chips."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reviewer.datasets.cases import WHERE_FIELDS
from reviewer.datasets.filter_parts import as_typed, narrowed, without
from reviewer.domain.expressions import compile_expression
from reviewer.ui.presenters.dataset_filter import day_before, offered, parts_of

WHOLE = "language in ['de', 'en'] and (verdict == 'a' or verdict == 'b') and not corrected and 1 < reviews < 3"


def test_each_part_that_and_joins_is_a_chip_in_words_where_there_are_words_for_it() -> None:
    said = [part.said for part in parts_of(WHOLE)]
    assert said == ["language: de, en", "(verdict == 'a' or verdict == 'b')", "not corrected", "1 < reviews < 3"]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("verdict == 'reject'", "verdict: reject"),
        ("verdict != 'reject'", "verdict ≠ reject"),
        ("metadata.tenant == 'süß'", "tenant: süß"),
        ("'privacy' in policies", "policy: privacy"),
        ("'lamp' in prompt", "prompt contains “lamp”"),
        ("decided_at >= '2026-11-01'", "decided since 01 Nov 2026"),
        ("corrected", "corrected"),
        ("language == None", "language: none"),
        ("reviews >= 2", "number of reviews ≥ 2"),
    ],
)
def test_what_a_part_says(where: str, said: str) -> None:
    assert [part.said for part in parts_of(where)] == [said]


def test_an_expression_that_cannot_be_read_has_no_chips() -> None:
    assert parts_of("verdct == 'x'") == parts_of("verdict ==") == parts_of("") == ()


def test_taking_a_part_away_leaves_the_meaning_of_the_others() -> None:
    left = without(WHOLE, 0)
    assert left == "(verdict == 'a' or verdict == 'b') and not corrected and 1 < reviews < 3"
    compile_expression(left, WHERE_FIELDS)
    assert without("verdict == 'a'", 0) == ""


def test_a_second_value_of_a_field_is_an_alternative_and_another_field_is_a_condition_more() -> None:
    first = narrowed("", "language", "de")
    assert first == "language == 'de'"
    second = narrowed(first, "language", "en")
    assert second == "language in ['de', 'en']"
    assert narrowed(second, "language", "en") == second
    assert narrowed(second, "verdict", "it's") == f'{second} and verdict == "it\'s"'


def test_what_alternatives_join_stays_together_when_a_value_is_added() -> None:
    made = narrowed("verdict == 'a' or verdict == 'b'", "language", "de")
    assert made == "(verdict == 'a' or verdict == 'b') and language == 'de'"
    assert narrowed(made, "corrected", False) == f"{made} and not corrected"


def test_lists_times_numbers_and_words_are_asked_for_in_their_own_way() -> None:
    assert narrowed("", "policies", "privacy") == "'privacy' in policies"
    assert narrowed("", "response", "lamp") == "'lamp' in response"
    assert narrowed("", "reviews", 2) == "reviews >= 2"
    assert narrowed("", "decided_at", "2026-11-01") == "decided_at >= '2026-11-01'"
    assert narrowed("", "metadata.level", 3) == "metadata.level == 3"


def test_what_is_typed_must_fit_the_field() -> None:
    assert as_typed("decided_at", "2026-11-01") == "2026-11-01"
    assert as_typed("decided_at", "soon") is None
    assert as_typed("reviews", "2") == 2
    assert as_typed("reviews", "two") is None
    assert as_typed("language", " de ") == "de"
    assert as_typed("corrected", "yes") is None


def test_fields_without_a_value_are_not_offered_once_all_values_are_known() -> None:
    assert "language" not in offered({"verdict": ()}, complete=True)
    assert "language" in offered({"verdict": ()}, complete=False)
    assert {"verdict", "prompt", "metadata.tenant"} <= set(offered(["verdict", "metadata.tenant"], complete=True))


def test_days_count_in_the_time_of_the_filter() -> None:
    assert day_before(datetime(2026, 11, 8, 1, tzinfo=UTC), 7) == "2026-11-01"
