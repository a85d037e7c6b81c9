"""The first rows of a dataset as they may be shown: cells to be painted, personal data veiled where it must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reviewer.texts.placeholders import Finder, placeholders_for
from reviewer.ui.presenters.dataset_texts import Cell, cells_of

if TYPE_CHECKING:
    from reviewer.datasets.preview import Preview
    from reviewer.datasets.recipe import Recipe
    from reviewer.domain.model import JsonObject
    from reviewer.services.workspace import Workspace

Rows = tuple["JsonObject", ...]


@dataclass(frozen=True)
class Shown:
    """The preview of a recipe under a filter, with its cells ready to be painted."""

    recipe: Recipe
    where: str
    columns: tuple[str, ...]
    rows: Rows
    cells: tuple[tuple[Cell, ...], ...]
    preview: Preview | None
    """The counts; None while only the first rows are known."""
    veiled: bool = False
    """Whether placeholders stand for the personal data, which the dataset itself holds unless its recipe says else."""


def preview_shown(
    workspace: Workspace,
    recipe: Recipe,
    where: str,
    *,
    limit: int,
    cancelled: Callable[[], bool] | None = None,
    early: Callable[[Shown], None] | None = None,
) -> Shown:
    """Return what a recipe would give now, as it may be shown; `early` gets the first rows before all are counted."""
    from reviewer.datasets.rows import (
        fitted,
        task_of,
    )  # with all that makes rows, while the window is at something else

    columns = tuple(column.name for column in task_of(recipe).columns(fitted(recipe, workspace.project)))
    finder = workspace.personal_data.finder if workspace.personal_data.is_veiled else None

    def shown(rows: Rows, preview: Preview | None) -> Shown:
        safe = tuple(veiled_row(row, columns, finder) for row in rows) if finder is not None else rows
        cells = tuple(cells_of(row, columns) for row in safe)
        return Shown(recipe, where, columns, safe, cells, preview, finder is not None)

    found = workspace.datasets.preview(
        recipe,
        where=where or None,
        limit=limit,
        cancelled=cancelled,
        early=None if early is None else lambda rows: early(shown(rows, None)),
    )
    return shown(found.rows, found)


def veiled_row(row: JsonObject, columns: tuple[str, ...], finder: Finder) -> JsonObject:
    """Return a row with placeholders for the personal data in it: one value has one placeholder in the whole row."""
    told = {name: value for name, value in row.items() if name in columns or name == "metadata"}
    known = placeholders_for(_texts(told), finder)
    return {**row, **_walk(told, lambda text: known.veil(text).shown)} if known else row


def _texts(value: Any) -> list[str]:
    texts: list[str] = []
    _walk(value, lambda text: texts.append(text) or text)  # type: ignore[func-returns-value]
    return texts


def _walk(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _walk(inner, change) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_walk(inner, change) for inner in value]
    return value
