"""`reviewer import`: flagged outputs from files or standard input."""

from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.exits import EMPTY, REJECTED, Exit
from reviewer.cli.options import DryRun, FailOnEmpty, Json, MapFile
from reviewer.cli.output import progress_bar, put_json, say, shown
from reviewer.cli.session import opened

if TYPE_CHECKING:
    from reviewer.services.ingest import ImportCounts


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("import")(import_files)


def import_files(
    ctx: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="JSON Lines, also packed as gz or zst; '-' is standard input."),
    ],
    format: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="The format; found by itself if not given.")
    ] = None,
    map_file: MapFile = None,
    json: Json = False,
    dry_run: DryRun = False,
    fail_on_empty: FailOnEmpty = False,
) -> None:
    """Take flagged outputs into the queue; what is there already is not taken twice."""
    with opened(ctx) as workspace, progress_bar("import") as progress:
        counts = workspace.ingest.add_files(files, format=format, mapping=map_file, dry_run=dry_run, progress=progress)
        if not dry_run:
            workspace.near_copies.came_in()
    tell(counts, json, dry_run)
    end(counts, fail_on_empty)


def tell(counts: "ImportCounts", json: bool, dry_run: bool = False) -> None:
    """Say what became of an import."""
    if json:
        put_json(counts.to_json())
        return
    verb = "Would add" if dry_run else "Added"
    say(
        f"{verb} {counts.added:,} of {counts.read:,} items in {counts.seconds:.1f} s; "
        f"{counts.duplicates:,} were there already, {counts.unreadable:,} could not be read."
    )
    for warning, times in counts.warnings.items():
        say(f"  {times:,} x {shown(warning)}")
    if counts.unreadable:
        say("What could not be read is kept with its reason: reviewer queue list --unreadable")


def end(counts: "ImportCounts", fail_on_empty: bool) -> None:
    """End with the exit code of an import."""
    if counts.unreadable:
        raise Exit(REJECTED)
    if fail_on_empty and not counts.added:
        raise Exit(EMPTY)
