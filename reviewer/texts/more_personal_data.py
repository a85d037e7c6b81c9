"""Personal data found by patterns of Presidio too, an extra (`pip install 'reviewer[pii]'`) that works offline.

Only patterns of numbers that belong to one person are used, those with a checksum or a strict form; no language model,
so that none is shipped or fetched. Names and addresses are found by neither.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from reviewer.domain.errors import Unreachable

from .personal_data import Found, find_personal_data

_SUREST: Final = 0.5
"""A pattern that fails its checksum, or has none and no word beside it that speaks for it, scores lower."""
# Left out are those that take any row of digits one time in ten, and those that need minutes for a long text.
_RECOGNIZERS: Final = (
    "UsSsnRecognizer",
    "UsItinRecognizer",
    "UsMbiRecognizer",
    "UkNinoRecognizer",
    "MedicalLicenseRecognizer",
    "CaSinRecognizer",
    "CryptoRecognizer",
    "MacAddressRecognizer",
    "ItFiscalCodeRecognizer",
    "EsNifRecognizer",
    "EsNieRecognizer",
    "FiPersonalIdentityCodeRecognizer",
    "SePersonnummerRecognizer",
    "KrRrnRecognizer",
    "DeSocialSecurityRecognizer",
)


def presidio_finder() -> Callable[[str], tuple[Found, ...]]:
    """Return what finds with Presidio's patterns and ours; Unreachable where the extra is not installed."""
    if find_spec("presidio_analyzer") is None:
        raise Unreachable(
            "Presidio is not installed, so personal data is found by the built-in detection alone: run "
            "pip install 'reviewer[pii]', or choose built-in in the settings."
        )
    return find_with_presidio


@lru_cache(maxsize=64)
def find_with_presidio(text: str) -> tuple[Found, ...]:
    """Return what we find, and what Presidio's patterns find beside it."""
    found = list(find_personal_data(text))
    taken = bytearray(len(text))
    for one in found:
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
    for recognizer in _recognizers():
        for hit in recognizer.analyze(text, recognizer.supported_entities, None) or ():
            if hit.score >= _SUREST and hit.start < hit.end and not any(taken[hit.start : hit.end]):
                taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
                found.append(Found(hit.start, hit.end, "other", text[hit.start : hit.end].casefold()))
    return tuple(sorted(found, key=lambda one: one.start))


@cache
def _recognizers() -> tuple[Any, ...]:
    """Load Presidio, which takes seconds: never on the thread of the window."""
    offered = import_module("presidio_analyzer.predefined_recognizers")
    known = (getattr(offered, name, None) for name in _RECOGNIZERS)
    return tuple(recognizer() for recognizer in known if recognizer is not None)
