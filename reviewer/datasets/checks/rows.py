"""Checks of single rows, apart from the code that made them: a row that fails one is never written."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from reviewer.datasets.columns import Row
from reviewer.datasets.document_checks import (
    ends_with_an_answer,
    has_openai_fields,
    outputs_differ,
    spans_lie_in_the_response,
)
from reviewer.datasets.rows.prompts import alternates

from .labels import claim_equals_quote, expects_something, label_fits_codes, passages_fit_label

RowTest = Callable[[Row], bool]
RowCheck = tuple[str, str, RowTest]
_TARGETS = ("prompt", "completion", "response", "messages", "text")
_ANSWERS = ("completion", "response", "chosen", "rejected")


def _texts_of(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [value["content"]]
    return [value] if isinstance(value, str) else [message["content"] for message in value]


def _has_text(value: Any) -> bool:
    return any(text.strip() for text in _texts_of(value))


def _pair_differs(row: Row) -> bool:
    chosen, rejected = row["chosen"], row["rejected"]
    return _has_text(chosen) and _has_text(rejected) and _texts_of(chosen) != _texts_of(rejected)


def _is_whole(row: Row) -> bool:
    return all(_has_text(row[name]) for name in _TARGETS if name in row)


def _roles_fit(row: Row) -> bool:
    if isinstance(row.get("chosen"), dict):
        roles = [message["role"] for message in row["messages"]]
        return alternates(roles) and row["chosen"]["role"] == row["rejected"]["role"] == "assistant"
    if "prompt" not in row:  # prompt and answer are one conversation
        return all(_is_conversation(row[name]) for name in ("messages", "chosen", "rejected") if name in row)
    answers = [row[name] for name in _ANSWERS if name in row]
    if isinstance(row["prompt"], str):
        return all(isinstance(answer, str) for answer in answers)
    roles = [message["role"] for message in row["prompt"]]
    return alternates(roles) and all([m["role"] for m in answer] == ["assistant"] for answer in answers)


def _is_conversation(value: Any) -> bool:
    if isinstance(value, str):
        return True
    roles = [message["role"] for message in value]
    return roles[-1:] == ["assistant"] and alternates(roles[:-1])


def _arguments_are_text(row: Row) -> bool:
    conversations = [row[name] for name in ("prompt", "messages", *_ANSWERS) if isinstance(row.get(name), list)]
    calls = [call for turns in conversations for message in turns for call in message.get("tool_calls") or ()]
    return all(isinstance(call["function"]["arguments"], str) for call in calls)


def _spans_equal_quotes(row: Row) -> bool:
    text = row["text"] if "text" in row else row["response"]
    return all(text[span["start"] : span["end"]] == span["text"] != "" for span in row["labels"])


def is_strict(value: Any) -> bool:
    """Tell whether a value is strict JSON: no NaN, no infinity, no half of a character, neither in JSON as text."""
    kind = type(value)
    if kind is str:
        return value.isascii() or _is_whole_text(value)
    if value is None or kind is int or kind is bool:
        return True
    if kind is float:
        return math.isfinite(value)
    if kind is dict:
        return are_strict(value) and are_strict(value.values())
    return isinstance(value, list | tuple) and are_strict(value)


def are_strict(values: Iterable[Any]) -> bool:
    """Tell whether all of the values are; a loop of its own, since this passes every value of every row."""
    for value in values:
        if value is None or (type(value) is str and value.isascii()):
            continue
        if not is_strict(value):
            return False
    return True


def _is_whole_text(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _json_is_strict(row: Row) -> bool:
    """Tell it of a row and of the JSON that stands as text in it."""
    for name in ("metadata", "answers", "ranking"):
        text = row.get(name)
        if isinstance(text, str) and ("NaN" in text or "Infinity" in text) and not _parses(text):
            return False
    return is_strict(row)


def _parses(text: str) -> bool:
    def refuse(_: str) -> None:
        raise ValueError("no JSON")

    try:
        json.loads(text, parse_constant=refuse)
    except ValueError:
        return False
    return True


OF_ALL: Final[tuple[RowCheck, ...]] = (("json", "every row is strict JSON", _json_is_strict),)
_PAIRS = ("pairs", "chosen and rejected differ and have text", _pair_differs)
_WHOLE = ("whole", "prompt and completion have text", _is_whole)
_ROLES = ("roles", "roles alternate and end with the user, the answer is the assistant's", _roles_fit)
_ARGUMENTS = ("arguments", "arguments of tool calls are text", _arguments_are_text)
_ENDING = ("ending", "the conversation ends with the assistant's answer", ends_with_an_answer)
_OUTPUTS = ("outputs", "preferred and other output differ and have text", outputs_differ)
_FIELDS = ("fields", "messages have OpenAI's fields alone, without nulls, arguments as text", has_openai_fields)
_INSIDE = ("inside", "every span lies in the response", spans_lie_in_the_response)
_SPANS = ("spans", "every span equals its quote", _spans_equal_quotes)
_CODES = ("codes", "a row is unsafe exactly if it names a broken policy", label_fits_codes)
_CLAIMS = ("claims", "every claim and every marked part of a passage equals its quote", claim_equals_quote)
_PASSAGES = ("passages", "every claim has passages of the kind that its label speaks of", passages_fit_label)
_EXPECTED = ("expected", "every row has something to judge and the verdict that is right", expects_something)
ROW_CHECKS: Final[Mapping[str, tuple[RowCheck, ...]]] = {
    "sft": (_WHOLE, _ROLES, _ARGUMENTS),
    "dpo": (_PAIRS, _ROLES, _ARGUMENTS),
    "kto": (_WHOLE, _ROLES, _ARGUMENTS),
    "reward": (_PAIRS, _WHOLE, _ROLES, _ARGUMENTS),
    "classification": (),
    "guardrail": (_CODES,),
    "spans": (_SPANS,),
    "attribution": (_CLAIMS, _PASSAGES),
    "evaluation": (_EXPECTED,),
    "reviews": (),
    "sft-openai": (_ENDING, _FIELDS),
    "preference-openai": (_OUTPUTS, _FIELDS),
    "label-studio": (_INSIDE,),
}
