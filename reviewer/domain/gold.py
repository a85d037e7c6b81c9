"""Gold items: known answers, silent until after the verdict, and what follows from how a person answers them."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from .items import Gold
from .model import Frozen, UtcTime
from .projects import Project
from .reviews import Review

State = Literal["working", "warned", "paused"]
Z = 1.959963984540054
"""The two-sided 95 % quantile of the normal distribution."""
EASY_BELOW, HARD_FROM = 0.2, 0.5
JUDGED_FOR_A_BAND = 3
BANDS = ("easy", "middling", "hard")


class GoldRules(NamedTuple):
    """What a project says about items with a known answer."""

    share: float = 0.0
    warn_below: float = 0.0
    pause_below: float = 0.0
    minimum: int = 10
    qualification_items: int = 0
    qualification_accuracy: float = 0.8

    @property
    def apart(self) -> bool:
        """Whether gold items come by draws alone, and not at their place in the queue."""
        return self.share > 0 or self.qualification_items > 0


class Standing(Frozen):
    """How a person stands with the items of known answer; the counts are for leads alone."""

    reviewer: str
    state: State
    qualified: bool = False
    judged: int | None = None
    correct: int | None = None
    reason: str = ""
    changed_at: UtcTime | None = None


class GoldEntry(Frozen):
    """One item with a known answer: how many people judged it, how many got it wrong, and whether it is in use."""

    item_id: str
    source: str
    state: Literal["active", "retired"]
    answer: Gold
    judged: int
    wrong: int
    difficulty: Literal["easy", "middling", "hard"]
    changed_at: UtcTime
    changed_by: str


def rules_of(project: Project) -> GoldRules:
    """Return what a project says about gold."""
    return GoldRules(
        project.gold_share,
        project.gold_warn_below,
        project.gold_pause_below,
        project.gold_minimum,
        project.qualification_items,
        project.qualification_accuracy,
    )


def matches_gold(review: Review, gold: Gold) -> bool:
    """Return whether the verdict, and each answer that the gold names, is the known one."""
    return review.verdict == gold.verdict and all(
        review.answers.get(question) == answer for question, answer in gold.answers.items()
    )


def upper_bound(correct: int, judged: int) -> float:
    """Return the upper end of Wilson's 95 % interval (1927): what the accuracy can at best be thought to be."""
    if judged == 0:
        return 1.0
    share, square = correct / judged, Z * Z
    middle = share + square / (2 * judged)
    spread = Z * math.sqrt(share * (1 - share) / judged + square / (4 * judged * judged))
    return (middle + spread) / (1 + square / judged)


def next_state(state: State, judged: int, correct: int, rules: GoldRules) -> State:
    """Return the state after another answer: nobody is paused who was not warned before, and only a lead lifts it."""
    if state == "paused":
        return state
    best = upper_bound(correct, judged)
    if judged < rules.minimum or best >= max(rules.warn_below, rules.pause_below):
        return "working"
    return "paused" if state == "warned" and best < rules.pause_below else "warned"


def is_qualified(judged: int, correct: int, rules: GoldRules) -> bool:
    """Return whether a newcomer has judged enough gold items well enough for real work."""
    enough = 0 < rules.qualification_items <= judged
    return enough and correct >= rules.qualification_accuracy * judged


def band_of(judged: int, wrong: int) -> int:
    """Return how hard an item is, as a place in BANDS; in the middle as long as few have judged it."""
    if judged < JUDGED_FOR_A_BAND:
        return 1
    share = wrong / judged
    return 0 if share < EASY_BELOW else 2 if share >= HARD_FROM else 1


PAUSED = (
    "Your work in this project rests: several of your answers differ from known ones. Please talk to a lead, "
    "who can let you go on."
)
NOT_QUALIFIED = (
    "You have judged the items that everybody begins with here, and a lead decides how you go on: please talk to one."
)
NO_MORE_TO_QUALIFY = (
    "Everybody begins here with a few items, and there are not enough of them for you: "
    "please ask a lead to let you begin."
)
QUALIFY_FIRST = "Everybody begins here with a few items that are given out: take the next item, not one of your choice."
RESTS = frozenset({PAUSED, NOT_QUALIFIED, NO_MORE_TO_QUALIFY})
"""Why somebody who reviews here gets no item for now."""
