"""The part of the datasets room that writes: format, folder, export, progress, and what was written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton, QuietButton
from reviewer.ui.panes.parts import Chip, Hint, label
from reviewer.ui.presenters.dataset_export import FORMATS, ExportState, load_line
from reviewer.ui.safe_text import ElidedLabel, PlainLabel, set_plain_tooltip
from reviewer.ui.theme import GRID, active_theme

_TITLES = {"jsonl": "JSONL", "parquet": "Parquet", "csv": "CSV", "json": "JSON"}
_WIDEST_COMMAND = 440


class WritingPart(QWidget):
    """Takes format and folder, and shows one export from the press of the button to the finished folder."""

    format_chosen = Signal(object)
    folder_edited = Signal(object)
    parent_chosen = Signal(object)
    export_wanted = Signal()
    cancel_wanted = Signal()
    copied = Signal(object)

    def __init__(self, export_key: str, cancel_key: str) -> None:
        super().__init__()
        self.setObjectName("writing_part")
        self._line = ""
        self._sha = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(Hint(tr("Write")))
        column.addLayout(self._format_row())
        column.addLayout(self._folder_row())
        self.export_button = PrimaryButton(tr("Export"), "export_button", export_key)
        self.export_button.clicked.connect(self.export_wanted)
        self.cancel_button = KeyButton(tr("Cancel"), "export_cancel_button", cancel_key)
        self.cancel_button.clicked.connect(self.cancel_wanted)
        self.progress = QProgressBar()
        self.progress.setObjectName("export_progress")
        self.progress.setAccessibleName(tr("Progress of the export"))
        self.progress.setTextVisible(False)
        self._count = Hint("", "export_count")
        self._problem = label("", "plain", "export_problem", "bad")
        self._problem.setWordWrap(True)
        for part in (self.export_button, self.progress, self._count, self.cancel_button, self._problem):
            column.addWidget(part)
        column.addWidget(self._done_part())
        self.show_state(ExportState())

    def _format_row(self) -> QHBoxLayout:
        self._formats = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(6)
        for number, name in enumerate(FORMATS):
            button = KeyButton(_TITLES[name], f"format_{name}", checkable=True)
            self._formats.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self._formats.idClicked.connect(lambda number: self.format_chosen.emit(FORMATS[number]))
        return row

    def _folder_row(self) -> QHBoxLayout:
        self.folder = QLineEdit()
        self.folder.setObjectName("export_folder")
        self.folder.setAccessibleName(tr("Folder of the dataset"))
        self.folder.setPlaceholderText(tr("A folder that does not exist yet"))
        self.folder.textEdited.connect(lambda text: self.folder_edited.emit(text))
        self._choose = choose = KeyButton(tr("Choose…"), "export_choose_button")
        choose.clicked.connect(self._ask_parent)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.folder, 1)
        row.addWidget(choose)
        return row

    def _done_part(self) -> QWidget:
        self._done = QWidget()
        self._done.setObjectName("export_done")
        column = QVBoxLayout(self._done)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        self._says = label("", "plain", "export_says")
        self._says.setWordWrap(True)
        head.addWidget(Chip("✓", "good"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._says, 1)
        column.addLayout(head)
        self._load = self._copied(column, "load_line", tr("Copy the line that loads it"), lambda: self._line)
        self._hash = self._copied(column, "sha256", tr("Copy the SHA-256"), lambda: self._sha)
        return self._done

    def _copied(self, column: QVBoxLayout, name: str, title: str, text: object) -> ElidedLabel:
        """Add a line of code with a button that copies it."""
        shown = ElidedLabel("", mode=Qt.TextElideMode.ElideMiddle)
        shown.setObjectName(f"export_{name}")
        shown.setFont(active_theme().mono(-1))
        button = QuietButton(tr("Copy"), f"export_copy_{name}")
        button.set_small(True)
        button.setAccessibleName(title)
        button.clicked.connect(lambda: self._copy(text()))  # type: ignore[operator]
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(shown, 1)
        row.addWidget(button)
        column.addLayout(row)
        return shown

    def show_state(self, state: ExportState) -> None:
        """Show how the export stands; the field that the person types in is left alone."""
        for number, name in enumerate(FORMATS):
            button = self._formats.button(number)
            button.setVisible(name in state.formats)
            button.setEnabled(not state.running)
            button.setChecked(name == state.format)
        if self.folder.text() != state.folder:
            self.folder.setText(state.folder)
            self.folder.setCursorPosition(len(state.folder))
            set_plain_tooltip(self.folder, state.folder)
        self.folder.setEnabled(not state.running)
        self._choose.setEnabled(not state.running)
        self.export_button.set_caption(_caption(state.rows, state.counting))
        self.export_button.setEnabled(bool(state.rows))
        self.export_button.setVisible(not state.running)
        for part in (self.progress, self._count, self.cancel_button):
            part.setVisible(state.running)
        self.cancel_button.setEnabled(not state.stopping)
        self.progress.setRange(0, state.total or 0)
        self.progress.setValue(min(state.done, state.total or 0))
        finishing = state.total is not None and state.done >= state.total
        read = (
            tr("Writing card, manifest and checksums …")
            if finishing
            else tr("{done:,} of {total:,} items read").format(done=state.done, total=state.total)
            if state.total
            else tr("{n:,} items read", "{n:,} item read", state.done).format(n=state.done)
        )
        self._count.setText(tr("Stopping …") if state.stopping else read)
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self._show_done(state)

    def _show_done(self, state: ExportState) -> None:
        built = state.built
        self._done.setVisible(built is not None)
        if built is None:
            return
        rows = sum(built.rows.values())
        written = tr("{n:,} rows written to {folder}.", "{n:,} row written to {folder}.", rows).format(
            n=rows, folder=Path(built.dataset).name
        )
        self._says.setText(" ".join(filter(None, (written, state.differs))))
        self._line, self._sha = load_line(built.dataset), built.sha256
        self._load.setText(self._line)
        self._hash.setText(f"sha256 {built.sha256}")

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text)

    def _ask_parent(self) -> None:
        folder = Path(self.folder.text()).parent
        found = QFileDialog.getExistingDirectory(
            self, tr("The new folder goes into"), str(folder if folder.is_dir() else "")
        )
        if found:
            self.parent_chosen.emit(found)


class _Command(ElidedLabel):
    """A line of code that asks for no more room than the top bar has to give."""

    def sizeHint(self) -> QSize:
        """As wide as the command, up to a limit."""
        hint = super().sizeHint()
        return QSize(min(hint.width(), _WIDEST_COMMAND), hint.height())


class SameAs(QWidget):
    """The command that does the same in a terminal, with a button that copies it whole."""

    copied = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("same_as")
        self._whole = ""
        self._command = _Command("", mode=Qt.TextElideMode.ElideMiddle)
        self._command.setObjectName("same_as_command")
        self._command.setFont(active_theme().mono(-0.5))
        copy = QuietButton(tr("Copy"), "same_as_copy")
        copy.setAccessibleName(tr("Copy the command with its workspace"))
        copy.clicked.connect(self._copy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addStretch(1)
        row.addWidget(PlainLabel(tr("Same as")))
        row.addWidget(self._command)
        row.addWidget(copy)

    def show_state(self, state: ExportState) -> None:
        """Show the command of a state."""
        self._whole = state.whole_command
        self._command.setText(state.command)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._whole)
        self.copied.emit(self._whole)


def _caption(rows: int | None, counting: bool) -> str:
    if rows is None:
        return tr("Counting …") if counting else tr("Export")
    return tr("No rows to export") if rows == 0 else tr("Export {n:,} rows", "Export {n:,} row", rows).format(n=rows)
