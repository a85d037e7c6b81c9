"""A map from the field names of a foreign file to ours, written as TOML.

`[fields]` has one line for each field: `ours = "theirs"`. Dots reach inside: `"metadata.model" = "run.model_name"`.
`[values."ours"]` has one line for each word of a field: `"theirs" = "ours"`; an empty word leaves the field out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import Field, ValidationError

from reviewer.domain.errors import InvalidInput, Unreachable
from reviewer.domain.items import describe
from reviewer.domain.model import Frozen

Path_ = Annotated[str, Field(min_length=1, max_length=200)]
Map = TypeVar("Map", bound="FieldMap")
LARGEST_FILE = 1 << 20


class FieldMap(Frozen):
    """Which foreign field becomes which of ours; what is not named keeps its name."""

    fields: dict[Path_, Path_] = Field(default_factory=dict)
    values: dict[Path_, dict[str, str]] = Field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the map from a TOML file; InvalidInput says what is wrong in it."""
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise InvalidInput(f"The map {path} is larger than 1 MiB: it should be a page of TOML.")
            tables = tomllib.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            raise Unreachable(f"There is no map {path}: check the path.") from None
        except OSError as error:
            raise Unreachable(f"The map {path} cannot be read ({error.strerror}).") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
            raise InvalidInput(f"The map {path} is not valid TOML: {error}.") from None
        try:
            return cls.model_validate(tables)
        except ValidationError as error:
            raise InvalidInput(f"The map {path} does not fit: {describe(error, 'map')}.") from None

    def renamed(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return a record with its fields under our names."""
        moved = {ours: found for ours, theirs in self.fields.items() if (found := _find(record, theirs)) is not None}
        used = {theirs.partition(".")[0] for theirs in self.fields.values()}
        result = {key: value for key, value in record.items() if key not in used}
        for ours, value in moved.items():
            _put(result, ours, value)
        for ours, words in self.values.items():
            value = _find(result, ours)
            if isinstance(value, str) and value in words:
                _put(result, ours, words[value] or None)
        return result


def _find(record: Any, path: str) -> Any:
    """Return what a dotted path leads to, or None; a key with dots in it is found too."""
    if isinstance(record, Mapping) and path in record:
        return record[path]
    for name in path.split("."):
        if isinstance(record, list | tuple) and name.isdigit() and int(name) < len(record):
            record = record[int(name)]
        elif isinstance(record, Mapping) and name in record:
            record = record[name]
        else:
            return None
    return record


def _put(record: dict[str, Any], path: str, value: Any) -> None:
    """Set a value at a dotted path, making the objects on the way; None takes it away."""
    *parents, last = path.split(".")
    for name in parents:
        inner = record.get(name)
        record[name] = inner = dict(inner) if isinstance(inner, Mapping) else {}
        record = inner
    if value is None:
        record.pop(last, None)
    else:
        record[last] = value
