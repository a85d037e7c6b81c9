"""What a row looks like for each kind of training; one file per task."""

from __future__ import annotations

from dataclasses import replace

from reviewer.datasets.columns import Column
from reviewer.datasets.reasons import ALWAYS, OF_RESOLUTIONS, OF_REVIEWS, UNSEEN
from reviewer.datasets.recipe import Recipe
from reviewer.domain.projects import Project

from . import (
    attribution,
    classification,
    dpo,
    evaluation,
    guardrail,
    kto,
    label_studio,
    preference_openai,
    provenance,
    reviews,
    reward,
    sft,
    sft_openai,
    spans,
)
from .task import Beside, Task

TASKS: tuple[Task, ...] = (
    sft.TASK,
    dpo.TASK,
    kto.TASK,
    reward.TASK,
    classification.TASK,
    guardrail.TASK,
    spans.TASK,
    attribution.TASK,
    evaluation.TASK,
    reviews.TASK,
    sft_openai.TASK,
    preference_openai.TASK,
    label_studio.TASK,
)
_BY_NAME = {task.name: task for task in TASKS}


def task_of(recipe: Recipe) -> Task:
    """Return the task that makes the rows of a recipe."""
    return _BY_NAME[recipe.task]


def fitted(recipe: Recipe, project: Project) -> Recipe:
    """Return the recipe with what follows from the project written out."""
    return task_of(recipe).fitted(recipe, project)


def columns_of(recipe: Recipe) -> tuple[Column, ...]:
    """Return all columns of a recipe's rows, in order, with the recipe's own words where it has some."""
    return _in_own_words((*task_of(recipe).columns(recipe), *provenance.COLUMNS), recipe)


def data_columns_of(recipe: Recipe) -> tuple[Column, ...]:
    """Return the columns that stand in the data files: all of them, or those of the task alone where rows are bare."""
    task = task_of(recipe)
    return _in_own_words(task.columns(recipe), recipe) if task.bare else columns_of(recipe)


def _in_own_words(columns: tuple[Column, ...], recipe: Recipe) -> tuple[Column, ...]:
    return tuple(replace(column, says=recipe.columns.get(column.name, column.says)) for column in columns)


def reasons_of(recipe: Recipe) -> frozenset[str]:
    """Return every reason for which a recipe may leave something out."""
    own = OF_REVIEWS if recipe.source == "reviews" else OF_RESOLUTIONS
    task = task_of(recipe)
    return (ALWAYS - UNSEEN if task.takes_gold else ALWAYS) | own | task.reasons


__all__ = ["TASKS", "Beside", "Task", "columns_of", "data_columns_of", "fitted", "reasons_of", "task_of"]
