"""Figures about detectors, from reviews in a real workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.errors import InvalidInput, NotFound
from reviewer.services.quality import to_frame
from reviewer.services.quality.detectors import DetectorReport
from reviewer.services.workspace import Workspace
from reviewer.stats.detectors import Calibration, WhatIf
from reviewer.stats.results import Undefined
from tests.factories import item, judge, workspace

POLICY = "support:privacy"


def hit(score: float, *, name: str = "h1", **fields: Any) -> dict[str, Any]:
    return {
        "id": name,
        "policy": POLICY,
        "detector": "scan",
        "detector_version": "2",
        "score": score,
        "threshold": 0.5,
        "outcome": "fail" if score >= 0.5 else "pass",
        "score_direction": "higher_is_worse",
        **fields,
    }


def flagged(made: Workspace, name: str, said: str, score: float = 0.8) -> None:
    made.ingest.add([item(name, policy_hits=[hit(score)])])
    judge(made, "ana", name, hits=[{"hit": "h1", "judgement": said}])


def control(made: Workspace, name: str, *, broken: bool, score: float = 0.2, **fields: Any) -> None:
    made.ingest.add([item(name, control=True, policy_hits=[hit(score)], **{"sampling_probability": 0.1, **fields})])
    missed = [{"policy": POLICY}] if broken else []
    judge(made, "ana", name, missed_hits=missed, policies_checked=[POLICY])


def scan(made: Workspace) -> DetectorReport:
    return next(found for found in made.quality.detectors() if found.detector == "scan")


@pytest.fixture
def ws(tmp_path: Path) -> Any:
    with workspace(tmp_path, []) as made:
        yield made


def test_precision_counts_the_judged_hits(ws: Workspace) -> None:
    for name, said in (("a", "confirmed"), ("b", "confirmed"), ("c", "false_alarm"), ("d", "unsure")):
        flagged(ws, name, said)
    ws.ingest.add([item("not judged", policy_hits=[hit(0.9)])])
    found = scan(ws)
    assert (found.policy, found.detector, found.version, found.threshold) == (POLICY, "scan", "2", 0.5)
    assert found.hits == 4
    assert (found.quality.precision.hits, found.quality.precision.items) == (2, 3)
    assert found.quality.precision.value == pytest.approx(2 / 3)
    assert found.quality.unsure == 1
    assert found.quality.recall.value is None


def test_the_resolution_decides_where_reviewers_differ(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("a", policy_hits=[hit(0.8)])], overlap=2, max_reviews=2) as made:
        judge(made, "ana", "a", hits=[{"hit": "h1", "judgement": "confirmed"}])
        bens = judge(made, "ben", "a", hits=[{"hit": "h1", "judgement": "false_alarm"}])
        assert (scan(made).quality.precision.items, scan(made).quality.unsure) == (0, 1)
        made.resolutions.adopt("a", bens, lead="lead", reason="the number is public")
        assert (scan(made).quality.precision.value, scan(made).quality.precision.items) == (0.0, 1)


def test_recall_weighs_a_miss_in_the_control_sample_by_the_chance_of_its_draw(tmp_path: Path) -> None:
    with workspace(tmp_path, [], hide_hits_share=1.0) as made:
        for n in range(6):
            made.ingest.add([item(f"f{n}", policy_hits=[hit(0.9)])])
            judge(made, "ana", f"f{n}", missed_hits=[{"policy": POLICY}], policies_checked=[POLICY])
        control(made, "c1", broken=True)
        control(made, "c2", broken=False)
        found = scan(made).quality
        assert found.recall.value == pytest.approx(6 / (6 + 10))  # one of ten unflagged outputs was looked at
        assert (found.recall.hits, found.recall.items) == (6, 7)
        assert found.miss_rate.value == pytest.approx(0.5)


def test_only_policies_that_were_looked_for_tell_of_misses(ws: Workspace) -> None:
    ws.ingest.add([item("c", control=True, policy_hits=[hit(0.1)], sampling_probability=0.1)])
    judge(ws, "ana", "c")
    assert scan(ws).quality.miss_rate.items == 0
    control(ws, "d", broken=False)
    assert scan(ws).quality.miss_rate.items == 1


def test_a_control_item_without_its_probability_is_left_out_and_named(ws: Workspace) -> None:
    control(ws, "c", broken=True, sampling_probability=None)
    found = scan(ws)
    assert found.quality.miss_rate.items == 0
    assert any("1 control item has no sampling_probability" in note for note in found.notes)


def test_scores_are_set_against_what_people_found(ws: Workspace) -> None:
    for n in range(40):
        flagged(ws, f"f{n}", "confirmed" if n % 4 else "false_alarm", score=0.75)
    for n in range(10):
        control(ws, f"c{n}", broken=n == 0, score=0.1)
    curve = scan(ws).calibration
    assert isinstance(curve, Calibration)
    assert [b.broken.value for b in curve.bins] == pytest.approx([0.1, 0.75])
    table = ws.quality.thresholds(POLICY, "scan", outputs_per_day=1000)
    assert isinstance(table, WhatIf)
    assert [row.threshold for row in table.rows] == [0.1, 0.75]
    assert table.rows[1].precision.value == pytest.approx(0.75)
    assert table.rows[1].misses_per_thousand.value == pytest.approx(1000 * 10 / (100 + 40))
    assert table.suggested == 0.75


def test_a_detector_whose_low_scores_are_bad_keeps_its_own_unit(ws: Workspace) -> None:
    for n in range(40):
        ws.ingest.add([item(f"f{n}", policy_hits=[hit(0.2, outcome="fail", score_direction="higher_is_better")])])
        judge(ws, "ana", f"f{n}", hits=[{"hit": "h1", "judgement": "confirmed" if n % 4 else "false_alarm"}])
    table = ws.quality.thresholds(POLICY, "scan", outputs_per_day=10)
    assert isinstance(table, WhatIf)
    assert [row.threshold for row in table.rows] == [0.2]
    curve = scan(ws).calibration
    assert isinstance(curve, Calibration)
    assert curve.bins[0].score == pytest.approx(0.8)


def test_without_scores_or_detector_the_reason_is_said(ws: Workspace) -> None:
    ws.ingest.add([item("a", policy_hits=[{"id": "h1", "policy": POLICY, "detector": "rule"}])])
    judge(ws, "ana", "a", hits=[{"hit": "h1", "judgement": "confirmed"}])
    found = ws.quality.thresholds(POLICY, "rule", outputs_per_day=10)
    assert isinstance(found, Undefined)
    assert found.reason == "no judged item has a score of this detector"
    with pytest.raises(NotFound, match="no-such"):
        ws.quality.thresholds(POLICY, "no-such", outputs_per_day=10)
    with pytest.raises(InvalidInput, match="above zero"):
        ws.quality.thresholds(POLICY, "rule", outputs_per_day=0)


def test_suggestions_are_held_against_what_people_decided(ws: Workspace) -> None:
    for n in range(20):
        suggested = {"verdict": "reject" if n % 2 else "approve", "agent": "judge-1"}
        ws.ingest.add([item(f"s{n}", suggestion=suggested)])
        judge(ws, "ana", f"s{n}", "reject" if n % 2 or n < 4 else "approve")
    (found,) = ws.quality.judges()
    assert (found.agent, found.agreement.hits, found.agreement.items) == ("judge-1", 18, 20)
    assert found.kappa.value == pytest.approx(0.8)
    assert found.kappa.low is not None


def test_figures_come_as_frames(ws: Workspace) -> None:
    flagged(ws, "a", "confirmed")
    frame = to_frame(ws.quality.detectors())
    assert list(frame["precision_value"]) == [1.0]
    assert list(frame["policy"]) == [POLICY]
    assert to_frame(ws.quality.reviewers())["gold_value"].isna().all()
