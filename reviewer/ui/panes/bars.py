"""The frame around the rooms: the bar at the top, the navigation at the left, the line at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import KeyButton, NavButton, QuietButton
from reviewer.ui.panes.parts import Chip, Hint, Tone, restyle
from reviewer.ui.rooms import RoomEntry
from reviewer.ui.safe_text import ElidedLabel, one_line
from reviewer.ui.theme import GRID, active_theme

_ENVIRONMENT_TONES: dict[str, Tone] = {
    later("production"): "bad",
    later("staging"): "warn",
    later("test"): "plain",
}


class PersonButton(QPushButton):
    """The initials of the person who judges, on a round ground; opens the menu of people."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("person_button")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._initials = ""
        self.show_person("")

    def sizeHint(self) -> QSize:
        """A circle around two letters."""
        side = max(30, QFontMetrics(active_theme().font(-1, bold=True)).horizontalAdvance("MM") + 6)
        return QSize(side, side)

    def show_person(self, name: str) -> None:
        """Show the initials of a name, and say the whole name to assistive technology."""
        words = [word for word in one_line(name).replace(".", " ").replace("_", " ").split() if word]
        letters = "".join(word[0] for word in words[:2]) if len(words) > 1 else "".join(words)[:2]
        self._initials = letters.upper()
        self.setAccessibleName(tr("You are {name}: change").format(name=one_line(name)) if name else tr("Who am I"))
        self.update()

    def initials(self) -> str:
        """Return the letters on the button."""
        return self._initials

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the round ground and the initials."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("focus"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent_soft"))
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.setPen(theme.color("accent_text"))
        painter.setFont(theme.font(-1, bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._initials)


class TopBar(QWidget):
    """Project and environment, the room's own part, the palette's button and the person."""

    find_wanted = Signal()
    soften_wanted = Signal()
    project_menu_wanted = Signal()
    person_menu_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("top_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "bar_bottom_line")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.project_label = ElidedLabel("Reviewer")
        self.project_label.setObjectName("project_label")
        self.project_label.setProperty("role", "title")
        self.environment_chip = Chip(name="environment_chip")
        self.project_button = QuietButton("▾", "project_button")
        self.project_button.setAccessibleName(tr("Workspaces"))
        self.project_button.clicked.connect(self.project_menu_wanted)
        self.find_button = KeyButton(tr("Find"), "find_button", "Ctrl+K")
        self.find_button.clicked.connect(self.find_wanted)
        self.soften_button = KeyButton(tr("Soften"), "soften_button", "B", checkable=True)
        self.soften_button.clicked.connect(self.soften_wanted)
        self.person_button = PersonButton()
        self.person_button.clicked.connect(self.person_menu_wanted)
        self._middle, self._right = _Place("top_middle"), _Place("top_right")
        self._right.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(GRID * 2, 0, 12, 0)
        self._rows.setSpacing(12)
        self._first, self._second = _strut(46), _strut(46)
        at_left: tuple[QWidget, ...] = (self.project_label, self.environment_chip, self.project_button)
        at_right: tuple[QWidget, ...] = (self._right, self.find_button, self.soften_button, self.person_button)
        for part in at_left:
            self._first.addWidget(part)
        self._first.addSpacing(GRID)
        self._first.addWidget(self._middle, 1)
        self._second.addStretch(1)
        for part in at_right:
            self._second.addWidget(part)
        self._rows.addLayout(self._first, 1)
        self._rows.addLayout(self._second)
        self.show_project("", "")

    def minimumSizeHint(self) -> QSize:
        """As narrow as the wider half: what does not fit beside each other goes below each other."""
        return QSize(max(self._halves()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the halves below each other where large letters leave no room beside each other."""
        super().resizeEvent(event)
        margins = self._rows.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._rows.spacing()
        upright = sum(self._halves()) > room
        wanted = QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight
        if self._rows.direction() != wanted:
            self._rows.setDirection(wanted)

    def _halves(self) -> tuple[int, int]:
        return self._first.minimumSize().width(), self._second.minimumSize().width()

    def show_project(self, name: str, environment: str) -> None:
        """Show which project is open and whether it is the real thing."""
        self.project_label.setText(one_line(name) or "Reviewer")
        self.environment_chip.show_text(tr(environment), _ENVIRONMENT_TONES.get(environment, "plain"))

    def add_room(self, middle: QWidget | None, right: QWidget | None) -> tuple[QWidget, QWidget]:
        """Take a room's two parts; the pair that comes back is what `show_room` and `drop_room` want."""
        parts = (middle or QWidget(), right or QWidget())
        self._middle.add(parts[0])
        self._right.add(parts[1])
        return parts

    def show_room(self, parts: tuple[QWidget, QWidget] | None) -> None:
        """Show the parts of a room, or nothing."""
        middle, right = parts or (None, None)
        self._middle.show_only(middle)
        self._right.show_only(right)

    def drop_room(self, parts: tuple[QWidget, QWidget]) -> None:
        """Give up the parts of a room that closes."""
        self._middle.drop(parts[0])
        self._right.drop(parts[1])


class _Place(QWidget):
    """Where the rooms put their parts; only the one that is shown takes room."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._parts: list[QWidget] = []

    def add(self, part: QWidget) -> None:
        part.hide()
        self._row.addWidget(part)
        self._parts.append(part)

    def show_only(self, shown: QWidget | None) -> None:
        for part in self._parts:
            part.setVisible(part is shown)

    def drop(self, part: QWidget) -> None:
        self._parts.remove(part)
        self._row.removeWidget(part)
        part.hide()
        part.deleteLater()


class Navigation(QWidget):
    """The rooms, one button each; `chosen` carries the room's id."""

    chosen = Signal(str)

    def __init__(self, rooms: Sequence[RoomEntry], keys: Callable[[str], str]) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setAccessibleName(tr("Rooms"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "bar_right_line")
        column = QVBoxLayout(self)
        column.setContentsMargins(5, 10, 5, 10)
        column.setSpacing(4)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, NavButton] = {}
        for room in rooms:
            button = NavButton(tr(room.title), f"nav_{room.id}", room.icon, keys(f"go.{room.id}"))
            button.clicked.connect(lambda checked=False, room_id=room.id: self.chosen.emit(room_id))
            self._group.addButton(button)
            self._buttons[room.id] = button
            column.addWidget(button)
        column.addStretch(1)

    def show_room(self, room_id: str) -> None:
        """Mark the room that is shown."""
        self._buttons[room_id].setChecked(True)


class StatusLine(QWidget):
    """What was saved and when, which queue is open, a line of the room, and the way to all keys."""

    keys_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status_line")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "bar_top_line")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.saved_label = Hint(name="saved_label")
        self.outbox_label = Hint(name="outbox_label", tone="warn")
        self.outbox_label.hide()
        self.queue_label = ElidedLabel()
        self.queue_label.setObjectName("queue_label")
        self.queue_label.setProperty("role", "hint")
        self.room_label = ElidedLabel("")
        self.room_label.setObjectName("room_status_label")
        self.room_label.setProperty("role", "hint")
        self.keys_button = _FlatKeyButton(tr("all keys"), "keys_button", "?")
        self.keys_button.clicked.connect(self.keys_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 6, 0)
        row.setSpacing(20)
        row.addWidget(self.saved_label)
        row.addWidget(self.outbox_label)
        row.addWidget(self.queue_label)
        row.addWidget(self.room_label, 1)
        row.addWidget(self.keys_button)
        row.addLayout(_strut(27))
        self.saved_label.hide()

    def show_saved(self, text: str, ok: bool = True, waits: bool = False) -> None:
        """Say that something is saved, that it is not, or that it is on its way."""
        restyle(self.saved_label, tone="good" if ok else "warn" if waits else "bad")
        self.saved_label.setText(f"● {text}" if text and ok else f"▲ {text}" if text else "")
        self.saved_label.setVisible(bool(text))

    def show_waiting(self, text: str) -> None:
        """Say what waits on this machine; an empty text where nothing does."""
        self.outbox_label.setText(f"◷ {text}" if text else "")
        self.outbox_label.setAccessibleName(text)
        self.outbox_label.setVisible(bool(text))

    def show_queue(self, text: str) -> None:
        """Say which queue is open."""
        self.queue_label.setText(one_line(text, 60))

    def show_room(self, text: str) -> None:
        """Show the line of the room."""
        self.room_label.setText(one_line(text))


class _FlatKeyButton(QuietButton):
    """A quiet button as low as the status line."""

    def sizeHint(self) -> QSize:
        """Only as high as the text needs."""
        hint = super().sizeHint()
        return QSize(hint.width(), hint.height() - 8)


def popup_below(menu: QMenu, widget: QWidget) -> None:
    """Open a menu right below a button."""
    menu.popup(widget.mapToGlobal(widget.rect().bottomLeft()))


def _strut(height: int) -> QHBoxLayout:
    """Return nothing of a height, which holds a bar open and lets it grow with the size of the text."""
    made = QHBoxLayout()
    made.setSpacing(12)
    made.addStrut(height)
    return made
