"""What holds of every dataset, whatever the items hold and whatever people said of them."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.config.paths import shipped
from reviewer.datasets.annotations import COLUMNS, annotations_of
from reviewer.datasets.build import build_dataset
from reviewer.datasets.cases import Record
from reviewer.datasets.catalog import find_recipes
from reviewer.datasets.checks import Checking
from reviewer.datasets.reasons import PERSONAL_DATA
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.redaction import texts_in
from reviewer.datasets.rows import reasons_of, task_of
from reviewer.datasets.selection import Dropped, Kept, select
from reviewer.datasets.tally import Tally
from reviewer.texts.personal_data import find_personal_data

from .wild import SETTING, records

JUDGED = [column.name for column in COLUMNS]
RECIPES = {recipe.name: recipe for recipe in find_recipes([shipped("exports")]).recipes}
NAMES = ("Zoë Quint", "bertram.x")
csv.field_size_limit(2**31 - 1)


def refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


def build(made: list[Record], recipe: Recipe, folder: Path, format: str | None = None) -> Path:
    """Build the dataset and return its folder."""
    build_dataset(made, recipe, SETTING, folder / "ds", format=format)
    return folder / "ds"


def rows_in(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield every row of every file, strictly read."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            yield from pyarrow.parquet.read_table(path).to_pylist()
        elif path.suffix == ".jsonl":
            lines = path.read_bytes().split(b"\n")[:-1]
            yield from (json.loads(line, parse_constant=refuse) for line in lines)
        elif path.suffix == ".json" and path.parent.name == "data":
            yield from json.loads(path.read_text("utf-8"), parse_constant=refuse)
        elif path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                yield from csv.DictReader(file)


def spans_of(row: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the stretches of a row that lie in one text of it, with that text."""
    for name, text in (("labels", "text"), ("spans", "response")):
        for span in row.get(name) or ():
            if isinstance(span, dict) and isinstance(row.get(text), str):
                yield row[text], span
    if "claim_start" in row:
        yield row["response"], {"start": row["claim_start"], "end": row["claim_end"], "text": row["claim"]}


def assert_spans_fit(row: dict[str, Any]) -> None:
    for text, span in spans_of(row):
        assert text[span["start"] : span["end"]] == span["text"]


def personal_data_in(row: dict[str, Any]) -> list[str]:
    texts = texts_in({name: value for name, value in row.items() if not name.endswith("sha256")})
    return [text for text in texts if find_personal_data(text)]


@given(made=records())
def test_all_that_came_in_is_a_row_or_left_out_and_every_number_and_offset_holds(made: list[Record]) -> None:
    for recipe in RECIPES.values():
        tally, checking = Tally(), Checking(recipe)
        for found in select(made, recipe, SETTING):
            if isinstance(found, Dropped):
                tally.drop(found)
                assert found.reason in reasons_of(recipe)
                continue
            tally.keep(found)
            checking.look_at(found)
            for row in found.rows:
                json.dumps(row, allow_nan=False).encode("utf-8")
                assert_spans_fit(row)
        read = sum(len(record.reviews) for record in made) if recipe.source == "reviews" else len(made)
        assert tally.came_in == tally.kept + sum(tally.excluded.values()) == read
        assert {check.id for check in checking.results() if check.state == "failed"} == set()


@given(made=records())
def test_with_placeholders_no_personal_data_is_left_and_every_offset_equals_its_quote(made: list[Record]) -> None:
    for recipe in RECIPES.values():
        asked = recipe.changed(redaction="placeholders")
        for found in select(made, asked, SETTING):
            if isinstance(found, Dropped):
                continue
            judgements = (dict(zip(JUDGED, values, strict=True)) for values in annotations_of(found, SETTING))
            further = task_of(asked).beside_rows(found.case, found.rows, found.split, asked, SETTING)
            for row in (*found.rows, *judgements, *(row for _, row in further)):
                assert personal_data_in(row) == []
                assert_spans_fit(row)


@settings(max_examples=10)
@given(made=records(), name=st.sampled_from(sorted(RECIPES)))
def test_no_file_of_a_folder_with_placeholders_holds_personal_data_or_a_reviewer(made: list[Record], name: str) -> None:
    where = "'Zoë Quint' in reviewers or 'bertram.x' not in reviewers"
    recipe = RECIPES[name].changed(redaction="placeholders", where=where)
    with tempfile.TemporaryDirectory() as place:
        folder = build(made, recipe, Path(place))
        assert [found for row in rows_in(folder) for found in personal_data_in(row)] == []
        assert "@example.org" not in (folder / "manifest.json").read_text("utf-8")
        for path in folder.rglob("*"):
            data = path.read_bytes() if path.is_file() else b""
            assert not any(name.encode() in data or json.dumps(name)[1:-1].encode() in data for name in NAMES)


@given(made=records())
def test_dropping_leaves_out_exactly_the_rows_with_personal_data(made: list[Record]) -> None:
    recipe = RECIPES["classification"]
    dropped = {
        found.item.id
        for found in select(made, recipe.changed(redaction="drop"), SETTING)
        if isinstance(found, Dropped) and found.reason == PERSONAL_DATA
    }
    holding = set()
    for found in select(made, recipe, SETTING):
        if isinstance(found, Kept):
            judgements = (dict(zip(JUDGED, values, strict=True)) for values in annotations_of(found, SETTING))
            if any(map(personal_data_in, (*found.rows, *judgements))):
                holding.add(found.case.item.id)
    assert holding <= dropped


@settings(max_examples=12)
@given(made=records(), name=st.sampled_from(["reviews", "classification", "spans"]))
def test_csv_comes_back_as_jsonl_does_to_the_character(made: list[Record], name: str) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        flat = list(rows_in(build(made, RECIPES[name], Path(one), "csv") / "data"))
        nested = list(rows_in(build(made, RECIPES[name], Path(other), "jsonl") / "data"))
    for cells, row in zip(flat, nested, strict=True):
        texts = {column: value for column, value in row.items() if isinstance(value, str)}
        assert {column: cells[column] for column in texts} == texts
