"""What the presenter does with marks: which passages a claim is tied to, and what is taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewer.services.workspace import Workspace
from reviewer.ui.presenters.review import ReviewPresenter
from tests.ui.presenting import RESPONSE, clock, present, workspace

__all__ = ["clock", "present", "workspace"]
Present = Callable[..., ReviewPresenter]
PLACE = ("response", RESPONSE.index("five"), RESPONSE.index("five") + 9)


def links(presenter: ReviewPresenter) -> list[tuple[str, str, list[str]]]:
    return [(one.text, one.relation, [each.evidence for each in one.passages]) for one in presenter.state.claims]


def link(presenter: ReviewPresenter, relation: str, *passages: int) -> None:
    presenter.begin_claim(PLACE, ("response", 0))
    for number in passages:
        presenter.toggle_passage(number)
    presenter.link(relation)  # type: ignore[arg-type]


def test_a_claim_goes_with_the_selected_passage_unless_others_are_chosen(
    workspace: Workspace, present: Present
) -> None:
    presenter = present(workspace)
    presenter.select_passage(1)
    link(presenter, "partial")
    assert links(presenter) == [("five-year", "partial", ["e2"])]
    link(presenter, "contradicts", 0)
    assert links(presenter) == [("five-year", "contradicts", ["e1"]), ("five-year", "partial", ["e2"])]


def test_a_passage_has_one_relation_to_a_claim_and_no_passage_excludes_the_others(
    workspace: Workspace, present: Present
) -> None:
    presenter = present(workspace)
    link(presenter, "supports", 0)
    link(presenter, "supports", 1)
    assert links(presenter) == [("five-year", "supports", ["e1", "e2"])]
    link(presenter, "contradicts", 1)
    assert links(presenter) == [("five-year", "contradicts", ["e2"]), ("five-year", "supports", ["e1"])]
    link(presenter, "no_passage")
    assert links(presenter) == [("five-year", "no_passage", [])]
    link(presenter, "supports", 0)
    assert links(presenter) == [("five-year", "supports", ["e1"])]


def test_without_a_selection_the_sentence_at_the_cursor_is_the_claim(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.begin_claim(None, ("response", 5))
    presenter.link("no_passage")
    assert links(presenter) == [(RESPONSE, "no_passage", [])]


def test_a_link_that_is_changed_replaces_the_one_before(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    link(presenter, "supports", 0)
    presenter.change_claim(0)
    presenter.set_claim("response", 0, 2)
    presenter.link("partial")
    assert links(presenter) == [("It", "partial", ["e1"])]


def test_each_change_of_a_mark_is_taken_back_in_turn_and_nothing_else(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.choose("approve")
    presenter.add_span(*PLACE, "wrong")
    link(presenter, "supports")
    presenter.comment("kept")
    presenter.remove_mark(("span", 0))
    assert presenter.undo_mark()
    assert [span.label for span in presenter.state.spans] == ["wrong"]
    assert presenter.undo_mark()
    assert links(presenter) == []
    assert presenter.undo_mark()
    assert presenter.state.spans == ()
    assert not presenter.undo_mark()
    draft = presenter.state.draft
    assert draft is not None
    assert (draft.verdict, draft.comment) == ("approve", "kept")


def test_marks_of_the_item_before_are_not_taken_back_on_the_next_one(workspace: Workspace, present: Present) -> None:
    presenter = present(workspace)
    presenter.add_span(*PLACE, "wrong")
    presenter.choose("approve")
    presenter.submit()
    assert not presenter.undo_mark()
    presenter.undo()
    assert [span.label for span in presenter.state.spans] == ["wrong"]


@pytest.mark.parametrize(("side", "step", "text"), [("end", -1, "five-year"), ("start", 1, "guarantee")])
def test_an_end_moves_by_whole_words_and_never_beyond_the_other(
    workspace: Workspace, present: Present, side: str, step: int, text: str
) -> None:
    presenter = present(workspace)
    presenter.add_span("response", RESPONSE.index("five"), len(RESPONSE) - 1, "wrong")
    for _ in range(1 if side == "end" else 3):
        presenter.move_edge(0, side, step, "word")  # type: ignore[arg-type]
    assert [span.text for span in presenter.state.spans] == [text]
    for _ in range(9):
        presenter.move_edge(0, side, step, "word")  # type: ignore[arg-type]
    (span,) = presenter.state.spans
    assert span.text in ("five", "guarantee")
