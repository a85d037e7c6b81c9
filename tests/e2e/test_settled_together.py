"""Two reviewers disagree, a lead settles it, both see it, the detector's precision moves and the report shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import read_project
from reviewer.services.workspace import Workspace, create_workspace, open_workspace
from reviewer.ui.app import create_window
from tests.people import Person

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
SPEC = {"project": {"name": "Lamps", "overlap": 2, "max_reviews": 2, "blind": True}}
GUIDE = "# Lamps\n\nNames of people are private.\n"
HIT = {"id": "h1", "policy": "privacy", "detector": "scan", "score": 0.9, "outcome": "fail"}


class Somebody(Person):
    """One of the three, at a window of their own."""

    patience_ms = 20_000

    def opens(self, dialog: str) -> QWidget:
        self.until(lambda: getattr(QApplication.activeModalWidget(), "objectName", str)() == dialog)
        found = QApplication.activeModalWidget()
        assert found is not None
        return found

    def reads(self, dialog: QWidget) -> str:
        self.idle()
        return "\n".join(part.text() for part in dialog.findChildren(QWidget) if hasattr(part, "text"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = read_project(SPEC).model_copy(update={"guideline": "guide.md", "guideline_text": GUIDE})
    with create_workspace(tmp_path / "lamps.reviewer", made, actor="lea") as workspace:
        workspace.ingest.add(
            [{"id": f"item-{n}", "prompt": "Who?", "response": f"It was {n}.", "policy_hits": [HIT]} for n in range(2)]
        )
        for name in ("ana", "ben"):
            workspace.members.add(name, "reviewer")
            workspace.reviews.submit(
                {
                    "item_id": "item-1",
                    "reviewer": name,
                    "verdict": "reject",
                    "hits": [{"hit": "h1", "judgement": "confirmed"}],
                }
            )
    return tmp_path / "lamps.reviewer"


@pytest.fixture
def enter(path: Path, qtbot: QtBot) -> Iterator[Callable[[str], Somebody]]:
    """Let somebody sit down at a window of their own, after whoever sat there before has left."""
    with ExitStack() as open_now:

        def leave() -> None:
            open_now.close()

        def sit_down(name: str) -> Somebody:
            leave()
            workspace = open_now.enter_context(open_workspace(path, actor=name))
            window = create_window(workspace, name)
            open_now.callback(QApplication.processEvents)
            open_now.callback(window.deleteLater)
            open_now.callback(window.close)
            window.activateWindow()
            qtbot.waitUntil(window.isActiveWindow, timeout=10_000)
            person = Somebody(window, qtbot)
            person.idle()
            return person

        yield sit_down


@pytest.fixture
def workspace(path: Path) -> Iterator[Workspace]:
    with open_workspace(path, actor="lea") as opened:
        yield opened


def precision(workspace: Workspace) -> tuple[int, int]:
    found = workspace.quality.detectors()[0].quality.precision
    return found.hits, found.items


def test_two_disagree_a_lead_settles_it_both_see_it_and_the_figures_move(
    enter: Callable[[str], Somebody], workspace: Workspace
) -> None:
    for name, keys in (("ana", (K.Key_C, K.Key_3)), ("ben", (K.Key_X, K.Key_1))):
        person = enter(name)
        person.sees("item-0")
        person.press(*keys)
        person.submit(None)
    assert [one.item_id for one in workspace.resolutions.disagreements()] == ["item-0"]
    assert precision(workspace) == (1, 1)
    assert "50.0%" not in workspace.quality.report()

    lead = enter("lea")
    lead.press((K.Key_3, CTRL))
    lead.idle()
    lead.until(lambda: bool(lead.find("disagreement_list").model().rowCount()))
    lead.press(K.Key_Return)
    lead.sees("item-0")
    lead.press(K.Key_2, K.Key_T)
    lead.write("a name of nobody is no name")
    lead.press((K.Key_1, ALT))
    assert lead.find("category_guideline_gap", QPushButton).isChecked()
    lead.press((K.Key_Return, CTRL))
    lead.sees(None)
    settled = workspace.resolutions.find("item-0")
    assert settled is not None
    assert (settled.verdict, settled.category, settled.reason) == (
        "approve",
        "guideline_gap",
        "a name of nobody is no name",
    )

    ana = enter("ana")
    ana.until(lambda: ana.find("settled_notice").isVisible())
    assert ana.find("settled_notice").caption() == "1 of your items was settled"
    ana.press((K.Key_S, SHIFT))
    told = ana.reads(ana.opens("own_outcomes_dialog"))
    assert "0 as you judged, 1 otherwise" in told
    for said in ("item-0", "Reject", "Approve", "Guideline gap", "a name of nobody is no name"):
        assert said in told
    assert "ben" not in told
    ana.press(K.Key_Escape)
    ana.until(lambda: QApplication.activeModalWidget() is None)
    assert not ana.find("settled_notice").isVisible()

    ben = enter("ben")
    ben.until(lambda: ben.find("settled_notice").isVisible())
    ben.press((K.Key_S, SHIFT))
    assert "1 as you judged, 0 otherwise" in ben.reads(ben.opens("own_outcomes_dialog"))
    ben.press(K.Key_Escape)

    assert precision(workspace) == (1, 2)
    report = workspace.quality.report()
    assert re.search(r"Hits confirmed\D*50\.0%", report)
    assert re.search(r"25\.0% of the reviews of settled items differ", report)


def test_a_lead_closes_the_gap_and_sends_what_was_judged_before_to_review_again(
    enter: Callable[[str], Somebody], workspace: Workspace
) -> None:
    lead = enter("lea")
    lead.press((K.Key_3, CTRL))
    lead.idle()
    lead.press(K.Key_G)
    dialog = lead.opens("guideline_editor_dialog")
    lead.idle()
    lead.press((K.Key_End, CTRL))
    lead.write("Nobody is no person.")
    lead.until(lambda: "1 change" in lead.reads(dialog))
    lead.press((K.Key_Return, CTRL))
    lead.until(lambda: "Version 2 is in force now." in lead.reads(dialog))
    lead.press((K.Key_5, ALT))
    lead.until(lambda: "2 reviews are from another version. 1 settled item" in lead.reads(dialog))
    lead.idle()
    lead.press((K.Key_7, ALT))
    lead.until(lambda: "1 item waits for review again." in lead.reads(dialog))
    lead.press(K.Key_Escape)
    assert workspace.guidelines.versions()[-1].text == f"{GUIDE}Nobody is no person."
    row = workspace.queue.row("item-1")
    assert (row.state, row.reviews, row.needed) == ("open", 0, 2)

    ana = enter("ana")
    ana.sees("item-0")
    assert ana.window.workspace is not None
    assert ana.window.workspace.project.guideline_version == "2"


def test_changes_that_are_not_saved_are_given_up_only_when_that_is_asked_for_twice(
    enter: Callable[[str], Somebody], workspace: Workspace
) -> None:
    lead = enter("lea")
    lead.press((K.Key_3, CTRL))
    lead.idle()
    lead.press(K.Key_G)
    dialog = lead.opens("guideline_editor_dialog")
    lead.idle()
    lead.write("More. ")
    lead.press(K.Key_Escape)
    assert "not saved" in lead.reads(dialog)
    lead.press(K.Key_Escape)
    lead.until(lambda: QApplication.activeModalWidget() is None)
    assert len(workspace.guidelines.versions()) == 1
