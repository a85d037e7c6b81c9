"""JSON Schemas of what goes in and out, generated from the models."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from reviewer.domain.audit import Anchor
from reviewer.domain.changes import Receipt
from reviewer.domain.errors import NotFound
from reviewer.domain.items import Candidate, Evidence, Item, PolicyHit
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project, VerdictOption
from reviewer.domain.questions import QUESTION_TYPES, Option
from reviewer.domain.reviews import Correction, Review
from reviewer.domain.wellbeing import Wellbeing

from .field_map import FieldMap
from .review_import import ReviewMap

_SHORT_SPAN = {"start": "integer", "end": "integer", "text": "string"}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _item() -> dict[str, Any]:
    """Allow what reading allows: fields of others, plain prompts, hits with one span at the top, numbers as ids."""
    schema = Item.model_json_schema()
    schema["additionalProperties"] = True
    schema["properties"]["schema"] = {"const": "flagged-item/1"}
    schema["properties"]["id"] = {"anyOf": [schema["properties"]["id"], {"type": "integer"}]}
    source = schema["properties"]["source"]
    schema["properties"]["source"] = {"anyOf": [_bare(source), {"type": "string"}], "default": {"system": "file"}}
    schema["anyOf"] = [{"required": ["response"]}, {"required": ["responses"]}]
    for part in (Candidate, Evidence, PolicyHit):
        required = schema["$defs"][part.__name__].pop("required", [])
        schema["$defs"][part.__name__]["required"] = [name for name in required if name != "id"]
    _allow_null(schema)
    hit = schema["$defs"][PolicyHit.__name__]["properties"]
    hit |= {name: {"anyOf": [{"type": kind}, {"type": "null"}]} for name, kind in _SHORT_SPAN.items()}
    hit["detector_version"] = {"anyOf": [*hit["detector_version"]["anyOf"], {"type": "number"}]}
    return schema


def _bare(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key in ("$ref", "type", "anyOf", "allOf")}


def _review() -> dict[str, Any]:
    """Allow what reading allows: a plain string as the correction, and null for a list."""
    schema = Review.model_json_schema()
    schema["properties"]["schema"] = {"const": "review/1"}
    correction = {"$ref": f"#/$defs/{Correction.__name__}"}
    schema["properties"]["correction"] = {"anyOf": [{"type": "string"}, correction, {"type": "null"}], "default": None}
    schema["properties"]["item_id"] = {"anyOf": [schema["properties"]["item_id"], {"type": "integer"}]}
    _allow_null(schema)
    return schema


def _allow_null(schema: dict[str, Any]) -> None:
    """Let every field that may be left out be null too, here and in the definitions."""
    for part in (schema, *schema["$defs"].values()):
        for name, field in part.get("properties", {}).items():
            if (
                name not in part.get("required", ())
                and name != "schema"
                and {"type": "null"} not in field.get("anyOf", ())
            ):
                part["properties"][name] = {"anyOf": [field, {"type": "null"}]}


def _project() -> dict[str, Any]:
    """Return the schema of a project file, with the tables as they stand in TOML."""
    whole = Project.model_json_schema()
    properties = whole["properties"]
    tables: dict[str, type[BaseModel]] = {"verdicts": VerdictOption, "span_labels": Option}
    apart = (*tables, "questions", "wellbeing", "guideline_text", "license_text")
    head = {name: value for name, value in properties.items() if name not in apart}
    definitions: dict[str, Any] = {}
    questions = [_inner(question, definitions) for question in QUESTION_TYPES]
    lists = {name: {"type": "array", "items": _inner(model, definitions)} for name, model in tables.items()}
    return {
        "title": "Project",
        "type": "object",
        "additionalProperties": False,
        "required": ["project"],
        "$defs": definitions,
        "properties": {
            "project": {"type": "object", "additionalProperties": False, "required": ["name"], "properties": head},
            **lists,
            "questions": {"type": "array", "items": {"anyOf": questions}},
            "wellbeing": _inner(Wellbeing, definitions),
        },
    }


def _inner(model: type[BaseModel], definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a part; what it shares with others goes to the definitions of the whole."""
    schema = model.model_json_schema()
    definitions |= schema.pop("$defs", {})
    return schema


def _recipe() -> dict[str, Any]:
    from reviewer.datasets.recipe import Recipe

    return Recipe.model_json_schema()


def _of(model: type[BaseModel]) -> Callable[[], dict[str, Any]]:
    return lambda: model.model_json_schema(by_alias=True)


SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "flagged-item": _item,
    "review": _review,
    "project": _project,
    "taxonomy": _of(Taxonomy),
    "recipe": _recipe,
    "field-map": _of(FieldMap),
    "review-map": _of(ReviewMap),
    "anchor": _of(Anchor),
    "receipt": _of(Receipt),
}


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema with this name, with or without its version (`review` and `review/1` are the same)."""
    make = SCHEMAS.get(name.removesuffix("/1"))
    if make is None:
        raise NotFound(f"There is no schema '{name}': known are {', '.join(SCHEMAS)}.")
    return {"$schema": DIALECT, **make()}
