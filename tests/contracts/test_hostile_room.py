"""Items made to harm, in the whole window and by real keys: veil, guideline, claims, copies, decisions, queue."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.app import create_window
from reviewer.ui.main_window import MainWindow
from tests.canaries import Canaries
from tests.contracts.test_hostile_views import HARMS, LARGE, Opened
from tests.windows import open_window

__all__ = ["open_window"]

K = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LONGEST = 30_000  # a response that is longer is tried in every form of the desk, and here by its speed
TRIED = [name for name, text in HARMS.items() if len(text) < LONGEST]
AT_A_TIME = 12
GROUPS = [TRIED[start : start + AT_A_TIME] for start in range(0, len(TRIED), AT_A_TIME)]
PATIENCE_SECONDS = 60.0
TIMES_SLOWER = 10
FEW = ("one line", "turned around", "tables")
SAFE = "The lamp has a guarantee of two years. It ships free of charge in the whole union. Write to dana@example.com."
OF_ROOM = {"veil_summary", "guideline_pane", "near_copies_view", "claim_bar", "preview_response_view", "viewer_title"}
"""Parts that must have been on screen, or not all was tried."""


@pytest.fixture
def canaries(tmp_path: Path) -> Iterator[Canaries]:
    with Canaries(tmp_path / "canaries") as watched:
        yield watched


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    seen = Opened()
    monkeypatch.setattr(QDesktopServices, "openUrl", seen.take)
    return seen


def an_item(name: str, text: str) -> dict[str, Any]:
    response = f"{SAFE} {text} {SAFE}"
    return {
        "id": name,
        "source": {"system": "test"},
        "messages": [{"role": "system", "content": text}, {"role": "user", "content": f"Is it so? {text}"}],
        "response": response,
        "evidence": [{"id": "e1", "source": text[:200], "title": text[:200], "text": text}, {"id": "e2", "text": SAFE}],
        "policy_hits": [
            {"id": "h", "policy": "p", "severity": "high", "explanation": text, "start": 0, "end": 3, "text": "The"}
        ],
        "metadata": {"model": text[:200], "tenant": text[:200]},
    }


def a_project(text: str) -> Project:
    return Project(
        name="Harm",
        guideline="guideline.md",
        guideline_text=f"# About p\n\n{text}\n\n## More\n\n{text}",
        personal_data="veil",
        comment_templates=(text[:200] or "none",),
    )


class Visit:
    """Somebody who opens everything that an item can be opened in, and paints it."""

    def __init__(self, window: MainWindow, each: Callable[[str, Callable[[], object]], object] | None = None) -> None:
        self.window = window
        self.seen: set[str] = set()
        self._each = each or (lambda _what, act: act())

    def press(self, *keys: Any) -> None:
        for key in keys:
            key, modifier = key if isinstance(key, tuple) else (key, Qt.KeyboardModifier.NoModifier)
            name = f"{modifier.name} {K(key).name}"
            self._each(name, lambda key=key, modifier=modifier: self._press(key, modifier))  # type: ignore[misc]
            self.look()

    def _press(self, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        QApplication.processEvents()

    def look(self) -> None:
        """Paint what is on screen, dialogs too, and note which parts of it there are."""
        self.window.grab()
        for over in QApplication.topLevelWidgets():
            if isinstance(over, QDialog) and over.isVisible():
                over.grab()
        self.seen |= {
            part.objectName()
            for top in QApplication.topLevelWidgets()
            if top.isVisible()
            for part in top.findChildren(QWidget)
            if part.isVisible()
        }

    def item(self) -> None:
        """Open an item in every way that the review room has, and decide it."""
        self.press((K.Key_O, SHIFT), (K.Key_O, CTRL | SHIFT))  # the veil, in steps and as a whole
        self.press(K.Key_Y, K.Key_G, K.Key_G, K.Key_V, K.Key_V)
        view = self.window.findChild(QWidget, "response_view")
        assert view is not None
        view.setFocus()
        self.press(K.Key_Period, K.Key_L, K.Key_1, K.Key_S)  # a claim, linked to the first passage
        self.press((K.Key_P, SHIFT), K.Key_Escape)
        self.press(K.Key_C, K.Key_2, (K.Key_F, CTRL), K.Key_T, K.Key_Escape)
        self.press((K.Key_D, CTRL), K.Key_Down, K.Key_Escape)
        self.press((K.Key_Return, CTRL))

    def queue(self) -> None:
        """Look at the items in the queue room: beside the list, by a search, and as a whole."""
        self.window.go_to("queue")
        self.look()
        self.press(K.Key_Slash)
        QTest.keyClicks(QApplication.focusWidget() or self.window, "lamp")
        QTest.qWait(400)
        self.press(K.Key_Return, K.Key_Escape)
        table = self.window.findChild(QWidget, "queue_table")
        if table is not None:
            table.setFocus()
        self.press(K.Key_Down, (K.Key_O, SHIFT), K.Key_O, K.Key_V, K.Key_Y, K.Key_Escape)
        self.window.go_to("review")


def window_on(workspace: Workspace, open_window: Callable[..., MainWindow], **settings: Any) -> MainWindow:
    window = open_window(workspace)
    window.resize(1280, 800)
    window.settings.update(veil="always", **settings)
    return window


@pytest.mark.parametrize("group", range(len(GROUPS)))
def test_nothing_that_an_item_can_be_opened_in_opens_what_it_names(
    group: int, tmp_path: Path, canaries: Canaries, opened: Opened, open_window: Callable[..., MainWindow], full: bool
) -> None:
    names = GROUPS[group] if full else GROUPS[group][::4]
    texts = {name: filled(HARMS[name], canaries) for name in names}
    with create_workspace(tmp_path / "w.reviewer", a_project("\n\n".join(texts.values())), actor="ana") as workspace:
        workspace.ingest.add(copies_of(texts))
        visit = Visit(window_on(workspace, open_window))
        for _ in texts:
            visit.item()
        visit.queue()
        reviews = len(workspace.reviews.recent("ana", 100))
    assert canaries.touched() == set()
    assert opened.urls == []
    assert reviews == len(texts), "an item could not be decided, so not all was tried"
    assert visit.seen >= OF_ROOM


def filled(text: str, canaries: Canaries) -> str:
    text = text.replace("{file}", str(canaries.picture("a.png"))).replace("{url}", canaries.url)
    return text.replace("{{", "{").replace("}}", "}")


def copies_of(texts: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield each item with a copy behind all of them, so that copies are announced."""
    for place, (name, text) in enumerate(texts.items()):
        yield {**an_item(name, text), "priority": 900.0 - place}
        yield {**an_item(f"{name} again", text), "priority": 1.0}


def test_no_key_takes_long_because_an_item_has_a_megabyte(qapp: QApplication, tmp_path: Path, full: bool) -> None:
    short = slowest_keys(tmp_path / "short.reviewer", SAFE)
    limit = TIMES_SLOWER * max(short.values())
    for name in LARGE if full else FEW:
        long = slowest_keys(tmp_path / f"{name}.reviewer", LARGE[name]())
        assert {what: round(took, 3) for what, took in long.items() if took > limit} == {}, name


def slowest_keys(path: Path, text: str) -> dict[str, float]:
    """Open an item with this response in every way; return how long the window worked for each key at most."""
    slowest: dict[str, float] = {}

    def note(what: str, act: Callable[[], object]) -> None:
        began = time.thread_time()  # what this thread works; the machine of the tests has other work too
        act()
        slowest[what] = max(slowest.get(what, 0.0), time.thread_time() - began)

    def key(what: str, act: Callable[[], object]) -> None:
        note(what, act)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while window.tasks.busy:
            assert time.monotonic() < deadline, f"the work after {what} has no end"
            note("what came back", QApplication.processEvents)
            time.sleep(0.002)

    with create_workspace(path, a_project(text), actor="ana") as workspace:
        workspace.ingest.add([{**an_item("one", ""), "response": text, "priority": 9.0}, an_item("two", "short")])
        window = create_window(workspace, "ana")
        try:
            window.resize(1280, 800)
            window.activateWindow()
            key("the first item", QApplication.processEvents)
            visit = Visit(window, key)
            visit.item()
            visit.queue()
        finally:
            window.close()
            window.theme.uninstall()
            window.deleteLater()
            QApplication.processEvents()
    return slowest


def test_the_watch_would_see_a_careless_part_of_the_room(
    canaries: Canaries, open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    from PySide6.QtWidgets import QLabel

    with create_workspace(tmp_path / "w.reviewer", a_project("plain"), actor="ana") as workspace:
        workspace.ingest.add([an_item("one", "plain")])
        window = window_on(workspace, open_window)
        careless = QLabel(filled(HARMS["image"], canaries), window)
        careless.show()
        Visit(window).look()
    assert canaries.touched() == {"a.png"}
