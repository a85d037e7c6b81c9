from __future__ import annotations

import gc
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reviewer.config.paths import config_dir
from reviewer.datasets.build import verify_folder
from reviewer.datasets.rows import task_of
from reviewer.domain.errors import Cancelled, Damaged, InvalidInput, NotFound, Refused, Unreachable
from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace, open_workspace
from reviewer.store import datasets as store
from reviewer.store.engine import read

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that goes on by a second at each look."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def fill(workspace: Workspace, count: int = 30) -> None:
    """Take in items and judge all but one of three, two people each second one."""
    workspace.ingest.add(
        {
            "id": f"i{n}",
            "prompt": f"Question {n}?",
            "response": f"Answer {n}.",
            "metadata": {"conversation_id": f"c{n // 2}", "language": "de" if n % 2 else "en"},
            "gold": {"verdict": "reject"} if n == 3 else None,
            "control": n == 4,
        }
        for n in range(count)
    )
    for n in range(count):
        verdict = ("approve", "revise", None)[n % 3] if n not in (3, 4) else "reject"
        if verdict:
            correction = f"Better {n}." if verdict == "revise" else None
            workspace.reviews.submit(
                {"item_id": f"i{n}", "reviewer": "ana", "verdict": verdict, "correction": correction}
            )


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.reviewer", Project(name="Support"), actor="ana", clock=Clock()) as opened:
        fill(opened)
        yield opened


def test_a_dataset_is_built_counted_and_recorded_with_its_audit_event(workspace: Workspace, tmp_path: Path) -> None:
    steps: list[tuple[int, int | None]] = []
    result = workspace.datasets.build("dpo", tmp_path / "dpo", progress=lambda done, total: steps.append((done, total)))
    assert sum(result.rows.values()) == 9
    assert result.excluded == {"not resolved": 10, "no correction": 9, "control item": 1, "gold item": 1}
    assert sum(result.rows.values()) + sum(result.excluded.values()) == 30
    assert steps == [(20, 20)]
    assert workspace.datasets.verify(tmp_path / "dpo").sentences() == ()
    (stored,) = workspace.datasets.list()
    assert (stored.recipe, stored.sha256, stored.built_by) == ("dpo", result.sha256, "ana")
    assert (stored.folder, stored.rows) == (str(tmp_path / "dpo"), result.rows)
    (event,) = workspace.audit.log(limit=1)
    assert (event.action, json.loads(event.details)["sha256"]) == ("dataset.built", result.sha256)
    assert not workspace.audit.verify().findings


def test_two_builds_of_one_workspace_are_the_same_bytes_also_on_another_day(
    workspace: Workspace, tmp_path: Path
) -> None:
    for recipe in workspace.datasets.recipes():
        first = workspace.datasets.build(recipe.name, tmp_path / "one" / recipe.name)
        with open_workspace(workspace.path, actor="somebody else") as again:
            second = again.datasets.build(recipe.name, tmp_path / "two" / recipe.name)
        assert first.sha256 == second.sha256


def test_a_preview_or_a_count_marks_nothing(workspace: Workspace) -> None:
    workspace.datasets.counts()
    workspace.datasets.preview("sft")
    assert workspace.reviews.undo("ana") is not None


def test_counts_previews_and_builds_say_the_same(workspace: Workspace, tmp_path: Path) -> None:
    counts = workspace.datasets.counts()
    for recipe in workspace.datasets.recipes():
        count = workspace.datasets.count(recipe.name)
        preview = workspace.datasets.preview(recipe, limit=3)
        built = workspace.datasets.build(recipe.name, tmp_path / recipe.name)
        assert counts[recipe.name] == count.rows == preview.total == sum(built.rows.values())
        assert count.excluded == preview.excluded == built.excluded
        assert len(preview.rows) == min(3, preview.total)
        if not task_of(recipe).bare:  # whose rows leave out what they do not have
            assert all(set(preview.columns) == set(row) - {"split"} for row in preview.rows)


def test_a_preview_names_the_items_behind_each_reason(workspace: Workspace) -> None:
    preview = workspace.datasets.preview("dpo", where="item_id != 'nowhere'")
    for reason, ids in preview.behind.items():
        assert 1 <= len(ids) <= preview.excluded[reason]
    assert preview.behind.keys() == preview.excluded.keys() - {"not resolved"}


def test_the_first_rows_are_told_before_all_are_counted(workspace: Workspace) -> None:
    told: list[int] = []
    preview = workspace.datasets.preview("kto", limit=3, early=lambda rows: told.append(len(rows)))
    assert told == [3]
    assert preview.total > len(preview.rows) == 3


def test_a_count_that_nobody_waits_for_any_more_ends(workspace: Workspace) -> None:
    with pytest.raises(Cancelled):
        workspace.datasets.counts(cancelled=lambda: True)


def test_a_dataset_is_recorded_for_the_person_who_built_it(workspace: Workspace, tmp_path: Path) -> None:
    workspace.datasets.build("kto", tmp_path / "out", actor="mei")
    assert workspace.datasets.list()[0].built_by == "mei"
    assert workspace.audit.log(limit=1)[0].actor == "mei"


def test_a_filter_of_the_export_narrows_that_of_the_recipe(workspace: Workspace) -> None:
    recipe = workspace.datasets.recipe("kto").changed(where="language == 'en' or item_id == 'i9'")
    assert workspace.datasets.count(recipe).rows == 6
    assert workspace.datasets.count(recipe, "item_id != 'i0'").rows == 5
    with pytest.raises(InvalidInput, match="did you mean verdict"):
        workspace.datasets.count(recipe, "verdikt == 'x'")


def test_split_and_seed_of_the_export_replace_those_of_the_recipe(workspace: Workspace, tmp_path: Path) -> None:
    result = workspace.datasets.build("dpo", tmp_path / "a", split=(0.0, 0.0, 1.0), seed=9)
    assert result.rows == {"train": 0, "validation": 0, "test": 9}
    with pytest.raises(InvalidInput, match="add up to"):
        workspace.datasets.build("dpo", tmp_path / "b", split=(0.5, 0.0, 0.0))


def test_raw_reviews_include_items_that_are_not_settled(tmp_path: Path) -> None:
    project = Project(name="Two", overlap=2)
    with create_workspace(tmp_path / "two.reviewer", project, clock=Clock()) as workspace:
        workspace.ingest.add([{"id": "i0", "prompt": "q", "response": "a"}])
        workspace.reviews.submit({"item_id": "i0", "reviewer": "ana", "verdict": "approve"})
        assert workspace.datasets.count("kto").excluded == {"not resolved": 1}
        assert workspace.datasets.count("reviews").rows == 1
        workspace.reviews.submit({"item_id": "i0", "reviewer": "ben", "verdict": "approve"})
        assert workspace.datasets.count("kto").rows == 1
        workspace.datasets.build("kto", tmp_path / "kto")
        manifest = json.loads((tmp_path / "kto" / "manifest.json").read_text("utf-8"))
        assert manifest["counts"]["reviewers"] == 2
        assert {figure["name"] for figure in manifest["agreement"]} >= {"krippendorff_alpha", "percent_agreement"}


def test_what_a_lead_decided_trains_with_the_leads_correction(tmp_path: Path) -> None:
    project = Project(name="Two", overlap=2, max_reviews=2)
    with create_workspace(tmp_path / "two.reviewer", project, clock=Clock()) as workspace:
        workspace.ingest.add([{"id": "i0", "prompt": "q", "response": "a"}])
        for name, text in (("ana", "b"), ("ben", "c")):
            workspace.reviews.submit({"item_id": "i0", "reviewer": name, "verdict": "revise", "correction": text})
        assert workspace.datasets.count("dpo").excluded == {"correction not settled": 1}
        own = {"item_id": "i0", "reviewer": "lea", "verdict": "revise", "correction": "d"}
        workspace.resolutions.decide("i0", own, category="slip")
        (row,) = workspace.datasets.preview("dpo").rows
        assert row["error_category"] == "slip"
        assert (row["chosen"][0]["content"], row["resolution_method"]) == ("d", "adjudicated")


def test_a_review_taken_back_while_the_dataset_is_written_stops_the_export(
    workspace: Workspace, tmp_path: Path
) -> None:
    gone = workspace.reviews.for_item("i1")[0].submission_id or ""

    def take_back(done: int, total: int | None) -> None:
        with open_workspace(workspace.path) as other:
            other.reviews.withdraw(gone, "ana")

    with pytest.raises(Refused, match="taken back while the dataset was written"):
        workspace.datasets.build("dpo", tmp_path / "dpo", progress=take_back)
    assert not (tmp_path / "dpo").exists()
    assert workspace.datasets.list() == ()


def test_cancelling_leaves_no_folder_and_no_record(workspace: Workspace, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        workspace.datasets.build("dpo", tmp_path / "dpo", cancelled=stop.is_set)
    assert not list(tmp_path.glob("*dpo*"))
    assert workspace.datasets.list() == ()
    assert workspace.reviews.undo("ana") is not None


def test_recipes_beside_the_workspace_come_before_those_of_the_user_and_the_program(
    workspace: Workspace, tmp_path: Path
) -> None:
    text = 'name = "dpo"\ntitle = "{}"\ntask = "dpo"\n'
    assert workspace.datasets.recipe("dpo").title == "Preference pairs"
    for folder, title in ((config_dir() / "exports", "The user's"), (tmp_path / "exports", "The workspace's")):
        folder.mkdir()
        (folder / "dpo.toml").write_text(text.format(title), "utf-8")
        assert workspace.datasets.recipe("dpo").title == title
    own = tmp_path / "mine.toml"
    own.write_text(text.format("A file").replace('"dpo"\nt', '"mine"\nt'), "utf-8")
    assert workspace.datasets.recipe(str(own)).title == "A file"
    with pytest.raises(NotFound, match="did you mean 'spans'"):
        workspace.datasets.recipe("span")


def test_verify_tells_a_changed_dataset_and_one_of_another_workspace(workspace: Workspace, tmp_path: Path) -> None:
    workspace.datasets.build("dpo", tmp_path / "dpo")
    (tmp_path / "dpo" / "README.md").write_text("x", "utf-8")
    assert workspace.datasets.verify(tmp_path / "dpo").problems == ("README.md was changed",)
    with create_workspace(tmp_path / "other.reviewer", Project(name="Other"), clock=Clock()) as other:
        fill(other)
        other.datasets.build("dpo", tmp_path / "foreign")
    assert verify_folder(tmp_path / "foreign") == ()
    problems = workspace.datasets.verify(tmp_path / "foreign").problems
    assert "not that of a dataset that this workspace has built" in problems[0]


def test_an_item_changed_outside_the_program_stops_the_export(workspace: Workspace, tmp_path: Path) -> None:
    with closing(sqlite3.connect(workspace.path)) as connection, connection:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'item_body'"
        for (name,) in connection.execute(triggers).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE item_body SET body = replace(body, 'Answer 1.', 'Answer X.')")
    with pytest.raises(Damaged, match="Item 'i1' was changed outside the program: run 'reviewer db check'"):
        workspace.datasets.build("dpo", tmp_path / "dpo")
    assert not (tmp_path / "dpo").exists()


def test_a_place_that_cannot_be_written_is_named(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(Unreachable, match="cannot be written to"):
        workspace.datasets.build("dpo", tmp_path / "file" / "dpo")


def test_an_export_reads_one_snapshot_in_pages(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    before = workspace.datasets.preview("classification").rows
    monkeypatch.setattr(store, "PAGE", 4)
    assert workspace.datasets.preview("classification").rows == before


@pytest.mark.parametrize(("format", "folder"), [("xlsx", "new"), ("jsonl", "taken")])
def test_a_build_that_cannot_be_written_is_refused_before_anything_is_read(
    format: str, folder: str, workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "notes.txt").touch()
    with pytest.raises(InvalidInput, match=r"no format 'xlsx'|is not empty"):
        workspace.datasets.build("dpo", tmp_path / folder, format=format, cancelled=lambda: pytest.fail("it was begun"))


def test_no_page_of_an_export_sorts_all_items_of_the_project(workspace: Workspace) -> None:
    with read(workspace.engine) as connection:
        for items in store._READ.values():
            items.all(connection, {"project": 1, "last": 0, "page": 1})
            sql, order, _ = items._compiled["sqlite"]
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (1,) * len(order or ())).all()
            assert "SEARCH item USING INTEGER PRIMARY KEY (rowid>?)" in [row.detail for row in plan]
            assert not any("TEMP B-TREE" in row.detail for row in plan)


def test_the_garbage_collector_works_again_after_an_export_even_a_cancelled_one(
    workspace: Workspace, tmp_path: Path
) -> None:
    with pytest.raises(Cancelled):
        workspace.datasets.build("classification", tmp_path / "out", cancelled=lambda: not gc.isenabled())
    assert gc.isenabled()
