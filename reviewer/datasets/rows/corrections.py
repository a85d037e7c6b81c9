"""Which corrections may train: settled among the reviewers, a real change, and through the gate."""

from __future__ import annotations

import unicodedata
from typing import Final

from reviewer.datasets.cases import Case, Setting
from reviewer.datasets.gate import GATE_REASONS, refuse_unfit
from reviewer.datasets.reasons import EMPTY_CORRECTION, SAME_CORRECTION, UNSETTLED, LeftOut
from reviewer.texts.invisible import invisible_positions

CORRECTION_REASONS: Final = GATE_REASONS | {UNSETTLED, SAME_CORRECTION, EMPTY_CORRECTION}


def settled_correction(case: Case, setting: Setting) -> tuple[str, str] | None:
    """Return the original text and its correction, None where nobody corrected, or raise LeftOut.

    Whether it may train is decided on what was written, before placeholders took the place of personal data.
    """
    sent = case.as_sent
    if not sent.decision.correction_settled:
        raise LeftOut(UNSETTLED)
    correction = sent.decision.correction
    if correction is None:
        return None
    said = visible_words(correction)
    if not said:
        raise LeftOut(EMPTY_CORRECTION)
    if said == visible_words(sent.original or ""):
        raise LeftOut(SAME_CORRECTION)
    refuse_unfit(sent, correction, setting.rules)
    return case.original or "", case.decision.correction or ""


def visible_words(text: str) -> list[str]:
    """Return the words of a text as people see them: without hidden characters, composed alike, blanks aside."""
    hidden = set(invisible_positions(text))
    if hidden:
        text = "".join(character for place, character in enumerate(text) if place not in hidden)
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).split()
