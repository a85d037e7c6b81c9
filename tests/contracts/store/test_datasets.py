"""Building datasets and recording them, from a file and from a server alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer.domain.errors import Refused
from tests.factories import item
from tests.team import Team


@pytest.fixture
def judged(team: Team) -> Team:
    team.start([item(f"i{n}", gold={"verdict": "reject"} if n == 0 else None, control=n == 1) for n in range(9)])
    for n in range(6):
        verdict = ("approve", "revise")[n % 2]
        team.judge("ana", f"i{n}", verdict, correction=f"Better {n}." if verdict == "revise" else None)
    return team


def test_a_dataset_is_built_counted_and_recorded_with_its_audit_event(judged: Team, tmp_path: Path) -> None:
    lead = judged.lead
    result = lead.datasets.build("dpo", tmp_path / "dpo", format="jsonl")
    assert sum(result.rows.values()) == 2
    assert lead.datasets.verify(tmp_path / "dpo").sentences() == ()
    (stored,) = lead.datasets.list()
    assert (stored.recipe, stored.sha256, stored.built_by) == ("dpo", result.sha256, "lead")
    assert (stored.folder, stored.rows) == (str(tmp_path / "dpo"), result.rows)
    assert stored.built_at == judged.clock.now
    (event,) = lead.audit.log(limit=1)
    assert (event.action, event.actor, event.subject) == ("dataset.built", "lead", "dpo")
    assert json.loads(event.details)["sha256"] == result.sha256
    assert lead.audit.verify().sound


def test_an_exported_review_cannot_be_taken_back_and_another_one_can(judged: Team, tmp_path: Path) -> None:
    lead, ana = judged.lead, judged.open("ana")
    corrected, approved = lead.reviews.for_item("i3")[0], lead.reviews.for_item("i2")[0]
    lead.datasets.build("dpo", tmp_path / "dpo", format="jsonl")
    with pytest.raises(Refused, match="export already used this review"):
        ana.reviews.withdraw(corrected.submission_id or "", "ana")
    ana.reviews.withdraw(approved.submission_id or "", "ana")


def test_a_review_that_is_taken_back_while_the_dataset_is_written_stops_the_build(judged: Team, tmp_path: Path) -> None:
    ana = judged.open("ana")
    (taken_back,) = judged.lead.reviews.for_item("i3")

    def progress(done: int, total: int | None) -> None:
        if ana.reviews.get(taken_back.submission_id or "").state == "submitted":
            ana.reviews.withdraw(taken_back.submission_id or "", "ana")

    events = judged.lead.audit.count()
    with pytest.raises(Refused, match="taken back while the dataset was written"):
        judged.lead.datasets.build("dpo", tmp_path / "dpo", format="jsonl", progress=progress)
    assert not (tmp_path / "dpo").exists()
    assert judged.lead.datasets.list() == ()
    assert judged.lead.audit.count() == events + 1


def test_an_engineer_builds_and_a_reviewer_does_not(judged: Team, tmp_path: Path) -> None:
    judged.open("enno", "engineer").datasets.build("sft", tmp_path / "one", format="jsonl")
    with pytest.raises(Refused):
        judged.open("ana").datasets.build("sft", tmp_path / "two", format="jsonl")
    assert not (tmp_path / "two").exists()
