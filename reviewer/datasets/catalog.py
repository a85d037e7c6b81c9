"""Where recipes are found: beside the workspace, in the user's settings, among the shipped ones, in this order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reviewer.datasets.recipe import Recipe, load_recipe, nearest
from reviewer.datasets.rows import columns_of, reasons_of
from reviewer.domain.errors import InvalidInput, NotFound, ReviewerError


@dataclass(frozen=True, slots=True)
class Catalog:
    """The recipes that can be used, and one sentence for each file that cannot."""

    recipes: tuple[Recipe, ...]
    problems: tuple[str, ...]

    def get(self, name: str) -> Recipe:
        """Return the recipe with this name, or raise with the nearest name."""
        for recipe in self.recipes:
            if recipe.name == name:
                return recipe
        broken = [problem for problem in self.problems if problem.startswith(f"{name}.toml")]
        if broken:
            raise InvalidInput(broken[0])
        raise NotFound(f"There is no recipe '{name}'{nearest(name, [recipe.name for recipe in self.recipes])}.")


def find_recipes(folders: Iterable[Path]) -> Catalog:
    """Read the recipes of these folders; the first of several files with one name counts."""
    recipes: dict[str, Recipe] = {}
    problems: list[str] = []
    taken: set[str] = set()
    for folder in folders:
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            if path.stem in taken:
                continue
            taken.add(path.stem)
            try:
                recipes[path.stem] = check_recipe(load_recipe(path))
            except ReviewerError as error:
                problems.append(error.message)
    order = {name: place for place, name in enumerate(("sft", "dpo", "kto", "classification", "spans", "reviews"))}
    ranked = sorted(recipes.values(), key=lambda recipe: (order.get(recipe.name, len(order)), recipe.name))
    return Catalog(tuple(ranked), tuple(problems))


def check_recipe(recipe: Recipe) -> Recipe:
    """Return the recipe if what it says of columns and exclusions fits its task, or raise InvalidInput."""
    names = [column.name for column in columns_of(recipe)]
    for name in recipe.columns:
        if name not in names:
            raise InvalidInput(
                f"{recipe.name}.toml: the task '{recipe.task}' has no column '{name}'{nearest(name, names)}."
            )
    possible = reasons_of(recipe)
    for reason in recipe.excludes:
        if reason not in possible:
            raise InvalidInput(
                f"{recipe.name}.toml: the task '{recipe.task}' never leaves anything out as '{reason}'"
                f"{nearest(reason, sorted(possible))}."
            )
    return recipe
