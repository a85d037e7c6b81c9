"""Goal 11 of the performance page, second part: the statistics of the quality room beside plain NumPy programs.

At 10,000 reviews and at `scale` times 1,000,000, each item with 3 of 50 reviewers and 5 values; the spans of 1,000
texts with 2 of 10 reviewers at any scale. Floors are written out here, get the same data and take turns.
"""

from __future__ import annotations

import sys
from itertools import combinations, pairwise

import numpy as np

from reviewer.stats import STATISTICS
from reviewer.stats.consensus import DawidSkene, dawid_skene
from reviewer.stats.patterns import Floats, Ints
from reviewer.stats.spans import Marked, Stretch, character_alpha, unitizing_alpha
from tests.benchmarks.rows import Row, compared
from tests.benchmarks.stats_agreement import NAMES, OVERLAP, RESAMPLES, VALUES, coded, pairs, plain_resamples, ratings

AC1 = next(statistic for statistic in STATISTICS if statistic.id == "gwet_ac1")
FEW, TEXTS, LENGTH = 10_000, 1_000, 1_200
LABELS = ("unsupported", "harmful", "wrong")


def measure(scale: float = 1.0) -> list[Row]:
    """Measure at 10,000 reviews, at `scale` times 1,000,000, and on 1,000 texts with spans."""
    found: list[Row] = []
    for reviews in sorted({FEW, max(FEW, int(1_000_000 * scale))}):
        said, reviewers = ratings(reviews // OVERLAP)
        rounds = 9 if reviews < 100_000 else 3
        found += [
            _ac1(said, reviewers, rounds),
            _ac1_intervals(said, reviewers, rounds),
            pairs(said, reviewers, f"11  Cohen's kappa of all pairs, {reviews:,} reviews", rounds),
            _dawid_skene(said, reviewers, rounds),
        ]
    return [*found, *_spans()]


def _ac1(said: Ints, reviewers: Ints, rounds: int) -> Row:
    def floor() -> None:
        counts, sizes = _counts(said)
        agreed = ((counts * (counts - 1)).sum(axis=1) / (sizes * (sizes - 1))).mean()
        chance = _chance((counts / sizes[:, None]).mean(axis=0))
        _ = (agreed - chance) / (1 - chance)

    def product() -> None:
        AC1.compute(coded(said, reviewers), resamples=0)

    return compared(f"11  AC1, {said.size:,} reviews", floor, product, 1.5, repetitions=rounds)


def _ac1_intervals(said: Ints, reviewers: Ints, rounds: int) -> Row:
    def floor() -> None:
        counts, _ = _counts(said)
        distinct, drawn = plain_resamples(counts)
        sizes, total = distinct.sum(axis=1), drawn.sum(axis=1)
        agreed = drawn @ ((distinct * (distinct - 1)).sum(axis=1) / (sizes * (sizes - 1))) / total
        chance = _chance(drawn @ (distinct / sizes[:, None]) / total[:, None])
        np.quantile((agreed - chance) / (1 - chance), [0.025, 0.975])

    def product() -> None:
        AC1.compute(coded(said, reviewers), resamples=RESAMPLES)

    return compared(f"11  AC1 with 1,000 resamples, {said.size:,} reviews", floor, product, 1.5, repetitions=rounds)


def _counts(said: Ints) -> tuple[Ints, Ints]:
    cells = (np.arange(len(said))[:, None] * VALUES + said).ravel()
    counts = np.bincount(cells, minlength=len(said) * VALUES).reshape(-1, VALUES)
    return counts, counts.sum(axis=1)


def _chance(shares: Floats) -> Floats:
    return np.asarray((shares * (1 - shares)).sum(axis=-1) / (VALUES - 1))


def _dawid_skene(said: Ints, reviewers: Ints, rounds: int) -> Row:
    """The floor runs as many rounds as the product needed, without priors and without asking whether to stop."""
    found = dawid_skene(coded(said, reviewers))
    assert isinstance(found, DawidSkene)
    items = np.repeat(np.arange(len(said)), OVERLAP)
    codes = (reviewers * VALUES + said).ravel()

    def floor() -> None:
        posterior = _counts(said)[0] / OVERLAP
        for _ in range(found.rounds):
            rates = np.empty((len(NAMES), VALUES, VALUES))
            for true in range(VALUES):
                rates[:, true] = np.bincount(codes, posterior[items, true], len(NAMES) * VALUES).reshape(-1, VALUES)
            rates /= rates.sum(axis=2, keepdims=True)
            logarithms = np.log(rates + 1e-12)
            likelihood = np.empty((len(said), VALUES))
            for true in range(VALUES):
                likelihood[:, true] = np.bincount(items, logarithms[:, true].ravel()[codes], len(said))
            likelihood += np.log(posterior.mean(axis=0))
            posterior = np.exp(likelihood - likelihood.max(axis=1, keepdims=True))
            posterior /= posterior.sum(axis=1, keepdims=True)

    def product() -> None:
        dawid_skene(coded(said, reviewers))

    name = f"11  Dawid-Skene, {found.rounds} rounds, {said.size:,} reviews"
    return compared(name, floor, product, 1.5, repetitions=min(rounds, 3))


def _spans() -> list[Row]:
    texts = _marked()

    def characters() -> None:
        """Label each character of each text in a table, count its values, and resample texts."""
        observed, totals = np.zeros(len(texts)), np.zeros((len(texts), 2 ** len(LABELS)))
        for number, text in enumerate(texts):
            values = np.zeros((len(text.by_reviewer), text.length), np.int64)
            for row, marks in zip(values, text.by_reviewer.values(), strict=True):
                for start, end, label in marks:
                    row[start:end] |= 1 << LABELS.index(label)
            size = len(values)
            counts = np.stack([(values == value).sum(axis=0) for value in range(2 ** len(LABELS))])
            observed[number] = ((size**2 - (counts**2).sum(axis=0)) / (size - 1)).sum()
            totals[number] = counts.sum(axis=1)
        drawn = _drawn(len(texts))
        sums = drawn @ totals
        n = sums.sum(axis=1)
        np.quantile(1 - (n - 1) * (drawn @ observed) / (n**2 - (sums**2).sum(axis=1)), [0.025, 0.975])

    def stretches() -> None:
        """Add up, for each pair of reviewers and each label, the sums of alpha_u for as many draws of texts."""
        drawn = _drawn(len(texts))
        observed, expected = np.zeros(RESAMPLES), np.zeros(RESAMPLES)
        for pair in combinations(sorted({name for text in texts for name in text.by_reviewer}), 2):
            shared = [text for text in texts if set(pair) <= set(text.by_reviewer)]
            weights = drawn[:, [number for number, text in enumerate(texts) if set(pair) <= set(text.by_reviewer)]]
            for label in LABELS:
                of_pair = _sums_of_pair(shared, weights, pair, label)
                observed += of_pair[0]
                expected += of_pair[1]
        np.quantile(1 - observed / expected, [0.025, 0.975])

    return [
        compared("spans: alpha over characters, 1,000 texts", characters, lambda: character_alpha(texts), 1.5),
        compared("spans: alpha_u, 1,000 texts", stretches, lambda: unitizing_alpha(texts), 1.5, repetitions=3),
    ]


def _drawn(texts: int) -> Floats:
    return np.random.default_rng(1).multinomial(texts, np.full(texts, 1 / texts), size=RESAMPLES).astype(float)


def _sums_of_pair(texts: list[Marked], drawn: Floats, pair: tuple[str, str], label: str) -> tuple[Floats, Floats]:
    """Return L D_o and L D_e for each draw, with one product of a table of units by gaps."""
    if not texts:
        return np.zeros(RESAMPLES), np.zeros(RESAMPLES)
    apart, units, gaps = [], [], []
    for number, text in enumerate(texts):
        marks = [sorted((s, e) for s, e, name in text.by_reviewer[who] if name == label) for who in pair]
        free = [list(pairwise([0, *(edge for unit in one for edge in unit), text.length]))[::2] for one in marks]
        total = sum((a - c) ** 2 + (b - d) ** 2 for a, b in marks[0] for c, d in marks[1] if a < d and c < b)
        for one, other in ((marks[0], free[1]), (marks[1], free[0])):
            total += sum((b - a) ** 2 for a, b in one if any(c <= a and b <= d for c, d in other))
        apart.append(float(total))
        units += [(b - a, number) for one in marks for a, b in one]
        gaps += [(b - a, number) for one in free for a, b in one if b > a]
    length = drawn.sum(axis=1) * LENGTH
    if not units:
        return np.zeros(RESAMPLES), np.zeros(RESAMPLES)
    b, of_unit = np.array(units, float).T
    size, of_gap = np.array(gaps, float).T
    here, there = drawn[:, of_unit.astype(int)], drawn[:, of_gap.astype(int)]
    table = b[:, None] ** 2 * np.maximum(size - b[:, None] + 1, 0)
    among = (here.sum(axis=1) - 1) / 3 * (here @ (2 * b**3 - 3 * b**2 + b))
    places = np.maximum(2 * length * (2 * length - 1) - here @ (b * (b - 1)), 1)
    return drawn @ np.array(apart) / np.maximum(length, 1), 2 * (among + ((here @ table) * there).sum(axis=1)) / places


def _marked() -> list[Marked]:
    """Return texts with up to three stretches by each of two reviewers, half of them in the same places."""
    some = np.random.default_rng(3)
    texts = []
    for _ in range(TEXTS):
        marks = []
        for start in np.sort(some.choice(LENGTH // 100, int(some.integers(0, 4)), replace=False) * 100).tolist():
            marks.append(Stretch(start, start + int(some.integers(10, 90)), LABELS[int(some.integers(3))]))
        moved = [
            Stretch(start + int(some.integers(0, 5)), end + int(some.integers(5, 10)), label)
            for start, end, label in marks
            if some.random() < 0.7
        ]
        one, two = some.choice(10, 2, replace=False).tolist()
        texts.append(Marked(LENGTH, {f"r{one}": marks, f"r{two}": moved}))
    return texts


def main() -> None:
    """Print the rows; the first argument is the scale."""
    for found in measure(float(sys.argv[1]) if len(sys.argv) > 1 else 0.1):
        print("{name:60} {floor_ms:10.2f} {product_ms:10.2f} {ratio:6.2f}x  goal {goal}x".format(**found))


if __name__ == "__main__":
    main()
