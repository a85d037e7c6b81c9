"""What the queue room says where no item is listed: why, and what to do about it."""

from __future__ import annotations

from reviewer.ui.language import later, tr
from reviewer.ui.presenters.lead_state import items_text
from reviewer.ui.presenters.queue_state import FIRST_ROWS, STATES, QueueState

NO_ITEMS = (
    later("No items yet"),
    later("Import flagged outputs with Ctrl+I, or with “reviewer import FILE” in a terminal."),
    "",
)
NOT_YOURS = (
    later("Nothing of yours is here"),
    later("A server shows you only the items that you hold or have judged; the review room brings you the next one."),
    later("Go to the review room"),
)
LOST = (
    later("The database cannot be reached"),
    later("What you wrote is safe on this machine. The list is tried again by itself."),
    later("Try again"),
)
NOT_KNOWN = (later("Not known now"), later("The list could not be read: change the filter, or try again."), "")
NO_MATCH = (
    later("Nothing matches"),
    later("No item has these words, this state or these values. Change or clear the filter."),
    later("Clear filters"),
)
NOT_INDEXED = (
    later("Nothing found yet"),
    later("The search index is still being made; what it does not know yet is found when it is complete."),
    later("Clear filters"),
)
NONE_IN_TAB = (
    later("No items here"),
    later("No item of the project is in this state now; the tabs above say where there are some."),
    "",
)


def why_empty(state: QueueState) -> tuple[str, str, str]:
    """Return why no item is listed, what to do about it, and what the button for it says."""
    said = _why(state)
    return tr(said[0]), tr(said[1]), tr(said[2]) if said[2] else ""


def _why(state: QueueState) -> tuple[str, str, str]:
    if state.lost:
        return LOST
    if state.problem:
        return NOT_KNOWN
    if state.narrowed:
        uses_index = bool(state.wanted.text.split() or state.wanted.facets())
        return NOT_INDEXED if uses_index and state.index is not None and not state.index.complete else NO_MATCH
    if state.own_only:
        return NOT_YOURS
    return NONE_IN_TAB if any(state.counts) else NO_ITEMS


def count_text(state: QueueState) -> str:
    """Return how many items are shown, as far as they are counted, and whose they are."""
    if state.total is None:
        return ""
    items = tr("{n:,}+ … items").format(n=FIRST_ROWS) if state.counting else items_text(state.total)
    return (tr("{items} shown: those that you hold or have judged") if state.own_only else tr("{items} shown")).format(
        items=items
    )


def tab_caption(state: QueueState, number: int) -> str:
    """Return a tab's word with the number of its items."""
    return f"{tr(STATES[number][0])} {state.counts[number]:,}"
