"""What a lead asks of the labels and of those who make them; each answer has a file of its own."""

from __future__ import annotations

from .frames import to_frame
from .service import Quality

__all__ = ["Quality", "to_frame"]
