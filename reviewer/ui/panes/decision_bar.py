"""The bar at the bottom of the adjudication view: what will be recorded, the reason, and the lead's own verdict."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reviewer.domain.projects import Project
from reviewer.ui.editors import KeyOf
from reviewer.ui.editors.line_editor import LineEditor
from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton, QuietButton
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.parts import Hint, Strong, label
from reviewer.ui.panes.question_row import QuestionRow
from reviewer.ui.panes.verdict_bar import COMPARISON, FittingScroll
from reviewer.ui.presenters.adjudication_state import AdjudicationState
from reviewer.ui.presenters.quality_state import TONES

FINAL = later("A recorded decision is not taken back; a later decision supersedes it.")


class DecisionBar(QFrame):
    """Everything that decides about a disagreement."""

    verdict_chosen = Signal(object)
    answered = Signal(object)
    reason_edited = Signal(object)
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
        self._project: Project | None = None
        self._verdicts: dict[str, KeyButton] = {}
        self._rows: dict[str, QuestionRow] = {}
        self._case: object = None
        self._inner = QWidget()
        self._inner.setProperty("role", "column")
        self._flow = FlowLayout(self._inner)
        self._own = FittingScroll(self._inner, self._flow)
        self._own.setObjectName("own_decision")
        self._build()
        self.refresh_keys()

    def _build(self) -> None:
        self._asked = Hint("", "decision_missing", tone="bad")
        self._asked.setWordWrap(True)
        self._summary = Strong("", "decision_summary")
        self._summary.setWordWrap(True)
        self._final = Hint(FINAL, "decision_final")
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
        head.addWidget(self._final, 0, Qt.AlignmentFlag.AlignTop)
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
        column.addLayout(foot)

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        self._anew.set_key(self._key_of("quality.decide_anew"))
        self._adopting.set_key(self._key_of("quality.back"))
        key = self._key_of("quality.record")
        self._record.set_key("Return" if key == "Ctrl+Return" else key)  # outside text the shorter key does it too
        key = self._key_of("review.comment")
        self.reason.setPlaceholderText(
            tr("Reason, for the reviewers and the ledger  ({key})").format(key=key) if key else tr("Reason")
        )

    def show_state(self, state: AdjudicationState) -> None:
        """Show the decision so far; only what differs is touched."""
        view = state.view
        if view.project is not self._project:
            self._build_project(view.project)
        self._summary.setText(state.summary)
        self._own.setVisible(state.deciding)
        self._anew.setVisible(not state.deciding)
        self._adopting.setVisible(state.deciding)
        self._record.setEnabled(state.can_record)
        self._anew.setEnabled(state.phase == "open" and not state.busy)
        verdict = view.draft.verdict if view.draft and state.deciding else None
        for name, button in self._verdicts.items():
            if button.isChecked() != (name == verdict):
                button.setChecked(name == verdict)
            button.setEnabled(not state.busy)
        self._show_questions(state)
        self.reason.show_value(state.reason, force=state.case is not self._case)
        self._case = state.case
        asked = [entry.text for entry in view.asked] if state.deciding else []
        self._asked.setText(tr("Still missing: {join}.").format(join=", ".join(asked)) if asked else "")
        self._asked.setVisible(bool(asked))

    def focus_on(self, where: str) -> bool:
        """Put the focus on the reason (`comment`), the verdicts, or a question; tell whether there is such a place."""
        kind, _, name = where.partition(":")
        if kind == "comment":
            self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif kind == "question" and name in self._rows:
            self._rows[name].editor.take_focus()
        elif kind == "verdict" and self._verdicts:
            next(iter(self._verdicts.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            return False
        return True

    def _build_project(self, project: Project) -> None:
        self._project = project
        for old in (*self._verdicts.values(), *self._rows.values()):
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._verdicts, self._rows = {}, {}
        for verdict in project.verdicts:
            name, tone = f"decide_{verdict.id}", TONES[verdict.outcome]
            button = KeyButton(verdict.label, name, (verdict.key or "").upper(), tone=tone, checkable=True)
            button.clicked.connect(lambda _checked=False, name=verdict.id: self.verdict_chosen.emit(name))
            self._verdicts[verdict.id] = button
            self._flow.addWidget(button)

    def _show_questions(self, state: AdjudicationState) -> None:
        questions = list(state.view.questions) if state.deciding else []
        several = any(response.letter for response in state.view.responses)
        if state.deciding and several and not any(question.editor == "comparison" for question in questions):
            questions.insert(0, COMPARISON)
        for question in questions:
            row = self._rows.get(question.id)
            if row is None:
                row = QuestionRow(question, partial(self._answer_key, question.id))
                row.answered.connect(self.answered)
                self._rows[question.id] = row
                self._flow.addWidget(row)
            row.show_state(state.view)
        shown = {question.id for question in questions}
        for name, row in self._rows.items():
            if row.isVisibleTo(self._inner) != (name in shown):
                row.setVisible(name in shown)

    def _answer_key(self, question: str, value: str) -> str:
        return self._key_of(f"question:{question}:{value}")
