"""Marking by real keys and the mouse: stretches in any text and script, and claims tied to passages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from reviewer.domain.items import Item, read_item
from reviewer.domain.reviews import ClaimLink, LabeledSpan, Review
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.safe_text import SourceView
from tests.e2e.test_review_room import CTRL, SHIFT, K, a_project, an_item, sit_down
from tests.people import Person

__all__ = ["sit_down"]

Sit = Callable[..., Person]
FAMILY, FLAGS = "👨‍👩‍👧‍👦", "🇩🇪🇫🇷"
RESPONSE = f"The lamp {FAMILY} has five years. Write to dana@example.com now. It ships {FLAGS} soon."
TEXTS = {
    "emoji": (f"{FAMILY} {FLAGS} 👍🏽 fine. Next one.", [FAMILY, "🇩🇪", "🇫🇷", "👍🏽", "fine", "."]),
    "combining": (
        "E\u0301te\u0301 a\u0300 Zu\u0308rich. Next one.",
        ["E\u0301te\u0301", "a\u0300", "Zu\u0308rich", "."],
    ),
    "arabic": ("مَرْحَبًا بالعالم الكبير. كيف حالك؟", ["مَرْحَبًا", "بالعالم", "الكبير", "."]),
    "hindi": (f"क्षत्रिय कौन {FAMILY} है। नमस्ते दुनिया।", ["क्षत्रिय", "कौन", FAMILY, "है", "।"]),
    "chinese": ("我喝咖啡。你呢？", ["我", "喝", "咖", "啡", "。"]),
}

GIVEN: list[Item] = []


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "marks.reviewer", a_project(), actor="ana") as made:
        yield made


def ana_at(workspace: Workspace, sit_down: Sit, **fields: Any) -> Person:
    given = {"response": RESPONSE, "policy_hits": [], **fields}
    GIVEN[:] = [read_item(an_item(1, **given))[0]]
    workspace.ingest.add(GIVEN)
    ana = sit_down(workspace)
    ana.sees("item-1")
    return ana


def stored(workspace: Workspace, ana: Person) -> Review:
    """Submit, and return what is stored then; its offsets are code points and its quotes stand in the texts."""
    ana.press(K.Key_1)
    ana.submit(None)
    (review,) = workspace.reviews.for_item("item-1")
    item = GIVEN[-1]
    marks: tuple[LabeledSpan | ClaimLink, ...] = (*review.spans, *review.claims)
    for mark in marks:
        text = item.target_text(mark.target)
        assert text is not None
        assert mark.anchored
        assert text[mark.start : mark.end] == mark.text
    ana.window.close()
    return review


def quotes(marks: tuple[LabeledSpan, ...]) -> list[str]:
    return [mark.text for mark in marks]


def put_cursor(view: SourceView, offset: int) -> None:
    view.setFocus()
    view.select_span(offset, offset)


@pytest.mark.parametrize("name", TEXTS)
def test_a_sentence_is_labelled_word_by_word_in_each_script(workspace: Workspace, sit_down: Sit, name: str) -> None:
    text, words = TEXTS[name]
    ana = ana_at(workspace, sit_down, response=text)
    view = ana.find("response_view")
    forward = K.Key_Left if name == "arabic" else K.Key_Right
    at = 0
    for word in words:
        put_cursor(view, at)
        ana.press((forward, CTRL | SHIFT))
        ana.press(K.Key_D)
        at = text.index(word, at) + len(word)
    assert quotes(stored(workspace, ana).spans) == words


@pytest.mark.parametrize("name", TEXTS)
def test_a_selection_grows_and_shrinks_by_whole_characters(workspace: Workspace, sit_down: Sit, name: str) -> None:
    text, _words = TEXTS[name]
    ana = ana_at(workspace, sit_down, response=text)
    view = ana.find("response_view")
    forward, back = (K.Key_Left, K.Key_Right) if name == "arabic" else (K.Key_Right, K.Key_Left)
    put_cursor(view, 0)
    seen = set()
    while view.selected_span() != (0, len(text)):
        ana.press((forward, SHIFT))
        seen.add(view.selected_span()[1])
    for _ in range(len(seen) - 1):
        ana.press((back, SHIFT))
    start, end = view.selected_span()
    assert start == 0
    assert end == min(seen)
    assert all(
        text[at : at + 1] not in ("\u200d", "\u0301", "\u0300", "\u0308", "\u094d", "\u064e", "🏽") for at in seen
    )


@pytest.mark.parametrize("name", TEXTS)
def test_each_sentence_becomes_a_claim_by_two_keys(workspace: Workspace, sit_down: Sit, name: str) -> None:
    text, _words = TEXTS[name]
    ana = ana_at(workspace, sit_down, response=text)
    ana.press(K.Key_L, K.Key_S, K.Key_L, K.Key_N)
    first, second = stored(workspace, ana).claims
    assert (first.relation, [passage.evidence for passage in first.passages]) == ("supports", ["e1"])
    assert (second.relation, second.passages) == ("no_passage", ())
    assert first.text + text[first.end : second.start] + second.text == text
    assert not text[first.end : second.start].strip()


def test_a_claim_is_cut_to_size_and_tied_to_two_passages_and_a_part_of_one(workspace: Workspace, sit_down: Sit) -> None:
    ana = ana_at(workspace, sit_down)
    put_cursor(ana.find("response_view"), 0)
    ana.press(K.Key_L)
    assert ana.find("claim_bar").isVisible()
    ana.press((K.Key_Left, CTRL | SHIFT), K.Key_Comma, (K.Key_Right, CTRL | SHIFT))
    ana.press(K.Key_1, K.Key_2)
    passage = ana.find("evidence_view")
    assert passage.property("sourceText") == "Free in Germany."
    put_cursor(passage, 5)
    ana.press((K.Key_Right, CTRL | SHIFT), (K.Key_Right, CTRL | SHIFT))
    assert passage.selected_span() == (5, 15)
    ana.press(K.Key_C)
    assert ana.find("claim_bar").isHidden()
    assert ana.item == "item-1"
    (claim,) = stored(workspace, ana).claims
    assert (claim.text, claim.relation) == (f"lamp {FAMILY} has five years", "contradicts")
    one, other = claim.passages
    assert (one.evidence, one.start, one.text) == ("e1", None, None)
    assert (other.evidence, other.start, other.end, other.text) == ("e2", 5, 15, "in Germany")


def test_one_passage_may_support_what_another_contradicts(workspace: Workspace, sit_down: Sit) -> None:
    ana = ana_at(workspace, sit_down)
    view = ana.find("response_view")
    view.select_span(4, 8)
    ana.press(K.Key_L, K.Key_1, K.Key_S)
    view.select_span(4, 8)
    ana.press(K.Key_L, K.Key_2, K.Key_C)
    found = {
        claim.relation: [passage.evidence for passage in claim.passages] for claim in stored(workspace, ana).claims
    }
    assert found == {"supports": ["e1"], "contradicts": ["e2"]}


def test_while_a_claim_is_linked_its_keys_do_nothing_else_and_escape_gives_them_back(
    workspace: Workspace, sit_down: Sit
) -> None:
    ana = ana_at(workspace, sit_down)
    ana.press(K.Key_L, K.Key_2, K.Key_Return, (K.Key_Return, CTRL))
    assert ana.item == "item-1"
    assert "Say how the passages stand" in ana.window.toast.text()
    assert not ana.find("verdict_revise").isChecked()
    ana.press(K.Key_Escape)
    assert ana.find("claim_bar").isHidden()
    ana.press(K.Key_2)
    assert ana.find("verdict_revise").isChecked()
    assert stored(workspace, ana).claims == ()


def test_a_link_is_changed_and_removed_in_the_list(workspace: Workspace, sit_down: Sit) -> None:
    ana = ana_at(workspace, sit_down)
    ana.press(K.Key_L, K.Key_S, K.Key_L, K.Key_P)
    marks = ana.find("span_list")
    assert [marks.item(row).text()[:12] for row in range(marks.count())] == ["1 ✓ Supports", "2 ≈ Supports"]
    marks.setFocus()
    ana.press(K.Key_L, K.Key_2, K.Key_1, K.Key_C)
    marks.setFocus()
    ana.press(K.Key_Down, K.Key_Delete)
    (claim,) = stored(workspace, ana).claims
    assert (claim.relation, [passage.evidence for passage in claim.passages]) == ("contradicts", ["e2"])


def test_both_ends_of_a_stretch_are_moved_from_the_list_and_each_change_is_taken_back(
    workspace: Workspace, sit_down: Sit
) -> None:
    ana = ana_at(workspace, sit_down)
    ana.find("response_view").select_span(RESPONSE.index("five"), RESPONSE.index("five") + 4)
    ana.press(K.Key_D)
    marks = ana.find("span_list")
    marks.setFocus()
    ana.press((K.Key_Right, CTRL | SHIFT))
    assert marks.item(0).text() == "Wrong: “five years”"
    ana.press(K.Key_Comma, (K.Key_Left, CTRL | SHIFT), (K.Key_Left, CTRL | SHIFT), (K.Key_Left, SHIFT), K.Key_I)
    assert marks.item(0).text() == f"Style: “{FAMILY} has five years”"
    ana.press((K.Key_Z, CTRL))
    assert marks.item(0).text() == f"Wrong: “{FAMILY} has five years”"
    ana.press((K.Key_Z, CTRL))
    assert marks.item(0).text() == "Wrong: “five”"
    assert "taken back" in ana.window.toast.text()
    ana.press((K.Key_Z, CTRL))
    assert marks.isHidden()
    assert stored(workspace, ana).spans == ()


def test_typed_text_is_taken_back_before_marks_and_marks_before_submissions(
    workspace: Workspace, sit_down: Sit
) -> None:
    workspace.ingest.add([an_item(2, response=RESPONSE), an_item(1, response=RESPONSE, policy_hits=[])])
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_1)
    ana.submit("item-2")
    ana.find("response_view").select_span(4, 8)
    ana.press(K.Key_D, K.Key_T)
    ana.write("Hm")
    ana.press((K.Key_Z, CTRL))
    assert ana.find("comment_editor").property("sourceText") != "Hm"
    assert ana.find("span_list").count() == 1
    ana.find("response_view").setFocus()
    ana.press((K.Key_Z, CTRL))
    assert ana.find("span_list").isHidden()
    assert ana.item == "item-2"
    ana.press((K.Key_Z, CTRL))
    ana.sees("item-1")
    ana.window.close()


def test_stretches_of_the_prompt_and_of_a_passage_are_labelled_and_may_overlap(
    workspace: Workspace, sit_down: Sit
) -> None:
    ana = ana_at(workspace, sit_down)
    prompt = ana.find("message_2_text")
    put_cursor(prompt, 4)
    ana.press((K.Key_Right, CTRL | SHIFT), K.Key_D)
    prompt.select_span(0, 8)
    ana.press(K.Key_I)
    put_cursor(ana.find("evidence_view"), 0)
    ana.press(K.Key_Period, K.Key_D)
    assert [text for text in marks_in(ana)] == [
        "Wrong: “Two years.” (passage 1)",
        "Style: “How long” (message 2)",
        "Wrong: “long” (message 2)",
    ]
    spans = stored(workspace, ana).spans
    assert {(span.target, span.start, span.end) for span in spans} == {
        ("evidence:e1", 0, 10),
        ("message:1", 0, 8),
        ("message:1", 4, 8),
    }


def marks_in(ana: Person) -> list[str]:
    marks = ana.find("span_list")
    return [marks.item(row).text() for row in range(marks.count())]


def drag(view: SourceView, start: int, end: int, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    def place(offset: int) -> QPoint:
        return view.rect_of(offset).center()

    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, modifier, place(start))
    QTest.mouseMove(view.viewport(), place((start + end) // 2))
    QTest.mouseMove(view.viewport(), place(end))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, modifier, place(end))


def test_the_mouse_takes_whole_words_unless_ctrl_is_held(workspace: Workspace, sit_down: Sit) -> None:
    ana = ana_at(workspace, sit_down)
    view = ana.find("response_view")
    start, end = RESPONSE.index("amp"), RESPONSE.index("ve years")
    drag(view, start, end)
    assert RESPONSE[slice(*view.selected_span())] == f"lamp {FAMILY} has five"
    drag(view, start, end, CTRL)
    assert RESPONSE[slice(*view.selected_span())] == f"amp {FAMILY} has fi"


def test_an_end_of_a_stretch_is_drawn_with_the_mouse(workspace: Workspace, sit_down: Sit) -> None:
    ana = ana_at(workspace, sit_down)
    view = ana.find("response_view")
    view.select_span(RESPONSE.index("five"), RESPONSE.index("five") + 4)
    ana.press(K.Key_D)
    drag(view, RESPONSE.index("five") + 4, RESPONSE.index("ears."))
    assert marks_in(ana) == ["Wrong: “five years”"]
    drag(view, RESPONSE.index("five"), RESPONSE.index("amp"))
    assert marks_in(ana) == [f"Wrong: “lamp {FAMILY} has five years”"]
    assert view.selected_span() is None
    assert quotes(stored(workspace, ana).spans) == [f"lamp {FAMILY} has five years"]


def test_with_the_pointer_on_a_claim_its_number_and_its_passages_light_up_and_back(
    workspace: Workspace, sit_down: Sit
) -> None:
    ana = ana_at(workspace, sit_down)
    ana.press(K.Key_L, K.Key_2, K.Key_S)
    view, first, second = ana.find("response_view"), ana.find("passage_card_1"), ana.find("passage_card_2")
    QTest.mouseMove(view.viewport(), view.rect_of(RESPONSE.index("lamp") + 1).center())
    assert (first.property("pointed"), second.property("pointed")) != ("true", "true")
    assert second.property("pointed") == "true"
    ana.find("response_pane").texts[0].gutter.pointed.emit(None)
    assert second.property("pointed") == "false"
    ana.find("response_pane").texts[0].gutter.pointed.emit(("claim", 0))
    assert second.property("pointed") == "true"
    QTest.mouseMove(view.viewport(), view.rect_of(RESPONSE.index("ships")).center())
    second.entered.emit(True)
    assert [each for each in view.highlights_at(2) if each.kind == "pointed"]
    second.entered.emit(False)
    assert not [each for each in view.highlights_at(2) if each.kind == "pointed"]
    ana.window.close()


def test_a_selection_goes_by_sentences_forward_and_back(workspace: Workspace, sit_down: Sit) -> None:
    ana = ana_at(workspace, sit_down)
    view = ana.find("response_view")
    put_cursor(view, 10)
    ana.press(K.Key_Period)
    first = RESPONSE[slice(*view.selected_span())]
    assert first == f"The lamp {FAMILY} has five years."
    ana.press(K.Key_Period, (K.Key_Down, CTRL | SHIFT))
    assert RESPONSE[slice(*view.selected_span())] == RESPONSE
    ana.press((K.Key_Up, CTRL | SHIFT), (K.Key_Up, CTRL | SHIFT))
    assert RESPONSE[slice(*view.selected_span())] == first
    ana.window.close()


def test_a_claim_of_one_of_several_responses_names_that_response(workspace: Workspace, sit_down: Sit) -> None:
    two = [{"id": "x", "text": "Two years. No more."}, {"id": "y", "text": "Five years. No less."}]
    ana = ana_at(workspace, sit_down, response=None, responses=two)
    view = ana.find("response_view_2")
    shown = view.property("sourceText")
    put_cursor(view, 3)
    ana.press(K.Key_L, K.Key_C)
    put_cursor(view, 3)
    ana.press(K.Key_Period, K.Key_D, K.Key_A)
    review = stored(workspace, ana)
    name = next(one["id"] for one in two if one["text"] == shown)
    assert [(claim.target, claim.text) for claim in review.claims] == [(f"response:{name}", shown[:-9])]
    assert [(span.target, span.text) for span in review.spans] == [(f"response:{name}", shown[:-9])]
