"""What is on screen before a workspace is open is veiled as it is afterwards."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.domain.wellbeing import Wellbeing
from reviewer.services.workspace import create_workspace
from reviewer.ui.main_window import MainWindow
from tests.ui.test_opening import Gate, gate, window
from tests.windows import bare_window, item, part

__all__ = ["bare_window", "gate", "window"]

MAIL = "dana.w@example.com"
HIT = {"id": "h1", "policy": "violence", "severity": "high"}


def test_a_preview_is_veiled_and_the_claimed_item_goes_on_from_it(
    window: MainWindow, qtbot: QtBot, gate: Gate, tmp_path: Path
) -> None:
    place = tmp_path / "hard.reviewer"
    project = Project(name="Hard", personal_data="veil", wellbeing=Wellbeing(veil=("violence",)))
    with create_workspace(place, project, actor="ana") as made:
        made.ingest.add([item(1, response=f"A knife. {MAIL}", policy_hits=[HIT])])
    window.actions_of_window.open_path(str(place), "ana")
    qtbot.waitUntil(lambda: gate.pending is not None, timeout=20_000)
    assert part(window, "veil_pane").isVisible()
    assert part(window, "personal_data").isVisible()
    sources = [widget.property("sourceText") for widget in window.findChildren(QWidget)]
    assert not [text for text in sources if isinstance(text, str) and ("knife" in text or MAIL in text)]
    gate.let_go()
    qtbot.waitUntil(lambda: window.property("itemId") == "item-1", timeout=20_000)
    assert part(window, "veil_pane").isVisible()
    window.close_workspace()
