"""What all charts share: axes put together by hand, the colours of the theme, and a library that is loaded late."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer.ui.theme import Theme


def load() -> Any:
    """Import pyqtgraph, which takes a good while."""
    import pyqtgraph

    return pyqtgraph


_SMALL, _SMALLEST = QSize(200, 120), QSize(120, 60)


class Chart(QWidget):
    """A plot without menus; before pyqtgraph is there it draws nothing. Override `draw`."""

    def __init__(self, theme: Theme, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}_chart")
        self.setAccessibleName(title)
        self.theme = theme
        self.pg: Any = None
        self.box: Any = None
        self.axes: dict[str, Any] = {}
        self._name, self._title = name, title
        self._view: Any = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def ready(self) -> bool:
        """Whether pyqtgraph is here."""
        return self.pg is not None

    def start(self, pyqtgraph: Any) -> None:
        """Build the plot with the module that `load` returned."""
        if self.pg is not None:
            return
        self.pg = pg = pyqtgraph
        # Axes and box are put together by hand: a PlotItem brings menus of its own, which nobody asked for.
        self._view = pg.GraphicsView(background=self.theme.color("surface"))
        self._view.setObjectName(f"{self._name}_plot")
        self._view.setAccessibleName(self._title)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setAntialiasing(True)
        layout = pg.GraphicsLayout()
        layout.setContentsMargins(0, 4, 8, 0)
        self._view.setCentralItem(layout)
        self.box = pg.ViewBox(enableMouse=False, enableMenu=False)
        self.axes = {side: pg.AxisItem(side, linkView=self.box) for side in ("left", "bottom")}
        layout.addItem(self.axes["left"], 0, 0)
        layout.addItem(self.box, 0, 1)
        layout.addItem(self.axes["bottom"], 1, 1)
        self._column.addWidget(self._view)
        self.restyle()

    def sizeHint(self) -> QSize:
        """A small chart: it takes what room there is, and never asks for a scene of its own."""
        return _SMALL

    def minimumSizeHint(self) -> QSize:
        """Room for a line and its axis."""
        return _SMALLEST

    def restyle(self) -> None:
        """Take the colours and the font of the theme."""
        if self.pg is None:
            return
        self._view.setBackground(self.theme.color("surface"))
        for axis in self.axes.values():
            axis.setPen(self.pg.mkPen(None))
            axis.setTextPen(self.theme.color("chart_axis"))
            axis.setStyle(tickLength=0, tickAlpha=0, tickFont=self.theme.font(-1), tickTextOffset=8)
        self.redraw()

    def redraw(self) -> None:
        """Draw what is known, once the library is here."""
        if self.pg is not None:
            self.box.clear()
            self.draw()

    def draw(self) -> None:
        """Put lines and marks into the empty box."""

    def line(self, at: float, *, angle: int = 0, colour: str = "chart_grid", dashed: bool = False) -> Any:
        """Draw a line through the whole box and return it."""
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        pen = self.pg.mkPen(self.theme.color(colour), width=1.2 if dashed else 1, style=style)
        made = self.pg.InfiniteLine(pos=at, angle=angle, pen=pen, movable=False)
        self.box.addItem(made)
        return made
