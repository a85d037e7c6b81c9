"""A judged workspace and its build, for the tests of builds that fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from reviewer.datasets.build import BuildResult
from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace

ITEMS = 150


def judged_workspace(path: Path) -> Workspace:
    """Return a new workspace whose items are all judged once."""
    workspace = create_workspace(path, Project(name="Support"), actor="ana")
    workspace.ingest.add(_items())
    workspace.reviews.import_rows(
        {"item_id": f"i{n}", "reviewer": f"person {n % 3}", "verdict": ("approve", "reject")[n % 2]}
        for n in range(ITEMS)
    )
    return workspace


def build(
    workspace: Workspace, out: Path, format: str = "jsonl", cancelled: Callable[[], bool] | None = None
) -> BuildResult:
    """Build the raw reviews, which every workspace has."""
    return workspace.datasets.build("reviews", out, format=format, cancelled=cancelled)


def _items() -> Iterator[dict[str, object]]:
    for n in range(ITEMS):
        words = " ".join(f"word{n * k % 997}" for k in range(40))
        yield {
            "id": f"i{n}",
            "prompt": f"Question {n}: {words}?",
            "response": f"Answer {n} 😀: {words}.",
            "metadata": {"conversation_id": f"c{n // 2}", "model": "m-1"},
            "flagged_at": f"2026-11-19T09:{n // 60:02d}:{n % 60:02d}Z",
        }
