"""The scorecards: one row for each reviewer, and the whole card of one with what was overturned and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from reviewer.ui.editors import KeyOf
from reviewer.ui.language import later, tr
from reviewer.ui.models.pages import TableColumn
from reviewer.ui.panes.buttons import QuietButton
from reviewer.ui.panes.figure_page import Column, TablePanel
from reviewer.ui.panes.figure_table import FigureModel, FigureTable
from reviewer.ui.panes.parts import Hint
from reviewer.ui.panes.quality_detectors import drawn, share_words
from reviewer.ui.panes.splits import split
from reviewer.ui.presenters.quality_figures_state import FiguresState, defined
from reviewer.ui.presenters.quality_state import Figure, figure_text
from reviewer.ui.safe_text import one_line

if TYPE_CHECKING:
    from reviewer.services.quality.people import Overturned, Scorecard

_MEANS = (
    later("The reviewer, under a pseudonym until the names are shown."),
    later("Current first-round verdicts."),
    later("The share of items with a known answer on which the verdict was right, with its interval."),
    later("The share of other people's reviews of the same items with the same outcome, with its interval."),
    later("The share of reviews of settled items that differ from what the item was settled as, with its interval."),
    later("The share of own items that were silently served again and judged the same, with its interval."),
    later("The median of the active seconds on an item."),
)
_COLUMNS = (
    TableColumn(later("Reviewer"), lambda card: one_line(card.reviewer, 60)),
    TableColumn(later("Reviews"), lambda card: f"{card.reviews:,}", numbers=True),
    TableColumn(later("Gold right"), lambda card: figure_text(card.gold.value)),
    TableColumn(later("As others"), lambda card: figure_text(card.agreement.value)),
    TableColumn(later("Overturned"), lambda card: figure_text(card.overturned.value)),
    TableColumn(later("As before"), lambda card: figure_text(card.consistency.value)),
    TableColumn(later("Median"), lambda card: _median(card), numbers=True),
)
_OVERTURNED = (
    TableColumn(later("Item"), lambda one: one.item_id),
    TableColumn(later("Said"), lambda one: one.said),
    TableColumn(later("Settled"), lambda one: one.settled),
    TableColumn(later("Reason"), lambda one: one.reason or tr("none given")),
)


def _median(card: Scorecard) -> str:
    pace = defined(card.pace)
    return "\u2013" if pace is None else tr("{seconds:.0f} s").format(seconds=pace.median)


def _words(card: Scorecard) -> str:
    parts = (
        (tr("gold {words}"), card.gold),
        (tr("agreement with others {words}"), card.agreement),
        (tr("overturned {words}"), card.overturned),
        (tr("judged the same again {words}"), card.consistency),
    )
    said = "; ".join(words.format(words=share_words(part)) for words, part in parts)
    count = tr("{n:,} reviews", "{n:,} review", card.reviews).format(n=card.reviews)
    return f"{one_line(card.reviewer, 60)}: {count}; {said}."


class CardPane(TablePanel):
    """Shows one scorecard: remarks above, overturned items below; a row opens the item."""

    item_wanted = Signal(str)

    def __init__(self) -> None:
        self.model: FigureModel[Overturned] = FigureModel(_OVERTURNED, words=_overturned_words)
        table = FigureTable(self.model, "overturned_table", tr("Overturned items"), stretch=(3,))
        super().__init__(tr("Scorecard"), "card", table)
        self.remarks = Hint("", "card_remarks")
        self.remarks.setWordWrap(True)
        self.body.insertWidget(0, self.remarks)
        table.row_opened.connect(lambda number: self.item_wanted.emit(self.model.row(number).item_id))

    def show_card(self, card: Scorecard | None, figure: Figure) -> None:
        """Show a reviewer's card, or that there is none."""
        self.set_title(one_line(card.reviewer, 60) if card is not None else tr("Scorecard"))
        self.remarks.setText("\n".join(one_line(remark, 300) for remark in card.remarks()) if card is not None else "")
        self.remarks.setVisible(card is not None)
        rows = card.overturned_items if card is not None else ()
        self.note(tr("{n:,} overturned", "", len(rows)).format(n=len(rows)) if rows else "")
        nothing = tr("No item of this reviewer was settled otherwise.") if card is not None else ""
        self.show_figure(figure, rows, "", nothing)


class PeoplePane(TablePanel):
    """Shows one row for each reviewer; a row shows the card."""

    opened = Signal(str)
    names_toggled = Signal()

    def __init__(self, key_of: KeyOf) -> None:
        self._key_of = key_of
        cells = {
            2: lambda card: drawn(card.gold),
            3: lambda card: drawn(card.agreement),
            4: lambda card: drawn(card.overturned),
            5: lambda card: drawn(card.consistency),
        }
        self.model: FigureModel[Scorecard] = FigureModel(_COLUMNS, cells=cells, means=_MEANS, words=_words)
        table = FigureTable(self.model, "people_table", tr("Reviewers"), spare=(5, 6))
        super().__init__(tr("Reviewers"), "people", table)
        table.row_opened.connect(self._open)
        table.selectionModel().currentRowChanged.connect(lambda now, _before: self._open(now.row()))
        self._names = QuietButton(tr("Names"), "people_names_button")
        self._names.setCheckable(True)
        self._names.set_small(True)
        self._names.clicked.connect(self.names_toggled)
        self.tail.addWidget(self._names)
        self.refresh_keys()

    def refresh_keys(self) -> None:
        """Print the key that is in force."""
        self._names.set_key(self._key_of("quality.names"))

    def show_state(self, state: FiguresState) -> None:
        """Show the cards of a state."""
        self._names.setChecked(state.names_shown)
        self._names.setVisible(not state.own_only)
        self.note(tr("only your own: a lead sees those of all") if state.own_only else "")
        self.show_figure(
            state.figure("people"),
            state.cards,
            tr("No reviews yet"),
            tr("A row appears here for each reviewer with the first review."),
        )

    def _open(self, number: int) -> None:
        if 0 <= number < self.model.rowCount():
            self.opened.emit(self.model.row(number).reviewer)


class PeoplePage(Column):
    """All scorecards at the left, one at the right."""

    def __init__(self, key_of: KeyOf) -> None:
        super().__init__()
        self.people = PeoplePane(key_of)
        self.card = CardPane()
        both = split("quality_people_splitter", self.people, self.card, sizes=(680, 480), grow=(58, 42))
        self.column.addWidget(both)

    def show_state(self, state: FiguresState) -> None:
        """Show the scorecards of a state."""
        self.people.show_state(state)
        cards = {card.reviewer: card for card in state.cards}
        chosen = cards.get(state.card or "") or next(iter(state.cards), None)
        self.card.show_card(chosen, state.figure("people"))


def _overturned_words(one: Overturned) -> str:
    return tr("Item {item}: said {said}, settled as {settled} by {who}. {reason}").format(
        item=one.item_id, said=one.said, settled=one.settled, who=one.decided_by, reason=one.reason
    )
