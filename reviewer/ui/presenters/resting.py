"""What a passing word says of the datasets that rest on what was just changed."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.domain.changes import Changes
from reviewer.ui.language import tr


def word_of_datasets(changes: Iterable[Changes]) -> str:
    """Name the datasets that rest on what was changed; nothing where there is none."""
    names = dict.fromkeys(name for one in changes for name in one.datasets)
    return tr("Datasets that rest on it: {names}.").format(names=", ".join(names)) if names else ""
