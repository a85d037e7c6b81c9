"""How good a detector is, from both sides: what it reports wrongly, what it misses, and what its scores are worth."""

from __future__ import annotations

from .calibration import Bin, Calibration, calibration
from .quality import DetectorQuality, Judged, detector_quality
from .thresholds import Threshold, WhatIf, what_if

__all__ = [
    "Bin",
    "Calibration",
    "DetectorQuality",
    "Judged",
    "Threshold",
    "WhatIf",
    "calibration",
    "detector_quality",
    "what_if",
]
