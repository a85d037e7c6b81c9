"""Where the responses of one item differ, word by word; long ones are compared off the window's thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from reviewer.domain.items import Item
from reviewer.texts.word_diff import Kind, Part, diff_words
from reviewer.ui.presenters.review_state import Response, ReviewState
from reviewer.ui.tasks import Runner

Stretches = tuple[tuple[int, int], ...]
_AT_ONCE = 4_000  # characters that are compared within a key press
_MOST = 400_000


class Differences(QObject):
    """Compares the first response on screen with each of the others, when an item with several comes."""

    changed = Signal(object)
    """Target → the stretches that another response does not have."""

    def __init__(self, tasks: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._item: Item | None = None
        self._found: Mapping[str, Stretches] = {}
        self._on = True

    @property
    def on(self) -> bool:
        """Whether the differences are shown."""
        return self._on

    def look(self, state: ReviewState) -> None:
        """Look at the item of the review room; as long as it is the same, nothing is compared again."""
        responses = state.responses if len(state.responses) > 1 else ()
        if state.item is self._item:
            return
        self._item = state.item
        self._tasks.drop("review.differences")
        length = sum(len(one.text) for one in responses)
        if length <= _AT_ONCE:
            self._take(different(responses))
        elif length <= _MOST:
            self._take({})
            self._tasks.io(lambda: different(responses), self._take, key="review.differences")
        else:
            self._take({})

    def toggle(self) -> None:
        """Show the differences, or take them away."""
        self._on = not self._on
        self._tell()

    def _take(self, found: Mapping[str, Stretches]) -> None:
        self._found = found
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(self._found if self._on else {})


def different(responses: Sequence[Response]) -> dict[str, Stretches]:
    """Return the stretches of each response that the first lacks, and of the first what the second lacks."""
    found: dict[str, Stretches] = {}
    for number, other in enumerate(responses[1:]):
        parts = diff_words(responses[0].text, other.text).parts
        if not number:
            found[responses[0].target] = tuple(_stretches(parts, "removed"))
        found[other.target] = tuple(_stretches(parts, "added"))
    return found


def _stretches(parts: Sequence[Part], kind: Kind) -> Iterator[tuple[int, int]]:
    at = 0
    for part in parts:
        if part.kind not in ("same", kind):
            continue
        if part.kind == kind and part.text.strip():
            yield at, at + len(part.text)
        at += len(part.text)
