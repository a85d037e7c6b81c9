"""What the commands of `reviewer stats` read off their command line, and refuse there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.exits import USAGE, Exit
from reviewer.cli.output import say, shown
from reviewer.cli.places import refuse_workspace
from reviewer.cli.session import opened
from reviewer.domain.errors import InvalidInput

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace

Seed = Annotated[int, typer.Option("--seed", metavar="N", help="For the intervals.")]


@contextmanager
def asked(ctx: typer.Context) -> Iterator["Workspace"]:
    """Open the workspace; nothing comes in here, so that a value that does not fit is wrong usage."""
    with opened(ctx) as workspace:
        try:
            yield workspace
        except InvalidInput as error:
            say(f"Error: {shown(error)}")
            raise Exit(USAGE) from error


def new_page(path: Path) -> Path:
    """Return where a page may be written: not in the place of a folder, nor of what somebody judged."""
    if path.is_dir():
        raise InvalidInput(f"{path} is a folder: give the path of a file, such as {path / 'report.html'}.")
    if not path.parent.is_dir():
        raise InvalidInput(f"{path} cannot be written, as there is no folder {path.parent}: make it first.")
    refuse_workspace(path)
    return path
