"""Where a command may write: never over what somebody judged."""

from pathlib import Path

from reviewer.domain.errors import InvalidInput

_DATABASE = b"SQLite format 3\0"


def refuse_workspace(path: Path) -> None:
    """Refuse a path at which a workspace stands."""
    if path.is_file():
        with path.open("rb") as file:
            if file.read(len(_DATABASE)) == _DATABASE:
                raise InvalidInput(f"{path} is a workspace and is not written over: give another name.")
