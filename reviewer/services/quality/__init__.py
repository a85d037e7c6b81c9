"""What a lead asks of the labels and of those who make them; each answer has a file of its own."""

from __future__ import annotations

from .service import Quality

__all__ = ["Quality"]
