"""The place of one room in the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from reviewer.ui.language import tr
from reviewer.ui.panes.settling import SettlingArea
from reviewer.ui.rooms import Room

_ROOM_MARGIN = 12


class RoomSlot(QWidget):
    """The place of one room in the window; it bears the room's name even before the room is built."""

    def __init__(self, room_id: str, title: str) -> None:
        super().__init__()
        self.setObjectName(f"{room_id}_room")
        self.setAccessibleName(tr("{title} room").format(title=title))
        self.room: Room | None = None
        self.parts: tuple[QWidget, QWidget] | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(*([_ROOM_MARGIN] * 4))

    def put(self, widget: QWidget) -> None:
        """Show a widget instead of what was here."""
        while (item := self._layout.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.setParent(None)
                old.deleteLater()
        area = SettlingArea()  # with large letters in a small window a room scrolls instead of being cut
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(widget)
        self._layout.addWidget(area)
