"""Values that papers and other programs print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.questions import Level
from reviewer.stats import STATISTICS, Ratings, Value, agreement, all_pairs

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "data" / "agreement-worked-examples.json").read_text(encoding="utf-8")
)
ALPHA: dict[str, Level] = {
    "alpha nominal": "nominal",
    "alpha ordinal": "ordinal",
    "alpha interval": "interval",
    "alpha ratio": "ratio",
    "alpha quadratic (= interval)": "interval",
}
OTHERS = {
    "fleiss kappa": "fleiss_kappa",
    "scott pi": "fleiss_kappa",
    "scott pi (2)": "fleiss_kappa",
    "gwet AC1": "gwet_ac1",
    "cohen kappa": "cohen_kappa",
    "cohen kappa (2)": "cohen_kappa",
    "percent agreement": "percent_agreement",
}
WEIGHTED: dict[str, tuple[str, Level]] = {
    "linear weighted kappa": ("cohen_kappa_linear", "ordinal"),
    "linear weighted r2,r3": ("cohen_kappa_linear", "ordinal"),
    "quadratic weighted r2,r3": ("cohen_kappa_quadratic", "ordinal"),
    "gwet AC2 ordinal": ("gwet_ac2", "ordinal"),
    "gwet AC2 quadratic": ("gwet_ac2", "interval"),
}
NOT_OFFERED = {
    "randolph free-marginal kappa",
    "ASE",
    "S (Bennett)",
    "conger kappa",
    "brennan-prediger",
    "gwet AC1 std. error",
}


def ratings_of(example: dict[str, Any], only: tuple[str, ...] = ()) -> Ratings:
    triples: list[tuple[int, str, Value | None]] = []
    if isinstance(example.get("raters"), str):
        return ratings_of(next(other for other in EXAMPLES if other["name"] in example["raters"]))
    for reviewer, row in enumerate(example.get("raters", [])):
        triples += [(item, f"r{reviewer + 1}", value) for item, value in enumerate(row)]
    for item, row in enumerate(example.get("counts", [])):
        said = [value for value, count in enumerate(row) for _ in range(count)]
        triples += [(item, f"r{reviewer + 1}", value) for reviewer, value in enumerate(said)]
    for first, row in enumerate(example.get("table", [])):
        for second, count in enumerate(row):
            for _ in range(count):
                item = len(triples)
                triples += [(item, "r1", first), (item, "r2", second)]
    return Ratings.from_triples(row for row in triples if not only or row[1] in only)


def cases() -> list[Any]:
    named = [(example, name) for example in EXAMPLES for name in example.get("expected", {})]
    return [
        pytest.param(example, name, id=f"{example['name']}: {name}")
        for example, name in named
        if name not in NOT_OFFERED
    ]


def computed(example: dict[str, Any], name: str) -> float | None:
    ratings = ratings_of(example)
    if name == "cohen kappa r2,r3":
        return next(pair.cohen_kappa for pair in all_pairs(ratings) if (pair.a, pair.b) == ("r2", "r3"))
    if name in WEIGHTED:
        wanted, level = WEIGHTED[name]
        both = ("r2", "r3") if name.endswith("r2,r3") else ()
        return agreement(ratings_of(example, both), "severity", level, resamples=0).coefficients[wanted].value
    level = ALPHA.get(name, "nominal")
    wanted = "krippendorff_alpha" if name in ALPHA else OTHERS[name]
    return agreement(ratings, "verdict", level, resamples=0).coefficients[wanted].value


@pytest.mark.parametrize(("example", "name"), cases())
def test_a_published_value_is_reached(example: dict[str, Any], name: str) -> None:
    expected = example["expected"][name]
    value = computed(example, name)
    assert value == pytest.approx(expected["computed"], abs=1e-9)
    if expected["published"] is not None:
        digits = len(str(expected["published"]).partition(".")[2])
        assert value == pytest.approx(expected["published"], abs=0.6 * 10**-digits)


def test_every_statistic_is_held_against_a_published_value() -> None:
    names = {name for example in EXAMPLES for name in example.get("expected", {})}
    assert names <= {*ALPHA, *OTHERS, *WEIGHTED, *NOT_OFFERED, "cohen kappa r2,r3"}
    weighted = {wanted for wanted, _ in WEIGHTED.values()}
    assert {statistic.id for statistic in STATISTICS} == {"krippendorff_alpha", *OTHERS.values(), *weighted}


def test_where_other_programs_fail_or_print_one_the_value_is_missing_with_a_reason() -> None:
    always_one = Ratings.from_triples((item, reviewer, "x") for item in range(20) for reviewer in "abc")
    report = agreement(always_one, "verdict")
    for name, coefficient in report.coefficients.items():
        assert (coefficient.value is None) == (name != "percent_agreement")
    assert any("undefined" in note for note in report.notes)


def test_one_item_with_two_different_values_has_an_alpha_of_zero() -> None:
    ratings = Ratings.from_triples([(1, "a", "x"), (1, "b", "y")])
    assert agreement(ratings, "verdict").coefficients["krippendorff_alpha"].value == 0.0
