"""The desk and its dialogs while somebody decides."""

from __future__ import annotations

from tests.screenshots.reading import FULL
from tests.screenshots.stage import Stage


def _at_item(stage: Stage, *items: str) -> None:
    stage.open_items(*(items or (FULL,)))
    stage.item()


def claim_link(stage: Stage) -> None:
    """Linking a claim to a passage."""
    _at_item(stage)
    stage.select("Postage is free for every customer in the European Union")
    stage.press("]", "L")
    stage.settle()


def missed_hit(stage: Stage) -> None:
    """Adding a policy hit that no detector found."""
    _at_item(stage)
    stage.select("whenever you send it in")
    stage.press("M")
    stage.settle()


def looked_for(stage: Stage) -> None:
    """The policies that the reviewer checked."""
    _at_item(stage)
    stage.press("Shift+M")


def skip(stage: Stage) -> None:
    """The four words of a skip."""
    _at_item(stage)
    stage.press("S")


def escalate(stage: Stage) -> None:
    """To whom and why."""
    _at_item(stage)
    stage.press("F")
    stage.write("The promise may bind us: please check with legal.")


def guideline(stage: Stage) -> None:
    """The guideline, with the clause of the selected policy."""
    _at_item(stage)
    stage.press("G")
    stage.settle()


def after_submission(stage: Stage) -> None:
    """The next item, with the passing word and its undo."""
    _at_item(stage, FULL, "vel-1870", "quo-9014")
    stage.press("C", "1")
    stage.next_item()
    stage.press("X", "3")
    stage.write("The passage says two years, not five.")


def reason_missing(stage: Stage) -> None:
    """A rejection without the reason that the project asks for."""
    _at_item(stage)
    stage.press("3", "Ctrl+Return")
    stage.settle()


def reveal(stage: Stage) -> None:
    """What was kept back until the verdict."""
    _at_item(stage, "vel-1870", "quo-9014")
    stage.press("C", "1")
    stage.next_item()
    stage.press("Shift+R")
    stage.settle()


def hits_after_the_verdict(stage: Stage) -> None:
    """An item whose hits are hidden until the verdict."""
    stage.open_items(FULL, "vel-1870", hide_hits_share=1.0, control_share=1.0)
    stage.item()
