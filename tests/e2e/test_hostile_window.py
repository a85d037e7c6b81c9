"""The whole window over a workspace in which every text is an attack: nothing is opened, asked for, or broken."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLabel, QListView, QWidget

from reviewer.domain.projects import Project, VerdictOption
from reviewer.domain.questions import Option
from reviewer.domain.questions.choice import ChoiceQuestion
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.main_window import MainWindow
from reviewer.ui.rooms import ROOMS
from tests.canaries import Canaries
from tests.contracts.test_hostile_text import PAYLOADS
from tests.promises import Figures, control, promise
from tests.windows import open_window

__all__ = ["open_window"]
FAST = ("image", "css", "markdown")


def attacked(number: int, text: str) -> dict[str, Any]:
    """An item in which every field that is shown holds the attack."""
    return {
        "id": f"{number} {text}",
        "source": {"system": text[:80]},
        "messages": [
            {"role": "system", "content": text},
            {"role": "user", "content": text, "name": text},
            {"role": "assistant", "content": None, "tool_calls": [{"id": "1", "name": text, "arguments": text}]},
        ],
        "response": f"Start. {text} End.",
        "evidence": [{"id": text, "source": text, "title": text, "text": text, "score": 0.5}],
        "policy_hits": [
            {"id": "h", "policy": text, "detector": text, "detector_version": text, "explanation": text,
             "severity": "high", "start": 0, "end": 6, "text": "Start."},
        ],
        "metadata": {"model": text, "language": text, "tenant": text, "prompt_template": text},
    }  # fmt: skip


def hostile_project(text: str) -> Project:
    """A project whose own words are attacks."""
    return Project(
        name=text[:200],
        overlap=2,
        guideline="guideline.md",
        guideline_text=text,
        guideline_version=text,
        comment_templates=(text,),
        verdicts=(
            VerdictOption(id="yes", title=text, key="1", outcome="accept"),
            VerdictOption(id="no", title=text, key="2", outcome="reject"),
        ),
        questions=(ChoiceQuestion(id="q", title=text, options=(Option(id="a", title=text), Option(id="b"))),),
        span_labels=(Option(id="s", title=text, key="d"),),
    )


def visit(window: MainWindow, marker: str) -> set[str]:
    """Look at every room, paint it, and return the places that show what is in a text."""
    found = set()
    for room in ROOMS:
        window.go_to(room.id)
        for _ in range(4):
            QApplication.processEvents()
        window.grab()
        found |= {f"{room.id}: {place}" for place in places(window, marker)}
    return found


def places(window: MainWindow, marker: str) -> set[str]:
    """Return the parts of the window in whose text, tooltip or cells a word stands."""
    return {
        f"{part.objectName() or type(part).__name__} {kind}"
        for part in window.findChildren(QWidget)
        if part.isVisible()
        for kind, text in texts_of(part)
        if marker in text
    }


def texts_of(part: QWidget) -> Iterator[tuple[str, str]]:
    for name in ("text", "title", "windowTitle", "toolTip", "accessibleName", "accessibleDescription", "sourceText"):
        yield name, str(part.property(name) or "")
    if isinstance(part, QComboBox):
        yield from (("choice", part.itemText(index)) for index in range(part.count()))
    if isinstance(part, QAbstractItemView):
        model = part.model()
        columns = 1 if isinstance(part, QListView) else model.columnCount()
        for row, column in itertools.product(range(min(10, model.rowCount())), range(columns)):
            index = model.index(row, column)
            yield f"column {column}", str(index.data() or "")
            yield f"tooltip of column {column}", str(index.data(Qt.ItemDataRole.ToolTipRole) or "")


@promise(10)
def test_no_room_opens_what_a_hostile_workspace_names(
    tmp_path: Path, open_window: Callable[..., MainWindow], full: bool, figures: Figures
) -> None:
    found: set[str] = set()
    opened: set[str] = set()
    kinds = PAYLOADS if full else FAST
    for kind in kinds:
        shown, touched = look_at_rooms(PAYLOADS[kind], tmp_path / kind.replace(" ", "-"), open_window)
        found |= shown
        opened |= touched
    figures(10, attacks=len(kinds), places_in_the_window=len(found), opened=len(opened))
    assert opened == set()
    assert len(found) > 30, "hardly any place shows the texts, so nothing was tried"


def look_at_rooms(payload: str, folder: Path, open_window: Callable[..., MainWindow]) -> tuple[set[str], set[str]]:
    """Return the places that showed the attack, and what was opened."""
    folder.mkdir()
    with Canaries(folder / "canaries") as canaries:
        text = payload.format(file=canaries.picture("canary.png"), url=canaries.url)
        with create_workspace(folder / "w.reviewer", hostile_project(text), actor=text[:150]) as workspace:
            fill(workspace, text)
            window = open_window(workspace, text[:150])
            found = visit(window, "canary.png")
            window.show_error(text)
            window.show_toast(text)
            QApplication.processEvents()
            window.grab()
            found |= places(window, "canary.png")
        return found, canaries.touched()


def fill(workspace: Workspace, text: str) -> None:
    """Add items, reviews that disagree, and a line that cannot be read."""
    workspace.ingest.add([*(attacked(number, text) for number in range(4)), {"id": text}])
    for name, verdict in (("a", "yes"), ("b", "no")):
        workspace.reviews.submit(
            {
                "item_id": f"3 {text}",
                "reviewer": f"{name} {text[:100]}",
                "verdict": verdict,
                "comment": text,
                "correction": text + name,
                "spans": [{"start": 0, "end": 6, "text": "Start.", "label": "s"}],
            }
        )


@control(10)
def test_the_watch_would_see_a_bare_label_in_the_window(tmp_path: Path, open_window: Callable[..., MainWindow]) -> None:
    with Canaries(tmp_path / "canaries") as canaries:
        text = PAYLOADS["image"].format(file=canaries.picture("canary.png"), url=canaries.url)
        with create_workspace(tmp_path / "w.reviewer", Project(name="plain"), actor="ana") as workspace:
            window = open_window(workspace, "ana")
            careless = QLabel(text, window)
            careless.show()
            QApplication.processEvents()
            window.grab()
        assert canaries.touched() == {"canary.png"}
