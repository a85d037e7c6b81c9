"""How far people agree on stretches of text: character by character, and stretch by stretch."""

from __future__ import annotations

from .character_alpha import character_alpha
from .marked import Marked, Stretch
from .unitizing_alpha import unitizing_alpha

__all__ = ["Marked", "Stretch", "character_alpha", "unitizing_alpha"]
