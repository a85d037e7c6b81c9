"""The palette: type a few letters of what you want to do, press Return."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
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

from reviewer.ui.actions import BY_ID, Binding
from reviewer.ui.language import tr
from reviewer.ui.panes.parts import key_caption
from reviewer.ui.safe_text import one_line
from reviewer.ui.theme import GRID, active_theme

_WIDTH, _HEIGHT = 560, 420
_KEY_ROLE = Qt.ItemDataRole.UserRole + 1
_INDEX_ROLE = Qt.ItemDataRole.UserRole + 2


def title_of(binding: Binding) -> str:
    """Return what a binding is called."""
    action = BY_ID[binding.action]
    return f"{action.title}: {binding.title}" if action.dynamic and binding.title else binding.title or action.title


def match(wanted: str, title: str) -> int | None:
    """Return how badly typed letters fit a title (0 is best), or None when they do not occur in their order."""
    wanted, title = wanted.casefold().strip(), title.casefold()
    if not wanted:
        return 0
    found = title.find(wanted)
    if found >= 0:
        return 0 if found == 0 else 1 if title[found - 1] == " " else 2
    position = -1
    start = -1
    for letter in wanted.replace(" ", ""):
        position = title.find(letter, position + 1)
        if position < 0:
            return None
        start = position if start < 0 else start
    return 3 + position - start


class PaletteDialog(QDialog):
    """Lists what can be done now and runs what is chosen, after it has closed."""

    def __init__(
        self, parent: QWidget, bindings: Sequence[Binding], keys_of: Callable[[Binding], tuple[str, ...]]
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("palette_dialog")
        self.setWindowTitle(tr("Find an action"))
        self.resize(_WIDTH, _HEIGHT)
        self._bindings = [one for one in bindings if one.action != "app.palette" and one.enabled()]
        self._keys_of = keys_of
        self.search = QLineEdit()
        self.search.setObjectName("palette_search")
        self.search.setAccessibleName(tr("Find an action"))
        self.search.setPlaceholderText(tr("What do you want to do?"))
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.found = QListWidget()
        self.found.setObjectName("palette_list")
        self.found.setAccessibleName(tr("Actions"))
        self.found.setItemDelegate(_KeyDelegate(self.found))
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.itemActivated.connect(self._run)
        self.found.itemClicked.connect(self._run)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(GRID)
        column.addWidget(self.search)
        column.addWidget(self.found, 1)
        self._fill("")
        self.search.setFocus()

    def titles(self) -> list[str]:
        """Return the titles that are shown, best first."""
        return [self.found.item(row).text() for row in range(self.found.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while the letters go to the field."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if (step := steps.get(Qt.Key(event.key()))) is not None and self.found.count():
                row = min(max(0, self.found.currentRow() + step), self.found.count() - 1)
                self.found.setCurrentRow(row)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if (item := self.found.currentItem()) is not None:
                    self._run(item)
                return True
        return super().eventFilter(watched, event)

    def _fill(self, wanted: str) -> None:
        ranked = [
            (rank, index)
            for index, binding in enumerate(self._bindings)
            if (rank := match(wanted, title_of(binding))) is not None
        ]
        self.found.clear()
        for _, index in sorted(ranked):
            binding = self._bindings[index]
            item = QListWidgetItem(one_line(title_of(binding)))
            keys = self._keys_of(binding)
            item.setData(_KEY_ROLE, key_caption(keys[0]) if keys else "")
            item.setData(_INDEX_ROLE, index)
            self.found.addItem(item)
        self.found.setCurrentRow(0)

    def _run(self, item: QListWidgetItem) -> None:
        binding = self._bindings[item.data(_INDEX_ROLE)]
        self.accept()
        # The dialog has gone and the focus is back in the window when the action looks at it.
        QTimer.singleShot(0, self._window, binding.run)


class _KeyDelegate(QStyledItemDelegate):
    """Draws the key at the right of a row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        """Rows of four grid steps."""
        return QSize(120, max(4 * GRID - 2, QFontMetrics(active_theme().font()).height() + 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        """Draw the row, then its key."""
        super().paint(painter, option, index)  # type: ignore[arg-type]
        key = str(index.data(_KEY_ROLE) or "")  # type: ignore[attr-defined]
        if not key:
            return
        painter.save()
        painter.setFont(active_theme().mono(-1))
        painter.setPen(QColor(active_theme().hex("text_muted")))
        place = QRect(option.rect).adjusted(0, 0, -10, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, key)
        painter.restore()
