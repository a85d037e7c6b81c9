"""How far people agree: one file per statistic, STATISTICS names them all; callers give the ratings."""

from __future__ import annotations

from .agreement import STATISTICS, agreement, agreement_over_time
from .cohen_kappa import all_pairs
from .confusion import LabelPair, label_pairs
from .live_alpha import LiveAlpha
from .ratings import InvalidRatings, Ratings, Value
from .results import AgreementReport, Coefficient, Pair
from .statistic import Statistic

__all__ = [
    "STATISTICS",
    "AgreementReport",
    "Coefficient",
    "InvalidRatings",
    "LabelPair",
    "LiveAlpha",
    "Pair",
    "Ratings",
    "Statistic",
    "Value",
    "agreement",
    "agreement_over_time",
    "all_pairs",
    "label_pairs",
]
