"""The palette: type a few letters of what you want to do, press Return."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.ui.language import tr
from reviewer.ui.panes.parts import Hint, key_caption
from reviewer.ui.presenters.palette import Entry, ranked
from reviewer.ui.safe_text import one_line
from reviewer.ui.theme import GRID, active_theme

_WIDTH, _HEIGHT = 640, 460
_LONGEST = 200
_LOOK_UP_MS = 150
_NOTE_ROLE = Qt.ItemDataRole.UserRole + 1
_INDEX_ROLE = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex


class PaletteDialog(QDialog):
    """Lists what can be done and runs what is chosen, after it has closed."""

    used = Signal(str)
    """The name of the action that was chosen."""
    item_asked = Signal(str)
    """Letters that may be the id of an item."""

    def __init__(self, parent: QWidget, offered: Sequence[Entry], recent: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("palette_dialog")
        self.setWindowTitle(tr("Find an action"))
        self.resize(_WIDTH, _HEIGHT)
        self._offered = list(offered)
        self._recent = tuple(recent)
        self._item: Entry | None = None
        self._shown: list[Entry] = []
        self._look_up = QTimer(self)
        self._look_up.setSingleShot(True)
        self._look_up.setInterval(_LOOK_UP_MS)
        self._look_up.timeout.connect(lambda: self.item_asked.emit(self.search.text().strip()))
        self.search: QLineEdit = QLineEdit()
        self.search.setObjectName("palette_search")
        self.search.setAccessibleName(tr("Find an action"))
        self.search.setPlaceholderText(tr("What do you want to do? An item's id leads to the item."))
        self.search.setMaxLength(_LONGEST)
        self.search.textChanged.connect(self._typed)
        self.search.installEventFilter(self)
        self.found = QListWidget()
        self.found.setObjectName("palette_list")
        self.found.setAccessibleName(tr("Actions"))
        self.found.setItemDelegate(_NoteDelegate(self.found))
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.itemActivated.connect(self._choose)
        self.found.itemClicked.connect(self._choose)
        self._why = Hint("", "palette_why", tone="warn")
        self._why.setWordWrap(True)
        self._why.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(GRID)
        column.addWidget(self.search)
        column.addWidget(self.found, 1)
        column.addWidget(self._why)
        self._fill("")
        self.search.setFocus()

    def titles(self) -> list[str]:
        """Return the titles that are shown, best first."""
        return [self.found.item(row).text() for row in range(self.found.count())]

    def show_item(self, asked: str, entry: Entry) -> None:
        """Offer the item whose id was typed, if it is still what is typed."""
        if asked == self.search.text().strip():
            self._item = entry
            self._fill(asked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while the letters go to the field."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if (step := steps.get(Qt.Key(event.key()))) is not None and self.found.count():
                row = min(max(0, self.found.currentRow() + step), self.found.count() - 1)
                self.found.setCurrentRow(row)
                self._why.hide()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if (item := self.found.currentItem()) is not None:
                    self._choose(item)
                return True
        return super().eventFilter(watched, event)

    def _typed(self, wanted: str) -> None:
        self._item = None
        self._fill(wanted)
        if wanted.strip():
            self._look_up.start()
        else:
            self._look_up.stop()

    def _fill(self, wanted: str) -> None:
        self._why.hide()
        self._shown = ranked(self._offered, wanted, self._recent)
        if self._item is not None:
            self._shown.insert(0, self._item)
        self.found.clear()
        muted = QBrush(QColor(active_theme().hex("text_muted")))
        for index, entry in enumerate(self._shown):
            item = QListWidgetItem(one_line(entry.title))
            note = key_caption(entry.keys[0]) if entry.keys and entry.run is not None else one_line(entry.note, 60)
            item.setData(_NOTE_ROLE, note)
            item.setData(_INDEX_ROLE, index)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one_line(entry.title)}, {note}" if note else None)
            if entry.run is None:
                item.setForeground(muted)
            self.found.addItem(item)
        self.found.setCurrentRow(0)
        if not self._shown:
            self._say(tr("Nothing is called like that."))

    def _say(self, text: str) -> None:
        self._why.setText(text)
        self._why.show()

    def _choose(self, item: QListWidgetItem) -> None:
        entry = self._shown[item.data(_INDEX_ROLE)]
        if entry.run is None:
            self._say(f"{one_line(entry.title)}: {entry.note}.")
            return
        if entry.name:
            self.used.emit(entry.name)
        self.accept()
        # The dialog has gone and the focus is back in the window when the action looks at it.
        QTimer.singleShot(0, self._window, entry.run)


class _NoteDelegate(QStyledItemDelegate):
    """Draws the key, or the note, at the right of a row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows of four grid steps."""
        return QSize(120, max(4 * GRID - 2, QFontMetrics(active_theme().font()).height() + 12))

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Leave the note the room that it needs."""
        super().initStyleOption(option, index)
        room = QRect(option.rect).width() - _width(_note(index)) - 40
        shown: str = option.text
        option.text = QFontMetrics(active_theme().font()).elidedText(shown, Qt.TextElideMode.ElideRight, room)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row, then its note."""
        super().paint(painter, option, index)
        note = _note(index)
        if not note:
            return
        painter.save()
        painter.setFont(active_theme().mono(-1))
        painter.setPen(QColor(active_theme().hex("text_muted")))
        place = QRect(option.rect).adjusted(0, 0, -10, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, note)
        painter.restore()


def _note(index: Index) -> str:
    return str(index.data(_NOTE_ROLE) or "")


def _width(note: str) -> int:
    return QFontMetrics(active_theme().mono(-1)).horizontalAdvance(note)
