"""Figures with their intervals and counts, as text for a table."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewer.stats.proportions import Share
    from reviewer.stats.results import Coefficient


def number(value: float | None) -> str:
    """Return a figure with three digits, or a dash where there is none."""
    return "-" if value is None else f"{value:.3f}"


def interval(found: "Coefficient") -> str:
    """Return a figure with its interval, where it has one."""
    if found.low is None or found.high is None:
        return number(found.value)
    return f"{number(found.value)} [{number(found.low)}, {number(found.high)}]"


def share(found: "Share") -> str:
    """Return a share with its interval and the number of items."""
    if found.value is None or found.low is None or found.high is None:
        return "-"
    return f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}] n={found.items:,}"
