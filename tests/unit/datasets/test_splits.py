from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.datasets.recipe import SPLITS, check_shares
from reviewer.datasets.selection import Kept, select
from reviewer.datasets.splits import Recorded, Splits, group_of, scheme_of, split_of, stand_in_number

from .making import SETTING, chosen, judged, make_item, shipped_recipe

SHARES = (0.8, 0.1, 0.1)


def test_the_shares_come_out_about_right() -> None:
    counts = Counter(split_of(f"group {n}", 0, SHARES) for n in range(10_000))
    assert abs(counts["train"] - 8_000) < 200
    assert abs(counts["validation"] - 1_000) < 150


@given(
    st.text(max_size=20), st.integers(0, 2**53), st.sampled_from([(1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (0.0, 0.5, 0.5)])
)
def test_a_split_without_a_share_gets_nothing(group: str, seed: int, shares: tuple[float, float, float]) -> None:
    name = split_of(group, seed, check_shares(shares))
    assert shares[SPLITS.index(name)] > 0


@given(st.lists(st.tuples(st.integers(0, 99), st.one_of(st.none(), st.integers(0, 5))), unique_by=lambda pair: pair[0]))
def test_no_conversation_is_in_two_splits_and_rows_stay_when_others_join(pairs: list[tuple[int, int | None]]) -> None:
    items = [
        make_item(f"i{number}", prompt=f"{number}?", metadata={} if group is None else {"conversation_id": f"c{group}"})
        for number, group in pairs
    ]
    splits = {item.id: split_of(group_of(item, "conversation_id"), 3, SHARES) for item in items}
    for group in range(6):
        together = {splits[f"i{number}"] for number, own in pairs if own == group}
        assert len(together) <= 1
    half = {item.id: split_of(group_of(item, "conversation_id"), 3, SHARES) for item in items[::2]}
    assert all(splits[name] == split for name, split in half.items())


def test_exact_copies_under_two_ids_share_a_group_and_other_items_do_not() -> None:
    first, copy, other = make_item("a"), make_item("b"), make_item("c", response="Six years.")
    groups = [group_of(item, "conversation_id") for item in (first, copy, other)]
    assert groups[0] == groups[1] != groups[2]
    assert group_of(first, "item") != group_of(copy, "item")


def test_groups_can_follow_the_user_the_document_or_the_prompt() -> None:
    def pair(**fields: Any) -> list[Any]:
        return [make_item("a", response="x", **fields), make_item("b", response="y", **fields)]

    ways: dict[str, dict[str, Any]] = {
        "user_id": {"metadata": {"user_id": 7}},
        "prompt": {},
        "document": {"evidence": [{"id": "e2", "source": "b", "rank": 2}, {"id": "e1", "source": "a", "rank": 1}]},
    }
    for group_by, fields in ways.items():
        first, second = (group_of(item, group_by) for item in pair(**fields))
        assert first == second
        assert first != group_of(make_item("c", prompt="Another?", response="z"), group_by)


def test_the_seed_moves_groups() -> None:
    groups = [f"g{n}" for n in range(200)]
    assert [split_of(g, 0, SHARES) for g in groups] != [split_of(g, 1, SHARES) for g in groups]


@pytest.mark.parametrize(
    ("short", "key"), [("conversation", "conversation_id"), ("user", "user_id"), ("template", "prompt_template")]
)
def test_a_short_name_stands_for_the_key_of_the_metadata(short: str, key: str) -> None:
    item = make_item(metadata={key: "x"})
    assert group_of(item, short) == group_of(item, key) != group_of(make_item(metadata={key: "y"}), short)
    recipe = shipped_recipe("kto")
    assert scheme_of(recipe.changed(group_by=short)) == scheme_of(recipe.changed(group_by=key))


def test_a_scheme_is_what_decides_a_split_and_nothing_else() -> None:
    recipe = shipped_recipe("kto")
    assert (
        scheme_of(recipe) == scheme_of(recipe.changed(where="verdict == 'approve'")) == scheme_of(shipped_recipe("dpo"))
    )
    others: list[dict[str, Any]] = [
        {"seed": 1}, {"split": (0.5, 0.5, 0)}, {"group_by": "user_id"}, {"near_copies": False},
    ]  # fmt: skip
    assert len({scheme_of(recipe), *(scheme_of(recipe.changed(**fields)) for fields in others)}) == 5
    assert scheme_of(recipe.changed(split=(0, 0, 1))) is None


@given(st.dictionaries(st.integers(0, 2**64 - 1), st.sampled_from(SPLITS), max_size=30), st.integers(0, 2**64 - 1))
def test_what_was_recorded_is_found_again_and_nothing_else(known: dict[int, str], other: int) -> None:
    recorded = Recorded((f"{number:016x}", split) for number, split in known.items())
    assert {number: recorded.find(number) for number in known} == known
    assert recorded.find(other) == known.get(other)
    assert len(recorded) == len(known)


def test_a_recorded_split_holds_whatever_the_hash_says_and_is_not_recorded_again() -> None:
    recipe = shipped_recipe("kto")
    records = [judged(make_item(f"i{n}", metadata={"conversation_id": f"c{n // 2}"})) for n in range(40)]
    hashed = chosen(recipe, *records)
    numbers = {stand_in_number(kept.own_group): kept.split for kept in hashed}  # type: ignore[union-attr]
    turned = {number: "test" if split == "train" else "train" for number, split in list(numbers.items())[:10]}
    splits = Splits(recipe, SETTING, Recorded((f"{number:016x}", split) for number, split in turned.items()))
    for kept in select(records, recipe, SETTING, splits):
        assert isinstance(kept, Kept)
        number = stand_in_number(kept.own_group)
        assert kept.split == turned.get(number, numbers[number])
        splits.note(kept.own_group, kept.split)
    assert dict(splits.fresh()) == {f"{number:016x}": numbers[number] for number in numbers.keys() - turned.keys()}
