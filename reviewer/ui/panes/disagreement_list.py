"""The pane of what a lead has to settle: a card for each item, and the button that opens the next one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.ui.editors import KeyOf
from reviewer.ui.language import tr
from reviewer.ui.models.disagreements import ROW_ROLE, DisagreementModel
from reviewer.ui.panes.buttons import PrimaryButton, QuietButton
from reviewer.ui.panes.columns import level_header
from reviewer.ui.panes.notices import EmptyState
from reviewer.ui.panes.parts import Panel
from reviewer.ui.presenters.quality_state import DisagreementRow, QualityState, Said, age
from reviewer.ui.safe_text import elide
from reviewer.ui.theme import Theme, active_theme

_PAD = 12
_GAP = 8
_HEADER = 32
Index = QModelIndex | QPersistentModelIndex


class _CardPainter(QStyledItemDelegate):
    """Paints a disagreement: id, what each reviewer said, age, and the beginning of the text."""

    now: datetime | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines, the padding of the card and the gap below it."""
        theme = active_theme()
        line = QFontMetrics(theme.font()).height()
        return QSize(200, 2 * line + 6 + 2 * _PAD + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one card."""
        theme = active_theme()
        row: DisagreementRow = index.data(ROW_ROLE)
        state = option.state
        box: QRect = option.rect.adjusted(0, 0, 0, -_GAP)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setBrush(theme.color("hover" if hovered else "surface"))
        painter.setPen(QPen(theme.color("focus" if focused or chosen else "border"), 2 if focused else 1))
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 6, 6)
        inner = box.adjusted(_PAD, _PAD - 2, -_PAD, -_PAD + 2)
        line = QFontMetrics(theme.font()).height()
        self._paint_head(painter, theme, row, QRect(inner.left(), inner.top(), inner.width(), line + 4))
        painter.setFont(theme.font(-0.5))
        painter.setPen(theme.color("text"))
        text = QRect(inner.left(), inner.bottom() - line, inner.width(), line)
        quote = f"\u201c{elide(row.excerpt, 200)}\u201d" if row.excerpt else ""
        shown = painter.fontMetrics().elidedText(quote, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _paint_head(self, painter: QPainter, theme: Theme, row: DisagreementRow, box: QRect) -> None:
        right = box.right()
        if self.now is not None:
            right = self._write(painter, theme, age(row.since, self.now), box, right)
        right = self._write(painter, theme, row.kind, box, right - 12)
        painter.setFont(theme.font())
        painter.setPen(theme.color("text_muted"))
        name = elide(row.item_id, 40)
        width = min(painter.fontMetrics().horizontalAdvance(name), box.width() // 3)
        name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, width + 1)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        left = box.left() + width + 10
        for number, said in enumerate(row.said):
            used = self._chip(
                painter,
                theme,
                said if row.named else replace(said, who=""),
                QPointF(left, box.top()),
                box.height(),
                right - 10 - left,
            )
            if not used:
                painter.setPen(theme.color("text_muted"))
                rest = QRect(int(left), box.top(), 40, box.height())
                painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, f"+{len(row.said) - number}")
                break
            left += used + 6

    @staticmethod
    def _write(painter: QPainter, theme: Theme, text: str, box: QRect, right: int) -> int:
        """Write a muted word that ends at `right`; return where it begins."""
        painter.setFont(theme.font(-1))
        painter.setPen(theme.color("text_muted"))
        width = painter.fontMetrics().horizontalAdvance(text)
        place = QRect(right - width, box.top(), width + 1, box.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        return right - width

    @staticmethod
    def _chip(painter: QPainter, theme: Theme, said: Said, at: QPointF, height: int, room: float) -> int:
        """Paint what one reviewer said; return its width, or 0 where it does not fit."""
        text = f"{elide(said.who, 24)}: {elide(said.word, 24)}" if said.who else elide(said.word, 24)
        painter.setFont(theme.font(-1))
        width = painter.fontMetrics().horizontalAdvance(text) + 16
        if width > room:
            return 0
        plain = said.tone == "plain"
        chip = QRectF(at.x(), at.y(), width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("sunken" if plain else f"{said.tone}_soft"))
        painter.drawRoundedRect(chip, height / 2, height / 2)
        painter.setPen(theme.color("text_muted" if plain else f"{said.tone}_text"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
        return width


class DisagreementPane(Panel):
    """Shows what is to be settled; a row is opened by Return, a click, or the button for the next one."""

    opened = Signal(object)
    """The number of the row."""
    more_wanted = Signal()
    names_toggled = Signal()
    guideline_wanted = Signal()
    reload_wanted = Signal()

    def __init__(self, key_of: KeyOf) -> None:
        super().__init__(tr("Disagreements"), "disagreements_pane")
        self._key_of = key_of
        self.model = DisagreementModel()
        self.model.more_wanted.connect(self.more_wanted)
        self._painter = _CardPainter(self)
        self.view = QListView()
        self.view.setObjectName("disagreement_list")
        self.view.setAccessibleName(tr("Disagreements to settle"))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setMouseTracking(True)
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setItemDelegate(self._painter)
        self.view.setModel(self.model)
        self.view.clicked.connect(lambda index: self.opened.emit(index.row()))
        self._names = QuietButton(tr("Names"), "names_button")
        self._names.setCheckable(True)
        self._names.set_small(True)
        level_header(self)
        self.header.addStrut(_HEADER)  # as high as its neighbour, in whose header a list stands
        self._names.clicked.connect(self.names_toggled)
        self._guideline = QuietButton(tr("Guideline"), "guideline_button")
        self._guideline.set_small(True)
        self._guideline.clicked.connect(self.guideline_wanted)
        self.tail.addWidget(self._guideline)
        self.tail.addWidget(self._names)
        self.settle = PrimaryButton(tr("Settle the next one"), "settle_next_button")
        self.settle.clicked.connect(lambda: self.opened.emit(self.current_row()))
        self._empty = EmptyState("", "", name="disagreements_empty")
        self._empty.clicked.connect(self.reload_wanted)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view, 1)
        column.addWidget(self.settle)
        self._page = page
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(page)
        self.body.addWidget(self._stack)
        self.refresh_keys()

    def restyle(self) -> None:
        """Measure and paint the cards anew, in another font or palette."""
        self.view.doItemsLayout()
        self.view.viewport().update()

    def refresh_keys(self) -> None:
        """Print the keys that are in force."""
        self.settle.set_key(self._key_of("quality.next_disagreement"))
        self._names.set_key(self._key_of("quality.names"))
        self._guideline.set_key(self._key_of("quality.guideline"))

    def current_row(self) -> int:
        """Return the row that is chosen in the list, else the first."""
        return max(0, self.view.currentIndex().row())

    def show_state(self, state: QualityState) -> None:
        """Show what is to be settled in a state."""
        self._painter.now = state.now
        self.model.show_rows(state.rows, state.open_count if state.may_settle else 0)
        self._names.setChecked(state.names_shown)
        self._guideline.setVisible(state.may_settle)
        gaps = tr("Guideline · {n:,} gaps", "Guideline · {n:,} gap", state.gaps).format(n=state.gaps)
        self._guideline.set_caption(gaps if state.gaps else tr("Guideline"))
        parts = [tr("{n:,} open", "", state.open_count).format(n=state.open_count)] if state.rows else []
        if state.rows and state.now:
            parts.insert(1, tr("worst first"))
            parts.append(tr("oldest {age}").format(age=age(min(row.since for row in state.rows), state.now)))
        self.note(" · ".join(parts))
        if state.rows_figure.phase == "failed":
            self._empty.show_text(tr("The list cannot be read"), state.rows_figure.failure, tr("Try again"))
        elif state.rows_figure.phase == "loading":
            self._empty.show_text("", tr("Reading …"))
        elif not state.may_settle:
            why = tr("Who is a lead here settles the disagreements; an admin can change your role.")
            if state.role == "reviewer":
                why = f"{tr('You judge without seeing what the others said.')} {why}"
            self._empty.show_text(tr("For leads only"), why)
        else:
            self._empty.show_text(
                tr("Nothing to settle"),
                tr(
                    "Items appear here when reviewers still disagree at the end, when somebody escalates, "
                    "or when corrections differ."
                ),
            )
        failed = state.rows_figure.phase == "failed"
        self._stack.setCurrentWidget(self._page if state.rows and not failed else self._empty)
