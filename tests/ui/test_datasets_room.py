"""The presenters of the datasets room over a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from reviewer.datasets.checks import GOLD_COPIES, Check
from reviewer.services.workspace import Workspace
from reviewer.ui.presenters.dataset_export import ExportPresenter, proposed_folder
from reviewer.ui.presenters.dataset_versions import VersionsPresenter
from reviewer.ui.presenters.datasets import DatasetsPresenter
from reviewer.ui.tasks import InlineRunner
from tests.ui.judged_items import full
from tests.windows import raise_it

__all__ = ["full"]


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
