"""The engineer's way to training data in the real window, by real keys."""

from __future__ import annotations

import threading
from pathlib import Path

from reviewer.services.workspace import Workspace
from tests.engineers import CTRL, Engineer, K, engineer, lamps

__all__ = ["engineer", "lamps"]
IO_WORKERS = 3


def test_preference_pairs_are_chosen_filtered_and_exported_by_keys_alone_and_load_as_they_are(
    engineer: Engineer, tmp_path: Path
) -> None:
    engineer.choose(K.Key_P, "dpo")
    engineer.tab_to("datasets_where")
    engineer.write("language == 'de'")
    engineer.until(lambda: engineer.room.export.state.rows == 4)
    engineer.name_folder(tmp_path / "pairs")
    engineer.export()
    assert engineer.room.export.state.problem == ""

    import datasets

    loaded = datasets.load_dataset(str(tmp_path / "pairs"), cache_dir=str(tmp_path / "cache"))
    rows = [row for split in loaded.values() for row in split]
    assert len(rows) == 4
    assert {row["chosen"][0]["content"] for row in rows} == {f"Better answer {n}. 😀" for n in (1, 3, 5, 7)}
    assert {row["rejected"][0]["content"] for row in rows} == {f"Answer {n}." for n in (1, 3, 5, 7)}


def test_escape_stops_an_export_and_nothing_is_left(engineer: Engineer, lamps: Workspace, tmp_path: Path) -> None:
    engineer.choose(K.Key_P, "dpo")
    engineer.name_folder(tmp_path / "pairs")
    gate = threading.Event()
    for _ in range(IO_WORKERS):  # the export of eight rows would be over before a hand reaches Escape
        engineer.window.tasks.io(lambda: gate.wait(20))
    engineer.press((K.Key_E, CTRL))
    engineer.press(K.Key_Escape)
    gate.set()
    engineer.until(lambda: not engineer.room.export.state.running)
    assert "cancelled" in engineer.room.export.state.problem
    assert not (tmp_path / "pairs").exists()
    assert not list(tmp_path.glob(".*"))
    assert lamps.datasets.list() == ()


def test_a_filter_with_a_mistake_is_explained_and_exports_nothing(engineer: Engineer, tmp_path: Path) -> None:
    engineer.choose(K.Key_P, "dpo")
    engineer.tab_to("datasets_where")
    engineer.write("verdct == 'reject'")
    assert "did you mean verdict" in engineer.room.presenter.state.where_problem
    engineer.name_folder(tmp_path / "pairs")
    engineer.press((K.Key_E, CTRL))
    assert engineer.room.export.state.problem
    assert not (tmp_path / "pairs").exists()


def test_a_folder_that_is_taken_keeps_what_is_in_it(engineer: Engineer, tmp_path: Path) -> None:
    (tmp_path / "pairs").mkdir()
    (tmp_path / "pairs" / "mine.txt").write_text("keep me")
    engineer.choose(K.Key_P, "dpo")
    engineer.name_folder(tmp_path / "pairs")
    engineer.export()
    assert "not empty" in engineer.room.export.state.problem
    assert (tmp_path / "pairs" / "mine.txt").read_text() == "keep me"
    assert [path.name for path in (tmp_path / "pairs").iterdir()] == ["mine.txt"]


def test_a_window_that_closes_during_an_export_leaves_nothing_half_written(
    engineer: Engineer, lamps: Workspace, tmp_path: Path
) -> None:
    engineer.choose(K.Key_P, "dpo")
    engineer.name_folder(tmp_path / "pairs")
    engineer.press((K.Key_E, CTRL))
    engineer.window.close()
    folder = tmp_path / "pairs"
    assert folder.exists() == bool(lamps.datasets.list())
    assert not list(tmp_path.glob(".*"))


def test_a_value_that_exists_becomes_a_chip_and_an_expression_at_once_and_goes_as_easily(engineer: Engineer) -> None:
    engineer.choose(K.Key_P, "dpo")
    engineer.press((K.Key_F, CTRL))
    engineer.dialog("dataset_filter_dialog")
    engineer.write("lang")
    engineer.press(K.Key_Return)
    engineer.write("de")
    engineer.until(lambda: engineer.find("dataset_filter_list").count() == 1)
    engineer.press(K.Key_Return)
    engineer.back()
    state = engineer.room.presenter.state
    assert state.where == "language == 'de'"
    assert engineer.find("datasets_where").text() == "language == 'de'"
    engineer.until(lambda: engineer.room.export.state.rows == 4)
    engineer.tab_to("dataset_filter_0")
    assert engineer.find("dataset_filter_0").caption().startswith("language: de")
    engineer.press(K.Key_Backspace)
    engineer.until(lambda: engineer.room.export.state.rows == 8)
    assert engineer.find("datasets_where").text() == ""


def test_what_an_expert_types_has_its_chips_too(engineer: Engineer) -> None:
    engineer.tab_to("datasets_where")
    engineer.write("language == 'en' and not corrected")
    assert [part.said for part in engineer.room.presenter.state.parts] == ["language: en", "not corrected"]
    engineer.tab_to("dataset_filter_1")
    engineer.press(K.Key_Space)
    assert engineer.find("datasets_where").text() == "language == 'en'"
