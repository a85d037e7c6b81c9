"""Decisions taken back where the workspace is on a server, which decides by itself what was used."""

from __future__ import annotations

import pytest

from tests.factories import item
from tests.team import Team, team
from tests.ui.presenting import Present, item_of, present

__all__ = ["present", "team"]


@pytest.mark.parametrize("team", ["server"], indirect=True)
def test_undo_walks_back_and_then_changes_what_was_used(team: Team, present: Present) -> None:
    team.start([item("a", priority=9), item("b", priority=8), item("c")])
    ana = team.open("ana")
    presenter = present(ana)
    for _ in "ab":
        presenter.choose("approve")
        presenter.submit()
    assert [decision.item_id for decision in presenter.state.recent] == ["b", "a"]
    used = str(team.lead.reviews.for_item("a")[0].submission_id)
    team.lead.resolutions.adopt("a", used, lead=team.lead.actor)
    presenter.undo()
    assert (item_of(presenter), presenter.state.changing) == ("b", False)
    presenter.undo()
    assert (item_of(presenter), presenter.state.changing) == ("a", True)
    assert presenter.state.toast.text == "Your review of a stands: what you change becomes revision 2."
    presenter.choose("reject")
    presenter.submit()
    (stored,) = team.lead.reviews.for_item("a")
    assert (stored.verdict, stored.revision) == ("reject", 2)
    presenter.undo()
    assert (item_of(presenter), presenter.state.revision) == ("a", 3)


@pytest.mark.parametrize("team", ["server"], indirect=True)
def test_work_on_what_is_put_off_stays_on_this_machine_until_it_comes_back(team: Team, present: Present) -> None:
    team.start([item("a", priority=9), item("b")])
    presenter = present(team.open("ana"))
    presenter.comment("not sure")
    presenter.skip("defer")
    assert item_of(presenter) == "b"
    presenter.choose("approve")
    presenter.submit()
    assert item_of(presenter) == "a"
    assert presenter.state.draft is not None
    assert (presenter.state.draft.comment, presenter.state.draft.skip) == ("not sure", None)
    presenter.skip("cannot_judge", "german")
    stored = team.lead.reviews.for_item("a")[0]
    assert stored.skip is not None
    assert (stored.skip.kind, stored.skip.skill) == ("cannot_judge", "german")
