"""Figures over a part of what was judged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reviewer.services.scope import EVERYTHING, Scope
from reviewer.services.workspace import Workspace
from tests.factories import item, judge, workspace

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PRIVACY = {"id": "h1", "policy": "privacy", "detector": "scan", "outcome": "fail"}
GROUNDING = {"id": "h1", "policy": "grounding", "detector": "lens", "outcome": "fail"}


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """Two items judged long ago and one judged yesterday, by two people each."""
    with workspace(tmp_path, overlap=2, max_reviews=2) as made:
        for name, hit, days in (("a", PRIVACY, 60), ("b", GROUNDING, 60), ("c", PRIVACY, 1)):
            made.ingest.add([item(name, policy_hits=[hit])])
            for who in ("ana", "ben"):
                said = [{"hit": "h1", "judgement": "confirmed"}]
                judge(made, who, name, hits=said, submitted_at=NOW - timedelta(days=days))
        yield made


def test_everything_leaves_nothing_out(ws: Workspace) -> None:
    assert not EVERYTHING
    assert ws.agreement.within(EVERYTHING).compute() == ws.agreement.compute()
    assert ws.agreement.compute().items == 3


def test_a_stretch_of_time_holds_the_items_that_were_first_judged_in_it(ws: Workspace) -> None:
    recent = Scope(since=NOW - timedelta(days=30))
    assert ws.agreement.within(recent).compute().items == 1
    assert ws.agreement.within(recent).compute("verdict").reviews == 2
    assert [entry[0] for entry in ws.agreement.within(recent).shared_items("ana", "ben")] == ["c"]
    assert [found.quality.precision.items for found in ws.quality.within(recent).detectors()] == [1]


def test_a_policy_holds_the_items_that_have_a_hit_of_it(ws: Workspace) -> None:
    privacy = Scope(policy="privacy")
    assert ws.agreement.within(privacy).compute().items == 2
    assert [found.policy for found in ws.quality.within(privacy).detectors()] == ["privacy"]
    both = Scope(since=NOW - timedelta(days=30), policy="grounding")
    assert ws.agreement.within(both).compute().items == 0


def test_one_reading_of_the_detectors_answers_for_any_threshold(ws: Workspace) -> None:
    book = ws.quality.detector_book()
    assert book.reports() == ws.quality.detectors()
    key = ("privacy", "scan", "")
    again = ws.quality.thresholds("privacy", "scan", outputs_per_day=100)
    assert book.what_if(key, outputs_per_day=100) == again
