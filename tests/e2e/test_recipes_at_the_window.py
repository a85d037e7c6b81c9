"""A recipe is copied, changed with checks as one types, saved and used, by real keys in the real window."""

from __future__ import annotations

from pathlib import Path

from reviewer.config.paths import shipped
from reviewer.services.workspace import Workspace
from reviewer.ui.dialogs.recipe_editor import RecipeEditorDialog
from reviewer.ui.panes.parts import Hint
from tests.engineers import CTRL, Engineer, K, engineer, lamps

__all__ = ["engineer", "lamps"]


def _open_copy(engineer: Engineer) -> RecipeEditorDialog:
    engineer.choose(K.Key_P, "dpo")
    engineer.press((K.Key_D, CTRL))
    dialog = engineer.dialog("recipe_editor_dialog")
    assert isinstance(dialog, RecipeEditorDialog)
    engineer.until(lambda: "dpo-2" in dialog.editor.toPlainText())
    return dialog


def test_a_copy_is_changed_with_the_mistake_named_as_one_types_then_saved_and_exported(
    engineer: Engineer, lamps: Workspace, tmp_path: Path
) -> None:
    before = shipped("exports/dpo.toml").read_bytes()
    dialog = _open_copy(engineer)
    engineer.press((K.Key_Home, CTRL))
    engineer.write("wher = \"language == 'de'\"")
    engineer.press(K.Key_Return)
    problem = dialog.findChild(Hint, "recipe_editor_problem")
    assert problem is not None
    engineer.until(lambda: "did you mean 'where'" in problem.text())
    assert "ine 1" in problem.text()
    assert not dialog.save_button.isEnabled()
    engineer.press(K.Key_F8)
    assert dialog.editor.textCursor().blockNumber() == 0
    engineer.press(K.Key_Home, K.Key_Right, K.Key_Right, K.Key_Right, K.Key_Right)
    engineer.write("e")
    engineer.until(lambda: not problem.text())
    engineer.until(lambda: dialog.table.rows.rowCount() == 4)
    engineer.press((K.Key_S, CTRL))
    engineer.until(lambda: (tmp_path / "exports" / "dpo-2.toml").is_file())
    engineer.press(K.Key_Escape)
    engineer.back()
    engineer.until(lambda: engineer.room.presenter.state.name == "dpo-2")
    engineer.counted()
    assert engineer.room.export.state.rows == 4
    engineer.name_folder(tmp_path / "pairs")
    engineer.export()
    assert lamps.datasets.list()[0].recipe == "dpo-2"
    assert shipped("exports/dpo.toml").read_bytes() == before


def test_escape_asks_before_what_was_typed_is_given_up(engineer: Engineer, tmp_path: Path) -> None:
    dialog = _open_copy(engineer)
    engineer.press((K.Key_Home, CTRL))
    engineer.write("# mine")
    engineer.press(K.Key_Escape)
    assert dialog.isVisible()
    engineer.press(K.Key_Escape)
    engineer.until(lambda: engineer.window.findChild(RecipeEditorDialog) is None)
    assert not (tmp_path / "exports").exists()
