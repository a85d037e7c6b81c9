from __future__ import annotations

from array import array
from typing import Any

import pytest

from reviewer.datasets.cases import Case, Lineage, Record
from reviewer.datasets.checks import Check
from reviewer.datasets.preview import preview_dataset
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.splits import Assigned, Joined, Splits

from .making import SETTING, judged, make_item, shipped_recipe


def record(number: int, **fields: Any) -> Record:
    """Return an approved item whose number is known, with a question of its own."""
    made = judged(make_item(f"i{number}", **{"prompt": f"Question {number}?", **fields}))
    return made._replace(lineage=Lineage(number, None, (number,)))


class Wrong(Splits):
    """Gives every second item another split than the first, whatever the groups are."""

    def __call__(self, case: Case) -> Assigned | str:
        assert case.lineage is not None
        return Assigned(("train", "test")[case.lineage.item % 2], f"group-{case.lineage.item}", "group-own")


def checks(records: list[Record], recipe: Recipe | None = None, assign: Splits | None = None) -> dict[str, Check]:
    found = preview_dataset(records, recipe or shipped_recipe("kto"), SETTING, assign=assign)
    return {check.id: check for check in found.checks}


def assigning(kind: type[Splits], *pairs: tuple[int, int]) -> Splits:
    return kind(shipped_recipe("kto"), SETTING, None, Joined({}, pairs=array("q", (n for pair in pairs for n in pair))))


def test_near_copies_in_two_splits_fail_and_their_items_are_named() -> None:
    records = [record(number) for number in range(6)]
    fine = checks(records, assign=assigning(Wrong, (2, 0), (4, 2)))
    assert (fine["near_copies"].state, fine["kept_together"].count) == ("ok", 3)
    assert fine["kept_together"].items == ("i0", "i2", "i4")
    failed = checks(records, assign=assigning(Wrong, (2, 0), (3, 0)))["near_copies"]
    assert (failed.state, failed.count, failed.items) == ("failed", 2, ("i0", "i3"))


def test_a_copy_that_became_no_row_counts_for_nothing() -> None:
    found = checks([record(1), record(2)], assign=assigning(Wrong, (7, 1), (9, 8)))
    assert (found["near_copies"].state, found["kept_together"].count) == ("ok", 0)


def test_an_own_group_in_two_splits_fails_although_its_rows_carry_others() -> None:
    assert checks([record(1), record(3)], assign=assigning(Wrong))["groups"].state == "ok"
    assert checks([record(1), record(2)], assign=assigning(Wrong))["groups"].state == "failed"


def test_without_a_search_for_near_copies_nothing_is_said_of_them() -> None:
    assert {"near_copies", "kept_together"}.isdisjoint(checks([record(1)]))


def test_a_question_in_two_splits_is_a_warning_that_says_how_to_keep_it_together() -> None:
    same = [record(n, prompt="What  is it?" if n % 2 else "what is IT?", response=f"Thing {n}.") for n in range(30)]
    found = checks(same)["questions"]
    assert (found.state, found.count) == ("warning", 1)
    assert 'group_by = "prompt"' in found.says
    assert set(found.items) <= {f"i{n}" for n in range(30)}
    assert checks([record(n) for n in range(30)])["questions"].state == "ok"
    assert "questions" not in checks(same, shipped_recipe("kto", group_by="prompt"))
    assert "questions" not in checks(same, shipped_recipe("kto", split=(0, 1, 0)))


@pytest.mark.parametrize(
    ("group_by", "hint"),
    [
        ("converstion_id", "did you mean 'conversation"),
        ("tenat", "did you mean 'tenant'?"),
        ("document", "none has it"),
        ("user", "; there are conversation, document, item, prompt, template, tenant"),
    ],
)
def test_a_key_that_nobody_has_is_a_warning_with_the_nearest_one(group_by: str, hint: str) -> None:
    records = [record(n, metadata={"tenant": "acme"}) for n in range(3)]
    found = checks(records, shipped_recipe("kto", group_by=group_by))["group_by"]
    assert (found.state, found.count) == ("warning", 3)
    assert hint in found.says


@pytest.mark.parametrize("group_by", ["tenant", "conversation_id", "conversation", "item", "prompt", "user"])
def test_a_key_that_somebody_has_and_no_conversation_at_all_are_fine(group_by: str) -> None:
    records = [record(0, metadata={"tenant": "acme", "user_id": "u"}), record(1)]
    assert "group_by" not in checks(records, shipped_recipe("kto", group_by=group_by))
