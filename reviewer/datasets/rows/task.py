"""Task: what every kind of training data has in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from reviewer.datasets.cases import Case, Setting
from reviewer.datasets.columns import Column, Row
from reviewer.datasets.recipe import Recipe, TaskName


class Task(ABC):
    """Turns a case into rows of one shape, or says why it cannot."""

    name: ClassVar[TaskName]
    title: ClassVar[str]
    reasons: ClassVar[frozenset[str]]
    categories: ClassVar[tuple[str, ...]]

    @abstractmethod
    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return the columns of this task, in order, without those that stand beside every row."""

    @abstractmethod
    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield the rows of a case, at least one, or raise LeftOut with the reason."""
