"""Counts of a build: what came in, what became rows, what was left out and why."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from reviewer.datasets.checks import ITEMS_LISTED
from reviewer.datasets.reasons import FILTERED, NOT_RESOLVED, UNWRITABLE
from reviewer.datasets.recipe import SPLITS
from reviewer.datasets.selection import Dropped, Kept

ModelKey = tuple[str, str, str]
MODELS_COUNTED: Final = 1_000
OTHER_MODELS: Final[ModelKey] = ("others", "", "")


@dataclass
class Tally:
    """Counts that always add up: in = kept + excluded."""

    came_in: int = 0
    kept: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    excluded: Counter[str] = field(default_factory=Counter)
    items: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    reviews: int = 0
    reviewers: set[str] = field(default_factory=set)
    methods: Counter[str] = field(default_factory=Counter)
    lineage: Counter[ModelKey] = field(default_factory=Counter)
    languages: set[str] = field(default_factory=set)
    unweighted: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    _items_with: Counter[int] = field(default_factory=Counter)
    _last: dict[str, tuple[tuple[str, str], int]] = field(default_factory=dict)
    _detectors: set[tuple[str | None, str | None]] = field(default_factory=set)
    _versions: set[tuple[str | None, int | None]] = field(default_factory=set)
    _items_hash: Any = field(default_factory=hashlib.sha256)
    _reviews_hash: Any = field(default_factory=hashlib.sha256)

    def drop(self, dropped: Dropped) -> None:
        """Count what was left out; the items behind a reason are listed up to a limit."""
        self.came_in += 1
        self.excluded[dropped.reason] += 1
        listed = self.items[dropped.reason]
        if dropped.reason != FILTERED and len(listed) < ITEMS_LISTED and dropped.item.id not in listed[-1:]:
            listed.append(dropped.item.id)

    def drop_unresolved(self, count: int) -> None:
        """Count the items that nobody has resolved, which the store does not even read."""
        if count:
            self.came_in += count
            self.excluded[NOT_RESOLVED] += count

    def keep(self, kept: Kept) -> None:
        """Count a case that became rows."""
        case = kept.case
        self.came_in += 1
        self.kept += 1
        self.rows[kept.split] += len(kept.rows)
        self.reviews += len(case.reviews)
        self._see_item(kept)
        self.methods[case.method] += 1
        row = kept.rows[0]
        self._see_model((row["model"] or "unknown", row["model_version"] or "", row["prompt_template"] or ""))
        if row["language"]:
            self.languages.add(row["language"])
        for hit in case.item.policy_hits:
            self._detectors.add((hit.detector, hit.detector_version))
        for review in case.reviews:
            self.reviewers.add(review.reviewer)
            self._versions.add((review.guideline_version, review.project_version))
        self.unweighted += case.item.sampling_probability is None
        self._see_time(case.decided_at)
        self._items_hash.update(f"{row['item_sha256']}\n".encode())
        for digest in case.review_sha256:
            self._reviews_hash.update(f"{digest}\n".encode())

    def reject(self, kept: Kept) -> None:
        """Count a case whose rows the format cannot hold."""
        self.drop(Dropped(kept.case.as_sent.item, UNWRITABLE))

    def _see_item(self, kept: Kept) -> None:
        """Count the reviews of an item; several cases of one, each a review, follow each other in its split."""
        item = kept.case.item
        key, reviews = (item.source.system, item.id), len(kept.case.reviews)
        before = self._last.get(kept.split)
        if before is not None and before[0] == key:
            reviews += before[1]
        elif before is not None:
            self._items_with[before[1]] += 1
        self._last[kept.split] = (key, reviews)

    def _see_model(self, key: ModelKey) -> None:
        """Count what wrote a response; beyond a thousand all others are one, since a template may be a whole text."""
        known = key in self.lineage or len(self.lineage) < MODELS_COUNTED
        self.lineage[key if known else OTHER_MODELS] += 1

    def _see_time(self, at: datetime | None) -> None:
        if at is not None:
            if self.first_at is None or at < self.first_at:
                self.first_at = at
            if self.last_at is None or at > self.last_at:
                self.last_at = at

    def rows_by_split(self) -> dict[str, int]:
        """Return the number of rows of each split, zeros too."""
        return {name: self.rows[name] for name in SPLITS}

    def excluded_by_reason(self) -> dict[str, int]:
        """Return how much was left out for each reason, the commonest first."""
        return dict(sorted(self.excluded.items(), key=lambda pair: (-pair[1], pair[0])))

    def reviews_per_item(self) -> dict[int, int]:
        """Return how many items have how many reviews behind their rows, the fewest reviews first."""
        last = Counter(reviews for _, reviews in self._last.values())
        return dict(sorted((self._items_with + last).items()))

    def guidelines(self) -> list[str]:
        """Return the versions of the guideline that the reviews followed."""
        return sorted({guideline for guideline, _ in self._versions if guideline})

    def projects(self) -> list[int]:
        """Return the versions of the project that the reviews followed."""
        return sorted({project for _, project in self._versions if project})

    def detectors(self) -> list[str]:
        """Return the detectors that ran, each with its version."""
        return sorted(f"{name} {version or ''}".strip() for name, version in self._detectors if name)

    def model_counts(self) -> dict[str, int]:
        """Return how many rows come from each model and version."""
        counts: Counter[str] = Counter()
        for (model, version, _), count in sorted(self.lineage.items()):
            counts[f"{model} {version}".strip()] += count
        return dict(counts)

    def model_lineage(self) -> list[tuple[ModelKey, int]]:
        """Return model, version and prompt template behind the rows with their counts, the commonest first."""
        return sorted(self.lineage.items(), key=lambda pair: (-pair[1], pair[0]))

    def hashes(self) -> dict[str, str]:
        """Return one hash over all items and one over all reviews, in the order of the rows."""
        return {"items": self._items_hash.hexdigest(), "reviews": self._reviews_hash.hexdigest()}
