from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.domain.errors import InvalidInput, NotFound
from reviewer.domain.expressions import ExpressionError
from reviewer.services.workspace import Workspace
from tests.factories import FakeClock, item, judge, review, workspace

QUESTIONS = [{"id": "severity", "type": "rating", "title": "Severity"}]


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    clock = FakeClock()
    items = [item(f"i{n}", metadata={"language": "de" if n % 2 else "en", "model": "m"}) for n in range(8)]
    with workspace(tmp_path, items, clock=clock, overlap=2, max_reviews=2, questions=QUESTIONS) as made:
        for n in range(8):
            judge(made, "ana", f"i{n}", "approve" if n < 4 else "reject", answers={"severity": 1 + n % 5})
            judge(made, "ben", f"i{n}", "approve" if n < 5 else "reject", answers={"severity": 1 + n % 5})
            clock.advance(days=3)
        yield made


def test_agreement_is_computed_over_current_first_round_verdicts(ws: Workspace) -> None:
    ws.reviews.submit(review("i0", "ana", "reject", round="consistency"))
    report = ws.agreement.compute()
    assert (report.items, report.reviews, report.reviewers) == (8, 16, 2)
    assert report.coefficients["percent_agreement"].value == pytest.approx(7 / 8)


def test_a_rating_is_compared_at_its_own_level(ws: Workspace) -> None:
    report = ws.agreement.compute("severity")
    assert report.level == "ordinal"
    assert report.coefficients["krippendorff_alpha"].value == pytest.approx(1.0)
    assert ws.agreement.compute("severity", level="nominal").level == "nominal"


def test_agreement_is_filtered_and_grouped(ws: Workspace) -> None:
    assert ws.agreement.compute(where="language == 'de'").items == 4
    by = ws.agreement.compute_by("language")
    assert {name: report.items for name, report in by.items()} == {"de": 4, "en": 4}
    assert set(ws.agreement.compute_by("metadata.nothing")) == {"(none)"}


def test_the_same_seed_gives_the_same_interval(ws: Workspace) -> None:
    one, two = (ws.agreement.compute(seed=7).coefficients["krippendorff_alpha"] for _ in range(2))
    assert (one.low, one.high) == (two.low, two.high)


def test_disagreeing_pairs_are_named_with_their_items(ws: Workspace) -> None:
    both = ws.agreement.shared_items("ana", "ben")
    assert len(both) == 8
    assert [(item_id, a, b) for item_id, _, a, b in both if a != b] == [("i4", "reject", "approve")]


def test_agreement_over_time_has_one_value_per_stretch(ws: Workspace) -> None:
    weeks = ws.agreement.over_time(days=7)
    assert len(weeks) == 4
    assert all(start.weekday() == 0 for start in weeks)


@pytest.mark.parametrize("question", ["nothing", "Verdict"])
def test_an_unknown_question_is_named_with_those_that_exist(ws: Workspace, question: str) -> None:
    with pytest.raises(NotFound, match="choose one of verdict, severity"):
        ws.agreement.compute(question)


def test_an_unknown_field_or_level_is_refused(ws: Workspace) -> None:
    with pytest.raises(ExpressionError, match="did you mean language"):
        ws.agreement.compute_by("langage")
    with pytest.raises(InvalidInput, match="choose nominal"):
        ws.agreement.compute(level="cardinal")
