"""An own item that is served again, at the real window: it looks as it did the first time, and undo takes it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QWidget

from reviewer.domain.projects import Project
from reviewer.domain.questions import Option
from reviewer.domain.questions.choice import ChoiceQuestion
from reviewer.services.workspace import create_workspace, open_workspace
from tests.factories import FakeClock, item, review
from tests.people import Person, sit_down

__all__ = ["sit_down"]

K = Qt.Key
TELLS_OF_THE_DAY = ("qt_", "decision_", "progress", "toast", "tip_", "saved_label", "reveal")
"""Parts that tell what was done before: the last decisions, the counts of the day, hints that go by themselves."""

UNLIKE = "Parcel{n} leaves{n} the{n} house{n} on{n} Monday{n}, driver{n} rings{n} twice{n}."
"""A response like no other: near copies are counted in the background, so that their number may come late."""


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def place(tmp_path: Path, clock: FakeClock) -> Path:
    """A workspace in which every claim serves an own item again where there is one that is old enough."""
    rules = Project(
        name="Lamps",
        consistency_share=1.0,
        questions=(ChoiceQuestion(id="tone", options=(Option(id="kind", key="w"), Option(id="cold", key="q"))),),
    )
    suggestion = {"verdict": "reject", "agent": "judge-1"}
    with create_workspace(tmp_path / "lamps.reviewer", rules, actor="ana", clock=clock) as made:
        made.ingest.add(
            [item("again", priority=9.0, suggestion=suggestion), item("new", response=UNLIKE.format(n="new"))]
        )
    return tmp_path / "lamps.reviewer"


def looks(person: Person) -> dict[tuple[str, str], Any]:
    """What stands in the review room, widget by widget, but for what tells of the day."""
    found: dict[tuple[str, str], Any] = {}
    for widget in person.find("review_room").findChildren(QWidget):
        name = widget.objectName()
        if not widget.isVisible() or not name or name.startswith(TELLS_OF_THE_DAY):
            continue
        told: list[Any] = [widget.isEnabled(), widget.accessibleDescription()]
        if isinstance(widget, QLabel | QAbstractButton):
            told.append(widget.text())
        if isinstance(widget, QAbstractButton):
            told.append(widget.isChecked())
        if isinstance(widget, QPlainTextEdit):
            told.append(widget.toPlainText())
        found[name, widget.accessibleName()] = told
    return found


def time_passes(place: Path, clock: FakeClock) -> None:
    """Ana judges ten other items, and a week goes by."""
    with open_workspace(place, actor="ana", clock=clock) as made:
        clock.advance(minutes=1)
        made.ingest.add([item(f"other-{n}", response=UNLIKE.format(n=n)) for n in range(10)])
        for n in range(10):
            made.reviews.submit(review(f"other-{n}", "ana"))
    clock.advance(days=8)


def test_an_item_served_again_looks_as_it_did_before_the_first_verdict_and_is_undone_like_any_other(
    place: Path, clock: FakeClock, sit_down: Callable[..., Person]
) -> None:
    with open_workspace(place, actor="ana", clock=clock) as workspace:
        ana = sit_down(workspace)
        ana.sees("again")
        first = looks(ana)
        ana.press(K.Key_1, K.Key_W, K.Key_Return)
        ana.sees("new")
        ana.window.close()
    time_passes(place, clock)
    with open_workspace(place, actor="ana", clock=clock) as workspace:
        ana = sit_down(workspace)
        ana.sees("again")
        assert looks(ana) == first
        ana.press(K.Key_3, K.Key_Q)
        assert looks(ana) != first  # what is compared would show an earlier verdict
        ana.find("comment_editor").setFocus()
        ana.write("two years, not five")
        ana.submit("new")
        (again,) = [one for one in workspace.reviews.stream() if one.round == "consistency"]
        assert (again.verdict, again.answers, again.supersedes) == ("reject", {"tone": "cold"}, None)
        ana.press((K.Key_Z, Qt.KeyboardModifier.ControlModifier))
        ana.sees("again")
        assert ana.find("verdict_reject", QAbstractButton).isChecked()
        ana.submit("new")
        told = [(one.round, one.verdict) for one in workspace.reviews.stream() if one.item_id == "again"]
        assert told == [("first", "approve"), ("consistency", "reject")]
        assert workspace.queue.row("again").state == "resolved"
        ana.window.close()
