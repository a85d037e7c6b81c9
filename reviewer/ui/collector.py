"""Looks for garbage on the GUI thread alone, as long as there are other threads."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1_000


class Collector(QObject):
    """Takes the place of Python's own collector, which starts in whichever thread happens to fill its measure.

    What it finds may be widgets in a cycle of references, and a widget that is taken apart by another thread than
    the window's brings the program down.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setObjectName("collector")
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(collect_what_is_due)
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again, where it was on before."""
        self._timer.stop()
        if self._was_on:
            gc.enable()


def collect_what_is_due() -> None:
    """Look through the oldest generation that has filled its measure, and so through the younger ones."""
    for generation, (count, measure) in reversed(list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))):
        if measure and count > measure:
            gc.collect(generation)
            return
