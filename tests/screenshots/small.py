"""Small pictures for the README: half the width of a screen, and no more colours than a palette holds."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QImageWriter

IN_README = {
    "four-panes-in-use-light-1600x1000": "review-light",
    "four-panes-in-use-dark-1600x1000": "review-dark",
    "queue-room-light-1600x1000": "queue-light",
}
WIDTH = 1200
COLOURS = 256
BRIGHT, BRIGHTER = 60, 12


def save_small(image: QImage, path: Path) -> None:
    """Write a picture with as many colours as a palette holds."""
    small = image.convertToFormat(QImage.Format.Format_RGB32).scaledToWidth(
        WIDTH, Qt.TransformationMode.SmoothTransformation
    )
    reduced = small.convertToFormat(
        QImage.Format.Format_Indexed8,
        palette_of(Counter(memoryview(small.constBits()).cast("I"))),
        Qt.ImageConversionFlag.AvoidDither,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = QImageWriter(str(path))
    writer.setCompression(100)
    if not writer.write(reduced):
        raise OSError(f"{path.name} cannot be written: {writer.errorString()}")


def palette_of(shades: Counter[int]) -> list[int]:
    """Return the commonest shade of each kind of colour; greys are many, so that what is bright counts for more."""
    kinds: dict[int, int] = {}
    weights: Counter[int] = Counter()
    for shade, count in shades.most_common():
        kind = shade & 0xF0F0F0
        kinds.setdefault(kind, shade)
        parts = shade >> 16 & 0xFF, shade >> 8 & 0xFF, shade & 0xFF
        weights[kind] += count * (BRIGHTER if max(parts) - min(parts) > BRIGHT else 1)
    chosen = [kinds[kind] for kind, _weight in weights.most_common(COLOURS)]
    rest = (shade for shade, _count in shades.most_common() if shade not in chosen)
    return [*chosen, *islice(rest, COLOURS - len(chosen))]
