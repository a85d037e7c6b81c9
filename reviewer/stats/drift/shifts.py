"""How far a window differs from a reference window, and how likely chance alone would make it differ so much.

Mixes of categories (verdicts, policies) are compared by the population stability index and the Jensen-Shannon
divergence in bits, with p_c and q_c the shares of category c in both windows:

    PSI = sum_c (p_c - q_c) ln(p_c / q_c)        JSD = H((p + q) / 2) - (H(p) + H(q)) / 2

Lin, J. (1991). Divergence measures based on the Shannon entropy. IEEE Transactions on Information Theory 37(1),
145-151. Half an item is added to each category, so that an empty one has a finite PSI. Without drift the PSI of n and m
items in k categories is distributed as (1/n + 1/m) chi² with k - 1 degrees of freedom (Yurdakul, B. (2018). Statistical
properties of population stability index. Western Michigan University): small windows differ by chance alone, which the
fixed limits of 0.1 and 0.25 that are in use do not know.

Measured values (scores, seconds) are compared by the Kolmogorov-Smirnov distance (Smirnov, N. (1948). Table for
estimating the goodness of fit of empirical distributions. Annals of Mathematical Statistics 19(2), 279-281), shares
(hit rates, agreement) as in `proportions`. Among the comparisons made together the share of false alerts is held down
after Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal Statistical
Society B 57(1), 289-300.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from reviewer.stats.patterns import Floats
from reviewer.stats.proportions import chance_of_difference
from reviewer.stats.results import rounded

Measure = Literal["psi", "ks", "share"]
FALSE_ALERTS = 0.05
"""The share of alerts that may be false, among those that are raised."""
MINIMUM_ITEMS = 20
"""A window with fewer items is not compared."""


@dataclass(frozen=True)
class Shift:
    """One comparison: how large the difference is, how likely by chance, and how many items each window has.

    `value` is the PSI, the KS distance, or the difference of the shares; `divergence` is there for mixes only.
    """

    name: str
    measure: Measure
    value: float | None
    chance: float | None
    reference_items: int
    window_items: int
    divergence: float | None = None
    alert: bool = False
    note: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as the terminal prints it."""
        numbers = {name: rounded(getattr(self, name)) for name in ("value", "chance", "divergence")}
        return {
            "name": self.name,
            "measure": self.measure,
            **numbers,
            "reference_items": self.reference_items,
            "window_items": self.window_items,
            "alert": self.alert,
            "note": self.note,
        }


def mix_shift(name: str, reference: Mapping[str, int], window: Mapping[str, int]) -> Shift:
    """Compare the counts of the categories of two windows."""
    before, now = sum(reference.values()), sum(window.values())
    if few := _few(before, now):
        return Shift(name, "psi", None, None, before, now, note=few)
    categories = sorted({*reference, *window})
    if len(categories) < 2:
        return Shift(name, "psi", 0.0, 1.0, before, now, 0.0)
    from scipy.stats import chi2

    p = np.array([window.get(category, 0) + 0.5 for category in categories])
    q = np.array([reference.get(category, 0) + 0.5 for category in categories])
    p, q = p / p.sum(), q / q.sum()
    psi = float(((p - q) * np.log(p / q)).sum())
    chance = float(chi2.sf(psi / (1 / before + 1 / now), len(categories) - 1))
    middle = (p + q) / 2
    divergence = float(_entropy(middle) - (_entropy(p) + _entropy(q)) / 2)
    return Shift(name, "psi", psi, chance, before, now, max(divergence, 0.0))


def value_shift(name: str, reference: Floats, window: Floats) -> Shift:
    """Compare measured values of two windows."""
    if few := _few(len(reference), len(window)):
        return Shift(name, "ks", None, None, len(reference), len(window), note=few)
    from scipy.stats import ks_2samp

    found = ks_2samp(reference, window, method="auto")
    return Shift(name, "ks", float(found.statistic), float(found.pvalue), len(reference), len(window))


def share_shift(name: str, reference: tuple[int, int], window: tuple[int, int]) -> Shift:
    """Compare the share of (hits, items) in two windows; the value is window minus reference."""
    (hits_before, before), (hits_now, now) = reference, window
    if few := _few(before, now):
        return Shift(name, "share", None, None, before, now, note=few)
    chance = chance_of_difference(window, reference)
    return Shift(name, "share", hits_now / now - hits_before / before, chance, before, now)


def with_alerts(shifts: Sequence[Shift], thresholds: Mapping[Measure, float]) -> tuple[Shift, ...]:
    """Mark the comparisons that are large enough for the lead's threshold and too unlikely by chance."""
    from statsmodels.stats.multitest import multipletests

    tested = [place for place, shift in enumerate(shifts) if shift.chance is not None]
    unlikely: set[int] = set()
    if tested:
        chances = [shifts[place].chance for place in tested]
        rejected = multipletests(chances, alpha=FALSE_ALERTS, method="fdr_bh")[0]
        unlikely = {place for place, found in zip(tested, rejected, strict=True) if found}
    return tuple(
        replace(shift, alert=place in unlikely and abs(shift.value or 0.0) >= thresholds.get(shift.measure, 0.0))
        for place, shift in enumerate(shifts)
    )


def _few(before: int, now: int) -> str | None:
    if min(before, now) >= MINIMUM_ITEMS:
        return None
    where = "the reference" if before < now else "the window"
    return f"not compared: {where} has {min(before, now)} items, at least {MINIMUM_ITEMS} are needed"


def _entropy(shares: Floats) -> float:
    return float(-(shares * np.log2(shares)).sum())
