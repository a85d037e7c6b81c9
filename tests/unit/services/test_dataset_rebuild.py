"""Every shipped recipe is rebuilt to the byte after the demo's reviews, decisions, project and taxonomy changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.config.paths import shipped
from reviewer.services.projects import load_project_file
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.store.datasets import StoredDataset
from tests.factories import FakeClock, item

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


def test_every_shipped_recipe_is_rebuilt_to_the_byte(demo: Workspace, tmp_path: Path) -> None:
    for recipe in demo.datasets.recipes():
        demo.datasets.build(recipe, tmp_path / recipe.name)
    built: tuple[StoredDataset, ...] = demo.datasets.list()
    assert len(built) >= 10
    change_everything(demo)
    assert sum(demo.datasets.outdated(one) for one in built) > REVISED  # or else nothing was changed
    again = {one.name: demo.datasets.rebuild(one, tmp_path / "again" / one.name) for one in built}
    assert {name: made.differs for name, made in again.items() if not made.identical} == {}
