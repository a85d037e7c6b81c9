"""`reviewer members`: who may do what in the workspace."""

from typing import Annotated

import typer

from reviewer.cli.options import Json
from reviewer.cli.output import put_json, put_table, say, shown, when
from reviewer.cli.session import opened

group = typer.Typer(help="Who may do what in the workspace.", no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="NAME")]


def add_to(app: typer.Typer) -> None:
    """Add the group to the program."""
    app.add_typer(group, name="members")


@group.command("list")
def list_members(ctx: typer.Context, json: Json = False) -> None:
    """List the members with their roles."""
    with opened(ctx) as workspace:
        members = workspace.members.list()
    if json:
        put_json({"members": [member.model_dump(mode="json") for member in members]})
    else:
        put_table(["NAME", "ROLE", "SINCE"], [[m.name, m.role, when(m.added_at)] for m in members])


@group.command("add")
def add_member(
    ctx: typer.Context,
    name: Name,
    role: Annotated[str, typer.Option("--role", help="reviewer, lead, engineer, admin or auditor")] = "reviewer",
    json: Json = False,
) -> None:
    """Add a person."""
    with opened(ctx) as workspace:
        workspace.members.add(name, role)
    _tell(name, role, json, f"{name} is a member now, as {role}.")


@group.command("remove")
def remove_member(ctx: typer.Context, name: Name, json: Json = False) -> None:
    """Take a person off the list; the person's reviews stay."""
    with opened(ctx) as workspace:
        workspace.members.remove(name)
    _tell(name, None, json, f"{name} is no member any more; the reviews stay.")


@group.command("role")
def set_role(
    ctx: typer.Context, name: Name, role: Annotated[str, typer.Argument(metavar="ROLE")], json: Json = False
) -> None:
    """Give a member another role."""
    with opened(ctx) as workspace:
        workspace.members.set_role(name, role)
    _tell(name, role, json, f"{name} is {role} now.")


def _tell(name: str, role: str | None, json: bool, text: str) -> None:
    if json:
        put_json({"name": name, "role": role})
    else:
        say(shown(text))
