"""The conversation of an item in the parts in which it is read: what was said, and what is folded since it is long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reviewer.domain.items import Item, Message, ToolCall

Kind = Literal["said", "instruction", "reasoning", "call", "result"]
FOLDED: frozenset[Kind] = frozenset({"instruction", "reasoning", "call", "result"})
PAGE = 24  # parts; each costs a view of its own, and a person reads the last ones first
_REASONING = ("reasoning", "reasoning_content", "thinking")
_LONGEST_NAME = 24  # characters of a name in a headline, which must fit into a narrow pane; the text has all of it
_MOST_CALLS = 12  # calls of one message with a card each; more stand on one card


@dataclass(frozen=True)
class Part:
    """A stretch of the conversation with its headline: the place of its message, and its own place in that."""

    message: int
    place: int
    kind: Kind
    headline: str
    text: str

    @property
    def folds(self) -> bool:
        """Whether it is closed until somebody opens it."""
        return self.kind in FOLDED and bool(self.text)

    @property
    def key(self) -> tuple[int, int]:
        """What tells it from the other parts of the conversation."""
        return self.message, self.place

    @property
    def target(self) -> str:
        """What spans that point into this text name as their target; nothing where no span can."""
        return "" if self.kind in ("reasoning", "call") else f"message:{self.message}"


def last_parts(messages: Sequence[Message], least: int) -> tuple[tuple[Part, ...], int]:
    """Return the parts of the last messages, at least so many, and how many messages come before them."""
    found: list[tuple[Part, ...]] = []
    count, first = 0, len(messages)
    answers = _Answers(messages)
    while first and count < least:
        first -= 1
        told = _told(messages[first], answers)
        found.append(tuple(Part(first, place, *entry) for place, entry in enumerate(told)))
        count += len(found[-1])
    return tuple(part for parts in reversed(found) for part in parts), first


def reasoning_of(message: Message) -> str:
    """Return what the model noted for itself before it spoke, under whichever of the usual names it came."""
    extra = message.__pydantic_extra__ or {}
    return next((value for name in _REASONING if isinstance(value := extra.get(name), str) and value), "")


def call_text(call: ToolCall) -> str:
    """Return the call of a tool as one text."""
    return f"{call.name}({call.arguments})"


def texts_of(item: Item) -> Iterator[str]:
    """Yield every text of the conversation as it came, in order."""
    for message in item.conversation():
        yield from (text for text in (reasoning_of(message), message.content or "") if text)
        if message.tool_calls:
            yield "\n".join(map(call_text, message.tool_calls))


class _Answers:
    """Which call each result of a tool belongs to, and how many results each call has."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self.names: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        for message in messages:
            for call in message.tool_calls or ():
                if call.id:
                    self.names[call.id] = call.name
            if message.role == "tool" and message.tool_call_id:
                self.counts[message.tool_call_id] = self.counts.get(message.tool_call_id, 0) + 1

    def after(self, call: ToolCall) -> str:
        """Return what stands behind the name of a call: how many results it has."""
        count = self.counts.get(call.id or "", 0)
        return "" if not count else " → 1 result" if count == 1 else f" → {count:,} results"


def _told(message: Message, answers: _Answers) -> Iterator[tuple[Kind, str, str]]:
    """Yield kind, headline and text of each part of a message."""
    reasoning = reasoning_of(message)
    if reasoning:
        yield "reasoning", f"reasoning · {_size(reasoning)}", reasoning
    calls = message.tool_calls or ()
    if message.content or not (reasoning or calls):
        yield _said(message, answers)
    if len(calls) > _MOST_CALLS:
        text = "\n".join(map(call_text, calls))
        yield "call", f"{len(calls):,} tool calls · {_size(text)}", text
        return
    for call in calls:
        text = call_text(call)
        yield "call", f"tool call · {_short(call.name) or 'a tool'}{answers.after(call)} · {_size(text)}", text


def _said(message: Message, answers: _Answers) -> tuple[Kind, str, str]:
    text = message.content or ""
    called = answers.names.get(message.tool_call_id or "", "") if message.role == "tool" else ""
    who = "tool result" if message.role == "tool" else message.role
    kind: Kind = "said"
    if message.role == "tool":
        kind = "result"
    elif message.role in ("system", "developer"):
        kind = "instruction"
    size = "Content not captured" if message.content is None else "empty"
    if text:
        size = _size(text) if kind != "said" else ""
    return kind, " · ".join(part for part in (who, _short(message.name or called), size) if part), text


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _size(text: str) -> str:
    return "1 character" if len(text) == 1 else f"{len(text):,} characters"
