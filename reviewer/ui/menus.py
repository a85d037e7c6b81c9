"""The menus of the window, built from the table of actions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from reviewer.ui.actions import ACTIONS, BY_ID, MENUS, WINDOW, Action, Binding
from reviewer.ui.language import tr
from reviewer.ui.panes.parts import key_caption
from reviewer.ui.safe_text import menu_text

_ROLES = {
    "": QAction.MenuRole.NoRole,
    "quit": QAction.MenuRole.QuitRole,
    "preferences": QAction.MenuRole.PreferencesRole,
    "about": QAction.MenuRole.AboutRole,
}
KeysOf = Callable[[Binding], tuple[str, ...]]


class Menus:
    """Keeps the menus in step with what the current room can do."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._menus: dict[str, QMenu] = {}
        for title in MENUS:
            menu = window.menuBar().addMenu(f"&{tr(title)}")
            menu.setObjectName(f"menu_{title.lower()}")
            menu.setAccessibleName(tr(title))
            self._menus[title] = menu
        window.menuBar().setObjectName("menu_bar")
        window.menuBar().setAccessibleName(tr("Menus"))
        self._entries: list[tuple[QAction, Binding]] = []
        self._below: list[QMenu] = []
        for menu in self._menus.values():
            menu.aboutToShow.connect(self._look_again)

    def show(self, bindings: list[Binding], keys_of: KeysOf, recent: QMenu | None = None) -> None:
        """Fill the menus anew with what can be done in this room."""
        self._entries.clear()
        while self._below:  # clearing a menu would leave the menus below it behind
            self._below.pop().deleteLater()
        for title, menu in self._menus.items():
            menu.clear()
            before = ""
            for action in (row for row in ACTIONS if row.menu == title):
                mine = [one for one in bindings if one.action == action.id]
                part = WINDOW if action.room == WINDOW else "room"
                if mine and before not in ("", part):
                    menu.addSeparator()
                before = part if mine else before
                self._add(menu, action, mine, keys_of)
                if action.id == "app.open_workspace" and recent is not None:
                    menu.addMenu(recent)
            menu.menuAction().setVisible(not menu.isEmpty())

    def _add(self, menu: QMenu, action: Action, bindings: list[Binding], keys_of: KeysOf) -> None:
        """Add the entries of one row; a dynamic row gets a menu of its own below it."""
        if action.dynamic and bindings:
            menu = menu.addMenu(tr(action.title))
            self._below.append(menu)
            menu.setObjectName(f"menu_{action.id}")
            menu.aboutToShow.connect(self._look_again)
        for binding in bindings:
            entry = self._entry(menu, binding, keys_of(binding))
            entry.setMenuRole(_ROLES[action.role])

    def _entry(self, menu: QMenu, binding: Binding, keys: tuple[str, ...]) -> QAction:
        title = binding.title or tr(BY_ID[binding.action].title)
        shown = menu_text(title)
        entry = QAction(f"{shown}\t{key_caption(keys[0])}" if keys else shown, menu)
        entry.setObjectName(f"action_{binding.action}{'.' + binding.slot if binding.slot else ''}")
        entry.triggered.connect(lambda: binding.run() if binding.enabled() else None)
        if binding.checked is not None:
            entry.setCheckable(True)
        menu.addAction(entry)
        self._entries.append((entry, binding))
        return entry

    def _look_again(self) -> None:
        for entry, binding in self._entries:
            entry.setEnabled(binding.enabled())
            if binding.checked is not None:
                entry.setChecked(binding.checked())
