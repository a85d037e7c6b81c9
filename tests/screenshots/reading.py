"""The desk while somebody reads: prompt, response in both forms, evidence, hits, lens, search."""

from __future__ import annotations

from tests.screenshots.stage import Stage
from tests.screenshots.texts import LONG_ANSWER, RUNBOOK

FULL = "vel-2040"


def four_panes(stage: Stage) -> None:
    """The item as it comes."""
    stage.open_items(FULL)
    stage.item()


def four_panes_in_use(stage: Stage) -> None:
    """Hits judged, a verdict, a severity, a correction."""
    stage.open_items(FULL)
    stage.item()
    stage.press("C", "2", "Shift+3", "E", "Ctrl+Home")
    for _ in range(len("Thank you, I can see order VM-30771. Your Ondine lamp comes with a ")):
        stage.press_fast("Right")
    for _ in range(len("three-year money-back promise")):
        stage.press_fast("Delete")
    stage.write("guarantee of 18 months")
    stage.settle()


def prompt_cards_open(stage: Stage) -> None:
    """System prompt and tool calls open."""
    stage.open_items(FULL)
    stage.item()
    stage.press("Y")


def rendered_view(stage: Stage) -> None:
    """The response as the user saw it, with code, a table and JSON."""
    stage.open_items({**RUNBOOK})
    stage.item()
    stage.press("V")


def source_view(stage: Stage) -> None:
    """The same response as its source."""
    stage.open_items({**RUNBOOK})
    stage.item()


def long_response(stage: Stage) -> None:
    """A response that is longer than its pane."""
    stage.open_items({**LONG_ANSWER})
    stage.item()


def everything_marked(stage: Stage) -> None:
    """Hits, own spans, a claim link, citations and the lens in one response."""
    stage.open_items(FULL)
    stage.item()
    stage.select("Postage is free for every customer")
    stage.press("D")
    stage.select("money-back promise [1], so you will get the full 89 euros back")
    stage.press("R")
    stage.settle()


def other_passage(stage: Stage) -> None:
    """The second passage selected, and where the response cites it."""
    stage.open_items(FULL)
    stage.item()
    stage.press("]")


def find_in_text(stage: Stage) -> None:
    """A search in the response."""
    stage.open_items(FULL)
    stage.item()
    stage.press("Ctrl+F")
    stage.write("re")
    stage.settle()


def comparison(stage: Stage) -> None:
    """Two responses side by side, ranked, with their differences marked."""
    stage.open_items("fen-6002")
    stage.item()
    stage.press("H")
    stage.settle()


def no_evidence(stage: Stage) -> None:
    """An item without passages."""
    stage.open_items("quo-9041")
    stage.item()


def no_hits(stage: Stage) -> None:
    """An item without policy hits."""
    stage.open_items("fen-6010")
    stage.item()


def content_not_captured(stage: Stage) -> None:
    """An item of a source that kept no prompt, with a passage that has no text."""
    bare = {"id": "bare-1", "source": {"system": "otel"}, "response": "Your parcel left our warehouse on Monday."}
    stage.open_items({**bare, "evidence": [{"id": "p1", "source": "tracking-api", "score": 0.4}]})
    stage.item()
