"""What a row looks like for each kind of training; one file per task."""

from __future__ import annotations

from reviewer.datasets.columns import Column
from reviewer.datasets.reasons import ALWAYS, OF_RESOLUTIONS, OF_REVIEWS
from reviewer.datasets.recipe import Recipe
from reviewer.domain.projects import Project

from . import classification, dpo, kto, provenance, reviews, sft, spans
from .task import Beside, Task

TASKS: tuple[Task, ...] = (sft.TASK, dpo.TASK, kto.TASK, classification.TASK, spans.TASK, reviews.TASK)


def task_of(recipe: Recipe) -> Task:
    """Return the task that makes the rows of a recipe."""
    return next(task for task in TASKS if task.name == recipe.task)


def fitted(recipe: Recipe, project: Project) -> Recipe:
    """Return the recipe with what follows from the project written out."""
    return task_of(recipe).fitted(recipe, project)


def columns_of(recipe: Recipe) -> tuple[Column, ...]:
    """Return all columns of a recipe's rows, in order, with the recipe's own words where it has some."""
    columns = (*task_of(recipe).columns(recipe), *provenance.COLUMNS)
    return tuple(Column(column.name, column.kind, recipe.columns.get(column.name, column.says)) for column in columns)


def reasons_of(recipe: Recipe) -> frozenset[str]:
    """Return every reason for which a recipe may leave something out."""
    own = OF_REVIEWS if recipe.source == "reviews" else OF_RESOLUTIONS
    return ALWAYS | own | task_of(recipe).reasons


__all__ = ["TASKS", "Beside", "Task", "columns_of", "fitted", "reasons_of", "task_of"]
