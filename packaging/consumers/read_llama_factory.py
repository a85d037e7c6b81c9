"""Runs LLaMA-Factory's own parser and converters over the data that dataset_info.json points to.

Its package imports torch and peft at once, which parser and converters do not need: those imports are bypassed.
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
from outcomes import Built, expect, listed, tell

_READERS = {"jsonl": "json", "parquet": "parquet"}


def _bypass() -> None:
    """Put empty packages where importing the real ones would load torch."""
    root = Path(str(distribution("llamafactory").locate_file("llamafactory")))
    for name in ("", "data", "extras"):
        package = ModuleType(".".join(filter(None, ("llamafactory", name))))
        package.__path__ = [str(root / name)]
        sys.modules[package.__name__] = package
    stand_ins: dict[str, dict[str, Any]] = {
        "peft": {},
        "peft.utils": {"SAFETENSORS_WEIGHTS_NAME": "", "WEIGHTS_NAME": ""},
        "llamafactory.extras.misc": {"use_modelscope": lambda: False, "use_openmind": lambda: False},
    }
    for name, members in stand_ins.items():
        module = ModuleType(name)
        vars(module).update(members)
        sys.modules[name] = module


def check(built: Built) -> str:
    """Convert every row; a row that LLaMA-Factory does not understand comes out empty, with a warning alone."""
    parser: Any = importlib.import_module("llamafactory.data.parser")
    converters: Any = importlib.import_module("llamafactory.data.converter")
    folder = Path(built["folder"])
    names = [
        built["recipe"] + ("" if split == "train" else f"_{split}") for split, count in built["rows"].items() if count
    ]
    done = 0
    for attributes in parser.get_dataset_list(names, str(folder)):
        expect(attributes.load_from == "file", f"loads from {attributes.load_from}")
        path = folder / attributes.dataset_name
        with tempfile.TemporaryDirectory() as cache:
            rows = list(
                datasets.load_dataset(
                    _READERS[path.suffix[1:]], data_files=[str(path)], split=attributes.split, cache_dir=cache
                )
            )
        convert = converters.get_dataset_converter(attributes.formatting, attributes, None)
        for row in rows:
            _compare(row, convert(row), attributes)
            done += 1
    expect(done == sum(built["rows"].values()), f"{done} rows of {built['rows']}")
    return f"{done} rows"


def _compare(row: dict[str, Any], found: dict[str, Any], attributes: Any) -> None:
    """Hold a converted row against the row itself."""
    prompt, response = found["_prompt"], [message["content"] for message in found["_response"]]
    expect(bool(prompt) and prompt[-1]["role"] in ("user", "observation"), f"an empty prompt: {row}")
    if attributes.ranking:
        wanted = [_text(row["chosen"]), _text(row["rejected"])]
    elif attributes.kto_tag:
        said = _text(row["messages"] if "messages" in row else row["completion"])
        wanted = [said, ""] if row["label"] else ["", said]
    elif "text" in row:
        wanted = []
    else:
        wanted = [_text(row["messages"] if "messages" in row else row["completion"])]
    expect(response == wanted, f"{response} instead of {wanted}")


def _text(value: Any) -> str:
    last = value[-1] if isinstance(value, list) else value
    return str(last["content"] if isinstance(last, dict) else last)


def main() -> None:
    """Try every dataset that has a dataset_info.json."""
    datasets.disable_progress_bars()
    _bypass()
    tell(
        version("llamafactory"),
        [built for built in listed() if (Path(built["folder"]) / "dataset_info.json").is_file()],
        check,
    )


if __name__ == "__main__":
    main()
