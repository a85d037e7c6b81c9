"""`reviewer [WORKSPACE]`: open the window."""

from typing import Annotated

import typer

from reviewer.cli.exits import Exit
from reviewer.cli.session import session_of


def add_to(app: typer.Typer) -> None:
    """Add the command to the program; it is what `reviewer` does without one."""
    app.command("window", hidden=True)(open_window)


def open_window(
    ctx: typer.Context,
    workspace: Annotated[str | None, typer.Argument(metavar="WORKSPACE")] = None,
) -> None:
    """Open the window on a workspace, or on the one that was open last."""
    session = session_of(ctx)
    raise Exit(session.window().open_window(workspace or session.find_location(), session.actor, session.project))
