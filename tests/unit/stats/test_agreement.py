"""The report as a person and the terminal read it."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.stats import InvalidRatings, LabelPair, Ratings, Value, agreement, agreement_over_time, label_pairs
from tests.unit.stats.simulated import Triples, plausible, triples


def test_the_report_has_exactly_the_keys_of_the_contract() -> None:
    report = agreement(Ratings.from_triples(plausible(50)), "verdict", seed=3).to_json()
    assert list(report) == [
        "question",
        "level",
        "items",
        "pairable_items",
        "reviewers",
        "reviews",
        "coefficients",
        "pairs",
        "notes",
    ]
    assert set(report["coefficients"]) == {
        "krippendorff_alpha",
        "fleiss_kappa",
        "gwet_ac1",
        "cohen_kappa",
        "percent_agreement",
    }
    for coefficient in report["coefficients"].values():
        assert list(coefficient) == ["value", "low", "high", "items"]
        assert coefficient["low"] <= coefficient["value"] <= coefficient["high"]
    assert [list(pair) for pair in report["pairs"]] == [["a", "b", "items", "cohen_kappa", "percent_agreement"]] * 3
    assert (report["question"], report["level"], report["reviewers"]) == ("verdict", "nominal", 3)
    assert report["notes"] == []


def test_the_counts_say_what_came_in() -> None:
    rows = [(1, "ana", "x"), (1, "ben", "y"), (2, "ana", "x"), (3, "cy", None)]
    report = agreement(Ratings.from_triples(rows), "verdict")
    assert (report.items, report.pairable_items, report.reviewers, report.reviews) == (2, 1, 2, 3)


@given(triples(st.sampled_from(["x", "y", 1, 2.5])))
def test_whatever_comes_in_the_report_is_valid_json_without_nan(rows: Triples) -> None:
    report = agreement(Ratings.from_triples(rows), "q", resamples=20)
    text = json.dumps(report.to_json(), allow_nan=False)
    assert json.loads(text) == report.to_json()
    for coefficient in report.coefficients.values():
        assert coefficient.value is None or math.isfinite(coefficient.value)
        assert (coefficient.value is not None) or coefficient.note
    if any(coefficient.value is None for coefficient in report.coefficients.values()):
        assert any("undefined" in note for note in report.notes)


def test_no_reviews_at_all_make_a_report_that_says_so_once() -> None:
    report = agreement(Ratings.from_triples([]), "verdict")
    assert (report.items, report.pairs) == (0, ())
    assert len(report.notes) == 1
    assert "there are no reviews" in report.notes[0]


def test_pairs_without_variation_are_named_in_a_note() -> None:
    rows = plausible(40, reviewers=2, gaps=0)
    rows += [(100 + item, reviewer, 1) for item in range(3) for reviewer in ("vera", "wim")]
    report = agreement(Ratings.from_triples(rows), "verdict")
    pair = next(pair for pair in report.pairs if pair.a == "vera")
    assert (pair.cohen_kappa, pair.percent_agreement, pair.items) == (None, 1.0, 3)
    assert any("vera and wim" in note for note in report.notes)


def test_above_the_nominal_level_a_note_says_which_coefficients_use_it() -> None:
    report = agreement(Ratings.from_triples(plausible(40)), "severity", "ordinal")
    assert report.notes == (
        "Fleiss' kappa, Gwet's AC1, Cohen's kappa and Percent agreement compare categories"
        " and do not use the ordinal level.",
    )


def test_weighted_coefficients_are_there_where_values_have_an_order() -> None:
    weighted = {"gwet_ac2", "cohen_kappa_linear", "cohen_kappa_quadratic"}
    rows = Ratings.from_triples(plausible(40))
    assert not weighted & agreement(rows, "verdict").coefficients.keys()
    ordinal = agreement(rows, "severity", "ordinal").coefficients
    assert all(ordinal[name].value is not None for name in weighted)
    words = Ratings.from_triples([(n, who, "xy"[n % 2]) for n in range(20) for who in "ab"])
    assert "needs numbers" in (agreement(words, "severity", "interval").coefficients["gwet_ac2"].note or "")


def test_a_level_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(InvalidRatings, match="choose one of nominal, ordinal, interval, ratio"):
        agreement(Ratings.from_triples(plausible(40)), "severity", "metric")  # type: ignore[arg-type]


def test_renaming_a_project_question_does_not_change_the_numbers() -> None:
    ratings = Ratings.from_triples(plausible(40))
    assert agreement(ratings, "a").coefficients == agreement(ratings, "b").coefficients


def test_agreement_over_time_has_an_alpha_for_each_week_and_a_reason_where_there_is_none() -> None:
    weeks = {
        "2026-W02": Ratings.from_triples(plausible(60, seed=1)),
        "2026-W01": Ratings.from_triples([(1, "ana", "x")]),
    }
    found = agreement_over_time(weeks)
    assert list(found) == ["2026-W02", "2026-W01"]
    assert found["2026-W02"].low is not None
    assert found["2026-W01"].note == "undefined: there is only one reviewer"


def test_confused_values_are_listed_with_the_most_frequent_first() -> None:
    rows: list[tuple[int, str, Value]] = [(1, "a", "revise"), (1, "b", "reject"), (1, "c", "reject")]
    rows += [(2, "a", "revise"), (2, "b", "reject"), (3, "a", "approve"), (3, "b", "reject")]
    rows += [(4, "a", "approve"), (4, "b", "approve")]
    assert label_pairs(Ratings.from_triples(rows)) == (
        LabelPair("reject", "revise", reviews=3, items=2),
        LabelPair("approve", "reject", reviews=1, items=1),
    )
    assert label_pairs(Ratings.from_triples([])) == ()
