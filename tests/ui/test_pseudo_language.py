"""Every text of the window went through its translation: shown by a language that nobody speaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QTableView, QWidget

from reviewer.services.workspace import Workspace
from reviewer.ui.main_window import MainWindow
from reviewer.ui.safe_text import PlainLabel
from tests.pseudo import Speaking, greek, greek_workspace, pseudo, shown_texts, untranslated

ROOMS = ("review", "queue", "quality", "datasets", "audit", "settings")
# What reads the same in every language: the program's name, its words in a terminal and in files, keys as they are
# printed on a keyboard, names of formats and of coefficients, ids, and what comes from below the window in English.
SAME = re.compile(
    r"\bReviewer\b|\breviewer(?: [a-z]+)*\b|\b(?:Ctrl|Alt|Shift|Esc|Del|PgUp|PgDown|Home|End|Space|Return)\b|\bF\d+\b"
    r"|\bCtrl\+\S+|\b(?:JSONL?|CSV|Parquet|UTC|SQLite|PostgreSQL|TOML|SHA-256|sha256|Python|Qt)\b|\S*/\S+|\b\w+\.\w+\b"
    r"|\b\w+_\w+\b|\b[0-9a-f]{8,}\b"
)

# What comes from below the window in English as it is: statistics with their notes and definitions, checks and reasons
# of datasets, titles of recipes and templates, columns of a dataset, the events of the ledger.
FROM_BELOW = re.compile(
    r"\btile_\w+|\bready_lines\b|\brecipe_list\b|\bpreview_table head|\bworkspace_template\b"
    r"|\baudit_table cell \d+,[2-4]"
)


class Visitor:
    """Goes through a window and notes what did not go through the translation."""

    def __init__(self, app: QApplication) -> None:
        self.app = app
        self.seen: set[str] = set()
        self.dialogs: set[str] = set()
        self.found: dict[str, str] = {}

    def look(self, root: QWidget, allowed: re.Pattern[str] = SAME) -> None:
        self.app.processEvents()
        for where, text in shown_texts(root):
            self.seen.add(text)
            if text and untranslated(text, allowed) and not FROM_BELOW.search(where):
                self.found[f"{root.objectName()}: {where}"] = text

    def press(self, window: QWidget, *keys: str) -> None:
        for key in keys:
            combination = QKeySequence(key)[0]  # type: ignore[index]  # the stubs do not know that it can be indexed
            QTest.keyClick(self.app.focusWidget() or window, combination.key(), combination.keyboardModifiers())
            self.app.processEvents()

    def look_at_dialogs(self) -> int:
        """Look at the dialogs that are open, and close them."""
        dialogs = [one for one in self.app.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
        for dialog in dialogs:
            self.dialogs.add(type(dialog).__name__)
            self.look(dialog)
            dialog.reject()
        self.app.processEvents()
        return len(dialogs)


@pytest.fixture
def visitor(qapp: QApplication) -> Iterator[Visitor]:
    with Speaking():
        yield Visitor(qapp)


@pytest.fixture
def support(tmp_path: Path) -> Iterator[Workspace]:
    with greek_workspace(tmp_path) as made:
        yield made


def _open(open_window: Callable[..., MainWindow], workspace: Workspace, name: str = "ana") -> MainWindow:
    window = open_window(workspace, greek(name))
    window.resize(1600, 1000)
    assert not window.error_banner.isVisible()
    return window


def test_every_room_speaks_the_language(
    visitor: Visitor, support: Workspace, open_window: Callable[..., MainWindow]
) -> None:
    window = _open(open_window, support)
    for room in ROOMS:
        window.go_to(room)
        visitor.look(window)
        if room == "queue":
            visitor.press(window, "H")
            visitor.look(window)
    assert visitor.found == {}
    assert pseudo("Audit ledger") in visitor.seen
    assert pseudo("Submit, next") in visitor.seen


def test_the_desk_speaks_the_language_while_somebody_decides(
    visitor: Visitor, support: Workspace, open_window: Callable[..., MainWindow]
) -> None:
    window = _open(open_window, support)
    for keys in (("C",), ("Y",), ("Shift+M",), ("]",), ("3", "Ctrl+Return"), ("V",), ("V", "N"), ("E",)):
        visitor.press(window, *keys)
        visitor.look(window)
    view = window.findChild(QWidget, "response_view")
    assert view is not None
    view.setFocus()
    view.select_span(0, 8)  # type: ignore[attr-defined]  # a source view
    view.spanSelected.emit((0, 8))  # type: ignore[attr-defined]
    for key in ("L", "Escape", "W", "Ctrl+F", "Escape", "G"):
        visitor.press(window, key)
        visitor.look(window)
    assert visitor.found == {}


@pytest.mark.parametrize("key", ["S", "F", "M", "?", "Ctrl+K", "Ctrl+N"])
def test_every_dialog_of_a_key_speaks_the_language(
    key: str, visitor: Visitor, support: Workspace, open_window: Callable[..., MainWindow]
) -> None:
    window = _open(open_window, support)
    view = window.findChild(QWidget, "response_view")
    assert view is not None
    view.setFocus()
    visitor.press(window, key)
    assert visitor.look_at_dialogs() == 1
    assert visitor.found == {}


@pytest.mark.parametrize("action", ["app.connect", "app.about", "app.change_person"])
def test_every_dialog_of_the_menus_speaks_the_language(
    action: str, visitor: Visitor, support: Workspace, open_window: Callable[..., MainWindow]
) -> None:
    window = _open(open_window, support)
    next(binding for binding in window.bindings_now() if binding.action == action).run()
    visitor.app.processEvents()
    assert visitor.look_at_dialogs() == 1
    assert visitor.found == {}


@pytest.mark.parametrize("key", ["A", "Shift+A", "R", "P", "Shift+R"])
def test_every_dialog_of_a_lead_speaks_the_language(
    key: str, visitor: Visitor, support: Workspace, open_window: Callable[..., MainWindow]
) -> None:
    if key != "A":
        support.queue.claim(greek("ben"))
    window = _open(open_window, support)
    window.go_to("queue")
    if key in ("R", "Shift+R"):
        visitor.press(window, "H")
    visitor.app.processEvents()
    table = window.findChild(QWidget, "held_table" if key in ("R", "Shift+R") else "queue_table")
    assert table is not None
    table.setFocus()
    assert isinstance(table, QTableView)
    for _ in range(20):  # the first page may still be on its way, and takes the selection away when it comes
        table.selectRow(0)
        visitor.app.processEvents()
        if table.selectionModel().hasSelection():
            break
    visitor.press(window, key)
    assert visitor.look_at_dialogs() == 1
    assert visitor.found == {}


@pytest.mark.parametrize("key", ["N", "S", "Shift+S", "C"])
def test_every_dialog_of_the_queue_speaks_the_language(
    key: str, visitor: Visitor, support: Workspace, open_window: Callable[..., MainWindow]
) -> None:
    window = _open(open_window, support)
    window.go_to("queue")
    visitor.app.processEvents()
    table = window.findChild(QWidget, "queue_table")
    assert table is not None
    table.setFocus()
    visitor.press(window, key)
    assert visitor.look_at_dialogs() == 1
    assert visitor.found == {}


def test_near_copies_speak_the_language(
    visitor: Visitor, support: Workspace, open_window: Callable[..., MainWindow]
) -> None:
    window = _open(open_window, support)
    visitor.press(window, "Ctrl+D")
    assert visitor.look_at_dialogs() == 1
    assert visitor.found == {}


def test_a_window_without_a_workspace_speaks_the_language(visitor: Visitor, bare_window: MainWindow) -> None:
    visitor.look(bare_window)
    bare_window.start_screen.show_unreachable("postgresql://db.example.org/reviews", greek("gone"))
    visitor.look(bare_window)
    assert visitor.found == {}


def test_an_empty_queue_speaks_the_language(
    visitor: Visitor, tmp_path: Path, open_window: Callable[..., MainWindow]
) -> None:
    with greek_workspace(tmp_path, items=0) as empty:
        window = _open(open_window, empty)
        for room in ROOMS:
            window.go_to(room)
            visitor.look(window)
    assert visitor.found == {}


def test_a_text_that_was_forgotten_is_found(
    visitor: Visitor, support: Workspace, open_window: Callable[..., MainWindow]
) -> None:
    window = _open(open_window, support)
    forgotten = PlainLabel("Nobody translated this", window)
    forgotten.setToolTip("Nor this")
    visitor.look(window)
    assert set(visitor.found.values()) == {"Nobody translated this", "Nor this"}


def test_the_pseudo_language_leaves_what_is_filled_in() -> None:
    assert pseudo("Held by {name}").startswith("⟦Ĥéłđ ƀý {name}")
    assert untranslated(pseudo("Held by {name}").format(name=greek("ana"))) == ""
    assert untranslated("Held by " + greek("ana")) == "Held"
    assert untranslated(f"{pseudo('Held by {name}').format(name=pseudo('nobody'))} and more") == "and"
    assert untranslated("⟦ťĥé éñđ öƒ ťĥîš îš č…") == ""
