"""The sheet of near copies: a list to tick, and beside it how the selected one differs from the response on screen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton, QuietButton
from reviewer.ui.panes.parts import Chip, Hint, label
from reviewer.ui.panes.splits import split
from reviewer.ui.presenters.near_copies import CopiesPresenter, CopiesState, CopyRow
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import Highlight, HighlightStyle, SourceView, elide
from reviewer.ui.safe_text.line_spacing import READING
from reviewer.ui.theme import GRID, Theme

_KEY = Qt.ItemDataRole.UserRole
_WIDTH, _HEIGHT = 980, 620


class NearCopiesDialog(QDialog):
    """Shows the copies, takes ticks and a verdict by single keys, and applies the verdict with Enter."""

    def __init__(
        self, presenter: CopiesPresenter, review: ReviewState, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("near_copies_dialog")
        self.setWindowTitle(tr("Near copies"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._presenter, self._review, self._theme = presenter, review, theme
        self._verdicts: Mapping[str, str] = {one.key.upper(): one.id for one in review.project.verdicts if one.key}
        self._chosen = review.draft.verdict if review.draft is not None else None
        self._writing = self._left_already = False
        self._shown: CopiesState | None = None
        self._build()
        presenter.changed.connect(self.show_state)
        theme.changed.connect(self._restyle)
        self.finished.connect(self._leave)
        self.show_state(presenter.state)
        self.resize(_WIDTH, _HEIGHT)
        self.list.setFocus()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID)
        self._headline = label("", "headline", "near_copies_headline")
        column.addWidget(self._headline)
        self._cap = Hint("", "near_copies_cap")
        self._cap.setWordWrap(True)
        column.addWidget(self._cap)
        column.addWidget(split("near_copies_splitter", self._left(), self._right(), sizes=(300, 660), grow=(0, 1)), 1)
        self._problem = Hint("", "near_copies_problem", "bad")
        column.addWidget(self._problem)
        column.addLayout(self._buttons())

    def _left(self) -> QWidget:
        self.list = QListWidget()
        self.list.setObjectName("near_copies_list")
        self.list.setAccessibleName(tr("Near copies to tick"))
        self.list.setUniformItemSizes(True)
        self.list.currentItemChanged.connect(self._walked)
        self.list.itemChanged.connect(self._ticked)
        self.list.installEventFilter(self)
        return self.list

    def _right(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        self._question = Hint("", "near_copies_question")
        self._question.setWordWrap(True)
        column.addWidget(self._question)
        row = QHBoxLayout()
        self._changes = Chip("", "warn", "near_copies_changes")
        self._note = Chip("", "warn", "near_copies_note")
        row.addWidget(self._changes)
        row.addWidget(self._note)
        row.addStretch(1)
        column.addLayout(row)
        self.view = SourceView(line_share=READING)
        self.view.setObjectName("near_copies_view")
        self.view.setAccessibleName(tr("How the selected copy differs from the response on screen"))
        column.addWidget(self.view, 1)
        self._restyle()
        return side

    def _restyle(self) -> None:
        """Take the colours and the reading font of the theme."""
        theme = self._theme
        self.view.setFont(theme.reading_font())
        self.view.set_highlight_styles(
            {
                "removed": HighlightStyle(background=theme.hex("removed"), line="none", struck=True),
                "added": HighlightStyle(background=theme.hex("added"), line="solid", line_color=theme.hex("good")),
            }
        )

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for caption, name, key, act in (
            (tr("Tick all"), "near_copies_all", "A", lambda: self._presenter.tick_all(True)),
            (tr("Tick none"), "near_copies_none", "N", lambda: self._presenter.tick_all(False)),
        ):
            button = QuietButton(caption, name, key)
            button.clicked.connect(act)
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        back = KeyButton(tr("Back"), "near_copies_cancel", "Escape")
        back.setAutoDefault(False)
        back.clicked.connect(self.reject)
        row.addWidget(back)
        self.apply_button = PrimaryButton("", "near_copies_apply", "Return")
        self.apply_button.clicked.connect(self._apply)
        self.apply_button.setDefault(True)
        row.addWidget(self.apply_button)
        return row

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the single keys while the list has the focus, which would search in it otherwise."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._takes(event):
            return True
        return super().eventFilter(watched, event)

    def _takes(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = event.text().upper()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._apply()
        elif key in self._verdicts:
            self._chosen = self._verdicts[key]
            self._presenter.choose(self._chosen)
            self._show_words(self._presenter.state)
        elif key in ("A", "N"):
            self._presenter.tick_all(key == "A")
        else:
            return False
        return True

    def show_state(self, state: CopiesState) -> None:
        """Show the copies; a sheet that was put away closes."""
        if state.rows is None:
            self.accept()
            return
        self._writing = True
        if self.list.count() != len(state.rows):
            self._fill(state.rows)
        for place, row in enumerate(state.rows):
            wanted = Qt.CheckState.Checked if row.ticked else Qt.CheckState.Unchecked
            entry = self.list.item(place)
            if entry.checkState() != wanted:
                entry.setCheckState(wanted)
        self._writing = False
        self._show_words(state)
        if self._shown is None or (state.selected, state.diff) != (self._shown.selected, self._shown.diff):
            self._show_selected(state)
        self._shown = state

    def _fill(self, rows: tuple[CopyRow, ...]) -> None:
        self.list.clear()
        for row in rows:
            entry = QListWidgetItem(elide(row.name + (f" · {row.note}" if row.note else ""), 80))
            entry.setData(_KEY, row.key)
            entry.setFlags(entry.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            entry.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(entry)
        self.list.setCurrentRow(0)

    def _show_words(self, state: CopiesState) -> None:
        verdict = self._review.project.find_verdict(self._chosen)
        count = len(state.ticked)
        self._headline.setText(
            tr("{ticked:,} of {n:,} ticked · verdict: {verdict}").format(
                ticked=count,
                n=len(state.rows or ()),
                verdict=verdict.label if verdict else tr("choose it by its key"),
            )
        )
        self._cap.setText(state.cap)
        self._cap.setVisible(bool(state.cap))
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        more = tr("{n:,} copies", "{n:,} copy", count).format(n=count)
        self.apply_button.set_caption(
            tr("{verdict}: this item and {copies}").format(
                verdict=verdict.label if verdict else tr("Apply"), copies=more
            )
        )

    def _show_selected(self, state: CopiesState) -> None:
        row, diff = state.row, state.diff
        if row is None:
            return
        self._question.setText(elide(row.question, 300))
        self._note.show_text(row.note)
        self._note.setVisible(bool(row.note))
        if diff is None:
            self._changes.show_text(tr("comparing …"), "plain")
            self.view.set_source(row.text)
            self.view.set_highlights(())
            return
        if diff.changes:
            said = tr("{n:,} differences", "{n:,} difference", diff.changes).format(n=diff.changes)
            self._changes.show_text(said, "warn")
        else:
            self._changes.show_text(tr("the same response"), "good")
        marks, at = [], 0
        for part in diff.parts:
            if part.kind != "same":
                marks.append(Highlight(at, at + len(part.text), part.kind))
            at += len(part.text)
        self.view.set_source("".join(part.text for part in diff.parts))
        self.view.set_highlights(marks)

    def _walked(self, entry: QListWidgetItem | None, _before: object = None) -> None:
        if entry is not None and not self._writing:
            self._presenter.select(tuple(entry.data(_KEY)))

    def _ticked(self, entry: QListWidgetItem) -> None:
        if not self._writing:
            self._presenter.tick(tuple(entry.data(_KEY)), entry.checkState() == Qt.CheckState.Checked)

    def _apply(self) -> None:
        self._presenter.apply()

    def _leave(self) -> None:
        if not self._left_already:
            self._left_already = True
            self._presenter.changed.disconnect(self.show_state)
            self._theme.changed.disconnect(self._restyle)
            self._presenter.close_sheet()
