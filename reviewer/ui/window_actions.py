"""What the window itself does for the actions of the table: workspaces, people, looks, the palette, the key sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu

from reviewer.config.addresses import address_title, is_address
from reviewer.domain.errors import NotReady, ReviewerError, Unreachable
from reviewer.ui.actions import Binding
from reviewer.ui.language import later, tr
from reviewer.ui.opening import Opening
from reviewer.ui.panes.bars import popup_below
from reviewer.ui.rooms import ROOMS
from reviewer.ui.safe_text import menu_text, one_line

if TYPE_CHECKING:
    from reviewer.domain.listing import ItemRow
    from reviewer.services.workspace import Workspace
    from reviewer.ui.dialogs.palette import PaletteDialog
    from reviewer.ui.main_window import MainWindow
    from reviewer.ui.tour import Tour

_WORKSPACES = later("Reviewer workspaces (*.reviewer)")
_ITEMS = later("Flagged outputs (*.jsonl *.jsonl.gz *.jsonl.zst *.json);;All files (*)")
_HINTS_AFTER_MS = 800  # when the first item has been looked at
_TEXT_SIZES = range(9, 25)


class WindowActions(QObject):
    """The actions that act in every room."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: QDialog | None = None
        self._opening: Opening | None = None
        self._tour: Tour | None = None
        self._asked: tuple[str, str | None, str | None] = ("", None, None)
        """The workspace that was asked for last, for whom and through which project."""

    def bindings(self) -> list[Binding]:
        """Return what the window does, for menus, keys and the palette."""
        is_open = self._has_workspace
        going = [Binding(f"go.{room.id}", partial(self._window.go_to, room.id)) for room in ROOMS]
        return [
            Binding("app.new_workspace", self.new_workspace),
            Binding("app.open_workspace", self.open_other),
            Binding("app.connect", self.connect_to_team),
            Binding("app.open_demo", self.open_demo),
            Binding("app.import_items", self.import_items, is_open),
            Binding("app.change_person", self.ask_person, self._in_a_file),
            Binding("app.quit", self._window.close),
            Binding("app.settings", lambda: self._window.go_to("settings")),
            Binding("app.palette", self.show_palette),
            *going,
            Binding("app.larger_text", lambda: self._resize_text(1)),
            Binding("app.smaller_text", lambda: self._resize_text(-1)),
            Binding("app.toggle_dark", self._toggle_dark, checked=lambda: self._window.theme.dark),
            Binding("app.soften", self.toggle_soft, checked=lambda: self._window.soft),
            Binding("app.full_screen", self._full_screen, checked=self._window.isFullScreen),
            Binding("app.keys", self.show_keys),
            Binding("app.hints", self.show_hints, lambda: self._window.property("itemId") is not None),
            Binding("app.hint_next", lambda: self.tour.next(), lambda: self.hints_on),
            Binding("app.about", self.show_about),
        ]

    # ---- workspaces -------------------------------------------------------------------------------------

    def new_workspace(self) -> None:
        """Ask for a name, a template and a place, and make a workspace."""
        from reviewer.ui.dialogs.new_workspace import NewWorkspaceDialog

        dialog = NewWorkspaceDialog(self._window)
        dialog.wanted.connect(self._make_workspace)
        self.show_dialog(dialog)

    def open_other(self) -> None:
        """Ask for a workspace file and open it."""
        self._ask_files(
            tr("Open workspace"),
            tr(_WORKSPACES),
            lambda paths: self.open_path(paths[0]),
            QFileDialog.FileMode.ExistingFile,
        )

    def connect_to_team(self) -> None:
        """Ask for the address of a team's database and open it."""
        from reviewer.ui.dialogs.connect import ConnectDialog

        dialog = ConnectDialog(self._window)
        dialog.wanted.connect(self.open_path)
        self.show_dialog(dialog)

    def open_path(self, location: str, reviewer: str | None = None, project: str | None = None) -> None:
        """Open a workspace in the store's lane; the window stays alive meanwhile.

        Asked again for the same workspace, as after an outage, it is for the same person and project.
        """
        if location == self._asked[0]:
            _, last_reviewer, last_project = self._asked
            reviewer, project = reviewer or last_reviewer, project or last_project
        self._asked = (location, reviewer, project)
        self._begin(location)
        self._opening = Opening(
            self._window, location, reviewer, project, self._opened, lambda error: self._open_failed(error, location)
        )
        self._opening.begin()

    def _begin(self, name: str) -> None:
        """Say what is being opened; an opening that is under way is given up."""
        if self._opening is not None:
            self._opening.stop()
            self._opening = None
        self._window.drop_preview()
        self._window.start_screen.show_opening(name)

    def open_demo(self) -> None:
        """Make the demo queue where there is none yet, and open it."""

        def job() -> tuple[Workspace, str]:
            from reviewer.services.demo import open_demo

            workspace = open_demo()
            return workspace, workspace.actor

        self._begin(tr("the demo queue"))
        self._window.tasks.store(job, self._opened, failed=self._open_failed, key="window.open")

    def fill_recent_menu(self) -> None:
        """List the workspaces that were opened last."""
        from reviewer.config.recent import recent_workspaces

        menu = self._window.recent_menu
        menu.clear()
        for location in recent_workspaces():
            menu.addAction(menu_text(location), partial(self.open_path, location))
        if menu.isEmpty():
            menu.addAction(tr("Nothing was opened yet")).setEnabled(False)

    def show_recent_menu(self) -> None:
        """Open the list of recent workspaces below the project's name."""
        self.fill_recent_menu()
        popup_below(self._window.recent_menu, self._window.top_bar.project_button)

    def forget_recent(self, location: str) -> None:
        """Take a workspace out of the list; its file stays."""
        from reviewer.config.recent import forget_workspace, missing_workspaces, recent_workspaces

        forget_workspace(location)
        recent = recent_workspaces()
        self._window.start_screen.show_recent(recent, missing_workspaces(recent))

    def import_items(self) -> None:
        """Ask for files of flagged outputs and bring them in."""
        self._ask_files(tr("Import flagged outputs"), tr(_ITEMS), self.import_files, QFileDialog.FileMode.ExistingFiles)

    def _make_workspace(self, location: str, name: str, template: str) -> None:
        def job() -> tuple[Workspace, str]:
            from reviewer.services.templates import new_workspace

            workspace = new_workspace(location, name=name, template=template or None)
            return workspace, workspace.actor

        self._window.tasks.store(job, self._opened, failed=self._open_failed, key="window.open")

    def _opened(self, answer: tuple[Workspace, str]) -> None:
        from reviewer.config.recent import remember_workspace

        workspace, reviewer = answer
        self._window.start_screen.show_opening("")
        remember_workspace(workspace.location)
        self._window.open_workspace(workspace, reviewer, owned=True)

    def _open_failed(self, error: Exception, location: str = "") -> None:
        self._window.drop_preview()
        self._window.start_screen.show_opening("")
        if is_address(location) and isinstance(error, Unreachable) and self._window.workspace is None:
            answered = isinstance(error, NotReady)
            self._window.start_screen.show_unreachable(location, str(error), answered=answered)
            return
        name = address_title(location)
        if isinstance(error, ReviewerError) and name and name not in str(error):
            self._window.show_error(f"{name}: {error}")
        else:
            self._window.handle_error(error)

    def import_files(self, paths: Sequence[str]) -> None:
        """Bring in the flagged outputs of files; the status line counts them."""
        workspace = self._window.workspace
        if workspace is None:
            return

        def finished(counts: Any) -> None:
            from reviewer.domain.changes import Changes

            self._window.show_toast(_imported(counts))
            self._window.show_status()
            self._window.broadcast(Changes(nouns=frozenset({"items"})))

        def job(report: Callable[[object], None]) -> Any:
            files = [Path(path) for path in paths]
            return workspace.ingest.add_files(files, progress=lambda done, total: report(done))

        self._window.tasks.store(
            job,
            finished,
            progress=lambda done: self._window.status_line.show_room(tr("importing: {done:,} items").format(done=done)),
        )

    def _ask_files(
        self, title: str, names: str, chosen: Callable[[Sequence[str]], object], mode: QFileDialog.FileMode
    ) -> None:
        dialog = QFileDialog(self._window, title)
        dialog.setObjectName("file_dialog")
        dialog.setFileMode(mode)
        dialog.setNameFilters(names.split(";;"))
        dialog.filesSelected.connect(chosen)
        self.show_dialog(dialog)

    # ---- people -----------------------------------------------------------------------------------------

    def show_person_menu(self) -> None:
        """Open the menu of people below the initials."""
        workspace = self._window.workspace
        if workspace is None:
            return
        if is_address(workspace.location):
            name = one_line(self._window.reviewer, 60)
            self._window.show_toast(tr("You are {name}: on a server people act under their log-in.").format(name=name))
            return
        self._window.tasks.store(
            workspace.members.list,
            lambda members: self._person_menu([member.name for member in members]),
            key="window.members",
        )

    def ask_person(self) -> None:
        """Ask who judges from now on."""
        from reviewer.ui.dialogs.person import PersonDialog

        dialog = PersonDialog(self._window, self._window.reviewer)
        dialog.chosen.connect(self._become)
        self.show_dialog(dialog)

    def _person_menu(self, names: Sequence[str]) -> None:
        menu = QMenu(self._window)
        menu.setObjectName("person_menu")
        menu.addAction(tr("You are {reviewer}").format(reviewer=menu_text(self._window.reviewer))).setEnabled(False)
        menu.addSeparator()
        for name in names:
            if name != self._window.reviewer:
                menu.addAction(menu_text(name), partial(self._become, name))
        menu.addAction(tr("Somebody else…"), self.ask_person)
        menu.aboutToHide.connect(menu.deleteLater)
        popup_below(menu, self._window.top_bar.person_button)

    def _become(self, name: str) -> None:
        self._window.become(name)
        self._window.show_toast(tr("You are {name} now.").format(name=one_line(name, 60)))
        try:
            self._window.settings.update(profile=name)
        except ReviewerError as error:
            self._window.show_error(str(error))

    # ---- looks, palette, keys ---------------------------------------------------------------------------

    def show_palette(self) -> None:
        """Open the list of everything that can be done."""
        from reviewer.ui.dialogs.palette import PaletteDialog
        from reviewer.ui.presenters.palette import entries, policy_entries

        window = self._window
        offered = entries(window.bindings_now(), window.keyboard.keys_of, window.go_to)
        if window.workspace is not None:
            offered += policy_entries(window.workspace.taxonomy, self._read_policy)
        dialog = PaletteDialog(window, offered, window.memory.recent_actions())
        dialog.used.connect(window.memory.note_action)
        dialog.item_asked.connect(lambda asked: self._look_up_item(dialog, asked))
        self.show_dialog(dialog)

    def _look_up_item(self, dialog: PaletteDialog, asked: str) -> None:
        """Offer the item whose id was typed; letters that are no id are nothing to speak of."""
        from reviewer.ui.presenters.palette import Entry

        workspace = self._window.workspace
        if workspace is None or not asked:
            return

        def found(row: ItemRow) -> None:
            if self._dialog is dialog:
                title = tr("Review item {item}").format(item=row.item_id)
                dialog.show_item(asked, Entry(title, partial(self._open_item, row), note=tr(row.state)))

        self._window.tasks.store(
            lambda: workspace.queue.row(asked), found, failed=lambda _error: None, key="window.palette"
        )

    def _open_item(self, row: ItemRow) -> None:
        self._window.go_to("review")
        room = self._window.room("review")
        if room is not None:
            room.open_item(row.item_id, row.source)

    def _read_policy(self, policy_id: str) -> None:
        self._window.go_to("review")
        room = self._window.room("review")
        if room is not None:
            room.read_policy(policy_id)

    def show_keys(self) -> None:
        """Open the sheet of all keys."""
        from reviewer.ui.dialogs.key_sheet import KeySheet

        self.show_dialog(
            KeySheet(
                self._window,
                self._window.bindings_now(),
                self._window.keyboard.keys_of,
                self._window.current_room,
            )
        )

    def _resize_text(self, step: int) -> None:
        size = self._window.settings.current.text_size + step
        if size in _TEXT_SIZES:
            self._window.settings.update(text_size=size)

    def _toggle_dark(self) -> None:
        self._window.settings.update(theme="light" if self._window.theme.dark else "dark")

    def toggle_soft(self) -> None:
        """Go to greys and smaller type, or back; from now on the person's choice holds and not the project's."""
        self._window.settings.update(soften="off" if self._window.soft else "on")

    def _full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    @property
    def tour(self) -> Tour:
        """The hints for the first steps."""
        if self._tour is None:
            from reviewer.ui.tour import Tour

            self._tour = Tour(self._window)
        return self._tour

    @property
    def hints_on(self) -> bool:
        """Whether a hint is on screen."""
        return self._tour is not None and self._tour.on

    def show_hints(self) -> None:
        """Go to the review room and show the five hints again."""
        self._window.go_to("review")
        self.tour.begin()

    def show_hints_once(self) -> None:
        """Show the hints as soon as the first item is on screen, unless they were dismissed."""
        self._window.item_shown.connect(self._first_item, Qt.ConnectionType.SingleShotConnection)

    def _first_item(self) -> None:
        if self._window.settings.current.hints:
            QTimer.singleShot(_HINTS_AFTER_MS, self._window, self.tour.begin)

    def show_about(self) -> None:
        """Say what this program is."""
        from reviewer.ui.dialogs.about import AboutDialog

        self.show_dialog(AboutDialog(self._window))

    def show_dialog(self, dialog: QDialog) -> None:
        """Open a dialog that does not stop the program; the one before it closes."""
        if self._dialog is not None:
            self._dialog.close()
        self._dialog = dialog
        dialog.finished.connect(self._dialog_closed)
        dialog.open()

    def close_dialog(self) -> None:
        """Close the dialog that is open."""
        if self._dialog is not None:
            self._dialog.close()

    def _dialog_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _in_a_file(self) -> bool:
        workspace = self._window.workspace
        return workspace is not None and not is_address(workspace.location)

    def _has_workspace(self) -> bool:
        return self._window.workspace is not None


def _imported(counts: Any) -> str:
    """Return how many items of files came in, how many were there already, and how many could not be read."""
    parts = [tr("{added:,} of {read:,} items added").format(added=counts.added, read=counts.read)]
    if counts.duplicates:
        there = tr("{n:,} were there already", "{n:,} was there already", counts.duplicates)
        parts.append(there.format(n=counts.duplicates))
    if counts.unreadable:
        lost = tr("{n:,} could not be read: see the unreadable tray in the queue room", "", counts.unreadable)
        parts.append(lost.format(n=counts.unreadable))
    return ", ".join(parts)
