"""The desk and its dialogs while somebody decides."""

from __future__ import annotations

from reviewer.domain.wellbeing import Wellbeing
from tests.screenshots.reading import FULL
from tests.screenshots.stage import Stage, demo_items
from tests.screenshots.texts import THREE


def _at_item(stage: Stage, *items: str) -> None:
    stage.open_items(*(items or (FULL,)))
    stage.item()


def claim_link(stage: Stage) -> None:
    """Linking a claim to two passages."""
    _at_item(stage)
    stage.select("Postage is free for every customer in the European Union")
    stage.press("L", "2", "3")
    stage.settle()


def claim_linked(stage: Stage) -> None:
    """Two links in the response and in their passages."""
    _at_item(stage)
    stage.select("Postage is free for every customer in the European Union")
    stage.press("L", "2", "C")
    stage.select("Refunds are paid within 5 to 8 working days")
    stage.press("L", "3", "S")
    stage.settle()
    stage.without_toast()


def near_copies(stage: Stage) -> None:
    """The near copies of an item, with what differs in them."""
    first, second, third = (demo_items()[f"vel-195{number}"] for number in (1, 2, 3))
    more = [{**third, "id": f"vel-196{number}"} for number in range(6)]
    stage.open_items(first, second, third, *more)
    stage.item()
    stage.press("C", "1", "Ctrl+D")
    stage.rest(0.4)
    stage.settle()


def announced_copies(stage: Stage) -> None:
    """An item of which near copies are announced."""
    first, second, third = (demo_items()[f"vel-195{number}"] for number in (1, 2, 3))
    stage.open_items(first, second, third)
    stage.item()
    stage.rest(0.4)
    stage.settle()


def ranking(stage: Stage) -> None:
    """Three responses, put into an order."""
    stage.open_items(THREE)
    stage.item()
    stage.press("Shift+B", "Shift+A")


def veiled(stage: Stage) -> None:
    """A text behind a neutral line."""
    stage.set(veil="always")
    _at_item(stage)


def veil_half_open(stage: Stage) -> None:
    """The first part of a veiled text opened."""
    stage.set(veil="always")
    _at_item(stage)
    stage.press("Shift+O")
    stage.settle()


def softened(stage: Stage) -> None:
    """Greys and smaller type."""
    _at_item(stage)
    stage.press("B", "C")
    stage.settle()
    stage.without_toast()


def break_suggested(stage: Stage) -> None:
    """The quiet line after two hard items."""
    stage.set(breaks="on")
    severe = ["med-1101", "vel-1870", "med-1115"]
    stage.open_items(*severe, wellbeing=Wellbeing(break_severe_items=1))
    stage.item()
    stage.press("C", "1")
    stage.next_item()
    stage.without_toast()


def personal_data(stage: Stage) -> None:
    """Personal data behind placeholders."""
    stage.open_items(FULL, personal_data="veil")
    stage.item()


def personal_data_reason(stage: Stage) -> None:
    """The reason that is asked for before personal data is shown."""
    stage.open_items(FULL, personal_data="veil")
    stage.item()
    stage.press("Shift+P")
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
    stage.each_time = lambda: stage.press("Shift+M", "Shift+M")


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
