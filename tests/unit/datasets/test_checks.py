from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reviewer.datasets.checks import Check, Checking, Listed
from reviewer.datasets.checks.content import estimated_tokens
from reviewer.datasets.preview import preview_dataset
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.selection import Kept

from .making import SETTING, chosen, judged, make_item, many, shipped_recipe


def check(recipe: Recipe, *kept: Kept) -> dict[str, Check]:
    checking = Checking(recipe)
    for each in kept:
        checking.look_at(each)
    return {each.id: each for each in checking.results()}


def good(recipe: Recipe, **changes: Any) -> Kept:
    verdict = "approve" if recipe.task in ("kto", "spans") else "revise"
    correction = "Two years." if verdict == "revise" else None
    (kept,) = chosen(recipe, judged(make_item(), verdict, correction=correction))
    assert isinstance(kept, Kept)
    return Kept(kept.case, tuple({**row, **changes} for row in kept.rows), kept.split, kept.group)


USER = {"role": "user", "content": "q"}
ASSISTANT = {"role": "assistant", "content": "a"}


@pytest.mark.parametrize(
    ("task", "changes", "failed"),
    [
        ("dpo", {"chosen": [ASSISTANT], "rejected": [ASSISTANT]}, "pairs"),
        ("dpo", {"rejected": [{**ASSISTANT, "content": " "}]}, "pairs"),
        ("dpo", {"chosen": [USER]}, "roles"),
        ("sft", {"prompt": [USER, ASSISTANT]}, "roles"),
        ("sft", {"completion": [{**ASSISTANT, "content": ""}]}, "whole"),
        ("kto", {"prompt": [{**USER, "tool_calls": [{"function": {"name": "f", "arguments": {}}}]}]}, "arguments"),
        ("spans", {"labels": [{"start": 1, "end": 5, "text": "Five", "label": "x"}]}, "spans"),
        ("sft", {"language": float("nan")}, "json"),
        ("sft", {"language": "half \ud83d"}, "json"),
        ("sft", {"metadata": '{"latency": NaN}'}, "json"),
        ("spans", {"labels": [{"start": 1, "end": 1, "text": "", "label": "x"}]}, "spans"),
    ],
)
def test_a_wrong_row_fails_its_check_and_names_its_item(task: str, changes: dict[str, Any], failed: str) -> None:
    recipe = shipped_recipe(task)
    assert check(recipe, good(recipe))[failed].state == "ok"
    found = check(recipe, good(recipe, **changes))[failed]
    assert (found.state, found.count, found.items) == ("failed", 1, ("i1",))


def test_a_group_in_two_splits_fails() -> None:
    recipe = shipped_recipe("sft")
    one = good(recipe)
    other = Kept(one.case, one.rows, "test" if one.split == "train" else "train", one.group)
    assert check(recipe, one, one)["groups"].state == "ok"
    assert check(recipe, one, other)["groups"].state == "failed"


def test_a_gold_item_among_the_rows_fails() -> None:
    recipe = shipped_recipe("sft")
    kept = good(recipe)
    gold = Kept(replace(kept.case, item=make_item(control=True)), kept.rows, "train", "g")
    assert check(recipe, gold)["unseen"].state == "failed"


def states(recipe: Recipe, records: Any) -> dict[str, Check]:
    return {each.id: each for each in preview_dataset(records, recipe, SETTING).checks}


def test_uneven_data_is_a_warning_with_its_figures() -> None:
    approved = [judged(make_item(f"i{n}", prompt=f"{n}?", metadata={"conversation_id": "same"})) for n in range(30)]
    found = states(shipped_recipe("kto"), approved)
    assert (found["kto_ratio"].state, found["kto_ratio"].says) == ("warning", "30 desirable, 0 undesirable")
    assert (found["group_size"].state, found["group_size"].count) == ("warning", 30)
    assert found["empty_splits"].state == "warning"
    assert states(shipped_recipe("classification"), approved)["balance"].says == "approve 30"


def test_what_is_uneven_opens_its_items() -> None:
    approved = [judged(make_item(f"i{n}", prompt=f"{n}?", metadata={"conversation_id": "same"})) for n in range(30)]
    everyone = tuple(f"i{n}" for n in range(30))
    found = states(shipped_recipe("kto"), approved)
    assert found["kto_ratio"].items == found["group_size"].items == everyone
    assert states(shipped_recipe("classification"), approved)["balance"].items == everyone


def test_the_items_of_the_largest_group_are_found_among_many_others() -> None:
    def conversation(n: int) -> str:
        return "large" if n % 4 == 0 else f"c{n}"

    records = [
        judged(make_item(f"i{n}", prompt=f"{n}?", metadata={"conversation_id": conversation(n)})) for n in range(400)
    ]
    found = states(shipped_recipe("kto"), records)["group_size"]
    assert (found.state, found.count) == ("warning", 100)
    assert found.items
    assert all(int(name[1:]) % 4 == 0 for name in found.items)


def test_rows_with_personal_data_are_a_warning_with_their_items_until_it_is_replaced() -> None:
    records = [
        judged(make_item("a", response="Write to ana@example.org.")),
        judged(make_item("b", response="Call +49 30 901820.", prompt="b?")),
        judged(make_item("c", response="Fine.", prompt="c?")),
    ]
    recipe = shipped_recipe("classification")
    found = states(recipe, records)["personal_data"]
    assert (found.state, found.count, found.items) == ("warning", 2, ("a", "b"))
    assert found.says == "2 rows do: e-mail 1, phone 1"
    assert states(recipe.changed(redaction="placeholders"), records)["personal_data"].state == "ok"


def test_lengths_are_told_and_held_against_a_limit() -> None:
    records = [judged(make_item(f"i{n}", prompt="p" * 40, response="r" * 40 * n)) for n in range(1, 21)]
    recipe = shipped_recipe("kto", shape="standard")
    told = states(recipe, records)["tokens"]
    assert told.state == "info"
    assert told.says == "median 110, 95 % up to 200, longest 210, estimated at 4 bytes a token"
    over = states(recipe.changed(max_tokens=190), records)["tokens"]
    assert (over.state, over.count, over.items) == ("warning", 2, ("i19", "i20"))
    assert states(recipe.changed(max_tokens=210), records)["tokens"].state == "ok"


def test_of_two_answers_the_longer_one_counts_and_a_message_has_its_frame() -> None:
    record = judged(make_item(prompt="p" * 40, response="r" * 400), "revise", correction="c" * 40)
    assert states(shipped_recipe("dpo", shape="standard"), [record])["tokens"].says.startswith("median 110,")
    assert states(shipped_recipe("dpo"), [record])["tokens"].says.startswith("median 118,")


def test_the_length_of_any_script_is_estimated_by_its_bytes() -> None:
    assert (estimated_tokens(""), estimated_tokens("abcd"), estimated_tokens("保修"), estimated_tokens(None)) == (
        0,
        1,
        2,
        0,
    )


def test_languages_are_counted_and_items_without_one_are_behind_the_figure() -> None:
    mix = ("en", "en", "de", None)
    records = [judged(make_item(f"i{n}", prompt=f"{n}?", metadata={"language": one})) for n, one in enumerate(mix)]
    found = states(shipped_recipe("classification"), records)["languages"]
    assert (found.state, found.says, found.items) == ("info", "en 2, de 1, unknown 1", ("i3",))


def test_an_item_is_behind_a_check_once_and_no_more_than_a_hundred_are_listed() -> None:
    listed = Listed()
    for n in range(1_000):
        listed.add(f"i{n // 2}")
    assert (listed.count, len(listed.items), listed.items[:2]) == (1_000, 100, ("i0", "i1"))


def test_even_data_passes_every_check() -> None:
    for task in ("sft", "dpo", "kto", "classification", "spans", "reviews"):
        found = states(shipped_recipe(task), many(150))
        assert {each.id for each in found.values() if each.state == "info"} == {"tokens", "languages"}
        assert {each.state for each in found.values()} == {"ok", "info"}
