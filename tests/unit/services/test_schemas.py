from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reviewer.config.paths import shipped
from reviewer.domain.errors import NotFound
from reviewer.services.schemas import SCHEMAS, schema_of

MAPS = Path(__file__).resolve().parents[2] / "data" / "maps"


def check(name: str, value: Any) -> None:
    jsonschema.Draft202012Validator(schema_of(name)).validate(value)


def lines(name: str) -> list[Any]:
    return [json.loads(line) for line in shipped(name).read_bytes().split(b"\n") if line]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_sound_and_refers_to_nothing_that_is_missing(name: str) -> None:
    schema = schema_of(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    text = json.dumps(schema)
    for definition in set(text.split('"#/$defs/')[1:]):
        assert definition.split('"')[0] in schema["$defs"]


def test_the_shipped_files_fit_their_schemas() -> None:
    for entry in lines("resources/demo/items.jsonl"):
        check("flagged-item", entry)
    for entry in lines("resources/demo/reviews.jsonl"):
        check("review", entry)
    for path in [shipped("resources/demo/project.toml"), *shipped("resources/templates").glob("*.toml")]:
        check("project", tomllib.loads(path.read_text("utf-8")))
    for path in shipped("resources/taxonomies").glob("*.toml"):
        assert tomllib.loads(path.read_text("utf-8"))["taxonomy"]["id"]


def test_the_maps_of_the_tests_fit_their_schema() -> None:
    for path in MAPS.glob("*.toml"):
        check("review-map", tomllib.loads(path.read_text("utf-8")))


@pytest.mark.parametrize(
    "entry",
    [
        {"id": "a", "response": "r"},
        {"id": 7, "response": "r", "source": "chat", "unknown": {"kept": 1}, "evidence": None},
        {"id": "a", "responses": [{"id": "x", "text": "1"}, {"id": "y", "text": "2"}]},
        {"id": "a", "response": "r", "policy_hits": [{"id": "h", "policy": "p", "start": 0, "end": 1, "text": "r"}]},
    ],
)
def test_what_is_read_as_an_item_fits_the_schema(entry: dict[str, Any]) -> None:
    from reviewer.domain.items import read_item

    assert read_item(entry)
    check("flagged-item/1", entry)


@pytest.mark.parametrize(
    "entry", [{"id": "a"}, {"response": "r"}, {"id": "a", "response": 1}, {"id": "", "response": "r"}]
)
def test_what_is_refused_as_an_item_does_not_fit(entry: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        check("flagged-item", entry)


def test_a_plain_correction_fits_and_an_unknown_name_is_an_error() -> None:
    check("review", {"item_id": "a", "reviewer": "ana", "verdict": "approve", "correction": "better"})
    with pytest.raises(NotFound, match="flagged-item"):
        schema_of("nonsense")
