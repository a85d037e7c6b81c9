"""The panes of the datasets room in a real window, over a real workspace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from reviewer.domain.changes import Changes
from reviewer.domain.projects import Project
from reviewer.domain.wellbeing import Wellbeing
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.dialogs.recipe_editor import RecipeEditorDialog
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panes.datasets_room import DatasetsRoom
from reviewer.ui.safe_text import PlainLabel, SourceView
from tests.ui.judged_items import full
from tests.windows import item, part

__all__ = ["full"]
Open = Callable[..., MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier


def entered(window: MainWindow) -> DatasetsRoom:
    window.go_to("datasets")
    QApplication.processEvents()
    room = window.room("datasets")
    assert isinstance(room, DatasetsRoom)
    return room


def click(room: DatasetsRoom, name: str) -> None:
    button = room.findChild(QPushButton, name)
    assert button is not None, name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_arrow_keys_and_first_letters_choose_a_recipe(full: Workspace, open_window: Open) -> None:
    room = entered(open_window(full))
    view = room.recipes.view
    assert view.hasFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_P)
    assert room.presenter.state.name == "dpo"
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert room.presenter.state.name != "dpo"


def test_the_chosen_row_stands_in_full_below_the_table_and_return_goes_there(
    full: Workspace, open_window: Open
) -> None:
    room = entered(open_window(full))
    room.presenter.choose("dpo")
    table = room.preview.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert room.presenter.state.row == 1
    text = room.preview.row_view.property("sourceText")
    assert "chosen\nassistant: Better answer 1." in text
    assert "item_id\nitem-1" in text
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert room.preview.row_view.hasFocus()


def test_a_workspace_without_decisions_says_what_to_do(workspace: Workspace, open_window: Open) -> None:
    window = open_window(workspace)
    room = entered(window)
    room.presenter.choose("dpo")
    QApplication.processEvents()
    assert not room.ready.writing.export_button.isEnabled()
    click(room, "preview_empty_button")
    assert window.current_room == "review"


def test_a_reason_opens_its_items_and_escape_goes_back_to_the_rows(full: Workspace, open_window: Open) -> None:
    room = entered(open_window(full))
    room.presenter.choose("dpo")
    QApplication.processEvents()
    click(room, "reason_no_correction_button")
    assert room.preview.items.isVisible()
    assert room.preview.items.hasFocus()
    QTest.keyClick(room.preview.items, Qt.Key.Key_Down)
    item_shown = room.presenter.state.item
    assert item_shown is not None
    assert item_shown.id == "item-5"
    QTest.keyClick(room.preview.items, Qt.Key.Key_Escape)
    assert room.preview.table.isVisible()


def test_a_text_that_starts_veiled_does_so_behind_a_figure_too_and_a_key_opens_it(
    tmp_path: Path, open_window: Open
) -> None:
    hit = {"id": "h", "policy": "violence", "outcome": "fail", "severity": "high"}
    rules = Project(name="Lamps", wellbeing=Wellbeing(veil=("violence",)), personal_data="veil")
    with create_workspace(tmp_path / "hard.reviewer", rules, actor="ana") as made:
        made.ingest.add([item(1, response="Terrible words to ana@example.com.", policy_hits=[hit])])
        made.reviews.submit({"item_id": "item-1", "reviewer": "bo", "verdict": "approve"})
        room = entered(open_window(made))
        room.presenter.choose("dpo")
        QApplication.processEvents()
        click(room, "reason_no_correction_button")
        view = room.preview.item.findChild(SourceView, "preview_response_view")
        assert view is not None
        assert "Terrible" not in view.shown_text()
        assert "violence" in view.shown_text()
        QTest.keyClick(room.preview.items, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
        assert "Terrible words to [e-mail 1]" in view.shown_text(), "what names a person stays veiled"


def test_a_decision_made_elsewhere_is_counted_while_somebody_looks(full: Workspace, open_window: Open) -> None:
    window = open_window(full)
    room = entered(window)
    room.presenter.choose("dpo")
    full.reviews.submit({"item_id": "item-9", "reviewer": "bo", "verdict": "revise", "correction": "Better."})
    window.broadcast(Changes(nouns=frozenset({"reviews", "resolutions"}), item_ids=("item-9",)))
    assert room.ready.writing.export_button.caption() == "Export 5 rows"


def test_what_was_written_can_be_copied_as_a_line_that_loads_it(
    full: Workspace, open_window: Open, tmp_path: Path
) -> None:
    window = open_window(full)
    room = entered(window)
    room.export.type_folder(str(tmp_path / "out"))
    QTest.keyClick(room.recipes.view, Qt.Key.Key_E, CTRL)
    click(room, "export_copy_load_line")
    assert QGuiApplication.clipboard().text() == f"datasets.load_dataset('{tmp_path}/out')"
    click(room, "export_copy_sha256")
    assert QGuiApplication.clipboard().text() == full.datasets.list()[0].sha256
    copy = window.findChild(QPushButton, "same_as_copy")
    assert copy is not None
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith("reviewer -w ")


def test_return_verifies_the_version_and_says_what_is_wrong(full: Workspace, open_window: Open, tmp_path: Path) -> None:
    room = entered(open_window(full))
    room.export.type_folder(str(tmp_path / "out"))
    room.export.export()
    (tmp_path / "out" / "extra.txt").write_text("x")
    QApplication.processEvents()
    QTest.keyClick(room.versions.table, Qt.Key.Key_Return)
    finding = part(room, "version_finding")
    assert isinstance(finding, PlainLabel)
    assert "extra.txt does not belong to the dataset" in finding.text()


def test_arrow_keys_choose_the_format(full: Workspace, open_window: Open) -> None:
    room = entered(open_window(full))
    button = part(room, "format_parquet")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Right)
    assert room.export.state.format == "csv"
    assert "--format csv" in room.export.state.command


def test_names_that_attack_the_screen_stay_text(tmp_path: Path, open_window: Open) -> None:
    hostile = "<img src='file:///etc/passwd'>\u202e"
    with create_workspace(tmp_path / "h.reviewer", Project(name=hostile), actor=hostile) as made:
        made.ingest.add([item(1, prompt=hostile, response=hostile)])
        made.reviews.submit(
            {"item_id": "item-1", "reviewer": hostile, "verdict": "revise", "correction": f"{hostile} better"}
        )
        room = entered(open_window(made, hostile))
        room.presenter.choose("dpo")
        room.export.export()
        QApplication.processEvents()
        room.grab()
        assert "<img src='file:///etc/passwd'>⟦U+202E⟧" in room.preview.table.rows.index(0, 1).data()
        assert "<img" in room.versions.model.index(0, 2).data()


def test_personal_data_is_veiled_in_the_rows_where_the_project_asks_for_it(tmp_path: Path, open_window: Open) -> None:
    with create_workspace(tmp_path / "p.reviewer", Project(name="P", personal_data="veil"), actor="ana") as made:
        made.ingest.add([item(1, prompt="Who is ana@example.com?", response="ana@example.com is Ana.")])
        better = "I do not tell who ana@example.com is."
        made.reviews.submit({"item_id": "item-1", "reviewer": "bo", "verdict": "revise", "correction": better})
        room = entered(open_window(made))
        room.presenter.choose("sft")
        QApplication.processEvents()
        shown = [room.preview.table.rows.index(0, column).data() for column in range(2)]
        assert shown == ["Who is [e-mail 1]?", "I do not tell who [e-mail 1] is."]
        assert "ana@example.com" not in str(room.preview.row_view.property("sourceText"))
        assert part(room, "preview_veiled").isVisible()


def test_personal_data_is_replaced_for_one_export_at_a_click_and_the_command_says_so(
    tmp_path: Path, open_window: Open
) -> None:
    with create_workspace(tmp_path / "p.reviewer", Project(name="P"), actor="ana") as made:
        made.ingest.add([item(1, prompt="Who is ana@example.com?", response="No idea.")])
        made.reviews.submit({"item_id": "item-1", "reviewer": "bo", "verdict": "approve"})
        room = entered(open_window(made))
        room.presenter.choose("kto")
        QApplication.processEvents()
        assert room.preview.table.rows.index(0, 0).data() == "Who is ana@example.com?"
        assert not part(room, "preview_veiled").isVisible()
        click(room, "replace_personal_data_button")
        assert "ana@example.com" not in room.preview.table.rows.index(0, 0).data()
        assert "--redact placeholders" in room.export.state.command
        room.export.type_folder(str(tmp_path / "out"))
        room.export.choose_format("jsonl")
        room.export.export()
        assert room.export.state.problem == ""
        assert b"ana@example.com" not in b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*.*"))
        click(room, "replace_personal_data_button")
        assert room.preview.table.rows.index(0, 0).data() == "Who is ana@example.com?"


def test_a_recipe_file_that_cannot_be_used_is_opened_from_its_line(full: Workspace, open_window: Open) -> None:
    folder = full.folder / "exports"
    folder.mkdir()
    (folder / "mine.toml").write_text('name = "mine"\ntask = "dop"\n', "utf-8")
    room = entered(open_window(full))
    click(room, "broken_mine_button")
    dialog = room.findChild(RecipeEditorDialog)
    assert dialog is not None
    assert "dop" in dialog.editor.toPlainText()
    dialog.reject()


def test_a_word_of_a_version_does_with_the_mouse_what_it_says(
    full: Workspace, open_window: Open, tmp_path: Path
) -> None:
    room = entered(open_window(full))
    room.export.type_folder(str(tmp_path / "out"))
    room.export.export()
    QApplication.processEvents()
    table = room.versions.table
    place = table.visualRect(room.versions.model.index(0, 7))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place.topLeft() + QPoint(20, place.height() // 2))
    finding = part(room, "version_finding")
    assert isinstance(finding, PlainLabel)
    assert "every byte is as it was built" in finding.text()
