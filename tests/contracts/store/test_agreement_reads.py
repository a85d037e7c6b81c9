"""What the screens of a lead read of many reviews, in a file and on a server alike."""

from __future__ import annotations

import pytest

from tests.factories import item
from tests.team import Team

QUESTIONS = [{"id": "severity", "type": "rating", "title": "Severity"}]


@pytest.fixture
def judged(team: Team) -> Team:
    items = [item(f"i{n}", metadata={"language": "de" if n % 2 else "en", "model": "m"}) for n in range(8)]
    team.start(items, overlap=2, max_reviews=2, questions=QUESTIONS)
    for n in range(8):
        team.judge("ana", f"i{n}", "approve" if n < 4 else "reject", answers={"severity": 1 + n % 5})
        team.judge("ben", f"i{n}", "approve" if n < 5 else "reject", answers={"severity": 1 + n % 5})
        team.clock.advance(days=3)
    return team


def test_agreement_is_computed_filtered_and_grouped(judged: Team) -> None:
    agreement = judged.lead.agreement
    report = agreement.compute()
    assert (report.items, report.reviews, report.reviewers) == (8, 16, 2)
    assert report.coefficients["percent_agreement"].value == pytest.approx(7 / 8)
    assert agreement.compute("severity").coefficients["krippendorff_alpha"].value == pytest.approx(1.0)
    assert agreement.compute(where="language == 'de'").items == 4
    assert {name: one.items for name, one in agreement.compute_by("language").items()} == {"de": 4, "en": 4}


def test_pairs_and_stretches_of_time_are_read(judged: Team) -> None:
    agreement = judged.lead.agreement
    both = agreement.shared_items("ana", "ben")
    assert [(item_id, a, b) for item_id, _, a, b in both if a != b] == [("i4", "reject", "approve")]
    assert len(agreement.over_time(days=7)) == 4
    assert agreement.confused()
