"""`reviewer db`: the file of the workspace."""

from pathlib import Path
from typing import Annotated

import typer

from reviewer.cli.exits import REJECTED, Exit
from reviewer.cli.options import Json
from reviewer.cli.output import put, put_json, say, shown
from reviewer.cli.session import opened, session_of

group = typer.Typer(
    help="The file of the workspace: facts, checks, backups.", no_args_is_help=True, rich_markup_mode=None
)


def add_to(app: typer.Typer) -> None:
    """Add the group to the program."""
    app.add_typer(group, name="db")


@group.command("info")
def show_info(ctx: typer.Context, json: Json = False) -> None:
    """Print facts about the file."""
    with opened(ctx) as workspace:
        info = workspace.database.info()
    if json:
        put_json(info)
        return
    for name, value in info.items():
        put(f"{name + ':':18}{shown(', '.join(map(str, value)) if isinstance(value, list) else value)}")


@group.command("check")
def check_file(ctx: typer.Context, json: Json = False) -> None:
    """Check the structure of the file, the ledger and the hashes of items and reviews."""
    with opened(ctx) as workspace:
        problems = workspace.database.check()
    if json:
        put_json({"sound": not problems, "problems": list(problems)})
    else:
        say("Nothing is wrong." if not problems else f"{len(problems)} problems:")
        for problem in problems:
            put(shown(problem))
    if problems:
        raise Exit(REJECTED)


@group.command("backup")
def back_up(
    ctx: typer.Context,
    out: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Default: among the automatic backups.")] = None,
    option: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="The same as FILE.")] = None,
    json: Json = False,
) -> None:
    """Write a complete copy, while others go on working."""
    with opened(ctx) as workspace:
        made = workspace.database.backup(out or option)
    if json:
        put_json({"backup": str(made)})
    else:
        say(f"The backup is {shown(made)}.")


@group.command("restore")
def restore_file(
    ctx: typer.Context,
    backup: Annotated[Path, typer.Argument(metavar="BACKUP")],
    to: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Where to; default: the workspace that -w names.")
    ] = None,
    json: Json = False,
) -> None:
    """Write a backup to a new file; an existing one is never overwritten."""
    from reviewer.services.database import restore_backup

    made = restore_backup(backup, to or Path(session_of(ctx).location()))
    if json:
        put_json({"workspace": str(made)})
    else:
        say(f"The backup was restored to {shown(made)}.")


@group.command("upgrade")
def upgrade_file(ctx: typer.Context, json: Json = False) -> None:
    """Bring an older workspace to this version of the program, after a backup."""
    with opened(ctx) as workspace:  # an older file is backed up and upgraded when it is opened
        info = workspace.database.info()
    if json:
        put_json({"workspace": info["workspace"], "schema": info["schema"]})
    else:
        say(f"{shown(info['workspace'])} has schema {shown(info['schema'])}, the newest that this program knows.")
