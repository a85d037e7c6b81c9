"""Workspaces in which everything was judged, as months of reviewing leave them; rows are put in by the thousand."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from reviewer.domain.items import read_item
from reviewer.domain.projects import Project
from reviewer.domain.reviews import Review
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.store.engine import write
from tests.benchmarks import queues

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WEEKS, REVIEWERS, OVERLAP, PAGE = 20, 20, 2, 5_000
VERDICTS = ("approve", "approve", "approve", "revise", "reject")
POLICIES = ("support:grounding", "support:privacy")
_ITEM = (
    "INSERT INTO item (number, project_id, source, item_id, state, rank, queued_at, due_at, needed, reviews,"
    " assigned_to, hits_hidden, gold, unsettled, changed_at, sha256)"
    " VALUES (?, 1, 'bench', ?, 'done', ?, ?, NULL, 2, 2, NULL, ?, 0, 0, 1, '')"
)
_BODY = "INSERT INTO item_body (number, flagged_at, model, language, excerpt, body) VALUES (?, ?, 'm', ?, '', ?)"
_REVIEW = (
    "INSERT INTO review (submission_id, project_id, item_number, reviewer, round, revision, state, kind, verdict,"
    " submitted_at, used_at, audit_seq, content_sha256, sha256, body)"
    " VALUES (?, 1, ?, ?, 'first', 1, 'submitted', 'verdict', ?, ?, NULL, 1, '', '', ?)"
)
_RESOLUTION = (
    "INSERT INTO resolution (item_number, state, verdict, outcome, method, decided_at, sha256, body)"
    " VALUES (?, 'current', ?, ?, 'adjudicated', ?, '', ?)"
)


def workspace(folder: Path, reviews: int) -> Workspace:
    """Return a workspace with so many reviews, two of each item; the caller closes it."""
    folder.mkdir()
    project = Project(name="Bench", overlap=OVERLAP, hide_hits_share=0.05)
    made = create_workspace(folder / "judged.reviewer", project, actor="bench", clock=lambda: NOW)
    some = random.Random(1)
    template = next(queues.items(1))
    items = reviews // OVERLAP
    for start in range(0, items, PAGE):
        rows = [_rows(number, template, project, some) for number in range(start, min(start + PAGE, items))]
        with write(made.engine) as connection:
            cursor = connection.connection.cursor()
            for place, statement in enumerate((_ITEM, _BODY, _REVIEW, _RESOLUTION)):
                cursor.executemany(statement, [row for parts in rows for row in parts[place]])
    with write(made.engine) as connection:
        connection.exec_driver_sql("ANALYZE")
    return made


def _rows(number: int, template: dict[str, Any], project: Project, some: random.Random) -> tuple[list[Any], ...]:
    """Return the rows of one item: record, body, reviews, and the resolution of every tenth."""
    at = NOW - timedelta(weeks=WEEKS) * (1 - (number % 9973) / 9973)
    bad, hidden = some.random() < 0.4, some.random() < 0.05
    item = template | {
        "id": f"item-{number}",
        "flagged_at": _text(at),
        "metadata": {"model": f"m{number % 3}", "language": ("en", "de", "ar", "zh")[number % 4]},
        "policy_hits": _hits(template["policy_hits"], bad, some),
    }
    said = [_review(number, who, at, bad, hidden, some) for who in some.sample(range(REVIEWERS), OVERLAP)]
    if number == 0:
        read_item(item)
        for review in said:
            Review.model_validate(review)
    micros = int(at.timestamp() * 1_000_000)
    reviews = [
        (f"s{number}-{review['reviewer']}", number + 1, review["reviewer"], review["verdict"], micros, _json(review))
        for review in said
    ]
    return (
        [(number + 1, item["id"], -float(number % 10), micros, int(hidden))],
        [(number + 1, micros, item["metadata"]["language"], _json(item))],
        reviews,
        [] if number % 10 else [_resolution(number, said, project, micros)],
    )


def _hits(hits: list[dict[str, Any]], bad: bool, some: random.Random) -> list[dict[str, Any]]:
    first, second = hits
    score = round(min(max(some.gauss(0.75 if bad else 0.6, 0.15), 0.0), 1.0), 4)
    grown = {"threshold": 0.5, "score_direction": "higher_is_worse", "detector_version": "1"}
    return [{**first, **grown, "score": score, "outcome": "fail" if score >= 0.5 else "pass"}, {**second, **grown}]


def _review(number: int, who: int, at: datetime, bad: bool, hidden: bool, some: random.Random) -> dict[str, Any]:
    right = some.random() < 0.85
    broken = bad == right
    review: dict[str, Any] = {
        "submission_id": f"s{number}-r{who:02}",
        "item_id": f"item-{number}",
        "source": "bench",
        "reviewer": f"r{who:02}",
        "verdict": "reject" if broken else some.choice(VERDICTS[:4]),
        "active_seconds": round(some.lognormvariate(3.4, 0.5), 1),
        "submitted_at": _text(at + timedelta(hours=some.random() * 20)),
        "policies_checked": list(POLICIES),
        "comment": "The passage says two years, the response says so too.",
    }
    if hidden:
        review["missed_hits"] = [{"policy": POLICIES[0]}] if broken else []
    else:
        review["hits"] = [{"hit": "h1", "judgement": "confirmed" if broken else "false_alarm"}]
    if broken:
        start = some.randrange(200)
        review["spans"] = [{"start": start, "end": start + 40, "label": "unsupported", "target": "response"}]
    return review


def _resolution(number: int, said: list[dict[str, Any]], project: Project, micros: int) -> tuple[Any, ...]:
    verdict = said[0]["verdict"]
    outcome = project.outcome(verdict)
    body = {
        "item_id": f"item-{number}",
        "source": "bench",
        "verdict": verdict,
        "outcome": outcome,
        "method": "adjudicated",
        "decided_by": "bench",
        "reason": "The passage decides it.",
        "reviews": [review["submission_id"] for review in said],
    }
    return number + 1, verdict, outcome, micros, _json(body)


def bodies(made: Workspace) -> Iterator[str]:
    """Yield each stored text that the figures rest on once: items, then reviews, then resolutions."""
    with made.engine.connect() as connection:
        cursor = connection.connection.cursor()
        for table in ("item_body", "review", "resolution"):
            for (body,) in cursor.execute(f"SELECT body FROM {table}"):
                yield body


def _text(at: datetime) -> str:
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
