"""Goals 10 and 11 of the performance page: agreement against the shortest NumPy program that gives the same numbers.

Each floor is written out here beside the thing measured; both get the same ratings and take turns, and the ratio is
that of the medians. `scale` 1 means 100,000 items with 3 of 50 reviewers and 5 values.
"""

from __future__ import annotations

import sqlite3
import sys
import warnings
from collections.abc import Callable

import numpy as np

from reviewer.stats import STATISTICS, LiveAlpha, Ratings, all_pairs
from reviewer.stats.patterns import Floats, Ints
from tests.benchmarks.rows import Row, compared, in_turns, row

REVIEWERS, VALUES, OVERLAP, RESAMPLES = 50, 5, 3, 1000
NAMES = tuple(f"r{number:02}" for number in range(REVIEWERS))
LEVELS = tuple(range(1, VALUES + 1))
ALPHA = STATISTICS[0]


def measure(scale: float = 1.0) -> list[Row]:
    """Measure at `scale` times 100,000 items."""
    items = max(100, int(100_000 * scale))
    said, reviewers = ratings(items)
    return [
        _from_sqlite(said, reviewers),
        _live(said),
        _intervals(said, reviewers),
        pairs(said, reviewers, "11  Cohen's kappa of all pairs"),
        _pairs_of_a_library(*ratings(max(100, items // 10))),
    ]


def ratings(items: int) -> tuple[Ints, Ints]:
    """Return values and reviewers, one row per item, with the reviewers of a row in order."""
    rng = np.random.default_rng(1)
    order = rng.random((items, REVIEWERS)).argpartition(OVERLAP, axis=1)[:, :OVERLAP]
    truth, guess = rng.integers(0, VALUES, (items, 1)), rng.integers(0, VALUES, (items, OVERLAP))
    return np.where(rng.random((items, OVERLAP)) < 0.7, truth, guess), np.sort(order, axis=1)


def coded(said: Ints, reviewers: Ints) -> Ratings:
    """Return them as the product takes them."""
    items = np.repeat(np.arange(len(said)), OVERLAP)
    return Ratings(items, reviewers.ravel(), said.ravel(), len(said), NAMES, LEVELS, True)


def _from_sqlite(said: Ints, reviewers: Ints) -> Row:
    items = np.arange(len(said))[:, None]
    cells = (items * VALUES + said).ravel()
    packed = ((items * REVIEWERS + reviewers) * VALUES + said).ravel()
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE rating (cell INTEGER, packed INTEGER)")
    database.executemany("INSERT INTO rating VALUES (?, ?)", zip(cells.tolist(), packed.tolist(), strict=True))

    def floor() -> None:
        stream = database.execute("SELECT cell FROM rating")
        _plain_alpha(np.fromiter((cell for (cell,) in stream), np.int64), len(said))

    def product() -> None:
        stream = database.execute("SELECT packed FROM rating")
        found = Ratings.from_packed((code for (code,) in stream), NAMES, LEVELS)
        ALPHA.compute(found, resamples=0)

    found = _compare("10  alpha, ratings streamed from SQLite", floor, product, goal=1.3, rounds=7)
    database.close()
    return found


def _live(said: Ints) -> Row:
    live = LiveAlpha.from_ratings(coded(said, np.tile(np.arange(OVERLAP), (len(said), 1))))

    def product() -> None:
        live.add(7, 1)
        assert live.value is not None
        live.remove(7, 1)

    (milliseconds,) = in_turns(product, repetitions=200)
    return row("10  live alpha after a verdict (floor: the 1 ms promised)", 1.0, milliseconds, 1.0)


def _intervals(said: Ints, reviewers: Ints) -> Row:
    cells = (np.arange(len(said))[:, None] * VALUES + said).ravel()

    def floor() -> None:
        counts = np.bincount(cells, minlength=len(said) * VALUES).reshape(-1, VALUES)
        np.quantile(_alphas(*plain_resamples(counts)), [0.025, 0.975])

    def product() -> None:
        ALPHA.compute(coded(said, reviewers), resamples=RESAMPLES)

    return _compare("11  alpha with 1,000 resamples", floor, product, goal=1.5, rounds=15)


def pairs(said: Ints, reviewers: Ints, name: str, rounds: int = 15) -> Row:
    """Compare with one joint histogram; the ratings come in no order and with every tenth missing."""
    whole = coded(said, reviewers)
    some = np.random.default_rng(2).permutation(whole.reviews)[whole.reviews // 10 :]
    items, by, values = whole.items[some], whole.reviewers[some], whole.values[some]

    def floor() -> None:
        shape = (REVIEWERS, REVIEWERS, VALUES, VALUES)
        order = np.argsort(items * REVIEWERS + by)
        item, one, value = items[order], by[order], values[order]
        joint = np.zeros(np.prod(shape), np.int64)
        for apart in range(1, OVERLAP):
            here = np.flatnonzero(item[apart:] == item[:-apart])
            there = here + apart
            cells = ((one[here] * REVIEWERS + one[there]) * VALUES + value[here]) * VALUES + value[there]
            joint += np.bincount(cells, minlength=len(joint))
        table = joint.reshape(shape)
        shared, agreed = table.sum(axis=(2, 3)), np.trace(table, axis1=2, axis2=3)
        chance = (table.sum(axis=3) * table.sum(axis=2)).sum(axis=2)
        with np.errstate(invalid="ignore", divide="ignore"):
            np.divide(shared * agreed - chance, shared**2 - chance)

    def product() -> None:
        all_pairs(Ratings(items, by, values, len(said), NAMES, LEVELS, True))

    return _compare(name, floor, product, goal=1.5, rounds=rounds)


def _pairs_of_a_library(said: Ints, reviewers: Ints) -> Row:
    """Compare with scikit-learn, pair by pair over a table that is already wide, on a tenth of the items."""
    from sklearn.metrics import cohen_kappa_score

    wide = np.full((len(said), REVIEWERS), -1)
    np.put_along_axis(wide, reviewers, said, axis=1)

    def floor() -> None:
        warnings.simplefilter("ignore")  # scikit-learn prints one for each pair without variation
        for one in range(REVIEWERS):
            for two in range(one + 1, REVIEWERS):
                both = (wide[:, one] >= 0) & (wide[:, two] >= 0)
                if both.any():
                    cohen_kappa_score(wide[both, one], wide[both, two], labels=range(VALUES))

    def product() -> None:
        all_pairs(coded(said, reviewers))

    return _compare("11  the same, floor: scikit-learn, a tenth of the items", floor, product, goal=0.03, rounds=3)


def plain_resamples(counts: Ints) -> tuple[Floats, Floats]:
    """Return the distinct rows of counts, and how often each is drawn in each of the resamples."""
    keys = counts @ (OVERLAP + 1) ** np.arange(VALUES)
    _, first, frequency = np.unique(keys, return_index=True, return_counts=True)
    drawn = np.random.default_rng(1).multinomial(len(counts), frequency / len(counts), size=RESAMPLES)
    return counts[first].astype(np.float64), drawn.astype(np.float64)


def _plain_alpha(cells: Ints, items: int) -> float:
    """Without matrix products, whose threads would spin on into the time of the product."""
    counts = np.bincount(cells, minlength=items * VALUES).reshape(items, VALUES)
    sizes, totals = counts.sum(axis=1), counts.sum(axis=0)
    within = (sizes**2 - (counts**2).sum(axis=1)) / np.maximum(sizes - 1, 1)
    n = totals.sum()
    return float(1 - (n - 1) * within.sum() / (n**2 - (totals**2).sum()))


def _alphas(counts: Floats, weights: Floats) -> Floats:
    """Return nominal alpha for each row of weights over pairable counts."""
    sizes = counts.sum(axis=1)
    observed = weights @ ((sizes**2 - (counts**2).sum(axis=1)) / (sizes - 1))
    totals = weights @ counts
    n = totals.sum(axis=1)
    return np.asarray(1 - (n - 1) * observed / (n**2 - (totals**2).sum(axis=1)))


def _compare(name: str, floor: Callable[[], None], product: Callable[[], None], *, goal: float, rounds: int) -> Row:
    """Let floor and product take turns and compare their medians."""
    floor()
    product()
    return compared(name, floor, product, goal, repetitions=rounds)


def main() -> None:
    """Print the rows; the first argument is the scale."""
    for found in measure(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0):
        verdict = "ok" if found["ratio"] <= found["goal"] else "missed"
        print(
            f"{found['name']:58} floor {found['floor_ms']:9.3f} ms   product {found['product_ms']:9.3f} ms"
            f"   ratio {found['ratio']:6.3f}   goal {found['goal']:5.3f}   {verdict}"
        )


if __name__ == "__main__":
    main()
