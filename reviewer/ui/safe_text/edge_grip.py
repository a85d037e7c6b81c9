"""Moving the ends of a highlight with the mouse: where the pointer is on an end, it can be drawn to another place."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent

from reviewer.ui.boundaries import whole
from reviewer.ui.safe_text.highlights import Highlight

if TYPE_CHECKING:
    from reviewer.ui.safe_text.source_view import SourceView

_REACH: Final = 5  # pixels on each side of an end


class EdgeGrip(QObject):
    """Lets the ends of some kinds of highlights be drawn; the selection shows what they would become."""

    moved = Signal(object)
    """(id of the highlight, start, end): where it is to begin and end from now on."""

    def __init__(self, view: SourceView, kinds: Collection[str]) -> None:
        super().__init__(view)
        self._view = view
        self._kinds = frozenset(kinds)
        self._held: tuple[Highlight, Literal["start", "end"]] | None = None
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the mouse while an end is held, and leave it to the view otherwise."""
        if not isinstance(event, QMouseEvent):
            return False
        place, left = event.position().toPoint(), Qt.MouseButton.LeftButton
        if event.type() == QEvent.Type.MouseMove:
            return self._move(event, place)
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == left and not event.modifiers():
            self._held = self._end_at(place)
            return self._held is not None
        if event.type() == QEvent.Type.MouseButtonRelease and event.button() == left and self._held is not None:
            self._let_go(event)
            return True
        return False

    def _move(self, event: QMouseEvent, place: QPoint) -> bool:
        if self._held is not None:
            self._view.select_ends(*self._ends(place))
            return True
        if not event.buttons():
            over = self._end_at(place) is not None
            shape = Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.IBeamCursor
            if self._view.viewport().cursor().shape() != shape:
                self._view.viewport().setCursor(shape)
        return False

    def _let_go(self, event: QMouseEvent) -> None:
        held, self._held = self._held, None
        start, end = sorted(self._view.ends())
        self._view.clear_selection()
        if held is None or start == end:
            return
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            start, end = whole(self._view.shown_text(), start, end)
        if (start, end) != (held[0].start, held[0].end):
            self.moved.emit((held[0].id, start, end))

    def _ends(self, place: QPoint) -> tuple[int, int]:
        """Return the end that stays and the one that is drawn."""
        assert self._held is not None  # noqa: S101 - for the type checker: each caller has looked
        highlight, side = self._held
        offset = self._view.offset_near(place)
        return (highlight.end, offset) if side == "start" else (highlight.start, offset)

    def _end_at(self, place: QPoint) -> tuple[Highlight, Literal["start", "end"]] | None:
        offset = self._view.offset_near(place)
        for each in self._view.highlights_near(offset):
            if each.kind in self._kinds:
                for side, end in (("start", each.start), ("end", each.end)):
                    box = self._view.rect_of(end)
                    if box.adjusted(-_REACH, 0, _REACH, 0).contains(place):
                        return each, "start" if side == "start" else "end"
        return None
