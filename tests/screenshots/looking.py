"""The queue room at work: narrowed, searched, with its dialogs, an item to read, and nothing found."""

from __future__ import annotations

from tests.screenshots.stage import Stage


def queue_narrowed(stage: Stage) -> None:
    """A list narrowed by a policy, with its chip."""
    stage.open_demo()
    stage.go_to("queue")
    _narrow(stage, "pol", "unsup")


def queue_narrowing(stage: Stage) -> None:
    """The values of a kind with their numbers."""
    stage.open_demo()
    stage.go_to("queue")
    stage.press("N")
    stage.write("det")
    stage.press("Return")
    stage.settle()


def queue_nothing_matches(stage: Stage) -> None:
    """Nothing fits the filter."""
    stage.open_demo()
    stage.go_to("queue")
    _narrow(stage, "lang", "xx")


def queue_views(stage: Stage) -> None:
    """The views."""
    stage.open_demo()
    stage.go_to("queue")
    stage.press("S")
    stage.settle()


def queue_columns(stage: Stage) -> None:
    """The columns."""
    stage.open_demo()
    stage.go_to("queue")
    stage.press("C")
    stage.settle()


def queue_reading(stage: Stage) -> None:
    """All of an item, read only."""
    stage.open_demo()
    stage.go_to("queue")
    stage.press("O")
    stage.settle()


def _narrow(stage: Stage, kind: str, value: str) -> None:
    stage.press("N")
    stage.write(kind)
    stage.press("Return")
    stage.settle()
    stage.write(value)
    stage.press("Return")
    stage.settle()
