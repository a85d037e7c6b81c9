"""Datasets as an engineer opens them: with the library `datasets`, from the disk alone."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Load a dataset folder as an engineer does, from the disk alone."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import datasets

        datasets.disable_progress_bars()

    def loaded(folder: Path) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))

    return loaded
