"""Gold items: known answers, silent until after the verdict."""

from __future__ import annotations

from .items import Gold
from .reviews import Review


def matches_gold(review: Review, gold: Gold) -> bool:
    """Return whether the verdict, and each answer that the gold names, is the known one."""
    return review.verdict == gold.verdict and all(
        review.answers.get(question) == answer for question, answer in gold.answers.items()
    )
