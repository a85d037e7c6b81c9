"""Promise 14: what is exported comes back to the character, and a killed export leaves no damaged dataset."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer.datasets.build import build_dataset, verify_folder
from reviewer.datasets.cases import Record
from reviewer.domain.items import Item
from tests.loading import load
from tests.promises import Figures, control, promise
from tests.unit.datasets.making import SETTING, judged, make_item, many, shipped_recipe

__all__ = ["load"]
NASTY = [
    "0012", "NA", "null", "None", "", "nan", "1e5", "TRUE", " lead", "trail ", "hello\r99999", "a\r\nb", "a\nb\n",
    "a\u2028b\u2029c\x85d", "\ufeffx", 'say "x"', "it's", "=1+1", "a,b;c\td", "é", "e\u0301", "😀", "👨‍👩‍👧",
    "\u202eevil", "\x07\x1b[0m", "\x7f", "\\n\\", "N/A", "-0", "{}", "1" * 40,
]  # fmt: skip
FORMATS = ("parquet", "jsonl", "csv")
TASKS = ("sft", "dpo", "kto", "classification", "spans", "reviews")


def nasty_records() -> Iterator[Record]:
    for number, text in enumerate(NASTY):
        yield judged(make_item(f"i{number}", prompt=f"p{text}", response=text, metadata={"tenant": text}), "approve")


@promise(14)
@pytest.mark.parametrize("format", FORMATS)
def test_thirty_one_nasty_texts_come_back_unchanged_through_load_dataset(
    load: Any, tmp_path: Path, format: str, figures: Figures
) -> None:
    assert len(set(NASTY)) == 31
    recipe = shipped_recipe("classification", split=(1, 0, 0))
    build_dataset(nasty_records(), recipe, SETTING, tmp_path / "ds", format=format)
    rows = load(tmp_path / "ds")["train"]
    changed = sum(a != b for a, b in zip(rows["text"][:], NASTY, strict=True))
    figures(14, formats=1, texts=len(NASTY), changed=changed)
    assert rows["text"][:] == NASTY
    assert [json.loads(text)["tenant"] for text in rows["metadata"][:]] == NASTY
    assert rows["sampling_probability"][:] == [None] * 31


@control(14)
def test_the_usual_way_through_pandas_would_have_changed_them(tmp_path: Path, figures: Figures) -> None:
    import pandas

    path = tmp_path / "x.csv"
    pandas.DataFrame({"text": NASTY}).to_csv(path, index=False)
    back = list(pandas.read_csv(path)["text"])
    same = sum(a == b for a, b in zip(NASTY, back, strict=False))
    figures(14, texts=len(NASTY), changed_by_pandas=len(NASTY) - same)
    assert len(back) != len(NASTY) or same < len(NASTY)


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("format", FORMATS)
def test_every_recipe_loads_in_every_format_with_all_its_splits(
    load: Any, tmp_path: Path, task: str, format: str
) -> None:
    result = build_dataset(many(90), shipped_recipe(task), SETTING, tmp_path / "ds", format=format)
    loaded = load(tmp_path / "ds")
    assert {name: rows.num_rows for name, rows in loaded.items()} == {n: c for n, c in result.rows.items() if c}
    row = loaded["train"][0]
    if task in ("sft", "dpo", "kto"):
        prompt = row["prompt"] if format != "csv" else json.loads(row["prompt"])
        assert [message["role"] for message in prompt] == ["user"]
    if task == "spans":
        for each in loaded["train"]:
            labels = each["labels"] if format != "csv" else json.loads(each["labels"])
            assert all(each["text"][label["start"] : label["end"]] == label["text"] for label in labels)


def test_columns_that_are_empty_throughout_keep_their_type(load: Any, tmp_path: Path) -> None:
    record = judged(make_item(), "approve")
    for format in FORMATS:
        build_dataset([record], shipped_recipe("reviews", split=(1, 0, 0)), SETTING, tmp_path / format, format=format)
        features = load(tmp_path / format)["train"].features
        assert features["sampling_probability"].dtype == "float64"
        assert features["correction"].dtype == "string"


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("format", FORMATS)
def test_croissant_describes_the_files_so_that_its_own_library_reads_them(
    tmp_path: Path, task: str, format: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mlcroissant

        out = tmp_path / "ds"
        build_dataset(many(30), shipped_recipe(task, split=(0.5, 0.5, 0)), SETTING, out, format=format)
        described = mlcroissant.Dataset(jsonld=str(out / "croissant.json"))
        assert not described.metadata.issues.errors
        first = next(iter(described.records("train")))
        assert first["train/item_id"].startswith(b"i")
        assert described.metadata.data_biases is not None


def test_croissant_notices_a_file_that_was_changed(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mlcroissant

        out = tmp_path / "ds"
        build_dataset(many(30), shipped_recipe("kto", split=(1, 0, 0)), SETTING, out, format="jsonl")
        path = out / "data" / "train-00000-of-00001.jsonl"
        path.write_bytes(path.read_bytes().replace(b"Answer 0", b"Answer 9"))
        with pytest.raises(Exception, match=r"(?i)hash|sha256|generation"):
            next(iter(mlcroissant.Dataset(jsonld=str(out / "croissant.json")).records("train")))


BUILDER = """
import sys
from pathlib import Path
from reviewer.datasets.build import build_dataset
from tests.unit.datasets.making import SETTING, many, shipped_recipe
folder = Path(sys.argv[1])
print("ready", flush=True)
for number in range(10_000):
    build_dataset(many(150), shipped_recipe("classification"), SETTING, folder / str(number), format="jsonl")
    print(number, flush=True)
"""


@promise(14)
def test_a_killed_export_leaves_a_whole_dataset_or_none(tmp_path: Path, full: bool, figures: Figures) -> None:
    whole = 0
    draw = random.Random(7)
    once = build_dataset(many(150), shipped_recipe("classification"), SETTING, tmp_path / "once", format="jsonl")
    for trial in range(50 if full else 8):
        folder = tmp_path / str(trial)
        folder.mkdir()
        program = subprocess.Popen(
            [sys.executable, "-c", BUILDER, str(folder)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
        )
        assert program.stdout is not None
        with program, program.stdout:
            program.stdout.readline()
            program.stdout.readline()  # one dataset is finished: the next is being written
            time.sleep(draw.uniform(0, 0.08))
            program.kill()  # SIGKILL
            program.wait()
        damaged = [out for out in folder.glob("[0-9]*") if verify_folder(out)]
        whole += len(list(folder.glob("[0-9]*"))) - len(damaged)
        again = build_dataset(many(150), shipped_recipe("classification"), SETTING, folder / "next", format="jsonl")
        figures(14, kills=1, damaged_datasets=len(damaged), same_hash_when_done_again=int(again.sha256 == once.sha256))
        assert damaged == []
        assert again.sha256 == once.sha256
        if os.name == "posix":
            assert not list(folder.glob(".*"))
    assert whole


@control(14)
def test_a_plain_copy_of_the_files_would_be_found_damaged(tmp_path: Path) -> None:
    build_dataset(many(30), shipped_recipe("kto"), SETTING, tmp_path / "ds", format="jsonl")
    data = tmp_path / "ds" / "data" / "train-00000-of-00001.jsonl"
    data.write_bytes(data.read_bytes()[:-20])
    assert verify_folder(tmp_path / "ds") == ("data/train-00000-of-00001.jsonl was changed",)


def test_real_answers_with_real_corrections_come_back_with_their_offsets(load: Any, tmp_path: Path) -> None:
    folder = Path(__file__).parents[3] / "shared" / "data"
    records = list(real_records(folder) if folder.is_dir() else many(60))
    for task in ("sft", "dpo", "spans"):
        result = build_dataset(records, shipped_recipe(task), SETTING, tmp_path / task)
        rows = [row for split in load(tmp_path / task).values() for row in split]
        assert len(rows) == sum(result.rows.values()) > 10
        originals = {record[0].id: record[0].response for record in records}
        for row in rows:
            text = (
                row["text"]
                if task == "spans"
                else (row["rejected"] if task == "dpo" else row["completion"])[0]["content"]
            )
            assert (text == originals[row["item_id"]]) is (task != "sft")
            for label in row.get("labels", ()):
                assert text[label["start"] : label["end"]] == label["text"]


def real_records(folder: Path) -> Iterator[Record]:
    """Yield answers of experts' questions; who corrected an answer asked for a revision."""
    ratings = {}
    for line in (folder / "expertqa.ratings.jsonl").read_bytes().splitlines():
        rating = json.loads(line)
        ratings[rating["item_id"]] = rating
    for line in (folder / "expertqa.items.jsonl").read_bytes().split(b"\n")[:-1]:
        item = Item.model_validate({k: v for k, v in json.loads(line).items() if k != "schema"})
        rating = ratings.get(item.id)
        if rating is not None:
            correction = rating["correction"] if isinstance(rating["correction"], str) else None
            verdict = "revise" if correction else "approve"
            yield judged(item, verdict, spans=rating["spans"], correction=correction)
