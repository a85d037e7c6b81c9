"""Whether the latest weeks are like the weeks before: mixes of categories, measured values, and breaks in a series."""

from __future__ import annotations

from .breaks import Break, find_break
from .shifts import Shift, mix_shift, share_shift, value_shift, with_alerts

__all__ = ["Break", "Shift", "find_break", "mix_shift", "share_shift", "value_shift", "with_alerts"]
