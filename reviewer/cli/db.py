"""`reviewer db`: the file of the workspace."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.exits import REJECTED, Exit
from reviewer.cli.options import Json
from reviewer.cli.output import progress_bar, put, put_json, say, shown
from reviewer.cli.session import asking, opened, session_of
from reviewer.config.addresses import is_address, shown_address
from reviewer.domain.errors import Refused

if TYPE_CHECKING:
    from reviewer.services.copying import Copied

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
        sees_all = workspace.members.sees_all()
    if json:
        put_json({"sound": not problems, "problems": list(problems)})
    else:
        part = "" if sees_all else " with what you may see, which is only a part"
        say(f"Nothing is wrong{part}." if not problems else f"{len(problems)} problems:")
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
        str | None, typer.Argument(metavar="[FILE]", help="Where to; default: the workspace that -w names.")
    ] = None,
    json: Json = False,
) -> None:
    """Write a backup to a new file; an existing one is never overwritten."""
    from reviewer.services.database import restore_backup

    place = str(to) if to is not None else session_of(ctx).location()
    if is_address(place):
        raise Refused("A backup is restored to a file; 'reviewer db copy BACKUP URL' brings it to a server.")
    made = restore_backup(backup, Path(place))
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


@group.command("copy")
def copy_all(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FROM", help="A workspace: the path of a file or postgresql://…")],
    target: Annotated[str, typer.Argument(metavar="TO", help="A new file, or an empty workspace on a server.")],
    json: Json = False,
) -> None:
    """Copy a whole workspace with its ledger, and compare counts and hashes before anything is kept."""
    from reviewer.services.copying import copy_workspace

    actor = session_of(ctx).actor

    def copied() -> "Copied":
        with progress_bar("copy", "rows") as progress:
            return copy_workspace(source, target, actor=actor, progress=progress)

    done = asking(target, lambda: asking(source, copied))
    if json:
        put_json(done.to_json())
        return
    for name, tally in done.tables.items():
        put(f"{name:16} {tally.rows:12,}  {tally.sha256}")
    say(f"Everything was copied to {shown(shown_address(target))}: counts and hashes are the same on both sides.")
    if done.log_ins:
        say("A database administrator makes these log-ins, where they are missing, with passwords of their own:")
        for line in done.log_in_sql().splitlines():
            put(shown(line))
