"""All of an item to read without judging it: the panes of the review room, why it is not judged, and a way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, QuietButton
from reviewer.ui.panes.evidence_pane import EvidencePane
from reviewer.ui.panes.find_bar import FindBar
from reviewer.ui.panes.finding import Finding
from reviewer.ui.panes.hit_card import HitCard
from reviewer.ui.panes.parts import Chip
from reviewer.ui.panes.policy_pane import PolicyPane
from reviewer.ui.panes.prompt_pane import PromptPane
from reviewer.ui.panes.response_pane import ResponsePane
from reviewer.ui.panes.splits import at_least
from reviewer.ui.presenters.item_viewer import ViewerPresenter
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import ElidedLabel
from reviewer.ui.theme import Theme

PREFIX = "viewer_"
_SIZES = (260, 430, 300, 280)
_KEYS = {
    "review.source_view": "queue.view_source",
    "review.system_prompt": "queue.view_parts",
    "review.evidence_previous": "queue.view_passage_previous",
    "review.evidence_next": "queue.view_passage_next",
}


class ItemViewer(QWidget):
    """Shows one item, read only."""

    back_wanted = Signal()
    review_wanted = Signal()

    def __init__(self, presenter: ViewerPresenter, key_of: Callable[..., str], theme: Theme) -> None:
        super().__init__()
        self.setObjectName("item_viewer")
        self.setAccessibleName(tr("Item, read only"))
        self._presenter = presenter
        self._key_of = key_of
        self.prompt = PromptPane(self._own_key)
        self.response = ResponsePane(self._own_key, theme)
        self.evidence = EvidencePane(self._own_key, theme)
        self.policy = PolicyPane(self._own_key, entry=False)
        self.panes = (self.prompt, self.response, self.evidence, self.policy)
        self.finding = Finding(self._searched_at, self._own_key)
        self._build()
        self.prompt.part_toggled.connect(presenter.toggle_part)
        self.response.rendered_toggled.connect(presenter.toggle_rendered)
        self.evidence.selected.connect(presenter.select_passage)
        self.policy.selected.connect(presenter.select_hit)
        self.policy.passes_toggled.connect(presenter.toggle_passes)
        presenter.changed.connect(self.show_state)

    def _build(self) -> None:
        self._back = QuietButton(tr("Back to the list"), "viewer_back_button", self._key_of("queue.back"))
        self._back.clicked.connect(self.back_wanted)
        self._title = ElidedLabel("")
        self._title.setObjectName("viewer_title")
        self._title.setProperty("role", "headline")
        self._chip = Chip(tr("Read only"), "warn", "viewer_chip")
        self._why = ElidedLabel("")
        self._why.setObjectName("viewer_why")
        self._why.setProperty("role", "muted")
        self._review = KeyButton(tr("Review this item"), "viewer_review_button", self._key_of("queue.open"))
        self._review.clicked.connect(self.review_wanted)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._back)
        head.addWidget(self._title)
        head.addWidget(self._chip)
        head.addWidget(self._why, 1)
        head.addWidget(self._review)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("viewer_splitter")
        splitter.setHandleWidth(10)
        splitter.setChildrenCollapsible(False)
        for pane, width in zip(self.panes, _SIZES, strict=True):
            at_least(pane, 170)
            splitter.addWidget(pane)
            splitter.setStretchFactor(splitter.count() - 1, width)
        splitter.setSizes(list(_SIZES))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(splitter, 1)

    def show_why(self, item_id: str, why: str, *, may_open: bool) -> None:
        """Say which item this is, why it is not judged here, and whether it could be."""
        self._title.setText(tr("Item {id}").format(id=item_id))
        self._why.setText(why)
        self._review.setVisible(may_open)

    def show_state(self, state: ReviewState) -> None:
        """Show a state; only what differs is touched."""
        for pane in self.panes:
            pane.show_state(state)
        self.evidence.setVisible(bool(state.evidence) or len(state.responses) < 2)
        for card in self.policy.findChildren(HitCard):
            for button in card.findChildren(KeyButton):
                button.hide()  # nothing is judged here
        self.policy.note("")
        self.finding.search_again()
        self._name_parts()
        bar = self.response.findChild(QWidget, f"{PREFIX}label_bar")
        if bar is not None:
            bar.hide()

    def set_marks(self, shown: bool) -> None:
        """Show hidden characters as marks, or as they are."""
        self.prompt.set_marks(shown)
        self.response.set_marks(shown)
        self.evidence.view.set_marks(shown)

    def restyle(self) -> None:
        """Take the colours and the reading font of the theme."""
        self.response.restyle()
        self.evidence.restyle()

    def focus(self) -> None:
        """Put the focus where the text can be read by keys."""
        self.response.view.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the reading font again: the style sheet took it away when it first reached the hidden views."""
        super().showEvent(event)
        self.restyle()

    def close_search(self) -> None:
        """Leave the search."""
        for bar in self.findChildren(FindBar):
            bar.close_search()

    def _searched_at(self, focus: QWidget | None) -> PromptPane | ResponsePane | EvidencePane:
        inside = (pane for pane in (self.prompt, self.evidence) if focus is not None and pane.isAncestorOf(focus))
        return next(inside, self.response)

    def _own_key(self, action: str) -> str:
        """Return the key that does here what an action does in the review room; the others do nothing here."""
        return self._key_of(_KEYS[action]) if action in _KEYS else ""

    def _name_parts(self) -> None:
        """Tell the panes from those of the review room, where they have the names of the contract."""
        for pane in self.panes:
            for widget in (pane, *pane.findChildren(QWidget)):
                name = widget.objectName()
                if name and not name.startswith((PREFIX, "qt_")):
                    widget.setObjectName(PREFIX + name)
