"""The panel beside the queue's list: one item to look at, who holds it, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton
from reviewer.ui.panes.item_preview import ItemPreview
from reviewer.ui.panes.lead_queue_held import HolderLines
from reviewer.ui.panes.parts import Panel
from reviewer.ui.panes.queue_columns import reviews_text
from reviewer.ui.presenters.queue_state import QueueState
from reviewer.ui.rooms import WindowContext
from reviewer.ui.safe_text import set_plain_tooltip

NO_REVIEWER = later("Your role does not review: an admin can change it.")


class ItemPanel(Panel):
    """Shows the chosen item of a state."""

    open_wanted = Signal()
    read_wanted = Signal()
    unveil_wanted = Signal()

    def __init__(self, context: WindowContext) -> None:
        super().__init__(tr("Item"), "queue_item_panel")
        self._reviewer = context.reviewer
        key_of = context.key_of
        self.preview = ItemPreview(context.theme)
        self.holders = HolderLines()
        self._unveil = KeyButton(tr("Show the text"), "queue_unveil_button", key_of("queue.unveil"))
        self._unveil.clicked.connect(self.unveil_wanted)
        self._unveil.hide()
        self._read = KeyButton(tr("Read all of it"), "queue_view_button", key_of("queue.view"))
        self._read.clicked.connect(self.read_wanted)
        self._open = PrimaryButton(tr("Review this item"), "queue_open_button", key_of("queue.open"))
        self._open.setEnabled(False)
        self._open.clicked.connect(self.open_wanted)
        self.body.addWidget(self.preview, 1)
        for part in (self._unveil, self.holders, self._read, self._open):
            self.body.addWidget(part)

    def show_state(self, state: QueueState) -> None:
        """Show the chosen item, lit where it holds the searched words."""
        row = state.row
        self.note("" if row is None else tr("{reviews} reviews").format(reviews=reviews_text(row)))
        self._open.setEnabled(row is not None and row.state == "open" and state.may_review)
        self._read.setEnabled(row is not None)
        set_plain_tooltip(self._open, "" if state.may_review else tr(NO_REVIEWER))
        item = state.item if row is not None else None
        self.preview.show_item(item, state.hits_hidden, reviewer=self._reviewer, veiled=state.veil)
        self.preview.show_words(state.wanted.text)
        self._unveil.setVisible(bool(state.veil))
