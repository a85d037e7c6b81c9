"""A source view that is as high as its text, for messages and passages that stand in a column that scrolls."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy

from reviewer.ui.safe_text import PlainEditor, SourceView
from reviewer.ui.safe_text.line_spacing import DENSE

_LOOKED_AT = 50  # paragraphs that tell in which direction a text runs


class TextBlock(SourceView):
    """A view without a frame; the column around it scrolls, not the view."""

    highest = 8_000
    """Pixels; what is longer scrolls by itself."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(line_share=DENSE)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("role", "reading")
        hold_sideways(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self._height = 0
        self._measures = False
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())

    def set_source(self, text: str, key: object = None) -> None:
        """Show a text from its beginning."""
        super().set_source(text, key)
        lean(self)

    def sizeHint(self) -> QSize:
        """As high as the text at this width."""
        return QSize(120, self._height or self.fontMetrics().lineSpacing() + 2)

    def minimumSizeHint(self) -> QSize:
        """A few letters wide, and never lower than the text."""
        return QSize(60, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again at another width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the column scroll, as long as the whole text is shown."""
        if self._height < self.highest:
            event.ignore()
        else:
            super().wheelEvent(event)

    def _fit(self) -> None:
        if self._measures:
            return  # measuring lays out, which tells of another size
        self._measures = True
        height = self._measured()
        self._measures = False
        if height != self._height:
            self._height = height
            scrolls = height == self.highest
            bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            self.setVerticalScrollBarPolicy(bar)
            self.updateGeometry()

    def _measured(self) -> int:
        """Return the height of the lines as they are laid out: other scripts have higher ones than the font says."""
        layout = self.document().documentLayout()
        block, height = self.document().begin(), 0.0
        while block.isValid() and height < self.highest:
            height += layout.blockBoundingRect(block).height()
            block = block.next()
        return min(max(ceil(height), self.fontMetrics().lineSpacing()) + 4, self.highest)


def bring_into_sight(column: QScrollArea, view: SourceView, offset: int) -> None:
    """Scroll the column in which a view stands, so that an offset of its text is in sight."""
    view.scroll_to(offset)
    inner = column.widget()
    if inner is not None and view.isVisibleTo(inner):
        place = view.viewport().mapTo(inner, view.rect_of(offset).center())
        column.ensureVisible(place.x(), place.y(), 0, 60)


def follow_cursor(column: QScrollArea, view: SourceView) -> None:
    """From now on, scroll the column in which a view stands so that the cursor stays in sight while keys move it."""

    def follow() -> None:
        inner = column.widget()
        if inner is not None and view.hasFocus() and view.isVisibleTo(inner):
            place = view.viewport().mapTo(inner, view.cursorRect().center())
            column.ensureVisible(place.x(), place.y(), 0, 30)

    view.cursorPositionChanged.connect(follow)


def lean(view: SourceView | PlainEditor) -> None:
    """Let lines begin at the right where most paragraphs do: Qt's plain layout turns words, not their edge."""
    document = view.document()
    block, count, leftward = document.begin(), 0, 0
    while block.isValid() and count < _LOOKED_AT:
        if block.length() > 1:
            count += 1
            leftward += block.textDirection() == Qt.LayoutDirection.RightToLeft
        block = block.next()
    wanted = Qt.AlignmentFlag.AlignRight if leftward * 2 > count else Qt.AlignmentFlag.AlignLeft
    option = document.defaultTextOption()
    if option.alignment() != wanted:
        option.setAlignment(wanted)
        document.setDefaultTextOption(option)


def hold_sideways(view: SourceView | PlainEditor) -> None:
    """Never scroll sideways: lines wrap, yet Qt scrolls some pixels towards a cursor at the right edge."""
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    bar = view.horizontalScrollBar()

    def hold(*_: object) -> None:
        home = bar.maximum() if view.isRightToLeft() else 0  # in a mirrored window Qt counts from the other end
        if bar.value() != home:
            bar.setValue(home)

    bar.valueChanged.connect(hold)
    bar.rangeChanged.connect(hold)
