"""What goes before the response: the conversation, with the evidence where a recipe asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reviewer.datasets.columns import MESSAGES, TOOL_MESSAGES, Column, Kind
from reviewer.datasets.reasons import NO_PROMPT, NOT_TEXT, ROLES, SEVERAL_TURNS, TOOL_CALLS, LeftOut
from reviewer.datasets.recipe import Recipe
from reviewer.domain.items import Evidence, Item, Message, ToolCall

_INSTRUCTIONS = ("system", "developer")


def prompt_kind(recipe: Recipe) -> Kind:
    """Return the kind of a prompt or completion column in the recipe's shape."""
    if is_plain(recipe):
        return "text"
    return TOOL_MESSAGES if recipe.tool_calls else MESSAGES


def message_kind(recipe: Recipe) -> Kind:
    """Return the kind of one message by itself."""
    return (TOOL_MESSAGES if recipe.tool_calls else MESSAGES).element


def prompt_column(recipe: Recipe) -> Column:
    """Return the column of the prompt in the recipe's shape."""
    says = "What the model was asked." if is_plain(recipe) else "The conversation up to the user's last turn."
    return Column("prompt", prompt_kind(recipe), says)


def answer_column(name: str, says: str, recipe: Recipe) -> Column:
    """Return the column of an answer in the recipe's shape."""
    ending = "." if is_plain(recipe) else ", as one message of the assistant."
    return Column(name, prompt_kind(recipe), f"{says}{ending}")


def build_prompt(item: Item, recipe: Recipe) -> Any:
    """Return the prompt in the recipe's shape, or raise LeftOut with the reason."""
    conversation = item.conversation()
    if not any(message.content and message.content.strip() for message in conversation):
        raise LeftOut(NO_PROMPT)
    if any(message.not_text for message in conversation):
        raise LeftOut(NOT_TEXT)
    if not recipe.tool_calls and any(message.role == "tool" or message.tool_calls for message in conversation):
        raise LeftOut(TOOL_CALLS)
    if not alternates([message.role for message in conversation]):
        raise LeftOut(ROLES)
    messages = [_message(message, recipe) for message in conversation]
    if recipe.evidence != "none":
        _put_evidence(messages, item.evidence, recipe)
    return _plain(messages) if is_plain(recipe) else messages


def build_completion(text: str, recipe: Recipe) -> Any:
    """Return the response in the recipe's shape."""
    if is_plain(recipe):
        return text
    return [_message(Message(role="assistant", content=text), recipe)]


def build_whole(item: Item, text: str, recipe: Recipe) -> Any:
    """Return prompt and response in one, as the implicit form and language modelling have it.

    As plain text a blank line parts them, and the response keeps what white space it begins with.
    """
    prompt = build_prompt(item, recipe)
    return f"{prompt}\n\n{text}" if is_plain(recipe) else [*prompt, *build_completion(text, recipe)]


def is_plain(recipe: Recipe) -> bool:
    """Tell whether the recipe's shape is plain text and not lists of messages."""
    return recipe.shape in ("standard", "text")


def alternates(roles: Sequence[str]) -> bool:
    """Tell whether instructions come first, then user and assistant in turn, up to a user or a tool.

    Results of tools stand between two messages of the assistant.
    """
    start = next((n for n, role in enumerate(roles) if role not in _INSTRUCTIONS), len(roles))
    previous = "assistant"
    for position, role in enumerate(roles[start:]):
        allowed = {"assistant": ("user", "tool"), "user": ("assistant",), "tool": ("assistant", "tool")}
        if role not in allowed[previous] or (position == 0 and role != "user"):
            return False
        previous = role
    return previous != "assistant"


def _message(message: Message, recipe: Recipe) -> dict[str, Any]:
    if recipe.tool_calls:
        return whole_message(message)
    return {"role": message.role, "content": message.content or ""}


def whole_message(message: Message) -> dict[str, Any]:
    """Return a message with the fields of a call, whether it has one or not."""
    plain: dict[str, Any] = {"role": message.role, "content": message.content or ""}
    calls = [_call(call) for call in message.tool_calls] if message.tool_calls else None
    return {**plain, "name": message.name, "tool_calls": calls, "tool_call_id": message.tool_call_id}


def _call(call: ToolCall) -> dict[str, Any]:
    return {
        "id": call.id,
        "type": "function",
        "function": {"name": call.name, "arguments": call.arguments},
    }


def _put_evidence(messages: list[dict[str, Any]], evidence: Sequence[Evidence], recipe: Recipe) -> None:
    """Add the passages to the first instruction, or before the user's last words."""
    passages = evidence_text(evidence)
    if not passages:
        return
    if recipe.evidence == "user":
        last = next(message for message in reversed(messages) if message["role"] == "user")
        last["content"] = f"{passages}\n\n{last['content']}"
    elif messages[0]["role"] in _INSTRUCTIONS:
        messages[0]["content"] = f"{messages[0]['content']}\n\n{passages}"
    else:
        messages.insert(0, _message(Message(role="system", content=passages), recipe))


def evidence_text(evidence: Sequence[Evidence]) -> str:
    """Return the passages that have text, numbered in the order of the source, each under its title."""
    parts = []
    for number, passage in enumerate(evidence, start=1):
        if passage.text:
            heading = passage.title or passage.source or passage.id
            parts.append(f"[{number}] {heading}\n{passage.text}")
    return "Evidence:\n\n" + "\n\n".join(parts) if parts else ""


def _plain(messages: Sequence[dict[str, Any]]) -> str:
    turns = [message for message in messages if message["role"] not in _INSTRUCTIONS]
    if len(turns) > 1:
        raise LeftOut(SEVERAL_TURNS)
    return "\n\n".join(message["content"] for message in messages if message["content"])
