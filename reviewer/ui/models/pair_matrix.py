"""The matrix of reviewers against reviewers, with Cohen's kappa of each pair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from reviewer.ui.language import tr
from reviewer.ui.presenters.quality_state import figure_text
from reviewer.ui.safe_text import elide, tooltip_text

if TYPE_CHECKING:
    from reviewer.stats import Pair

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
PAIR_ROLE = Qt.ItemDataRole.UserRole
_NAME = 24


class PairMatrixModel(QAbstractTableModel):
    """One row and one column for each reviewer who shares items with another."""

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._pairs: dict[tuple[str, str], Pair] = {}

    def show_pairs(self, pairs: Sequence[Pair]) -> None:
        """Show other pairs; each is shown in both directions."""
        found = {(pair.a, pair.b): pair for pair in pairs} | {(pair.b, pair.a): pair for pair in pairs}
        if found == self._pairs:
            return
        self.beginResetModel()
        self._pairs = found
        self._names = tuple(sorted({name for key in found for name in key}, key=str.casefold))
        self.endResetModel()

    def pair_at(self, index: Index) -> Pair | None:
        """Return the pair of a cell, or None on the diagonal and where two people share no item."""
        return self._pairs.get((self._names[index.row()], self._names[index.column()]))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One row for each reviewer."""
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """One column for each reviewer."""
        return 0 if parent.isValid() else len(self._names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the coefficient of a cell, and in words what it means."""
        pair = self.pair_at(index)
        if role == Qt.ItemDataRole.DisplayRole:
            if pair is None:
                return "\u00b7" if index.row() == index.column() else "\u2013"
            return tr("undef.") if pair.cohen_kappa is None else figure_text(pair.cohen_kappa)
        if role == PAIR_ROLE:
            return pair
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip_text(self._words(index, pair))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._words(index, pair)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the name of a reviewer."""
        if role == Qt.ItemDataRole.DisplayRole:
            return elide(self._names[section], _NAME)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip_text(self._names[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight if orientation == Qt.Orientation.Horizontal else Qt.AlignmentFlag.AlignLeft
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _words(self, index: Index, pair: Pair | None) -> str:
        first, second = self._names[index.row()], self._names[index.column()]
        if first == second:
            return elide(first, _NAME)
        both = tr("{first} and {second}").format(first=elide(first, _NAME), second=elide(second, _NAME))
        if pair is None:
            return tr("{both} judged no item both.").format(both=both)
        kappa = (
            tr("kappa is undefined, since both used one and the same value")
            if pair.cohen_kappa is None
            else tr("Cohen's kappa {figure_text}").format(figure_text=figure_text(pair.cohen_kappa))
        )
        share = round(pair.percent_agreement * 100)
        return tr("{both}: {items:,} items both judged, the same value on {share} %, {kappa}.").format(
            both=both, items=pair.items, share=share, kappa=kappa
        )
