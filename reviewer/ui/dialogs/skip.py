"""Asks under which of the four words an item is skipped, and where one cannot judge, which skill is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reviewer.ui.editors.line_editor import LineEditor
from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton, QuietButton
from reviewer.ui.panes.flow_layout import FlowLayout
from reviewer.ui.panes.parts import Hint, label
from reviewer.ui.safe_text.strings import elide
from reviewer.ui.theme import GRID

KINDS: tuple[tuple[str, str, str, str], ...] = (
    ("defer", later("Defer"), "D", later("It comes back to me later, with what I entered so far.")),
    (
        "cannot_judge",
        later("Cannot judge"),
        "C",
        later("It needs a skill that I do not have; somebody else gets it."),
    ),
    ("out_of_scope", later("Out of scope"), "O", later("It does not belong into this project at all.")),
    (
        "opt_out",
        later("Opt out"),
        "P",
        later("I would rather not; somebody else gets it, and no reason is asked."),
    ),
)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDTH = 480


class SkipDialog(QDialog):
    """Four buttons with their keys and what each means; Escape goes back."""

    chosen = Signal(object, object)
    """(kind, missing skill or None)"""

    def __init__(self, skills: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("skip_dialog")
        self.setWindowTitle(tr("Skip this item"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._kinds = {ord(key): kind for kind, _, key, _ in KINDS}
        self._skills = tuple(skills)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._words())
        self._pages.addWidget(self._missing_skill())
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID)
        column.addWidget(self._pages)
        back = QuietButton(tr("Back"), "skip_cancel", "Escape")
        back.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(back)
        foot.addWidget(self._send)
        self._send.hide()
        column.addLayout(foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by the letter or digit printed on a button."""
        kind = self._kinds.get(event.key())
        digit = event.key() - Qt.Key.Key_1
        asking = self._pages.currentIndex() == 1
        if not asking and kind is not None and not event.modifiers():
            self._choose(kind)
        elif asking and 0 <= digit < min(9, len(self._skills)) and not event.modifiers():
            self._finish("cannot_judge", self._skills[digit])
        elif asking and event.key() in _ENTER:
            self._send_written()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on by Enter from inside the field: a skill is one line; a digit in the empty field is a button's."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            digit = event.text().isdecimal() and not self._field.value()
            if event.key() in _ENTER or (digit and self._skills):
                self.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def _words(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(tr("Why skip it?"), "headline"))
        column.addWidget(Hint(tr("A skip is not a verdict and does not count as one.")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID * 2)
        grid.setVerticalSpacing(GRID)
        for row, (kind, title, key, meaning) in enumerate(KINDS):
            button = KeyButton(tr(title), f"skip_{kind}", key)
            button.clicked.connect(lambda _checked=False, kind=kind: self._choose(kind))
            text = label(tr(meaning), "muted")
            text.setWordWrap(True)
            text.setMinimumWidth(320)
            grid.addWidget(button, row, 0)
            grid.addWidget(text, row, 1)
        column.addLayout(grid)
        return page

    def _missing_skill(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(label(tr("Which skill is missing?"), "headline"))
        column.addWidget(Hint(tr("Another reviewer gets the item, and the skill is kept with your answer.")))
        row = QWidget()
        flow = FlowLayout(row)
        for number, skill in enumerate(self._skills, 1):
            key = str(number) if number < 10 else ""
            button = KeyButton(elide(skill, 40), f"skip_skill_{number}", key)
            button.clicked.connect(lambda _checked=False, skill=skill: self._finish("cannot_judge", skill))
            flow.addWidget(button)
        row.setVisible(bool(self._skills))
        row.setFixedWidth(_WIDTH)
        column.addWidget(row)
        hint = tr("Another one, or leave it empty") if self._skills else tr("Such as a language or a subject")
        self._field = LineEditor("skip_skill", tr("Missing skill"), hint)
        self._field.installEventFilter(self)
        column.addWidget(self._field)
        column.addStretch(1)
        self._send = PrimaryButton(tr("Skip, next"), "skip_confirm", "Return")
        self._send.clicked.connect(self._send_written)
        return page

    def _choose(self, kind: str) -> None:
        if kind != "cannot_judge":
            self._finish(kind, None)
            return
        self._pages.setCurrentIndex(1)
        self._send.show()
        self._field.setFocus()

    def _send_written(self) -> None:
        self._finish("cannot_judge", self._field.value().strip() or None)

    def _finish(self, kind: str, skill: str | None) -> None:
        self.accept()
        self.chosen.emit(kind, skill)
