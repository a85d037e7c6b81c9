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
        judged.open("ana").datasets.build(
            "sft", tmp_path / "two", format="jsonl", cancelled=lambda: pytest.fail("it was begun")
        )
    assert not (tmp_path / "two").exists()


def told_of(judged: Team, action: str) -> list[int]:
    """Return the datasets that the newest event of this kind tells of."""
    event = next(event for event in judged.lead.audit.log(limit=20) if event.action == action)
    return list(json.loads(event.details).get("datasets", []))


def test_what_changes_a_row_names_the_datasets_that_it_is_in(judged: Team, tmp_path: Path) -> None:
    lead, ana = judged.lead, judged.open("ana")
    lead.datasets.build("dpo", tmp_path / "dpo", format="jsonl")
    lead.datasets.build("sft", tmp_path / "sft", format="jsonl")
    last = ana.reviews.for_item("i3")[0].submission_id
    fresh = {"item_id": "i3", "reviewer": "ana", "verdict": "revise", "correction": "Best.", "supersedes": last}
    assert told_of(judged, "review.submitted") == []
    changes = ana.reviews.submit({**fresh, "submission_id": ana.drafts.new_submission_id()})
    assert told_of(judged, "review.submitted") == [1, 2]
    by_right = ("dpo-v1", "sft-v1") if judged.kind == "file" else ("dataset 1", "dataset 2")
    assert changes.datasets == by_right
    assert changes.touches("datasets")
    decided = lead.resolutions.decide("i3", {"item_id": "i3", "reviewer": "lead", "verdict": "approve"})
    assert (decided.datasets, told_of(judged, "item.adjudicated")) == (("dpo-v1", "sft-v1"), [1, 2])
    assert lead.gold.promote("i3", "As the guideline says.").datasets == ("dpo-v1", "sft-v1")
    assert told_of(judged, "gold.promoted") == [1, 2]
    assert lead.guidelines.reopen([("i5", "test")]).datasets == ("dpo-v1", "sft-v1")
    assert told_of(judged, "item.reopened") == [1, 2]
    assert {one.item_id: one.reasons for one in lead.datasets.verify("dpo-v1").outdated} == {
        "i3": ("the item became a gold item", "a review was revised", "a lead decided anew"),
        "i5": ("the item is not settled any more",),
    }
    other = lead.resolutions.decide("i2", {"item_id": "i2", "reviewer": "lead", "verdict": "approve"})
    assert (other.datasets, told_of(judged, "item.adjudicated")) == ((), [])
    assert lead.audit.verify().sound


def test_a_dataset_is_rebuilt_compared_and_traced_by_who_may_build(judged: Team, tmp_path: Path) -> None:
    enno = judged.open("enno", "engineer")
    built = enno.datasets.build("dpo", tmp_path / "dpo", format="jsonl")
    judged.clock.advance(minutes=1)
    judged.judge("ana", "i7", "revise", correction="Better 7.")
    ana = judged.open("ana")
    last = ana.reviews.for_item("i3")[0].submission_id
    judged.judge("ana", "i3", "revise", correction="Best.", supersedes=last)
    again = enno.datasets.rebuild("dpo-v1", tmp_path / "again")
    assert (again.identical, again.sha256) == (True, built.sha256)
    (event,) = judged.lead.audit.log(limit=1)
    assert (event.action, event.actor, json.loads(event.details)["version"]) == ("dataset.rebuilt", "enno", 1)
    assert {(one.kind, one.item_id): one.reasons for one in enno.datasets.diff("dpo-v1").items} == {
        ("added", "i7"): ("settled since",),
        ("changed", "i3"): ("a review was revised", "the decision changed"),
    }
    enno.datasets.build("dpo", tmp_path / "two", format="jsonl")
    second, first = enno.datasets.list()
    assert (second.name, second.added, second.removed, second.changed) == ("dpo-v2", 1, 0, 1)
    assert (enno.datasets.outdated(first), enno.datasets.outdated(second)) == (1, 0)
    assert enno.datasets.diff("dpo-v1", "dpo-v2").counts == {"added": 1, "removed": 0, "changed": 1}
    traced = enno.datasets.trace("i3", "dpo-v1")
    assert [(one.reviewer, one.submission_id, one.state) for one in traced.reviews] == [("ana", last, "superseded")]
    assert [one.dataset.name for one in traced.datasets] == ["dpo-v2", "dpo-v1"]
    assert "review.submitted" in [event.action for event in traced.events]


def test_a_reviewer_on_a_server_is_told_in_one_sentence_that_datasets_are_not_theirs(
    judged: Team, tmp_path: Path
) -> None:
    judged.lead.datasets.build("dpo", tmp_path / "dpo", format="jsonl")
    ana = judged.open("ana")
    for ask in (
        lambda: ana.datasets.verify("dpo-v1"),
        lambda: ana.datasets.diff("dpo-v1"),
        lambda: ana.datasets.trace("i3"),
        lambda: ana.datasets.rebuild("dpo-v1", tmp_path / "again"),
    ):
        if judged.kind == "server":
            with pytest.raises(Refused, match="may not build datasets"):
                ask()
    with pytest.raises(Refused, match="may not build datasets"):
        ana.datasets.rebuild("dpo-v1", tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_dataset_that_was_chosen_by_agreement_is_built_again_to_the_byte(team: Team, tmp_path: Path) -> None:
    team.start([item("a"), item("b")], overlap=3)
    for name, verdict in (("ana", "reject"), ("ben", "approve"), ("eva", "approve")):
        team.judge(name, "a", verdict)
        team.judge(name, "b", "approve")
    recipe = team.lead.datasets.recipe("kto").changed(source="reviews", excludes=(), where="agreement < 0.5")
    built = team.lead.datasets.build(recipe, tmp_path / "kto", format="jsonl")
    assert sum(built.rows.values()) == 1  # the one who rejected what two approved
    assert team.lead.datasets.rebuild("kto-v1", tmp_path / "again").identical
