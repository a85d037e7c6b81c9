"""What every benchmark returns, and how two programs are timed fairly against each other."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import TypedDict


class Row(TypedDict):
    """One line of the table: the goal holds for the ratio of product to floor."""

    name: str
    floor_ms: float
    product_ms: float
    ratio: float
    goal: float


def row(name: str, floor_ms: float, product_ms: float, goal: float) -> Row:
    """Return a line with its ratio."""
    return Row(name=name, floor_ms=floor_ms, product_ms=product_ms, ratio=product_ms / floor_ms, goal=goal)


def in_turns(*tasks: Callable[[], object], repetitions: int = 9) -> list[float]:
    """Return the median milliseconds of each task; they take turns, so that a busy moment hits all alike."""
    times: list[list[float]] = [[] for _ in tasks]
    for _ in range(repetitions):
        for task, taken in zip(tasks, times, strict=True):
            began = time.perf_counter()
            task()
            taken.append((time.perf_counter() - began) * 1_000)
    return [median(taken) for taken in times]


def compared(
    name: str, floor: Callable[[], object], product: Callable[[], object], goal: float, *, repetitions: int = 9
) -> Row:
    """Time floor and product in turns, and return the line of their medians."""
    floor_ms, product_ms = in_turns(floor, product, repetitions=repetitions)
    return row(name, floor_ms, product_ms, goal)
