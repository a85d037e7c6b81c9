from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import get_args

import pytest

from reviewer.config.paths import shipped
from reviewer.datasets import rows
from reviewer.datasets.catalog import check_recipe
from reviewer.datasets.checks import ROW_CHECKS
from reviewer.datasets.reasons import REASONS
from reviewer.datasets.recipe import OF_SOME_TASKS, Recipe, TaskName, load_recipe
from reviewer.datasets.recipe_keys import KEYS
from reviewer.datasets.rows import TASKS, columns_of, reasons_of, task_of
from reviewer.datasets.rows.task import Task

FILES = sorted(shipped("exports").glob("*.toml"))
SHARED_MODULES = {
    "claims", "corrections", "label_studio_config", "openai_messages", "policies", "prompts", "provenance",
    "ragtruth", "task",
}  # fmt: skip


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def recipe(request: pytest.FixtureRequest) -> Recipe:
    path: Path = request.param
    return check_recipe(load_recipe(path))


def test_every_task_is_in_the_tuple_has_a_shipped_recipe_and_its_checks() -> None:
    modules = {module.name for module in pkgutil.iter_modules(rows.__path__)} - SHARED_MODULES
    found = {importlib.import_module(f"{rows.__name__}.{name}").TASK for name in modules}
    assert found == set(TASKS)
    assert {task.name for task in TASKS} == set(get_args(TaskName)) == set(ROW_CHECKS)
    assert {task.name.replace("-", "_") for task in TASKS} == modules
    assert {path.stem for path in FILES} >= {task.name for task in TASKS}


def test_a_recipe_lists_exactly_what_it_may_leave_out(recipe: Recipe) -> None:
    assert set(recipe.excludes) == reasons_of(recipe)


def test_every_reason_is_explained_and_used_by_some_recipe() -> None:
    assert {reason for path in FILES for reason in load_recipe(path).excludes} == set(REASONS)
    assert all(text.endswith(".") for text in REASONS.values())


def test_columns_have_unique_names_and_a_sentence_each(recipe: Recipe) -> None:
    columns = columns_of(recipe)
    assert len({column.name for column in columns}) == len(columns)
    assert all(column.says.endswith(".") for column in columns)
    assert {"item_id", "sampling_probability", "guideline_version", "resolution_method"} <= {c.name for c in columns}


def test_every_key_is_explained_and_each_that_not_all_tasks_read_is_read_by_one() -> None:
    assert list(KEYS) == list(Recipe.model_fields)
    assert all(says.endswith(".") for says in KEYS.values())
    assert {key for task in TASKS for key in task.keys} == OF_SOME_TASKS


def test_a_recipe_says_what_it_is_for(recipe: Recipe) -> None:
    assert recipe.description.strip().endswith(".")
    assert recipe.intended_use.strip().endswith(".")
    assert recipe.formats == task_of(recipe).formats


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_a_task_has_a_title_and_a_category_of_the_hub(task: Task) -> None:
    assert task.title
    assert set(task.categories) <= {"text-generation", "text-classification", "token-classification"}
