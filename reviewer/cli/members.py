"""`reviewer members`: who may do what in the workspace."""

from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.options import Json
from reviewer.cli.output import put, put_json, put_table, say, shown, when
from reviewer.cli.session import asking, opened, session_of
from reviewer.cli.standing import add_commands
from reviewer.config.addresses import is_address

if TYPE_CHECKING:
    from reviewer.services.server_members import Deed

group = typer.Typer(help="Who may do what in the workspace.", no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="NAME")]
add_commands(group)


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
    done = f"{name} is a member now, as {role}."
    if _on_server(ctx, "add", name, role, json, done):
        return
    with opened(ctx) as workspace:
        workspace.members.add(name, role)
    _tell(name, role, json, done)


@group.command("remove")
def remove_member(ctx: typer.Context, name: Name, json: Json = False) -> None:
    """Take a person off the list; the person's reviews stay."""
    done = f"{name} is no member any more; the reviews stay."
    if _on_server(ctx, "remove", name, None, json, done):
        return
    with opened(ctx) as workspace:
        workspace.members.remove(name)
    _tell(name, None, json, done)


@group.command("role")
def set_role(
    ctx: typer.Context, name: Name, role: Annotated[str, typer.Argument(metavar="ROLE")], json: Json = False
) -> None:
    """Give a member another role."""
    done = f"{name} is {role} now."
    if _on_server(ctx, "role", name, role, json, done):
        return
    with opened(ctx) as workspace:
        workspace.members.set_role(name, role)
    _tell(name, role, json, done)


def _on_server(ctx: typer.Context, deed: "Deed", name: str, role: str | None, json: bool, done: str) -> bool:
    """Change a member of a workspace on a server and print the SQL that others run; False where it is a file."""
    location = session_of(ctx).location()
    if not is_address(location):
        return False
    from reviewer.services.driver import demand_driver

    demand_driver()
    from reviewer.services.server_members import change_member

    handed = asking(location, lambda: change_member(location, deed, name, role))
    script = handed.for_administrator + handed.for_admin
    if json:
        put_json({"name": name, "role": role, "sql": script or None})
        return True
    if handed.member_changed:
        say(shown(done))
    if handed.login_changed:
        say(f"The log-in {shown(name)} was changed. A new one has no password yet: \\password in psql gives it one.")
    if handed.for_administrator:
        say("A database administrator runs this SQL (with psql, or this command with a log-in that may make roles):")
    if handed.for_admin:
        say("An admin of the workspace runs this SQL, or the same command:")
    for line in script.splitlines():
        put(line)  # a name in it is quoted, and printable throughout
    return True


def _tell(name: str, role: str | None, json: bool, text: str) -> None:
    if json:
        put_json({"name": name, "role": role})
    else:
        say(shown(text))
