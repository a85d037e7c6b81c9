"""Every shipped recipe is rebuilt to the byte after the demo's reviews, decisions, project and taxonomy changed."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.config.paths import shipped
from reviewer.domain.errors import ReviewerError
from reviewer.services.projects import load_project_file
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.store.datasets import StoredDataset
from tests.factories import FakeClock, item, judge
from tests.factories import workspace as workspace_of

REVISED = 25


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Workspace]:
    project, taxonomy = load_project_file(shipped("resources/demo/project.toml"))
    clock = FakeClock()
    with create_workspace(tmp_path / "w.reviewer", project, actor="lead", clock=clock, taxonomy=taxonomy) as made:
        made.ingest.add_files([str(shipped("resources/demo/items.jsonl"))])
        rows = shipped("resources/demo/reviews.jsonl").read_text("utf-8").splitlines()
        made.reviews.import_rows([json.loads(row) for row in rows])
        for found in made.resolutions.disagreements()[:8]:
            chosen = next((review.submission_id for review in found.reviews if review.is_judgement), None)
            if chosen is not None:
                made.resolutions.adopt(found.item_id, chosen, lead="lead", source=found.source)
        yield made


def change_everything(workspace: Workspace) -> None:
    """Revise reviews, add items, promote what is known, and apply another project without a taxonomy."""
    adopted = [one for one, decision, _ in workspace.resolutions.stream() if decision.method == "adjudicated"]
    workspace.gold.promote(adopted[0].id, "As the guideline says.", adopted[0].source.system)
    judged = [review for review in workspace.reviews.stream() if review.is_judgement][:REVISED]
    for review in judged:
        told = {"item_id": review.item_id, "source": review.source, "reviewer": review.reviewer, "verdict": "approve"}
        fresh = workspace.drafts.new_submission_id()
        workspace.reviews.submit({**told, "supersedes": review.submission_id, "submission_id": fresh})
    workspace.ingest.add([item("new")])
    changed = {"license": "MIT", "guideline_text": "Other words.", "guideline_version": "99"}
    workspace.projects.apply(workspace.project.model_copy(update=changed), None)


def test_every_shipped_recipe_is_unchanged_at_first_and_later_rebuilt_to_the_byte(
    demo: Workspace, tmp_path: Path
) -> None:
    for recipe in demo.datasets.recipes():
        demo.datasets.build(recipe, tmp_path / recipe.name)
    built: tuple[StoredDataset, ...] = demo.datasets.list()
    assert len(built) >= 10
    unchanged = {one.name: demo.datasets.diff(one).counts for one in built}
    assert [name for name, counts in unchanged.items() if any(counts.values())] == []
    change_everything(demo)
    assert sum(demo.datasets.outdated(one) for one in built) > REVISED  # or else nothing was changed
    again = {one.name: demo.datasets.rebuild(one, tmp_path / "again" / one.name) for one in built}
    assert {name: made.differs for name, made in again.items() if not made.identical} == {}


def test_rows_that_near_copies_joined_keep_their_group_and_split_in_a_rebuild(tmp_path: Path) -> None:
    said = "The lamp has a warranty of two years from the day on which it was delivered to your home, as page {} says."
    items = [
        item(f"i{n}", prompt=f"Question {n}?", response=said.format(n), metadata={"conversation_id": f"c{n}"})
        for n in range(8)
    ]
    with workspace_of(tmp_path, items[:6]) as made:
        for n in range(6):
            judge(made, "ana", f"i{n}", "revise", correction=f"Better {n}.")
        built = made.datasets.build("dpo", tmp_path / "one", format="jsonl")
        groups = {row["group"] for row in rows_of(tmp_path / "one")}
        assert len(groups) < 6  # or else nothing was joined
        made.ingest.add(items[6:])
        judge(made, "ana", "i6", "revise", correction="Better 6.")
        made.datasets.build("dpo", tmp_path / "two", format="jsonl")
        assert made.datasets.rebuild("dpo-v1", tmp_path / "again").sha256 == built.sha256


def rows_of(folder: Path) -> list[dict[str, Any]]:
    files = sorted((folder / "data").iterdir())
    return [json.loads(line) for file in files for line in file.read_text("ascii").splitlines()]


STEPS = st.lists(
    st.tuples(st.sampled_from(["judge", "revise", "decide", "reopen", "add", "build"]), st.integers(0, 7)),
    max_size=10,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_whatever_is_done_versions_rebuild_and_what_is_told_of_them_adds_up(steps: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as name, workspace_of(Path(name), [item(f"i{n}") for n in range(6)]) as made:
        folder = Path(name)
        for count, (step, n) in enumerate([*steps, ("build", 0)]):
            with suppress(ReviewerError):  # a step that makes no sense now, such as to reopen what is open
                take(made, step, n, count, folder)
        versions = made.datasets.list()
        for built in versions:
            assert made.datasets.rebuild(built, folder / f"again-{built.number}").identical
            found = made.datasets.verify(built)
            assert found.sound
            assert found.outdated_count == len(found.outdated) == made.datasets.outdated(built)
            now = made.datasets.diff(built)
            assert {one.item_id for one in found.outdated} <= {one.item_id for one in now.items if one.kind != "added"}
            assert not any(made.datasets.diff(built, built).counts.values())
        for newer, older in pairwise(versions):
            counts = made.datasets.diff(older, newer).counts
            assert counts == {"added": newer.added, "removed": newer.removed, "changed": newer.changed}
            assert made.datasets.diff(newer, older).counts["added"] == counts["removed"]
        assert made.audit.verify().sound


def take(made: Workspace, step: str, n: int, count: int, folder: Path) -> None:
    """Take one step of what people do to a workspace."""
    verdict = "revise" if count % 3 else "approve"
    told: dict[str, Any] = {"correction": f"Better {count}."} if verdict == "revise" else {}
    if step == "judge":
        judge(made, ("ana", "ben")[count % 2], f"i{n}", verdict, **told)
    elif step == "revise":
        for last in made.reviews.for_item(f"i{n}")[:1]:
            judge(made, last.reviewer, f"i{n}", verdict, supersedes=last.submission_id, **told)
    elif step == "decide":
        made.resolutions.decide(f"i{n}", {"item_id": f"i{n}", "reviewer": made.actor, "verdict": verdict, **told})
    elif step == "reopen":
        made.guidelines.reopen([(f"i{n}", "test")], afresh=bool(count % 2))
    elif step == "add":
        made.ingest.add([item(f"new{count}")])
    else:
        made.datasets.build("dpo", folder / f"built-{count}", format="jsonl")
