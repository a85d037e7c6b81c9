"""What becomes of a dataset after it was built: versions, outdated rows, differences, rebuilds, and lineage."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.errors import NotFound, Refused
from reviewer.services.workspace import Workspace, open_workspace
from reviewer.store.histories import PAGE
from tests.factories import FakeClock, item, project
from tests.factories import workspace as workspace_of

RECIPES = ("dpo", "reviews")


def judge(workspace: Workspace, item_id: str, verdict: str = "revise", **fields: Any) -> str:
    """Judge an item as ana, unless another name is given; return the submission id."""
    correction = {"correction": f"Better {item_id}."} if verdict == "revise" else {}
    submission = workspace.drafts.new_submission_id()
    told = {"item_id": item_id, "reviewer": "ana", "verdict": verdict, "submission_id": submission}
    workspace.reviews.submit({**told, **correction, **fields})
    return submission


def revise(workspace: Workspace, item_id: str, **fields: Any) -> str:
    """Judge an item again, in the place of the last review of it."""
    last = workspace.reviews.for_item(item_id)[0]
    return judge(workspace, item_id, supersedes=last.submission_id, **fields)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    items = [
        item(f"i{n}", prompt=f"Question {n}?", response=f"Answer {n}.", metadata={"conversation_id": f"c{n // 2}"})
        for n in range(12)
    ]
    with workspace_of(tmp_path, items, clock=FakeClock(), guideline_version="6") as made:
        for n in range(8):
            judge(made, f"i{n}", "revise" if n < 6 else "approve")
        yield made


def change_everything(workspace: Workspace) -> None:
    """Revise, adjudicate, add, retire: whatever may happen after a dataset was built."""
    revise(workspace, "i0", verdict="reject", correction=None)
    workspace.resolutions.decide("i1", {"item_id": "i1", "reviewer": workspace.actor, "verdict": "approve"})
    workspace.guidelines.reopen([("i2", "test")], afresh=True)
    judge(workspace, "i8")
    workspace.ingest.add([item("new", prompt="New?", response="Yes.")])
    judge(workspace, "new")
    workspace.members.add("ben", "engineer")
    workspace.projects.apply(project(guideline_version="7", overlap=2, license="MIT"))


def test_each_recipe_counts_its_own_versions_and_tells_what_changed_against_the_one_before(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.datasets.build("dpo", tmp_path / "one")
    workspace.datasets.build("sft", tmp_path / "sft")
    judge(workspace, "i8")
    revise(workspace, "i0", correction="Best.")
    revise(workspace, "i1", verdict="approve", correction=None)
    workspace.datasets.build("dpo", tmp_path / "two")
    newest, sft, first = workspace.datasets.list()
    assert [one.name for one in (newest, sft, first)] == ["dpo-v2", "sft-v1", "dpo-v1"]
    assert (first.added, first.removed, first.changed, first.previous) == (6, 0, 0, None)
    assert (newest.added, newest.removed, newest.changed, newest.previous) == (1, 1, 1, first.number)
    assert first.guidelines == ("6",)


def test_a_dataset_is_found_by_its_name_its_hash_and_its_folder(workspace: Workspace, tmp_path: Path) -> None:
    built = workspace.datasets.build("dpo", tmp_path / "one")
    moved = shutil.move(tmp_path / "one", tmp_path / "moved")
    for called in ("dpo-v1", "1", built.sha256[:8], tmp_path / "one", moved):
        assert workspace.datasets.find(called).sha256 == built.sha256
    with pytest.raises(NotFound, match="did you mean 'dpo-v1'"):
        workspace.datasets.find("dpo-v2")


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize("format", ["jsonl", "parquet"])
def test_a_rebuild_gives_the_same_bytes_whatever_happened_since(
    workspace: Workspace, tmp_path: Path, recipe: str, format: str
) -> None:
    built = workspace.datasets.build(recipe, tmp_path / "then", format=format)
    change_everything(workspace)
    workspace.datasets.build(recipe, tmp_path / "now", format=format)
    again = workspace.datasets.rebuild(f"{recipe}-v1", tmp_path / "again")
    assert (again.sha256, again.identical, again.differs, again.notes) == (built.sha256, True, (), ())
    assert files_of(tmp_path / "again") == files_of(tmp_path / "then")
    assert files_of(tmp_path / "now") != files_of(tmp_path / "then")  # or else nothing had changed
    (event,) = workspace.audit.log(limit=1)
    assert (event.action, json.loads(event.details)["version"]) == ("dataset.rebuilt", 1)


REBUILD = """
import sys
from reviewer.services.workspace import open_workspace
with open_workspace(sys.argv[1]) as workspace:
    print(workspace.datasets.rebuild("dpo-v1", sys.argv[2]).sha256)
"""


@pytest.mark.parametrize(
    "around",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242"},
    ],
)
def test_a_rebuild_is_the_same_in_another_time_zone_and_locale(
    workspace: Workspace, tmp_path: Path, around: dict[str, str]
) -> None:
    built = workspace.datasets.build("dpo", tmp_path / "then")
    change_everything(workspace)
    made = subprocess.run(
        [sys.executable, "-c", REBUILD, str(workspace.path), str(tmp_path / "again")],
        env={**os.environ, **around},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.stdout.strip() == built.sha256, made.stderr


def test_a_rebuild_that_differs_names_the_files_and_the_program_that_wrote_them(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.datasets.build("dpo", tmp_path / "then", format="jsonl")
    with closing(sqlite3.connect(workspace.path)) as connection:
        (manifest,) = connection.execute("SELECT manifest FROM dataset").fetchone()
        older = json.loads(manifest)
        older["program"]["version"] = "0.0.1"
        connection.execute("UPDATE dataset SET manifest = ?", (json.dumps(older),))
        connection.commit()
    again = workspace.datasets.rebuild("dpo-v1", tmp_path / "again")
    assert not again.identical
    assert "built by Reviewer 0.0.1" in again.notes[0]
    assert again.differs == ("annotations.parquet",)  # each judgement names the program
    data = "data/train-00000-of-00001.jsonl"
    assert (tmp_path / "again" / data).read_bytes() == (tmp_path / "then" / data).read_bytes()


def test_verify_names_each_row_that_rests_on_something_that_is_not_current(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.datasets.build("dpo", tmp_path / "one")
    assert workspace.datasets.verify(tmp_path / "one").sentences() == ()
    revise(workspace, "i0", correction="Best.")
    workspace.resolutions.decide("i1", {"item_id": "i1", "reviewer": workspace.actor, "verdict": "approve"})
    workspace.guidelines.reopen([("i2", "test")])
    judge(workspace, "i8")  # a new row is no reason
    found = workspace.datasets.verify(tmp_path / "one")
    assert found.sound
    assert not found.current
    assert {one.item_id: one.reasons for one in found.outdated} == {
        "i0": ("a review was revised", "the decision changed"),
        "i1": ("a lead decided anew",),
        "i2": ("the item is not settled any more",),
    }
    assert found.outdated_count == workspace.datasets.outdated("dpo-v1") == 3


def test_verify_counts_and_names_every_outdated_row_of_more_than_one_page(tmp_path: Path) -> None:
    names = [f"i{n}" for n in range(2 * PAGE + 5)]
    with workspace_of(tmp_path, [item(name, response=f"Answer {name}.") for name in names]) as made:
        made.reviews.import_rows({"item_id": name, "reviewer": "ana", "verdict": "approve"} for name in names)
        made.datasets.build("kto", tmp_path / "one")
        assert made.datasets.verify("kto-v1").outdated_count == 0
        made.guidelines.reopen([(name, "test") for name in names[1:]])
        found = made.datasets.verify("kto-v1")
        assert found.outdated_count == made.datasets.outdated("kto-v1") == 2 * PAGE + 4
        assert {one.item_id for one in found.outdated} == set(names[1:])
        assert len(found.outdated) == 2 * PAGE + 4


def test_verify_looks_at_the_rows_where_the_folder_is_gone(workspace: Workspace, tmp_path: Path) -> None:
    workspace.datasets.build("dpo", tmp_path / "one")
    revise(workspace, "i0", correction="Best.")
    shutil.rmtree(tmp_path / "one")
    found = workspace.datasets.verify("dpo-v1")
    assert (found.folder, found.problems, found.outdated_count) == (None, (), 1)
    assert "is not there" in found.notes[0]


def test_verify_says_where_another_dataset_lies_in_the_folder(workspace: Workspace, tmp_path: Path) -> None:
    workspace.datasets.build("dpo", tmp_path / "one")
    shutil.rmtree(tmp_path / "one")
    workspace.datasets.build("sft", tmp_path / "one")
    found = workspace.datasets.verify("dpo-v1")
    assert "not that of dpo-v1" in found.problems[0]


def test_an_item_that_was_set_aside_since_is_outdated_and_left_out(workspace: Workspace, tmp_path: Path) -> None:
    workspace.datasets.build("dpo", tmp_path / "one")
    last = workspace.reviews.for_item("i3")[0].submission_id
    aside = {"item_id": "i3", "reviewer": "ana", "skip": {"kind": "out_of_scope"}, "supersedes": last}
    workspace.reviews.submit(aside)
    (found,) = workspace.datasets.verify("dpo-v1").outdated
    assert found.item_id == "i3"
    assert "the item was set aside" in found.reasons
    (removed,) = workspace.datasets.diff("dpo-v1").items
    assert (removed.kind, removed.item_id) == ("removed", "i3")
    assert "the item was set aside" in removed.reasons


def test_a_difference_to_now_names_each_item_with_its_reason(workspace: Workspace, tmp_path: Path) -> None:
    workspace.datasets.build("dpo", tmp_path / "one")
    assert workspace.datasets.diff("dpo-v1").items == ()
    change_everything(workspace)
    found = workspace.datasets.diff("dpo-v1")
    assert {(one.kind, one.item_id): one.reasons for one in found.items} == {
        ("added", "i8"): ("settled since",),
        ("added", "new"): ("arrived since",),
        ("removed", "i0"): ("left out: no correction", "a review was revised", "the decision changed"),
        ("removed", "i1"): ("left out: no correction", "a lead decided anew"),
        ("removed", "i2"): ("left out: not resolved", "a review was put aside", "the item is not settled any more"),
    }
    assert found.counts == {"added": 2, "removed": 3, "changed": 0}
    assert workspace.datasets.diff("dpo-v1", limit=1).counts == found.counts
    assert len(workspace.datasets.diff("dpo-v1", limit=1).items) == 2


def test_a_difference_of_two_versions_tells_what_changed_between_them(workspace: Workspace, tmp_path: Path) -> None:
    workspace.datasets.build("dpo", tmp_path / "one")
    revise(workspace, "i0", correction="Best.")
    revise(workspace, "i1", verdict="approve", correction=None)
    workspace.resolutions.decide(
        "i4", {"item_id": "i4", "reviewer": workspace.actor, "verdict": "revise", "correction": "Decided."}
    )
    workspace.projects.apply(project(guideline_version="7"))
    judge(workspace, "i9")
    workspace.datasets.build("dpo", tmp_path / "two", where="verdict == 'revise'")
    found = workspace.datasets.diff("dpo-v1", "dpo-v2")
    assert {(one.kind, one.item_id): one.reasons for one in found.items} == {
        ("added", "i9"): ("settled since",),
        ("changed", "i0"): ("a review was revised", "the decision changed"),
        ("changed", "i4"): ("a lead decided anew",),
        ("removed", "i1"): ("a review was revised", "the decision changed", "the recipe changed: where"),
    }
    assert "The recipe changed (where)" in found.notes[0]
    assert "The guideline went from 6 to 6, 7." in found.notes


def test_a_row_is_traced_to_its_reviews_decision_and_events_and_an_item_to_its_datasets(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.datasets.build("dpo", tmp_path / "one")
    first = workspace.reviews.for_item("i0")[0].submission_id
    second = revise(workspace, "i0", correction="Best.")
    workspace.datasets.build("dpo", tmp_path / "two")
    workspace.datasets.build("sft", tmp_path / "three")
    then, now = workspace.datasets.trace("i0", "dpo-v1"), workspace.datasets.trace("i0")
    assert [(one.submission_id, one.reviewer, one.state) for one in then.reviews] == [(first, "ana", "superseded")]
    assert [one.submission_id for one in now.reviews] == [second]
    assert then.outdated == ("a review was revised", "the decision changed")
    assert [one.dataset.name for one in then.datasets] == ["sft-v1", "dpo-v2", "dpo-v1"]
    assert [bool(one.outdated) for one in then.datasets] == [False, False, True]
    assert [event.action for event in then.events].count("review.submitted") == 2
    assert workspace.datasets.containing("i9") == ()
    with pytest.raises(NotFound, match="is not in dpo-v1"):
        workspace.datasets.trace("i9", "dpo-v1")


def test_the_stand_in_of_a_reviewer_is_the_one_that_the_dataset_carries(workspace: Workspace, tmp_path: Path) -> None:
    import pyarrow.parquet as parquet

    workspace.datasets.build("dpo", tmp_path / "one")
    named = set(parquet.read_table(tmp_path / "one" / "annotations.parquet")["reviewer"].to_pylist())
    (traced,) = workspace.datasets.trace("i0", "dpo-v1").reviews
    assert named == {traced.stand_in}


def test_a_dataset_of_an_older_program_is_listed_and_its_rebuild_refused(workspace: Workspace, tmp_path: Path) -> None:
    workspace.datasets.build("dpo", tmp_path / "one")
    with closing(sqlite3.connect(workspace.path)) as connection:
        connection.execute("DELETE FROM dataset_item")
        connection.execute("UPDATE dataset SET tracked = 0, added = NULL, removed = NULL, changed = NULL")
        connection.commit()
    with open_workspace(workspace.path) as again:
        (known,) = again.datasets.list()
        assert (known.name, known.added) == ("dpo-v1", None)
        assert "cannot be checked" in again.datasets.verify("dpo-v1").notes[0]
        with pytest.raises(Refused, match="did not record"):
            again.datasets.rebuild("dpo-v1", tmp_path / "again")
        with pytest.raises(Refused, match="did not record"):
            again.datasets.diff("dpo-v1")
