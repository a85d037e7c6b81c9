"""The editor of a recipe: its text at the left, checked as it is typed, and beside it what it would give now."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton, QuietButton
from reviewer.ui.panes.dataset_table import PreviewTable
from reviewer.ui.panes.parts import Chip, Hint, label
from reviewer.ui.panes.recipe_text import RecipeText
from reviewer.ui.panes.splits import split
from reviewer.ui.presenters.recipe_editing import RecipeEditing, RecipeEditingState
from reviewer.ui.safe_text import ElidedLabel, one_line
from reviewer.ui.theme import GRID, Theme

_SIZE = QSize(1240, 760)
_PLACES = (("workspace", later("Beside the workspace")), ("user", later("My own, for every workspace")))


class RecipeEditorDialog(QDialog):
    """Edits one recipe; what is wrong with it is said while it is typed."""

    saved = Signal(str)

    def __init__(self, presenter: RecipeEditing, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recipe_editor_dialog")
        self.setWindowTitle(tr("Recipe"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._presenter, self._theme = presenter, theme
        self._written = -1
        self._shown: RecipeEditingState | None = None
        self._asked_to_leave = self._leaving = False
        self._build()
        presenter.changed.connect(self.show_state)
        presenter.saved.connect(self.saved)
        self.finished.connect(lambda: presenter.changed.disconnect(self.show_state))
        room = parent.window().size() - QSize(80, 80) if parent is not None else _SIZE
        self.resize(_SIZE.boundedTo(room))
        self.show_state(presenter.state)
        self.editor.setFocus()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        column.setSpacing(GRID)
        column.addLayout(self._head())
        column.addWidget(
            split("recipe_editor_split", self._text_part(), self._gives_part(), sizes=(640, 560), grow=(1, 1)), 1
        )
        column.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        self._name = label("", "strong", "recipe_editor_name")
        self._folder = ElidedLabel("", mode=Qt.TextElideMode.ElideMiddle)
        self._folder.setObjectName("recipe_editor_folder")
        self._folder.setProperty("role", "hint")
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._name)
        row.addWidget(self._folder, 1)
        row.addWidget(Hint(tr("Save it")))
        self._places = QButtonGroup(self)
        for number, (place, title) in enumerate(_PLACES):
            button = KeyButton(tr(title), f"recipe_place_{place}", checkable=True)
            button.set_small(True)
            button.setAutoDefault(False)
            self._places.addButton(button, number)
            row.addWidget(button)
        self._places.idClicked.connect(lambda number: self._presenter.choose_place(_PLACES[number][0]))  # type: ignore[arg-type]
        return row

    def _text_part(self) -> QWidget:
        self.editor = RecipeText()
        self.editor.setFont(self._theme.mono())
        self.editor.textChanged.connect(lambda: self._presenter.edit(self.editor.exact_text()))
        self.editor.pasteRefused.connect(self._refuse)
        self._problem = Hint("", "recipe_editor_problem", "bad")
        self._remark = Hint("", "recipe_editor_remark", "warn")
        self._said = Hint("", "recipe_editor_said", "good")
        self._go = QuietButton(tr("Go to the line"), "recipe_editor_go", "F8")
        self._go.set_small(True)
        self._go.setAutoDefault(False)
        self._go.clicked.connect(self._go_to_problem)
        self._bind("F8", self._go)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.editor, 1)
        row = QHBoxLayout()
        row.addWidget(self._problem, 1)
        row.addWidget(self._go, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        for line in (self._problem, self._remark, self._said):
            line.setWordWrap(True)
        column.addWidget(self._remark)
        column.addWidget(self._said)
        column.addWidget(self._outside_part())
        return part

    def _outside_part(self) -> QWidget:
        self._outside = QWidget()
        self._outside.setObjectName("recipe_editor_outside")
        words = Hint(
            tr("The file was changed by another program or person: save once more to write over it, or read it again."),
            "recipe_editor_outside_words",
            "warn",
        )
        words.setWordWrap(True)
        again = QuietButton(tr("Read it again"), "recipe_editor_reload", "F5")
        again.set_small(True)
        again.setAutoDefault(False)
        again.clicked.connect(self._presenter.reload)
        self._bind("F5", again)
        row = QHBoxLayout(self._outside)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(words, 1)
        row.addWidget(again, 0, Qt.AlignmentFlag.AlignTop)
        return self._outside

    def _gives_part(self) -> QWidget:
        self._rows = label("", "strong", "recipe_editor_rows")
        self._state = Chip("", "accent", "recipe_editor_counting")
        self._splits = Hint("", "recipe_editor_splits")
        self._left_out = Hint("", "recipe_editor_left_out")
        self._left_out.setWordWrap(True)
        self.table = PreviewTable()
        self.table.setObjectName("recipe_editor_table")
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for each in (self._rows, self._splits, self._state):
            row.addWidget(each)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._left_out)
        column.addWidget(self.table, 1)
        return part

    def _foot(self) -> QHBoxLayout:
        close = QuietButton(tr("Close"), "recipe_editor_close", "Escape")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        self.save_button = PrimaryButton(tr("Save"), "recipe_editor_save", "Ctrl+S")
        self.save_button.setAutoDefault(False)
        self.save_button.clicked.connect(self._presenter.save)
        self._bind("Ctrl+S", self.save_button)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self.save_button)
        return row

    def _bind(self, key: str, button: QPushButton) -> None:
        """Let a key press a button; not as the button's own, which Qt forgets with its next text."""
        QShortcut(QKeySequence(key), self).activated.connect(button.click)

    # Showing

    def show_state(self, state: RecipeEditingState) -> None:
        """Show a state; only what differs is touched."""
        before, self._shown = self._shown, state
        if state.written != self._written:
            self._written = state.written
            self.editor.set_source(state.text)
        self.editor.setReadOnly(state.file is None)
        self.editor.mark_line(state.line if state.problem else None)
        for part, text in ((self._problem, state.problem), (self._remark, state.remark), (self._said, state.said)):
            part.setText(text)
            part.setVisible(bool(text))
        self._go.setVisible(bool(state.problem) and state.line is not None)
        self._outside.setVisible(state.outside)
        self._show_name(state)
        self.save_button.setEnabled(state.changed and state.recipe is not None and not state.problem and not state.busy)
        self._show_counts(state)
        if state.shown is not None and (before is None or before.shown is not state.shown):
            self.table.rows.show_rows(state.shown)
            self.table.share_width()
        if before is not None and before.text != state.text:
            self._asked_to_leave = False
        if self._leaving and not state.busy:
            self._leaving = False
            self.reject()

    def _show_name(self, state: RecipeEditingState) -> None:
        if state.recipe is not None:
            self._name.setText(f"{one_line(state.recipe.name, 64)}.toml")
        elif state.file is not None and not state.copied:
            self._name.setText(one_line(state.file.path.name, 64))
        self._folder.setText(state.folder)
        for number, (place, _) in enumerate(_PLACES):
            self._places.button(number).setChecked(place == state.place)

    def _show_counts(self, state: RecipeEditingState) -> None:
        self._state.show_text(tr("counting …") if state.counting else "")
        found = state.shown.preview if state.shown is not None else None
        known = found is not None and state.recipe is not None
        self.table.setEnabled(known)
        if found is None:
            return
        self._rows.setText(tr("{n:,} rows", "{n:,} row", found.total).format(n=found.total))
        self._splits.setText(" · ".join(f"{name} {count:,}" for name, count in found.counts.items()))
        left = ", ".join(f"{reason} {count:,}" for reason, count in found.excluded.items())
        self._left_out.setText(tr("Left out: {reasons}").format(reasons=left) if left else "")

    # What the person did

    def changeEvent(self, event: QEvent) -> None:
        """Look whether the file was changed elsewhere when the person comes back to this window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._presenter.look_outside()

    def reject(self) -> None:
        """Close, once what is being saved is saved; what is not is given up only when that is asked for twice."""
        if self._presenter.state.busy:
            self._leaving = True
            return
        if self._presenter.state.typed and not self._asked_to_leave:
            self._asked_to_leave = True
            self._said.setText(tr("The recipe is not saved: press Escape again to give it up."))
            self._said.show()
            return
        self._presenter.give_up()
        super().reject()

    def _refuse(self, why: str) -> None:
        """Say why something was not pasted."""
        self._said.setText(why)
        self._said.show()

    def _go_to_problem(self) -> None:
        line = self._presenter.state.line
        if line is not None:
            self.editor.go_to_line(line)
