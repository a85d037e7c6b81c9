"""The readers of datasets that are locked with the program; `packaging/dev.py conformance` asks many more."""

from __future__ import annotations

import copy
import json
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reviewer.datasets.build import build_dataset
from reviewer.datasets.cases import Coefficient, Record, Setting
from tests.unit.datasets.making import PROJECT, SETTING, judged, make_item, many, shipped_recipe

SCHEMAS = Path(__file__).parents[1] / "data" / "schemas"
RESPONSE = "😀 Two\r\nyears."
TALK: list[dict[str, Any]] = [
    {"role": "user", "content": "Which part?"},
    {"role": "assistant", "tool_calls": [{"id": "c1", "name": "look_up", "arguments": '{"part": 7}'}]},
    {"role": "tool", "tool_call_id": "c1", "content": "Part 7."},
    {"role": "assistant", "content": "Part 7."},
    {"role": "user", "content": "And its warranty?"},
]
TOOL = {"type": "function", "function": {"name": "look_up", "parameters": {"type": "object", "properties": {}}}}


def records() -> list[Record]:
    talk = make_item("talk", prompt=None, messages=TALK, response=RESPONSE, metadata={"tools": [TOOL]})
    return [judged(talk, "revise", correction="Two years.", comment="No."), *many(60)]


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Path]:
    def built(name: str, format: str | None = None, **fields: Any) -> Path:
        folder = tmp_path / f"{name}-{format}"
        build_dataset(records(), shipped_recipe(name, **fields), SETTING, folder, format=format)
        return folder

    return built


def rows_of(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in sorted((folder / "data").iterdir()):
        text = path.read_bytes()
        found += json.loads(text) if path.suffix == ".json" else map(json.loads, text.splitlines())
    return found


def problems(schema: str, value: Any) -> list[str]:
    validator = Draft202012Validator(json.loads((SCHEMAS / f"{schema}.schema.json").read_text("utf-8")))
    return [error.message for error in validator.iter_errors(value)]


def test_the_schemas_of_others_forms_are_schemas() -> None:
    for path in SCHEMAS.glob("*.schema.json"):
        Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize(("name", "schema"), [("sft-openai", "openai-sft"), ("preference-openai", "openai-preference")])
def test_every_line_for_openai_is_of_its_form(build: Callable[..., Path], name: str, schema: str) -> None:
    rows = rows_of(build(name))
    assert any("tools" in row.get("input", row) for row in rows)
    assert len(rows) == 21
    assert [found for row in rows for found in problems(schema, row)] == []


def spoiled(row: dict[str, Any], change: str) -> dict[str, Any]:
    row = copy.deepcopy(row)
    messages = row["messages"]
    if change == "arguments as an object":
        messages[1]["tool_calls"][0]["function"]["arguments"] = {"part": 7}
    elif change == "null":
        messages[0]["name"] = None
    elif change == "weight of the user":
        messages[0]["weight"] = 0
    elif change == "foreign role":
        messages[0]["role"] = "human"
    else:
        row["item_id"] = "talk"
    return row


@pytest.mark.parametrize(
    "change", ["arguments as an object", "null", "weight of the user", "foreign role", "foreign key"]
)
def test_what_openai_would_refuse_or_drop_the_schema_refuses(build: Callable[..., Path], change: str) -> None:
    row = next(row for row in rows_of(build("sft-openai")) if "tools" in row)
    assert problems("openai-sft", row) == []
    assert problems("openai-sft", spoiled(row, change))


def test_a_list_of_tasks_is_of_label_studio_s_form(build: Callable[..., Path]) -> None:
    tasks = rows_of(build("label-studio"))
    assert problems("label-studio", tasks) == []
    tasks[0]["annotations"][0]["result"][0]["value"] = {"text": "a text and no list"}
    assert problems("label-studio", tasks)


@pytest.mark.parametrize("name", ["sft-openai", "preference-openai", "label-studio"])
def test_bare_rows_load_as_they_are_and_lineage_names_each(
    build: Callable[..., Path], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    folder = build(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import datasets

        datasets.disable_progress_bars()
        loaded = datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))
        lineage = datasets.Dataset.from_parquet(str(folder / "lineage.parquet"), cache_dir=str(tmp_path / "cache"))
    assert sum(part.num_rows for part in loaded.values()) == lineage.num_rows == len(rows_of(folder))
    for origin in lineage:
        text = json.dumps(loaded[origin["split"]][origin["line"] - 1])
        number = re.sub(r"\D", "", origin["item_id"])
        assert f"Question {number}?" in text or origin["item_id"] == "talk"


@pytest.mark.parametrize(
    ("name", "format"),
    [("sft-openai", None), ("preference-openai", None), ("label-studio", None), ("kto", "csv"), ("spans", "jsonl")],
)
def test_croissant_goes_through_the_records_of_every_form(
    build: Callable[..., Path], name: str, format: str | None
) -> None:
    folder = build(name, format)
    rows = json.loads((folder / "manifest.json").read_text("utf-8"))["counts"]["rows"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mlcroissant

        described = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
        found = {one.uuid: sum(1 for _ in described.records(one.uuid)) for one in described.metadata.record_sets}
    assert (described.metadata.ctx.issues.errors, described.metadata.ctx.issues.warnings) == (set(), set())
    assert found == {split: count for split, count in rows.items() if count}


def test_croissant_s_rai_fields_tell_how_people_judged_and_how_far_they_agree(tmp_path: Path) -> None:
    agreement = (Coefficient("krippendorff_alpha", "verdict", 0.61, 0.5, 0.72, 40),)
    setting = Setting(project=PROJECT, salt="pepper", program_version="1.2.3", agreement=agreement)
    build_dataset(records(), shipped_recipe("dpo"), setting, tmp_path / "out")
    document = json.loads((tmp_path / "out" / "croissant.json").read_text("utf-8"))
    said = {key.removeprefix("rai:"): value for key, value in document.items() if key.startswith("rai:")}
    assert len(said) == 17
    assert all(said.values())
    assert said["dataAnnotationAnalysis"] == ["krippendorff_alpha of verdict: 0.610 [0.500, 0.720] over 40 items"]
    assert said["annotationsPerItem"] == "20 items with 1"
    assert said["machineAnnotationTools"] == ["tone 2"]
    assert "blind to each other" in said["dataAnnotationProtocol"]
    assert "no correction: 40" in said["dataCollectionMissingData"]
