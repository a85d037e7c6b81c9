"""The list of who holds what now, and the lines about the one item that is looked at."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from reviewer.ui.language import later, tr
from reviewer.ui.models.pages import PAGE_ROWS, PageModel, TableColumn
from reviewer.ui.panes.notices import EmptyState, LoadingState
from reviewer.ui.panes.page_table import PageTable
from reviewer.ui.panes.parts import Hint, restyle
from reviewer.ui.presenters.lead_state import HeldRow, LeadState, leases_text
from reviewer.ui.safe_text import one_line
from reviewer.ui.theme import GRID

NOTHING = (later("Nobody holds anything now"), later("Who takes an item stands here, with since when and until when."))
SHOWN_HOLDERS = 4


def _clock(at: datetime) -> str:
    here = at.astimezone()
    today = here.date() == datetime.now().astimezone().date()
    return here.strftime("%H:%M" if today else "%Y-%m-%d %H:%M")


COLUMNS = (
    TableColumn(later("Who"), lambda row: one_line(row.reviewer, 60), "who"),
    TableColumn(later("Item"), lambda row: one_line(row.item_id, 80), "item"),
    TableColumn(later("Since"), lambda row: _clock(row.claimed_at), "since"),
    TableColumn(later("Held for"), lambda row: row.age, "since"),
    TableColumn(later("Until"), lambda row: _clock(row.expires_at), "until"),
    TableColumn(later("Left"), lambda row: row.left, "until"),
    TableColumn(later("Source"), lambda row: one_line(row.source, 60)),
)
WIDTHS = (150, 160, 112, 84, 112, 84, 110)


class HeldPage(QWidget):
    """Every lease of the project, or that there is none, or that this person may not know."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("held_page")
        self.model = PageModel(COLUMNS, lambda row: row.key)
        self.table = PageTable(self.model, "held_table", tr("Held now"), WIDTHS, many=True)
        self.table.sort_by_click(2)
        self.summary = Hint("", "held_summary")
        self.summary.setWordWrap(True)
        self._empty = EmptyState(*NOTHING, name="held_empty")
        self._pages = QStackedWidget()
        for page in (LoadingState(name="held_loading"), self.table, self._empty):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.summary)
        column.addWidget(self._pages, 1)

    def show_state(self, state: LeadState) -> None:
        """Show the leases; what is selected and where the list stands stays as it is."""
        held = state.held
        pages = {start // PAGE_ROWS: held[start : start + PAGE_ROWS] for start in range(0, len(held), PAGE_ROWS)}
        self.model.renew(len(held), pages)
        self._empty.show_text(*_why_empty(state))
        self._pages.setCurrentIndex(1 if held else 2 if state.known or state.problem else 0)
        said = state.problem or summary(state)
        restyle(self.summary, tone="bad" if state.problem else "plain")
        self.summary.setText(said)
        self.summary.setVisible(bool(said))

    def rows(self) -> list[HeldRow]:
        """Return the leases that are selected, from the top."""
        numbers = (number for part in self.table.chosen_ranges() for number in part)
        return [row for row in map(self.model.peek, numbers) if row is not None]


class HolderLines(QWidget):
    """Who holds the item that is looked at, since when and until when, and for whom it is reserved."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("holder_lines")
        self.setAccessibleName(tr("Who holds this item"))
        self._lines = Hint("", "queue_holders")
        self._lines.setWordWrap(True)
        self._lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._lines)

    def show_text(self, text: str) -> None:
        """Show the lines; none hides the part."""
        self._lines.setText(text)
        self.setVisible(bool(text))


def _why_empty(state: LeadState) -> tuple[str, str]:
    if state.refused:
        return tr("For leads only"), state.refused
    return (
        (tr("Not known now"), tr("The leases could not be read."))
        if state.problem
        else (tr(NOTHING[0]), tr(NOTHING[1]))
    )


def holder_text(rows: tuple[HeldRow, ...], assigned_to: str | None) -> str:
    """Return a line for each holder of one item, and one for whom it is reserved."""
    lines = [
        tr("Held by {reviewer} since {since}, for {age}, until {until}").format(
            reviewer=one_line(row.reviewer, 60),
            since=_clock(row.claimed_at),
            age=row.age,
            until=_clock(row.expires_at),
        )
        for row in rows[:SHOWN_HOLDERS]
    ]
    if len(rows) > SHOWN_HOLDERS:
        lines.append(tr("and by {count:,} more").format(count=len(rows) - SHOWN_HOLDERS))
    if assigned_to:
        lines.append(tr("Reserved for {assigned_to}").format(assigned_to=one_line(assigned_to, 60)))
    return "\n".join(lines or [tr("Nobody holds this item now.")])


def summary(state: LeadState) -> str:
    """Return how much is held by how many, and the oldest claim."""
    if not state.held:
        return ""
    oldest = min(state.held, key=lambda row: row.claimed_at)
    people = len(state.holders)
    return tr(
        "{leases} of {n:,} people; the oldest is of {reviewer}, held for {age}",
        "{leases} of {n:,} person; the oldest is of {reviewer}, held for {age}",
        people,
    ).format(
        leases=leases_text(len(state.held)),
        n=people,
        reviewer=one_line(oldest.reviewer, 60),
        age=oldest.age,
    )
