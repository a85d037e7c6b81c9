"""The agreement report: every statistic on one question, the pairs of reviewers, and notes on both."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar, get_args

from reviewer.domain.questions import Level

from . import (
    cohen_kappa,
    cohen_kappa_linear,
    cohen_kappa_quadratic,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    percent_agreement,
)
from .ratings import InvalidRatings, Ratings
from .results import AgreementReport, Coefficient, Pair
from .statistic import Statistic

STATISTICS: tuple[Statistic, ...] = (
    krippendorff_alpha.STATISTIC,
    fleiss_kappa.STATISTIC,
    gwet_ac1.STATISTIC,
    gwet_ac2.STATISTIC,
    cohen_kappa.STATISTIC,
    cohen_kappa_linear.STATISTIC,
    cohen_kappa_quadratic.STATISTIC,
    percent_agreement.STATISTIC,
)
"""Every agreement statistic; to add one, write its file and put its STATISTIC here."""

NAMED_PAIRS = 3

Bucket = TypeVar("Bucket", bound=Hashable)


def agreement(
    ratings: Ratings, question: str, level: Level = "nominal", seed: int = 0, resamples: int = 1000
) -> AgreementReport:
    """Return every coefficient with its 95 % interval; the same seed gives the same intervals."""
    if level not in get_args(Level):
        raise InvalidRatings(f"'{level}' is not a level of measurement: choose one of {', '.join(get_args(Level))}.")
    coefficients = {
        statistic.id: statistic.compute(ratings, level, seed=seed, resamples=resamples)
        for statistic in STATISTICS
        if level != "nominal" or not statistic.needs_order
    }
    pairs = () if ratings.refusal else cohen_kappa.all_pairs(ratings)
    return AgreementReport(
        question=question,
        level=level,
        items=ratings.rated_items,
        pairable_items=ratings.pairable_items,
        reviewers=ratings.reviewer_count,
        reviews=ratings.reviews,
        coefficients=coefficients,
        pairs=pairs,
        notes=_notes(coefficients, pairs, level),
    )


def agreement_over_time(
    buckets: Mapping[Bucket, Ratings], level: Level = "nominal", seed: int = 0, resamples: int = 1000
) -> dict[Bucket, Coefficient]:
    """Return Krippendorff's alpha with its interval for each bucket of a chart, in their order."""
    return {
        bucket: krippendorff_alpha.STATISTIC.compute(ratings, level, seed=seed, resamples=resamples)
        for bucket, ratings in buckets.items()
    }


def _notes(coefficients: Mapping[str, Coefficient], pairs: Sequence[Pair], level: Level) -> tuple[str, ...]:
    """Return what a reader has to know, one sentence each; a reason shared by several is said once."""
    titles: dict[str, list[str]] = {}
    for statistic in STATISTICS:
        if statistic.id in coefficients and (note := coefficients[statistic.id].note) is not None:
            titles.setdefault(note, []).append(statistic.title)
    notes = [f"{', '.join(names)}: {note}." for note, names in titles.items()]
    undefined = [f"{pair.a} and {pair.b}" for pair in pairs if pair.cohen_kappa is None]
    if undefined:
        named = ", ".join(undefined[:NAMED_PAIRS]) + (" and others" if len(undefined) > NAMED_PAIRS else "")
        notes.append(
            f"Cohen's kappa is undefined for {len(undefined):,} of {len(pairs):,} pairs,"
            f" where both used one and the same value on all items they share: {named}."
        )
    if level != "nominal":
        plain = [s.title for s in STATISTICS if not s.uses_level]
        notes.append(f"{', '.join(plain[:-1])} and {plain[-1]} compare categories and do not use the {level} level.")
    return tuple(notes)
