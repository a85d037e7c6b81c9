"""The editor of a recipe: what is typed is checked, kept, and never lost or written over what others wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.services.datasets.recipe_files import RecipeDrafts
from reviewer.services.workspace import Workspace
from reviewer.ui.presenters.recipe_editing import RecipeEditing, RecipeEditingState
from reviewer.ui.tasks import InlineRunner
from tests.windows import raise_it

MINE = 'name = "mine"\ntitle = "Mine"\ntask = "kto"\n'


class Editor:
    """The presenter, and waiting for its pauses."""

    def __init__(self, workspace: Workspace, qtbot: QtBot) -> None:
        self.presenter = RecipeEditing(workspace, InlineRunner(raise_it))
        self._qtbot = qtbot

    @property
    def state(self) -> RecipeEditingState:
        return self.presenter.state

    def type(self, text: str) -> None:
        """Type, and wait until it was checked."""
        seen: list[RecipeEditingState] = []
        self.presenter.edit(text)
        self.presenter.changed.connect(seen.append)
        self._qtbot.waitUntil(lambda: bool(seen), timeout=10_000)
        self.presenter.changed.disconnect(seen.append)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "mine.toml").write_text(MINE, "utf-8")
    return folder / "mine.toml"


@pytest.fixture
def editor(workspace: Workspace, mine: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Editor]:
    made = Editor(workspace, qtbot)
    made.presenter.load("mine", copy=False)
    yield made
    made.presenter.close()


def test_a_mistake_is_named_with_its_line_and_nothing_is_saved_until_it_is_gone(editor: Editor, mine: Path) -> None:
    editor.type(MINE.replace("kto", "kot"))
    assert "'kot'" in editor.state.problem
    assert editor.state.line == 3
    editor.presenter.save()
    assert mine.read_text("utf-8") == MINE
    editor.type(MINE + "seed = 5\n")
    assert editor.state.problem == ""
    editor.presenter.save()
    assert mine.read_text("utf-8") == MINE + "seed = 5\n"


def test_what_the_text_would_give_is_counted_beside_it(editor: Editor, workspace: Workspace) -> None:
    workspace.reviews.submit({"item_id": "item-0", "reviewer": "bo", "verdict": "approve"})
    editor.type(MINE + "seed = 5\n")
    shown = editor.state.shown
    assert shown is not None
    assert shown.preview is not None
    assert shown.preview.total == 1


def test_what_was_typed_comes_back_after_a_crash_and_goes_when_it_is_given_up(
    editor: Editor, workspace: Workspace, mine: Path, qtbot: QtBot
) -> None:
    editor.type(MINE + "# half a tho")
    qtbot.waitUntil(lambda: RecipeDrafts().find(mine) is not None, timeout=10_000)
    editor.presenter.close()  # nobody gave it up: as in a crash
    again = RecipeEditing(workspace, InlineRunner(raise_it))
    again.load("mine", copy=False)
    assert again.state.text == MINE + "# half a tho"
    assert "not saved" in again.state.said
    again.give_up()
    assert RecipeDrafts().find(mine) is None
    again.load("mine", copy=False)
    assert again.state.text == MINE
    again.close()


def test_a_file_that_was_changed_elsewhere_is_read_again_where_nothing_was_typed(editor: Editor, mine: Path) -> None:
    mine.write_text(MINE + "seed = 9\n", "utf-8")
    editor.presenter.look_outside()
    assert editor.state.text == MINE + "seed = 9\n"
    assert not editor.state.outside


def test_a_file_that_was_changed_elsewhere_is_written_over_only_on_a_second_word(editor: Editor, mine: Path) -> None:
    editor.type(MINE + "seed = 5\n")
    mine.write_text(MINE + "seed = 9\n", "utf-8")
    editor.presenter.look_outside()
    assert editor.state.outside
    assert editor.state.text == MINE + "seed = 5\n", "what was typed stays"
    editor.presenter.save()
    assert "seed = 9" in mine.read_text("utf-8")
    editor.presenter.save()
    assert "seed = 5" in mine.read_text("utf-8")


def test_a_name_that_is_taken_is_said_as_it_is_typed_and_a_shipped_one_gives_way(editor: Editor, mine: Path) -> None:
    (mine.parent / "other.toml").write_text(MINE.replace("mine", "other"), "utf-8")
    editor.type(MINE.replace('"mine"', '"other"'))
    assert "already" in editor.state.problem
    editor.type(MINE.replace('"mine"', '"kto"'))
    assert editor.state.problem == ""
    assert "gives way" in editor.state.remark


def test_a_recipe_that_cannot_be_read_can_be_opened_and_repaired(
    editor: Editor, mine: Path, workspace: Workspace
) -> None:
    (mine.parent / "odd.toml").write_text("not a recipe", "utf-8")
    assert any("odd.toml" in problem for problem in workspace.datasets.catalog().problems)
    editor.presenter.load("odd", copy=False)
    assert editor.state.text == "not a recipe"
    assert editor.state.problem
    editor.type(MINE.replace("mine", "odd"))
    editor.presenter.save()
    assert "odd" in [recipe.name for recipe in workspace.datasets.recipes()]
