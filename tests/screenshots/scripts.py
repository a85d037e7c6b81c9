"""The desk with texts in many scripts and of odd shapes, and with very large type."""

from __future__ import annotations

from tests.screenshots.reading import FULL
from tests.screenshots.stage import Stage
from tests.screenshots.texts import HINDI, MARKED, MIXED, ZALGO


def _shown(stage: Stage, item: object) -> None:
    stage.open_items(item)  # type: ignore[arg-type]
    stage.item()


def arabic(stage: Stage) -> None:
    """Right-to-left text."""
    _shown(stage, "ost-0750")


def hebrew(stage: Stage) -> None:
    """Right-to-left text of another script."""
    _shown(stage, "ost-0758")


def japanese(stage: Stage) -> None:
    """Japanese."""
    _shown(stage, "med-1137")


def chinese(stage: Stage) -> None:
    """Chinese."""
    _shown(stage, "med-1144")


def devanagari(stage: Stage) -> None:
    """Hindi."""
    _shown(stage, HINDI)


def mixed_scripts(stage: Stage) -> None:
    """Many scripts and emoji in one text."""
    _shown(stage, MIXED)


def zalgo(stage: Stage) -> None:
    """Accents in a heap."""
    _shown(stage, ZALGO)


def hidden_characters(stage: Stage) -> None:
    """Characters that hide or turn text, as marks."""
    _shown(stage, MARKED)


def text_at_200_percent(stage: Stage) -> None:
    """Type twice as large."""
    stage.text_size = 22
    stage.open_items(FULL)
    stage.item()
    stage.press("C", "2")


def queue_at_200_percent(stage: Stage) -> None:
    """The queue room with type twice as large."""
    stage.text_size = 22
    stage.open_demo()
    stage.go_to("queue")


def settings_at_200_percent(stage: Stage) -> None:
    """The settings with type twice as large."""
    stage.text_size = 22
    stage.open_demo()
    stage.go_to("settings")
