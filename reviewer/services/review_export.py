"""Reviews on their way out, as review/1."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from reviewer.config.atomic import write_parts_atomically
from reviewer.domain.reviews import Review

if TYPE_CHECKING:
    from .workspace import Workspace

FORMAT = "review/1"


def as_review(review: Review) -> dict[str, Any]:
    """Return a review as the object that `reviews import` takes; what equals its default is left out."""
    fields = review.model_dump(mode="json", exclude_defaults=True)
    return {"schema": FORMAT, **fields, "state": review.state, "round": review.round}


def write_reviews(
    workspace: Workspace,
    target: Path | IO[bytes],
    *,
    where: str | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> int:
    """Write the current reviews to a stream, or to a file that is there only when it is complete; return how many."""
    written = 0

    def lines() -> Iterator[bytes]:
        nonlocal written
        for review in workspace.reviews.stream(where):
            yield json.dumps(as_review(review), ensure_ascii=True, allow_nan=False).encode("ascii") + b"\n"
            written += 1
            if progress and written % 500 == 0:
                progress(written, None)

    if isinstance(target, Path):
        write_parts_atomically(target, lines())
    else:
        for line in lines():
            target.write(line)
        target.flush()
    return written
