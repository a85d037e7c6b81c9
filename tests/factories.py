"""Small makers of items, reviews, projects and workspaces, with defaults for everything a test does not speak of."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from reviewer.domain.leases import Claim
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace

_numbers = itertools.count(1)


class FakeClock:
    """A clock that stands until it is moved."""

    def __init__(self, start: datetime = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        self.now += timedelta(**parts)


def item(item_id: str | None = None, **fields: Any) -> dict[str, Any]:
    """Return an item as flagged-item/1."""
    number = next(_numbers)
    return {
        "id": item_id or f"item-{number}",
        "source": {"system": "test"},
        "prompt": "How long is the warranty of the lamp?",
        "response": "The warranty of the lamp is two years.",
        "policy_hits": [
            {"id": "h1", "policy": "support:grounding", "detector": "lens", "score": 0.8, "threshold": 0.5}
        ],
        "flagged_at": f"2026-11-19T09:00:00.{number % 1_000_000:06d}Z",
        **fields,
    }


def project(name: str = "Support", **fields: Any) -> Project:
    """Return a project."""
    return Project.model_validate({"name": name, **fields})


def review(item_id: str, reviewer: str = "ana", verdict: str | None = "approve", **fields: Any) -> dict[str, Any]:
    """Return a review as review/1; a skip or an escalation has no verdict."""
    if "skip" in fields or "escalation" in fields:
        verdict = None
    return {"item_id": item_id, "reviewer": reviewer, "verdict": verdict, **fields}


def workspace(
    folder: Path,
    items: Iterable[Any] = (),
    *,
    name: str = "test.reviewer",
    actor: str = "lead",
    clock: Any = None,
    taxonomy: Taxonomy | None = None,
    **fields: Any,
) -> Workspace:
    """Make a workspace with one project of these fields and fill it; the caller closes it."""
    made = create_workspace(
        folder / name, project(**fields), actor=actor, clock=clock or FakeClock(), taxonomy=taxonomy
    )
    made.ingest.add(items)
    return made


def claim(made: Workspace, reviewer: str = "ana") -> Claim:
    """Claim the next item for somebody who is sure to get one."""
    found = made.queue.claim(reviewer)
    assert found is not None
    return found


def judge(made: Workspace, reviewer: str, item_id: str, verdict: str = "approve", **fields: Any) -> str:
    """Let somebody judge an item without a claim; return the submission id."""
    submission = fields.pop("submission_id", None) or made.drafts.new_submission_id()
    made.reviews.submit(review(item_id, reviewer, verdict, submission_id=submission, **fields))
    return str(submission)
