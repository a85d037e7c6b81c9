"""The row of figures at the top of the quality room: coefficients with interval and n, and what waits."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reviewer.domain.listing import ItemFilter
from reviewer.ui.language import later, tr
from reviewer.ui.panes.parts import label, restyle
from reviewer.ui.presenters.quality_items import JUDGED_BY_TWO
from reviewer.ui.presenters.quality_state import QualityState, figure_text
from reviewer.ui.safe_text import ElidedLabel, set_plain_tooltip

if TYPE_CHECKING:
    from reviewer.stats import Coefficient, Statistic

_CAPTIONS: Mapping[str, str] = {
    "krippendorff_alpha": later("Krippendorff α"),
    "gwet_ac1": later("Gwet AC1"),
    "fleiss_kappa": later("Fleiss κ"),
    "percent_agreement": later("Percent agreement"),
}


def _statistic(name: str) -> Statistic:
    """Return a statistic; NumPy, which its folder needs, is here by the time that there is a figure to explain."""
    from reviewer.stats import STATISTICS

    return next(statistic for statistic in STATISTICS if statistic.id == name)


class FigureTile(QFrame):
    """A figure with its caption above and a remark below that gives way when the tile is narrow.

    Where it leads to items, a click or Space opens them.
    """

    clicked = Signal()

    def __init__(self, caption: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "tile")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._caption = caption
        self._value = label("\u2013", "figure")
        self._note = ElidedLabel("")
        self._note.setProperty("role", "hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.setSpacing(2)
        for part in (label(caption, "hint"), self._value, self._note):
            column.addWidget(part)
        self.setAccessibleName(caption)

    def lead_on(self) -> None:
        """Let the tile be clicked, and reached by Tab."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of a click that ended inside the tile."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press, so that the release comes here too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Space do what a click does."""
        if event.key() == Qt.Key.Key_Space:
            self.clicked.emit()
            return
        super().keyPressEvent(event)

    @property
    def value(self) -> str:
        """The figure as it is shown."""
        return self._value.text()

    @property
    def note(self) -> str:
        """The whole remark below the figure."""
        return self._note.whole_text

    def show_value(self, value: str, note: str = "", tooltip: str = "") -> None:
        """Show a figure, a remark, and at length what the figure means."""
        self._value.setText(value)
        restyle(self._value, role="headline" if len(value) > 7 else "figure")
        self._note.setText(note)
        set_plain_tooltip(self, tooltip)
        self.setAccessibleName(f"{self._caption}: {value}. {note}")
        self.setAccessibleDescription(tooltip)


class AgreementTiles(QWidget):
    """Four coefficients of one question, the items that wait and the disagreements that are open."""

    items_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("agreement_tiles")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.coefficients = {name: FigureTile(tr(caption), f"tile_{name}") for name, caption in _CAPTIONS.items()}
        self.waiting = FigureTile(tr("Waiting"), "tile_waiting")
        self.disagreements = FigureTile(tr("Disagreements open"), "tile_disagreements")
        for tile in (*self.coefficients.values(), self.waiting, self.disagreements):
            row.addWidget(tile, 1)
            tile.lead_on()
            tile.clicked.connect(partial(self._want, tile))

    def _want(self, tile: FigureTile) -> None:
        """Ask for the items behind a tile: those that wait, those to settle, or those that two people judged."""
        if tile is self.waiting:
            self.items_wanted.emit(ItemFilter(states=("open",)))
        elif tile is self.disagreements:
            self.items_wanted.emit(ItemFilter(states=("adjudication", "escalated")))
        else:
            self.items_wanted.emit(JUDGED_BY_TWO)

    def show_state(self, state: QualityState) -> None:
        """Show the figures of a state."""
        for name, tile in self.coefficients.items():
            self._show_coefficient(tile, name, state)
        if state.waiting is not None:
            self.waiting.show_value(f"{state.waiting:,}", tr("items open"), tr("Items that still need reviews."))
            self.disagreements.show_value(
                f"{state.open_count:,}",
                tr("for a lead to settle") if state.open_count else tr("nothing to settle"),
                tr("Items whose reviews conflict, that were escalated, or whose corrections differ."),
            )

    def _show_coefficient(self, tile: FigureTile, name: str, state: QualityState) -> None:
        if state.report is None:
            failed = state.report_figure.phase == "failed"
            tile.show_value("\u2013", state.report_figure.failure if failed else tr("computing …"))
            return
        found = state.report.coefficients[name]
        statistic = _statistic(name)
        text = figure_text(found.value)
        if name == "percent_agreement" and found.value is not None:
            text = f"{found.value * 100:.1f} %"
        tile.show_value(text, _note(found, percent=name == "percent_agreement"), _definition(statistic, found))


def _note(found: Coefficient, *, percent: bool) -> str:
    """Return the interval and n, or the reason why something is missing."""
    count = f"n {found.items:,}"
    if found.value is None:
        return (found.note or "").removeprefix("undefined: ")
    if found.low is None or found.high is None:
        return f"{count}; {found.note}" if found.note else count
    if percent:
        return tr("95% CI {low:.0f}–{high:.0f} %, {n}").format(low=found.low * 100, high=found.high * 100, n=count)
    return tr("95% CI {low}–{high}, {n}").format(low=figure_text(found.low), high=figure_text(found.high), n=count)


def _definition(statistic: Statistic, found: Coefficient) -> str:
    parts = [
        f"{statistic.title}. {statistic.definition}",
        statistic.citation,
        tr(
            "{n:,} items were judged by two or more reviewers.",
            "{n:,} item was judged by two or more reviewers.",
            found.items,
        ).format(n=found.items),
    ]
    if found.note:
        parts.append(f"{found.note[0].upper()}{found.note[1:]}.")
    return "\n".join(parts)
