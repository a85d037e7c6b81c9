"""The true value of each item and the error rates of each reviewer, estimated together from the reviews alone.

Dawid, A. P., & Skene, A. M. (1979). Maximum Likelihood Estimation of Observer Error-Rates Using the EM Algorithm.
Journal of the Royal Statistical Society, Series C 28(1), 20-28. Symbols as there: T_ij is the probability that item i
is of class j, p_j the share of class j, and pi_jl^(k) the probability that reviewer k says l where the truth is j.

    E:  T_ij  proportional to  p_j prod_k pi_j,l(i,k)^(k)
    M:  p_j = mean_i T_ij,   pi_jl^(k) = (a_jl + sum of T_ij over the items where k said l) / (the same over all l)

The first T are the shares of the votes. A small prior a_jl, heavier on the diagonal, keeps a reviewer with few reviews
from an error rate of exactly 0 or 1, and names the classes: without it the labels could change places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reviewer.stats.patterns import Floats, Ints
from reviewer.stats.ratings import Ratings
from reviewer.stats.results import Undefined

from .votes import votes

PRIOR_RIGHT = 0.8
PRIOR_WEIGHT = 2.0
"""The prior of a reviewer weighs as much as two reviews for each class, four of five of them right."""
TOLERANCE = 1e-5
"""The rounds end when the posteriors of the items move by less than this on average."""
MOST_ROUNDS = 500


@dataclass(frozen=True, eq=False)
class DawidSkene:
    """What the reviews say of items and reviewers: posterior (items x values), error rates, shares of the classes.

    `error_rates[k, j, l]` is the probability that reviewer k says l where j is true.
    """

    posterior: Floats
    error_rates: Floats
    shares: Floats
    rounds: int
    converged: bool

    @property
    def values(self) -> Ints:
        """The likeliest value of each item, as its code."""
        return np.asarray(self.posterior.argmax(axis=1), np.int64)

    @property
    def certainty(self) -> Floats:
        """The posterior probability of the likeliest value of each item."""
        return np.asarray(self.posterior.max(axis=1))

    @property
    def accuracy(self) -> Floats:
        """The probability that a reviewer is right, over the shares of the classes: one number a reviewer."""
        return np.asarray(np.einsum("kjj,j->k", self.error_rates, self.shares))


def dawid_skene(ratings: Ratings) -> DawidSkene | Undefined:
    """Estimate the values of the items and the error rates of the reviewers, or say why that cannot be done."""
    if ratings.refusal is not None:
        return Undefined(ratings.refusal)
    if len(ratings.levels) < 2:
        return Undefined("all values are the same, so nobody can be seen to err")
    reviewers, width = len(ratings.reviewer_names), len(ratings.levels)
    start = votes(ratings).shares
    rated = ratings.sizes > 0
    prior = PRIOR_WEIGHT * _prior(width)
    said = ratings.reviewers * width + ratings.values
    posterior, moved, rounds = start, np.inf, 0
    shares, rates = np.empty(width), np.empty((reviewers, width, width))
    while moved > TOLERANCE and rounds < MOST_ROUNDS:
        rounds += 1
        shares = _shares(posterior[rated])
        rates = _error_rates(posterior, ratings.items, said, prior, reviewers)
        found = _posterior(shares, rates, ratings.items, said, ratings.item_count)
        moved = float(np.abs(found[rated] - posterior[rated]).mean())
        posterior = found
    return DawidSkene(posterior, rates, shares, rounds, moved <= TOLERANCE)


def _prior(width: int) -> Floats:
    """Return how the prior of one reviewer is spread over what is said (columns) for each class (rows)."""
    table = np.full((width, width), (1 - PRIOR_RIGHT) / (width - 1))
    np.fill_diagonal(table, PRIOR_RIGHT)
    return table


def _shares(posterior: Floats) -> Floats:
    """Return the share of each class; one more item spread over all keeps each above zero."""
    width = posterior.shape[1]
    return np.asarray((posterior.sum(axis=0) + 1 / width) / (len(posterior) + 1))


def _error_rates(posterior: Floats, items: Ints, said: Ints, prior: Floats, reviewers: int) -> Floats:
    """M: add up how often each reviewer said each value (columns) for items of each class (rows)."""
    width = posterior.shape[1]
    counts = np.empty((reviewers, width, width))
    for true in range(width):
        weights = posterior[:, true][items]
        counts[:, true, :] = np.bincount(said, weights, reviewers * width).reshape(reviewers, width)
    counts += prior
    return np.asarray(counts / counts.sum(axis=2, keepdims=True))


def _posterior(shares: Floats, rates: Floats, items: Ints, said: Ints, item_count: int) -> Floats:
    """E: weigh what was said of each item by the error rates of who said it; in logarithms, so nothing vanishes."""
    width = len(shares)
    logarithms = np.log(rates)
    likelihood = np.empty((item_count, width))
    for true in range(width):
        likelihood[:, true] = np.bincount(items, logarithms[:, true, :].ravel()[said], item_count)
    likelihood += np.log(shares)
    likelihood -= likelihood.max(axis=1, keepdims=True)
    weights = np.exp(likelihood)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
