"""A finding of the doctor."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Symptom:
    """One thing that was looked at."""

    what: str
    ok: bool
    found: str
    remedy: str = ""
