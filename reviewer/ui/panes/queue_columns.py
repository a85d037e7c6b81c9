"""The columns of the queue's list: what each shows, and how a person left them on this machine."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QHeaderView

from reviewer.config.queue_views import ColumnSetting, load_columns, save_columns
from reviewer.domain.listing import ItemRow
from reviewer.ui.language import later, tr
from reviewer.ui.models.pages import TableColumn
from reviewer.ui.panes.page_table import PageTable
from reviewer.ui.presenters.queue_state import STATE_WORDS
from reviewer.ui.safe_text import one_line

SAVE_AFTER_MS = 400


def time_text(at: datetime | None) -> str:
    """Return a time as lists show it, or nothing."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M") if at else ""


def reviews_text(row: ItemRow) -> str:
    """Return how many reviews an item has and needs."""
    return tr("{reviews} of {needed}").format(reviews=row.reviews, needed=row.needed)


class QueueColumn(NamedTuple):
    """One column under a name that stays: its heading and text, its usual width, and whether it is shown at first."""

    id: str
    column: TableColumn
    width: int
    shown: bool = True


QUEUE_COLUMNS = (
    QueueColumn("item", TableColumn(later("Item"), lambda row: one_line(row.item_id, 80), "item_id"), 120),
    QueueColumn("state", TableColumn(later("State"), lambda row: tr(STATE_WORDS[row.state]), "state"), 90),
    QueueColumn(
        "priority", TableColumn(later("Priority"), lambda row: f"{row.priority:g}", "priority", numbers=True), 60
    ),
    QueueColumn("reviews", TableColumn(later("Reviews"), reviews_text, "reviews", numbers=True), 66),
    QueueColumn("held", TableColumn(later("Held by"), lambda row: one_line(", ".join(row.holders), 60)), 84),
    QueueColumn(
        "reserved", TableColumn(later("Reserved for"), lambda row: one_line(row.assigned_to or "", 60)), 94, False
    ),
    QueueColumn("flagged", TableColumn(later("Flagged"), lambda row: time_text(row.flagged_at), "flagged_at"), 152),
    QueueColumn("due", TableColumn(later("Due"), lambda row: time_text(row.due_at), "due_at"), 152),
    QueueColumn("language", TableColumn(later("Language"), lambda row: one_line(row.language, 20)), 72, False),
    QueueColumn("model", TableColumn(later("Model"), lambda row: one_line(row.model, 40)), 80, False),
    QueueColumn("source", TableColumn(later("Source"), lambda row: one_line(row.source, 60), "source"), 110, False),
    QueueColumn("response", TableColumn(later("Response"), lambda row: one_line(row.excerpt, 200)), 200),
)
COLUMNS = tuple(entry.column for entry in QUEUE_COLUMNS)
WIDTHS = tuple(entry.width for entry in QUEUE_COLUMNS)
_PLACES = {entry.id: place for place, entry in enumerate(QUEUE_COLUMNS)}


class ColumnKeeper(QObject):
    """Gives the table the columns as they were left, and remembers each change."""

    def __init__(self, table: PageTable) -> None:
        super().__init__(table)
        self._header: QHeaderView = table.horizontalHeader()
        self._header.setSectionsMovable(True)
        self._header.setFirstSectionMovable(True)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(SAVE_AFTER_MS)
        self._later.timeout.connect(self.save)
        self.apply(load_columns())
        self._header.sectionMoved.connect(lambda *_: self._later.start())
        self._header.sectionResized.connect(lambda *_: self._later.start())

    def settings(self) -> tuple[ColumnSetting, ...]:
        """Return the columns from left to right as they are now."""
        header = self._header
        places = (header.logicalIndex(visual) for visual in range(header.count()))
        return tuple(
            ColumnSetting(id=entry.id, shown=not header.isSectionHidden(place), width=self._width(place))
            for place in places
            for entry in (QUEUE_COLUMNS[place],)
        )

    def apply(self, settings: tuple[ColumnSetting, ...]) -> None:
        """Show these columns in this order; of an unknown one nothing is shown, a new one stands at its usual place."""
        known = {one.id: one for one in settings if one.id in _PLACES}
        if not any(one.shown for one in known.values()):
            known = {}
        for place, entry in enumerate(QUEUE_COLUMNS):
            mine = known.get(entry.id)
            self._header.setSectionHidden(place, not (mine.shown if mine else entry.shown))
            self._header.resizeSection(place, mine.width if mine else entry.width)
        order = [*known, *(entry.id for entry in QUEUE_COLUMNS if entry.id not in known)]
        for visual, name in enumerate(order):
            self._header.moveSection(self._header.visualIndex(_PLACES[name]), visual)

    def choose(self, settings: tuple[ColumnSetting, ...]) -> None:
        """Show and remember other columns."""
        self.apply(settings)
        self.save()

    def save(self) -> None:
        """Remember the columns as they are."""
        self._later.stop()
        save_columns(self.settings())

    def close(self) -> None:
        """Remember what was changed just now."""
        if self._later.isActive():
            self.save()

    def _width(self, place: int) -> int:
        """Return how wide a column is, or was before it was hidden."""
        if not self._header.isSectionHidden(place):
            return max(20, min(self._header.sectionSize(place), 4000))
        self._header.blockSignals(True)  # Qt tells the width of a hidden column only while it is shown
        self._header.showSection(place)
        width = self._header.sectionSize(place)
        self._header.hideSection(place)
        self._header.blockSignals(False)
        return max(20, min(width, 4000))


def default_columns() -> tuple[ColumnSetting, ...]:
    """Return the columns as they are at first."""
    return tuple(ColumnSetting(id=entry.id, shown=entry.shown, width=entry.width) for entry in QUEUE_COLUMNS)


def column_title(name: str) -> str:
    """Return the heading of a column."""
    return tr(QUEUE_COLUMNS[_PLACES[name]].column.title)
