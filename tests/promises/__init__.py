"""The promises of reliability and security as one family: a table, the figures of its tests, and a page."""

from __future__ import annotations

from tests.promises.report import Figures
from tests.promises.table import PROMISES, control, promise, shown

__all__ = ["PROMISES", "Figures", "control", "promise", "shown"]
