"""The window's fixtures, where there is a Qt to build them on."""

from __future__ import annotations

from importlib.util import find_spec

if find_spec("PySide6") is not None:
    from tests.windows import bare_window, no_key_held, open_window, workspace

    __all__ = ["bare_window", "no_key_held", "open_window", "workspace"]
