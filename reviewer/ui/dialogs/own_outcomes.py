"""The list of the own items that a lead has settled otherwise, each with both verdicts and the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import PrimaryButton
from reviewer.ui.panes.parts import Card, Chip, Hint, ScrollColumn, Strong, label
from reviewer.ui.presenters.adjudication_state import CATEGORIES
from reviewer.ui.presenters.own_outcomes import OutcomesState, OwnOutcomes
from reviewer.ui.presenters.quality_state import TONES, VERDICT, value_title
from reviewer.ui.safe_text import elide, one_line
from reviewer.ui.theme import GRID

if TYPE_CHECKING:
    from reviewer.services.outcomes import Settled

_MOST = 200
_LONGEST_REASON = 1_000


class OwnOutcomesDialog(QDialog):
    """Shows what became of a person's own items, to that person alone."""

    def __init__(self, presenter: OwnOutcomes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("own_outcomes_dialog")
        self.setWindowTitle(tr("Your settled items"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shown: object = ()
        self._head = label("", "headline", "own_outcomes_headline")
        self._head.setWordWrap(True)
        self._told = Hint("", "own_outcomes_hint")
        self._told.setWordWrap(True)
        self._list = ScrollColumn("own_outcomes_list", tr("Items that were settled otherwise"))
        self._list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        close = PrimaryButton(tr("Close"), "own_outcomes_close", "Escape")
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID)
        for part in (self._head, self._told):
            column.addWidget(part)
        column.addWidget(self._list, 1)
        column.addLayout(row)
        self.resize(620, 520)
        presenter.changed.connect(self.show_state)
        self.finished.connect(lambda: presenter.changed.disconnect(self.show_state))
        self.show_state(presenter.state)
        self._list.setFocus()

    def show_state(self, state: OutcomesState) -> None:
        """Show the list as soon as it is read."""
        if state.problem or state.items is None:
            self._head.setText(state.problem or tr("Reading …"))
            return
        if state.items == self._shown:
            return
        self._shown = state.items
        overturned = state.overturned
        settled, otherwise = len(state.items), len(overturned)
        self._head.setText(
            tr("{n:,} of your items were settled", "{n:,} of your items was settled", settled).format(n=settled)
        )
        same = settled - otherwise
        self._told.setText(
            tr("{same:,} as you judged, {otherwise:,} otherwise. Only you and the leads can see this list.").format(
                same=same, otherwise=otherwise
            )
        )
        for number, one in enumerate(overturned[:_MOST], 1):
            self._list.column.addWidget(_card(one, number, state))
        if otherwise > _MOST:
            self._list.column.addWidget(Hint(tr("and {more:,} more").format(more=otherwise - _MOST)))


def _card(one: Settled, number: int, state: OutcomesState) -> Card:
    project = state.project
    card = Card(f"own_outcome_{number}")
    head = QHBoxLayout()
    head.setSpacing(GRID)
    head.addWidget(Strong(one_line(one.item_id, 60), f"own_outcome_item_{number}"))
    head.addStretch(1)
    head.addWidget(Hint(f"{one.decided_at.astimezone():%Y-%m-%d %H:%M}"))
    card.body.addLayout(head)
    verdicts = QHBoxLayout()
    verdicts.setSpacing(GRID)
    for caption, verdict in ((tr("you said"), one.said), (tr("settled as"), one.settled)):
        verdicts.addWidget(Hint(caption))
        word = elide(value_title(project, VERDICT, verdict), 40)
        verdicts.addWidget(Chip(word, TONES[project.outcome(verdict)]))
    if one.category is not None:
        verdicts.addWidget(Chip(tr(CATEGORIES[one.category])))
    verdicts.addStretch(1)
    card.body.addLayout(verdicts)
    reason = label(elide(one.reason, _LONGEST_REASON) if one.reason else tr("no reason given"), "plain")
    reason.setWordWrap(True)
    card.body.addWidget(reason)
    return card
