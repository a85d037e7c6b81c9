"""The demo: the window on the demo queue, or the same window driven by real key presses without a screen."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from reviewer.domain.errors import Refused, Unreachable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from reviewer.services.workspace import Workspace
    from reviewer.ui.main_window import MainWindow

ITEMS = 10
PATIENCE_SECONDS = 60.0
WIDE, NARROW = (1600, 1000), (1280, 800)
RECIPE = "dpo"
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def run(*, offscreen: Path | None = None, reviewer: str | None = None) -> int:
    """Open the demo queue; with `offscreen`, work through ten items and leave pictures and a dataset in that folder."""
    from reviewer.services.demo import open_demo

    if offscreen is None:
        from reviewer.ui.app import run as open_window

        with open_demo(reviewer) as workspace:
            path = workspace.location
        return open_window(path, reviewer)
    folder = prepare_folder(offscreen)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with open_demo(reviewer or "ana", folder) as workspace:
        _drive(workspace, folder)
    return 0


def prepare_folder(folder: Path) -> Path:
    """Make the folder for the pictures; one that holds a demo already is refused, so that nothing is overwritten."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unreachable(f"The folder {folder} cannot be made: {error.strerror}.") from None
    if any(folder.iterdir()):
        raise Refused(f"The folder {folder} is not empty: name a new one for the pictures and the dataset.")
    return folder


def _drive(workspace: Workspace, folder: Path) -> None:
    from PySide6.QtWidgets import QApplication

    from reviewer.ui.app import create_window

    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    window = create_window(workspace, workspace.actor)
    try:
        visitor = Visitor(app, window, folder)
        visitor.resize(WIDE)
        window.theme.choose("light", window.theme.text_size)
        visitor.review_items(workspace)
        visitor.look_at_rooms()
    finally:
        window.close()
        app.processEvents()
    result = workspace.datasets.build(RECIPE, folder / "dataset")
    rows = ", ".join(f"{count} {split}" for split, count in result.rows.items())
    print(f"{ITEMS} items reviewed, pictures and a dataset ({rows}) in {folder}")


class Visitor:
    """Somebody at the window: presses keys, waits until something is seen, takes pictures."""

    patience_seconds = PATIENCE_SECONDS

    def __init__(self, app: QApplication, window: MainWindow, folder: Path) -> None:
        self.app = app
        self.window = window
        self.folder = folder

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window another size and let it settle."""
        self.window.resize(*size)
        self.rest(0.1)

    def rest(self, seconds: float) -> None:
        """Let the window work for a moment."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.005)

    def until(self, seen: Callable[[], bool], what: str) -> None:
        """Wait until something is seen, or say what never came."""
        end = time.monotonic() + self.patience_seconds
        while not seen():
            if time.monotonic() > end:
                raise Unreachable(f"The window did not show {what} within {self.patience_seconds:.0f} seconds.")
            self.app.processEvents()
            time.sleep(0.005)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each given as in the list of keys: `C`, `Shift+3`, `Ctrl+Return`."""
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest

        for key in keys:
            combination = cast("Any", QKeySequence(key))[0]  # the stubs do not know that it can be indexed
            QTest.keyClick(self._focus(), combination.key(), combination.keyboardModifiers())
            self.rest(0.03)

    def write(self, text: str) -> None:
        """Type text into the field that has the focus."""
        from PySide6.QtTest import QTest

        QTest.keyClicks(self._focus(), text)
        self.rest(0.03)

    def picture(self, name: str) -> None:
        """Save what the window shows."""
        self.rest(0.2)
        if not self.window.grab().save(str(self.folder / f"{name}.png")):
            raise Unreachable(f"The picture {name}.png cannot be written to {self.folder}.")

    def review_items(self, workspace: Workspace) -> None:
        """Judge ten items in different ways, with the keys that a reviewer uses."""
        for number in range(ITEMS):
            self.until(lambda: self.window.property("itemId") is not None, "an item")
            item_id = self.window.property("itemId")
            self._judge(number)
            if number in (1, 2):
                self.picture(f"review-{number}")
            self.press("Ctrl+Return")
            self.until(
                lambda before=item_id: self.window.property("itemId") != before,  # type: ignore[misc]
                f"the item after {item_id}",
            )
        self.picture("review")
        self.until(lambda: len(workspace.reviews.recent(workspace.actor, ITEMS)) == ITEMS, "the reviews as stored")

    def _judge(self, number: int) -> None:
        """Judge the item on screen: hits first, then a verdict, sometimes a correction, a span, a reason."""
        self.press("C", "X") if number % 2 else self.press("C")
        if number % 3 == 0:
            self.press("1")
        elif number % 3 == 1:
            self.press("2", "Shift+2", "E", "Ctrl+End")
            self.write(" Please check the passage for the details.")
        else:
            self._mark_first_words()
            self.press("3", "Shift+4", "T")
            self.write("The passages say otherwise.")

    def _mark_first_words(self) -> None:
        """Select the first words of the response with the keyboard and label them."""
        view = self.find("response_view")
        view.setFocus()
        self.press("Ctrl+Home", "Ctrl+Shift+Right", "Ctrl+Shift+Right", "D")

    def look_at_rooms(self) -> None:
        """Take a picture of each room, light and dark, wide and narrow."""
        from reviewer.ui.rooms import ROOMS

        for theme in THEMES:
            self.window.theme.choose(theme, self.window.theme.text_size)  # the person's own settings stay as they are
            for size in (WIDE, NARROW):
                self.resize(size)
                for number, room in enumerate(ROOMS, start=1):
                    self.press(f"Ctrl+{number}")
                    self.until(lambda wanted=room.id: self.window.current_room == wanted, room.title)  # type: ignore[misc]
                    self.until(lambda: self.window.tasks.busy == 0, f"the figures of the {room.title} room")
                    self.picture(f"{room.id}-{theme}-{size[0]}x{size[1]}")

    def _focus(self) -> QWidget:
        return self.app.focusWidget() or self.window

    def find(self, name: str) -> QWidget:
        """Return the part of the window that has a name."""
        from PySide6.QtWidgets import QWidget

        found = self.window.findChild(QWidget, name)
        if found is None:
            raise Unreachable(f"The window has no part called {name}.")
        return found
