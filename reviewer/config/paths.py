"""Where this machine keeps the settings, the state and the cache, and where the shipped files are."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

import platformdirs

from reviewer.domain.errors import NotFound, Unreachable

_APP = "reviewer"
_PACKAGE = Path(__file__).resolve().parent.parent
_SHIPPED_FOLDERS = ("resources", "exports")


def config_dir() -> Path:
    """Return the folder of the settings."""
    return _private_folder("config", platformdirs.user_config_path(_APP, appauthor=False))


def state_dir() -> Path:
    """Return the folder of drafts, receipts, recent workspaces and crash reports."""
    return _private_folder("state", platformdirs.user_state_path(_APP, appauthor=False))


def cache_dir() -> Path:
    """Return the folder of what can be made again."""
    return _private_folder("cache", platformdirs.user_cache_path(_APP, appauthor=False))


def shipped(name: str) -> Path:
    """Return the path of a shipped file such as "resources/demo/items.jsonl", wherever it was installed."""
    parts = PurePosixPath(name).parts
    if not parts or parts[0] not in _SHIPPED_FOLDERS or ".." in parts:
        raise NotFound(f"{name!r} is not a shipped file: its path starts with resources/ or exports/.")
    for root in _shipped_roots(parts[0]):
        path = root.joinpath(*parts[1:])
        if path.exists():
            return path
    raise NotFound(f"The shipped file {name!r} is missing: install the program again.")


def _shipped_roots(folder: str) -> tuple[Path, ...]:
    """Return where the files may be; the checkout comes first, as an editable install leaves a stale copy."""
    checkout = _PACKAGE.parent
    installed = _PACKAGE / f"_{folder}"
    return (checkout / folder, installed) if (checkout / "pyproject.toml").is_file() else (installed,)


def _private_folder(kind: str, usual: Path) -> Path:
    home = os.environ.get("REVIEWER_HOME")
    folder = Path(home).expanduser().absolute() / kind if home else usual
    try:
        _make_private(folder)
    except OSError as error:
        raise Unreachable(
            f"The folder {folder} cannot be made ({error.strerror}): make it yourself, "
            "or set REVIEWER_HOME to a folder that you may write to."
        ) from error
    return folder


def _make_private(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
