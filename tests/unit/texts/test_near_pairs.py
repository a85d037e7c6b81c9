from __future__ import annotations

import random
import struct
from itertools import combinations

import pytest

from reviewer.texts.near_copies import equal_places, is_near, sketch
from reviewer.texts.near_pairs import AROUND, Sketched

WORDS = [f"word{number}" for number in range(500)]


def texts(clusters: int, copies: int, seed: int = 1) -> list[str]:
    """Return texts of 60 words in groups of near copies, mixed."""
    draw = random.Random(seed)
    made = []
    for _ in range(clusters):
        words = draw.choices(WORDS, k=60)
        for _ in range(copies):
            changed = list(words)
            changed[draw.randrange(60)] = "other"
            made.append(" ".join(changed))
    draw.shuffle(made)
    return made


def pairs_of(given: list[str]) -> set[tuple[int, int]]:
    with Sketched() as sketched:
        for number, text in enumerate(given):
            made = sketch(text)
            sketched.add(10 * number, struct.pack(f">{len(made.bands)}q", *made.bands), made.signature)
        found = sketched.pairs()
        assert [tuple(pair) for pair in found] == sorted(tuple(pair) for pair in found)
        return {(sketched.numbers[later], sketched.numbers[earlier]) for later, earlier in found.tolist()}


def all_pairs_of(given: list[str]) -> set[tuple[int, int]]:
    """Return every pair that shares a band and has signatures alike enough, by comparing each with each."""
    made = [sketch(text) for text in given]
    return {
        (10 * later, 10 * earlier)
        for earlier, later in combinations(range(len(given)), 2)
        if set(made[earlier].bands) & set(made[later].bands)
        and is_near(equal_places(made[earlier].signature, made[later].signature))
    }


@pytest.mark.parametrize("copies", [1, 2, 5, 2 * AROUND + 1])
def test_every_pair_is_found_that_comparing_each_with_each_finds(copies: int) -> None:
    given = texts(20, copies)
    found = pairs_of(given)
    assert found == all_pairs_of(given)
    assert bool(found) == (copies > 1)


def test_a_text_that_comes_a_thousand_times_gives_a_few_pairs_for_each_that_join_them_all() -> None:
    given = texts(3, 1) + [" ".join(WORDS[:60])] * 1_000
    found = pairs_of(given)
    assert len({later for later, _ in found}) == 999
    assert len(found) < 2 * AROUND * 1_000


def test_pairs_stay_when_further_texts_come() -> None:
    given = texts(6, 40)
    first = pairs_of(given[:150])
    assert first == {(later, earlier) for later, earlier in pairs_of(given) if later < 1_500}


def test_texts_without_words_are_copies_of_nothing() -> None:
    assert pairs_of(["", " ", "", WORDS[0], WORDS[1]]) == set()
    assert pairs_of([]) == set()


def test_a_text_is_held_against_chosen_others() -> None:
    import numpy as np

    given = [" ".join(WORDS[:60]), " ".join(WORDS[100:160]), " ".join([*WORDS[:59], "other"])]
    with Sketched() as sketched:
        for number, text in enumerate(given):
            made = sketch(text)
            sketched.add(number, struct.pack(f">{len(made.bands)}q", *made.bands), made.signature)
        assert sketched.near(0, np.array([1, 2])).tolist() == [2]
