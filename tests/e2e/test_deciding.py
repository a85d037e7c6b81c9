"""Deciding in the real window by real keys: many items in a row, corrections, phrases, undo, a crash, a lost lease."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from reviewer.config.paths import shipped
from reviewer.domain.projects import Project
from reviewer.domain.questions import Option
from reviewer.domain.questions.ranking import RankingQuestion
from reviewer.domain.questions.spans import SpansQuestion
from reviewer.services.templates import new_workspace
from reviewer.services.workspace import Workspace, create_workspace, open_workspace
from tests.e2e.test_review_room import RESPONSE, a_project, an_item
from tests.people import Person, sit_down

__all__ = ["sit_down"]

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
SUBMIT = (K.Key_Return, CTRL)
UNDO = (K.Key_Z, CTRL)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = create_workspace(tmp_path / "lamps.reviewer", a_project(), actor="ana")
    made.ingest.add([an_item(number) for number in range(1, 7)])
    yield made
    made.close()


Sit = Callable[..., Person]


# ---- fifty items without the mouse ------------------------------------------------------------------------


class NoMouse(QObject):
    """Counts what a mouse does."""

    clicks = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.clicks += event.type() == QEvent.Type.MouseButtonPress
        return False


def approve(person: Person) -> None:
    person.press(K.Key_1, K.Key_W, K.Key_Return)


def revise(person: Person) -> None:
    person.press(K.Key_2, (K.Key_3, SHIFT), K.Key_E, (K.Key_End, CTRL))
    person.write(" Ask in the shop.")
    person.press(SUBMIT)


def reject(person: Person) -> None:
    person.press(K.Key_3, K.Key_Return)  # refused: a reason is due, and the cursor is in its field now
    assert person.focus().objectName() == "comment_editor"
    person.write("wrong")
    person.press(SUBMIT)


def judge_hits(person: Person) -> None:
    person.press(K.Key_C, K.Key_X, K.Key_U, K.Key_1, SUBMIT)


def put_off(person: Person) -> None:
    person.press(K.Key_S)
    person.until(lambda: person.focus().objectName().startswith("skip_"))
    person.press(K.Key_D)


def test_fifty_items_of_the_demo_are_judged_without_the_mouse(
    tmp_path: Path, sit_down: Sit, qapp: QApplication
) -> None:
    project = shipped("resources/demo/project.toml")
    with new_workspace(tmp_path / "demo.reviewer", project_file=project, actor="dana") as workspace:
        workspace.ingest.add_files([shipped("resources/demo/items.jsonl")])
        dana, mouse = sit_down(workspace, "dana"), NoMouse()
        qapp.installEventFilter(mouse)
        ways = (approve, revise, reject, judge_hits, put_off)
        seen: list[str | None] = []
        for number in range(50):
            dana.until(lambda: dana.item is not None and dana.item not in seen[-1:])
            dana.idle()
            seen.append(dana.item)
            ways[number % len(ways)](dana)
        dana.until(lambda: dana.item != seen[-1])
        dana.idle()
        qapp.removeEventFilter(mouse)
        dana.window.close()
        stored = workspace.reviews.recent("dana", 100)
        assert mouse.clicks == 0
        assert {review.item_id for review in stored} == set(seen)
        assert len(stored) == 50
        verdicts = Counter("put off" if review.skip else review.verdict for review in stored)
        assert verdicts == {"approve": 20, "revise": 10, "reject": 10, "put off": 10}
        assert all(review.correction for review in stored if review.verdict == "revise")


# ---- what is missing ---------------------------------------------------------------------------------------


def test_what_is_required_is_named_and_the_focus_goes_to_where_it_is_given(tmp_path: Path, sit_down: Sit) -> None:
    abc = (Option(id="a"), Option(id="b"), Option(id="c"))
    questions = (
        RankingQuestion(id="order", title="Order", options=abc, required=True, show_when="verdict == 'revise'"),
        SpansQuestion(id="where", title="Where", options=(Option(id="wrong", key="d"),), required=True),
    )
    project = Project(name="Asking", questions=questions)
    with create_workspace(tmp_path / "q.reviewer", project, actor="ana") as workspace:
        workspace.ingest.add([an_item(1)])
        ana = sit_down(workspace)
        ana.sees("item-1")
        ana.press(K.Key_2, K.Key_Return)
        assert ana.find("asked_label").text() == "Still missing: “Order”, “Where”."
        assert ana.focus().objectName() == "question_order_a"
        ana.press(K.Key_Space, K.Key_Tab, K.Key_Space, K.Key_Return)
        assert ana.find("asked_label").text() == "Still missing: “Where”."
        assert ana.focus().objectName() == "response_view"
        select(ana, "five-year")
        ana.press(K.Key_D, K.Key_Return)
        ana.sees(None)
        (review,) = workspace.reviews.for_item("item-1")
        assert review.answers["order"] == [["a"], ["b"], ["c"]]
        assert review.answers["where"][0]["text"] == "five-year"
        ana.window.close()


# ---- correction --------------------------------------------------------------------------------------------


def select(person: Person, text: str) -> None:
    view = person.find("response_view")
    view.setFocus()
    start = view.property("sourceText").index(text)
    view.select_span(start, start + len(text))


def correction(person: Person) -> str:
    return str(person.find("correction_editor").property("sourceText"))


def test_what_is_selected_in_the_response_is_cut_out_of_the_correction_and_comes_back_with_undo(
    workspace: Workspace, sit_down: Sit
) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_1)
    ana.submit("item-2")
    select(ana, "five-year guarantee")
    ana.press((K.Key_X, CTRL | SHIFT))
    assert correction(ana) == RESPONSE.replace("five-year guarantee", "")
    ana.write("two-year guarantee")
    assert correction(ana) == RESPONSE.replace("five-year", "two-year")
    select(ana, " Write to dana@example.com.")
    ana.press((K.Key_X, CTRL | SHIFT))
    shorter = RESPONSE.replace("five-year", "two-year").replace(" Write to dana@example.com.", "")
    assert correction(ana) == shorter
    ana.press(UNDO)
    assert correction(ana) == RESPONSE.replace("five-year", "two-year")
    assert ana.item == "item-2"  # the text came first: the last submission stands
    ana.press((K.Key_Y, CTRL), K.Key_Escape, K.Key_2)
    ana.submit("item-3")
    (review,) = workspace.reviews.for_item("item-2")
    assert review.correction is not None
    assert review.correction.text == shorter


def test_nothing_is_trimmed_from_a_correction(tmp_path: Path, sit_down: Sit) -> None:
    response = "  Two\u00a0years.\r\n\tFree.  \n\n "
    with create_workspace(tmp_path / "w.reviewer", a_project(), actor="ana") as workspace:
        workspace.ingest.add([an_item(1, response=response, policy_hits=[])])
        ana = sit_down(workspace)
        ana.sees("item-1")
        ana.press(K.Key_2, K.Key_E, (K.Key_End, CTRL))
        ana.write(" ")
        ana.submit(None)
        (review,) = workspace.reviews.for_item("item-1")
        assert review.correction is not None
        assert review.correction.text == response + " "
        ana.window.close()


def is_in_sight(part: QWidget) -> bool:
    return part.isVisible() and part.visibleRegion().boundingRect().height() >= 60


def test_the_response_stays_in_sight_beside_the_correction(workspace: Workspace, sit_down: Sit) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    for width, height in ((1280, 800), (1600, 1000)):
        ana.window.resize(width, height)
        ana.press(K.Key_2)
        for name in ("response_view", "correction_editor", "correction_diff"):
            part = ana.find(name)
            ana.until(partial(is_in_sight, part))


def test_in_a_narrow_window_the_panes_make_room_for_a_correction_and_take_it_back(
    workspace: Workspace, sit_down: Sit
) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.window.resize(1280, 800)
    ana.qtbot.wait(100)
    before = ana.find("review_splitter").sizes()
    ana.press(K.Key_E)
    ana.until(lambda: ana.focus().objectName() == "correction_editor")
    ana.until(lambda: ana.find("review_splitter").sizes()[1] > before[1] + 50)
    assert ana.find("correction_editor").width() >= 190
    assert all(width >= 170 for width in ana.find("review_splitter").sizes())
    ana.window.resize(1600, 1000)
    ana.until(lambda: max(ana.find("review_splitter").sizes()) < 700)
    ana.window.resize(1280, 800)
    ana.write("Now ")
    ana.press(K.Key_Escape)
    ana.press(K.Key_2)
    ana.submit("item-2")
    ana.until(lambda: all(abs(a - b) < 12 for a, b in zip(ana.find("review_splitter").sizes(), before, strict=True)))


def test_restore_takes_the_original_back_and_undo_the_correction(workspace: Workspace, sit_down: Sit) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_2, K.Key_E)
    ana.write("Well. ")
    ana.press((K.Key_R, CTRL | SHIFT))
    assert correction(ana) == RESPONSE
    ana.press(UNDO)
    assert correction(ana) == "Well. " + RESPONSE


def test_a_suggestion_is_taken_with_a_key_where_the_project_shows_it(tmp_path: Path, sit_down: Sit) -> None:
    suggested = {"verdict": "revise", "correction": "Two years."}
    with create_workspace(tmp_path / "open.reviewer", a_project(blind=False), actor="ana") as workspace:
        workspace.ingest.add([an_item(1, suggestion=suggested)])
        ana = sit_down(workspace)
        ana.sees("item-1")
        ana.press((K.Key_T, CTRL))
        assert correction(ana) == "Two years."
        ana.press(UNDO)
        assert correction(ana) == RESPONSE
        ana.find("suggestion_button", QPushButton).click()
        ana.press(K.Key_Escape, K.Key_2)
        ana.submit(None)
        (review,) = workspace.reviews.for_item("item-1")
        assert review.correction is not None
        assert review.correction.text == "Two years."
        ana.window.close()


def test_no_suggestion_can_be_taken_in_a_blind_project(tmp_path: Path, sit_down: Sit) -> None:
    suggested = {"verdict": "revise", "correction": "Two years."}
    with create_workspace(tmp_path / "blind.reviewer", a_project(), actor="ana") as workspace:
        workspace.ingest.add([an_item(1, suggestion=suggested)])
        ana = sit_down(workspace)
        ana.sees("item-1")
        ana.press(K.Key_2, (K.Key_T, CTRL))
        assert correction(ana) == RESPONSE
        assert not ana.find("suggestion_button").isVisible()
        ana.window.close()


# ---- phrases, undo, the strip --------------------------------------------------------------------------------


def test_a_phrase_is_put_into_the_comment_by_keys_and_undone_as_text(workspace: Workspace, sit_down: Sit) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_1)
    ana.submit("item-2")
    ana.press(K.Key_T)
    ana.write("no")
    ana.press((K.Key_P, CTRL))
    menu = ana.find("templates_menu")
    ana.until(menu.isVisible)
    QTest.keyClick(menu, K.Key_1)
    ana.until(lambda: ana.find("comment_editor").toPlainText() == "no\nContradicts the passage")
    ana.press(UNDO)
    assert (ana.find("comment_editor").toPlainText(), ana.item) == ("no", "item-2")


def test_escape_leads_from_a_text_field_to_where_letters_act(workspace: Workspace, sit_down: Sit) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    for key, field in ((K.Key_T, "comment_editor"), (K.Key_E, "correction_editor")):
        ana.press(key)
        assert ana.focus().objectName() == field
        ana.press(K.Key_Escape)
        assert ana.focus().objectName() == "response_view"
    ana.press(K.Key_3)
    assert ana.find("verdict_reject", QPushButton).isChecked()


def test_the_passing_word_offers_to_undo_for_three_seconds(workspace: Workspace, sit_down: Sit) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_1)
    ana.submit("item-2")
    assert ana.window.toast.text() == "Approve recorded."
    ana.find("toast_button", QPushButton).click()
    ana.sees("item-1")
    assert workspace.reviews.recent("ana") == ()
    ana.submit("item-2")
    ana.until(lambda: ana.window.toast.text() == "")
    assert len(workspace.reviews.recent("ana")) == 1


def test_a_decision_of_the_strip_is_shown_again_by_keys_alone(workspace: Workspace, sit_down: Sit) -> None:
    ana = sit_down(workspace)
    for number in (1, 2, 3):
        ana.sees(f"item-{number}")
        ana.press(K.Key_1, K.Key_Return)
    ana.sees("item-4")
    ana.until(lambda: ana.find("decision_3").isVisible())
    ana.press((K.Key_Z, SHIFT), K.Key_Right, K.Key_Right)
    assert ana.focus().accessibleName() == "Approve, item item-1"
    ana.press(K.Key_Return)
    ana.sees("item-1")
    assert ana.find("verdict_approve", QPushButton).isChecked()
    assert [review.item_id for review in workspace.reviews.recent("ana")] == ["item-3", "item-2"]


# ---- what a crash and a lost lease leave ---------------------------------------------------------------------

_TYPING = """
import sys, time
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from reviewer.ui.app import create_window

app = QApplication([])
window = create_window(sys.argv[1], "ana")

def until(condition):
    while not condition() or window.tasks.busy:
        app.processEvents()
        time.sleep(0.002)

def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)

until(lambda: window.property("itemId") == "item-1")
window.activateWindow()
until(window.isActiveWindow)
press(Qt.Key.Key_1)
press(Qt.Key.Key_Return)
until(lambda: window.property("itemId") == "item-2")
press(Qt.Key.Key_T)
while True:
    QTest.keyClicks(QApplication.focusWidget(), "x")
    print(time.monotonic(), flush=True)
    until_at = time.monotonic() + 0.03
    while time.monotonic() < until_at:
        app.processEvents()
        time.sleep(0.002)
"""


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has kill -9")
@pytest.mark.parametrize("letters", [30, 47, 75])
def test_a_kill_while_typing_loses_at_most_half_a_second_and_nothing_that_was_submitted(
    tmp_path: Path, sit_down: Sit, letters: int
) -> None:
    with create_workspace(tmp_path / "k.reviewer", a_project(), actor="ana") as made:
        made.ingest.add([an_item(number) for number in (1, 2, 3)])
        path = str(made.path)
    with subprocess.Popen([sys.executable, "-c", _TYPING, path], stdout=subprocess.PIPE, text=True) as typing:
        assert typing.stdout is not None
        try:
            typed = [float(typing.stdout.readline()) for _ in range(letters)]
        finally:
            typing.kill()
        killed = time.monotonic()
        typed += [float(line) for line in typing.stdout.read().split()]
    safe = sum(at < killed - 0.5 for at in typed)
    with open_workspace(path, actor="ana") as workspace:
        assert [review.verdict for review in workspace.reviews.for_item("item-1")] == ["approve"]
        again = sit_down(workspace)
        again.sees("item-2")
        found = again.find("comment_editor").property("sourceText")
        assert found == "x" * len(found)
        assert safe <= len(found) <= len(typed) + 1
        again.window.close()


def test_a_lease_that_was_lost_keeps_the_work_and_says_so(tmp_path: Path, sit_down: Sit) -> None:
    with create_workspace(tmp_path / "l.reviewer", a_project(lease_minutes=0.05), actor="ana") as workspace:
        workspace.ingest.add([an_item(number) for number in (1, 2, 3)])
        ana = sit_down(workspace)
        ana.sees("item-1")
        ana.press(K.Key_2, K.Key_T)
        ana.write("half a thou")
        workspace.queue.release_item("item-1")
        workspace.queue.claim_item("ben", "item-1")
        ana.until(lambda: "what you entered is kept as a draft" in ana.window.error_banner.text())
        assert ana.find("lease_label").text() == "no longer held"
        assert not ana.find("verdict_approve").isEnabled()
        ana.press(SUBMIT)
        ana.sees("item-2")
        workspace.queue.release_all("ben")
        ana.window.close()
        again = sit_down(workspace)
        again.sees("item-1")
        assert again.find("comment_editor").property("sourceText") == "half a thou"
        assert again.find("verdict_revise", QPushButton).isChecked()
        again.window.close()


def test_an_item_that_was_judged_in_another_window_says_so_and_leads_on(tmp_path: Path, sit_down: Sit) -> None:
    path = tmp_path / "two.reviewer"
    with create_workspace(path, a_project(), actor="ana") as first, open_workspace(path, actor="ana") as second:
        first.ingest.add([an_item(number) for number in (1, 2, 3)])
        here = sit_down(first)
        here.sees("item-1")
        here.press(K.Key_1, K.Key_T)
        here.write("from here")
        there = sit_down(second)
        there.sees("item-1")
        there.press(K.Key_2, K.Key_T)
        there.write("from there")
        there.press(SUBMIT)
        there.until(lambda: there.item != "item-1")
        here.window.activateWindow()
        here.until(lambda: here.window.isActiveWindow())
        here.press(SUBMIT)
        here.until(lambda: "judged this item already" in here.window.error_banner.text())
        here.qtbot.wait(800)
        assert "kept as a draft" in here.window.error_banner.text(), "it is not wiped away by what is saved next"
        assert here.item == "item-1"
        here.press(SUBMIT)
        here.until(lambda: here.item != "item-1")
        here.idle()
        assert here.window.error_banner.text() == "", "it was about the item that was left"
        assert [(review.item_id, review.verdict) for review in first.reviews.stream()] == [("item-1", "revise")]
        for person in (here, there):
            person.window.close()
