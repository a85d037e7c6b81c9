"""The models of the datasets room: the recipes, and the first rows of a dataset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from reviewer.ui.language import later, tr
from reviewer.ui.presenters.dataset_shown import Shown
from reviewer.ui.presenters.dataset_texts import Cell
from reviewer.ui.presenters.recipe_words import says
from reviewer.ui.safe_text import elide, tooltip_text

if TYPE_CHECKING:
    from reviewer.datasets.recipe import Recipe

Index = QModelIndex | QPersistentModelIndex
_PLACE_WORDS = {"workspace": later("of this workspace"), "user": later("your own")}
_NOWHERE = QModelIndex()
SAYS_ROLE = Qt.ItemDataRole.UserRole
COUNT_ROLE = Qt.ItemDataRole.UserRole + 1
CELL_ROLE = Qt.ItemDataRole.UserRole


class RecipeModel(QAbstractListModel):
    """Shows the recipes with the number of their rows, None while it is being counted."""

    def __init__(self) -> None:
        super().__init__()
        self._recipes: tuple[Recipe, ...] = ()
        self._counts: Mapping[str, int] = {}
        self._places: Mapping[str, str] = {}

    def show_recipes(self, recipes: tuple[Recipe, ...], counts: Mapping[str, int], places: Mapping[str, str]) -> None:
        """Show other recipes or other counts."""
        if (recipes, places) != (self._recipes, self._places):
            self.beginResetModel()
            self._recipes, self._counts, self._places = recipes, counts, places
            self.endResetModel()
        elif counts != self._counts:
            self._counts = counts
            self.dataChanged.emit(self.index(0), self.index(len(recipes) - 1))

    def recipe(self, number: int) -> Recipe:
        """Return a recipe."""
        return self._recipes[number]

    def number_of(self, name: str) -> int:
        """Return the row of a recipe, -1 where there is none."""
        return next((number for number, recipe in enumerate(self._recipes) if recipe.name == name), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row for each recipe."""
        return 0 if parent.isValid() else len(self._recipes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title, by which typing finds a recipe, and the rest for the painter."""
        recipe = self._recipes[index.row()]
        count = self._counts.get(recipe.name)
        if role == Qt.ItemDataRole.DisplayRole:
            return elide(recipe.title, 80)
        if role == SAYS_ROLE:
            return self._says(recipe)
        if role == COUNT_ROLE:
            return count
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip_text(" ".join(recipe.description.split()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            rows = tr("being counted") if count is None else tr("{count:,} rows").format(count=count)
            return f"{elide(recipe.title, 80)}, {self._says(recipe)}; {rows}"
        return None

    def _says(self, recipe: Recipe) -> str:
        place = _PLACE_WORDS.get(self._places.get(recipe.name, ""))
        return " · ".join(filter(None, (elide(recipe.name, 40), place and tr(place), elide(says(recipe), 160))))


class PreviewModel(QAbstractTableModel):
    """Shows the first rows; the painter takes the pieces of a cell, everybody else its text."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[str, ...] = ()
        self._cells: tuple[tuple[Cell, ...], ...] = ()

    def show_rows(self, shown: Shown | None) -> None:
        """Show the rows of another preview."""
        self.beginResetModel()
        self._columns = shown.columns if shown is not None else ()
        self._cells = shown.cells if shown is not None else ()
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows are here."""
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns the task has."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the pieces of a cell, or its text."""
        cell = self._cells[index.row()][index.column()]
        if role == CELL_ROLE:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return elide(cell.text)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the name of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return elide(self._columns[section], 40)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None
