"""Which corrections may train: settled among the reviewers, with text, and a real change."""

from __future__ import annotations

from typing import Final

from reviewer.datasets.cases import Case
from reviewer.datasets.reasons import EMPTY_CORRECTION, SAME_CORRECTION, UNSETTLED, LeftOut

CORRECTION_REASONS: Final = frozenset({UNSETTLED, SAME_CORRECTION, EMPTY_CORRECTION})


def settled_correction(case: Case) -> tuple[str, str] | None:
    """Return the original text and its correction, None where nobody corrected, or raise LeftOut."""
    if not case.decision.correction_settled:
        raise LeftOut(UNSETTLED)
    correction = case.decision.correction
    if correction is None:
        return None
    if not correction.strip():
        raise LeftOut(EMPTY_CORRECTION)
    original = case.original or ""
    if correction.split() == original.split():
        raise LeftOut(SAME_CORRECTION)
    return original, correction
