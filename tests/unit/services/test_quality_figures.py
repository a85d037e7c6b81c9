"""Groups, weeks, the queue and marked spans, from reviews in a real workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.errors import InvalidInput
from reviewer.services.workspace import Workspace
from reviewer.stats.forecast import Change, Forecast
from reviewer.stats.results import Undefined
from tests.factories import FakeClock, item, judge, workspace

LABELS = [{"id": "wrong", "title": "Wrong", "key": "w"}]


def group(made: Workspace, name: str, by: str = "language", measure: str = "rejected") -> Any:
    return next(part for part in made.quality.slices(by, measure) if part.group == name)


def test_a_group_that_is_rejected_more_often_stands_out(tmp_path: Path) -> None:
    items = [item(f"{lang}{n}", metadata={"language": lang}) for lang in ("en", "de") for n in range(40)]
    with workspace(tmp_path, items) as made:
        for n in range(40):
            judge(made, "ana", f"en{n}", "reject" if n < 4 else "approve")
            judge(made, "ana", f"de{n}", "reject" if n < 24 else "approve")
        german = group(made, "de")
        assert (german.rate.hits, german.rate.items, german.ratio) == (24, 40, pytest.approx(6.0))
        assert german.differs
        assert group(made, "(none)", "tenant").note == "there is no other group to compare with"


def test_false_alarms_and_misses_have_groups_too(tmp_path: Path) -> None:
    hits = [{"id": "h1", "policy": "p", "detector": "d"}]
    flagged = [item(f"f{n}", policy_hits=hits, metadata={"model": f"m{n % 2}"}) for n in range(24)]
    control = [
        item(f"c{n}", control=True, sampling_probability=0.1, policy_hits=[], metadata={"model": f"m{n % 2}"})
        for n in range(24)
    ]
    with workspace(tmp_path, flagged + control) as made:
        for n in range(24):
            said = "false_alarm" if n % 2 else "confirmed"
            judge(made, "ana", f"f{n}", hits=[{"hit": "h1", "judgement": said}])
            missed = [{"policy": "p"}] if n % 4 == 0 else []
            judge(made, "ana", f"c{n}", policies_checked=["p"], missed_hits=missed)
        assert group(made, "m1", "model", "false_alarms").rate.value == 1.0
        assert (group(made, "m0", "model", "misses").rate.hits, group(made, "m1", "model", "misses").rate.hits) == (
            6,
            0,
        )


def test_unknown_fields_and_measures_are_refused_with_those_that_exist(tmp_path: Path) -> None:
    with workspace(tmp_path, []) as made:
        with pytest.raises(InvalidInput, match=r"choose source, model, .* or metadata"):
            made.quality.slices("colour")
        with pytest.raises(InvalidInput, match="choose one of rejected, false_alarms, misses"):
            made.quality.slices("language", "speed")


def test_a_planted_shift_of_verdicts_raises_an_alert_that_names_items(tmp_path: Path) -> None:
    clock = FakeClock()
    with workspace(tmp_path, [item(f"i{n}") for n in range(150)], clock=clock) as made:
        for n in range(150):
            late = n >= 100
            judge(made, "ana", f"i{n}", "reject" if (late and n % 2) or n % 10 == 0 else "approve", active_seconds=30.0)
            clock.advance(hours=12)
        found = made.quality.drift(weeks=3, reference_weeks=8)
        verdicts = next(one for one in found.comparisons if one.shift.name == "verdicts")
        assert verdicts.shift.alert
        assert found.alerts[0] == verdicts
        assert "i149" in verdicts.items
        assert not isinstance(found.change, Undefined)
        assert found.change.found
        assert not made.quality.drift(weeks=3, reference_weeks=8, thresholds={"psi": 5.0}).alerts


def test_steady_weeks_raise_no_alert(tmp_path: Path) -> None:
    clock = FakeClock()
    with workspace(tmp_path, [item(f"i{n}") for n in range(120)], clock=clock) as made:
        for n in range(120):
            judge(made, "ana", f"i{n}", "reject" if n % 5 == 0 else "approve", active_seconds=30.0 + n % 7)
            clock.advance(hours=12)
        found = made.quality.drift(weeks=2, reference_weeks=6)
        assert found.alerts == ()
        with pytest.raises(InvalidInput, match="at least one week"):
            made.quality.drift(weeks=0)


def test_the_queue_is_forecast_from_its_own_days(tmp_path: Path) -> None:
    clock = FakeClock()
    with workspace(tmp_path, [], clock=clock) as made:
        for day in range(21):
            at = clock().isoformat()
            made.ingest.add([item(f"d{day}-{n}", flagged_at=at, due_at=at) for n in range(4)])
            for n in range(3):
                judge(made, "ana", f"d{day}-{n}")
            clock.advance(days=1)
        found = made.quality.queue()
        assert (found.waiting.items, found.waiting.reviews, found.waiting.overdue) == (21, 21, 21)
        assert set(found.arrivals) == {4}
        assert set(found.decisions) == {3}
        assert isinstance(found.forecast, Forecast)
        assert found.forecast.days is None
        faster = made.quality.queue(change=Change(decisions=2)).forecast
        assert isinstance(faster, Forecast)
        assert faster.days == 11
        assert found.to_json()["oldest_age_hours"] == pytest.approx(21 * 24)


def test_a_new_queue_has_no_forecast_yet(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("a")]) as made:
        found = made.quality.queue().forecast
        assert isinstance(found, Undefined)
        assert "at least 14 are needed" in found.reason


def test_spans_are_compared_by_place_and_by_presence(tmp_path: Path) -> None:
    response = "The warranty of the lamp is five years, and it is green."
    with workspace(
        tmp_path, [item(f"i{n}", response=response) for n in range(12)], overlap=2, span_labels=LABELS
    ) as made:
        for n in range(12):
            for who, start in (("ana", 28), ("ben", 28 if n % 3 else 24)):
                spans = [
                    {"target": "response", "start": start, "end": 38, "text": response[start:38], "label": "wrong"}
                ]
                judge(made, who, f"i{n}", "reject", spans=spans if n % 4 else [])
        together, wrong = made.quality.spans()
        assert (together.label, wrong.label) == (None, "wrong")
        assert together.characters.value is not None
        assert 0.8 < together.characters.value < 1
        assert wrong.presence.value == pytest.approx(1.0)
        assert wrong.stretches.items == 12
