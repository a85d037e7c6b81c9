"""`reviewer demo`: the demo queue in the window, or driven without a screen."""

from pathlib import Path
from typing import Annotated

import typer

from reviewer.cli.exits import Exit
from reviewer.cli.session import session_of


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("demo")(show_demo)


def show_demo(
    ctx: typer.Context,
    offscreen: Annotated[
        Path | None,
        typer.Option(
            "--offscreen", metavar="DIR", help="Work through ten items without a screen; leave pictures here."
        ),
    ] = None,
) -> None:
    """Open the window on the demo queue."""
    session = session_of(ctx)
    raise Exit(session.window().open_demo(offscreen, session.actor))
