"""The queue room as one person has set it up on this machine: views by name, and the columns of the list."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from reviewer.config.atomic import write_atomically
from reviewer.config.paths import config_dir, state_dir
from reviewer.domain.listing import Column, ItemFilter

MOST_VIEWS = 200
LONGEST_NAME = 60


class SavedView(BaseModel):
    """A list of items that a person gave a name to: its filter and its order."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    wanted: ItemFilter
    order: Column = "queue"
    descending: bool = False


class ColumnSetting(BaseModel):
    """One column of the list: whether it is shown, and how wide; its place is that in the list of settings."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    shown: bool = True
    width: Annotated[int, Field(ge=20, le=4000)] = 100


_VIEWS = TypeAdapter(list[SavedView])
_COLUMNS = TypeAdapter(list[ColumnSetting])


def load_views() -> tuple[SavedView, ...]:
    """Return the views of this person; a damaged file counts as none."""
    try:
        return tuple(_VIEWS.validate_json(_views_file().read_bytes()))
    except (OSError, ValidationError):
        return ()


def save_views(views: Sequence[SavedView]) -> None:
    """Write the views; a damaged file is kept beside them."""
    path = _views_file()
    _set_aside_if_damaged(path)
    write_atomically(path, _VIEWS.dump_json(list(views)[:MOST_VIEWS], indent=1, exclude_defaults=True))


def load_columns() -> tuple[ColumnSetting, ...]:
    """Return the columns as they were left; a damaged file counts as none."""
    try:
        return tuple(_COLUMNS.validate_json(_columns_file().read_bytes()))
    except (OSError, ValidationError):
        return ()


def save_columns(columns: Sequence[ColumnSetting]) -> None:
    """Write how the columns are left; where that is not possible they are as usual the next time."""
    with contextlib.suppress(OSError):
        write_atomically(_columns_file(), _COLUMNS.dump_json(list(columns)))


def _set_aside_if_damaged(path: Path) -> None:
    try:
        _VIEWS.validate_json(path.read_bytes())
    except OSError:
        return
    except ValidationError:
        os.replace(path, path.with_suffix(".damaged.json"))


def _views_file() -> Path:
    return config_dir() / "queue-views.json"


def _columns_file() -> Path:
    return state_dir() / "queue-columns.json"
