from __future__ import annotations

from collections.abc import Callable, Iterator

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


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


_TONES = ("accent", "good", "warn", "bad", "purple")
_LIT = ("hit_high", "hit_medium", "hit_low", "own_span", "claim", "citation", "evidence_match", "search_match")
_READ = [
    *[(ink, ground) for ink in ("text", "text_muted") for ground in ("window", "surface", "sunken", "hover")],
    *[("text", ground) for ground in (*_LIT, "added", "removed", "selection", *(f"{tone}_soft" for tone in _TONES))],
    *[(f"{tone}_text", ground) for tone in _TONES for ground in (f"{tone}_soft", "surface", "window")],
    *[(f"on_{tone}", tone) for tone in _TONES],
    ("on_accent", "accent_hover"),
    ("text_muted", "accent_soft"),
]
"""Each text on each ground that it stands on: panes, chips of all tones, highlights, buttons."""
# A control that cannot be used now needs no contrast by WCAG; here it says what could be done later, and is read too.
_SEEN = [
    *[("text_disabled", ground) for ground in ("surface", "sunken", "window")],
    *[(line, ground) for line in ("focus", "border_strong") for ground in ("window", "surface", "sunken")],
    *[("text", ground) for ground in ("surface", "sunken", "accent_soft")],
    ("focus", "accent_soft"),
    ("on_accent", "accent"),
]
"""Rings, edges and what is switched off, on each ground that they stand on."""


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("palette", [tokens, soft_tokens], ids=["colours", "soft"])
def test_what_is_read_and_what_shows_the_focus_stands_out(palette: Callable[[str], dict[str, str]], name: str) -> None:
    colours = palette(name)
    faint = {pair: _contrast(colours[pair[0]], colours[pair[1]]) for pair in _READ}
    assert {pair: contrast for pair, contrast in faint.items() if contrast < 4.5} == {}
    dim = {pair: _contrast(colours[pair[0]], colours[pair[1]]) for pair in _SEEN}
    assert {pair: contrast for pair, contrast in dim.items() if contrast < 3.0} == {}


def test_a_pair_of_colours_that_is_too_much_alike_is_found() -> None:
    assert _contrast("#ffffff", "#000000") == pytest.approx(21)
    assert _contrast(tokens("light")["border"], tokens("light")["surface"]) < 3.0
