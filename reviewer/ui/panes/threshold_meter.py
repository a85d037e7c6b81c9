"""A detector's score as a bar, with a tick at the threshold and a tint on the side that counts as a hit."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.domain.items import PolicyHit
from reviewer.ui.language import tr
from reviewer.ui.theme import active_theme


class ThresholdMeter(QWidget):
    """Shows where a score lies and where the line is that it crossed."""

    def __init__(self) -> None:
        super().__init__()
        self._score = 0.0
        self._threshold: float | None = None
        self._bad_above: bool | None = None
        self._colour = "bad"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A bar of the usual height."""
        return QSize(80, 8)

    def show_hit(self, hit: PolicyHit, colour: str) -> None:
        """Show the score of a hit; without a score there is no bar."""
        self.setVisible(hit.score is not None)
        if hit.score is None:
            return
        top = max(1.0, abs(hit.score), abs(hit.threshold or 0.0))
        self._score = max(0.0, hit.score / top)
        self._threshold = None if hit.threshold is None else max(0.0, min(1.0, hit.threshold / top))
        directions = {"higher_is_worse": True, "higher_is_better": False}
        self._bad_above = directions.get(hit.score_direction)
        self._colour = colour
        self.setAccessibleName(score_text(hit))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the side that counts as a hit, the score and the threshold."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(0, 1, self.width(), self.height() - 2)
        painter.setBrush(theme.color("hover"))
        painter.drawRoundedRect(bar, 2, 2)
        if self._threshold is not None and self._bad_above is not None:
            tick = bar.width() * self._threshold
            side = (tick, bar.width() - tick) if self._bad_above else (0.0, tick)
            tint = theme.color("text_muted")
            tint.setAlpha(50)
            painter.setBrush(tint)
            painter.drawRoundedRect(QRectF(side[0], bar.top(), side[1], bar.height()), 2, 2)
        painter.setBrush(theme.color(self._colour))
        painter.drawRoundedRect(QRectF(0, bar.top(), bar.width() * self._score, bar.height()), 2, 2)
        if self._threshold is not None:
            painter.setBrush(theme.color("text"))
            painter.drawRect(QRectF(min(bar.width() * self._threshold, bar.width() - 2), 0, 2, self.height()))


def score_text(hit: PolicyHit) -> str:
    """Return the score against its threshold in words, such as `score 0.92 over 0.70`."""
    if hit.score is None:
        return ""
    if hit.threshold is None:
        text = tr("score {score:.2f}")
    elif hit.score == hit.threshold:
        text = tr("score {score:.2f} at {threshold:.2f}")
    else:
        over = hit.score > hit.threshold
        text = tr("score {score:.2f} over {threshold:.2f}") if over else tr("score {score:.2f} under {threshold:.2f}")
    said = text.format(score=hit.score, threshold=hit.threshold)
    return f"{said}, {tr('higher is better')}" if hit.score_direction == "higher_is_better" else said
