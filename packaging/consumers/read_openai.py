"""Holds OpenAI's lines against the types of its SDK, and against schemas of our own, since the types let much pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openai
from jsonschema import Draft202012Validator
from openai.types.chat import ChatCompletionMessageParam, ChatCompletionToolParam
from outcomes import Built, data_files, expect, lines_of, listed, tell
from pydantic import TypeAdapter

_MESSAGES: Any = TypeAdapter(list[ChatCompletionMessageParam])
_TOOLS: Any = TypeAdapter(list[ChatCompletionToolParam])
_SCHEMAS = Path(__file__).resolve().parents[2] / "tests" / "data" / "schemas"
_NAMES = {"sft-openai": "openai-sft", "preference-openai": "openai-preference"}


def check(built: Built) -> str:
    """Validate every line."""
    schema = json.loads((_SCHEMAS / f"{_NAMES[built['task']]}.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)
    count = 0
    for path in data_files(built).values():
        for row in lines_of(path):
            count += 1
            problem = next(validator.iter_errors(row), None)
            expect(problem is None, f"line {count}: {problem.message if problem else ''}")
            given = row.get("input", row)
            answers = [*row.get("preferred_output", ()), *row.get("non_preferred_output", ())]
            _walk(_MESSAGES.validate_python([*given["messages"], *answers], strict=True))
            _walk(_TOOLS.validate_python(given.get("tools", [])))
    return f"{count} lines"


def _walk(value: Any) -> None:
    """Go through what the types left to be read later."""
    if isinstance(value, dict):
        for inner in value.values():
            _walk(inner)
    elif not isinstance(value, str | int | float | bool | None):
        for inner in value:
            _walk(inner)


if __name__ == "__main__":
    tell(openai.__version__, [built for built in listed() if built["task"] in _NAMES], check)
