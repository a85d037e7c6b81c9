"""What every agreement statistic keeps to; a new file in reviewer/stats is held to it by being in STATISTICS."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reviewer.stats
from reviewer.stats import STATISTICS, Ratings, Statistic, Value
from tests.unit.stats.simulated import Triples, triples

PARTS = frozenset(
    {
        "agreement",
        "bootstrap",
        "chance",
        "confusion",
        "consensus",
        "detectors",
        "distances",
        "drift",
        "forecast",
        "live_alpha",
        "patterns",
        "people",
        "proportions",
        "ratings",
        "results",
        "set_alpha",
        "slices",
        "spans",
        "statistic",
    }
)
"""Modules that statistics are made of; any other module of the folder is a statistic."""

each_statistic = pytest.mark.parametrize("statistic", STATISTICS, ids=lambda statistic: statistic.id)


def modules() -> dict[str, ModuleType]:
    names = [found.name for found in pkgutil.iter_modules(reviewer.stats.__path__)]
    return {name: importlib.import_module(f"reviewer.stats.{name}") for name in names}


def test_every_module_that_is_a_statistic_is_in_the_tuple() -> None:
    found = {name: module for name, module in modules().items() if name not in PARTS}
    assert {module.STATISTIC for module in found.values()} == set(STATISTICS)
    assert {statistic.id for statistic in STATISTICS} == set(found)
    assert not [name for name in PARTS if hasattr(modules()[name], "STATISTIC")]


@each_statistic
def test_the_docstring_names_the_paper(statistic: Statistic) -> None:
    docstring = " ".join((modules()[statistic.id].__doc__ or "").split())
    assert statistic.citation.rstrip(".") in docstring
    assert statistic.title in docstring


@each_statistic
def test_title_and_definition_are_there_for_the_window(statistic: Statistic) -> None:
    assert statistic.title
    assert statistic.definition.endswith(".")
    assert statistic.definition.count(". ") == 0
    assert statistic.minimum_items >= 2


NOTHING: dict[str, list[tuple[int, str, Value | None]]] = {
    "no items": [],
    "only missing values": [(1, "ana", None), (1, "ben", None)],
    "one reviewer": [(item, "ana", "xy"[item % 2]) for item in range(20)],
    "no pairable item": [(item, "ana" if item % 2 else "ben", "xy"[item % 3 > 0]) for item in range(20)],
}


@each_statistic
@pytest.mark.parametrize("rows", NOTHING.values(), ids=NOTHING.keys())
def test_without_pairs_there_is_no_value_but_a_reason(
    statistic: Statistic, rows: list[tuple[int, str, Value | None]]
) -> None:
    found = statistic.compute(Ratings.from_triples(rows))
    assert (found.value, found.low, found.high, found.items) == (None, None, None, 0)
    assert found.note is not None
    assert found.note.startswith("undefined: ")


@each_statistic
@pytest.mark.parametrize("items", [1, 40])
def test_a_single_category_is_no_agreement_beyond_chance(statistic: Statistic, items: int) -> None:
    same = Ratings.from_triples((item, reviewer, "x") for item in range(items) for reviewer in ("a", "b", "c"))
    found = statistic.compute(same)
    if statistic.chance_corrected:
        assert (found.value, found.low, found.high) == (None, None, None)
        assert found.note is not None
        assert found.note.startswith("undefined: ")
    else:
        assert found.value == 1.0


@each_statistic
@given(rows=triples(st.sampled_from("abcd")), names=st.permutations(["q", "zoë", "r2", "x1", "李"]))
def test_names_of_reviewers_do_not_matter(statistic: Statistic, rows: Triples, names: list[str]) -> None:
    renamed = [(item, names[int(reviewer[1:])], value) for item, reviewer, value in rows]
    assert_same(statistic, rows, renamed)


@each_statistic
@given(rows=triples(st.sampled_from("abcd")), names=st.permutations(["z", "yes", "é", "approve"]))
def test_names_of_categories_do_not_matter(statistic: Statistic, rows: Triples, names: list[str]) -> None:
    renamed: Triples = [(item, reviewer, names["abcd".index(str(value))]) for item, reviewer, value in rows]
    assert_same(statistic, rows, renamed)


@each_statistic
@given(rows=triples(st.sampled_from("ab")))
def test_a_value_is_at_most_one(statistic: Statistic, rows: Triples) -> None:
    value = statistic.compute(Ratings.from_triples(rows), resamples=0).value
    assert value is None or value <= 1 + 1e-9


def assert_same(statistic: Statistic, rows: Triples, renamed: Triples) -> None:
    before = statistic.compute(Ratings.from_triples(rows), resamples=0)
    after = statistic.compute(Ratings.from_triples(renamed), resamples=0)
    assert before.value == (None if after.value is None else pytest.approx(after.value, abs=1e-12))
    assert (before.items, before.note) == (after.items, after.note)
