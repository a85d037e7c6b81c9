"""The coefficients written out as loops over the definitions, to compare the fast forms with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import permutations

from reviewer.stats import Value

Triple = tuple[int, str, Value]


def units(triples: Iterable[Triple]) -> list[list[Value]]:
    found: dict[int, list[Value]] = defaultdict(list)
    for item, _, value in triples:
        found[item].append(value)
    return list(found.values())


def alpha(triples: Sequence[Triple], level: str) -> float | None:
    """Coincidences and expected coincidences pair by pair, Krippendorff 2011."""
    pairable = [values for values in units(triples) if len(values) > 1]
    totals = Counter(value for values in pairable for value in values)
    n = totals.total()
    delta = _metric(totals, level)
    observed = sum(delta(a, b) / (len(values) - 1) for values in pairable for a, b in permutations(values, 2))
    expected = sum(totals[a] * totals[b] * delta(a, b) for a in totals for b in totals)
    return None if len(totals) < 2 else 1 - (n - 1) * observed / expected


def _metric(totals: Counter[Value], level: str):  # type: ignore[no-untyped-def]
    def ordinal(a: float, b: float) -> float:
        low, high = sorted((a, b))
        between = sum(count for value, count in totals.items() if low <= value <= high)  # type: ignore[operator,misc]
        return float((between - (totals[low] + totals[high]) / 2) ** 2) if a != b else 0.0

    return {
        "nominal": lambda a, b: float(a != b),
        "ordinal": ordinal,
        "interval": lambda a, b: float((a - b) ** 2),
        "ratio": lambda a, b: ((a - b) / (a + b)) ** 2 if a + b else 0.0,
    }[level]


def percent(triples: Sequence[Triple]) -> float:
    pairable = [values for values in units(triples) if len(values) > 1]
    return sum(_agreeing(values) for values in pairable) / len(pairable)


def _agreeing(values: list[Value]) -> float:
    return sum(a == b for a, b in permutations(values, 2)) / (len(values) * (len(values) - 1))


def shares(triples: Sequence[Triple]) -> list[float]:
    rated = units(triples)
    values = {value for found in rated for value in found}
    return [sum(found.count(value) / len(found) for found in rated) / len(rated) for value in values]


def fleiss(triples: Sequence[Triple]) -> float:
    chance = sum(share**2 for share in shares(triples))
    return (percent(triples) - chance) / (1 - chance)


def ac1(triples: Sequence[Triple]) -> float:
    parts = shares(triples)
    chance = sum(share * (1 - share) for share in parts) / (len(parts) - 1)
    return (percent(triples) - chance) / (1 - chance)


def cohen(triples: Sequence[Triple], a: str, b: str) -> float | None:
    first = {item: value for item, reviewer, value in triples if reviewer == a}
    second = {item: value for item, reviewer, value in triples if reviewer == b}
    both = first.keys() & second.keys()
    n = len(both)
    if not n:
        return None
    said_a, said_b = Counter(first[item] for item in both), Counter(second[item] for item in both)
    chance = sum(said_a[value] * said_b[value] for value in said_a) / n**2
    agreed = sum(first[item] == second[item] for item in both) / n
    return None if len(said_a | said_b) < 2 else (agreed - chance) / (1 - chance)
