"""What became of what a row rests on: each reason once, in the words that terminal and window show."""

from __future__ import annotations

from typing import Final

from reviewer.store.histories import History, Reviewed
from reviewer.store.store import ItemUsed

GONE: Final = "the item is not in the workspace any more"
SET_ASIDE: Final = "the item was set aside"
GOLD_NOW: Final = "the item became a gold item"
NOT_GOLD: Final = "the item is no gold item any more"
REVISED: Final = "a review was revised"
PUT_ASIDE: Final = "a review was put aside"
WITHDRAWN: Final = "a review was withdrawn"
REVIEWED: Final = "another review came"
ADJUDICATED: Final = "a lead decided anew"
DECIDED: Final = "the decision changed"
REOPENED: Final = "the item is not settled any more"
SPLIT_MOVED: Final = "its split moved"

CAUSES: Final = (GONE, SET_ASIDE, GOLD_NOW, NOT_GOLD, REVISED, PUT_ASIDE, WITHDRAWN, ADJUDICATED, DECIDED, REOPENED)
"""Why a row is outdated; the first is what a person wants to know first."""


def outdated_because(used: ItemUsed, history: History | None) -> tuple[str, ...]:
    """Return why what the rows of an item rest on is not current any more."""
    if history is None:
        return (GONE,)
    found = set()
    reviews = {review.number: review for review in history.reviews}
    for number in used.reviews:
        found |= set(_judged_since(reviews.get(number), history))
    if history.gold and used.gold is None:
        found.add(GOLD_NOW)
    if used.gold is not None and not history.gold:
        found.add(NOT_GOLD)
    found |= set(_decided_since(used, history))
    return tuple(cause for cause in CAUSES if cause in found)


def _judged_since(review: Reviewed | None, history: History) -> tuple[str, ...]:
    if review is not None and review.state == "submitted":
        return ()
    if review is not None and review.state == "withdrawn":
        return (WITHDRAWN,)
    later = review is None or any(
        one.reviewer == review.reviewer and one.number > review.number for one in history.reviews
    )
    return (REVISED,) if later else (PUT_ASIDE,)  # an item was reopened afresh


def _decided_since(used: ItemUsed, history: History) -> tuple[str, ...]:
    if used.resolution_number is None:
        return ()
    if history.state == "set_aside":
        return (SET_ASIDE,)
    current = history.resolution
    if current is None:
        return (REOPENED,)
    if current.number == used.resolution_number:
        return ()
    return (ADJUDICATED,) if current.method == "adjudicated" else (DECIDED,)
