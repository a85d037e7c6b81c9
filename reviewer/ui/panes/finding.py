"""Which pane is searched: the one that has the focus; and the keys that go on with its search."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from reviewer.ui.editors import KeyOf
from reviewer.ui.panes.find_bar import FindBar, Searched
from reviewer.ui.safe_text import SourceView


class Finding:
    """The search in the panes of a desk; each pane gets its line when it is first searched."""

    def __init__(self, pane_of: Callable[[QWidget | None], Searched], key_of: KeyOf) -> None:
        self._pane_of = pane_of
        self._key_of = key_of
        self._bars: dict[str, FindBar] = {}
        self._current: FindBar | None = None

    @property
    def opened(self) -> bool:
        """Whether a search is open."""
        return self._current is not None and self._current.opened

    def open(self) -> None:
        """Open the search in the pane that has the focus, with the words that are selected there."""
        focus = QApplication.focusWidget()
        pane = self._pane_of(focus)
        name = pane.objectName()
        if name not in self._bars:
            self._bars[name] = FindBar(pane, self._key_of)
        self._current = self._bars[name]
        self._current.open_search(_selected(focus), focus)

    def go(self, step: int) -> None:
        """Go to the next or previous place of the search that was used last."""
        if self._current is not None:
            self._current.go(step)

    def toggle_case(self) -> None:
        """Tell capitals and small letters apart, or not."""
        if self._current is not None:
            self._current.toggle_case()

    def search_again(self) -> None:
        """Search what is on screen now, where a search is open."""
        for bar in self._bars.values():
            bar.search_again()

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        for bar in self._bars.values():
            bar.refresh_keys()


def _selected(view: QWidget | None) -> str:
    span = view.selected_span() if isinstance(view, SourceView) else None
    return view.shown_text()[slice(*span)] if span and isinstance(view, SourceView) else ""
