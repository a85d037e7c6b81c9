"""The place beside the desk where the guideline opens, so that reading it never stops the review."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from reviewer.ui.panes.guideline_pane import GuidelinePane
from reviewer.ui.panes.review_desk import ReviewDesk
from reviewer.ui.presenters.guideline import guideline_state
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.theme import Theme

_WIDTH = 340
_NARROW = 1400  # pixels; below this the guideline takes the place of the prompt, or nothing could be read


class GuidelineDock(QSplitter):
    """Holds the work at the left and, once it was asked for, the guideline at the right."""

    toggled = Signal()
    edit_wanted = Signal()
    left = Signal()
    """The person has read enough and wants the focus back in the work."""

    def __init__(self, work: QWidget, desk: ReviewDesk, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("guideline_split")
        self.setChildrenCollapsible(False)
        self.setHandleWidth(10)
        self._desk = desk
        self._theme = theme
        self._asked: str | None = None
        self._selected: str | None = None
        self._state: ReviewState | None = None
        self._may_edit = False
        self.pane: GuidelinePane | None = None
        self.addWidget(work)
        self.setStretchFactor(0, 1)

    @property
    def opened(self) -> bool:
        """Whether the guideline is on screen."""
        return self.pane is not None and not self.pane.isHidden()

    def toggle(self) -> None:
        """Open the guideline, or close it; the focus stays in the work."""
        if self.opened and self.pane is not None:
            focus = QApplication.focusWidget()
            inside = focus is not None and self.pane.isAncestorOf(focus)
            self.pane.hide()
            self._make_room()
            if inside:
                self.left.emit()
        else:
            self._open()
        self.toggled.emit()

    def search(self) -> None:
        """Open the guideline and look for words in it."""
        self._open().focus()
        self._desk.finding.open()
        self.toggled.emit()

    def read(self, policy: str) -> None:
        """Open the guideline where it speaks of a policy."""
        self._asked = policy
        self._open()
        self.toggled.emit()

    def look(self, state: ReviewState) -> None:
        """Follow the item and the hit that are on screen."""
        if state.selected_hit != self._selected or (self._state and state.item is not self._state.item):
            self._asked = None
        self._state, self._selected = state, state.selected_hit
        if self.opened and self.pane is not None:
            self.pane.show_state(guideline_state(state, self._asked))

    def show_may_edit(self, may_edit: bool) -> None:
        """Offer to edit the guideline, where this person may."""
        self._may_edit = may_edit
        if self.pane is not None:
            self.pane.show_may_edit(may_edit)

    def restyle(self) -> None:
        """Take the colours and the reading font of the theme."""
        if self.pane is not None:
            self.pane.restyle()

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        if self.pane is not None:
            self.pane.refresh_keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the prompt its place back where there is room for both."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        if self.pane is not None:
            narrow = self.opened and self.width() < _NARROW
            self.pane.show_narrow(narrow)
            self._desk.prompt.setVisible(not narrow)

    def _open(self) -> GuidelinePane:
        if self.pane is None:
            self.pane = GuidelinePane(self._desk.key_of, self._theme)
            self.pane.left.connect(self.left)
            self.pane.edit_wanted.connect(self.edit_wanted)
            self.pane.show_may_edit(self._may_edit)
            self._desk.beside = self.pane
            self.addWidget(self.pane)
            self.setStretchFactor(1, 0)
            self.setSizes([max(1, self.width() - _WIDTH), _WIDTH])
        self.pane.show()
        self._make_room()
        if self._state is not None:
            self.pane.show_state(guideline_state(self._state, self._asked))
        return self.pane
