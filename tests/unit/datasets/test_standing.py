"""Checks of where items stand besides, fed with a record of other datasets as the workspace keeps it."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import pytest

from reviewer.datasets.build import build_dataset
from reviewer.datasets.cases import Case, Lineage, Record
from reviewer.datasets.checks import ITEMS_LISTED, Check, Elsewhere, Stretch
from reviewer.datasets.preview import preview_dataset
from reviewer.datasets.splits import Assigned, Joined, Splits
from reviewer.domain.errors import Damaged

from .making import SETTING, judged, make_item, shipped_recipe

KTO = shipped_recipe("kto")
PLACES = ("train", "validation", "test")


def records(count: int) -> list[Record]:
    made = (judged(make_item(f"i{n}", prompt=f"Question {n}?", response=f"Answer {n}.")) for n in range(1, count + 1))
    return [record._replace(lineage=Lineage(n, None, (n,))) for n, record in enumerate(made, start=1)]


class InTurns(Splits):
    """Puts the items into train, validation and test in turns; each stands alone, or all are in one group."""

    def __init__(self, *pairs: tuple[int, int], group: str = "") -> None:
        super().__init__(KTO, SETTING, None, Joined({}, pairs=array("q", (n for pair in pairs for n in pair))))
        self._group = group

    def __call__(self, case: Case) -> Assigned | str:
        assert case.lineage is not None
        group = self._group or f"group-{case.lineage.item}"
        return Assigned(PLACES[(case.lineage.item - 1) % 3], group, group)


class Asked:
    """A record of other datasets that notes what it was asked."""

    def __init__(self, *stretches: Stretch, gold: Iterable[int] = ()) -> None:
        self._stretches, self._gold = stretches, tuple(gold)
        self.splits: list[tuple[str, ...]] = []
        self.named: list[tuple[int, ...]] = []

    def elsewhere(self) -> Elsewhere:
        return Elsewhere(self._standing, self._names, lambda: self._gold)

    def _standing(self, splits: Collection[str]) -> list[Stretch]:
        self.splits.append(tuple(splits))
        return [stretch for stretch in self._stretches if stretch.split in splits]

    def _names(self, numbers: Sequence[int]) -> dict[int, str]:
        self.named.append(tuple(numbers))
        return {number: f"i{number}" for number in numbers}


def checks(asked: Asked, assign: Splits | None = None, count: int = 9) -> dict[str, Check]:
    found = preview_dataset(records(count), KTO, SETTING, assign=assign or InTurns(), elsewhere=asked.elsewhere())
    return {check.id: check for check in found.checks}


def test_what_is_held_out_here_and_trains_there_is_named_and_the_other_way_round() -> None:
    asked = Asked(
        Stretch("sft-v1", "train", [1, 2, 3]),
        Stretch("sft-v1", "train", [5, 77]),
        Stretch("evaluation-v1", "test", [3, 4, 6]),
        Stretch("dpo-v2", "train", [9]),
    )
    found = checks(asked)["other_datasets"]
    assert (found.state, found.count, found.items) == ("warning", 5, ("i2", "i3", "i4", "i5", "i9"))
    assert found.says == "held out here, training in sft-v1, dpo-v2: 4; training here, held out of evaluation-v1: 1"


def test_what_stands_on_the_same_side_everywhere_is_fine() -> None:
    asked = Asked(Stretch("sft-v1", "train", [1, 4, 7]), Stretch("sft-v1", "test", [2, 3, 5]))
    found = checks(asked)["other_datasets"]
    assert (found.state, found.count, found.says, found.items) == ("ok", 0, "", ())
    assert asked.named == []


@pytest.mark.parametrize(("count", "splits"), [(1, ("validation", "test")), (2, PLACES), (0, None)])
def test_only_splits_that_could_meet_are_asked_for(count: int, splits: tuple[str, ...] | None) -> None:
    asked = Asked()
    checks(asked, count=count)
    assert asked.splits == ([] if splits is None else [splits])


def test_of_many_items_in_many_datasets_all_are_counted_and_the_first_named() -> None:
    asked = Asked(*(Stretch(f"sft-v{n}", "train", [3 * n, 3 * n + 1, 3 * n + 2]) for n in range(1, 101)))
    found = checks(asked, count=302)["other_datasets"]
    assert found.count == 200
    assert len(found.items) == ITEMS_LISTED
    assert found.says == "held out here, training in sft-v96, sft-v97, sft-v98, sft-v99, sft-v100 and 95 more: 200"


def test_near_copies_of_gold_items_that_train_are_a_warning() -> None:
    pairs = InTurns((4, 50), (5, 50), (7, 60), (1, 4))
    found = checks(Asked(gold=[50, 61]), pairs)["gold_copies"]
    assert (found.state, found.count, found.items) == ("warning", 1, ("i4",))
    assert checks(Asked(gold=[61]), pairs)["gold_copies"].state == "ok"


def test_what_nobody_can_be_asked_about_is_not_said() -> None:
    found = preview_dataset(records(3), KTO, SETTING, assign=InTurns())
    assert {"other_datasets", "gold_copies"}.isdisjoint(check.id for check in found.checks)
    alone = preview_dataset(records(3), KTO, SETTING, elsewhere=Asked().elsewhere())
    assert "gold_copies" not in {check.id for check in alone.checks}


def test_a_group_in_two_splits_names_its_items_and_stops_the_build(tmp_path: Path) -> None:
    asked = Asked()
    found = checks(asked, InTurns(group="group-a"), count=7)["groups"]
    assert (found.state, found.count) == ("failed", 2)
    assert found.items == tuple(f"i{n}" for n in range(1, 8))
    with pytest.raises(Damaged, match=r"in two splits failed for 2 rows \(items i1, i2, i3, i4, i5, …\)"):
        build_dataset(
            records(7),
            KTO,
            SETTING,
            tmp_path / "ds",
            assign=InTurns(group="group-a"),
            elsewhere=asked.elsewhere(),
        )
    assert not (tmp_path / "ds").exists()


def test_nobody_is_named_while_each_group_is_in_one_split() -> None:
    asked = Asked()
    assert checks(asked)["groups"].items == ()
    assert asked.named == []
