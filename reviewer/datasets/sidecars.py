"""Sidecars: how LLaMA-Factory and Axolotl read the data as it stands, written where the rows have a form of theirs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from reviewer.datasets.recipe import SPLITS, Recipe

LLAMA_FACTORY: Final = "dataset_info.json"
AXOLOTL: Final = "axolotl.yml"
_TYPES: Final = {"jsonl": "json", "parquet": "parquet"}
"""The formats that both read without losing types, each under its name there."""
_TAGS: Final = {
    "role_tag": "role",
    "content_tag": "content",
    "user_tag": "user",
    "assistant_tag": "assistant",
    "system_tag": "system",
}
_PLAIN: Final[dict[str, dict[str, Any]]] = {
    "sft": {"columns": {"prompt": "prompt", "response": "completion"}},
    "dpo": {"ranking": True, "columns": {"prompt": "prompt", "chosen": "chosen", "rejected": "rejected"}},
    "reward": {"ranking": True, "columns": {"prompt": "prompt", "chosen": "chosen", "rejected": "rejected"}},
    "kto": {"columns": {"prompt": "prompt", "response": "completion", "kto_tag": "label"}},
}
_LISTS: Final[dict[str, dict[str, Any]]] = {
    "sft": {"columns": {"messages": "messages"}},
    "dpo": {"ranking": True, "columns": {"messages": "messages", "chosen": "chosen", "rejected": "rejected"}},
    "kto": {"columns": {"messages": "messages", "kto_tag": "label"}},
}
_PAIR: Final = {"type": "chat_template.default", "field_chosen": "chosen", "field_rejected": "rejected"}
_INSTRUCTION: Final = {
    "field_instruction": "prompt",
    "field_output": "completion",
    "format": "{instruction}",
    "no_input_format": "{instruction}",
}


def sidecar_files(recipe: Recipe, files: Iterable[str]) -> dict[str, str]:
    """Return the sidecars of a dataset by their name, none where a trainer has no such form; `files` are its paths."""
    data = {split: path for split in SPLITS for path in files if path.startswith(f"data/{split}-")}
    kind = _TYPES.get(next(iter(data.values()), "").rpartition(".")[2])
    if kind is None or recipe.tool_calls or recipe.implicit:
        return {}
    made = {}
    entry = _llama_factory(recipe)
    if entry is not None:
        made[LLAMA_FACTORY] = _dataset_info(recipe, entry, data)
    read = _axolotl(recipe)
    if read is not None:
        made[AXOLOTL] = _axolotl_text(recipe, read, kind, data)
    return made


def _llama_factory(recipe: Recipe) -> Mapping[str, Any] | None:
    """Return how LLaMA-Factory reads the columns, without the file: plain texts, or conversations in one list."""
    if recipe.shape == "text":
        return {"columns": {"prompt": "text"}}
    if recipe.shape == "messages" and recipe.task in _LISTS:
        return {"formatting": "sharegpt", "tags": _TAGS, **_LISTS[recipe.task]}
    if recipe.shape == "standard" and recipe.task in _PLAIN and (recipe.task != "reward" or recipe.style == "pairs"):
        return {"formatting": "alpaca", **_PLAIN[recipe.task]}
    return None


def _axolotl(recipe: Recipe) -> Mapping[str, Any] | None:
    """Return how Axolotl reads the columns, without path and split."""
    messages = "messages" if recipe.shape == "messages" else "prompt"
    forms: dict[tuple[str, str], dict[str, Any]] = {
        ("sft", "messages"): {"type": "chat_template", "field_messages": "messages"},
        ("sft", "standard"): {"type": _INSTRUCTION},
        ("sft", "text"): {"type": "completion", "field": "text"},
        ("dpo", "conversational"): {**_PAIR, "field_messages": messages},
        ("dpo", "messages"): {**_PAIR, "field_messages": messages},
        ("dpo", "standard"): {**_PAIR, "field_messages": messages},
        ("kto", "standard"): {"type": "chatml.ultra"},
    }
    return forms.get((recipe.task, recipe.shape))


def _dataset_info(recipe: Recipe, entry: Mapping[str, Any], data: Mapping[str, str]) -> str:
    named = {
        recipe.name if split == SPLITS[0] else f"{recipe.name}_{split}": {"file_name": path, **entry}
        for split, path in data.items()
    }
    return json.dumps(named, indent=2) + "\n"


def _axolotl_text(recipe: Recipe, read: Mapping[str, Any], kind: str, data: Mapping[str, str]) -> str:
    import yaml

    whole: dict[str, Any] = {"rl": recipe.task} if recipe.task in ("dpo", "kto") else {}
    for key, split in (("datasets", "train"), ("test_datasets", "validation")):
        if split in data:
            whole[key] = [{"path": data[split], "ds_type": kind, "split": "train", **read}]
    head = "# Add what you train with (base_model and so on) and start Axolotl in this folder, where the paths begin.\n"
    return head + yaml.safe_dump(whole, sort_keys=False)
