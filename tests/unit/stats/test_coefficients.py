"""The fast forms against the definitions written out and against other libraries."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reviewer.domain.questions import Level
from reviewer.stats import STATISTICS, Ratings, agreement, all_pairs
from tests.unit.stats import plain_formulas as plain
from tests.unit.stats.simulated import Triples, plausible, triples

STATISTIC = {statistic.id: statistic for statistic in STATISTICS}
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")
numbers = st.integers(0, 6) | st.sampled_from([0.5, 2.25, 1e3])


def value_of(name: str, rows: Triples, level: Level = "nominal") -> float | None:
    return STATISTIC[name].compute(Ratings.from_triples(rows), level, resamples=0).value


@pytest.mark.parametrize("level", LEVELS)
@given(rows=triples(numbers))
def test_alpha_is_the_sum_over_all_pairs_of_the_definition(rows: Triples, level: Level) -> None:
    assume(len({reviewer for _, reviewer, _ in rows}) > 1)
    expected = plain.alpha(rows, level)
    found = value_of("krippendorff_alpha", rows, level)
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


@pytest.mark.parametrize(
    ("name", "formula"),
    [("fleiss_kappa", plain.fleiss), ("gwet_ac1", plain.ac1), ("percent_agreement", plain.percent)],
)
@given(rows=triples(st.sampled_from("abcd")))
def test_kappa_ac1_and_percent_with_gaps_follow_the_definition(
    rows: Triples, name: str, formula: Callable[[Triples], float]
) -> None:
    assume(any(len(values) > 1 for values in plain.units(rows)))
    assume(len({value for _, _, value in rows}) > 1)
    assert value_of(name, rows) == pytest.approx(formula(rows), abs=1e-9)


@given(triples(st.sampled_from("abc")))
def test_cohen_of_each_pair_and_their_mean_follow_the_definition(rows: Triples) -> None:
    pairs = all_pairs(Ratings.from_triples(rows))
    weights, total = 0, 0.0
    for pair in pairs:
        expected = plain.cohen(rows, pair.a, pair.b)
        assert pair.cohen_kappa == (None if expected is None else pytest.approx(expected, abs=1e-9))
        if expected is not None:
            weights, total = weights + pair.items, total + expected * pair.items
    mean = value_of("cohen_kappa", rows)
    assert mean == (pytest.approx(total / weights, abs=1e-9) if weights else None)


def test_fleiss_without_gaps_is_what_statsmodels_computes() -> None:
    from statsmodels.stats.inter_rater import fleiss_kappa

    rows = plausible(500, reviewers=6, values=5, gaps=0)
    table = np.zeros((500, 5), int)
    for item, _, value in rows:
        table[item, int(value)] += 1
    assert value_of("fleiss_kappa", rows) == pytest.approx(fleiss_kappa(table), abs=1e-12)


def test_cohen_of_all_pairs_is_what_scikit_learn_computes_pair_by_pair() -> None:
    from sklearn.metrics import cohen_kappa_score

    rows = plausible(400, reviewers=8, values=5, gaps=0.5)
    said: dict[str, dict[int, object]] = {}
    for item, reviewer, value in rows:
        said.setdefault(reviewer, {})[item] = value
    pairs = all_pairs(Ratings.from_triples(rows))
    assert len(pairs) == 28
    for pair in pairs:
        both = sorted(said[pair.a].keys() & said[pair.b].keys())
        first, second = [said[pair.a][item] for item in both], [said[pair.b][item] for item in both]
        assert pair.items == len(both)
        assert pair.cohen_kappa == pytest.approx(cohen_kappa_score(first, second), abs=1e-12)
        same = sum(a == b for a, b in zip(first, second, strict=True))
        assert pair.percent_agreement == pytest.approx(same / len(both))


def test_a_thousand_reviewers_who_each_judged_a_little_are_paired_like_a_few() -> None:
    crowd = [
        (item, f"r{(item * 7 + turn * 13) % 1000}", (item + turn * item) % 4)
        for item in range(3000)
        for turn in (0, 1, 2)
    ]
    pairs = all_pairs(Ratings.from_triples(crowd))
    assert sum(pair.items for pair in pairs) == 9000
    some = pairs[:: len(pairs) // 50]
    for pair in some:
        expected = plain.cohen(crowd, pair.a, pair.b)
        assert pair.cohen_kappa == (None if expected is None else pytest.approx(expected, abs=1e-9))


@pytest.mark.parametrize("level", LEVELS)
def test_full_agreement_is_exactly_one(level: Level) -> None:
    rows = [(item, reviewer, 0.1 * (item % 7)) for item in range(70) for reviewer in "abc"]
    assert value_of("krippendorff_alpha", rows, level) == 1.0
    report = agreement(Ratings.from_triples(rows), "q", level, resamples=0)
    assert {coefficient.value for coefficient in report.coefficients.values()} == {1.0}


def test_the_interval_level_does_not_care_for_zero_and_unit() -> None:
    rows = plausible(80)
    moved = [(item, reviewer, 1e6 + 250.0 * float(value)) for item, reviewer, value in rows]
    assert value_of("krippendorff_alpha", moved, "interval") == pytest.approx(
        value_of("krippendorff_alpha", rows, "interval"), abs=1e-9
    )


def test_the_ordinal_level_sees_only_the_order() -> None:
    rows = plausible(80)
    stretched = [(item, reviewer, float(value) ** 5) for item, reviewer, value in rows]
    named = [(item, reviewer, "dcba"[int(value)]) for item, reviewer, value in rows]
    expected = value_of("krippendorff_alpha", rows, "ordinal")
    assert value_of("krippendorff_alpha", stretched, "ordinal") == pytest.approx(expected, abs=1e-12)
    ordered = STATISTIC["krippendorff_alpha"].compute(Ratings.from_triples(named, order="dcba"), "ordinal")
    assert ordered.value == pytest.approx(expected, abs=1e-12)


def test_the_ratio_level_does_not_care_for_the_unit_even_if_it_is_huge() -> None:
    rows = [(item, reviewer, float(value)) for item, reviewer, value in plausible(80)]
    huge = [(item, reviewer, float(value) * 1e307) for item, reviewer, value in rows]
    for level in ("interval", "ratio"):
        assert value_of("krippendorff_alpha", huge, level) == pytest.approx(
            value_of("krippendorff_alpha", rows, level), abs=1e-9
        )


@pytest.mark.parametrize(
    ("values", "level", "reason"),
    [
        (("x", "y"), "ordinal", "order"),
        (("x", "y"), "interval", "needs numbers"),
        ((1, "y"), "ratio", "needs numbers"),
        ((-1, 2), "ratio", "zero or more"),
    ],
)
def test_a_level_that_the_values_do_not_have_is_refused_with_the_reason(
    values: tuple[str | int, str | int], level: Level, reason: str
) -> None:
    rows = [(item, reviewer, values[item % 2]) for item in range(20) for reviewer in "ab"]
    found = STATISTIC["krippendorff_alpha"].compute(Ratings.from_triples(rows), level)
    assert found.value is None
    assert found.note is not None
    assert reason in found.note


def test_pairs_of_which_none_varies_leave_cohen_undefined_with_the_reason() -> None:
    rows = [(item, reviewer, "x") for item in range(12) for reviewer in "ab"]
    rows += [(item, reviewer, "y") for item in range(12, 24) for reviewer in "cd"]
    found = STATISTIC["cohen_kappa"].compute(Ratings.from_triples(rows))
    assert found.value is None
    assert found.note is not None
    assert "no pair of reviewers varies" in found.note


def test_on_a_real_set_with_gaps_every_coefficient_is_what_the_definitions_and_statsmodels_say() -> None:
    from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

    rows = real_rows()
    ratings = Ratings.from_triples(rows)
    report = agreement(ratings, "verdict", resamples=200)
    expected = {
        "krippendorff_alpha": plain.alpha(rows, "nominal"),
        "fleiss_kappa": plain.fleiss(rows),
        "gwet_ac1": plain.ac1(rows),
        "percent_agreement": plain.percent(rows),
    }
    for name, value in expected.items():
        found = report.coefficients[name]
        assert found.value == pytest.approx(value, abs=1e-9)
        assert found.low is not None
        assert found.high is not None
        assert found.value is not None
        assert found.low < found.value < found.high
    for pair in report.pairs:
        assert pair.cohen_kappa == pytest.approx(plain.cohen(rows, pair.a, pair.b), abs=1e-9)

    complete = [values for values in plain.units(rows) if len(values) == 3]
    full = Ratings.from_triples((item, f"r{n}", v) for item, found in enumerate(complete) for n, v in enumerate(found))
    table, _ = aggregate_raters(np.array(complete))
    whole = STATISTIC["fleiss_kappa"].compute(full, resamples=0)
    assert whole.value == pytest.approx(fleiss_kappa(table), abs=1e-12)


def real_rows() -> Triples:
    """The verdicts of three people on 2,500 summaries where that set lies beside the project, else made-up ones."""
    path = Path(__file__).parents[4] / "shared" / "data" / "xsum.ratings.jsonl"
    if not path.exists():
        return plausible(2500, values=2, gaps=0.01)
    reviews = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(review["item_id"], review["reviewer"], review["verdict"]) for review in reviews]
