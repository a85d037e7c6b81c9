"""Where flagged outputs come from; to add a source or a format, write its file and put its name into the tuple."""

from __future__ import annotations

from reviewer.domain.errors import InvalidInput, Unreachable

from .file import FileSource
from .flagged_item import FORMAT as FLAGGED_ITEM
from .protocol import Delivery, Format, Source
from .spool import SpoolSource
from .stdin import StdinSource

SOURCES: tuple[type[Source], ...] = (StdinSource, SpoolSource, FileSource)
FORMATS: tuple[Format, ...] = (FLAGGED_ITEM,)

__all__ = ["FORMATS", "SOURCES", "Delivery", "Format", "Source", "find_format", "open_source"]


def open_source(address: str) -> Source:
    """Return the source behind an address: '-', a spool folder or a file."""
    for kind in SOURCES:
        source = kind.opened(address)
        if source is not None:
            return source
    raise Unreachable(f"There is no source at {address!r}: give a spool folder, a file, or '-' for standard input.")


def find_format(name: str) -> Format:
    """Return the format with this name, with or without its version."""
    for known in FORMATS:
        if name in (known.name, known.name.partition("/")[0]):
            return known
    names = ", ".join(known.name for known in FORMATS)
    raise InvalidInput(f"There is no format {name!r}: known are {names}.")
