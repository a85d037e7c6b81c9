"""Versions of a dataset are verified, compared, rebuilt and traced, by real keys in the real window."""

from __future__ import annotations

from pathlib import Path

from reviewer.services.workspace import Workspace
from tests.engineers import CTRL, Engineer, K, engineer, lamps

__all__ = ["engineer", "lamps"]


def _built(engineer: Engineer, folder: Path) -> None:
    engineer.choose(K.Key_P, "dpo")
    engineer.name_folder(folder)
    engineer.export()
    engineer.until(lambda: getattr(engineer.room.versions.chosen(), "folder", "") == str(folder))


def test_a_version_is_verified_and_what_would_be_otherwise_today_is_listed_and_traced(
    engineer: Engineer, lamps: Workspace, tmp_path: Path
) -> None:
    _built(engineer, tmp_path / "pairs")
    engineer.press(K.Key_F6)
    engineer.until(lambda: bool(engineer.room.built.state.verified))
    assert "every byte is as it was built" in engineer.find("version_finding").text()
    (before,) = lamps.reviews.for_item("item-3")
    again = {"item_id": "item-3", "reviewer": "bo", "verdict": "revise", "correction": "Another one."}
    lamps.reviews.submit({**again, "supersedes": before.submission_id})
    engineer.press((K.Key_3, CTRL), (K.Key_4, CTRL))
    engineer.until(lambda: bool(engineer.room.built.state.outdated))
    engineer.press(K.Key_F6)
    engineer.until(lambda: engineer.room.presenter.state.behind is not None)
    assert engineer.room.presenter.state.behind is not None
    assert engineer.room.presenter.state.behind.ids == ("item-3",)
    assert "1 item would be otherwise today" in engineer.find("version_finding").text()
    engineer.press(K.Key_F9)
    lineage = engineer.room.preview.page.lineage
    engineer.until(lambda: "bo (reviewer-" in str(lineage.property("sourceText")))
    assert "dpo-v1" in str(lineage.property("sourceText"))
    engineer.press(K.Key_Escape)
    assert engineer.room.preview.table.isVisible()


def test_a_version_is_built_again_byte_for_byte_whatever_was_reviewed_since(
    engineer: Engineer, lamps: Workspace, tmp_path: Path
) -> None:
    _built(engineer, tmp_path / "pairs")
    lamps.reviews.submit({"item_id": "item-8", "reviewer": "bo", "verdict": "revise", "correction": "New."})
    engineer.press(K.Key_F8)
    engineer.dialog("rebuild_dialog")
    engineer.press((K.Key_A, CTRL))
    engineer.write(str(tmp_path / "again"))
    engineer.press(K.Key_Return)
    engineer.until(lambda: bool(engineer.room.built.state.said))
    assert "every byte is the same" in engineer.find("version_finding").text()
    sums = [(tmp_path / name / "SHA256SUMS").read_bytes() for name in ("pairs", "again")]
    assert sums[0] == sums[1]


def test_two_versions_are_compared_and_each_item_that_came_is_named(
    engineer: Engineer, lamps: Workspace, tmp_path: Path
) -> None:
    _built(engineer, tmp_path / "one")
    lamps.reviews.submit({"item_id": "item-8", "reviewer": "bo", "verdict": "revise", "correction": "New."})
    engineer.press(K.Key_F5)
    engineer.until(lambda: engineer.room.export.state.rows == 9)
    _built(engineer, tmp_path / "two")
    assert engineer.room.versions.model.index(0, 4).data() == "+1 −0 ~0"
    engineer.press(K.Key_F7)
    engineer.until(lambda: engineer.room.presenter.state.behind is not None)
    behind = engineer.room.presenter.state.behind
    assert behind is not None
    assert [(entry.sign, entry.item_id) for entry in behind.entries] == [("+", "item-8")]
    assert behind.title == "dpo-v2 against dpo-v1"
