from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from reviewer.datasets.build import build_dataset
from reviewer.datasets.sidecars import AXOLOTL, LLAMA_FACTORY

from .making import SETTING, many, shipped_recipe

TAGS = {
    "role_tag": "role",
    "content_tag": "content",
    "user_tag": "user",
    "assistant_tag": "assistant",
    "system_tag": "system",
}


def built(folder: Path, recipe: str, format: str = "jsonl", **fields: Any) -> Path:
    build_dataset(many(90), shipped_recipe(recipe, **fields), SETTING, folder, format=format)
    return folder


@pytest.mark.parametrize(
    ("recipe", "shape", "entry"),
    [
        ("sft", "standard", {"formatting": "alpaca", "columns": {"prompt": "prompt", "response": "completion"}}),
        ("sft", "messages", {"formatting": "sharegpt", "tags": TAGS, "columns": {"messages": "messages"}}),
        (
            "dpo",
            "messages",
            {
                "formatting": "sharegpt",
                "tags": TAGS,
                "ranking": True,
                "columns": {"messages": "messages", "chosen": "chosen", "rejected": "rejected"},
            },
        ),
        (
            "kto",
            "standard",
            {"formatting": "alpaca", "columns": {"prompt": "prompt", "response": "completion", "kto_tag": "label"}},
        ),
    ],
)
def test_llama_factory_finds_each_split_and_its_columns(
    tmp_path: Path, recipe: str, shape: str, entry: dict[str, Any]
) -> None:
    folder = built(tmp_path / "out", recipe, shape=shape)
    info = json.loads((folder / LLAMA_FACTORY).read_text("utf-8"))
    assert set(info) == {recipe, f"{recipe}_validation", f"{recipe}_test"}
    assert info[recipe] == {"file_name": "data/train-00000-of-00001.jsonl", **entry}
    assert all((folder / one["file_name"]).is_file() for one in info.values())
    named = set(info[recipe]["columns"].values())
    (line, *_) = (folder / info[recipe]["file_name"]).read_bytes().splitlines()
    assert named <= set(json.loads(line))


@pytest.mark.parametrize("format", ["jsonl", "parquet"])
def test_axolotl_reads_the_data_by_paths_within_the_folder(tmp_path: Path, format: str) -> None:
    folder = built(tmp_path / "out", "dpo", format)
    read = yaml.safe_load((folder / AXOLOTL).read_text("utf-8"))
    assert read["rl"] == "dpo"
    (train,), (held_out,) = read["datasets"], read["test_datasets"]
    assert train == {
        "path": f"data/train-00000-of-00001.{format}",
        "ds_type": {"jsonl": "json"}.get(format, format),
        "split": "train",
        "type": "chat_template.default",
        "field_chosen": "chosen",
        "field_rejected": "rejected",
        "field_messages": "prompt",
    }
    assert (folder / held_out["path"]).is_file()


@pytest.mark.parametrize(
    ("recipe", "format", "fields"),
    [
        ("sft", "csv", {"shape": "standard"}),
        ("dpo", "jsonl", {"implicit": True}),
        ("sft", "jsonl", {"shape": "messages", "tool_calls": True}),
        ("classification", "jsonl", {}),
        ("reward", "jsonl", {}),
    ],
)
def test_there_is_no_sidecar_where_a_trainer_could_not_read_the_rows(
    tmp_path: Path, recipe: str, format: str, fields: dict[str, Any]
) -> None:
    folder = built(tmp_path / "out", recipe, format, **fields)
    assert not {LLAMA_FACTORY, AXOLOTL} & {path.name for path in folder.iterdir()}
