from __future__ import annotations

from typing import Any

import pytest

from reviewer.datasets.rows.prompts import alternates

from .making import judged, make_item, only_row, reason, shipped_recipe

EVIDENCE = [{"id": "e1", "source": "warranty.md", "text": "Two years."}, {"id": "e2", "source": "http://link"}]


def corrected(**fields: Any) -> Any:
    return judged(make_item(**fields), "revise", correction="Two years.")


def test_evidence_goes_into_a_system_message_of_its_own_or_joins_the_one_that_is_there() -> None:
    recipe = shipped_recipe("sft", evidence="system")
    prompt = only_row(recipe, corrected(evidence=EVIDENCE))["prompt"]
    assert [message["role"] for message in prompt] == ["system", "user"]
    assert prompt[0]["content"] == "Evidence:\n\n[1] warranty.md\nTwo years."
    messages = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi?"}]
    prompt = only_row(recipe, corrected(prompt=None, messages=messages, evidence=EVIDENCE))["prompt"]
    assert prompt[0]["content"] == "Be kind.\n\nEvidence:\n\n[1] warranty.md\nTwo years."


def test_evidence_can_stand_before_the_users_words_and_is_left_out_by_default() -> None:
    prompt = only_row(shipped_recipe("sft", evidence="user"), corrected(evidence=EVIDENCE))["prompt"]
    assert [m["content"] for m in prompt] == ["Evidence:\n\n[1] warranty.md\nTwo years.\n\nWhat is the warranty?"]
    assert "Evidence" not in str(only_row(shipped_recipe("sft"), corrected(evidence=EVIDENCE))["prompt"])


def test_an_item_without_evidence_still_trains_where_evidence_is_wanted() -> None:
    assert len(only_row(shipped_recipe("sft", evidence="system"), corrected())["prompt"]) == 1


@pytest.mark.parametrize("prompt", [None, "", "  \n"])
def test_without_a_prompt_there_is_nothing_to_answer(prompt: str | None) -> None:
    for task in ("sft", "dpo"):
        assert reason(shipped_recipe(task), corrected(prompt=prompt)) == "no prompt"


@pytest.mark.parametrize(
    ("roles", "fits"),
    [
        ("user", True),
        ("system user", True),
        ("system developer user", True),
        ("user assistant user", True),
        ("user assistant tool", True),
        ("user assistant tool tool assistant user", True),
        ("", False),
        ("system", False),
        ("assistant user", False),
        ("tool", False),
        ("user user", False),
        ("user assistant", False),
        ("user system user", False),
        ("user tool", False),
    ],
)
def test_roles_must_alternate_and_end_before_the_assistant(roles: str, fits: bool) -> None:
    assert alternates(roles.split()) is fits


def test_a_conversation_that_does_not_alternate_is_left_out_with_its_reason() -> None:
    messages = [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]
    assert reason(shipped_recipe("sft"), corrected(prompt=None, messages=messages)) == "roles do not alternate"


CALL = {"id": "c1", "name": "find", "arguments": {"order": 3}}
TOOLS = [
    {"role": "user", "content": "Where is it?"},
    {"role": "assistant", "content": None, "tool_calls": [CALL]},
    {"role": "tool", "content": "On its way.", "tool_call_id": "c1"},
]


def test_tool_calls_are_kept_with_text_arguments_if_the_recipe_asks_for_them() -> None:
    record = corrected(prompt=None, messages=TOOLS)
    assert reason(shipped_recipe("sft"), record) == "tool calls in the prompt"
    prompt = only_row(shipped_recipe("sft", tool_calls=True), record)["prompt"]
    assert prompt[1]["tool_calls"][0]["function"] == {"name": "find", "arguments": '{"order": 3}'}
    assert prompt[2]["tool_call_id"] == "c1"
    assert {frozenset(message) for message in prompt} == {frozenset(prompt[0])}


def test_a_prompt_with_a_picture_is_left_out_since_a_row_could_not_hold_what_the_model_saw() -> None:
    text = {"type": "text", "text": "What is this?"}
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    seen = corrected(prompt=None, messages=[{"role": "user", "content": [text, picture]}])
    assert reason(shipped_recipe("sft"), seen) == "prompt holds more than text"
    in_parts = corrected(prompt=None, messages=[{"role": "user", "content": [text]}])
    assert only_row(shipped_recipe("sft"), in_parts)["prompt"][0]["content"] == "What is this?"


def test_the_standard_shape_is_plain_text_and_refuses_several_turns() -> None:
    recipe = shipped_recipe("dpo", shape="standard")
    row = only_row(recipe, corrected())
    assert (row["prompt"], row["chosen"], row["rejected"]) == ("What is the warranty?", "Two years.", "Five years.")
    turns = [{"role": role, "content": role} for role in ("user", "assistant", "user")]
    record = corrected(prompt=None, messages=turns)
    assert reason(recipe, record) == "several turns do not fit the standard shape"
