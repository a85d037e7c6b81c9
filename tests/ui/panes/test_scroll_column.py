"""A column of cards that nearly fits: with its bar text needs more room than without, and the bar must settle."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget
from pytestqt.qtbot import QtBot

from reviewer.ui.panes.parts import ScrollColumn

WIDE, VIEW_HEIGHT = 200, 300


class Undecided(QWidget):
    """Measures itself as a card with wrapped labels may: by the lines that it has now, not by those it would have."""

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.is_long = True
        self.deepest = self._depth = 0

    def sizeHint(self) -> QSize:
        return QSize(100, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(50, 50)

    def heightForWidth(self, width: int) -> int:
        if self.is_long:
            return 2 * VIEW_HEIGHT
        fits = width >= WIDE or self.width() < WIDE
        return VIEW_HEIGHT - 10 if fits else VIEW_HEIGHT + 10

    def event(self, event: QEvent) -> bool:
        self._depth += 1
        self.deepest = max(self.deepest, self._depth)
        try:
            assert self._depth < 100, "the column never settles"
            if event.type() == QEvent.Type.Resize:
                self.updateGeometry()
            return super().event(event)
        finally:
            self._depth -= 1


def test_a_column_that_fits_without_its_bar_alone_settles(qtbot: QtBot) -> None:
    column = ScrollColumn("column")
    qtbot.addWidget(column)
    card = Undecided()
    column.column.addWidget(card)
    column.resize(WIDE + 5, VIEW_HEIGHT)  # wide enough without the bar, and not with it
    column.show()
    qtbot.waitUntil(column.verticalScrollBar().isVisible)
    card.is_long = False
    card.updateGeometry()
    qtbot.waitUntil(lambda: card.height() < 2 * VIEW_HEIGHT)
    assert card.deepest < 50
    content = column.widget()
    assert content is not None
    assert card.height() <= content.height()
