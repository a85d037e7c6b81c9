from __future__ import annotations

import csv
import importlib
import json
import pkgutil
from pathlib import Path
from typing import Any, get_args

import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.datasets import writers
from reviewer.datasets.columns import MESSAGES, TEXTS, Column, Row
from reviewer.datasets.recipe import Format
from reviewer.datasets.writers import WRITERS, Writer, find_writer
from reviewer.datasets.writers.csv import FOR_SPREADSHEETS

COLUMNS = (
    Column("text", "text", "Text."),
    Column("count", "integer", "Count."),
    Column("score", "number", "Score."),
    Column("flag", "flag", "Flag."),
    Column("tags", TEXTS, "Tags."),
    Column("turns", MESSAGES, "Turns."),
)
ROW: Row = {
    "text": "x",
    "count": 1,
    "score": 0.5,
    "flag": True,
    "tags": ["a"],
    "turns": [{"role": "user", "content": "é"}],
}
SCALARS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)


@pytest.fixture(params=WRITERS, ids=lambda writer: writer.name)
def writer(request: pytest.FixtureRequest) -> Writer:
    found: Writer = request.param
    return found


def write(writer: Writer, path: Path, *batches: list[Row]) -> Path:
    sheet = writer.open(path, COLUMNS)
    for batch in batches:
        sheet.write(batch)
    sheet.close()
    return path


def read(writer: Writer, path: Path) -> list[Row]:
    if writer.name == "parquet":
        return list(pyarrow.parquet.read_table(path).to_pylist())
    if writer.name == "json":
        rows: list[Row] = json.loads(path.read_bytes())
        return rows
    if writer.name == "jsonl":
        return [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]
    with path.open(encoding="utf-8", newline="") as file:
        return [_typed(record) for record in csv.DictReader(file)]


def _typed(record: dict[str, Any]) -> Row:
    return {
        "text": record["text"],
        "count": int(record["count"]) if record["count"] else None,
        "score": float(record["score"]) if record["score"] else None,
        "flag": {"true": True, "false": False, "": None}[record["flag"]],
        "tags": json.loads(record["tags"]) if record["tags"] else None,
        "turns": json.loads(record["turns"]) if record["turns"] else None,
    }


def test_every_writer_is_in_the_tuple_and_may_be_named_by_a_recipe() -> None:
    modules = {module.name for module in pkgutil.iter_modules(writers.__path__)} - {"writer"}
    assert {importlib.import_module(f"{writers.__name__}.{name}").WRITER for name in modules} == set(WRITERS)
    assert {writer.name for writer in WRITERS} == set(get_args(Format)) == modules
    assert find_writer("arrow") is None


def test_a_value_of_every_kind_and_a_missing_one_come_back(writer: Writer, tmp_path: Path) -> None:
    empty = dict.fromkeys(ROW) | {"text": ""}
    rows = [ROW, empty, ROW | {"count": 2**53 + 1, "score": 0.1, "flag": False, "tags": []}]
    assert read(writer, write(writer, tmp_path / "x", rows)) == rows


@given(texts=st.lists(SCALARS, max_size=5))
def test_any_text_comes_back_to_the_character(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = [ROW | {"text": text, "tags": [text], "turns": [{"role": "user", "content": text}]} for text in texts]
    folder = tmp_path_factory.mktemp("any")
    for each in WRITERS:
        assert read(each, write(each, folder / each.name, rows)) == rows


def test_several_batches_are_one_file_and_the_same_bytes_each_time(writer: Writer, tmp_path: Path) -> None:
    batches = [[ROW | {"count": n} for n in range(start, start + 3)] for start in (0, 3)]
    first, second = (write(writer, tmp_path / name, *batches) for name in ("one", "two"))
    assert [row["count"] for row in read(writer, first)] == [0, 1, 2, 3, 4, 5]
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    "poison",
    [
        {"text": "half \ud83d"},
        {"tags": object()},
        {"count": 2**70},
    ],
    ids=["half a character", "no text", "too large"],
)
def test_a_batch_with_a_row_that_does_not_fit_is_refused_as_a_whole(
    writer: Writer, poison: Row, tmp_path: Path
) -> None:
    if "count" in poison and writer.name != "parquet":
        poison = {"score": float("nan")}
    sheet = writer.open(tmp_path / "x", COLUMNS)
    with pytest.raises((ValueError, TypeError, OverflowError)):
        sheet.write([ROW, ROW | poison])
    sheet.write([ROW])
    sheet.close()
    assert read(writer, tmp_path / "x") == [ROW]


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_an_optional_column_that_a_row_leaves_out_is_not_named_and_any_other_must_be_there(
    name: str, tmp_path: Path
) -> None:
    writer = find_writer(name)
    assert writer is not None
    columns = (Column("text", "text", "Text."), Column("tools", TEXTS, "Tools.", optional=True))
    sheet = writer.open(tmp_path / "x", columns)
    sheet.write([{"text": "a"}, {"text": "b", "tools": ["t"]}])
    with pytest.raises(KeyError):
        sheet.write([{"tools": ["t"]}])
    sheet.close()
    assert read(writer, tmp_path / "x") == [{"text": "a"}, {"text": "b", "tools": ["t"]}]


def test_json_is_one_list_with_a_row_on_each_line_also_without_any(tmp_path: Path) -> None:
    writer = find_writer("json")
    assert writer is not None
    path = write(writer, tmp_path / "x", [ROW | {"text": "a"}], [ROW | {"text": "b"}])
    lines = path.read_text("ascii").splitlines()
    assert len(lines) == 2
    assert ('"text":"a"' in lines[0], '"text":"b"' in lines[1]) == (True, True)
    assert json.loads(write(writer, tmp_path / "none").read_bytes()) == []


def test_jsonl_is_ascii_so_that_no_reader_splits_a_line_at_a_strange_place(tmp_path: Path) -> None:
    path = write(WRITERS[1], tmp_path / "x", [ROW | {"text": "a\u2028b\x85c\u2029d"}])
    assert path.read_bytes().isascii()
    assert len(path.read_text("utf-8").splitlines()) == 1


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =cmd|' /C calc'!A0", "\uff1d1+1", "=", "-"]
)
def test_what_a_spreadsheet_would_run_is_escaped_on_request_and_only_then(text: str, tmp_path: Path) -> None:
    plain = write(find_writer("csv") or WRITERS[0], tmp_path / "plain", [ROW | {"text": text}])
    escaped = write(FOR_SPREADSHEETS, tmp_path / "escaped", [ROW | {"text": text}])
    assert read(FOR_SPREADSHEETS, plain)[0]["text"] == text
    assert read(FOR_SPREADSHEETS, escaped)[0]["text"] == f"'{text}"


@given(text=SCALARS)
def test_the_form_for_spreadsheets_changes_nothing_but_the_beginning(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    row = ROW | {"text": text, "score": -0.5, "count": -3, "tags": [text]}
    (back,) = read(FOR_SPREADSHEETS, write(FOR_SPREADSHEETS, tmp_path_factory.mktemp("any") / "x", [row]))
    assert back | {"text": text} == row
    assert back["text"] in (text, f"'{text}")
