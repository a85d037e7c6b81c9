"""Where recipes are found: beside the workspace, in the user's settings, among the shipped ones, in this order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from reviewer.datasets.reasons import OF_RESOLUTIONS, OF_REVIEWS
from reviewer.datasets.recipe import OF_SOME_TASKS, Recipe, named_like, read_text
from reviewer.datasets.recipe_problems import line_of, nearest, sentence
from reviewer.datasets.rows import TASKS, columns_of, reasons_of, task_of
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
        near = nearest(name, [recipe.name for recipe in self.recipes])
        raise NotFound(sentence(f"There is no recipe '{name}'{near}"))


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
                recipes[path.stem] = load_checked(path)
            except ReviewerError as error:
                problems.append(error.message)
    order: dict[str, int] = {task.name: place for place, task in enumerate(TASKS)}
    ranked = sorted(recipes.values(), key=lambda recipe: (order.get(recipe.name, len(order)), recipe.name))
    return Catalog(tuple(ranked), tuple(problems))


def check_recipe(recipe: Recipe, text: str = "") -> Recipe:
    """Return the recipe if what it says fits its task, or raise InvalidInput; `text` is its TOML, to name the line."""
    problem = next(_misfits(recipe, given=recipe.model_fields_set if text else frozenset()), None)
    if problem is not None:
        key, says = problem
        line = line_of(text, key) if text else ""
        raise InvalidInput(sentence(f"{recipe.name}.toml{line}: {says}"))
    return recipe


def load_checked(path: Path) -> Recipe:
    """Read a recipe from its file and check it against its task; an error names file, line and key."""
    text = read_text(path)
    return check_recipe(named_like(path, text), text)


def _misfits(recipe: Recipe, given: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield each key that does not fit the task, with what is wrong about it."""
    task = task_of(recipe)
    for key in sorted(OF_SOME_TASKS - task.keys):
        if key in given or getattr(recipe, key) != Recipe.model_fields[key].default:
            others = ", ".join(other.name for other in TASKS if key in other.keys)
            yield key, f"the task '{task.name}' has no use for '{key}', which belongs to {others}: take the line out"
    choices = {"shape": (recipe.shape, task.shapes), "style": (recipe.style, task.styles)}
    for key, (value, allowed) in choices.items():
        if key in task.keys and value is not None and value not in allowed:
            yield key, f"'{value}' is no {key} of the task '{task.name}'{nearest(value, allowed)}"
    if recipe.implicit and recipe.shape == "messages":
        yield "implicit", "the shape 'messages' keeps the prompt apart, so it goes without 'implicit'"
    for name in recipe.formats:
        if name not in task.formats:
            yield "formats", f"the task '{task.name}' is not written as {name}{nearest(name, task.formats)}"
    names = [each.name for each in columns_of(recipe)]
    for column in recipe.columns:
        if column not in names:
            yield column, f"the task '{task.name}' has no column '{column}'{nearest(column, names)}"
    possible = reasons_of(recipe)
    for reason in recipe.excludes:
        if reason not in possible:
            near = nearest(reason, sorted(possible))
            whose = (
                f"a recipe with source = '{recipe.source}'"
                if reason in OF_RESOLUTIONS | OF_REVIEWS
                else f"the task '{task.name}'"
            )
            yield "excludes", f"{whose} never leaves anything out as '{reason}'{near}"
