"""Near copies and splits, by a model: items come, are judged in any order, and go into one dataset after the other."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.datasets.clusters import Members, find_joined, find_members
from reviewer.datasets.recipe import SPLITS
from reviewer.datasets.splits import Joined, Recorded

from .making import SETTING, make_item, shipped_recipe

CODES = {"train": 0, "validation": 1, "test": 2}


@dataclass
class World:
    """Items by number with their groups, which of them are near copies, and what was recorded of earlier datasets."""

    groups: list[int]
    near: set[tuple[int, int]]
    hashed: Callable[[int], int]
    recorded: dict[int, str] = field(default_factory=dict)
    before: dict[int, str] = field(default_factory=dict)

    def build(self, judged: set[int], wanted: set[int]) -> tuple[dict[int, str], set[int]]:
        """Return the splits of the wanted items and those that are left out, and record them."""
        joined = self.joined(judged)
        kept = {}
        for number in sorted(wanted & judged):
            if number not in joined.bridges:
                group = self.groups[number]
                known = joined.groups.get(group) or (self.recorded.get(group) or SPLITS[self.hashed(group)], "")
                kept[number] = known[0]
        for number, split in kept.items():
            self.recorded.setdefault(self.groups[number], split)
            self.before.setdefault(number, split)
        return kept, (wanted & judged) - kept.keys()

    def joined(self, judged: set[int]) -> Joined:
        """Return what near copies do among the judged items."""
        pairs = sorted((max(pair), min(pair)) for pair in self.near if judged.issuperset(pair))
        numbers = sorted({number for pair in pairs for number in pair})
        return find_joined(
            Members(
                array("q", numbers),
                array("Q", (self.groups[number] for number in numbers)),
                bytearray(self.hashed(self.groups[number]) for number in numbers),
                array("Q", [0] * len(numbers)),
            ),
            np.array([[numbers.index(one) for one in pair] for pair in pairs], dtype=np.int64).reshape(-1, 2),
            Recorded((f"{group:016x}", split) for group, split in self.recorded.items()),
            old=lambda: self.before,
        )


SIZE = 12
NUMBERS = st.integers(0, SIZE - 1)
WORLDS = st.builds(
    World,
    st.lists(st.integers(0, 7), min_size=SIZE, max_size=SIZE),
    st.sets(st.tuples(NUMBERS, NUMBERS).filter(lambda pair: pair[0] != pair[1]), max_size=14),
    st.lists(st.integers(0, 2), min_size=8, max_size=8).map(lambda codes: codes.__getitem__),
)
STEPS = st.lists(st.tuples(st.sets(NUMBERS), st.sets(NUMBERS)), min_size=1, max_size=4)


@settings(max_examples=200)
@given(WORLDS, STEPS)
def test_near_copies_and_groups_stay_together_and_rows_stay_where_they_were(
    world: World, steps: list[tuple[set[int], set[int]]]
) -> None:
    judged: set[int] = set()
    for fresh, wanted in steps:
        judged |= fresh
        earlier = dict(world.before)
        kept, left_out = world.build(judged, wanted)
        assert kept.keys() | left_out == wanted & judged
        assert all(kept[number] == split for number, split in earlier.items() if number in wanted)
        assert all(kept[one] == kept[other] for one, other in world.near if one in kept and other in kept)
        assert len({(world.groups[number], split) for number, split in kept.items()}) == len(
            {world.groups[number] for number in kept}
        )


def test_a_new_item_between_two_recorded_splits_is_left_out_and_what_is_near_to_one_of_them_joins_it() -> None:
    world = World([0, 1, 2, 3], {(2, 0), (2, 1), (3, 1)}, lambda group: (0, 2, 1, 1)[group])
    assert world.build({0, 1}, {0, 1}) == ({0: "train", 1: "test"}, set())
    assert world.build({0, 1, 2, 3}, {0, 1, 2, 3}) == ({0: "train", 1: "test", 3: "test"}, {2})


def test_without_a_record_the_same_items_share_the_split_of_the_first_group() -> None:
    world = World([0, 1, 2, 3], {(2, 0), (2, 1), (3, 1)}, lambda group: (0, 2, 1, 1)[group])
    assert world.build({0, 1, 2, 3}, {0, 1, 2, 3}) == (dict.fromkeys(range(4), "train"), set())


def test_an_item_that_is_judged_late_is_the_new_one_however_early_it_came() -> None:
    world = World([0, 1, 2], {(0, 1), (0, 2)}, lambda group: (1, 0, 2)[group])
    assert world.build({1, 2}, {1, 2}) == ({1: "train", 2: "test"}, set())
    assert world.build({0, 1, 2}, {0, 1, 2}) == ({1: "train", 2: "test"}, {0})


def test_the_rows_of_a_cluster_carry_the_group_that_came_first() -> None:
    world = World([5, 4, 5], {(1, 0)}, lambda group: 0)
    assert world.joined({0, 1, 2}).groups == {
        5: ("train", "group-0000000000000005"),
        4: ("train", "group-0000000000000005"),
    }


def members_of(*items: dict[str, Any]) -> Members:
    recipe = shipped_recipe("kto")
    numbered = [(number, make_item(f"i{number}", **fields)) for number, fields in enumerate(items)]
    return find_members(numbered, recipe, SETTING)


def joined_groups(*items: dict[str, Any]) -> int:
    """Return how many groups are joined where every two texts look alike."""
    pairs = [(later, earlier) for later in range(len(items)) for earlier in range(later)]
    return len(find_joined(members_of(*items), np.array(pairs), Recorded()).groups)


LONG = "The warranty of this lamp covers the bulb and the switch for two whole years."
SORRY = "I am sorry, I cannot help with that."


@pytest.mark.parametrize(("response", "joined"), [(LONG, 2), (SORRY, 0)])
def test_a_phrase_said_to_two_questions_joins_nothing_and_a_longer_text_does(response: str, joined: int) -> None:
    first = {"prompt": "What is covered?", "response": response, "metadata": {"conversation_id": "a"}}
    second = {"prompt": "And who pays for the ride?", "response": response, "metadata": {"conversation_id": "b"}}
    assert joined_groups(first, second) == joined


def test_a_phrase_said_to_the_same_question_is_a_copy_apart_from_case_and_signs() -> None:
    first = {"prompt": "Who pays for it?", "response": SORRY, "metadata": {"conversation_id": "a"}}
    second = {"prompt": "who pays, for it", "response": SORRY.upper(), "metadata": {"conversation_id": "b"}}
    assert joined_groups(first, second) == 2


def test_a_phrase_is_told_from_others_whatever_the_system_message_says() -> None:
    asked = [{"role": "user", "content": "Who pays for it?"}]
    first = {"prompt": None, "messages": [{"role": "system", "content": "Be kind."}, *asked], "response": SORRY}
    second = {"prompt": None, "messages": asked, "response": SORRY}
    assert joined_groups({**first, "metadata": {"conversation_id": "a"}}, second) == 2
