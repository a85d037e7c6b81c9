from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reviewer.texts.wording import unit_keys, units

PIECES = st.sampled_from(
    ["two", "hundred", "3", "million", "1,000", "14:30", "Émile's", "退货", "lamps", "I'm", "—", "😀", "and", "\n"]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=12).map(" ".join))
def test_keys_without_places_are_those_of_the_units(text: str) -> None:
    assert unit_keys(text) == unit_keys(text, {}) == [unit.key for unit in units(text)]
