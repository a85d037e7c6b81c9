"""`reviewer pull`: flagged outputs from a source that goes on giving."""

from typing import Annotated

import typer

from reviewer.cli.imports import end, tell
from reviewer.cli.options import FailOnEmpty, Json
from reviewer.cli.output import progress_bar, say, shown
from reviewer.cli.session import opened


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("pull")(pull_source)


def pull_source(
    ctx: typer.Context,
    address: Annotated[
        str, typer.Argument(metavar="SOURCE", help="A spool folder (files are taken from its new/), a file, or '-'.")
    ],
    once: Annotated[bool, typer.Option("--once", help="Take what is there and end; this is the default.")] = False,
    follow: Annotated[bool, typer.Option("--follow", help="Go on until Ctrl+C.")] = False,
    json: Json = False,
    fail_on_empty: FailOnEmpty = False,
) -> None:
    """Take what a source has; each delivery is acknowledged only after its items are stored."""
    from reviewer.sources import open_source

    if once and follow:
        raise typer.BadParameter("Give --once or --follow, not both.")
    source = open_source(address)
    with opened(ctx) as workspace, progress_bar("pull") as progress:
        if follow:
            say(f"{shown(source.health())} Waiting for more; Ctrl+C ends.")
        counts = workspace.ingest.pull(source, follow=follow, progress=progress)
    tell(counts, json)
    end(counts, fail_on_empty)
