"""Checks of the finished rows, apart from the code that made them: what fails here is never written."""

from __future__ import annotations

from .check import ITEMS_LISTED, Check, Listed
from .checking import Checking
from .rows import ROW_CHECKS
from .standing import GOLD_COPIES, Elsewhere, Stretch, written_of

__all__ = [
    "GOLD_COPIES", "ITEMS_LISTED", "ROW_CHECKS", "Check", "Checking", "Elsewhere", "Listed", "Stretch", "written_of",
]  # fmt: skip
