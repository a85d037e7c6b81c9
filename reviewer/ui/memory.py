"""What the window remembers between two starts: its place, its splitters and the widths of columns."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRect, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QMainWindow, QSplitter, QTableView, QTreeView, QWidget

from reviewer.config.paths import state_dir

_SMALLEST = (640, 480)
_FIRST_SIZE = (1280, 800)
_RECENT_ACTIONS = 8


class Memory:
    """Reads and writes the file `window.ini` of the state folder."""

    def __init__(self) -> None:
        self._file = QSettings(str(state_dir() / "window.ini"), QSettings.Format.IniFormat)

    def restore_window(self, window: QMainWindow) -> None:
        """Put the window where it was, or in the middle when that screen is gone."""
        window.resize(*_FIRST_SIZE)
        place = self._file.value("window/geometry")
        if isinstance(place, QByteArray):
            window.restoreGeometry(place)
        bring_onto_a_screen(window)

    def save_window(self, window: QMainWindow) -> None:
        """Note where the window is."""
        self._file.setValue("window/geometry", window.saveGeometry())

    def restore_parts(self, room: QWidget) -> None:
        """Give the named splitters and tables of a room their sizes back."""
        for splitter in room.findChildren(QSplitter):
            state = self._file.value(f"splitter/{splitter.objectName()}")
            if splitter.objectName() and isinstance(state, QByteArray):
                splitter.restoreState(state)
                if any(size == 0 for size in splitter.sizes()) and not splitter.childrenCollapsible():
                    splitter.setSizes([1] * splitter.count())
        for name, header in _headers(room):
            state = self._file.value(f"columns/{name}")
            if isinstance(state, QByteArray):
                header.restoreState(state)

    def save_parts(self, room: QWidget) -> None:
        """Note the sizes of the named splitters and tables of a room."""
        for splitter in room.findChildren(QSplitter):
            if splitter.objectName():
                self._file.setValue(f"splitter/{splitter.objectName()}", splitter.saveState())
        for name, header in _headers(room):
            self._file.setValue(f"columns/{name}", header.saveState())

    def look(self) -> tuple[str, int]:
        """Return theme and text size of the last time, so that the first paint needs no settings file."""
        theme, size = self._file.value("look/theme"), str(self._file.value("look/text_size") or "")
        return str(theme or "system"), int(size) if size.isdigit() else 11

    def save_look(self, theme: str, text_size: int) -> None:
        """Note theme and text size for the next first paint."""
        self._file.setValue("look/theme", theme)
        self._file.setValue("look/text_size", text_size)

    def recent_actions(self) -> list[str]:
        """Return the names of the actions that were chosen last in the palette, newest first."""
        return [name for name in str(self._file.value("palette/recent") or "").split("\n") if name]

    def note_action(self, name: str) -> None:
        """Put an action at the head of those that were chosen last."""
        names = [name, *(known for known in self.recent_actions() if known != name)][:_RECENT_ACTIONS]
        self._file.setValue("palette/recent", "\n".join(names))

    def settled_seen(self, whose: str) -> str:
        """Return up to when a person knows what became of the own items in a workspace, as an ISO time."""
        return str(self._file.value(f"settled/{whose}") or "")

    def note_settled_seen(self, whose: str, at: str) -> None:
        """Note up to when a person knows what became of the own items."""
        self._file.setValue(f"settled/{whose}", at)

    def save(self) -> None:
        """Write the file now."""
        self._file.sync()


def bring_onto_a_screen(window: QWidget) -> None:
    """Move a window that lies outside of all screens to the middle of the first, not larger than that."""
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    frame = window.frameGeometry()
    if not screens or any(_grip(frame).intersects(screen) for screen in screens):
        return
    screen = screens[0]
    width = max(_SMALLEST[0], min(frame.width(), screen.width()))
    height = max(_SMALLEST[1], min(frame.height(), screen.height()))
    window.resize(width, height)
    window.move(screen.x() + (screen.width() - width) // 2, screen.y() + (screen.height() - height) // 2)


def _grip(frame: QRect) -> QRect:
    """Return the part of the title bar that must be within reach."""
    return QRect(frame.x() + 40, frame.y(), max(1, frame.width() - 80), 24)


def _headers(room: QWidget) -> list[tuple[str, QHeaderView]]:
    tables = [(view.objectName(), view.horizontalHeader()) for view in room.findChildren(QTableView)]
    trees = [(view.objectName(), view.header()) for view in room.findChildren(QTreeView)]
    return [(name, header) for name, header in tables + trees if name and header.count()]
