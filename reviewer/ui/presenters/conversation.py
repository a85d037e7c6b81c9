"""The conversation of an item in the parts in which it is read: what was said, and what is folded since it is long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reviewer.domain.items import Item, Message, ToolCall
from reviewer.domain.message_parts import NotText
from reviewer.texts.code import pretty_json
from reviewer.ui.language import later, tr

Kind = Literal["said", "instruction", "reasoning", "call", "result", "not_text"]
FOLDED: frozenset[Kind] = frozenset({"instruction", "reasoning", "call", "result", "not_text"})
PAGE = 24  # parts; each costs a view of its own, and a person reads the last ones first
_ROLES = {
    "system": later("system"),
    "developer": later("developer"),
    "user": later("user"),
    "assistant": later("assistant"),
    "tool": later("tool"),
}
_REASONING = ("reasoning", "reasoning_content", "thinking")
_LONGEST_NAME = 24  # characters of a name in a headline, which must fit into a narrow pane; the text has all of it
_MOST_CALLS = 12  # calls of one message with a card each; more stand on one card
_MOST_NOTES = 12  # the same for what is no text
_LONGEST_LAID_OUT = 100_000  # characters of the arguments of a call that are laid out; more are shown as they came


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
        return "" if self.kind in ("reasoning", "call", "not_text") else f"message:{self.message}"


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
        yield from (note.text for note in message.not_text if note.text)


class _Answers:
    """Which call each result of a tool belongs to, and how many results each call has."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self.names: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        for message in messages:
            for call in message.tool_calls or ():
                if call.id:
                    self.names[call.id] = call.name
            answered = [note.tool_call_id for note in message.not_text]
            if message.role == "tool":
                answered.append(message.tool_call_id)
            for call_id in filter(None, answered):
                self.counts[call_id] = self.counts.get(call_id, 0) + 1

    def after(self, call: ToolCall) -> str:
        """Return what stands behind the name of a call: how many results it has."""
        count = self.counts.get(call.id or "", 0)
        return " → " + tr("{n:,} results", "{n:,} result", count).format(n=count) if count else ""


def _told(message: Message, answers: _Answers) -> Iterator[tuple[Kind, str, str]]:
    """Yield kind, headline and text of each part of a message."""
    reasoning = reasoning_of(message)
    if reasoning:
        yield "reasoning", f"{tr('reasoning')} · {_size(reasoning)}", reasoning
    calls = message.tool_calls or ()
    if message.content or not (reasoning or calls or message.not_text):
        yield _said(message, answers)
    if len(calls) > _MOST_CALLS:
        text = "\n".join(map(call_text, calls))
        count = tr("{n:,} tool calls", "{n:,} tool call", len(calls)).format(n=len(calls))
        yield "call", f"{count} · {_size(text)}", text
    else:
        for call in calls:
            yield "call", _headline_of_call(call, answers), _laid_out(call)
    for note in message.not_text[:_MOST_NOTES]:
        yield "not_text", _headline_of_note(note, message, answers), note.text or note.address or ""
    if (more := len(message.not_text) - _MOST_NOTES) > 0:
        yield "not_text", tr("%n more parts that are not shown", "%n more part that is not shown", more), ""


def _headline_of_call(call: ToolCall, answers: _Answers) -> str:
    name = _short(call.name) or tr("a tool")
    return f"{tr('tool call')} · {name}{answers.after(call)} · {_size(call_text(call))}"


def _laid_out(call: ToolCall) -> str:
    """Return a call with its arguments laid out by blanks alone, where they are JSON of more than one line."""
    shown = pretty_json(call.arguments) if len(call.arguments) <= _LONGEST_LAID_OUT else None
    return call_text(call) if shown is None else f"{call.name}({shown.text})"


def _headline_of_note(note: NotText, message: Message, answers: _Answers) -> str:
    """Say what a part was and how large: nothing of it is ever loaded."""
    if note.kind == "tool result":
        called = _short(answers.names.get(note.tool_call_id or "", ""))
        return " · ".join(part for part in (tr("tool result"), called, _size(note.text or "")) if part)
    words = {"image": tr("image"), "audio": tr("audio"), "video": tr("video"), "file": tr("file")}
    what = words.get(note.kind, _short(note.kind))
    if note.text is not None:
        return " · ".join(
            part for part in (tr(_ROLES[message.role]), what, _short(note.name or ""), _size(note.text)) if part
        )
    facts = [tr("{kind} (not shown)").format(kind=what)]
    if note.media_type:
        facts.append(_short(note.media_type.rpartition("/")[2].upper()))
    if note.name:
        facts.append(_short(note.name))
    if note.bytes is not None:
        facts.append(bytes_text(note.bytes))
    elif note.address:
        facts.append(tr("by its address"))
    return f"{tr(_ROLES[message.role])} · {', '.join(facts)}"


def bytes_text(count: int) -> str:
    """Return a size in the unit in which a person reads it."""
    if count < 1000:
        return tr("%n bytes", "%n byte", count)
    steps = ((1e9, "GB"), (1e6, "MB"), (1e3, "KB"))
    size, unit = next((count / step, name) for step, name in steps if count >= step)
    return f"{size:.1f} {unit}" if size < 10 else f"{size:,.0f} {unit}"


def _said(message: Message, answers: _Answers) -> tuple[Kind, str, str]:
    text = message.content or ""
    called = answers.names.get(message.tool_call_id or "", "") if message.role == "tool" else ""
    who = tr("tool result") if message.role == "tool" else tr(_ROLES[message.role])
    kind: Kind = "said"
    if message.role == "tool":
        kind = "result"
    elif message.role in ("system", "developer"):
        kind = "instruction"
    size = tr("Content not captured") if message.content is None else tr("empty")
    if text:
        size = _size(text) if kind != "said" else ""
    return kind, " · ".join(part for part in (who, _short(message.name or called), size) if part), text


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _size(text: str) -> str:
    return tr("{n:,} characters", "{n:,} character", len(text)).format(n=len(text))
