"""One verdict for many near copies in the real window, by real keys: announced, shown, ticked, applied, taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.app import create_window
from reviewer.ui.main_window import MainWindow
from tests.people import Person

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SAID = (
    "You can send the lamp back within thirty days of the delivery, and we will refund the full price to the card "
    "that you paid with, once the parcel has reached our warehouse in good order."
)
KETTLE = "The kettle is descaled with vinegar: fill it to the mark, wait for an hour, and rinse it twice with water."


def an_item(name: str, priority: float, said: str = SAID, **fields: Any) -> dict[str, Any]:
    return {
        "id": name,
        "source": {"system": "test"},
        "prompt": "How do I send it back?",
        "response": said,
        "policy_hits": [{"id": f"h-{name}", "policy": "unsupported", "detector": "ground", "outcome": "fail"}],
        "priority": priority,
        **fields,
    }


def the_items(copies: int = 11) -> list[dict[str, Any]]:
    found = [an_item("lamp-00", 900), an_item("kettle", 800, KETTLE)]
    found += [an_item(f"lamp-{number:02}", 100 - number) for number in range(1, copies)]
    return [*found, an_item("lamp-ninety", 1, SAID.replace("thirty", "ninety"), prompt="Ninety days?")]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "lamps.reviewer", Project(name="Lamps"), actor="ana") as made:
        made.ingest.add(the_items())
        yield made


@pytest.fixture
def sit_down(qtbot: QtBot) -> Iterator[Callable[..., Person]]:
    windows: list[MainWindow] = []

    def open_window(workspace: Workspace, reviewer: str = "ana") -> Person:
        window = create_window(workspace, reviewer)
        windows.append(window)
        window.activateWindow()
        qtbot.waitUntil(lambda: window.isActiveWindow(), timeout=10_000)
        return Person(window, qtbot)

    yield open_window
    for window in windows:
        window.close()
        window.deleteLater()
    QApplication.processEvents()


def announced(ana: Person) -> str:
    button = ana.find("near_copies_button")
    return str(button.caption()) if button.isVisible() else ""


def the_sheet(ana: Person) -> Any:
    ana.press((K.Key_D, CTRL))
    ana.until(lambda: _open_sheet() is not None)
    ana.idle()
    return _open_sheet()


def _open_sheet() -> Any:
    found = QApplication.activeModalWidget()
    return found if found is not None and found.objectName() == "near_copies_dialog" else None


def verdicts(workspace: Workspace) -> dict[str, str | None]:
    return {review.item_id: review.verdict for review in workspace.reviews.stream()}


def test_one_verdict_goes_to_every_ticked_copy_and_one_undo_takes_all_of_it_back(
    workspace: Workspace, sit_down: Callable[..., Person]
) -> None:
    ana = sit_down(workspace)
    ana.sees("lamp-00")
    ana.until(lambda: announced(ana) == "11 near copies")
    ana.press(K.Key_3)
    sheet = the_sheet(ana)
    assert sheet.list.count() == 11
    assert "10 of 11 ticked · verdict: Reject" in sheet.findChild(object, "near_copies_headline").text()
    ana.press(K.Key_Return)
    ana.sees("kettle")
    ana.until(lambda: len(verdicts(workspace)) == 11)
    ana.idle()
    assert set(verdicts(workspace).values()) == {"reject"}
    assert "lamp-ninety" not in verdicts(workspace)
    assert "Recorded for 10 near copies too." in ana.window.toast.text()
    ana.press((K.Key_Z, CTRL))
    ana.sees("lamp-00")
    assert verdicts(workspace) == {}
    assert "10 near copies came back too." in ana.window.toast.text()
    assert workspace.audit.verify().sound


def test_copies_are_ticked_and_shown_by_keys(workspace: Workspace, sit_down: Callable[..., Person]) -> None:
    ana = sit_down(workspace)
    ana.sees("lamp-00")
    ana.until(lambda: announced(ana) == "11 near copies")
    sheet = the_sheet(ana)
    ana.press(K.Key_Return)
    assert "Choose a verdict first" in sheet.findChild(object, "near_copies_problem").text()
    ana.press(K.Key_1, K.Key_N)
    assert "0 of 11 ticked · verdict: Approve" in sheet.findChild(object, "near_copies_headline").text()
    ana.press(K.Key_Return)
    assert "Tick at least one" in sheet.findChild(object, "near_copies_problem").text()
    ana.press(K.Key_End)
    ana.until(lambda: "1 difference" in sheet.findChild(object, "near_copies_changes").text())
    ana.idle()
    assert sheet.view.property("sourceText").count("ninety") == 1
    assert sheet.findChild(object, "near_copies_question").text() == "Ninety days?"
    assert sheet.findChild(object, "near_copies_note").text() == "another question"
    ana.press(K.Key_Space)
    assert "1 of 11 ticked" in sheet.findChild(object, "near_copies_headline").text()
    ana.press(K.Key_Return)
    ana.sees("kettle")
    ana.until(lambda: verdicts(workspace) == {"lamp-00": "approve", "lamp-ninety": "approve"})


def test_the_sheet_can_be_left_and_nothing_is_judged(workspace: Workspace, sit_down: Callable[..., Person]) -> None:
    ana = sit_down(workspace)
    ana.sees("lamp-00")
    ana.until(lambda: announced(ana) == "11 near copies")
    the_sheet(ana)
    ana.press(K.Key_A, K.Key_3, K.Key_Escape)
    ana.until(lambda: _open_sheet() is None)
    ana.idle()
    assert ana.item == "lamp-00"
    assert verdicts(workspace) == {}


def test_an_item_without_copies_announces_none(workspace: Workspace, sit_down: Callable[..., Person]) -> None:
    ana = sit_down(workspace)
    ana.sees("lamp-00")
    ana.press(K.Key_1)
    ana.submit("kettle")
    ana.until(lambda: workspace.near_copies.index_some() == 0)
    ana.idle()
    assert announced(ana) == ""
    ana.press((K.Key_D, CTRL))
    ana.until(lambda: "has no near copies" in ana.window.toast.text())


def test_what_is_missing_from_the_review_is_asked_for_before_anything_is_applied(
    tmp_path: Path, sit_down: Callable[..., Person]
) -> None:
    project = Project(name="Lamps", reasons_required=("reject",))
    with create_workspace(tmp_path / "strict.reviewer", project, actor="ana") as made:
        made.ingest.add(the_items())
        ana = sit_down(made)
        ana.sees("lamp-00")
        ana.until(lambda: announced(ana) == "11 near copies")
        the_sheet(ana)
        ana.press(K.Key_Space, K.Key_3, K.Key_Return)
        ana.until(lambda: _open_sheet() is None)
        assert ana.item == "lamp-00"
        assert ana.find("asked_label").text() != ""
        assert verdicts(made) == {}
        ana.until(lambda: ana.focus().objectName() == "comment_editor")
        assert "near copies neither" in ana.window.toast.text() + ana.window.error_banner.text()
        ana.write("Thirty days is wrong.")
        ana.press(K.Key_Escape)
        sheet = the_sheet(ana)
        assert "9 of 11 ticked" in sheet.findChild(object, "near_copies_headline").text(), "what was ticked is kept"
        ana.press(K.Key_Return)
        ana.sees("kettle")
        ana.until(lambda: len(verdicts(made)) == 10)
        ana.idle()
        ana.window.close()


def test_two_thousand_copies_say_how_many_of_them_are_shown(tmp_path: Path, sit_down: Callable[..., Person]) -> None:
    with create_workspace(tmp_path / "many.reviewer", Project(name="Lamps"), actor="ana") as made:
        made.ingest.add(the_items(2_200))
        made.near_copies.index_all()
        ana = sit_down(made)
        ana.sees("lamp-00")
        ana.until(lambda: announced(ana) == "more than 2,000 near copies")
        sheet = the_sheet(ana)
        assert sheet.list.count() == 200
        assert "the nearest 200 of more than 2,000" in sheet.findChild(object, "near_copies_cap").text()
        ana.press(K.Key_A, K.Key_1, K.Key_Return)
        ana.until(lambda: len(verdicts(made)) == 201)
        ana.idle()
        ana.press((K.Key_Z, CTRL))
        ana.sees("lamp-00")
        ana.until(lambda: verdicts(made) == {})
        ana.window.close()


def test_the_differences_of_a_copy_can_be_read_after_the_light_changed(
    workspace: Workspace, sit_down: Callable[..., Person]
) -> None:
    ana = sit_down(workspace)
    ana.sees("lamp-00")
    ana.until(lambda: announced(ana) == "11 near copies")
    sheet = the_sheet(ana)
    ana.press(K.Key_End)
    ana.until(lambda: "another question" in sheet.findChild(object, "near_copies_note").text())
    ana.idle()

    def grounds() -> set[str]:
        formats = sheet.view.document().firstBlock().layout().formats()
        return {made.format.background().color().name() for made in formats if made.format.fontStrikeOut()}

    for light in ("light", "dark"):
        ana.window.theme.choose(light, 11)
        ana.until(lambda: grounds() == {ana.window.theme.hex("removed")})
    sheet.reject()
