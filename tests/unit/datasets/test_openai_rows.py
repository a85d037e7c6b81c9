from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
import yaml

from reviewer.datasets.build import build_dataset
from reviewer.datasets.catalog import check_recipe
from reviewer.domain.errors import InvalidInput

from .making import SETTING, judged, make_item, many, only_row, reason, shipped_recipe

CALL: dict[str, Any] = {"id": "c1", "type": "function", "function": {"name": "look_up", "arguments": '{"part": 7}'}}
TALK: list[dict[str, Any]] = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "name": "ann", "content": "Which part?"},
    {"role": "assistant", "content": None, "tool_calls": [CALL]},
    {"role": "tool", "tool_call_id": "c1", "name": "look_up", "content": "Part 7."},
    {"role": "assistant", "content": "Part 7."},
    {"role": "user", "name": "not a name of theirs!", "content": "And its warranty?"},
]
TOOL = {"type": "function", "function": {"name": "look_up", "parameters": {"type": "object", "properties": {}}}}


def talk(**fields: Any) -> Any:
    return judged(make_item(prompt=None, messages=TALK, **fields), "revise", correction="Two years.")


def test_a_conversation_has_openai_s_fields_alone_and_only_the_answer_trains() -> None:
    row = only_row(shipped_recipe("sft-openai"), talk())
    assert row["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Which part?", "name": "ann"},
        {"role": "assistant", "tool_calls": [CALL], "weight": 0},
        {"role": "tool", "content": "Part 7.", "tool_call_id": "c1"},
        {"role": "assistant", "content": "Part 7.", "weight": 0},
        {"role": "user", "content": "And its warranty?"},
        {"role": "assistant", "content": "Two years."},
    ]
    assert "tools" not in row


def test_a_preference_has_an_input_and_two_outputs_and_no_weights() -> None:
    row = only_row(shipped_recipe("preference-openai"), talk(metadata={"tools": [TOOL], "parallel_tool_calls": False}))
    assert [message["role"] for message in row["input"]["messages"]] == [message["role"] for message in TALK]
    assert not any("weight" in message for message in row["input"]["messages"])
    assert (row["input"]["tools"], row["input"]["parallel_tool_calls"]) == ([TOOL], False)
    assert row["preferred_output"] == [{"role": "assistant", "content": "Two years."}]
    assert row["non_preferred_output"] == [{"role": "assistant", "content": "Five years."}]


@pytest.mark.parametrize("place", ["metadata", "top level"])
def test_tools_go_along_wherever_the_source_put_them(place: str) -> None:
    fields: dict[str, Any] = {"metadata": {"tools": [TOOL]}} if place == "metadata" else {"tools": [TOOL]}
    assert only_row(shipped_recipe("sft-openai"), talk(**fields))["tools"] == [TOOL]


@pytest.mark.parametrize("tools", ["look_up", [], [{"name": "look_up"}], [{"type": "function", "function": {}}]])
def test_what_is_no_list_of_openai_s_tools_stays_out(tools: object) -> None:
    assert "tools" not in only_row(shipped_recipe("sft-openai"), talk(metadata={"tools": tools}))


@pytest.mark.parametrize("recipe", ["sft-openai", "preference-openai"])
def test_a_call_without_an_id_is_left_out_since_nothing_ties_its_result_to_it(recipe: str) -> None:
    messages = [message | ({"tool_call_id": None} if message["role"] == "tool" else {}) for message in TALK]
    record = judged(make_item(prompt=None, messages=messages), "revise", correction="Two years.")
    assert reason(shipped_recipe(recipe), record) == "tool call without an id"


def lines(folder: Path, suffix: str = "jsonl") -> dict[str, list[dict[str, Any]]]:
    found = {}
    for path in (folder / "data").glob(f"*.{suffix}"):
        found[path.name.split("-")[0]] = [json.loads(line) for line in path.read_bytes().splitlines()]
    return found


def test_the_lineage_names_the_origin_of_each_line_which_itself_says_nothing_of_it(tmp_path: Path) -> None:
    built = build_dataset(many(120), shipped_recipe("preference-openai"), SETTING, tmp_path / "out")
    data = lines(tmp_path / "out")
    assert built.format == "jsonl"
    assert {tuple(row) for rows in data.values() for row in rows} == {
        ("input", "preferred_output", "non_preferred_output")
    }
    lineage = pyarrow.parquet.read_table(tmp_path / "out" / "lineage.parquet").to_pylist()
    assert len(lineage) == sum(map(len, data.values())) == sum(built.rows.values()) == 40
    for origin in lineage:
        row = data[origin["split"]][origin["line"] - 1]
        number = origin["item_id"].removeprefix("i")
        assert row["input"]["messages"][-1]["content"] == f"Question {number}?"
        assert row["preferred_output"][0]["content"] == f"Right {number}."
        assert (origin["verdict"], origin["model"]) == ("revise", "m-1")


def test_the_card_declares_the_fields_that_rows_have_and_no_others(tmp_path: Path) -> None:
    records = [talk(metadata={"tools": [TOOL], "conversation_id": "a"}), *many(30)]
    build_dataset(records, shipped_recipe("sft-openai"), SETTING, tmp_path / "with")
    build_dataset(many(30), shipped_recipe("sft-openai"), SETTING, tmp_path / "without")
    assert "tool_calls" in declared(tmp_path / "with")
    assert '"role"' in declared(tmp_path / "without")
    assert "tool" not in declared(tmp_path / "without")
    assert "weight" not in declared(tmp_path / "without")


def declared(folder: Path) -> str:
    head = yaml.safe_load((folder / "README.md").read_text("utf-8").split("---\n")[1])
    return json.dumps(head["dataset_info"]["features"])


def test_fields_of_several_kinds_are_left_to_the_reader(tmp_path: Path) -> None:
    other = {"type": "function", "function": {"name": "f", "parameters": {"type": ["object", "null"]}}}
    records = [talk(metadata={"tools": [tool], "conversation_id": name}) for name, tool in (("a", TOOL), ("b", other))]
    build_dataset(records[:1], shipped_recipe("sft-openai"), SETTING, tmp_path / "one")
    assert "tools" in declared(tmp_path / "one")
    records = [records[0], judged(records[1].item.model_copy(update={"id": "i2"}), "revise", correction="Two years.")]
    build_dataset(records, shipped_recipe("sft-openai"), SETTING, tmp_path / "both")
    head = yaml.safe_load((tmp_path / "both" / "README.md").read_text("utf-8").split("---\n")[1])
    assert "dataset_info" not in head


def test_a_recipe_of_bare_rows_is_written_in_its_own_format_alone(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="'sft-openai' is not written as csv"):
        check_recipe(shipped_recipe("sft-openai", formats=("csv",)))
    with pytest.raises(InvalidInput, match="has no format 'parquet'"):
        build_dataset(many(3), shipped_recipe("sft-openai"), SETTING, tmp_path / "out", format="parquet")
