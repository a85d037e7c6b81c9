"""Small pictures for the README: half the width of a screen, and no more colours than a palette holds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

IN_README = {
    "four-panes-in-use-light-1600x1000": "review-light",
    "four-panes-in-use-dark-1600x1000": "review-dark",
    "queue-room-light-1600x1000": "queue-light",
}
WIDTH = 1200
COLOURS = 256


def save_small(image: QImage, path: Path) -> None:
    """Write a picture with its commonest colours alone."""
    small = image.convertToFormat(QImage.Format.Format_RGB32).scaledToWidth(
        WIDTH, Qt.TransformationMode.SmoothTransformation
    )
    shades = Counter(memoryview(small.constBits()).cast("I"))
    table = [colour for colour, _count in shades.most_common(COLOURS)]
    reduced = small.convertToFormat(QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.AvoidDither)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not reduced.save(str(path), b"PNG", 0):
        raise OSError(f"{path.name} cannot be written")
