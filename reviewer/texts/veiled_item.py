"""An item with placeholders for personal data, and the reviews of it carried over from one form to the other.

Everything that a window shows is made from the item as shown, so that nothing behind it can give a value away:
neither the clipboard nor a tooltip, a search, a quote or what a screen reader says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from pydantic import BaseModel

from reviewer.domain.items import Citation, Item, PolicyHit, Span
from reviewer.domain.reviews import ClaimLink, LabeledSpan, MissedHit, Passage, Review

from .personal_data import find_personal_data
from .placeholders import Finder, Placeholders, VeiledText, placeholders_for

# What names a thing or says of which kind it is; all else that is text may hold personal data.
_NAMES = frozenset({"id", "role", "tool_call_id", "policy", "detector", "detector_version", "outcome", "severity"}) | {
    "score_direction",
    "target",
    "system",
}


class VeiledItem:
    """One item, the same item as it is shown, and the map between the two."""

    def __init__(self, item: Item, more: Iterable[str] = (), finder: Finder = find_personal_data) -> None:
        self.item, self.more, self.finder = item, tuple(more), finder
        self.placeholders: Placeholders = placeholders_for([*texts_of(item), *self.more], finder)
        self._veiled: dict[str, VeiledText] = {}
        self.shown = self._shown(item) if self.placeholders else item

    def text(self, text: str) -> VeiledText:
        """Return any text that belongs to the item, as it is shown."""
        if text not in self._veiled:
            self._veiled[text] = self.placeholders.veil(text)
        return self._veiled[text]

    def as_shown(self, review: Review) -> Review:
        """Return a review of the item in terms of the item as shown; what the reviewer wrote in words stays."""
        if not self.placeholders:
            return review
        return self._moved(review, self._span_shown, lambda text: self.text(text).shown)

    def as_written(self, review: Review) -> Review:
        """Return a review of the item as shown in terms of the original, which is what is kept and submitted."""
        if not self.placeholders:
            return review
        return self._moved(review, self._span_written, self.placeholders.restore)

    def for_others(self, review: Review) -> Review:
        """Return somebody's review for another person's eyes: what the reviewer wrote in words is veiled too."""
        if not self.placeholders:
            return review
        words: dict[str, Any] = {"comment": self.text(review.comment).shown, "answers": self._walk(review.answers)}
        if review.escalation is not None:
            reason = self.text(review.escalation.reason).shown
            words["escalation"] = review.escalation.model_copy(update={"reason": reason})
        shown = self.as_shown(review)
        spans = {name: shown.answers[name] for name, value in review.answers.items() if _are_spans(value)}
        return shown.model_copy(update={**words, "answers": {**words["answers"], **spans}})

    def restored(self, answers: dict[str, Any]) -> dict[str, Any]:
        """Return answers that were taken over from a review for other eyes, with the originals in their words."""
        words = self.placeholders.restore
        return {name: words(value) if isinstance(value, str) else value for name, value in answers.items()}

    # The item

    def _shown(self, item: Item) -> Item:
        veiled = {name: self._walk(value) for name, value in item.__dict__.items() if name not in _NAMES}
        return item.model_copy(update=veiled)

    def _walk(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value).shown
        if isinstance(value, PolicyHit):
            spans = tuple(self._span_shown(span, value.target) for span in value.spans)
            return self._walk_model(value, {"spans": spans})
        if isinstance(value, Citation):
            start, end = self._place(value.start, value.end, "response", VeiledText.to_shown)
            return Citation(start=start, end=end)
        if isinstance(value, BaseModel):
            return self._walk_model(value, {})
        if isinstance(value, dict):
            return {key: self._walk(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self._walk(inner) for inner in value)
        return value

    def _walk_model(self, model: BaseModel, done: dict[str, Any]) -> BaseModel:
        fields = {**model.__dict__, **(model.__pydantic_extra__ or {})}
        rest = {name: self._walk(value) for name, value in fields.items() if name not in _NAMES | done.keys()}
        return model.model_copy(update={**rest, **done})

    # Reviews

    def _moved(self, review: Review, move: Callable[[Any, str], Any], words: Callable[[str], str]) -> Review:
        correction = review.correction
        if correction is not None:
            correction = correction.model_copy(update={"text": words(correction.text)})
        return review.model_copy(
            update={
                "spans": tuple(cast(LabeledSpan, move(span, span.target)) for span in review.spans),
                "claims": tuple(self._claim(claim, move) for claim in review.claims),
                "missed_hits": tuple(self._missed(hit, move) for hit in review.missed_hits),
                "answers": {name: self._answer(value, move) for name, value in review.answers.items()},
                "correction": correction,
            }
        )

    def _claim(self, claim: ClaimLink, move: Callable[[Any, str], Any]) -> ClaimLink:
        moved = cast(ClaimLink, move(claim, claim.target))
        return moved.model_copy(update={"passages": tuple(self._passage(p, move) for p in claim.passages)})

    @staticmethod
    def _passage(passage: Passage, move: Callable[[Any, str], Any]) -> Passage:
        if passage.start is None or passage.end is None:
            return passage
        span = Span(start=passage.start, end=passage.end, text=passage.text or "")
        moved = move(span, f"evidence:{passage.evidence}")
        text = moved.text if passage.text is not None else None
        return passage.model_copy(update={"start": moved.start, "end": moved.end, "text": text})

    def _missed(self, hit: MissedHit, move: Callable[[Any, str], Any]) -> MissedHit:
        spans = tuple(move(span, self._target_of(span, move)) for span in hit.spans)
        return hit.model_copy(update={"spans": spans})

    def _target_of(self, span: Span, move: Callable[[Any, str], Any]) -> str:
        """Return the response that a missed hit is about: it names none, so that of several its quote tells which."""
        item = self.shown if move == self._span_written else self.item
        for one in item.responses:
            if one.text[span.start : span.end] == span.text:
                return f"response:{one.id}"
        return "response"

    def _answer(self, value: Any, move: Callable[[Any, str], Any]) -> Any:
        """Carry over the answer to a question of type `spans`; the other answers are the reviewer's own words."""
        if not _are_spans(value):
            return value
        moved = [
            (entry, move(Span(start=entry["start"], end=entry["end"], text=entry.get("text", "")), "response"))
            for entry in value
        ]
        return [{**entry, "start": span.start, "end": span.end, "text": span.text} for entry, span in moved]

    def _span_shown(self, span: Span, target: str) -> Span:
        source = self.item.target_text(target)
        if source is None or not span.anchored:
            return span.model_copy(update={"text": self.text(span.text).shown})
        start, end = self.text(source).to_shown(span.start, span.end)
        return span.model_copy(update={"start": start, "end": end, "text": self.text(source).shown[start:end]})

    def _span_written(self, span: Span, target: str) -> Span:
        source = self.item.target_text(target)
        if source is None or not span.anchored:
            return span.model_copy(update={"text": self.placeholders.restore(span.text)})
        start, end = self.text(source).to_source(span.start, span.end)
        return span.model_copy(update={"start": start, "end": end, "text": source[start:end]})

    def _place(
        self, start: int, end: int, target: str, move: Callable[[VeiledText, int, int], tuple[int, int]]
    ) -> tuple[int, int]:
        source = self.item.target_text(target)
        return (start, end) if source is None else move(self.text(source), start, end)


def _are_spans(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(e, dict) and "start" in e for e in value)


def texts_of(item: Item) -> Iterator[str]:
    """Yield every text of an item in the order of reading: the conversation, the responses, the passages, the rest."""
    fields = dict(item.__dict__)
    for name in ("messages", "prompt", "response", "responses", "evidence", "policy_hits"):
        yield from _texts_in(fields.pop(name))
    for name, value in fields.items():
        if name not in _NAMES:
            yield from _texts_in(value)


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for name, inner in {**value.__dict__, **(value.__pydantic_extra__ or {})}.items():
            if name not in _NAMES:
                yield from _texts_in(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts_in(inner)
