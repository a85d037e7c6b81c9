"""What a reviewer is shown after the verdict where the workspace is on a server, which serves nothing of it before."""

from __future__ import annotations

import pytest

from tests.factories import item
from tests.team import Team, team
from tests.ui.presenting import Present, item_of, present

__all__ = ["present", "team"]


@pytest.mark.parametrize("team", ["server"], indirect=True)
def test_a_verdict_is_changed_after_the_reveal_while_the_next_item_stays_held(team: Team, present: Present) -> None:
    suggestion = {"verdict": "reject", "agent": "judge-1"}
    team.start(
        [item("a", suggestion=suggestion, priority=9), item("b", priority=8), item("c")], overlap=2, max_reviews=2
    )
    team.judge("ben", "a", "revise")
    ana = team.open("ana")
    presenter = present(ana)
    assert item_of(presenter) == "a"
    assert presenter.state.item is not None
    assert presenter.state.item.suggestion is None
    presenter.choose("approve")
    presenter.submit()
    assert item_of(presenter) == "b"
    assert "Suggestion by judge-1: “Reject” · another reviewer said “Revise”." in presenter.state.toast.text
    presenter.change_revealed()
    assert item_of(presenter) == "a"
    presenter.choose("reject")
    presenter._leases.beat()
    presenter.submit()
    assert item_of(presenter) == "b"
    assert presenter.state.lost == ""
    stored = {review.reviewer: review for review in team.lead.reviews.for_item("a")}["ana"]
    assert (stored.verdict, stored.revision) == ("reject", 2)
    assert (stored.after_reveal, stored.suggestion_use) == (True, "changed_to")
