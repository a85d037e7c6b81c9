"""The bar at the bottom: verdicts, escalate and skip, the project's questions, the comment, undo and submit."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from reviewer.domain.projects import Project
from reviewer.domain.questions import Question
from reviewer.domain.questions.comparison import ComparisonQuestion
from reviewer.ui.editors import KeyOf
from reviewer.ui.editors.line_editor import LineEditor
from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton, QuietButton
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.parts import Hint, Tone
from reviewer.ui.panes.question_row import QuestionRow
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import menu_text

_TONES: dict[str, Tone] = {"accept": "good", "correct": "warn", "reject": "bad"}
COMPARISON = ComparisonQuestion(id="comparison", title=later("Better"))


class VerdictBar(QFrame):
    """Everything that decides about the item; it wraps when the window is narrow."""

    verdict_chosen = Signal(object)
    escalate_wanted = Signal()
    skip_wanted = Signal()
    answered = Signal(object)
    comment_edited = Signal(object)
    template_chosen = Signal(object)
    undo_wanted = Signal()
    submit_wanted = Signal()

    def __init__(self, key_of: KeyOf) -> None:
        super().__init__()
        self.setObjectName("verdict_bar")
        self.setAccessibleName(tr("Verdict"))
        self.setProperty("role", "panel")
        self._key_of = key_of
        self._project: Project | None = None
        self._verdicts: dict[str, KeyButton] = {}
        self._rows: dict[str, QuestionRow] = {}
        self._written = -1
        self._inner = QWidget()
        self._inner.setProperty("role", "column")
        self._flow = FlowLayout(self._inner)
        self._build_controls()
        scroll = FittingScroll(self._inner, self._flow)
        scroll.setObjectName("verdict_scroll")
        self._asked = Hint("", "asked_label", tone="bad")
        self._asked.setWordWrap(True)
        self._asked.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        column.addWidget(self._asked)
        column.addWidget(scroll)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _build_controls(self) -> None:
        self._escalate = KeyButton(tr("Escalate"), "escalate_button", tone="purple")
        self._escalate.clicked.connect(self.escalate_wanted)
        self._skip = KeyButton(tr("Skip"), "skip_button")
        self._skip.clicked.connect(self.skip_wanted)
        self.comment = LineEditor("comment_editor", tr("Comment"), tr("Why?"))
        self.comment.text_edited.connect(self.comment_edited)
        self._templates = QuietButton(tr("Phrases"), "templates_button")
        self._templates.clicked.connect(self._open_templates)
        self._menu: QMenu | None = None
        self._undo = QuietButton(tr("Undo"), "undo_button")
        self._undo.clicked.connect(self.undo_wanted)
        self._submit = PrimaryButton(tr("Submit, next"), "submit_button")
        self._submit.clicked.connect(self.submit_wanted)
        tail = QWidget()
        row = QHBoxLayout(tail)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.comment, 1)
        for button in (self._templates, self._undo, self._submit):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        tail.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for part in (self._escalate, self._skip, tail):
            self._flow.addWidget(part)

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        self._escalate.set_key(self._key_of("review.escalate"))
        self._skip.set_key(self._key_of("review.skip"))
        self._undo.set_key(self._key_of("review.undo"))
        self._submit.set_key(
            "Return" if self._key_of("review.submit") == "Ctrl+Return" else self._key_of("review.submit")
        )
        key = self._key_of("review.comment")
        self.comment.setPlaceholderText(f"Why?  ({key})" if key else tr("Why?"))

    def show_state(self, state: ReviewState) -> None:
        """Show the decision so far; only what differs is touched."""
        if state.project is not self._project:
            self._build_project(state.project)
        verdict = state.draft.verdict if state.draft else None
        ready = state.phase == "reviewing" and not state.lost
        for name, button in self._verdicts.items():
            if button.isChecked() != (name == verdict):
                button.setChecked(name == verdict)
            button.setEnabled(ready)
        for part in (self._escalate, self._skip):
            part.setEnabled(state.may_submit)
        self._submit.setEnabled(state.phase == "reviewing" and not state.busy)
        self._submit.set_caption(tr("Next item") if state.lost else tr("Submit, next"))
        self._undo.setEnabled(not state.busy)
        self.comment.setReadOnly(not ready)
        self._show_questions(state)
        if state.draft is not None:
            self.comment.show_value(state.draft.comment, force=state.written != self._written)
        self._written = state.written
        asked = [entry.text for entry in state.asked]
        self._asked.setText(tr("Still missing: {join}.").format(join=", ".join(asked)) if asked else "")
        self._asked.setVisible(bool(asked))

    def focus_on(self, where: str) -> None:
        """Put the focus on the verdicts, on the comment, or on a question (`question:<id>`)."""
        kind, _, name = where.partition(":")
        if kind == "comment":
            self.comment.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif kind == "question" and name in self._rows:
            self._rows[name].editor.take_focus()
        elif kind == "verdict":
            first = next(iter(self._verdicts.values()), None)
            if first is not None:
                first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build_project(self, project: Project) -> None:
        self._project = project
        for old in (*self._verdicts.values(), *self._rows.values()):
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._verdicts, self._rows = {}, {}
        for place, verdict in enumerate(project.verdicts):
            button = KeyButton(
                verdict.label,
                f"verdict_{verdict.id}",
                (verdict.key or "").upper(),
                tone=_TONES[verdict.outcome],
                checkable=True,
            )
            button.clicked.connect(lambda _checked=False, name=verdict.id: self.verdict_chosen.emit(name))
            self._verdicts[verdict.id] = button
            self._flow.insert(place, button)
        self._templates.setVisible(bool(project.comment_templates))
        self.refresh_keys()

    def _show_questions(self, state: ReviewState) -> None:
        questions: list[Question] = list(state.questions)
        several = any(response.letter for response in state.responses)
        if several and not any(question.editor == "comparison" for question in questions):
            questions.insert(0, COMPARISON)
        place = len(self._verdicts) + 2
        for question in questions:
            row = self._rows.get(question.id)
            if row is None:
                row = QuestionRow(question, partial(self._answer_key, question.id))
                row.answered.connect(self.answered)
                self._rows[question.id] = row
                self._flow.insert(place, row)
            place = self._flow.indexOf(row) + 1
            row.show_state(state)
            row.setEnabled(state.phase == "reviewing")
        shown = {question.id for question in questions}
        for name, row in self._rows.items():
            if row.isVisibleTo(self._inner) != (name in shown):
                row.setVisible(name in shown)

    def _answer_key(self, question: str, value: str) -> str:
        return self._key_of(f"question:{question}:{value}")

    def _open_templates(self) -> None:
        if self._project is None:
            return
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = QMenu(self)
        self._menu.setObjectName("templates_menu")
        for number, text in enumerate(self._project.comment_templates, 1):
            action = self._menu.addAction(f"&{number}  {menu_text(text)}" if number < 10 else menu_text(text))
            action.triggered.connect(lambda _checked=False, text=text: self.template_chosen.emit(text))
        self._menu.popup(self._templates.mapToGlobal(self._templates.rect().topLeft()))


class FittingScroll(QScrollArea):
    """As high as its content at this width, up to a share of the window; beyond that it scrolls."""

    _SHARE = 0.4

    def __init__(self, inner: QWidget, layout: FlowLayout) -> None:
        super().__init__()
        self._inner_layout = layout
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWidget(inner)
        inner.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit again when what is inside changes its size or its parts."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        wanted = self._inner_layout.heightForWidth(max(1, self.width()))
        most = max(80, int(self.window().height() * self._SHARE))
        height = min(wanted, most)
        if height != self.height():
            self.setFixedHeight(height)
