"""The verdicts and questions of a project in a row that wraps: the heart of the verdict bar and of the decision bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from reviewer.domain.projects import Outcome, Project
from reviewer.domain.questions import Question
from reviewer.domain.questions.comparison import ComparisonQuestion
from reviewer.ui.editors import KeyOf
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.parts import Tone
from reviewer.ui.panes.question_row import QuestionRow
from reviewer.ui.panes.settling import SettlingArea
from reviewer.ui.presenters.review_state import ReviewState

TONES: Mapping[Outcome, Tone] = {"accept": "good", "correct": "warn", "reject": "bad"}
_SHARE = 0.4


class DecidingRow(SettlingArea):
    """A button for each verdict and a row for each question that is asked now.

    It is as high as its content at this width, up to a share of the window; beyond that it scrolls.
    """

    verdict_chosen = Signal(object)
    answered = Signal(object)
    """(question id, answer or None)"""

    def __init__(
        self,
        key_of: KeyOf,
        name: str,
        prefix: str,
        behind_verdicts: Sequence[QWidget] = (),
        at_the_end: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._key_of = key_of
        self._prefix = prefix
        self._behind = len(behind_verdicts)
        self._project: Project | None = None
        self._verdicts: dict[str, KeyButton] = {}
        self._rows: dict[str, QuestionRow] = {}
        self._inner = QWidget()
        self._inner.setProperty("role", "column")
        self._flow = FlowLayout(self._inner)
        for part in (*behind_verdicts, *at_the_end):
            self._flow.addWidget(part)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWidget(self._inner)
        self._inner.installEventFilter(self)
        self._fit()

    def show_state(self, state: ReviewState, *, ready: bool, asks: bool = True) -> None:
        """Show the verdict and the answers so far; only what differs is touched, and nothing where nothing is asked."""
        if state.project is not self._project:
            self._build(state.project)
        verdict = state.draft.verdict if state.draft and asks else None
        for name, button in self._verdicts.items():
            if button.isChecked() != (name == verdict):
                button.setChecked(name == verdict)
            button.setEnabled(ready)
        self._show_questions(state, asked_now(state) if asks else [], ready)

    def focus_on(self, where: str) -> bool:
        """Put the focus on the verdicts, or on a question (`question:<id>`); tell whether it is answered here."""
        kind, _, name = where.partition(":")
        if kind == "verdict" and self._verdicts:
            next(iter(self._verdicts.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif kind == "question" and name in self._rows and not self._rows[name].editor.in_response:
            self._rows[name].editor.take_focus()
            self.ensureWidgetVisible(self._rows[name])
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit again when what is inside changes its size or its parts."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        wanted = self._flow.heightForWidth(max(1, self.width()))
        height = min(wanted, max(80, int(self.window().height() * _SHARE)))
        if height != self.height():
            self.setFixedHeight(height)

    def _build(self, project: Project) -> None:
        self._project = project
        for old in (*self._verdicts.values(), *self._rows.values()):
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._verdicts, self._rows = {}, {}
        for place, verdict in enumerate(project.verdicts):
            name, key, tone = f"{self._prefix}_{verdict.id}", (verdict.key or "").upper(), TONES[verdict.outcome]
            button = KeyButton(verdict.label, name, key, tone=tone, checkable=True)
            button.clicked.connect(lambda _checked=False, name=verdict.id: self.verdict_chosen.emit(name))
            self._verdicts[verdict.id] = button
            self._flow.insert(place, button)

    def _show_questions(self, state: ReviewState, questions: Sequence[Question], ready: bool) -> None:
        place = len(self._verdicts) + self._behind
        for question in questions:
            row = self._rows.get(question.id)
            if row is None:
                row = QuestionRow(question, partial(self._answer_key, question.id))
                row.answered.connect(self.answered)
                self._rows[question.id] = row
                self._flow.insert(place, row)
            place = self._flow.indexOf(row) + 1
            row.show_state(state)
            row.setEnabled(ready)
        shown = {question.id for question in questions}
        for name, row in self._rows.items():
            if row.isVisibleTo(self._inner) != (name in shown):
                row.setVisible(name in shown)

    def _answer_key(self, question: str, value: str) -> str:
        return self._key_of(f"question:{question}:{value}")


def asked_now(state: ReviewState) -> list[Question]:
    """Return the questions that are asked now, and the comparison that several responses bring by themselves."""
    questions = list(state.questions)
    several = any(response.letter for response in state.responses)
    if several and not any(question.editor == "comparison" for question in state.project.questions):
        questions.insert(0, _comparison())
    return questions


@cache
def _comparison() -> ComparisonQuestion:
    return ComparisonQuestion(id="comparison", title=tr("Better"))
