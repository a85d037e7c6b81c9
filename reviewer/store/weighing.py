"""How much a reviewer's verdict weighs, in a project that weighs: by the share of right answers on gold items."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from reviewer.domain.gold import matches_gold
from reviewer.domain.items import Gold
from reviewer.domain.projects import Project

from .reviews import stream_gold_judgements


def weights(connection: Connection, project_id: int, project: Project) -> Mapping[str, float] | None:
    """Return each reviewer's share of right gold items, one right and one wrong added, if the project weighs."""
    if project.resolution != "weighted":
        return None
    right: dict[str, list[bool]] = {}
    for review, answer in stream_gold_judgements(connection, project_id):
        gold = Gold.model_validate_json(answer)
        right.setdefault(review.reviewer, []).append(matches_gold(review, gold))
    return {name: (sum(marks) + 1) / (len(marks) + 2) for name, marks in right.items()}
