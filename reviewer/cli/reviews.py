"""`reviewer reviews`: judgements in and out."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.exits import EMPTY, REJECTED, Exit
from reviewer.cli.options import DryRun, FailOnEmpty, Json, MapFile, Where
from reviewer.cli.output import progress_bar, put_json, say, say_resting, shown
from reviewer.cli.session import opened

if TYPE_CHECKING:
    from reviewer.services.bulk_reviews import ReviewCounts

group = typer.Typer(help="Judgements in and out, as review/1.", no_args_is_help=True, rich_markup_mode=None)
File = Annotated[str, typer.Argument(metavar="FILE", help="JSON Lines; '-' is standard input or output.")]


def add_to(app: typer.Typer) -> None:
    """Add the group to the program."""
    app.add_typer(group, name="reviews")


@group.command("import")
def import_reviews(
    ctx: typer.Context,
    file: File,
    map_file: MapFile = None,
    json: Json = False,
    dry_run: DryRun = False,
    fail_on_empty: FailOnEmpty = False,
) -> None:
    """Take reviews that were made elsewhere; what does not fit the project is rejected with its reason."""
    from reviewer.services.review_import import ReviewMap, rows_of_file

    names = ReviewMap.load(map_file) if map_file else None
    with opened(ctx) as workspace, progress_bar("import", "reviews") as progress:
        if not dry_run:
            workspace.database.backup_before("import")
        counts = workspace.reviews.import_rows(rows_of_file(file), names, dry_run=dry_run, progress=progress)
    _tell(counts, json, dry_run)
    _end(counts, fail_on_empty)


@group.command("submit")
def submit_reviews(
    ctx: typer.Context, file: File, json: Json = False, dry_run: DryRun = False, fail_on_empty: FailOnEmpty = False
) -> None:
    """Submit reviews of your own, as if made in the window; the reviewer is who acts where a row names nobody."""
    from reviewer.services.review_import import ReviewMap, rows_of_file

    with opened(ctx) as workspace:
        names = ReviewMap(constants={"reviewer": workspace.actor})
        counts = workspace.reviews.import_rows(rows_of_file(file), names, dry_run=dry_run)
    _tell(counts, json, dry_run)
    _end(counts, fail_on_empty)


@group.command("export")
def export_reviews(
    ctx: typer.Context,
    file: File = "-",
    where: Where = None,
    json: Json = False,
    fail_on_empty: FailOnEmpty = False,
) -> None:
    """Write the current reviews as review/1, one JSON object a line."""
    from reviewer.services.review_export import write_reviews

    to_stdout = file == "-"
    if to_stdout and json:
        raise typer.BadParameter("Name a FILE to have the counts as JSON on standard output.")
    with opened(ctx) as workspace, progress_bar("export", "reviews") as progress:
        target = sys.stdout.buffer if to_stdout else Path(file)
        written = write_reviews(workspace, target, where=where, progress=progress)
    if json:
        put_json({"written": written, "file": file})
    else:
        say(f"Wrote {written:,} reviews{'' if to_stdout else ' to ' + shown(file)}.")
    if fail_on_empty and not written:
        raise Exit(EMPTY)


def _tell(counts: "ReviewCounts", json: bool, dry_run: bool) -> None:
    say_resting(counts.datasets)
    for note, times in counts.notes.items():
        say(f"  {times:,} x {shown(note)}")
    for example in counts.examples:
        say(f"  {shown(example)}")
    if json:
        put_json(counts.to_json())
        return
    known = counts.read - counts.added - counts.rejected
    verb = "Would add" if dry_run else "Added"
    say(f"{verb} {counts.added:,} of {counts.read:,} reviews.")
    say(f"{known:,} were there already, {counts.rejected:,} were rejected.")
    for reason, times in counts.reasons.items():
        say(f"  {times:,} x {shown(reason)}")


def _end(counts: "ReviewCounts", fail_on_empty: bool) -> None:
    if counts.rejected:
        raise Exit(REJECTED)
    if fail_on_empty and not counts.added:
        raise Exit(EMPTY)
