"""The pictures of the transparency report, as SVG that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as Xml

WIDTH, HEIGHT = 900, 220
LEFT, RIGHT, TOP, BOTTOM = 40, 10, 10, 24
Band = tuple[str, float, float | None, float | None]


def course(points: Sequence[Band], describes: str) -> str:
    """Draw a line of values from -1 to 1 with the band of their intervals; a point is (name, value, low, high)."""
    low = min(0.0, *(point[2] if point[2] is not None else point[1] for point in points))
    picture = _picture(describes)
    places = [_across(place, len(points)) for place in range(len(points))]
    for mark in (low, 0.0, 0.667, 1.0):
        _mark(picture, f"{mark:.2g}", _up(mark, low, 1.0))
    banded = [(x, p) for x, p in zip(places, points, strict=True) if p[2] is not None and p[3] is not None]
    if len(banded) > 1:
        upper = [f"{x:.1f},{_up(p[3] or 0.0, low, 1.0):.1f}" for x, p in banded]
        lower = [f"{x:.1f},{_up(p[2] or 0.0, low, 1.0):.1f}" for x, p in reversed(banded)]
        Xml.SubElement(picture, "polygon", {"class": "band", "points": " ".join([*upper, *lower])})
    line = " ".join(f"{x:.1f},{_up(p[1], low, 1.0):.1f}" for x, p in zip(places, points, strict=True))
    Xml.SubElement(picture, "polyline", {"class": "line", "points": line})
    for x, point in zip(places, points, strict=True):
        dot = {"class": "dot", "cx": f"{x:.1f}", "cy": f"{_up(point[1], low, 1.0):.1f}", "r": "3"}
        Xml.SubElement(Xml.SubElement(picture, "circle", dot), "title").text = f"{point[0]}: {point[1]:.3f}"
    _names(picture, [point[0] for point in points], places)
    return Xml.tostring(picture, encoding="unicode")


def bars(names: Sequence[str], first: Sequence[int], second: Sequence[int], describes: str) -> str:
    """Draw two bars for each name."""
    highest = max([*first, *second, 1])
    picture = _picture(describes)
    for mark in (0, highest):
        _mark(picture, f"{mark:,}", _up(mark, 0, highest))
    places = [_across(place, len(names)) for place in range(len(names))]
    width = max((WIDTH - LEFT - RIGHT) / max(len(names), 1) / 3, 1.0)
    for series, kind, shift in ((first, "bar", -width), (second, "bar second", 0.0)):
        for x, name, amount in zip(places, names, series, strict=True):
            top = _up(amount, 0, highest)
            box = {"x": f"{x + shift:.1f}", "y": f"{top:.1f}", "width": f"{width:.1f}"}
            bar = Xml.SubElement(picture, "rect", {"class": kind, **box, "height": f"{HEIGHT - BOTTOM - top:.1f}"})
            Xml.SubElement(bar, "title").text = f"{name}: {amount:,}"
    _names(picture, names, places)
    return Xml.tostring(picture, encoding="unicode")


def _picture(describes: str) -> Xml.Element:
    picture = Xml.Element("svg", {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "img", "aria-label": describes})
    Xml.SubElement(picture, "title").text = describes
    return picture


def _across(place: int, count: int) -> float:
    return LEFT + (place + 0.5) * (WIDTH - LEFT - RIGHT) / max(count, 1)


def _up(value: float, low: float, high: float) -> float:
    return HEIGHT - BOTTOM - (value - low) / ((high - low) or 1) * (HEIGHT - TOP - BOTTOM)


def _mark(picture: Xml.Element, text: str, y: float) -> None:
    ends = {"x1": str(LEFT), "x2": str(WIDTH - RIGHT), "y1": f"{y:.1f}", "y2": f"{y:.1f}"}
    Xml.SubElement(picture, "line", {"class": "axis", **ends})
    Xml.SubElement(picture, "text", {"x": str(LEFT - 6), "y": f"{y + 4:.1f}", "text-anchor": "end"}).text = text


def _names(picture: Xml.Element, names: Sequence[str], places: Sequence[float]) -> None:
    """Write as many names below as have room."""
    step = max(1, -(-len(names) // 12))
    for place in range(0, len(names), step):
        at = {"x": f"{places[place]:.1f}", "y": str(HEIGHT - 6), "text-anchor": "middle"}
        Xml.SubElement(picture, "text", at).text = names[place]
