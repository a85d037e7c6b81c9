from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from reviewer.ui.style import style_sheet
from reviewer.ui.theme import Theme, soft_tokens, tokens


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme("light")
    made.install(qapp)
    yield made
    made.uninstall()


def test_the_theme_switches_while_the_program_runs(theme: Theme, qapp: QApplication) -> None:
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(theme.dark))
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == tokens("light")["window"]
    theme.choose("dark", 11)
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == tokens("dark")["window"]
    theme.choose("dark", 11)
    assert told == [True]


def test_larger_text_makes_the_whole_window_larger(theme: Theme, qapp: QApplication) -> None:
    before = qapp.font().pointSizeF()
    theme.choose("light", 16)
    assert qapp.font().pointSizeF() > before
    assert theme.reading_font().pointSizeF() == 16


def test_soft_looks_are_greys_in_smaller_type_and_end_with_the_same_colours(theme: Theme, qapp: QApplication) -> None:
    size, colour = theme.reading_font().pointSizeF(), theme.hex("bad")
    theme.choose("light", 11, soft=True)
    assert theme.reading_font().pointSizeF() < size
    ground = qapp.palette().color(QPalette.ColorRole.Window)
    assert ground.red() == ground.green() == ground.blue()
    theme.choose("light", 11)
    assert (theme.reading_font().pointSizeF(), theme.hex("bad")) == (size, colour)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_soft_looks_keep_the_contrast_of_the_colours(name: str) -> None:
    soft, full = soft_tokens(name), tokens(name)
    for ink, ground in (
        ("text", "surface"),
        ("text_muted", "surface"),
        ("bad_text", "bad_soft"),
        ("on_accent", "accent"),
    ):
        assert contrast(soft[ink], soft[ground]) == pytest.approx(contrast(full[ink], full[ground]), rel=0.03)
        assert contrast(soft[ink], soft[ground]) >= 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""
    darker, lighter = sorted((light_of(one), light_of(other)))
    return (lighter + 0.05) / (darker + 0.05)


def light_of(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_figures_are_of_one_width(theme: Theme) -> None:
    metrics = QFontMetrics(theme.font())
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")


def test_an_icon_is_drawn_in_the_colour_of_the_theme(theme: Theme) -> None:
    image = theme.icon("review", "accent").pixmap(QSize(24, 24)).toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() == 255
    }
    assert tokens("light")["accent"] in colours


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_style_sheet_leaves_no_name_unfilled(name: str, theme: Theme) -> None:
    pictures = dict.fromkeys(("picture_down", "picture_up", "picture_check"), "x.svg")
    sheet = style_sheet({**tokens(name), **pictures}, 9.75)
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")
