"""Croissant 1.0: the machine-readable description, with the RAI fields about how people judged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from reviewer.datasets.cases import Setting
from reviewer.datasets.columns import Column, Kind, ListOf, Struct
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.responsible_use import responsible_use
from reviewer.datasets.tally import Tally
from reviewer.datasets.writers import Writer

_CONTEXT: Final[dict[str, Any]] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataBiases": "cr:dataBiases",
    "dataCollection": "cr:dataCollection",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "personalSensitiveInformation": "cr:personalSensitiveInformation",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES: Final = {
    "text": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "flag": "sc:Boolean",
    "any": "sc:Text",
}


def croissant_text(
    recipe: Recipe,
    setting: Setting,
    tally: Tally,
    columns: Sequence[Column],
    files: Mapping[str, str],
    writer: Writer,
) -> str:
    """Return the description as JSON-LD; `files` holds the SHA-256 of each data file by its path."""
    project = setting.project
    data = {path: digest for path, digest in files.items() if path.startswith("data/")}
    document = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": [
            "http://mlcommons.org/croissant/1.0",
            "http://mlcommons.org/croissant/RAI/1.0",
        ],
        "name": recipe.name,
        "description": recipe.description or recipe.title,
        "license": project.license or "unknown",
        "url": f"https://example.invalid/{recipe.name}",
        "citeAs": f"{recipe.title}, {project.name}, version {setting.project_version}",
        "version": f"{setting.project_version}.0.0",
        "datePublished": tally.last_at.date().isoformat() if tally.last_at else "1970-01-01",
        **responsible_use(recipe, setting, tally),
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": path,
                "name": path,
                "contentUrl": path,
                "encodingFormat": writer.media_type,
                "sha256": digest,
            }
            for path, digest in sorted(data.items())
        ],
        "recordSet": [_record_set(path, columns, writer) for path in sorted(data)],
    }
    return json.dumps(document, ensure_ascii=True, allow_nan=False, indent=2, sort_keys=True) + "\n"


def _record_set(path: str, columns: Sequence[Column], writer: Writer) -> dict[str, Any]:
    """Describe a split; of columns that a row may be without, nothing."""
    name = path.removeprefix("data/").split("-", 1)[0]
    always = [column for column in columns if not column.optional]
    records = [column for column in always if isinstance(column.kind, Struct) and writer.keeps_nested]
    fields = [field for column in records for field in _leaf_fields(name, path, column, writer)]
    if writer.name != "json":
        fields += [_field(f"{name}/{column.name}", path, column, writer) for column in always if column not in records]
    return {"@type": "cr:RecordSet", "@id": name, "name": name, "field": fields}


def _leaf_fields(split: str, path: str, column: Column, writer: Writer) -> Iterator[dict[str, Any]]:
    """Describe the texts and numbers in a record, as Croissant has no type for a record by itself."""
    for leaf, kind in _leaves(column.kind):
        inner: dict[str, Any] = {"extract": {"column": column.name}, "transform": {"jsonPath": leaf}}
        if writer.name == "json":
            if "[*]" in leaf:
                continue  # a path through a whole file finds elements of all rows at once
            inner = {"extract": {"jsonPath": f"$[*].{column.name}.{leaf}"}}
        name = f"{column.name}.{leaf.replace('[*]', '')}"
        yield {
            "@type": "cr:Field",
            "@id": f"{split}/{name}",
            "name": name,
            "description": column.says,
            "dataType": _type("", kind),
            "source": {"fileObject": {"@id": path}, **inner},
            **({"repeated": True} if "[*]" in leaf else {}),
        }


def _leaves(kind: Kind) -> Iterator[tuple[str, Kind]]:
    for name, inner in kind.fields if isinstance(kind, Struct) else ():
        if isinstance(inner, str):
            yield name, inner
        elif isinstance(inner, ListOf) and isinstance(inner.element, Struct):
            yield from ((f"{name}[*].{leaf}", plain) for leaf, plain in inner.element.fields if leaf == "role")


def _field(field_id: str, path: str, column: Column, writer: Writer) -> dict[str, Any]:
    """Describe a column; the plain fields of a list of records become sub-fields."""
    source = {"fileObject": {"@id": path}, "extract": {"column": column.name}}
    head = {"@type": "cr:Field", "@id": field_id, "name": column.name, "description": column.says}
    if isinstance(column.kind, str) or not writer.keeps_nested:
        return {**head, "dataType": _type(column.name, column.kind), "source": source}
    element = column.kind.element if isinstance(column.kind, ListOf) else column.kind
    if not isinstance(element, Struct):
        return {**head, "dataType": _type("", element), "repeated": True, "source": source}
    inner = [
        {
            "@type": "cr:Field",
            "@id": f"{field_id}/{name}",
            "name": name,
            "dataType": _type("", kind),
            "source": {**source, "transform": {"jsonPath": name}},
        }
        for name, kind in element.fields
        if isinstance(kind, str)
    ]
    return {**head, "repeated": True, "subField": inner}


def _type(name: str, kind: Kind) -> str:
    if name.endswith("_at"):
        return "sc:DateTime"
    return _TYPES[kind] if isinstance(kind, str) else "sc:Text"
