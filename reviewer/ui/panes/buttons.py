"""Buttons with their key printed on them, and the buttons of the navigation; they paint themselves."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle

from reviewer.ui.language import tr
from reviewer.ui.panes.parts import Tone, key_caption
from reviewer.ui.safe_text import set_plain_tooltip, tooltip_text
from reviewer.ui.theme import GRID, Theme, active_theme

_PAD = 14
_GAP = 9
_BADGE_PAD = 5
_HEIGHT_EXTRA = 14
# Below this width a button cuts its text. Texts of the usual size need less, but for the longest.
_LEAST_WIDTH = 160


class KeyButton(QPushButton):
    """A push button with its key printed at the right; when checked it takes the ground of its tone."""

    ground = "surface"

    def __init__(self, text: str, name: str, key: str = "", tone: Tone = "plain", checkable: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self._caption = text
        self._key = key_caption(key) if key else ""
        self._tone: Tone = tone
        self._small = False
        self._cut = False
        self._measured: tuple[object, QSize] = (None, QSize())
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name()

    def set_caption(self, text: str) -> None:
        """Show another text."""
        if text != self._caption:
            self._caption = text
            self._name()
            self.updateGeometry()
            self.update()

    def caption(self) -> str:
        """Return the text on the button."""
        return self._caption

    def set_key(self, key: str) -> None:
        """Print another key."""
        self._key = key_caption(key) if key else ""
        self._name()
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: Tone) -> None:
        """Colour the button anew."""
        self._tone = tone
        self.update()

    def set_small(self, small: bool) -> None:
        """Make the button a little lower, for use inside cards."""
        self._small = small
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for the text, the key and the air around them."""
        bold = self.isCheckable() or self._tone != "plain"  # room for what it gets when it is checked
        wanted = (self._caption, self._key, self._small, bold, active_theme().frame_size())
        if wanted != self._measured[0]:  # layouts ask many times for each item
            self._measured = (wanted, self._measure(bold))
        return self._measured[1]

    def _measure(self, bold: bool) -> QSize:
        theme = active_theme()
        text, badge = theme.font(bold=bold), theme.mono(-1)
        width = QFontMetrics(text).horizontalAdvance(self._caption) + 2 * self._pad()
        if self._key:
            width += self._gap() + self._badge_width(badge)
        return QSize(width, QFontMetrics(text).height() + (10 if self._small else _HEIGHT_EXTRA))

    def minimumSizeHint(self) -> QSize:
        """The same, but for a long text in large letters: it ends in an ellipsis and stands in the tooltip."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), _LEAST_WIDTH), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell in the tooltip what is cut."""
        super().resizeEvent(event)
        cut = self.width() < self.sizeHint().width()
        if cut and not self.toolTip():
            set_plain_tooltip(self, self._caption)
        elif not cut and self._cut:
            set_plain_tooltip(self, "")
        self._cut = cut and (self._cut or self.toolTip() == tooltip_text(self._caption))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the border, the text and the key."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, border, ink = self._colours(theme)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.hasFocus():
            border = theme.color("focus")
        painter.setPen(QPen(border, 2 if self.hasFocus() else 1) if border.alpha() else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5) if self.hasFocus() else box, 6, 6)
        if self.hasFocus() and self.ground == "accent":  # the ring has the colour of the ground: another one inside
            painter.setPen(QPen(ink, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), 4, 4)
        self._paint_text(painter, theme, ink)

    def _paint_text(self, painter: QPainter, theme: Theme, ink: QColor) -> None:
        text, badge = self._fonts()
        wanted = self.sizeHint().width()
        left = max(self._pad(), (self.width() - wanted) // 2 + self._pad())
        metrics = QFontMetrics(text)
        room = self.width() - 2 * self._pad() - (self._gap() + self._badge_width(badge) if self._key else 0)
        caption = metrics.elidedText(self._caption, Qt.TextElideMode.ElideRight, max(room, 0))
        caption = self._caption if self.width() >= wanted else caption
        text_width = metrics.horizontalAdvance(caption)
        painter.setFont(text)
        painter.setPen(ink)
        upright = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        place = QRect(left, 0, text_width + 2, self.height())
        painter.drawText(self._mirrored(place), upright | Qt.AlignmentFlag.AlignLeft, caption)
        if not self._key:
            return
        height = QFontMetrics(badge).height() + 2
        box = QRect(
            left + text_width + (self._gap() if self._caption else 0),
            (self.height() - height) // 2,
            self._badge_width(badge),
            height,
        )
        box = self._mirrored(box)
        line = QColor(ink) if self.ground == "accent" else theme.color("border")
        painter.setPen(line)
        painter.setBrush(Qt.BrushStyle.NoBrush if self.ground == "accent" else theme.color("surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setFont(badge)
        painter.setPen(ink if self.ground == "accent" or not self.isEnabled() else theme.color("text_muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)

    def _mirrored(self, place: QRect) -> QRect:
        """Return where a part stands, which is at the other side in a window that is read from the right."""
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)

    def _colours(self, theme: Theme) -> tuple[QColor, QColor, QColor]:
        if not self.isEnabled():
            return theme.color("sunken"), theme.color("border"), theme.color("text_disabled")
        tone = self._tone
        if self.isChecked() or self.isDown():
            name = "accent" if tone == "plain" else tone
            return theme.color(f"{name}_soft"), theme.color(name), theme.color(f"{name}_text")
        ground = theme.color("hover" if self.underMouse() else "surface")
        return ground, theme.color("border"), theme.color("text" if tone == "plain" else f"{tone}_text")

    def _fonts(self) -> tuple[QFont, QFont]:
        theme = active_theme()
        return theme.font(bold=self._tone != "plain" or self.isChecked()), theme.mono(-1)

    def _pad(self) -> int:
        return 10 if self._small else _PAD

    def _gap(self) -> int:
        return 6 if self._small else _GAP

    def _badge_width(self, badge: QFont) -> int:
        return max(16, QFontMetrics(badge).horizontalAdvance(self._key) + 2 * _BADGE_PAD)

    def _name(self) -> None:
        self.setText(self._caption.replace("&", "&&"))
        self.setAccessibleName(self._caption)
        self.setAccessibleDescription(tr("Key {key}").format(key=self._key) if self._key else "")


class PrimaryButton(KeyButton):
    """The one thing to do next, filled with the accent colour."""

    ground = "accent"

    def _colours(self, theme: Theme) -> tuple[QColor, QColor, QColor]:
        if not self.isEnabled():
            return super()._colours(theme)
        ground = theme.color("accent_hover" if self.underMouse() or self.isDown() else "accent")
        return ground, QColor(0, 0, 0, 0), theme.color("on_accent")


class QuietButton(KeyButton):
    """A button without a border, for what is seldom done."""

    def _colours(self, theme: Theme) -> tuple[QColor, QColor, QColor]:
        clear = QColor(0, 0, 0, 0)
        if not self.isEnabled():
            return clear, clear, theme.color("text_disabled")
        ground, border, ink = super()._colours(theme)
        if self.isChecked() or self.isDown():
            return ground, border, ink
        muted = theme.color("text_muted" if self._tone == "plain" else f"{self._tone}_text")
        return (theme.color("hover") if self.underMouse() else clear), clear, muted

    def _pad(self) -> int:
        return GRID


class NavButton(QPushButton):
    """A room in the navigation: icon above, word below."""

    def __init__(self, title: str, name: str, icon: str, key: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(tr("{title} room").format(title=title))
        self.setAccessibleDescription(tr("Key {key}").format(key=key_caption(key)))
        self.setText(title)
        self._title = title
        self._icon = icon
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def caption(self) -> str:
        """Return the word on the button."""
        return self._title

    def sizeHint(self) -> QSize:
        """As wide as the longest word of the navigation needs."""
        metrics = QFontMetrics(self._font(bold=True))
        return QSize(max(46, metrics.horizontalAdvance(self._title) + 8), 22 + metrics.height() + 12)

    def minimumSizeHint(self) -> QSize:
        """The same: the word is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of the chosen room, the icon and the word."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme.color("focus"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(theme.color("accent_soft"))
        else:
            painter.setBrush(theme.color("hover") if self.underMouse() else Qt.BrushStyle.NoBrush)
        if self.isChecked() or self.underMouse() or self.hasFocus():
            painter.drawRoundedRect(box, 8, 8)
        token = "accent_text" if self.isChecked() else "text_muted"
        pixmap = theme.icon(self._icon, token).pixmap(QSize(20, 20), self.devicePixelRatio())
        painter.drawPixmap((self.width() - 20) // 2, 6, pixmap)
        painter.setFont(self._font(self.isChecked()))
        painter.setPen(theme.color(token))
        bottom = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(self.rect().adjusted(0, 0, 0, -5), bottom, self._title)

    def _font(self, bold: bool) -> QFont:
        return active_theme().font(-1.5, bold=bold)
