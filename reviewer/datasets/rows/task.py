"""Task: what every kind of training data has in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from reviewer.datasets.cases import Case, Setting
from reviewer.datasets.columns import Column, Row
from reviewer.datasets.recipe import Format, Recipe, TaskName
from reviewer.domain.projects import Project


@dataclass(frozen=True, slots=True)
class Beside:
    """A further file of rows beside the data, written while the rows pass, whatever the format of the data."""

    path: str
    """Where it stands in the folder; its ending names the format."""
    columns: tuple[Column, ...]
    unique_by: str | None = None
    """A column of text: a row whose value there was written before is not written again."""

    @property
    def format(self) -> str:
        """The format that the ending names."""
        return self.path.rpartition(".")[2]


class Task(ABC):
    """Turns a case into rows of one shape, or says why it cannot."""

    name: ClassVar[TaskName]
    title: ClassVar[str]
    reasons: ClassVar[frozenset[str]]
    categories: ClassVar[tuple[str, ...]]
    keys: ClassVar[frozenset[str]] = frozenset()
    """The keys of a recipe that not every task has and this one reads; any other is refused, not ignored."""
    shapes: ClassVar[tuple[str, ...]] = ("conversational", "standard")
    styles: ClassVar[tuple[str, ...]] = ()
    """The forms that its rows may have; the first is the usual one."""
    formats: ClassVar[tuple[Format, ...]] = ("parquet", "jsonl", "csv")
    bare: ClassVar[bool] = False
    """Whether the data holds the columns of the task alone, and where a row comes from stands in the lineage."""
    takes_gold: ClassVar[bool] = False
    """Whether gold and control items become rows, which every other task leaves out."""
    tells_of_others: ClassVar[bool] = False
    """Whether a row that is one review says what everybody judged of the item."""

    @abstractmethod
    def columns(self, recipe: Recipe) -> tuple[Column, ...]:
        """Return the columns of this task, in order, without those that stand beside every row."""

    @abstractmethod
    def rows(self, case: Case, recipe: Recipe, setting: Setting) -> Iterator[Row]:
        """Yield the rows of a case, at least one, or raise LeftOut with the reason."""

    def style(self, recipe: Recipe) -> str:
        """Return the form of the rows that the recipe asks for."""
        return recipe.style or self.styles[0]

    def fitted(self, recipe: Recipe, project: Project) -> Recipe:
        """Return the recipe with what follows from the project written out, such as the names of its classes."""
        return recipe

    def beside(self, recipe: Recipe) -> tuple[Beside, ...]:
        """Return the further files of rows that this task writes; most write none."""
        return ()

    def beside_rows(
        self, case: Case, rows: Sequence[Row], split: str, recipe: Recipe, setting: Setting
    ) -> Iterator[tuple[str, Row]]:
        """Yield path and row for the further files, once for each case that became rows."""
        return iter(())

    def further(self, recipe: Recipe) -> Mapping[str, str]:
        """Return a sentence for each further file in the folder, for the card."""
        return {}

    def extra_files(self, recipe: Recipe, setting: Setting) -> dict[str, str]:
        """Return small text files by their path in the folder."""
        return {}
