"""What a person may call a dataset and its folder, and what is said of names and places that do not do."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.errors import InvalidInput, NotFound, Refused, ReviewerError, Unreachable
from reviewer.services.datasets.verifying import verify_alone
from reviewer.services.workspace import Workspace
from tests.factories import item
from tests.factories import workspace as workspace_of

LONG = "x" * 300


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with workspace_of(tmp_path, [item("a")]) as made:
        made.reviews.submit({"item_id": "a", "reviewer": "ana", "verdict": "approve"})
        yield made


def test_a_place_that_cannot_be_is_named_with_its_own_reason(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    for out, reason in ((LONG, "File name too long"), ("x" * 250, "File name too long"), ("file/sub", "is a file")):
        with pytest.raises(Unreachable, match=f"The dataset cannot be written to .*{reason}"):
            workspace.datasets.build("reviews", tmp_path / out)
    assert not workspace.datasets.list()


@pytest.mark.parametrize("name", ["plain", "two words", "'quotes\" and $HOME", "日本語 é", "new\nline", "-", "a/../up"])
def test_a_dataset_is_found_by_whatever_its_folder_is_called(workspace: Workspace, tmp_path: Path, name: str) -> None:
    workspace.datasets.build("reviews", tmp_path / name)
    assert workspace.datasets.verify(str(tmp_path / name)).sound
    plain = Path(os.path.abspath(tmp_path / name))
    plain.rename(tmp_path / "moved")
    assert workspace.datasets.find(plain).name == "reviews-v1"
    assert workspace.datasets.verify(tmp_path / "moved").sound


@pytest.mark.parametrize("name", [LONG, "~nobody-at-all/x", "nul\0", "", ".", "nope", "dpo-v1"])
def test_a_name_of_no_dataset_is_said_to_be_none(workspace: Workspace, name: str) -> None:
    for ask in (workspace.datasets.verify, workspace.datasets.find, workspace.datasets.diff):
        with pytest.raises(NotFound, match=r"no dataset .*: see 'reviewer datasets list'\.$"):
            ask(name)
    with pytest.raises(ReviewerError, match="is not a dataset"):
        verify_alone(name or "nothing")


def test_a_recipe_of_another_program_version_is_refused_in_one_sentence(workspace: Workspace, tmp_path: Path) -> None:
    workspace.datasets.build("reviews", tmp_path / "one")
    rewrite(workspace, lambda manifest: manifest["recipe"]["excludes"].append("a reason of next year"))
    rewrite(workspace, lambda manifest: manifest["program"].update(version="9.1"))
    for ask in (
        lambda: workspace.datasets.diff("reviews-v1"),
        lambda: workspace.datasets.rebuild("reviews-v1", tmp_path / "two"),
    ):
        with pytest.raises(Refused, match=r"reviews-v1 was built by another version of the program \(9\.1\)"):
            ask()
    assert not (tmp_path / "two").exists()


def rewrite(workspace: Workspace, change: Callable[[dict[str, Any]], object], columns: str = "") -> None:
    """Let what is recorded of the only dataset be what another version of the program recorded."""
    with closing(sqlite3.connect(str(workspace.path))) as database, database:
        ((text,),) = database.execute("SELECT manifest FROM dataset").fetchall()
        manifest = json.loads(text)
        change(manifest)
        database.execute("DROP TRIGGER IF EXISTS dataset_no_update")
        database.execute(f"UPDATE dataset SET manifest = ?{columns}", (json.dumps(manifest),))


def test_a_key_that_came_with_a_later_program_is_no_change_of_the_recipe(workspace: Workspace, tmp_path: Path) -> None:
    workspace.datasets.build("reviews", tmp_path / "one")
    rewrite(workspace, lambda manifest: [manifest["recipe"].pop(key) for key in ("near_copies", "ratings", "columns")])
    rewrite(workspace, lambda manifest: manifest["recipe"].update(seed=7))
    workspace.datasets.build("reviews", tmp_path / "two")
    said = workspace.datasets.diff("reviews-v1", "reviews-v2").notes
    assert said == ("The recipe changed (seed), so that rows may differ in more than is listed.",)


def test_what_was_built_before_lineage_is_verified_by_its_bytes_and_says_so(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.datasets.build("reviews", tmp_path / "one")
    rewrite(workspace, lambda manifest: None, ", tracked = 0")
    found = workspace.datasets.verify("reviews-v1")
    assert found.sound
    assert "its rows cannot be checked" in found.notes[0]
    with pytest.raises(Refused, match="did not record what a dataset rests on: build it anew"):
        workspace.datasets.rebuild("reviews-v1", tmp_path / "two")


def test_a_recorded_place_has_no_detours(workspace: Workspace, tmp_path: Path) -> None:
    workspace.datasets.build("reviews", tmp_path / "a" / ".." / "up")
    assert workspace.datasets.list()[0].folder == str(tmp_path / "up")


def test_a_name_whose_bytes_are_no_characters_is_refused_before_any_work(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="not UTF-8 text here: choose another one"):
        workspace.datasets.build("reviews", tmp_path / "\udcff")
    assert not list(tmp_path.glob("*.dataset-tmp"))


def test_builds_with_the_same_bytes_go_by_their_own_folders(workspace: Workspace, tmp_path: Path) -> None:
    one, two = (workspace.datasets.build("reviews", tmp_path / name) for name in ("one", "two"))
    assert one.sha256 == two.sha256
    assert [workspace.datasets.find(each.dataset).name for each in (one, two)] == ["reviews-v1", "reviews-v2"]
