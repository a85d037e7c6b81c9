"""Recipes: where they are looked for, and one of them with what an export changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.config.paths import config_dir, shipped
from reviewer.datasets.catalog import Catalog, check_recipe, find_recipes, load_checked
from reviewer.datasets.recipe import Recipe

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace


def folders(workspace: Workspace) -> tuple[Path, Path, Path]:
    """Return where recipes are looked for, in this order."""
    return (workspace.folder / "exports", config_dir() / "exports", shipped("exports"))


def catalog(workspace: Workspace) -> Catalog:
    """Return the recipes, and one sentence for each recipe file that cannot be used."""
    return find_recipes(folders(workspace))


def find_recipe(workspace: Workspace, recipe: str | Recipe) -> Recipe:
    """Return a recipe by its name or its file; the nearest name is offered where there is none."""
    if isinstance(recipe, Recipe):
        return check_recipe(recipe)
    return load_checked(Path(recipe)) if recipe.endswith(".toml") else catalog(workspace).get(recipe)


def ready(
    workspace: Workspace,
    recipe: str | Recipe,
    where: str | None = None,
    split: Sequence[float] | None = None,
    seed: int | None = None,
) -> Recipe:
    """Return the recipe with what this export changes; a filter narrows the recipe's own."""
    found = find_recipe(workspace, recipe)
    if where and found.where:
        where = f"({found.where}) and ({where})"
    return found.changed(where=where or None, split=split, seed=seed)
