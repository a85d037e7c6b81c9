"""A stage on which a state of the window is set up with real keys, and from which pictures are taken."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QKeySequence, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from reviewer.config.paths import shipped
from reviewer.config.settings import Settings, save_settings
from reviewer.domain.projects import Project
from reviewer.services.demo import FILE, open_demo
from reviewer.services.projects import load_project_file
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.app import create_window
from reviewer.ui.demo import THEMES, Visitor
from reviewer.ui.live_settings import LiveSettings
from reviewer.ui.main_window import MainWindow
from reviewer.ui.theme import Theme

WIDE, NARROW = (1600, 1000), (1280, 800)
SIZES = (WIDE, NARROW)
REVIEWER = "dana"
READING = 11
PATIENCE_SECONDS = 15.0


class Stage(Visitor):
    """One window in a home of its own, and somebody who presses its keys."""

    patience_seconds = PATIENCE_SECONDS

    def __init__(self, app: QApplication, folder: Path, demo: Path) -> None:
        self.app = app
        self.folder = folder
        self.text_size = READING
        self.each_time: Callable[[], object] = lambda: None
        """What is done again at each size, such as what brings something into sight."""
        self.held = ExitStack()
        """What lasts until the pictures are taken, such as an outage."""
        self._demo = demo
        self._windows: list[MainWindow] = []
        os.environ["REVIEWER_HOME"] = str(folder / "home")

    # What is on the stage

    def open_demo(self, reviewer: str = REVIEWER) -> None:
        """Open a window on the demo queue."""
        path = self.folder / FILE
        shutil.copy(self._demo, path)
        self.open(path, reviewer)

    def open_items(self, *wanted: str | Mapping[str, Any], reviewer: str = REVIEWER, **rules: Any) -> None:
        """Open a window on a queue of these items, each its own or named by its id in the demo."""
        with self.new_workspace(*wanted, **rules) as workspace:
            path = workspace.path
        self.open(path, reviewer)

    def set(self, **settings: Any) -> None:
        """Keep settings of somebody's own before the window is opened."""
        save_settings(Settings(**settings))

    def new_workspace(self, *wanted: str | Mapping[str, Any], **rules: Any) -> Workspace:
        """Make a workspace with the rules of the demo, but for those that are given."""
        project, taxonomy = _demo_project()
        changed = project.model_copy(update={"gold_share": 0.0, "control_share": 0.0, "hide_hits_share": 0.0, **rules})
        made = create_workspace(self.folder / "support.reviewer", changed, actor="lea", taxonomy=taxonomy)
        items = [demo_items()[each] if isinstance(each, str) else dict(each) for each in wanted]
        last = len(items)
        made.ingest.add({**item, "priority": float(last - place)} for place, item in enumerate(items))
        return made

    def open(self, path: Path, reviewer: str = REVIEWER) -> None:
        """Open a window on a workspace and wait for what it shows."""
        self.show(create_window(path, reviewer, show=False))

    def show(self, window: MainWindow) -> None:
        """Put a window on the stage in its first looks."""
        self.window = window
        self._windows.append(window)
        window.theme.choose("light", self.text_size)
        window.resize(*WIDE)
        window.show()
        window.activateWindow()
        self.settle()

    def close(self) -> None:
        """Take everything off the stage."""
        self.held.close()
        for each in self.app.topLevelWidgets():
            if isinstance(each, QDialog):
                each.close()
        for window in self._windows:
            window.close()
            window.theme.uninstall()
            window.deleteLater()
        self._windows.clear()
        self.app.processEvents()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # else each state is slower than the one before

    # What somebody does

    def settle(self) -> None:
        """Wait until all slow work is done and painted."""
        self.rest(0.04)
        self.until(lambda: self.window.tasks.busy == 0, "the end of its work")
        self.rest(0.02)

    def item(self) -> None:
        """Wait for the item on screen."""
        self.until(lambda: self.window.property("itemId") is not None, "an item")
        self.settle()

    def go_to(self, room: str) -> None:
        """Go to a room and wait for what it shows."""
        self.window.go_to(room)
        self.settle()

    def next_item(self) -> None:
        """Submit and wait for the item that follows."""
        before = self.window.property("itemId")
        self.press("Ctrl+Return")
        self.until(lambda: self.window.property("itemId") != before, f"the item after {before}")
        self.settle()

    def press_fast(self, *keys: str) -> None:
        """Press keys without waiting for what each of them shows."""
        for key in keys:
            combination: Any = QKeySequence(key)[0]  # type: ignore[index]  # the stubs do not know that it can be indexed
            QTest.keyClick(self._focus(), combination.key(), combination.keyboardModifiers())

    def focus(self, name: str) -> None:
        """Put the focus on a part of the window."""
        self.find(name).setFocus()
        self.rest(0.03)

    def click(self, name: str) -> None:
        """Click a part of the window or of a dialog."""
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)
        self.settle()

    def select(self, quote: str, view: str = "response_view") -> None:
        """Select a quote in a text."""
        shown: Any = self.find(view)
        at = shown.property("sourceText").index(quote)
        shown.setFocus()
        shown.select_span(at, at + len(quote))
        shown.spanSelected.emit((at, at + len(quote)))
        self.rest(0.05)

    def without_toast(self) -> None:
        """Let a passing word go, which belongs to what was done before."""
        self.window.toast.stop()

    # Pictures

    def pictures(self) -> Iterable[tuple[str, QImage]]:
        """Yield the window light and dark, wide and narrow, each with the ending of its name."""
        for theme in THEMES:
            self.window.theme.choose(theme, self.text_size, self.window.theme.soft)
            for size in SIZES:
                self.window.resize(*size)
                self.settle()
                self.each_time()
                yield f"{theme}-{size[0]}x{size[1]}", self.image()

    def image(self) -> QImage:
        """Return what is on screen: the window and what lies over it, each where a desktop would put it."""
        picture = self.window.grab().toImage()
        painter = QPainter(picture)
        for over in self.app.topLevelWidgets():
            if over is self.window or not over.isVisible() or isinstance(over, MainWindow):
                continue
            place = _place(over, self.window)
            painter.drawPixmap(place, over.grab())
            painter.setPen(self.window.theme.color("border_strong"))
            painter.drawRect(place.x(), place.y(), over.width() - 1, over.height() - 1)
        painter.end()
        return picture


def make_window() -> MainWindow:
    """Build a window on which nothing is open."""
    theme = Theme("light", READING)
    theme.install(cast("QApplication", QApplication.instance()))
    return MainWindow(theme, LiveSettings())


def _place(over: QWidget, window: QWidget) -> QPoint:
    """Return where a desktop shows a dialog (in the middle of its window) or a menu (where it opened)."""
    if isinstance(over, QDialog):
        return QPoint((window.width() - over.width()) // 2, (window.height() - over.height()) // 2)
    return window.mapFromGlobal(over.mapToGlobal(QPoint(0, 0)))


def make_demo(folder: Path) -> Path:
    """Make the demo queue once, to be copied for each state."""
    os.environ["REVIEWER_HOME"] = str(folder / "home")
    with open_demo("lea", folder) as workspace:
        return workspace.path


@cache
def demo_items() -> dict[str, dict[str, Any]]:
    """Return the items of the demo by their ids."""
    lines = shipped("resources/demo/items.jsonl").read_text("utf-8").splitlines()
    return {item["id"]: item for item in map(json.loads, lines)}


@cache
def _demo_project() -> tuple[Project, Any]:
    return load_project_file(shipped("resources/demo/project.toml"))


State = Callable[[Stage], None]
