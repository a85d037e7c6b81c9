"""The main window: the frame around the rooms, who judges, which workspace is open, and what went wrong."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reviewer.domain.errors import ReviewerError
from reviewer.ui.actions import Binding
from reviewer.ui.keys import Keyboard, key_of_event
from reviewer.ui.language import tr
from reviewer.ui.live_settings import LiveSettings
from reviewer.ui.memory import Memory
from reviewer.ui.menus import Menus
from reviewer.ui.panes.bars import Navigation, StatusLine, TopBar
from reviewer.ui.panes.notices import EmptyState, ErrorBanner, Toast, ToastButton
from reviewer.ui.panes.room_slot import RoomSlot
from reviewer.ui.panes.start_screen import StartScreen
from reviewer.ui.rooms import ROOMS, Room, WindowContext
from reviewer.ui.safe_text import one_line
from reviewer.ui.tasks import Runner, Tasks
from reviewer.ui.theme import Theme
from reviewer.ui.window_actions import WindowActions

if TYPE_CHECKING:
    from reviewer.domain.changes import Changes
    from reviewer.domain.listing import ItemFilter
    from reviewer.domain.projects import Project
    from reviewer.services.workspace import Workspace
    from reviewer.ui.panes.review_desk import ReviewDesk


class MainWindow(QMainWindow):
    """The window of the program. It opens without a workspace and shows the start screen until it gets one."""

    first_painted = Signal()
    room_changed = Signal(str)
    item_shown = Signal()

    def __init__(
        self,
        theme: Theme,
        settings: LiveSettings,
        tasks: Runner | None = None,
        memory: Memory | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Reviewer")
        self.setAcceptDrops(True)
        self.theme = theme
        self.settings = settings
        self.memory = memory or Memory()
        self.tasks: Runner = tasks or Tasks(self.handle_error, self)
        self.workspace: Workspace | None = None
        self.reviewer = ""
        self._owns_workspace = False
        self._desk: ReviewDesk | None = None
        self._painted = False
        self._closed = False
        self.all_ended = True
        self._current = ""
        self._slots: dict[str, RoomSlot] = {}
        self._item_ids: dict[str, str | None] = {}
        self.keyboard = Keyboard(self)
        self.actions_of_window = WindowActions(self)
        self._build()
        self.memory.restore_window(self)
        self.settings.changed.connect(self._settings_changed)
        self._rebind()

    # ---- what others ask of the window -------------------------------------------------------------------

    def open_workspace(self, workspace: Workspace, reviewer: str, *, owned: bool = False) -> None:
        """Show a workspace as the person `reviewer`; the rooms of the one before are closed down first."""
        self._close_rooms()
        if self._owns_workspace and self.workspace is not None and self.workspace is not workspace:
            self.tasks.store(self.workspace.close)
        self.workspace, self.reviewer, self._owns_workspace = workspace, reviewer, owned
        self.show_error("")
        self.status_line.show_saved("")
        self.refresh_frame()
        self._pages.setCurrentWidget(self._rooms_page)
        self.go_to("review")

    def show_preview(self, desk: ReviewDesk, project: Project) -> None:
        """Show the item that comes first while the workspace opens; nothing can be decided on it yet."""
        self._desk = desk
        self._slots["review"].put(desk)
        desk.restyle()  # Qt takes a font back when a widget gets another parent
        self.memory.restore_parts(desk)
        self._stack.setCurrentWidget(self._slots["review"])
        self._pages.setCurrentWidget(self._rooms_page)
        self.navigation.show_room("review")
        self.top_bar.show_project(project.name, project.environment)

    def drop_preview(self) -> None:
        """Take a preview away when its workspace does not open."""
        if self._desk is not None:
            self._desk = None
            self._slots["review"].put(QWidget())
            self.refresh_frame()
            self._pages.setCurrentWidget(self.start_screen)

    def close_workspace(self) -> None:
        """Close the rooms and show the start screen."""
        self._close_rooms()
        if self._owns_workspace and self.workspace is not None:
            self.tasks.store(self.workspace.close)
        self.workspace, self.reviewer = None, ""
        self.refresh_frame()
        self._pages.setCurrentWidget(self.start_screen)
        self._rebind()

    def become(self, reviewer: str) -> None:
        """Judge as another person from now on; all rooms are built anew for them."""
        if self.workspace is None or not reviewer.strip() or reviewer == self.reviewer:
            return
        room = self._current or "review"
        self._close_rooms()
        self.reviewer = name = reviewer.strip()
        self.tasks.store(partial(_act_as, self.workspace, name))  # after what the rooms had still to do
        self.refresh_frame()
        self.go_to(room)

    def go_to(self, room_id: str) -> None:
        """Show a room, and build it when it is entered for the first time."""
        if self.workspace is None and room_id != "settings":
            previewed = self._desk is not None
            self._pages.setCurrentWidget(self._rooms_page if previewed else self.start_screen)
            return
        slot = self._slots[room_id]
        self._pages.setCurrentWidget(self._rooms_page)
        if slot.room is None:
            self._try_room(room_id, slot)
        self._current = room_id
        if room_id in self._item_ids:
            self.set_item_id(self._item_ids[room_id])
        self._stack.setCurrentWidget(slot)
        slot.setFocus()  # letters are keys here, and no button stands out
        self.navigation.show_room(room_id)
        self.top_bar.show_room(slot.parts)
        self._rebind()
        self.show_status()
        if slot.room is not None:
            slot.room.activated()
        self.room_changed.emit(room_id)

    def room(self, room_id: str) -> Room | None:
        """Return a room that is built, else None."""
        return self._slots[room_id].room

    def show_items(self, wanted: ItemFilter) -> None:
        """List the items behind a figure in the queue room."""
        self.go_to("queue")
        room = self.room("queue")
        if room is not None:
            room.show_items(wanted)

    @property
    def current_room(self) -> str:
        """The id of the room that is shown, or an empty text."""
        return self._current

    def broadcast(self, changes: Changes) -> None:
        """Tell every room that is built what a write touched."""
        if changes.touches("project", "members"):
            self.refresh_frame()
        for slot in self._slots.values():
            if slot.room is not None:
                try:
                    slot.room.refresh(changes)
                except Exception as error:  # one room's failure must not keep the others from the news
                    self.handle_error(error)

    def show_error(self, text: str) -> None:
        """Show one sentence about what went wrong and what to do; an empty one clears it."""
        self.error_banner.show_error(text)
        if text:
            self._announce(one_line(text, 500))

    def show_toast(self, text: str, button: ToastButton | None = None) -> None:
        """Show a passing word, and what can be done about it."""
        self.toast.show_text(text, button)
        self._announce(one_line(text, 500))

    def handle_error(self, error: BaseException) -> None:
        """Show an error that a person understands, or write a report of one that nobody expected."""
        if isinstance(error, ReviewerError):
            self.show_error(str(error))
            return
        from reviewer.ui.crash import write_report

        self.show_error(write_report(error))

    def set_item_id(self, item_id: str | None) -> None:
        """Note which item is on screen, for assistive technology and outside tests."""
        changed = item_id is not None and item_id != self.property("itemId")
        self.setProperty("itemId", item_id)
        if changed:
            self.item_shown.emit()
            self._announce(tr("Item {item_id}").format(item_id=one_line(str(item_id), 60)))

    def _announce(self, text: str) -> None:
        """Let a screen reader say something that no focus change would tell."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _note_item(self, room_id: str, item_id: str | None) -> None:
        """Note which item a room has on screen; it is the window's while that room is shown."""
        self._item_ids[room_id] = item_id
        if room_id == self._current:
            self.set_item_id(item_id)

    def key_of(self, action_id: str, slot: str = "") -> str:
        """Return the first key of an action as it is in force now, or an empty text."""
        for binding in self._bindings():
            if binding.action == action_id and (not slot or binding.slot == slot):
                return next(iter(self.keyboard.keys_of(binding)), "")
        return next(iter(self.keyboard.keys_of(Binding(action_id, lambda: None))), "")

    def run_action(self, action_id: str) -> bool:
        """Do what an action of the table does now; tell whether it could be done."""
        found = next((one for one in self._bindings() if one.action == action_id and one.enabled()), None)
        if found is not None:
            found.run()
        return found is not None

    def bindings_now(self) -> list[Binding]:
        """Return everything that can be done in the room that is shown."""
        return self._bindings()

    def refresh_frame(self) -> None:
        """Show project, environment, person and queue anew."""
        workspace = self.workspace
        self.top_bar.person_button.setVisible(workspace is not None)
        if workspace is not None:
            self._show_look()
        self.top_bar.person_button.show_person(self.reviewer)
        if workspace is None:
            self.top_bar.show_project("", "")
            self.status_line.show_queue("")
            self.status_line.show_room("")
            self.status_line.show_saved("")
            self.setWindowTitle("Reviewer")
            return
        project = workspace.project
        self.top_bar.show_project(project.name, project.environment)
        kind = "PostgreSQL" if "://" in workspace.location else "SQLite"
        self.status_line.show_queue(tr("queue: {kind} · {workspace}").format(kind=kind, workspace=workspace.title))
        self.setWindowTitle(f"{one_line(project.name, 80)} – Reviewer")

    # ---- building ---------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.top_bar = TopBar()
        self.error_banner = ErrorBanner()
        self.navigation = Navigation(ROOMS, self.key_of_window)
        self.status_line = StatusLine()
        self.start_screen = StartScreen(self.key_of_window)
        self._stack = QStackedWidget()
        self._stack.setObjectName("rooms")
        for entry in ROOMS:
            slot = RoomSlot(entry.id, tr(entry.title))
            self._slots[entry.id] = slot
            self._stack.addWidget(slot)
        self._rooms_page = QWidget()
        row = QHBoxLayout(self._rooms_page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(self._stack, 1)
        self._pages = QStackedWidget()
        self._pages.setObjectName("pages")
        self._pages.addWidget(self.start_screen)
        self._pages.addWidget(self._rooms_page)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.error_banner)
        column.addWidget(self._pages, 1)
        column.addWidget(self.status_line)
        self.setCentralWidget(central)
        self._pages.setFocus()
        self.toast = Toast(central, self.status_line, self.status_line.keys_button)
        self.menus = Menus(self)
        self.recent_menu = QMenu(tr("Recent workspaces"), self)
        self.recent_menu.setObjectName("menu_recent")
        self._connect()
        self.refresh_frame()

    def _connect(self) -> None:
        actions = self.actions_of_window
        self.navigation.chosen.connect(self.go_to)
        self.top_bar.find_wanted.connect(actions.show_palette)
        self.top_bar.soften_wanted.connect(actions.toggle_soft)
        self.top_bar.project_menu_wanted.connect(actions.show_recent_menu)
        self.top_bar.person_menu_wanted.connect(actions.show_person_menu)
        self.status_line.keys_wanted.connect(actions.show_keys)
        self.recent_menu.aboutToShow.connect(actions.fill_recent_menu)
        self.start_screen.new_wanted.connect(actions.new_workspace)
        self.start_screen.open_wanted.connect(actions.open_other)
        self.start_screen.connect_wanted.connect(actions.connect_to_team)
        self.start_screen.demo_wanted.connect(actions.open_demo)
        self.start_screen.recent_chosen.connect(actions.open_path)
        self.start_screen.forget_wanted.connect(actions.forget_recent)

    def key_of_window(self, action_id: str) -> str:
        """Return the first key of an action of the window."""
        return next(iter(self.keyboard.keys_of(Binding(action_id, lambda: None))), "")

    def _try_room(self, room_id: str, slot: RoomSlot) -> None:
        """Build a room; one that cannot be built says so and harms no other."""
        try:
            self._build_room(room_id, slot)
        except Exception as error:
            self.handle_error(error)
            sorry = EmptyState(
                tr("This room cannot be opened"), self.error_banner.text(), tr("Try again"), f"{room_id}_failed"
            )
            sorry.clicked.connect(lambda: self.go_to(room_id), Qt.ConnectionType.QueuedConnection)
            slot.put(sorry)

    def _build_room(self, room_id: str, slot: RoomSlot) -> None:
        entry = next(entry for entry in ROOMS if entry.id == room_id)
        room = entry.load()(self._context(room_id))
        if room_id == "review":
            self._desk = None  # it is the room's now
        room.setObjectName(f"{room_id}_content")
        if (layout := room.layout()) is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        slot.room = room
        slot.parts = self.top_bar.add_room(room.top_middle(), room.top_right())
        slot.put(room)
        self.memory.restore_parts(room)
        room.bindings_changed.connect(self._rebind)
        room.status_changed.connect(self.show_status)

    def _context(self, room_id: str) -> WindowContext:
        return WindowContext(
            workspace=self.workspace,  # type: ignore[arg-type]  # only the settings room works without one
            reviewer=self.reviewer,
            tasks=self.tasks,
            theme=self.theme,
            settings=self.settings,
            show_error=self.show_error,
            show_toast=self.show_toast,
            broadcast=self.broadcast,
            go_to=self.go_to,
            run=self.run_action,
            set_item_id=partial(self._note_item, room_id),
            show_saved=self.status_line.show_saved,
            show_waiting=self.status_line.show_waiting,
            key_of=self.key_of,
            show_items=self.show_items,
            desk=self._desk if room_id == "review" else None,
        )

    def _close_rooms(self) -> None:
        for entry in ROOMS:
            slot = self._slots[entry.id]
            if slot.room is None:
                continue
            room, parts = slot.room, slot.parts
            self.memory.save_parts(room)
            slot.room, slot.parts = None, None
            room.close_down()
            self.tasks.drop(f"{entry.id}.")
            slot.put(QWidget())
            if parts is not None:
                self.top_bar.drop_room(parts)
        self._current = ""
        self._item_ids.clear()
        self.set_item_id(None)

    # ---- keys, menus, status ----------------------------------------------------------------------------

    def _bindings(self) -> list[Binding]:
        room = self._slots[self._current].room if self._current else None
        return [*self.actions_of_window.bindings(), *(room.bindings() if room is not None else [])]

    def _rebind(self) -> None:
        bindings = self._bindings()
        self.keyboard.bind(bindings)
        self.menus.show(bindings, self.keyboard.keys_of, self.recent_menu)

    def show_status(self) -> None:
        """Show the line of the room that is shown."""
        room = self._slots[self._current].room if self._current else None
        self.status_line.show_room(room.status() if room is not None else "")

    @property
    def soft(self) -> bool:
        """Whether greys and smaller type are wanted, by the person or else by the project."""
        choice = self.settings.current.soften
        by_project = self.workspace is not None and self.workspace.project.wellbeing.soften
        return by_project if choice == "project" else choice == "on"

    def _show_look(self) -> None:
        current = self.settings.current
        self.theme.choose(current.theme, current.text_size, self.soft)
        self.top_bar.soften_button.setChecked(self.soft)

    def _settings_changed(self, settings: object) -> None:
        current = self.settings.current
        self._show_look()
        self.memory.save_look(current.theme, current.text_size)
        self.keyboard.set_overrides(current.keys)
        self.start_screen.refresh_keys()
        self._rebind()

    # ---- Qt ---------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once when the window has been painted, so that slow work starts only then."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.first_painted.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a workspace file that is dragged over the window."""
        if _dropped_workspace(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the workspace file that was dropped."""
        path = _dropped_workspace(event)
        if path is not None:
            event.acceptProposedAction()
            self.actions_of_window.open_path(str(path))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Run a key that assistive technology sent while another window is the active one."""
        if self.isActiveWindow() or not self.keyboard.press(key_of_event(event)):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the drafts, let go of what is held, remember the window, and end."""
        if not self._closed:
            self._closed = True
            self.memory.save_window(self)
            self.hide()
            self._close_rooms()
            if self._owns_workspace and self.workspace is not None:
                self.tasks.store(self.workspace.close)
            self.all_ended = self.tasks.close()
            self.toast.stop()
            self.keyboard.release()
            self.memory.save()
        super().closeEvent(event)


def _act_as(workspace: Workspace, name: str) -> None:
    """Let a person write into a file under another name; a server knows people by their log-in."""
    if workspace.store.path is not None:
        workspace.actor = name


def _dropped_workspace(event: QDropEvent) -> Path | None:
    """Return the one workspace file that a drag carries, else None."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() == ".reviewer" else None
