"""States of the review room for the tests of its panes, with defaults."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from reviewer.domain.items import read_item
from reviewer.domain.leases import Claim
from reviewer.domain.projects import Project
from reviewer.ui.presenters.draft import new_draft
from reviewer.ui.presenters.review_state import ReviewState, responses_of

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def a_state(
    project: Project | None = None,
    *,
    draft: dict[str, Any] | None = None,
    state: dict[str, Any] | None = None,
    **item: Any,
) -> ReviewState:
    """Return the state of a room in which this item is judged."""
    project = project or Project(name="Lamps")
    made, _warnings = read_item({"id": "i1", "response": "It has a five-year guarantee.", **item})
    claim = Claim(item=made, reviewer="ana", token="t", claimed_at=NOW, expires_at=NOW + timedelta(minutes=15))
    review = new_draft(claim, project, None, NOW).model_copy(update=draft or {})
    target = responses_of(made, claim.reviewer)[0].target
    return ReviewState(
        project=project, phase="reviewing", claim=claim, draft=review, target=target, **{"written": 1, **(state or {})}
    )


def no_keys(_action: str) -> str:
    """No action has a key."""
    return ""
