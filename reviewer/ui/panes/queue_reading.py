"""All of one item in the queue room, to read and not to judge; the panes are built when they are first wanted."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from reviewer.ui.actions import Binding
from reviewer.ui.panes.item_viewer import ItemViewer
from reviewer.ui.presenters.item_viewer import ViewerPresenter, why_read_only
from reviewer.ui.presenters.queue_state import QueueState
from reviewer.ui.rooms import Room, WindowContext


class QueueReading(QObject):
    """Joins the viewer with its presenter and its keys."""

    left = Signal()
    review_wanted = Signal()

    def __init__(self, context: WindowContext, room: Room) -> None:
        super().__init__(room)
        self._context = context
        self._viewer: ItemViewer | None = None
        self.presenter = ViewerPresenter(context.reviewer, self)

    @property
    def opened(self) -> bool:
        """Whether an item is open."""
        return self.presenter.state is not None

    def open(self, state: QueueState, why: str = "") -> ItemViewer:
        """Show the chosen item and say why it is not judged here."""
        viewer = self._viewer or self._build()
        row, workspace, item = state.row, self._context.workspace, state.item
        if row is not None and item is not None:
            why = why or why_read_only(row, self._context.reviewer, state.may_review)
            viewer.show_why(row.item_id, why, may_open=row.state == "open" and state.may_review)
            self.presenter.show(item, state.hits_hidden, workspace.project, workspace.taxonomy)
        return viewer

    def close(self) -> None:
        """Show nothing any more."""
        self.presenter.close()
        if self._viewer is not None:
            self._viewer.close_search()

    def find(self) -> None:
        """Find words in the pane with the focus."""
        if self._viewer is not None:
            self._viewer.finding.open()

    def set_marks(self, shown: bool) -> None:
        """Show hidden characters as marks, or as they are."""
        if self._viewer is not None:
            self._viewer.set_marks(shown)

    def bindings(self) -> list[Binding]:
        """Return the keys of the viewer."""
        presenter = self.presenter
        acts = {
            "queue.view_source": presenter.toggle_rendered,
            "queue.view_parts": presenter.toggle_parts,
            "queue.view_passage_next": lambda: presenter.step_passage(1),
            "queue.view_passage_previous": lambda: presenter.step_passage(-1),
        }
        return [Binding(action, act, enabled=lambda: self.opened) for action, act in acts.items()]

    def _build(self) -> ItemViewer:
        viewer = ItemViewer(self.presenter, self._context.key_of, self._context.theme)
        viewer.back_wanted.connect(self.left)
        viewer.review_wanted.connect(self.review_wanted)
        viewer.set_marks(self._context.settings.current.show_marks)
        self._viewer = viewer
        return viewer
