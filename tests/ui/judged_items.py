"""The reviewed items over which the tests of the datasets room look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace
from tests.windows import item


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Workspace]:
    """Twelve items of two languages: four corrected, three approved, a gold and a control item, three still open."""
    with create_workspace(tmp_path / "full.reviewer", Project(name="Support & Co"), actor="ana") as made:
        made.ingest.add(
            item(
                n,
                metadata={"language": "de" if n % 2 else "en", "conversation_id": f"c{n}"},
                gold={"verdict": "approve"} if n == 7 else None,
                control=n == 8,
            )
            for n in range(12)
        )
        for n in range(9):
            fields = {"verdict": "revise", "correction": f"Better answer {n}."} if n < 4 else {"verdict": "approve"}
            made.reviews.submit({"item_id": f"item-{n}", "reviewer": "bo", **fields})
        yield made
