"""Choose the columns of the list: Space shows or hides one, Ctrl with an arrow key moves it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from reviewer.config.queue_views import ColumnSetting
from reviewer.ui.dialogs.form import FormDialog
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.parts import Hint
from reviewer.ui.panes.queue_columns import column_title, default_columns

_SHOWN, _HIDDEN = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_CONTROL = Qt.KeyboardModifier.ControlModifier
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ColumnsDialog(FormDialog):
    """A list of all columns in their order; `chosen` carries the settings."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None, settings: tuple[ColumnSetting, ...]) -> None:
        super().__init__(parent, tr("Columns"), "columns_dialog", tr("Show"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._widths: dict[str, int] = {}
        self.list = QListWidget()
        self.add_field(tr("Columns from left to right"), self.list, "columns_list")
        self.list.installEventFilter(self)
        hint = Hint(tr("Space shows or hides a column, Ctrl+Up and Ctrl+Down move it."))
        hint.setWordWrap(True)
        self.fields.addWidget(hint)
        row = QHBoxLayout()
        for text, name, act in (
            (tr("Up"), "columns_up", lambda: self._move(-1)),
            (tr("Down"), "columns_down", lambda: self._move(1)),
            (tr("As usual"), "columns_reset", lambda: self._fill(default_columns())),
        ):
            button = KeyButton(text, name)
            button.set_small(True)
            button.setAutoDefault(False)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        self.fields.addLayout(row)
        self._fill(settings)
        self.list.setFocus()

    def confirm(self) -> str:
        """Tell of the columns, of which one at least is shown."""
        settings = tuple(self._setting(self.list.item(place)) for place in range(self.list.count()))
        if not any(one.shown for one in settings):
            return tr("Tick one column at least.")
        self.chosen.emit(settings)
        return ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the current column with Ctrl and an arrow key."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if isinstance(event, QKeyEvent) and pressed and event.key() in _MOVES and event.modifiers() & _CONTROL:
            self._move(_MOVES[Qt.Key(event.key())])
            return True
        return super().eventFilter(watched, event)

    def _fill(self, settings: tuple[ColumnSetting, ...]) -> None:
        self.list.clear()
        for one in settings:
            row = QListWidgetItem(column_title(one.id))
            row.setData(Qt.ItemDataRole.UserRole, one.id)
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            row.setCheckState(_SHOWN if one.shown else _HIDDEN)
            self._widths[one.id] = one.width
            self.list.addItem(row)
        self.list.setCurrentRow(0)

    def _move(self, step: int) -> None:
        place = self.list.currentRow()
        if 0 <= place + step < self.list.count():
            row = self.list.takeItem(place)
            self.list.insertItem(place + step, row)
            self.list.setCurrentRow(place + step)

    def _setting(self, row: QListWidgetItem) -> ColumnSetting:
        name = row.data(Qt.ItemDataRole.UserRole)
        return ColumnSetting(id=name, shown=row.checkState() == _SHOWN, width=self._widths[name])
