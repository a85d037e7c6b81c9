"""The pane of the recipes: a card for each, with what it makes and how many rows it would give now."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reviewer.ui.language import tr
from reviewer.ui.models.dataset_tables import COUNT_ROLE, RECIPE_ROLE, RecipeModel
from reviewer.ui.panes.parts import Hint, Panel
from reviewer.ui.presenters.datasets import DatasetsState, says
from reviewer.ui.safe_text import elide
from reviewer.ui.theme import active_theme

_PAD = 12
_GAP = 8
Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _CardPainter(QStyledItemDelegate):
    """Paints a recipe: title and count, below them its name and what it makes."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Three lines, the padding of the card and the gap below it."""
        theme = active_theme()
        high = QFontMetrics(theme.font(bold=True)).height() + 2 * QFontMetrics(theme.font(-1)).height()
        return QSize(160, high + 4 + 2 * _PAD + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one card."""
        theme = active_theme()
        state = option.state
        box: QRect = option.rect.adjusted(0, 0, 0, -_GAP)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.color("accent_soft" if chosen else "hover" if hovered else "surface"))
        painter.setPen(QPen(theme.color("focus" if focused else "accent" if chosen else "border"), 2 if focused else 1))
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 6, 6)
        inner = box.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        self._paint_text(painter, index, inner)
        painter.restore()

    @staticmethod
    def _paint_text(painter: QPainter, index: Index, box: QRect) -> None:
        theme = active_theme()
        recipe, count = index.data(RECIPE_ROLE), index.data(COUNT_ROLE)
        figure = "…" if count is None else f"{count:,}"
        painter.setFont(theme.font(-1))
        width = painter.fontMetrics().horizontalAdvance(figure)
        line = painter.fontMetrics().height()
        painter.setPen(theme.color("text_muted"))
        for number, text in enumerate(
            _two_lines(f"{elide(recipe.name, 40)} · {elide(says(recipe), 160)}", painter, box)
        ):
            painter.drawText(QRect(box.left(), box.bottom() + 1 - (2 - number) * line, box.width(), line), _LEFT, text)
        painter.setFont(theme.font(bold=True))
        head = QRect(box.left(), box.top(), box.width() - width - _GAP, painter.fontMetrics().height())
        title = painter.fontMetrics().elidedText(elide(recipe.title, 80), Qt.TextElideMode.ElideRight, head.width())
        painter.setPen(theme.color("text"))
        painter.drawText(head, _LEFT, title)
        painter.setFont(theme.font(-1))
        painter.setPen(theme.color("text_muted"))
        painter.drawText(QRect(box.left(), box.top(), box.width(), head.height()), _RIGHT, figure)


def _two_lines(text: str, painter: QPainter, box: QRect) -> tuple[str, str]:
    """Break a text between two words so that it fits on two lines; the second may end in an ellipsis."""
    metrics = painter.fontMetrics()
    first, words = "", text.split(" ")
    while words and (not first or metrics.horizontalAdvance(f"{first} {words[0]}") <= box.width()):
        first = f"{first} {words.pop(0)}".strip()
    rest = metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, box.width())
    return metrics.elidedText(first, Qt.TextElideMode.ElideRight, box.width()), rest


class RecipePane(Panel):
    """Lets a recipe be chosen by arrow keys, by its first letters or with the mouse."""

    recipe_chosen = Signal(object)
    """The name of the recipe."""

    def __init__(self) -> None:
        super().__init__(tr("Recipe"), "recipe_pane")
        self._quiet = False
        self.model = RecipeModel()
        self.view = QListView()
        self.view.setObjectName("recipe_list")
        self.view.setAccessibleName(tr("Recipes"))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setMouseTracking(True)
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setItemDelegate(_CardPainter(self.view))
        self.view.setModel(self.model)
        self.view.selectionModel().currentRowChanged.connect(self._choose)
        self._none = Hint("", "recipes_none")
        self._none.setWordWrap(True)
        self._broken = Hint("", "recipes_broken", tone="warn")
        self._broken.setWordWrap(True)
        self.body.addWidget(self._none)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self._broken)
        self.body.addStretch(0)

    def show_state(self, state: DatasetsState) -> None:
        """Show the recipes of a state and mark the chosen one."""
        self._none.setText(tr("There is no recipe that can be used.") if state.recipes == () else tr("One moment …"))
        self._none.setVisible(not state.recipes)
        self._broken.setText("\n".join(f"! {problem}" for problem in state.broken))
        self._broken.setVisible(bool(state.broken))
        self._quiet = True
        self.model.show_recipes(state.recipes or (), state.counts or {})
        number = self.model.number_of(state.name)
        if number >= 0 and number != self.view.currentIndex().row():
            self.view.setCurrentIndex(self.model.index(number))
        self._quiet = False

    def _choose(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.isValid() and not self._quiet:
            self.recipe_chosen.emit(self.model.recipe(now.row()).name)
