"""The bar at the bottom of the adjudication view: what will be recorded, the reason, and the lead's own verdict."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from reviewer.domain.resolutions import Category
from reviewer.ui.editors import KeyOf
from reviewer.ui.editors.line_editor import LineEditor
from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton, QuietButton
from reviewer.ui.panes.deciding_row import DecidingRow
from reviewer.ui.panes.parts import Hint, Strong, label
from reviewer.ui.presenters.adjudication_state import CATEGORIES, AdjudicationState

FINAL = later("A recorded decision is not taken back; a later decision supersedes it.")


class DecisionBar(QFrame):
    """Everything that decides about a disagreement."""

    verdict_chosen = Signal(object)
    answered = Signal(object)
    reason_edited = Signal(object)
    category_chosen = Signal(object)
    anew_wanted = Signal()
    adopting_wanted = Signal()
    record_wanted = Signal()

    def __init__(self, key_of: KeyOf) -> None:
        super().__init__()
        self.setObjectName("decision_bar")
        self.setAccessibleName(tr("Decision"))
        self.setProperty("role", "panel")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._key_of = key_of
        self._case: object = None
        self._own = DecidingRow(key_of, "own_decision", "decide")
        self._own.verdict_chosen.connect(self.verdict_chosen)
        self._own.answered.connect(self.answered)
        self._build()
        self.refresh_keys()

    def _build(self) -> None:
        self._asked = Hint("", "decision_missing", tone="bad")
        self._asked.setWordWrap(True)
        self._summary = Strong("", "decision_summary")
        self._summary.setWordWrap(True)
        self._final = Hint(tr(FINAL), "decision_final")
        self._anew = KeyButton(tr("Decide anew"), "decide_anew_button")
        self._anew.clicked.connect(self.anew_wanted)
        self._adopting = QuietButton(tr("Adopt instead"), "adopt_instead_button")
        self._adopting.clicked.connect(self.adopting_wanted)
        self.reason = LineEditor("reason_editor", tr("Reason of the decision"), tr("Reason"))
        self.reason.text_edited.connect(self.reason_edited)
        self._record = PrimaryButton(tr("Record, next"), "record_button")
        self._record.clicked.connect(self.record_wanted)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(tr("Will be recorded:"), "muted"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._summary, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self._anew, self._adopting):
            foot.addWidget(button)
        foot.addWidget(self.reason, 1)
        foot.addWidget(self._record)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        column.addWidget(self._asked)
        column.addLayout(head)
        column.addWidget(self._own)
        column.addLayout(self._build_categories())
        column.addLayout(foot)

    def _build_categories(self) -> QHBoxLayout:
        """A button for each reason why reviewers err; a gap of the guideline goes to the list for its next version."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(tr("Error category:"), "muted"))
        self._categories: dict[Category, KeyButton] = {}
        for category, title in CATEGORIES.items():
            button = KeyButton(tr(title), f"category_{category}", checkable=True)
            button.set_small(True)
            button.clicked.connect(partial(self._classify, category))
            self._categories[category] = button
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._final)
        return row

    def _classify(self, category: Category, checked: bool = False) -> None:
        self._categories[category].setChecked(not checked)  # the state says what is chosen
        self.category_chosen.emit(category)

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        self._anew.set_key(self._key_of("quality.decide_anew"))
        self._adopting.set_key(self._key_of("quality.back"))
        key = self._key_of("quality.record")
        self._record.set_key("Return" if key == "Ctrl+Return" else key)  # outside text the shorter key does it too
        for category, button in self._categories.items():
            button.set_key(self._key_of(f"category:{category}"))
        key = self._key_of("review.comment")
        self.reason.setPlaceholderText(
            tr("Reason, for the reviewers and the ledger  ({key})").format(key=key) if key else tr("Reason")
        )

    def show_state(self, state: AdjudicationState) -> None:
        """Show the decision so far; only what differs is touched."""
        view = state.view
        self._summary.setText(state.summary)
        self._own.setVisible(state.deciding)
        self._anew.setVisible(not state.deciding)
        self._adopting.setVisible(state.deciding)
        self._record.setEnabled(state.can_record)
        self._anew.setEnabled(state.phase == "open" and not state.busy)
        self._own.show_state(view, ready=not state.busy, asks=state.deciding)
        for category, button in self._categories.items():
            if button.isChecked() != (category == state.category):
                button.setChecked(category == state.category)
            button.setEnabled(state.phase == "open" and not state.busy)
        self.reason.show_value(state.reason, force=state.case is not self._case)
        self._case = state.case
        asked = [entry.text for entry in view.asked] if state.deciding else []
        self._asked.setText(tr("Still missing: {what}.").format(what=", ".join(asked)) if asked else "")
        self._asked.setVisible(bool(asked))

    def focus_on(self, where: str) -> bool:
        """Put the focus on the reason (`comment`), the verdicts, or a question; tell whether there is such a place."""
        if where == "comment":
            self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return self._own.focus_on(where)
