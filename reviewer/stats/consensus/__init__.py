"""What the reviews of an item say together: the votes, and the estimate that knows how reliable each reviewer is."""

from __future__ import annotations

from .dawid_skene import DawidSkene, dawid_skene
from .votes import Votes, votes

__all__ = ["DawidSkene", "Votes", "dawid_skene", "votes"]
