"""Messages and tools as OpenAI takes them: no nulls, no keys of others, arguments as text, each call with its id."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from reviewer.datasets.columns import FREE, Column, ListOf, Struct
from reviewer.datasets.reasons import TOOL_IDS, LeftOut
from reviewer.domain.items import Item

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_CALL: Final = Struct(
    (("id", "text"), ("type", "text"), ("function", Struct((("name", "text"), ("arguments", "text")))))
)
ANSWER: Final = ListOf(Struct((("role", "text"), ("content", "text"))))
MESSAGES: Final = ListOf(
    Struct(
        (
            ("role", "text"),
            ("content", "text"),
            ("name", "text"),
            ("weight", "integer"),
            ("tool_calls", ListOf(_CALL)),
            ("tool_call_id", "text"),
        )
    )
)
TOOLS: Final = (
    Column("tools", ListOf(FREE), "The tools that the model could call.", optional=True),
    Column("parallel_tool_calls", "flag", "Whether it could call several of them at once.", optional=True),
)


def openai_messages(messages: Sequence[Mapping[str, Any]], *, weighted: bool = False) -> list[dict[str, Any]]:
    """Return the messages in OpenAI's form; weighted, what the assistant says in them is context and does not train."""
    made = [_message(message) for message in messages]
    for message in made if weighted else ():
        if message["role"] == "assistant":
            message["weight"] = 0
    return made


def openai_tools(item: Item) -> dict[str, Any]:
    """Return the tools that the source sent with the item, under the names of OpenAI's fields; mostly nothing."""
    extra = item.metadata.get("extra")
    sent = {**(extra if isinstance(extra, dict) else {}), **item.metadata}
    tools = sent.get("tools")
    if not isinstance(tools, list) or not tools or not all(_is_tool(tool) for tool in tools):
        return {}
    parallel = sent.get("parallel_tool_calls")
    return {"tools": tools} | ({"parallel_tool_calls": parallel} if isinstance(parallel, bool) else {})


def _is_tool(tool: Any) -> bool:
    function = tool.get("function") if isinstance(tool, dict) and tool.get("type") == "function" else None
    return isinstance(function, dict) and isinstance(function.get("name"), str)


def _message(message: Mapping[str, Any]) -> dict[str, Any]:
    """Return a message with the keys that its role may have."""
    role, calls = message["role"], message.get("tool_calls")
    made: dict[str, Any] = {"role": role}
    if message["content"] or not calls:
        made["content"] = message["content"]
    if role == "tool":
        return made | {"tool_call_id": _id(message.get("tool_call_id"))}
    if _NAME.fullmatch(message.get("name") or ""):
        made["name"] = message["name"]
    if calls and role == "assistant":
        made["tool_calls"] = [{**call, "id": _id(call["id"])} for call in calls]
    return made


def _id(name: str | None) -> str:
    if not name:
        raise LeftOut(TOOL_IDS)
    return name
