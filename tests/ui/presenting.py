"""A real workspace under a clock, and the presenter of the review room over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from reviewer.domain.projects import Project
from reviewer.domain.questions import Option
from reviewer.domain.questions.choice import ChoiceQuestion
from reviewer.domain.questions.rating import RatingQuestion
from reviewer.domain.questions.spans import SpansQuestion
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.presenters.review import ReviewPresenter
from reviewer.ui.tasks import InlineRunner

RESPONSE = "It has a five-year guarantee."


class Clock:
    """A clock that a test can set forward."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def a_project(**fields: Any) -> Project:
    questions = (
        RatingQuestion(id="severity", required=True, show_when="verdict == 'reject'"),
        ChoiceQuestion(id="tone", options=(Option(id="kind"), Option(id="cold"))),
        SpansQuestion(id="where", options=(Option(id="made_up"),)),
    )
    return Project(
        name="Lamps",
        reasons_required=("reject",),
        questions=questions,
        span_labels=(Option(id="wrong"), Option(id="style")),
        **fields,
    )


def an_item(number: int, **fields: Any) -> dict[str, Any]:
    hits = [
        {"id": "h1", "policy": "a", "severity": "low"},
        {"id": "h2", "policy": "b", "severity": "high"},
        {"id": "h3", "policy": "c", "outcome": "pass"},
    ]
    return {
        "id": f"i{number}",
        "prompt": "?",
        "response": RESPONSE,
        "policy_hits": hits,
        "evidence": [{"id": "e1", "text": "Two years."}, {"id": "e2", "text": "Free."}],
        "priority": 100 - number,
        **fields,
    }


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "lamps.reviewer", a_project(overlap=2), actor="ana", clock=clock) as made:
        made.ingest.add([an_item(number) for number in range(1, 6)])
        yield made


def raise_it(error: Exception) -> None:
    raise error


@pytest.fixture
def present(qapp: QApplication) -> Iterator[Callable[..., ReviewPresenter]]:
    made: list[ReviewPresenter] = []

    def presenting(workspace: Workspace, reviewer: str = "ana", **fields: Any) -> ReviewPresenter:
        presenter = ReviewPresenter(workspace, reviewer, InlineRunner(raise_it), after_paint_ms=0, **fields)
        made.append(presenter)
        presenter.start()
        return presenter

    yield presenting
    for presenter in made:
        presenter.close()
        presenter.deleteLater()
    QCoreApplication.processEvents()


Present = Callable[..., ReviewPresenter]


def drafts_of(workspace: Workspace) -> list[str]:
    return [draft.comment for draft in workspace.drafts.all("ana") if draft.comment]


def item_of(presenter: ReviewPresenter) -> str | None:
    return presenter.state.item.id if presenter.state.item else None
