"""A dataset without personal data and with reviewers in its filter is built again to the byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer.config.paths import shipped
from reviewer.services.projects import load_project_file
from reviewer.services.workspace import create_workspace
from tests.factories import FakeClock


@pytest.mark.parametrize("redaction", ["placeholders", "drop"])
def test_what_was_redacted_is_rebuilt_from_what_its_manifest_prints(tmp_path: Path, redaction: str) -> None:
    project, taxonomy = load_project_file(shipped("resources/demo/project.toml"))
    rows = [json.loads(row) for row in shipped("resources/demo/reviews.jsonl").read_text("utf-8").splitlines()]
    where = "'dana' in reviewers or 'ilir' in reviewers"
    path = tmp_path / "w.reviewer"
    with create_workspace(path, project, actor="lead", clock=FakeClock(), taxonomy=taxonomy) as demo:
        demo.ingest.add_files([str(shipped("resources/demo/items.jsonl"))])
        demo.reviews.import_rows(rows)
        recipe = demo.datasets.recipe("reviews").changed(redaction=redaction, where=where)
        built = demo.datasets.build(recipe, tmp_path / "first")
        assert 0 < sum(built.rows.values()) < len(rows)
        assert "dana" not in (tmp_path / "first" / "manifest.json").read_text("utf-8")
        demo.projects.apply(project.model_copy(update={"license": "MIT"}), None)
        again = demo.datasets.rebuild(demo.datasets.list()[0].name, tmp_path / "again")
    assert again.differs == ()
    assert again.identical
