"""Item: one flagged model output with everything needed to judge it, in the format flagged-item/1."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from .errors import InvalidInput
from .json_values import check_values
from .mending import mended
from .message_parts import NotText
from .model import Frozen, JsonObject, Open, UtcTime
from .offsets import anchor

Role = Literal["system", "developer", "user", "assistant", "tool"]
Severity = Literal["low", "medium", "high", "critical"]


class Span(Frozen):
    """A stretch of text in Unicode code points, end exclusive, with its quote; unanchored if it fits nowhere."""

    start: int
    end: int
    text: str = ""
    anchored: bool = True


class ToolCall(Open):
    """A call of a tool that the model asked for; `arguments` is the JSON text as it was sent."""

    id: str | None = None
    name: str = ""
    arguments: str = ""

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        data = dict(data)
        function = data.pop("function", None)
        if isinstance(function, dict):
            data = {**data, **function}
        if isinstance(data.get("arguments"), dict | list):
            data["arguments"] = json.dumps(data["arguments"], ensure_ascii=False)
        return data


class Message(Open):
    """One message of the conversation that led to the response."""

    role: Role
    content: str | None = None
    name: str | None = None
    tool_calls: tuple[ToolCall, ...] | None = None
    tool_call_id: str | None = None
    not_text: tuple[NotText, ...] = ()


class Citation(Frozen):
    """Where the response cites a passage."""

    start: int
    end: int


class Evidence(Open):
    """A passage, document or tool result that the response should rest on."""

    id: str
    source: str | None = None
    title: str | None = None
    text: str | None = None
    score: float | None = None
    rank: int | None = None
    citation: Citation | None = None


class PolicyHit(Open):
    """One rule of a taxonomy that a detector checked: outcome, score, threshold, severity, spans."""

    id: str
    policy: str
    detector: str | None = None
    detector_version: Annotated[str, Field(coerce_numbers_to_str=True)] | None = None
    outcome: Literal["fail", "pass", "unknown", "error"] = "fail"
    score: float | None = None
    score_direction: Literal["higher_is_worse", "higher_is_better", "unknown"] = "unknown"
    threshold: float | None = None
    severity: Severity | None = None
    target: str = "response"
    spans: tuple[Span, ...] = ()
    explanation: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _single_span(cls, data: Any) -> Any:
        """Take `start`, `end`, `text` at the hit itself as one span."""
        if not isinstance(data, dict) or "start" not in data:
            return data
        data = dict(data)
        span = {key: data.pop(key) for key in ("start", "end", "text") if key in data}
        if span.get("start") is not None and span.get("end") is not None:
            data["spans"] = [*(data.get("spans") or ()), span]
        return data


class Candidate(Open):
    """One of several responses to compare."""

    id: str
    text: str
    model: str | None = None


class Suggestion(Open):
    """What a model proposed for this item; never shown before the verdict in a blind project."""

    verdict: str | None = None
    correction: str | None = None
    agent: str | None = None
    score: float | None = None


class Gold(Open):
    """The known answer of a gold item; never shown before submitting."""

    verdict: str
    answers: JsonObject = Field(default_factory=dict)
    explanation: str | None = None


class Source(Open):
    """Where an item came from."""

    system: str = "file"
    url: str | None = None


class Item(Frozen):
    """One flagged model output with everything needed to judge it."""

    id: Annotated[str, Field(min_length=1, max_length=500)]
    source: Source = Source()
    messages: tuple[Message, ...] = ()
    prompt: str | None = None
    response: str | None = None
    responses: tuple[Candidate, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    policy_hits: tuple[PolicyHit, ...] = ()
    suggestion: Suggestion | None = None
    gold: Gold | None = None
    control: bool = False
    sampling_probability: Annotated[float, Field(gt=0.0, le=1.0)] | None = None
    priority: float = 0.0
    due_at: UtcTime | None = None
    metadata: JsonObject = Field(default_factory=dict)
    flagged_at: UtcTime | None = None

    @model_validator(mode="before")
    @classmethod
    def _null_is_empty(cls, data: Any) -> Any:
        """Take null for a list or object as nothing."""
        if not isinstance(data, dict) or None not in (
            data.get("messages", ()),
            data.get("responses", ()),
            data.get("evidence", ()),
            data.get("policy_hits", ()),
            data.get("metadata", ()),
        ):
            return data
        collections = ("messages", "responses", "evidence", "policy_hits", "metadata")
        return {key: value for key, value in data.items() if value is not None or key not in collections}

    @model_validator(mode="after")
    def _has_something_to_judge(self) -> Item:
        if self.response is None and len(self.responses) < 2:
            raise ValueError("needs 'response', or two or more 'responses' to compare")
        parts: tuple[tuple[str, tuple[Evidence | PolicyHit | Candidate, ...]], ...] = (
            ("evidence", self.evidence),
            ("policy_hits", self.policy_hits),
            ("responses", self.responses),
        )
        for name, entries in parts:
            if len(entries) > 1 and len({entry.id for entry in entries}) != len(entries):
                raise ValueError(f"has two entries with the same id in '{name}'")
        return self

    @property
    def key(self) -> tuple[str, str]:
        """The pair under which an item is unique in a project: source system and id."""
        return (self.source.system, self.id)

    def conversation(self) -> tuple[Message, ...]:
        """Return the messages, or the plain prompt as one user message, or nothing."""
        if self.messages or self.prompt is None:
            return self.messages
        return (Message(role="user", content=self.prompt),)

    def target_text(self, target: str) -> str | None:
        """Return the text that a span or hit with this target points into, or None."""
        if target == "response":
            return self.response
        kind, _, name = target.partition(":")
        if kind == "response":
            return next((c.text for c in self.responses if c.id == name), None)
        if kind == "evidence":
            return next((e.text for e in self.evidence if e.id == name), None)
        messages = self.conversation()
        if kind == "message" and name.isdigit() and int(name) < len(messages):
            return messages[int(name)].content
        return None

    def canonical(self) -> str:
        """Return the JSON that is stored and hashed: the fields in their order, without what equals its default."""
        return self.canonical_and_sha256()[0]

    def canonical_and_sha256(self) -> tuple[str, str]:
        """Return the canonical JSON and the SHA-256 of its UTF-8 bytes, made in one go."""
        data: bytes = self.__pydantic_serializer__.to_json(self, exclude_defaults=True)
        return data.decode("utf-8"), hashlib.sha256(data).hexdigest()

    def sha256(self) -> str:
        """Return the SHA-256 of the canonical JSON."""
        return self.canonical_and_sha256()[1]


_TOP_LEVEL = frozenset(Item.model_fields)


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _clean(value: Any, replaced: list[int]) -> Any:
    """Replace what no database can hold: NUL and lone surrogates become U+FFFD."""
    if isinstance(value, str):
        cleaned, count = _UNSTORABLE.subn("\ufffd", value)
        replaced[0] += count
        return cleaned if count else value
    if isinstance(value, dict):
        return {_clean(key, replaced): _clean(inner, replaced) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner, replaced) for inner in value]
    return value


def anchored(span: Span, text: str | None) -> Span:
    """Return `span` placed in `text` by its offsets or its quote, or marked as unanchored."""
    if text is None:
        return span.model_copy(update={"anchored": False})
    if not span.text and 0 <= span.start <= span.end <= len(text):
        return span.model_copy(update={"text": text[span.start : span.end]})
    place = anchor(text, span.start, span.end, span.text)
    if place is None:
        return span.model_copy(update={"anchored": False})
    return Span(start=place[0], end=place[1], text=text[place[0] : place[1]])


def _hits_fit(item: Item) -> bool:
    """Return whether each span of each hit already stands where its quote says."""
    for hit in item.policy_hits:
        if hit.spans:
            text = item.target_text(hit.target)
            if text is None or not all(span.text and text[span.start : span.end] == span.text for span in hit.spans):
                return False
    return True


def _anchor_hits(item: Item) -> tuple[Item, int]:
    """Place each hit's spans; return the item and how many had to move or stay unanchored."""
    moved = 0
    hits = []
    for hit in item.policy_hits:
        text = item.target_text(hit.target)
        spans = tuple(anchored(span, text) for span in hit.spans)
        moved += sum(
            (a.start, a.end) != (b.start, b.end) or not b.anchored for a, b in zip(hit.spans, spans, strict=True)
        )
        hits.append(hit if spans == hit.spans else hit.model_copy(update={"spans": spans}))
    changed = tuple(hits) != item.policy_hits
    return (item.model_copy(update={"policy_hits": tuple(hits)}) if changed else item), moved


def read_item(data: Mapping[str, Any] | Item, *, clean: bool = False) -> tuple[Item, list[str]]:
    """Build an item from one object of flagged-item/1; return it with warnings, or raise InvalidInput.

    `clean` says that the texts are known to hold neither NUL nor a lone surrogate, which saves looking for them.
    """
    if isinstance(data, Item):
        return data, []
    if not isinstance(data, Mapping):
        raise InvalidInput("An item must be a JSON object with 'id' and 'response'.")
    warnings: list[str] = []
    replaced = [0]
    fields: dict[str, Any] = dict(data) if clean else _clean(dict(data), replaced)
    fields.pop("schema", None)
    if isinstance(fields.get("id"), int):
        fields["id"] = str(fields["id"])
    if isinstance(fields.get("source"), str):
        fields["source"] = {"system": fields["source"]}
    unknown = [] if fields.keys() <= _TOP_LEVEL else sorted(str(key) for key in fields.keys() - _TOP_LEVEL)
    if unknown or replaced[0]:
        metadata = dict(fields.get("metadata") or {})
        extra = dict(metadata.get("extra") or {})
        extra.update({key: fields.pop(key) for key in unknown})
        if replaced[0]:
            extra["replaced_characters"] = replaced[0]
            warnings.append("characters that no database can hold (NUL, lone surrogate) replaced by U+FFFD")
        fields["metadata"] = {**metadata, "extra": extra}
        warnings += [f"unknown field '{key[:60]}' kept in metadata.extra" for key in unknown]
    responses = fields.get("responses")
    if isinstance(responses, list) and len(responses) == 1 and fields.get("response") is None:
        fields["response"] = responses[0].get("text") if isinstance(responses[0], dict) else None
    item, was_mended = _validated(fields)
    _check_open_parts(item)
    if was_mended and any(note.bytes is not None for message in item.messages for note in message.not_text):
        warnings.append("pictures, sound or files in messages: kept as a note of kind and size, without their bytes")
    if not _hits_fit(item):
        item, moved = _anchor_hits(item)
        if moved:
            warnings.append("spans re-anchored by their quote, or kept as unanchored")
    return item, warnings


def _validated(fields: dict[str, Any]) -> tuple[Item, bool]:
    """Build the item; where that fails, once more with what can be put right. Tell whether that was needed."""
    try:
        return Item.model_validate(fields), False
    except ValidationError as error:
        again = mended(fields, error)
        if again is None:
            raise InvalidInput(describe(error, "item")) from None
    try:
        return Item.model_validate(again), True
    except ValidationError as error:
        raise InvalidInput(describe(error, "item")) from None


def _check_open_parts(item: Item) -> None:
    """Check what no model describes: the metadata, the answers of gold, and fields of others that are kept."""
    if any(type(value) is not str for value in item.metadata.values()):
        check_values(item.metadata)
    if item.gold is not None:
        check_values(item.gold.answers)
    calls = [call for message in item.messages if message.tool_calls for call in message.tool_calls]
    alone: list[Open] = [part for part in (item.source, item.suggestion, item.gold) if part is not None]
    notes = [note for message in item.messages for note in message.not_text]
    groups: tuple[Sequence[Open], ...] = (
        item.messages, item.evidence, item.policy_hits, item.responses, calls, notes, alone,
    )  # fmt: skip
    for group in groups:
        for part in group:
            if part.__pydantic_extra__:
                check_values(part.__pydantic_extra__)


_IN_PLAIN_WORDS = {
    "extra_forbidden": "there is no such field",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "dict_type": "must be a table of names and values",
    "model_type": "must be a table of names and values",
}
"""What is said of those problems whose own message speaks of how they were programmed."""


def describe(error: ValidationError, noun: str) -> str:
    """Return the first problems of a validation error as one sentence with the place of each."""
    problems = []
    for problem in error.errors(include_url=False, include_input=False)[:3]:
        place = ".".join(str(part) for part in problem["loc"]) or f"the {noun}"
        message = _IN_PLAIN_WORDS.get(problem["type"], problem["msg"]).removeprefix("Value error, ")
        problems.append(f"{place}: {message[0].lower()}{message[1:]}" if message else place)
    more = error.error_count() - len(problems)
    return "; ".join(problems) + (f"; and {more} more" if more > 0 else "")
