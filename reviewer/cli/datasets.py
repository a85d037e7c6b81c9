"""`reviewer datasets`: what was built."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from reviewer.cli.exits import REJECTED, Exit
from reviewer.cli.options import Json
from reviewer.cli.output import put, put_json, put_table, say, shown, when
from reviewer.cli.session import opened, session_of

group = typer.Typer(help="Datasets that were built.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """Add the group to the program."""
    app.add_typer(group, name="datasets")


@group.command("list")
def list_datasets(ctx: typer.Context, json: Json = False) -> None:
    """List the datasets that were built from this workspace, newest first."""
    with opened(ctx) as workspace:
        found = workspace.datasets.list()
    if json:
        put_json({"datasets": [asdict(entry) | {"rows": dict(entry.rows)} for entry in found]})
    else:
        rows = [[when(e.built_at), e.recipe, sum(e.rows.values()), e.sha256[:12], e.folder] for e in found]
        put_table(["WHEN", "RECIPE", "ROWS", "SHA-256", "FOLDER"], rows)


@group.command("verify")
def verify_dataset(
    ctx: typer.Context, folder: Annotated[Path, typer.Argument(metavar="DIR")], json: Json = False
) -> None:
    """Check a dataset folder against its checksums, and against the workspace that built it if one is named."""
    from reviewer.datasets.build import verify_folder

    if session_of(ctx).find_location():
        with opened(ctx) as workspace:
            problems = workspace.datasets.verify(folder)
    else:
        problems = verify_folder(folder)
    if json:
        put_json({"dataset": str(folder), "sound": not problems, "problems": list(problems)})
    else:
        say(f"{shown(folder)} is as it was built." if not problems else f"{len(problems)} problems:")
        for problem in problems:
            put(shown(problem))
    if problems:
        raise Exit(REJECTED)
