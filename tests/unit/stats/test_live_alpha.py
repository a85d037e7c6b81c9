"""The alpha that is kept up to date verdict by verdict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import NotFound
from reviewer.stats import STATISTICS, LiveAlpha, Ratings
from tests.unit.stats.simulated import Triples, plausible, triples

ALPHA = STATISTICS[0]


@given(triples(st.sampled_from("abc")), st.data())
def test_after_any_additions_and_removals_live_alpha_is_the_alpha_of_what_is_left(
    rows: Triples, data: st.DataObject
) -> None:
    live = LiveAlpha()
    for item, _, value in rows:
        live.add(item, value)
    gone = data.draw(st.sets(st.integers(0, len(rows) - 1)) if rows else st.just(set()))
    for place in gone:
        live.remove(rows[place][0], rows[place][2])
    left = [row for place, row in enumerate(rows) if place not in gone]
    expected = ALPHA.compute(Ratings.from_triples(left), resamples=0).value
    assert live.value == (None if expected is None else pytest.approx(expected, abs=1e-12))


def test_live_alpha_starts_from_existing_ratings_and_takes_the_next_verdict() -> None:
    rows = plausible(500)
    live = LiveAlpha.from_ratings(Ratings.from_triples(rows))
    assert live.value == pytest.approx(ALPHA.compute(Ratings.from_triples(rows), resamples=0).value)
    live.add("new", 1)
    live.add("new", 2)
    more = [*rows, (10_000, "a", 1), (10_000, "b", 2)]
    assert live.value == pytest.approx(ALPHA.compute(Ratings.from_triples(more), resamples=0).value)
    assert live.pairable_values == pairable_values(more)


def pairable_values(rows: Triples) -> int:
    sizes = Ratings.from_triples(rows).sizes
    return int(sizes[sizes > 1].sum())


def test_taking_back_what_was_never_given_is_refused_and_changes_nothing() -> None:
    live = LiveAlpha()
    live.add(1, "x")
    with pytest.raises(NotFound, match="no value 'y' to take back"):
        live.remove(1, "y")
    live.add(1, "y")
    assert live.value == 0.0
