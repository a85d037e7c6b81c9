"""The looks: two palettes of our own on Qt's Fusion style, following the system when asked, switched live."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Literal

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from reviewer.config.paths import cache_dir, shipped
from reviewer.ui.style import style_sheet

Choice = Literal["system", "light", "dark"]
GRID = 8
DEFAULT_TEXT_SIZE = 11
# The frame of the window is a little smaller than what is read in it.
_FRAME_SHARE = 0.88
_SOFTER = 2  # points that all type gets smaller
_SMALLEST = 8
# Qt takes the first of these that the machine has.
_SANS = ["Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "DejaVu Sans"]
_MONO = ["JetBrains Mono", "Noto Sans Mono", "Cascadia Mono", "Menlo", "DejaVu Sans Mono"]
# The marks of boxes and lists, which a style sheet takes from files: its name for each, the icon and the colour.
_PICTURES = {
    "picture_down": ("chevron-down", "text_muted"),
    "picture_up": ("chevron-up", "text_muted"),
    "picture_check": ("check", "on_accent"),
}
_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "text_muted",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "on_accent",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent_text",
    QPalette.ColorRole.LinkVisited: "accent_text",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border_strong",
    QPalette.ColorRole.Shadow: "border_strong",
}
_DISABLED = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


@cache
def tokens(name: str) -> dict[str, str]:
    """Return the colours of a shipped palette by their names."""
    with shipped(f"resources/palettes/{name}.toml").open("rb") as file:
        return dict(tomllib.load(file)["tokens"])


@cache
def soft_tokens(name: str) -> dict[str, str]:
    """Return the colours of a palette as greys; each is as light as it was, so that all contrasts hold."""
    return {token: _grey(colour) for token, colour in tokens(name).items()}


def _grey(colour: str) -> str:
    """Return the grey of the same luminance, as WCAG computes it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    level = round(255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055))
    return f"#{level:02x}{level:02x}{level:02x}"


class Theme(QObject):
    """The colours, fonts and icons in force; `changed` tells who paints by hand to paint again."""

    changed = Signal()

    def __init__(self, choice: Choice = "light", text_size: int = DEFAULT_TEXT_SIZE) -> None:
        super().__init__()
        self._choice: Choice = choice
        self._text_size = text_size
        self._soft = False
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._installed = False

    @property
    def dark(self) -> bool:
        """Whether the dark palette is in force."""
        if self._choice == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._choice == "dark"

    @property
    def text_size(self) -> int:
        """The size in points of what is read: prompt, response, evidence."""
        return max(_SMALLEST, self._text_size - _SOFTER) if self._soft else self._text_size

    @property
    def soft(self) -> bool:
        """Whether all is in greys and smaller type."""
        return self._soft

    def _tokens(self) -> dict[str, str]:
        name = "dark" if self.dark else "light"
        return soft_tokens(name) if self._soft else tokens(name)

    def hex(self, token: str) -> str:
        """Return a colour as `#rrggbb`."""
        return self._tokens()[token]

    def color(self, token: str) -> QColor:
        """Return a colour."""
        return QColor(self.hex(token))

    def frame_size(self) -> float:
        """The size in points of labels, buttons and lists."""
        size = max(_SMALLEST, self._text_size - 1) if self._soft else self._text_size  # it is small already
        return round(size * _FRAME_SHARE * 4) / 4

    def font(self, delta: float = 0, bold: bool = False) -> QFont:
        """Return the font of the window's frame, `delta` points larger, with figures of one width."""
        font = QFont(_SANS)
        font.setPointSizeF(max(6.0, self.frame_size() + delta))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def reading_font(self) -> QFont:
        """Return the font of prompt, response and evidence, in the size of the settings."""
        font = self.font()
        font.setPointSizeF(self.text_size)
        return font

    def mono(self, delta: float = 0) -> QFont:
        """Return the font of code and keys."""
        font = QFont(_MONO)
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setPointSizeF(max(6.0, self.frame_size() + delta))
        return font

    def icon(self, name: str, token: str = "text_muted") -> QIcon:  # noqa: S107  a colour's name, no password
        """Return a shipped icon, drawn in the colour of a token."""
        key = (name, self.hex(token))
        if key not in self._icons:
            self._icons[key] = _drawn(name, key[1])
        return self._icons[key]

    def install(self, app: QApplication) -> None:
        """Put the theme on the application and follow the system's scheme from now on."""
        global _active
        _active = self
        if not self._installed:
            self._installed = True
            app.setStyle("Fusion")
            app.styleHints().colorSchemeChanged.connect(self._follow)
        self._apply()

    def choose(self, choice: Choice, text_size: int, soft: bool = False) -> None:
        """Switch to another palette or size; nothing happens when all are in force already."""
        if (choice, text_size, soft) == (self._choice, self._text_size, self._soft):
            return
        self._choice, self._text_size, self._soft = choice, text_size, soft
        if self._installed:
            self._apply()

    def uninstall(self) -> None:
        """Stop following the system's scheme."""
        if self._installed:
            self._installed = False
            QGuiApplication.styleHints().colorSchemeChanged.disconnect(self._follow)

    def _follow(self) -> None:
        if self._choice == "system":
            self._apply()

    def _apply(self) -> None:
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        app.setPalette(self._palette())
        app.setFont(self.font())
        colours = self._tokens()
        pictures = {name: _picture(icon, colours[token]) for name, (icon, token) in _PICTURES.items()}
        app.setStyleSheet(style_sheet({**colours, **pictures}, self.frame_size()))
        self.changed.emit()

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, token in _ROLES.items():
            palette.setColor(role, self.color(token))
        for role in _DISABLED:
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("text_disabled"))
        return palette


_active: Theme | None = None


def active_theme() -> Theme:
    """Return the theme that is installed, for widgets that paint themselves."""
    global _active
    if _active is None:
        _active = Theme()
    return _active


def _picture(icon: str, colour: str) -> str:
    """Return the address of a shipped icon in one colour, as a style sheet wants it: a file."""
    path = cache_dir() / f"{icon}-{colour.lstrip('#')}.svg"
    if not path.exists():
        path.write_text(_tinted(icon, colour), "utf-8")
    return path.as_posix()


def _tinted(name: str, colour: str) -> str:
    return shipped(f"resources/icons/{name}.svg").read_text("utf-8").replace("currentColor", colour)


def _drawn(name: str, colour: str) -> QIcon:
    """Draw a shipped icon in one colour, sharp at each size that the window uses."""
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(_tinted(name, colour).encode("utf-8")))
    icon = QIcon()
    for size in (16, 20, 40):
        pixmap = QPixmap(QSize(size, size))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        icon.addPixmap(pixmap)
    return icon
