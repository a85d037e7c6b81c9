"""`reviewer init`: a new workspace."""

from pathlib import Path
from typing import Annotated

import typer

from reviewer.cli.options import DryRun, Json
from reviewer.cli.output import put_json, say, shown
from reviewer.cli.session import session_of


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("init")(make_workspace)


def make_workspace(
    ctx: typer.Context,
    workspace: Annotated[
        str | None, typer.Argument(metavar="WORKSPACE", help="The file to make: NAME.reviewer")
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
    if dry_run:
        project, _ = read_template(template, project_file, session.project)
        name = project.name
    else:
        with new_workspace(
            location, name=session.project, template=template, project_file=project_file, actor=session.actor
        ) as made:
            name = made.project_name
    if json:
        put_json({"workspace": location, "project": name})
    else:
        say(f"{'Would make' if dry_run else 'Made'} {shown(location)} with the project '{shown(name)}'.")
        if not dry_run:
            say(f"Next: reviewer -w {shown(location)} import FILE")
