"""Checks of bare rows, which others read with rules of their own: each function says whether a row keeps one."""

from __future__ import annotations

from typing import Any, Final

from reviewer.datasets.columns import Row
from reviewer.datasets.rows.prompts import alternates

_OF_ROLE: Final = {
    "system": {"role", "content", "name"},
    "developer": {"role", "content", "name"},
    "user": {"role", "content", "name"},
    "assistant": {"role", "content", "name", "weight", "tool_calls"},
    "tool": {"role", "content", "tool_call_id"},
}


def ends_with_an_answer(row: Row) -> bool:
    """Tell whether the conversation ends with words of the assistant, and nothing but the conversation comes before."""
    *prompt, last = row["messages"]
    return _is_answer([last]) and alternates([message["role"] for message in prompt])


def outputs_differ(row: Row) -> bool:
    """Tell whether both outputs are one message of the assistant, and say different things."""
    better, worse = row["preferred_output"], row["non_preferred_output"]
    roles = [message["role"] for message in row["input"]["messages"]]
    return _is_answer(better) and _is_answer(worse) and better != worse and alternates(roles)


def has_openai_fields(row: Row) -> bool:
    """Tell whether every message has the fields of its role alone, none of them null, and arguments as text."""
    given = row.get("input", row)
    messages = [*given["messages"], *row.get("preferred_output", ()), *row.get("non_preferred_output", ())]
    return not _holds_null(given["messages"]) and all(_is_message(message) for message in messages)


def spans_lie_in_the_response(row: Row) -> bool:
    """Tell whether every span of every annotation is a stretch of the response."""
    length = len(row["data"]["response"])
    values = [result["value"] for annotation in row["annotations"] for result in annotation["result"]]
    return all(0 <= value["start"] < value["end"] <= length for value in values if "labels" in value)


def _is_answer(messages: list[dict[str, Any]]) -> bool:
    return [message["role"] for message in messages] == ["assistant"] and bool(messages[0]["content"].strip())


def _is_message(message: dict[str, Any]) -> bool:
    calls = message.get("tool_calls", ())
    filled = isinstance(message.get("content"), str) or bool(calls)
    texts = all(isinstance(call["function"]["arguments"], str) and call["id"] for call in calls)
    tied = message["role"] != "tool" or bool(message.get("tool_call_id"))
    return message.keys() <= _OF_ROLE[message["role"]] and filled and texts and tied


def _holds_null(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_null(inner) for inner in value.values())
    if isinstance(value, list):
        return any(_holds_null(inner) for inner in value)
    return value is None
