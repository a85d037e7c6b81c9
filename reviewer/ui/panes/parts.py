"""The small passive parts that panes are made of: panels, cards, chips, tiles, meters; plain text only."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reviewer.ui.language import tr
from reviewer.ui.panes.settling import SettlingArea
from reviewer.ui.safe_text import ElidedLabel, PlainLabel
from reviewer.ui.theme import GRID, active_theme

_WIDEST_COLUMN = 22
"""What a column may ask for at most, in sizes of the letters."""
Tone = Literal["plain", "accent", "good", "warn", "bad", "purple"]


def restyle(widget: QWidget, **properties: object) -> None:
    """Set properties that the style sheet reads, and paint anew only when one of them changed."""
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed and widget.style() is not None:
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def label(text: str, role: str, name: str = "", tone: Tone = "plain") -> PlainLabel:
    """Return a label in one of the roles of the style sheet."""
    made = PlainLabel(text)
    made.setObjectName(name)
    made.setProperty("role", role)
    made.setProperty("tone", tone)
    return made


class Chip(PlainLabel):
    """A short word on a rounded ground; the tone colours it, the word says it."""

    def __init__(self, text: str = "", tone: Tone = "plain", name: str = "") -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setProperty("role", "chip")
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def set_tone(self, tone: Tone) -> None:
        """Colour the chip anew."""
        restyle(self, tone=tone)

    def show_text(self, text: str, tone: Tone | None = None) -> None:
        """Show another word; an empty one hides the chip."""
        self.setText(text)
        self.setVisible(bool(text))
        if tone is not None:
            self.set_tone(tone)


class KeyBadge(PlainLabel):
    """The name of a key, printed like a key."""

    def __init__(self, key: str) -> None:
        super().__init__(key_caption(key))
        self.setProperty("role", "key")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)


class Hint(PlainLabel):
    """A small muted remark."""

    def __init__(self, text: str = "", name: str = "", tone: Tone = "plain") -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setProperty("role", "hint")
        self.setProperty("tone", tone)


class Strong(PlainLabel):
    """A word in semi-bold."""

    def __init__(self, text: str = "", name: str = "") -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setProperty("role", "strong")


class Rule(QFrame):
    """A hairline, lying or upright."""

    def __init__(self, upright: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "rule_upright" if upright else "rule")


class Panel(QFrame):
    """A rounded pane with a header (title, chips, a remark at the right) and a body."""

    def __init__(self, title: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("role", "panel")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self._title = ElidedLabel(title)
        self._title.setProperty("role", "title")
        self._note = ElidedLabel()
        self._note.setProperty("role", "hint")
        self.header = QHBoxLayout()
        self.header.setSpacing(GRID)
        self.header.addWidget(self._title)
        tail = QHBoxLayout()
        tail.setContentsMargins(GRID * 2 - 2, 10, GRID * 2 - 2, 10)
        tail.setSpacing(GRID)
        tail.addLayout(self.header)
        tail.addStretch(1)
        tail.addWidget(self._note)
        self.tail = tail
        outer.addLayout(tail)
        outer.addWidget(Rule())
        self.body = QVBoxLayout()
        self.body.setContentsMargins(GRID * 2 - 2, 12, GRID * 2 - 2, 12)
        self.body.setSpacing(GRID)
        outer.addLayout(self.body, 1)

    def set_title(self, text: str) -> None:
        """Show another title."""
        self._title.setText(text)
        self.setAccessibleName(text)

    def note(self, text: str) -> None:
        """Show a muted remark at the right of the header."""
        self._note.setText(text)


class Card(QFrame):
    """A bordered box in a pane; it can be chosen with the mouse, and with Space when it has the focus."""

    clicked = Signal()
    entered = Signal(bool)
    """The pointer is over the card now, or no longer."""

    def __init__(self, name: str, tone: Tone | Literal["sunken", "ring"] = "plain", click: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "card")
        self.setProperty("tone", tone)
        self.setProperty("selected", "false")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 10, 12, 10)
        self.body.setSpacing(GRID // 2)
        self._click = click
        if click:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setAccessibleDescription(tr("Space chooses it"))

    def set_tone(self, tone: str) -> None:
        """Colour the border."""
        restyle(self, tone=tone)

    def set_selected(self, selected: bool) -> None:
        """Mark the card as the chosen one."""
        restyle(self, selected="true" if selected else "false")

    def set_pointed(self, pointed: bool) -> None:
        """Mark the card as one that belongs to what the pointer is on."""
        restyle(self, pointed="true" if pointed else "false")

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the pointer came."""
        super().enterEvent(event)
        self.entered.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer went."""
        super().leaveEvent(event)
        self.entered.emit(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press, so that the release comes here too."""
        if not self._click:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of a click that ended inside the card."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Space do what a click does."""
        if self._click and event.key() == Qt.Key.Key_Space:
            self.clicked.emit()
            return
        super().keyPressEvent(event)


class Tile(QFrame):
    """A figure with its caption above and a remark below."""

    def __init__(self, caption: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "tile")
        self._caption = Hint(caption)
        self._value = label("–", "figure")
        self._note = Hint()
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 2, 12, GRID * 2, 10)
        column.setSpacing(2)
        for part in (self._caption, self._value, self._note):
            column.addWidget(part)
        self.setAccessibleName(caption)

    def show_value(self, value: str, note: str = "") -> None:
        """Show a figure and what stands below it."""
        self._value.setText(value)
        self._note.setText(note)
        self.setAccessibleName(f"{self._caption.text()}: {value}. {note}")


class BarMeter(QWidget):
    """A thin bar that is filled to a share, with an optional tick where a threshold lies."""

    def __init__(self, tone: Tone = "accent", name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._tone: Tone = tone
        self._share = 0.0
        self._mark: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A bar of the usual height."""
        return QSize(80, 6)

    def set_share(self, share: float, tone: Tone | None = None, mark: float | None = None) -> None:
        """Fill the bar to a share between 0 and 1."""
        self._share = min(1.0, max(0.0, share))
        self._mark = mark
        self._tone = tone or self._tone
        self.setAccessibleName(tr("{share} percent").format(share=round(self._share * 100)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the filled share and the tick."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(self.rect())
        painter.setBrush(theme.color("hover"))
        painter.drawRoundedRect(bar, 2, 2)
        painter.setBrush(theme.color("text_muted" if self._tone == "plain" else self._tone))
        painter.drawRoundedRect(QRectF(0, 0, bar.width() * self._share, bar.height()), 2, 2)
        if self._mark is not None:
            painter.setBrush(theme.color("text"))
            painter.drawRect(QRectF(bar.width() * self._mark - 1, 0, 2, bar.height()))


class _FromTheTop(QVBoxLayout):
    """A column that is aligned at the top: of itself Qt forgets there that wrapped text is higher."""

    def sizeHint(self) -> QSize:
        """As high as the column is at the width that it has."""
        hint = super().sizeHint()
        parent = self.parentWidget()
        if parent is not None and self.hasHeightForWidth():
            hint.setHeight(max(hint.height(), self.heightForWidth(parent.width())))
        return hint


class ScrollColumn(SettlingArea):
    """A column of cards that scrolls upright; widgets go into `.column`."""

    def __init__(self, name: str, title: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("role", "column")
        inner.setBackgroundRole(QPalette.ColorRole.NoRole)
        # As wide as the view and no wider, since nothing scrolls sideways: text wraps instead of being cut.
        inner.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.column: QVBoxLayout = _FromTheTop(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GRID)
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(inner)

    def minimumSizeHint(self) -> QSize:
        """As wide as what stands in the column needs, since nothing scrolls sideways; foreign words ask in vain."""
        wanted = self.column.minimumSize().width() + self.verticalScrollBar().sizeHint().width()
        most = round(_WIDEST_COLUMN * active_theme().frame_size())
        return QSize(min(wanted, most), super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell those around that the column may need more room."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def empty(self) -> None:
        """Take out and delete what the column holds."""
        while (item := self.column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()


_CAPTIONS = {
    "Return": "⏎", "Enter": "⏎", "Backspace": "⌫", "Escape": "Esc", "Space": "␣", "Up": "↑", "Down": "↓",
    "Left": "←", "Right": "→", "Delete": "Del",
}  # fmt: skip


def key_caption(key: str) -> str:
    """Return a key as it is printed on a button: `Ctrl+Return` is `Ctrl ⏎`."""
    if key.endswith("++"):
        return f"{key_caption(key[:-2])} +"
    if key == "+" or key.endswith(" +"):  # a caption stays as it is
        return key
    return " ".join(_CAPTIONS.get(part, part) for part in key.split("+"))
