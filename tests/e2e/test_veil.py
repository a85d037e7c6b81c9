"""Veil and reveal with the audit event, by real keys in the real window; nothing veiled is anywhere in the window."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.domain.questions import Option
from reviewer.domain.wellbeing import Wellbeing
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.app import create_window
from tests.people import Person

K = Qt.Key
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
MAIL, PHONE = "dana.w@example.com", "+49 30 1234567"
RESPONSE = f"He waited at the gate.\n\nThen came the knife.\n\nWrite to {MAIL} or call {PHONE}."
SECRETS = ("dana", "1234567", "waited", "knife")
ITEM = {
    "id": "hard",
    "messages": [{"role": "user", "content": f"I am {MAIL}, tell me of the knife"}],
    "response": RESPONSE,
    "evidence": [{"id": "e1", "source": "street.md", "text": f"The knife of {MAIL}"}],
    "policy_hits": [
        {
            "id": "h1",
            "policy": "violence",
            "severity": "high",
            "start": 0,
            "end": 9,
            "text": RESPONSE[:9],
            "explanation": f"{MAIL} waited",
        }
    ],
    "metadata": {"user": MAIL},
    "priority": 2,
}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    project = Project(
        name="Hard",
        personal_data="veil",
        wellbeing=Wellbeing(veil=("violence",)),
        span_labels=(Option(id="person", title="Person", key="d"),),
    )
    with create_workspace(tmp_path / "hard.reviewer", project, actor="ana") as made:
        made.ingest.add([ITEM, {"id": "mild", "response": "Mild.", "priority": 1}])
        yield made


@pytest.fixture
def ana(workspace: Workspace, qtbot: QtBot) -> Iterator[Person]:
    window = create_window(workspace, "ana")
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow(), timeout=10_000)
    yield Person(window, qtbot)
    window.close()
    window.deleteLater()
    QApplication.processEvents()


def said_in(window: QWidget, *, hidden: bool = True) -> str:
    """Return every text that the window holds: on widgets, in documents, tooltips, and what a screen reader is told."""
    found = [window.windowTitle()]
    for widget in [window, *window.findChildren(QWidget)]:
        if not hidden and not widget.isVisible():
            continue
        found += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle()]
        if isinstance(widget, QLabel | QPlainTextEdit | QTextEdit):
            found.append(widget.text() if isinstance(widget, QLabel) else widget.toPlainText())
        source = widget.property("sourceText")
        found.append(source if isinstance(source, str) else "")
        told = QAccessible.queryAccessibleInterface(widget)
        if told is not None:
            found += [told.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Description)]
            text = told.textInterface()
            found.append(text.text(0, text.characterCount()) if text is not None else "")
    documents = window.findChildren(QTextDocument) if hidden else []
    found += [document.toPlainText() for document in documents]
    return " ".join(found)


def test_a_hard_item_is_opened_step_by_step_and_personal_data_for_a_reason(ana: Person, workspace: Workspace) -> None:
    ana.sees("hard")
    assert ana.focus().objectName() == "veil_pane"
    assert "May contain: violence (high). 17 words." in said_in(ana.window)
    assert [word for word in SECRETS if word in said_in(ana.window)] == []
    ana.press((K.Key_O, SHIFT))
    assert "He waited at the gate." in said_in(ana.window)
    assert "knife" not in said_in(ana.window)
    ana.press((K.Key_O, SHIFT | CTRL))
    ana.idle()
    assert "Then came the knife." in said_in(ana.window)
    assert "call [phone 1]" in said_in(ana.window)
    assert [word for word in ("dana", "1234567") if word in said_in(ana.window)] == []
    ana.press((K.Key_P, SHIFT))
    ana.until(lambda: ana.focus().objectName() == "personal_data_reason")
    ana.write("two words")
    ana.press(K.Key_Return)
    assert "one word" in ana.find("personal_data_dialog_wrong").text()
    assert "item.revealed_personal_data" not in {event.action for event in workspace.audit.log(limit=100)}
    ana.press((K.Key_A, CTRL))
    ana.write("dispute")
    ana.press(K.Key_Return)
    ana.until(lambda: MAIL in said_in(ana.window))
    ana.idle()
    event = workspace.audit.log(limit=1)[0]
    assert (event.actor, event.action, event.subject) == ("ana", "item.revealed_personal_data", "hard")
    assert json.loads(event.details)["reason"] == "dispute"
    assert "dana" not in event.details
    ana.press(K.Key_3, K.Key_Return)
    ana.sees("mild")
    assert [word for word in SECRETS if word in said_in(ana.window, hidden=False)] == []


def test_what_is_copied_found_and_marked_is_only_what_is_seen(ana: Person, workspace: Workspace) -> None:
    ana.sees("hard")
    ana.press((K.Key_O, SHIFT | CTRL))
    ana.idle()
    ana.press((K.Key_F, CTRL))
    ana.write("dana")
    ana.idle()
    assert "no" in ana.find("response_find_count").text().lower()
    ana.press(K.Key_Escape)
    view = ana.find("response_view")
    view.setFocus()
    view.selectAll()
    view.copy()
    assert MAIL not in QGuiApplication.clipboard().text()
    assert "[e-mail 1]" in QGuiApplication.clipboard().text()
    ana.press(K.Key_D, K.Key_3, K.Key_Return)
    ana.sees("mild")
    (review,) = workspace.reviews.for_item("hard")
    assert [span.text for span in review.spans] == [RESPONSE]


def test_opting_out_of_a_veiled_item_asks_for_no_reason(ana: Person, workspace: Workspace) -> None:
    ana.sees("hard")
    ana.press(K.Key_Return)
    assert "a look at the text, or a skip" in ana.find("asked_label").text()
    ana.find("veil_skip").click()
    dialog = ana.window.room("review").dialog()  # type: ignore[union-attr]
    assert "o reason" in said_in(dialog)
    ana.find("skip_opt_out").click()
    ana.sees("mild")
    (review,) = workspace.reviews.for_item("hard")
    assert review.skip is not None
    assert (review.skip.kind, review.comment) == ("opt_out", "")


def test_soft_looks_are_one_key_away_and_hold_for_the_next_start(ana: Person) -> None:
    ana.sees("hard")
    theme = ana.window.theme
    colour, size = theme.hex("accent"), theme.text_size
    ana.press(K.Key_B)
    assert (theme.soft, theme.text_size < size) == (True, True)
    assert len({theme.hex("accent")[at : at + 2] for at in (1, 3, 5)}) == 1
    assert ana.find("soften_button").isChecked()
    assert ana.window.settings.current.soften == "on"
    ana.press(K.Key_B)
    assert (theme.hex("accent"), theme.text_size) == (colour, size)
