"""Figures as pandas frames, one row each, nested parts as columns such as `precision_low`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pandas


class Shown(Protocol):
    """Anything that the terminal can print as JSON."""

    def to_json(self) -> dict[str, Any]:
        """Return the figures as plain structures."""


def to_frame(figures: Iterable[Shown]) -> pandas.DataFrame:
    """Return one row for each of the figures, missing values as NaN."""
    import pandas

    return pandas.json_normalize([figure.to_json() for figure in figures], sep="_")
