"""The rooms of the window: which there are, what each gets, and what each can do for the window.

To add a room, write its widget in `ui/panes/`, and one row in ROOMS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reviewer.ui.actions import Binding
from reviewer.ui.language import later

if TYPE_CHECKING:
    from reviewer.domain.changes import Changes
    from reviewer.domain.listing import ItemFilter
    from reviewer.services.workspace import Workspace
    from reviewer.ui.live_settings import LiveSettings
    from reviewer.ui.panes.review_desk import ReviewDesk
    from reviewer.ui.tasks import Runner
    from reviewer.ui.theme import Theme


@dataclass(frozen=True)
class WindowContext:
    """What the window lends to a room; it stays the same as long as the room lives."""

    workspace: Workspace
    reviewer: str
    tasks: Runner
    theme: Theme
    settings: LiveSettings
    show_error: Callable[[str], None]
    show_toast: Callable[..., None]
    broadcast: Callable[[Changes], None]
    go_to: Callable[[str], None]
    run: Callable[[str], bool]
    set_item_id: Callable[[str | None], None]
    show_saved: Callable[..., None]
    show_waiting: Callable[[str], None]
    key_of: Callable[..., str]
    show_items: Callable[[ItemFilter], None]
    desk: ReviewDesk | None = None  # built already, with the first item on it


class Room(QWidget):
    """One room. Override what is needed; each method has a harmless default."""

    bindings_changed = Signal()
    status_changed = Signal()

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self.context = context

    def activated(self) -> None:
        """Do what is due when the room becomes visible."""

    def refresh(self, changes: Changes) -> None:
        """Look whether a write touched what is shown here."""

    def open_item(self, item_id: str, source: str) -> None:
        """Bring an item onto the screen, where this room can."""

    def show_items(self, wanted: ItemFilter) -> None:
        """List the items that a filter lets through, where this room can."""

    def read_policy(self, policy_id: str) -> None:
        """Show what the guideline says of a policy, where this room can."""

    def bindings(self) -> list[Binding]:
        """Return what this room does for the actions of the table."""
        return []

    def status(self) -> str:
        """Return the line for the status bar."""
        return ""

    def top_middle(self) -> QWidget | None:
        """Return the room's part of the top bar; asked once."""
        return None

    def top_right(self) -> QWidget | None:
        """Return the room's part at the right of the top bar; asked once."""
        return None

    def close_down(self) -> None:
        """Stop timers, keep the draft and let go of what is held."""


@dataclass(frozen=True)
class RoomEntry:
    """A room of the navigation: how it is called, its picture, and where its widget is."""

    id: str
    title: str
    icon: str
    place: str

    def load(self) -> type[Room]:
        """Import the room's module, which may be slow, and return its class."""
        module, name = self.place.split(":")
        return cast(type[Room], getattr(import_module(f"reviewer.ui.panes.{module}"), name))


ROOMS: tuple[RoomEntry, ...] = (
    RoomEntry("review", later("Review"), "review", "review_room:ReviewRoom"),
    RoomEntry("queue", later("Queue"), "queue", "queue_room:QueueRoom"),
    RoomEntry("quality", later("Quality"), "quality", "quality_room:QualityRoom"),
    RoomEntry("datasets", later("Datasets"), "datasets", "datasets_room:DatasetsRoom"),
    RoomEntry("audit", later("Audit"), "audit", "audit_room:AuditRoom"),
    RoomEntry("settings", later("Settings"), "settings", "settings_room:SettingsRoom"),
)
