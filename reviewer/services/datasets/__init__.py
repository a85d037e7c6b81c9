"""Datasets: recipes with their counts, previews, builds that are recorded, and what was built."""

from __future__ import annotations

from reviewer.datasets.build import BuildResult
from reviewer.datasets.checks import Check
from reviewer.datasets.preview import Preview
from reviewer.datasets.recipe import Recipe

from .previews import Counts
from .service import Datasets

__all__ = ["BuildResult", "Check", "Counts", "Datasets", "Preview", "Recipe"]
