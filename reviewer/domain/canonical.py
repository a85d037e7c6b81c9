"""Canonical bytes of a value and their SHA-256: the same content gives the same hash on any machine."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pydantic import BaseModel

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical_json(value: Any) -> str:
    """Return `value` as JSON with sorted keys, no white space, no NaN, in plain Unicode."""
    return _ENCODER.encode(value)


def model_json(model: BaseModel) -> str:
    """Return a model's canonical JSON; what equals its default is left out."""
    return canonical_json(model.model_dump(mode="json", exclude_defaults=True))


def sha256_text(text: str) -> str:
    """Return the hexadecimal SHA-256 of the UTF-8 bytes of `text`."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def unit_fraction(*parts: str) -> float:
    """Return a number in [0, 1) that depends only on `parts`: a repeatable draw without a random generator."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8")).digest()
    return int.from_bytes(digest[:7], "big") / 2**56
