"""Commit first, reveal later, in a file and on a server: what comes after the verdict, and how a change is marked."""

from __future__ import annotations

from typing import Any

import pytest

from reviewer.domain.errors import Refused
from reviewer.domain.reviews import Review
from reviewer.services.workspace import Workspace
from reviewer.ui.presenters.draft import as_change
from tests.factories import item
from tests.team import Team, team

__all__ = ["team"]

SUGGESTED = {"verdict": "reject", "agent": "judge-1"}
GOLD = {"gold": {"verdict": "reject"}, "sampling_probability": 0.5}


def start(team: Team, **fields: Any) -> Workspace:
    team.start([item("a", suggestion=SUGGESTED, **GOLD), item("b")], **{"overlap": 2, "max_reviews": 2, **fields})
    return team.open("ana")


def mine(workspace: Workspace, item_id: str = "a") -> Review:
    return next(review for review in workspace.reviews.for_item(item_id) if review.reviewer == "ana")


def change(workspace: Workspace, verdict: str) -> Review:
    """Store another revision of ana's review of item a, the way the window does."""
    before = mine(workspace)
    claim = workspace.reveals.change(before)
    draft = as_change(before).model_copy(
        update={"verdict": verdict, "submission_id": workspace.drafts.new_submission_id()}
    )
    workspace.outbox.put(draft, claim, draft)
    report = workspace.outbox.send("ana")
    assert [entry.review.verdict for entry, _ in report.sent] == [verdict]
    return mine(workspace)


def test_the_suggestion_and_others_verdicts_come_after_the_own_verdict_and_gold_never(team: Team) -> None:
    ana = start(team)
    claim = ana.queue.claim_item("ana", "a")
    assert claim.item.suggestion is None
    team.judge("ben", "a", "reject")
    team.judge("ana", "a", "approve")
    found = ana.reveals.of(mine(ana))
    assert found is not None
    assert found.suggestion is not None
    assert found.suggestion.verdict == "reject"
    assert [other.verdict for other in found.others] == ["reject"]
    assert found.hits is None
    assert (found.item.gold, found.item.control, found.item.sampling_probability) == (None, False, None)


def test_before_the_verdict_is_committed_nothing_is_shown(team: Team) -> None:
    ana = start(team)
    claim = ana.queue.claim_item("ana", "a")
    review = Review(item_id="a", source=claim.item.source.system, reviewer="ana", verdict="approve", submission_id="s1")
    assert ana.reveals.of(review) is None
    with pytest.raises(Refused, match="does not stand"):
        ana.reveals.change(review)
    entry = ana.outbox.put(review, claim, review)
    assert ana.reveals.of(entry.review) is None
    ana.outbox.send("ana")
    assert ana.reveals.of(entry.review) is not None


def test_where_nothing_was_kept_back_nothing_is_shown_and_nothing_marked(team: Team) -> None:
    ana = start(team)
    team.judge("ana", "b", "approve")
    assert ana.reveals.of(mine(ana, "b")) is None
    assert ana.reveals.last("ana") is None
    again = Review(item_id="b", source=mine(ana, "b").source, reviewer="ana", verdict="reject")
    assert not ana.reveals.marked(again).after_reveal


def test_hits_that_were_hidden_are_shown_also_where_there_is_none(team: Team) -> None:
    hit = {"id": "h", "policy": "p", "outcome": "fail", "severity": "high"}
    team.start(
        [item(f"c{n}", control=True, policy_hits=[]) for n in range(3)]
        + [item(f"f{n}", policy_hits=[hit]) for n in range(9)]
    )
    ana = team.open("ana")
    seen: set[int] = set()
    while (claim := ana.queue.claim("ana")) is not None:
        ana.reviews.submit({"item_id": claim.item.id, "reviewer": "ana", "verdict": "approve"}, claim)
        found = ana.reveals.last("ana")
        assert (found is not None) == claim.hits_hidden
        if found is not None and found.hits is not None:
            assert claim.item.policy_hits == ()
            seen.add(len(found.hits))
    assert 0 in seen


@pytest.mark.parametrize(
    ("before", "after", "use"),
    [("approve", "reject", "changed_to"), ("reject", "reject", "kept"), ("reject", "approve", "changed_from")],
)
def test_a_change_after_the_reveal_is_another_revision_that_says_so(
    team: Team, before: str, after: str, use: str
) -> None:
    ana = start(team)
    team.judge("ana", "a", before)
    first = mine(ana)
    assert (first.after_reveal, first.suggestion_use) == (False, "unseen")
    second = change(ana, after)
    assert (second.after_reveal, second.suggestion_use) == (True, use)
    assert (second.revision, second.supersedes) == (2, first.submission_id)
    stored = ana.reviews.get(str(first.submission_id))
    assert (stored.state, stored.verdict, stored.after_reveal) == ("superseded", before, False)


def test_agreement_counts_what_was_said_before_the_reveal(team: Team) -> None:
    ana = start(team)
    team.judge("ben", "a", "approve")
    team.judge("ana", "a", "approve")
    change(ana, "reject")
    assert mine(ana).verdict == "reject"
    agreement = team.lead.agreement
    for report in (agreement.compute(), agreement.compute(where="item_id == 'a'")):
        assert report.coefficients["percent_agreement"].value == 1.0
        assert (report.items, report.reviews) == (1, 2)


def test_agreement_counts_a_change_of_mind_that_no_reveal_had_prompted(team: Team) -> None:
    ana = start(team)
    team.judge("ben", "a", "approve")
    team.judge("ana", "a", "approve")
    ana.reviews.undo("ana")
    team.judge("ana", "a", "reject")
    assert team.lead.agreement.compute().coefficients["percent_agreement"].value == 0.0


def test_an_undo_after_the_reveal_cannot_make_it_unseen_even_after_a_restart(team: Team) -> None:
    ana = start(team)
    team.judge("ana", "a", "approve")
    assert ana.reveals.of(mine(ana)) is not None
    ana.reviews.undo("ana")
    again = team.again("ana")
    claim = again.queue.claim_item("ana", "a")
    assert claim.item.suggestion is None
    draft = Review(item_id="a", source=claim.item.source.system, reviewer="ana", verdict="reject", submission_id="s2")
    again.outbox.put(draft, claim, draft)
    again.outbox.send("ana")
    stored = mine(again)
    assert (stored.revision, stored.after_reveal, stored.suggestion_use) == (2, True, "changed_to")


def test_an_undo_without_a_reveal_leaves_the_review_unmarked(team: Team) -> None:
    ana = start(team)
    team.judge("ana", "a", "approve")
    ana.reviews.undo("ana")
    claim = ana.queue.claim_item("ana", "a")
    draft = Review(item_id="a", source=claim.item.source.system, reviewer="ana", verdict="reject", submission_id="s2")
    ana.outbox.put(draft, claim, draft)
    ana.outbox.send("ana")
    assert (mine(ana).after_reveal, mine(ana).suggestion_use) == (False, "unseen")


def test_where_the_suggestion_was_seen_before_it_is_not_said_to_be_revealed(team: Team) -> None:
    ana = start(team, blind=False)
    team.judge("ben", "a", "reject")
    team.judge("ana", "a", "approve")
    found = ana.reveals.of(mine(ana))
    assert found is not None
    assert found.suggestion is None
    assert len(found.others) == 1
