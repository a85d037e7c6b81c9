"""The binding between Python and Qt keeps count of None and True.

PySide6 6.12.0 on Python 3.11 drops a reference to None at each call that returns nothing, and the program dies
after some 5,000 calls (PYSIDE-3474). From Python 3.12 on these objects are immortal and their count never moves.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

from tests.promises import Figures, control, promise

CALLS = 1000
# Python itself takes and drops a reference here and there; one for each call is a hundred times as much.
NOISE = 10


class Emitter(QObject):
    """Something that emits."""

    happened = Signal(object)


def drift(act: Callable[[], object]) -> dict[str, int]:
    """Return how far the counts of None and True move while `act` is done a thousand times."""
    act()
    before = {str(thing): sys.getrefcount(thing) for thing in (None, True)}
    for _ in range(CALLS):
        act()
    return {str(thing): sys.getrefcount(thing) - before[str(thing)] for thing in (None, True)}


def is_still(counts: dict[str, int]) -> bool:
    return all(abs(moved) <= NOISE for moved in counts.values())


@promise(20)
def test_a_thousand_changes_of_a_label_leave_the_counts_alone(qapp: QApplication, figures: Figures) -> None:
    label = QLabel()
    counts = drift(lambda: label.setText("text"))
    label.deleteLater()
    figures(20, calls=CALLS, drifting=int(not is_still(counts)))
    assert is_still(counts), counts


@promise(20)
@pytest.mark.parametrize("value", [None, True])
def test_a_thousand_signals_leave_the_counts_alone(qapp: QApplication, value: object, figures: Figures) -> None:
    emitter = Emitter()
    received: list[int] = []
    emitter.happened.connect(lambda thing: received.append(1))
    counts = drift(lambda: emitter.happened.emit(value))
    figures(20, calls=CALLS, drifting=int(not is_still(counts)))
    assert len(received) == CALLS + 1
    assert is_still(counts), counts


@control(20)
@pytest.mark.parametrize("thing", [None, True])
def test_a_call_that_drops_a_reference_would_be_seen(thing: object, figures: Figures) -> None:
    """The negative control: the same measure of a call that has the fault."""
    if sys.version_info < (3, 12):
        forget = ctypes.pythonapi.Py_DecRef
        forget.argtypes, forget.restype = [ctypes.py_object], None
        remember = ctypes.pythonapi.Py_IncRef
        remember.argtypes, remember.restype = [ctypes.py_object], None
        counts = drift(lambda: forget(thing))
        for _ in range(CALLS + 1):
            remember(thing)
        assert counts[str(thing)] <= -CALLS + NOISE
        figures(20, calls=CALLS, drifting=int(not is_still(counts)))
        assert not is_still(counts)
    else:
        assert drift(lambda: ctypes.pythonapi.Py_DecRef(ctypes.py_object(thing)))[str(thing)] == 0
