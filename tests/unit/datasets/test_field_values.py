"""The values that a filter offers are those of what a recipe reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.domain.errors import Cancelled
from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.reviewer", Project(name="Lamps"), actor="ana") as made:
        made.ingest.add(
            {
                "id": f"i{n}",
                "source": {"system": "t"},
                "prompt": "?",
                "response": "!",
                "metadata": {"language": "de" if n % 2 else "en", "tenant": f"t{n}", "model": "m", "tags": ["x", "y"]},
                "gold": {"verdict": "approve"} if n == 4 else None,
            }
            for n in range(6)
        )
        for n in (0, 1, 2, 4):
            made.reviews.submit({"item_id": f"i{n}", "reviewer": "bo", "verdict": "approve" if n else "reject"})
        yield made


def test_values_are_counted_among_what_is_decided_and_never_among_known_answers(workspace: Workspace) -> None:
    found = workspace.datasets.values(workspace.datasets.recipe("kto"))
    assert found["language"] == (("en", 2), ("de", 1))
    assert dict(found["verdict"]) == {"approve": 2, "reject": 1}
    assert [value for value, _ in found["metadata.tenant"]] == ["t0", "t1", "t2"]
    assert dict(found["metadata.tags"]) == {"x": 3, "y": 3}
    assert found["reviewers"] == (("bo", 3),)
    assert "metadata.language" not in found, "the field language offers these already"


def test_looking_can_be_stopped_and_tells_what_it_has_found_so_far(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.ingest.add({"id": f"n{n}", "source": {"system": "t"}, "prompt": "?", "response": "!"} for n in range(120))
    recipe = workspace.datasets.recipe("reviews")
    with pytest.raises(Cancelled):
        workspace.datasets.values(recipe, cancelled=lambda: True)
    monkeypatch.setattr("reviewer.datasets.field_values._TOLD_EVERY", 2)
    told: list[dict[str, object]] = []
    workspace.datasets.values(recipe, so_far=lambda values: told.append(dict(values)))
    assert told[0]["language"] == (("de", 1), ("en", 1))
