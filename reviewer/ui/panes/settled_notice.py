"""The quiet notice in the review room that own items were settled, and what opens from it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from reviewer.ui.language import tr
from reviewer.ui.memory import Memory
from reviewer.ui.panes.buttons import QuietButton
from reviewer.ui.presenters.own_outcomes import OutcomesState, OwnOutcomes
from reviewer.ui.rooms import WindowContext


class SettledNotice(QWidget):
    """Stands beside the progress of the day; it can be seen only while there is something new."""

    def __init__(self, context: WindowContext, beside: QWidget) -> None:
        super().__init__()
        self._context = context
        self._seen = f"{context.workspace.workspace_id}/{context.reviewer}"
        seen_at = Memory().settled_seen(self._seen)
        self.presenter = OwnOutcomes(
            context.workspace,
            context.reviewer,
            context.tasks,
            datetime.fromisoformat(seen_at) if seen_at else None,
            self,
        )
        self._button = QuietButton("", "settled_notice")
        self._button.set_small(True)
        self._button.clicked.connect(self.open)
        self._button.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(beside, 1)
        row.addWidget(self._button)
        self.presenter.changed.connect(self.show_state)

    def show_state(self, state: OutcomesState) -> None:
        """Show how many were settled."""
        said = tr("{n:,} of your items were settled", "{n:,} of your items was settled", state.fresh)
        self._button.set_caption(said.format(n=state.fresh))
        self._button.set_key(self._context.key_of("review.settled"))
        self._button.setVisible(bool(state.fresh))
        seen_at = self.presenter.seen_at
        if state.items is not None and seen_at is not None:
            Memory().note_settled_seen(self._seen, seen_at.isoformat())

    def open(self) -> None:
        """Open the list."""
        from reviewer.ui.dialogs.own_outcomes import OwnOutcomesDialog  # no start of the window waits for it

        self.presenter.open()
        OwnOutcomesDialog(self.presenter, self.window()).open()
