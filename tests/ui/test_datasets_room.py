"""The datasets room over a real workspace: its presenters, and its panes in a real window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from reviewer.datasets.checks import GOLD_COPIES, Check
from reviewer.domain.changes import Changes
from reviewer.domain.projects import Project
from reviewer.domain.wellbeing import Wellbeing
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.dialogs.recipe_editor import RecipeEditorDialog
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panes.datasets_room import DatasetsRoom
from reviewer.ui.presenters.dataset_export import ExportPresenter, proposed_folder
from reviewer.ui.presenters.dataset_versions import VersionsPresenter
from reviewer.ui.presenters.datasets import DatasetsPresenter
from reviewer.ui.safe_text import PlainLabel, SourceView
from reviewer.ui.tasks import InlineRunner
from tests.windows import item, part, raise_it

Open = Callable[..., MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Workspace]:
    """Twelve items of two languages: four corrected, three approved, a gold and a control item, three still open."""
    with create_workspace(tmp_path / "full.reviewer", Project(name="Support & Co"), actor="ana") as made:
        made.ingest.add(
            item(
                n,
                metadata={"language": "de" if n % 2 else "en", "conversation_id": f"c{n}"},
                gold={"verdict": "approve"} if n == 7 else None,
                control=n == 8,
            )
            for n in range(12)
        )
        for n in range(9):
            fields = {"verdict": "revise", "correction": f"Better answer {n}."} if n < 4 else {"verdict": "approve"}
            made.reviews.submit({"item_id": f"item-{n}", "reviewer": "bo", **fields})
        yield made


class Asked:
    """Both presenters as the room connects them, without a window."""

    def __init__(self, workspace: Workspace, reviewer: str = "ana") -> None:
        tasks = InlineRunner(raise_it)
        self.data = DatasetsPresenter(workspace, reviewer, tasks)
        self.export = ExportPresenter(workspace, reviewer, tasks)
        self.built = VersionsPresenter(workspace, tasks)
        self.export.written.connect(lambda _changes: self.built.load())
        self.data.changed.connect(self.export.aim)
        self.data.reload()

    def choose(self, recipe: str, where: str = "") -> None:
        self.data.choose(recipe)
        self.data.filter(where)
        self.data.count()


@pytest.fixture
def asked(full: Workspace, qapp: QApplication) -> Iterator[Asked]:
    made = Asked(full)
    yield made
    made.data.close()
    made.export.close()


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


# ---- what is counted and shown -------------------------------------------------------------------------------


def test_every_recipe_stands_with_the_number_of_its_rows(asked: Asked, full: Workspace) -> None:
    state = asked.data.state
    assert state.counts == {recipe.name: full.datasets.count(recipe).rows for recipe in full.datasets.recipes()}
    assert state.counts["dpo"] == 4


def test_a_recipe_file_that_cannot_be_used_is_named(full: Workspace, tmp_path: Path, qapp: QApplication) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "mine.toml").write_text('name = "mine"\ntask = "dop"\n')
    state = Asked(full).data.state
    assert state.recipes
    assert "mine.toml" in state.broken[0].problem


def test_a_filter_narrows_the_counts_of_all_recipes_and_the_preview(asked: Asked) -> None:
    asked.choose("dpo", "language == 'de'")
    assert asked.data.state.counts is not None
    assert asked.data.state.counts["dpo"] == 2
    assert asked.data.state.counted is not None
    assert asked.data.state.counted.total == 2
    assert asked.export.state.rows == 2


def test_an_unknown_field_is_named_with_the_nearest_one_and_nothing_can_be_exported(
    asked: Asked, tmp_path: Path
) -> None:
    asked.choose("dpo", "langage == 'de'")
    assert "language" in asked.data.state.where_problem
    assert asked.export.state.rows is None
    asked.export.type_folder(str(tmp_path / "out"))
    asked.export.export()
    assert "filter" in asked.export.state.problem
    assert not (tmp_path / "out").exists()


def test_a_preview_of_another_filter_is_never_taken_for_the_present_one(asked: Asked) -> None:
    asked.choose("dpo")
    asked.data.filter("language == 'de'")  # typed, not yet counted
    assert asked.data.state.shown is not None
    assert asked.data.state.counted is None
    assert asked.export.state.rows is None


def test_the_first_rows_are_on_screen_while_the_others_are_counted(
    full: Workspace, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviewer.ui.presenters.datasets.PREVIEW_ROWS", 2)
    seen: list[tuple[int, bool]] = []
    asked = Asked(full)
    asked.data.changed.connect(
        lambda state: seen.append((len(state.shown.cells), state.counted is None)) if state.name == "dpo" else None
    )
    asked.choose("dpo")
    assert (2, True) in seen
    assert seen[-1] == (2, False)
    assert asked.data.state.counted is not None
    assert asked.data.state.counted.total == 4


def test_coming_back_counts_again_only_when_something_was_written(asked: Asked, full: Workspace) -> None:
    before = asked.data.state.shown
    asked.data.look()
    assert asked.data.state.shown is before
    full.reviews.submit({"item_id": "item-9", "reviewer": "bo", "verdict": "approve"})
    asked.data.look()
    assert asked.data.state.shown is not before
    before = asked.data.state.shown
    asked.data.reload()
    assert asked.data.state.shown is not before, "the key that counts again does so"


def test_the_items_left_out_for_a_reason_can_be_looked_at(asked: Asked) -> None:
    asked.choose("dpo")
    asked.data.open_reason("not resolved")
    behind = asked.data.state.behind
    assert behind is not None
    assert sorted(behind.ids) == ["item-10", "item-11", "item-9"]
    assert behind.total == 3
    assert asked.data.state.item is not None
    asked.data.choose_item("item-11")
    assert asked.data.state.item.id == "item-11"
    asked.data.close_items()
    assert asked.data.state.behind is None


def test_who_reviews_blindly_does_not_learn_which_items_are_gold(full: Workspace, qapp: QApplication) -> None:
    full.members.add("mei", "reviewer")
    asked = Asked(full, "mei")
    asked.choose("dpo")
    asked.data.open_reason("gold item")
    assert asked.data.state.behind is not None
    assert (asked.data.state.behind.ids, asked.data.state.behind.total) == ((), 1)
    lead = Asked(full, "ana")
    lead.choose("dpo")
    lead.data.open_reason("gold item")
    assert lead.data.state.behind is not None
    assert lead.data.state.behind.ids == ("item-7",)


def test_nor_which_rows_say_what_a_gold_item_says(full: Workspace, qapp: QApplication) -> None:
    full.members.add("mei", "reviewer")
    check = Check(
        id=GOLD_COPIES, title="no row is a near copy of a gold item", state="warning", count=1, items=("item-0",)
    )
    for reviewer, ids in (("mei", ()), ("ana", ("item-0",))):
        asked = Asked(full, reviewer)
        asked.data.open_check(check)
        assert asked.data.state.behind is not None
        assert (asked.data.state.behind.ids, asked.data.state.behind.total) == (ids, 1)
    other = check.model_copy(update={"id": "language"})
    asked = Asked(full, "mei")
    asked.data.open_check(other)
    assert asked.data.state.behind is not None
    assert asked.data.state.behind.ids == ("item-0",)


# ---- what is written -----------------------------------------------------------------------------------------


def test_what_is_written_is_what_was_counted_and_the_command_says_the_same(asked: Asked, tmp_path: Path) -> None:
    asked.choose("dpo", "language == 'de'")
    asked.export.choose_format("jsonl")
    asked.export.type_folder(str(tmp_path / "my out"))
    command = asked.export.state.command
    assert (
        command == f"""reviewer export dpo --where 'language == '"'"'de'"'"'' --format jsonl -o '{tmp_path}/my out'"""
    )
    assert str(tmp_path / "full.reviewer") in asked.export.state.whole_command
    asked.export.export()
    built = asked.export.state.built
    assert built is not None
    assert sum(built.rows.values()) == 2
    assert not asked.export.state.differs
    assert list((tmp_path / "my out" / "data").glob("*.jsonl"))


def test_the_dataset_is_recorded_for_the_person_at_the_window(
    full: Workspace, qapp: QApplication, tmp_path: Path
) -> None:
    asked = Asked(full, "mei")
    asked.export.type_folder(str(tmp_path / "out"))
    asked.export.export()
    assert asked.built.state.versions is not None
    assert asked.built.state.versions[0].built_by == "mei"


def test_a_review_that_came_in_meanwhile_is_told(asked: Asked, full: Workspace, tmp_path: Path) -> None:
    asked.choose("dpo")
    full.reviews.submit({"item_id": "item-9", "reviewer": "bo", "verdict": "revise", "correction": "Better."})
    asked.export.type_folder(str(tmp_path / "out"))
    asked.export.export()
    assert "4 rows were shown" in asked.export.state.differs


def test_cancelling_leaves_nothing_behind(asked: Asked, full: Workspace, tmp_path: Path) -> None:
    asked.choose("dpo")
    asked.export.type_folder(str(tmp_path / "out"))
    asked.export.changed.connect(lambda state: asked.export.cancel() if state.running and not state.stopping else None)
    asked.export.export()
    assert "cancelled" in asked.export.state.problem
    assert not asked.export.state.running
    assert {path.name.partition(".reviewer")[0] for path in tmp_path.iterdir()} == {"full"}
    assert full.datasets.list() == ()


def test_a_folder_with_something_in_it_is_refused_in_one_sentence(asked: Asked, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("keep me")
    asked.choose("dpo")
    asked.export.type_folder(str(tmp_path / "out"))
    asked.export.export()
    assert "not empty" in asked.export.state.problem
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]
    assert asked.export.state.folder == str(tmp_path / "out"), "what was typed stays, to be corrected"


def test_a_place_that_cannot_be_written_is_named(asked: Asked, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    asked.choose("dpo")
    asked.export.type_folder(str(tmp_path / "file" / "out"))
    asked.export.export()
    assert "cannot be written" in asked.export.state.problem
    assert asked.export.state.built is None


def test_no_rows_are_no_dataset(asked: Asked, tmp_path: Path) -> None:
    asked.choose("dpo", "language == 'xx'")
    asked.export.type_folder(str(tmp_path / "out"))
    asked.export.export()
    assert "no rows" in asked.export.state.problem
    assert not (tmp_path / "out").exists()


def test_a_new_folder_is_proposed_for_each_recipe_and_after_each_export(asked: Asked, tmp_path: Path) -> None:
    asked.choose("kto")
    first = asked.export.state.folder
    assert first == str(tmp_path / "datasets" / "support-co-kto-v1")
    asked.export.export()
    assert Path(first).is_dir()
    assert asked.export.state.folder == str(tmp_path / "datasets" / "support-co-kto-v2")
    asked.choose("dpo")
    assert Path(asked.export.state.folder).name == "support-co-dpo-v1", "versions are counted for each recipe"


def test_a_folder_that_was_typed_is_kept_when_another_recipe_is_chosen(asked: Asked, tmp_path: Path) -> None:
    asked.export.type_folder(str(tmp_path / "mine"))
    asked.choose("dpo")
    assert asked.export.state.folder == str(tmp_path / "mine")
    asked.export.choose_parent(str(tmp_path / "elsewhere"))
    assert asked.export.state.folder == str(tmp_path / "elsewhere" / "mine")


def test_a_project_whose_name_has_no_latin_letter_gets_a_folder_too(tmp_path: Path) -> None:
    assert proposed_folder(tmp_path, "支援", "dpo", 1) == tmp_path / "datasets" / "dpo-v1"


def test_a_changed_file_is_found_by_verifying(asked: Asked, tmp_path: Path) -> None:
    asked.export.type_folder(str(tmp_path / "out"))
    asked.export.export()
    assert asked.built.state.versions is not None
    version = asked.built.state.versions[0]
    asked.built.verify(version)
    assert asked.built.state.verified[version.number].problems == ()
    (tmp_path / "out" / "README.md").write_text("other words")
    asked.built.verify(version)
    assert asked.built.state.verified[version.number].problems == ("README.md was changed",)


def test_a_dataset_that_is_gone_is_called_so(asked: Asked, tmp_path: Path) -> None:
    asked.export.type_folder(str(tmp_path / "out"))
    asked.export.export()
    assert asked.built.state.versions is not None
    version = asked.built.state.versions[0]
    (tmp_path / "out").rename(tmp_path / "moved")
    asked.built.verify(version)
    assert "is not there" in asked.built.state.verified[version.number].notes[0]


# ---- the room in the window ----------------------------------------------------------------------------------


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
