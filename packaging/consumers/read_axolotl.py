"""Runs Axolotl's own prompt strategies over the data that axolotl.yml points to, as far as tokens.

Its package needs torch and graphics cards for what it does afterwards: those imports are bypassed.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from importlib.metadata import distribution, version
from pathlib import Path
from types import ModuleType
from typing import Any

import datasets
import yaml
from memory_tokenizer import memory_tokenizer
from outcomes import Built, expect, listed, tell


def _bypass() -> None:
    """Put empty packages where importing the real ones would load torch."""
    root = Path(str(distribution("axolotl").locate_file("axolotl")))
    for name in ("", "utils", "utils.schemas"):
        package = ModuleType(".".join(filter(None, ("axolotl", name))))
        package.__path__ = [str(root.joinpath(*name.split(".")))]
        sys.modules[package.__name__] = package
    stand_ins: dict[str, dict[str, Any]] = {
        "axolotl.utils.distributed": {"is_main_process": lambda *_: True},
        "axolotl.utils.schemas.datasets": {"DatasetConfig": type("DatasetConfig", (), {})},
    }
    for name, members in stand_ins.items():
        module = ModuleType(name)
        vars(module).update(members)
        sys.modules[name] = module


def check(built: Built) -> str:
    """Turn every row into what the trainer gets, and find the texts of the row in it."""
    folder = Path(built["folder"])
    config: Any = importlib.import_module("axolotl.utils.dict").DictDefault(
        yaml.safe_load((folder / "axolotl.yml").read_text("utf-8"))
        | {"sequence_len": 4096, "train_on_inputs": False, "chat_template": "chatml"}
    )
    done = 0
    for part in (config.datasets or [], config.test_datasets or []):
        for described in part:
            path = folder / described.path
            with tempfile.TemporaryDirectory() as cache:
                rows = list(
                    datasets.load_dataset(
                        described.ds_type, data_files=[str(path)], split=described.split, cache_dir=cache
                    )
                )
            for row in rows:
                _compare(row, config, described)
                done += 1
    expect(done == built["rows"]["train"] + built["rows"]["validation"], f"{done} rows of {built['rows']}")
    return f"{done} rows"


def _compare(row: dict[str, Any], config: Any, described: Any) -> None:
    tokenizer = memory_tokenizer()
    if config.rl in ("dpo", "kto"):
        strategies: Any = importlib.import_module(f"axolotl.prompt_strategies.{config.rl}")
        made: Any = strategies.load(described.type, config)
        expect(made is not None, f"no strategy {described.type}")
        transform = made[0] if isinstance(made, tuple) else made
        found = transform(dict(row), tokenizer=tokenizer) if config.rl == "dpo" else transform(dict(row))
        for name in ("chosen", "rejected", "completion"):
            if name in row:
                expect(_text(row[name]).strip() in found[name], f"{found[name]!r} lacks {_text(row[name])!r}")
        expect(_text(row.get("messages") or row["prompt"]).strip() in found["prompt"], f"prompt {found['prompt']!r}")
        return
    load: Any = importlib.import_module("axolotl.prompt_strategies").load
    kind = described.type if isinstance(described.type, str) else "user_defined"
    settings = described.type if kind == "user_defined" else described
    strategy = load(kind, tokenizer, config, settings)
    found = strategy.tokenize_prompt({name: [row[name]] for name in row} if kind == "completion" else dict(row))
    labels = found["labels"][0] if kind == "completion" else found["labels"]
    learned = tokenizer.decode([label for label in labels if label != -100])
    wanted = _text(row.get("text") or row.get("messages") or row["completion"])
    expect(wanted.strip() in learned, f"{learned!r} lacks {wanted!r}")
    if "completion" in row or "messages" in row:
        asked = _text(row["messages"][:-1] if "messages" in row else row["prompt"])
        expect(asked not in learned or asked in wanted, f"it would learn the prompt: {learned!r}")


def _text(value: Any) -> str:
    last = value[-1] if isinstance(value, list) else value
    return str(last["content"] if isinstance(last, dict) else last)


def main() -> None:
    """Try every dataset that has an axolotl.yml."""
    datasets.disable_progress_bars()
    _bypass()
    tell(version("axolotl"), [built for built in listed() if (Path(built["folder"]) / "axolotl.yml").is_file()], check)


if __name__ == "__main__":
    main()
