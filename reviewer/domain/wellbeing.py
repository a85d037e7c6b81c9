"""What a project does for the people who read hard texts all day; none of it is claimed to suffice."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .model import Frozen


class Wellbeing(Frozen):
    """The defaults of a project: what starts veiled, soft colours, suggested breaks, severity interleaved."""

    veil: tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] = ()
    soften: bool = False
    break_minutes: Annotated[int, Field(ge=1, le=480)] | None = None
    break_severe_items: Annotated[int, Field(ge=1, le=1000)] | None = None
    interleave: bool = False
