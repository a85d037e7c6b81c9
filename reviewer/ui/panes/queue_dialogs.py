"""What the queue room asks in small dialogs: what narrows the list, which columns, which view."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from reviewer.services.workspace import Workspace
from reviewer.ui.dialogs.queue_columns import ColumnsDialog
from reviewer.ui.dialogs.queue_filter import FilterDialog
from reviewer.ui.dialogs.queue_views import ViewsDialog
from reviewer.ui.panes.queue_columns import ColumnKeeper
from reviewer.ui.presenters.queue import QueuePresenter
from reviewer.ui.presenters.queue_views import Views


class QueueDialogs(QObject):
    """Opens one dialog at a time over the room."""

    def __init__(self, room: QWidget, presenter: QueuePresenter, columns: ColumnKeeper, workspace: Workspace) -> None:
        super().__init__(room)
        self._room = room
        self._presenter = presenter
        self._columns = columns
        self._workspace = workspace
        self._views: Views | None = None
        self.dialog: QDialog | None = None

    def narrow(self) -> None:
        """Ask for one more value."""
        dialog = FilterDialog(self._room, self._presenter.values_of, self._workspace.taxonomy)
        dialog.chosen.connect(self._presenter.add_chip)
        self._open(dialog)

    def choose_columns(self) -> None:
        """Ask which columns are shown in which order."""
        dialog = ColumnsDialog(self._room, self._columns.settings())
        dialog.chosen.connect(self._columns.choose)
        self._open(dialog)

    def views(self, *, save: bool = False) -> None:
        """Offer the views; with `save`, ask at once for a name for the list that is shown."""
        self._views = self._views or Views()
        dialog = ViewsDialog(self._room, self._views, self._presenter.named, self._presenter.state.view)
        dialog.chosen.connect(self._presenter.show_view)
        dialog.renamed.connect(self._renamed)
        dialog.deleted.connect(self._deleted)
        self._open(dialog)
        if save:
            dialog.start_saving()

    def close(self) -> None:
        """Close what is open."""
        if self.dialog is not None:
            self.dialog.close()

    def _renamed(self, before: str, now: str) -> None:
        if self._presenter.state.view == before:
            self._presenter.call_view(now)

    def _deleted(self, name: str) -> None:
        if self._presenter.state.view == name:
            self._presenter.call_view("")

    def _open(self, dialog: QDialog) -> None:
        self.close()
        self.dialog = dialog
        dialog.finished.connect(lambda _code: self._closed(dialog))
        dialog.open()

    def _closed(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
            self._room.window().activateWindow()  # the keys go on at once, also where no window manager does this
