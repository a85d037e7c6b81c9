"""The bar at the bottom: verdicts, escalate and skip, the project's questions, the comment, undo and submit."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from reviewer.domain.projects import Project
from reviewer.ui.editors import KeyOf
from reviewer.ui.editors.line_editor import LineEditor
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton, QuietButton
from reviewer.ui.panes.deciding_row import DecidingRow
from reviewer.ui.panes.decision_strip import DecisionStrip
from reviewer.ui.panes.parts import Hint
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import menu_text


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
    left = Signal()
    """The person wants to be out of the text field again, where single letters act."""

    def __init__(self, key_of: KeyOf) -> None:
        super().__init__()
        self.setObjectName("verdict_bar")
        self.setAccessibleName(tr("Verdict"))
        self.setProperty("role", "panel")
        self._key_of = key_of
        self._project: Project | None = None
        self._written = -1
        tail = self._build_controls()
        self._row = DecidingRow(key_of, "verdict_scroll", "verdict", (self._escalate, self._skip), (tail,))
        self._row.verdict_chosen.connect(self.verdict_chosen)
        self._row.answered.connect(self.answered)
        self._asked = Hint("", "asked_label", tone="bad")
        self._asked.setWordWrap(True)
        self._asked.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        column.addWidget(self._asked)
        column.addWidget(self._row)
        self.strip = DecisionStrip(key_of)
        column.addWidget(self.strip)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _build_controls(self) -> QWidget:
        self._escalate = KeyButton(tr("Escalate"), "escalate_button", tone="purple")
        self._escalate.clicked.connect(self.escalate_wanted)
        self._skip = KeyButton(tr("Skip"), "skip_button")
        self._skip.clicked.connect(self.skip_wanted)
        self.comment = LineEditor("comment_editor", tr("Comment"), tr("Why?"))
        self.comment.text_edited.connect(self.comment_edited)
        self._templates = QuietButton(tr("Phrases"), "templates_button")
        self._templates.clicked.connect(self.open_phrases)
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
        return tail

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        self._escalate.set_key(self._key_of("review.escalate"))
        self._skip.set_key(self._key_of("review.skip"))
        self._undo.set_key(self._key_of("review.undo"))
        self.strip.refresh_keys()
        self._templates.set_key(self._key_of("review.phrases"))
        self._submit.set_key(
            "Return" if self._key_of("review.submit") == "Ctrl+Return" else self._key_of("review.submit")
        )
        key = self._key_of("review.comment")
        self.comment.setPlaceholderText(tr("Why?  ({key})").format(key=key) if key else tr("Why?"))

    def show_state(self, state: ReviewState) -> None:
        """Show the decision so far; only what differs is touched."""
        if state.project is not self._project:
            self._project = state.project
            self._templates.setVisible(bool(state.project.comment_templates))
            self.refresh_keys()
        ready = state.phase == "reviewing" and not state.lost
        self._row.show_state(state, ready=ready)
        self.strip.show_state(state)
        for part in (self._escalate, self._skip):
            part.setEnabled(state.may_submit)
        self._submit.setEnabled(state.phase == "reviewing" and not state.busy)
        self._submit.set_caption(tr("Next item") if state.lost else tr("Submit, next"))
        self._undo.setEnabled(not state.busy)
        self.comment.setReadOnly(not ready)
        if state.draft is not None:
            self.comment.show_value(state.draft.comment, force=state.written != self._written)
        self._written = state.written
        asked = [entry.text for entry in state.asked]
        self._asked.setText(tr("Still missing: {what}.").format(what=", ".join(asked)) if asked else "")
        self._asked.setVisible(bool(asked))

    def focus_on(self, where: str) -> bool:
        """Put the focus on the comment, the verdicts, or a question (`question:<id>`); tell whether that is here."""
        if where == "comment":
            self.comment.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return self._row.focus_on(where)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape lead out of a text field."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def open_phrases(self) -> None:
        """Open the phrases of the project; a digit chooses one."""
        if self._project is None or not self._project.comment_templates:
            return
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = QMenu(self)
        self._menu.setObjectName("templates_menu")
        for number, text in enumerate(self._project.comment_templates, 1):
            action = self._menu.addAction(f"&{number}  {menu_text(text)}" if number < 10 else menu_text(text))
            action.triggered.connect(lambda _checked=False, text=text: self.template_chosen.emit(text))
        self._menu.setActiveAction(self._menu.actions()[0])
        self._menu.popup(self._templates.mapToGlobal(self._templates.rect().topLeft()))
