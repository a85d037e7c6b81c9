"""The grounding lens over the item on screen: computed after it was painted, away from the window's thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.domain.items import Item
from reviewer.texts.grounding import Grounding, Place, Term, ground
from reviewer.ui.tasks import Runner

from .review_state import Response, ReviewState

AFTER_PAINT_MS = 40
_KEY = "review.lens"

LensPhase = Literal["off", "waiting", "ready", "no_evidence", "no_text"]


@dataclass(frozen=True)
class Looked:
    """A term of one of the responses."""

    target: str
    term: Term


@dataclass(frozen=True)
class Jump:
    """Where the panes go to once: a stretch of a response, and a stretch of a passage; a higher number is a new one."""

    number: int = 0
    target: str = ""
    start: int = 0
    place: Place | None = None


@dataclass(frozen=True)
class LensState:
    """What the lens shows at one moment."""

    phase: LensPhase = "off"
    groundings: Mapping[str, Grounding] = field(default_factory=dict)
    pointed: tuple[Looked, ...] = ()
    """What the pointer is on."""
    chosen: tuple[Looked, ...] = ()
    """What was clicked, or opened with a key."""
    jump: Jump = Jump()

    @property
    def lit(self) -> tuple[Looked, ...]:
        """What is lit together with its passages."""
        return self.pointed or self.chosen

    @cached_property
    def missing(self) -> tuple[Looked, ...]:
        """What stands in no passage, response by response."""
        return tuple(Looked(target, term) for target, each in self.groundings.items() for term in each.missing)

    @property
    def cut(self) -> bool:
        """Whether a text was longer than what is looked at."""
        return any(each.cut for each in self.groundings.values())


class LensPresenter(QObject):
    """Looks at the item that the review presenter shows, and knows what is pointed at and chosen."""

    changed = Signal(object)

    def __init__(
        self, tasks: Runner, *, on: bool, after_paint_ms: int = AFTER_PAINT_MS, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._on = on
        self._item: Item | None = None
        self._responses: Sequence[Response] = ()
        self._state = LensState("waiting" if on else "off")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(after_paint_ms)
        self._pause.timeout.connect(self._compute)

    @property
    def state(self) -> LensState:
        """What the lens shows now."""
        return self._state

    def look(self, shown: ReviewState) -> None:
        """Look at the item of the review room; as long as it is the same, nothing is computed again."""
        item = shown.item if shown.phase == "reviewing" else None
        if item is not self._item:
            self._item, self._responses = item, shown.responses
            self._begin()

    def switch(self, on: bool) -> None:
        """Switch the lens on or off."""
        if on != self._on:
            self._on = on
            self._begin()

    def point(self, target: str, offset: int | None) -> None:
        """Light what the pointer is on in a response; None where it is on nothing."""
        self._point(self._in_response(target, offset) if offset is not None else ())

    def point_passage(self, passage: int, offset: int | None) -> None:
        """Light what the pointer is on in a passage."""
        self._point(self._in_passage(passage, offset) if offset is not None else ())

    def choose(self, target: str, offset: int) -> None:
        """Choose what stands at an offset of a response, and go to where it stands in a passage."""
        found = self._in_response(target, offset)
        if found:
            term = found[0].term
            self._jump(found, target, term.start, term.places[0] if term.places else None)

    def choose_in_passage(self, passage: int, offset: int) -> None:
        """Choose what stands at an offset of a passage, and go to where the response says it."""
        found = self._in_passage(passage, offset)
        if found:
            self._jump(found, found[0].target, found[0].term.start, None)

    def show_sentence(self, target: str, start: int) -> None:
        """Go to a sentence of a response."""
        self._jump((), target, start, None)

    def close(self) -> None:
        """Compute nothing more."""
        self._pause.stop()
        self._tasks.drop(_KEY)

    def _begin(self) -> None:
        self._pause.stop()
        self._tasks.drop(_KEY)
        phase = self._first_phase()
        if (phase, False) != (self._state.phase, bool(self._state.groundings)):
            self._publish(LensState(phase, jump=self._state.jump))
        if phase == "waiting" and self._item is not None:
            if self._pause.interval():
                self._pause.start()
            else:
                self._compute()

    def _first_phase(self) -> LensPhase:
        if not self._on:
            return "off"
        if self._item is None:
            return "waiting"
        if not self._item.evidence:
            return "no_evidence"
        return "waiting" if any(passage.text for passage in self._item.evidence) else "no_text"

    def _compute(self) -> None:
        item, responses = self._item, self._responses
        if item is None:
            return
        passages = [passage.text or "" for passage in item.evidence]
        asked = (message.content for message in item.conversation() if message.role == "user")
        question = "\n".join(text for text in asked if text)

        def look() -> dict[str, Grounding]:
            return {one.target: ground(one.text, passages, question) for one in responses}

        self._tasks.io(look, lambda found: self._looked(item, found), key=_KEY)

    def _looked(self, item: Item, found: dict[str, Grounding]) -> None:
        if item is self._item and self._on:
            self._publish(LensState("ready", found, jump=self._state.jump))

    def _in_response(self, target: str, offset: int) -> tuple[Looked, ...]:
        grounding = self._state.groundings.get(target)
        term = grounding.term_at(offset) if grounding is not None else None
        return (Looked(target, term),) if term is not None else ()

    def _in_passage(self, passage: int, offset: int) -> tuple[Looked, ...]:
        return tuple(
            Looked(target, term)
            for target, grounding in self._state.groundings.items()
            for term in grounding.terms_of(passage, offset)
        )

    def _point(self, found: tuple[Looked, ...]) -> None:
        if found != self._state.pointed:
            self._publish(replace(self._state, pointed=found))

    def _jump(self, chosen: tuple[Looked, ...], target: str, start: int, place: Place | None) -> None:
        jump = Jump(self._state.jump.number + 1, target, start, place)
        self._publish(replace(self._state, chosen=chosen, jump=jump))

    def _publish(self, state: LensState) -> None:
        self._state = state
        self.changed.emit(state)
