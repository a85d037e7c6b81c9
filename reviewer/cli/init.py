"""`reviewer init`: a new workspace."""

from pathlib import Path
from typing import Annotated

import typer

from reviewer.cli.options import DryRun, Json
from reviewer.cli.output import put_json, say, shown
from reviewer.cli.session import asking, session_of
from reviewer.config.addresses import is_address, read_address, shown_address
from reviewer.domain.errors import InvalidInput, NotAMember, NotReady, Unreachable


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("init")(make_workspace)


def make_workspace(
    ctx: typer.Context,
    workspace: Annotated[
        str | None, typer.Argument(metavar="WORKSPACE", help="The file to make: NAME.reviewer, or postgresql://…")
    ] = None,
    template: Annotated[str | None, typer.Option("--template", metavar="NAME", help="A shipped template.")] = None,
    project_file: Annotated[
        Path | None, typer.Option("--project-file", metavar="FILE", help="A project of your own, as TOML.")
    ] = None,
    json: Json = False,
    dry_run: DryRun = False,
) -> None:
    """Make a workspace with a project."""
    from reviewer.services.templates import new_workspace, read_template

    session = session_of(ctx)
    if template and project_file:
        raise typer.BadParameter("Give --template or --project-file, not both.")
    location = workspace or session.location()
    project, _ = read_template(template, project_file, session.project)
    name = project.name
    if not dry_run:
        try:
            with asking(
                location,
                lambda: new_workspace(
                    location, name=session.project, template=template, project_file=project_file, actor=session.actor
                ),
            ) as made:
                name = made.project_name
        except Unreachable as reason:
            if not is_address(location):
                raise
            _print_setup(location, name, session.actor, reason, json)
            return
    location = shown_address(location)
    if json:
        put_json({"workspace": location, "project": name})
    else:
        say(f"{'Would make' if dry_run else 'Made'} {shown(location)} with the project '{shown(name)}'.")
        if not dry_run:
            say(f"Next: reviewer -w {shown(location)} import FILE")


def _print_setup(location: str, project: str, actor: str | None, reason: Unreachable, json: bool) -> None:
    """Print the SQL for a database administrator: the program itself may not make roles and tables on a server."""
    from reviewer.services.server_setup import setup_sql

    admin = actor or read_address(location).user
    if not admin:
        raise InvalidInput("Name the first admin in the address: postgresql://NAME@HOST/DATABASE.")
    logged_in = isinstance(reason, NotReady)
    sql = setup_sql(project, admin, with_schema=not isinstance(reason, NotAMember), with_login=not logged_in)
    if json:
        put_json({"workspace": shown_address(location), "project": None, "sql": sql})
        return
    print(sql, end="")
    say(shown(reason.message))
    say("Above is the SQL that a database administrator runs once, for example: reviewer init URL | psql DATABASE")
    say(f"Then run the same command as {shown(admin)} again: it makes the project.")
