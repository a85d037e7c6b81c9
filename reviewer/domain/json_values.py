"""What a JSON value from outside may hold, wherever no model says so: finite depth and numbers of a sane size."""

from __future__ import annotations

import math
from typing import Any

from .errors import InvalidInput

DEEPEST_NESTING = 64
SMALLEST_INTEGER = -(2**63)
LARGEST_INTEGER = 2**64 - 1


def check_values(value: Any) -> None:
    """Refuse infinite numbers, integers beyond 64 bits and nesting beyond 64 levels in a value."""
    level = [value]
    depth = 0
    while level:
        depth += 1
        if depth > DEEPEST_NESTING + 1:
            raise InvalidInput(f"is nested more than {DEEPEST_NESTING} deep")
        below: list[Any] = []
        for entry in level:
            if isinstance(entry, dict):
                below.extend(entry.values())
            elif isinstance(entry, list | tuple):
                below.extend(entry)
            elif isinstance(entry, float) and not math.isfinite(entry):
                raise InvalidInput("holds a number that is infinite, too large or none (NaN)")
            elif isinstance(entry, int) and not SMALLEST_INTEGER <= entry <= LARGEST_INTEGER:
                raise InvalidInput("holds an integer that does not fit in 64 bits")
        level = below
