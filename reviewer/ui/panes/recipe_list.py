"""The pane of the recipes: a card for each, with what it makes and how many rows it would give now."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from reviewer.ui.language import tr
from reviewer.ui.models.dataset_tables import COUNT_ROLE, SAYS_ROLE, RecipeModel
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.dataset_line import Line, LineButton
from reviewer.ui.panes.parts import Chip, Hint, Panel, ScrollColumn
from reviewer.ui.presenters.datasets import Broken, DatasetsState
from reviewer.ui.safe_text import one_line
from reviewer.ui.theme import active_theme

_PAD = 11
_GAP = 8
_BROKEN_HEIGHT = 112
Index = QModelIndex | QPersistentModelIndex
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


class _CardPainter(QStyledItemDelegate):
    """Paints a recipe: title and count, below them its name and what it makes."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines, the padding of the card and the gap below it."""
        theme = active_theme()
        high = QFontMetrics(theme.font(bold=True)).height() + QFontMetrics(theme.font(-1)).height()
        return QSize(160, high + 4 + 2 * _PAD + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one card."""
        theme = active_theme()
        state = option.state
        box: QRect = option.rect.adjusted(0, 0, 0, -_GAP)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.color("accent_soft" if chosen else "hover" if hovered else "surface"))
        painter.setPen(theme.color("accent" if chosen else "border"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._paint_text(painter, index, box.adjusted(_PAD, _PAD, -_PAD, -_PAD), option.direction)
        painter.restore()

    @staticmethod
    def _paint_text(painter: QPainter, index: Index, box: QRect, direction: Qt.LayoutDirection) -> None:
        theme = active_theme()
        count = index.data(COUNT_ROLE)
        small, bold = theme.font(-1), theme.font(bold=True)
        high = QFontMetrics(bold).height()
        figure = "…" if count is None else f"{count:,}"
        width = QFontMetrics(small).horizontalAdvance(figure) + 2

        def put(text: str, place: QRect, color: str, side: Qt.AlignmentFlag) -> None:
            painter.setPen(theme.color(color))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            side = QStyle.visualAlignment(direction, side)
            painter.drawText(QStyle.visualRect(direction, box, place), side | _MIDDLE, shown)

        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        painter.setFont(bold)
        put(index.data(), QRect(box.left(), box.top(), box.width() - width - _GAP, high), "text", left)
        painter.setFont(small)
        put(figure, QRect(box.right() + 1 - width, box.top(), width, high), "text_muted", right)
        below = QRect(box.left(), box.top() + high + 4, box.width(), QFontMetrics(small).height())
        put(index.data(SAYS_ROLE), below, "text_muted", left)


class _Cards(QListView):
    """A list that is no higher than its cards; where there are more than fit, it scrolls."""

    def sizeHint(self) -> QSize:
        """As high as all cards."""
        count = self.model().rowCount()
        around = self.height() - self.viewport().height()
        return QSize(super().sizeHint().width(), max(1, count) * max(1, self.sizeHintForRow(0)) + around)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen card in sight."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())


class RecipePane(Panel):
    """Lets a recipe be chosen by arrow keys, by its first letters or with the mouse, copied, and changed."""

    recipe_chosen = Signal(object)
    """The name of the recipe."""
    copy_wanted = Signal()
    edit_wanted = Signal(object)
    """The name of the recipe, or None for the chosen one."""

    def __init__(self, copy_key: str = "", edit_key: str = "") -> None:
        super().__init__(tr("Recipe"), "recipe_pane")
        self._quiet = False
        self._broken: tuple[Broken, ...] = ()
        self.model = RecipeModel()
        self.view = _Cards()
        self.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.view.setObjectName("recipe_list")
        self.view.setProperty("role", "cards")
        self.view.setAccessibleName(tr("Recipes"))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setMouseTracking(True)
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setItemDelegate(_CardPainter(self.view))
        self.view.setModel(self.model)
        self.model.modelReset.connect(self.view.updateGeometry)
        self.view.selectionModel().currentRowChanged.connect(self._choose)
        self._none = Hint("", "recipes_none")
        self._none.setWordWrap(True)
        self._problems = ScrollColumn("recipes_broken", tr("Recipes that cannot be used"))
        self._problems.setFixedHeight(_BROKEN_HEIGHT)
        self.copy_button = KeyButton(tr("+ Copy and change…"), "recipe_copy_button", copy_key)
        self.copy_button.clicked.connect(self.copy_wanted)
        self.edit_button = KeyButton(tr("Edit…"), "recipe_edit_button", edit_key)
        self.edit_button.clicked.connect(lambda: self.edit_wanted.emit(None))
        self.body.addWidget(self._none)
        self.body.addWidget(self.view)
        for part in (self._problems, self.copy_button, self.edit_button):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def show_state(self, state: DatasetsState) -> None:
        """Show the recipes of a state and mark the chosen one."""
        self._none.setText(tr("There is no recipe that can be used.") if state.recipes == () else tr("One moment …"))
        self._none.setVisible(not state.recipes)
        self._quiet = True
        self.model.show_recipes(state.recipes or (), state.counts or {}, state.places or {})
        number = self.model.number_of(state.name)
        if number >= 0 and number != self.view.currentIndex().row():
            self.view.setCurrentIndex(self.model.index(number))
        self._quiet = False
        self.copy_button.setEnabled(state.recipe is not None)
        self.edit_button.setVisible((state.places or {}).get(state.name, "shipped") != "shipped")
        self._show_broken(state.broken)

    def _show_broken(self, broken: tuple[Broken, ...]) -> None:
        self._problems.setVisible(bool(broken))
        if broken == self._broken:
            return
        self._broken = broken
        self._problems.empty()
        for one in broken:
            button = LineButton(tr("Edit"), f"broken_{one.name}_button")
            button.setAccessibleName(tr("Edit the recipe file {name}").format(name=one_line(one.name, 60)))
            button.clicked.connect(lambda _checked=False, name=one.name: self.edit_wanted.emit(name))
            line = Line(Chip("!", "warn"), one.problem, "", button)
            self._problems.column.addWidget(line)
            line.show()

    def _choose(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.isValid() and not self._quiet:
            self.recipe_chosen.emit(self.model.recipe(now.row()).name)
