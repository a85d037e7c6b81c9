"""The pictures of every state: none is forgotten, and one that fails is named while the others are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import getmembers, isfunction
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.screenshots import around, deciding, exporting, looking, reading, scripts
from tests.screenshots.__main__ import draw
from tests.screenshots.small import COLOURS, save_small
from tests.screenshots.stage import Stage
from tests.screenshots.table import STATES, name_of


def states_of_modules() -> Iterator[str]:
    for module in (around, deciding, exporting, looking, reading, scripts):
        for name, function in getmembers(module, isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield name.replace("_", "-")


def test_each_state_is_in_the_table_once_and_says_what_is_to_be_seen() -> None:
    names = [name_of(state) for state in STATES]
    assert sorted(names) == sorted(states_of_modules())
    assert all(state.__doc__ for state in STATES)


def nobody_there(stage: Stage) -> None:
    """A state that looks for what is not there."""
    around.welcome(stage)
    stage.find("no_such_part")


def raises_in_a_slot(stage: Stage) -> None:
    """A state in which Qt goes on after an error."""
    around.welcome(stage)
    QTimer.singleShot(0, lambda: 1 / 0)
    stage.settle()


def test_a_state_that_fails_is_named_and_the_others_are_drawn(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REVIEWER_HOME", str(tmp_path / "home"))
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    assert draw([nobody_there, raises_in_a_slot, around.welcome], pictures) == 1
    said = capsys.readouterr().err
    assert "Not drawn: nobody-there, raises-in-a-slot." in said
    drawn = sorted(path.name for path in pictures.glob("welcome-*.png"))
    assert drawn == [f"welcome-{look}-{size}.png" for look in ("dark", "light") for size in ("1280x800", "1600x1000")]
    assert QImage(str(pictures / "welcome-dark-1280x800.png")).width() == 1280


def test_a_small_picture_keeps_its_rare_bright_colours(tmp_path: Path, qapp: QApplication) -> None:
    image = QImage(1600, 1000, QImage.Format.Format_RGB32)
    for x in range(1600):
        for y in range(0, 1000, 7):
            image.setPixel(x, y, 0xFF000000 + (x % 256) * 0x010101)
    for x in range(30):
        for y in range(30):
            image.setPixel(x, y, 0xFF18794E)
    path = tmp_path / "small.png"
    save_small(image, path)
    small = QImage(str(path))
    assert small.width() == 1200
    assert small.colorCount() <= COLOURS
    green = small.pixelColor(10, 10)
    assert green.green() > green.red() + 40
