"""Whether groups are treated alike: the rate of an outcome in each, against all others, with honest doubt.

The disparity of a group is the ratio of its rate to that of all other groups together, with the interval of Katz, D.,
Baptista, J., Azen, S. P., & Pike, M. C. (1978). Obtaining confidence intervals for the risk ratio in cohort studies.
Biometrics 34(3), 469-474:  exp(ln ratio ± z sqrt(1/a - 1/n + 1/b - 1/m)) for a of n in the group and b of m outside;
where a or b is 0, half an item is added to each. Chance is that of `proportions`, corrected for the number of groups
after Hochberg, Y. (1988). A sharper Bonferroni procedure for multiple tests of significance. Biometrika 75(4), 800-802.
Groups of few items are suppressed, since they could point at a person; if only one would be, the next smallest
goes with it, or the totals would give it away.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .proportions import Share, Z, chance_of_difference, share

SMALLEST_GROUP = 10
MOST_CHANCE = 0.05


@dataclass(frozen=True)
class Slice:
    """One group: its rate, its ratio to all others with the interval, and the corrected chance.

    A suppressed group has no figures at all, not even its size.
    """

    group: str
    rate: Share | None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    chance: float | None = None
    note: str | None = None

    @property
    def differs(self) -> bool:
        """Return whether the group differs from the others by more than chance explains."""
        return self.chance is not None and self.chance < MOST_CHANCE

    def to_json(self) -> dict[str, Any]:
        """Return the group as the terminal prints it."""
        numbers = {
            name: None if (value := getattr(self, name)) is None else round(value, 12)
            for name in ("ratio", "low", "high", "chance")
        }
        rate = self.rate.to_json() if self.rate else None
        return {"group": self.group, "rate": rate, **numbers, "differs": self.differs, "note": self.note}


def slices(groups: Mapping[str, tuple[int, int]]) -> tuple[Slice, ...]:
    """Compare (hits, items) of each group with all other groups, largest group first."""
    order = sorted(groups, key=lambda name: (-groups[name][1], name))
    hidden = _suppressed(groups)
    hits, items = (sum(groups[name][place] for name in order) for place in (0, 1))
    found = [
        Slice(name, None, note=f"suppressed: too few items to show, at least {SMALLEST_GROUP} are needed")
        if name in hidden
        else _compared(name, groups[name], (hits - groups[name][0], items - groups[name][1]))
        for name in order
    ]
    return _corrected(found)


def _suppressed(groups: Mapping[str, tuple[int, int]]) -> frozenset[str]:
    small = {name for name, (_, items) in groups.items() if items < SMALLEST_GROUP}
    if len(small) == 1 and len(groups) > 1:
        rest = (name for name in groups if name not in small)
        small.add(min(rest, key=lambda name: (groups[name][1], name)))
    return frozenset(small)


def _compared(name: str, group: tuple[int, int], others: tuple[int, int]) -> Slice:
    rate = share(*group)
    if not others[1]:
        return Slice(name, rate, note="there is no other group to compare with")
    if not group[0] and not others[0]:
        return Slice(name, rate, note="undefined: the outcome occurs in no group")
    (a, n), (b, m) = group, others
    chance = chance_of_difference(group, others)
    extra = 0.5 if not a or not b else 0.0
    x, y, size, rest = a + extra, b + extra, n + extra, m + extra
    ratio = (x / size) / (y / rest)
    reach = Z * math.sqrt(max(1 / x - 1 / size + 1 / y - 1 / rest, 0.0))
    note = "half an item is added to each side, since the outcome is missing on one" if extra else None
    return Slice(name, rate, ratio, ratio * math.exp(-reach), ratio * math.exp(reach), chance, note)


def _corrected(found: list[Slice]) -> tuple[Slice, ...]:
    """Correct the chances for the number of groups that were compared."""
    from statsmodels.stats.multitest import multipletests

    tested = [place for place, part in enumerate(found) if part.chance is not None]
    if tested:
        corrected = multipletests([found[place].chance for place in tested], method="simes-hochberg")[1]
        for place, chance in zip(tested, corrected, strict=True):
            found[place] = replace(found[place], chance=float(chance))
    return tuple(found)
