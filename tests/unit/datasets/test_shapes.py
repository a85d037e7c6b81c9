from __future__ import annotations

from typing import Any

import pytest

from reviewer.datasets.preview import preview_dataset

from .making import SETTING, judged, make_item, only_row, reason, shipped_recipe

USER = {"role": "user", "content": "What is the warranty?"}
SYSTEM = {"role": "system", "content": "Be brief."}


def answer(text: str) -> dict[str, str]:
    return {"role": "assistant", "content": text}


def corrected(**fields: Any) -> Any:
    return judged(make_item(**fields), "revise", correction="Two years.")


def test_language_modelling_has_prompt_and_answer_in_one() -> None:
    record = corrected(prompt=None, messages=[SYSTEM, USER])
    row = only_row(shipped_recipe("sft", shape="messages"), record)
    assert row["messages"] == [SYSTEM, USER, answer("Two years.")]
    assert {"prompt", "completion", "text"}.isdisjoint(row)
    row = only_row(shipped_recipe("sft", shape="text"), record)
    assert row["text"] == "Be brief.\n\nWhat is the warranty?\n\nTwo years."
    assert {"prompt", "completion", "messages"}.isdisjoint(row)


def test_plain_text_has_no_turns_in_any_of_its_forms() -> None:
    record = corrected(prompt=None, messages=[USER, answer("Which one?"), USER])
    for recipe in (shipped_recipe("sft", shape="text"), shipped_recipe("dpo", shape="standard", implicit=True)):
        assert reason(recipe, record) == "several turns do not fit the standard shape"
    row = only_row(shipped_recipe("sft", shape="messages"), record)
    assert [message["role"] for message in row["messages"]] == ["user", "assistant", "user", "assistant"]


def test_the_implicit_form_has_the_prompt_at_the_head_of_both_responses() -> None:
    row = only_row(shipped_recipe("dpo", implicit=True), corrected())
    assert row["chosen"] == [USER, answer("Two years.")]
    assert row["rejected"] == [USER, answer("Five years.")]
    assert "prompt" not in row
    row = only_row(shipped_recipe("dpo", implicit=True, shape="standard"), corrected())
    assert row["chosen"] == "What is the warranty?\n\nTwo years."


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("sft", {"shape": "messages"}),
        ("sft", {"shape": "text"}),
        ("sft", {"shape": "messages", "tool_calls": True}),
        ("dpo", {"implicit": True}),
        ("dpo", {"implicit": True, "shape": "standard"}),
    ],
)
def test_the_checks_know_every_shape(name: str, keys: dict[str, Any]) -> None:
    found = preview_dataset([corrected()], shipped_recipe(name, **keys), SETTING)
    assert found.total == 1
    assert [check.id for check in found.checks if check.state == "failed"] == []
