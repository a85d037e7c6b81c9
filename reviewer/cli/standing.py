"""`reviewer members skills` and `resume`: what people can judge, and letting somebody go on."""

from typing import Annotated

import typer

from reviewer.cli.options import Json
from reviewer.cli.output import put_json, put_table, say, shown
from reviewer.cli.session import opened

Name = Annotated[str, typer.Argument(metavar="NAME")]


def add_commands(group: typer.Typer) -> None:
    """Add the commands to the group of the members."""
    group.command("skills")(skills)
    group.command("resume")(resume)


def skills(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]")] = None,
    wanted: Annotated[str | None, typer.Argument(metavar="[SKILL,...]", help="All of them; '' for none.")] = None,
    json: Json = False,
) -> None:
    """List the skills of the members with what waits for each, or say which ones a member has."""
    with opened(ctx) as workspace:
        if name is not None and wanted is not None:
            given = [skill.strip() for skill in wanted.split(",") if skill.strip()]
            workspace.members.set_skills(name, given)
        held = workspace.members.skills()
        waiting = workspace.queue.needed_skills()
        known = workspace.project.skills
    people = {one: list(has) for one, has in held.items() if name in (None, one)}
    if json:
        put_json({"skills": people, "waiting": waiting})
        return
    rows = [[skill, ", ".join(who for who in people if skill in people[who]), waiting.get(skill, 0)] for skill in known]
    if rows:
        put_table(["SKILL", "MEMBERS", "WAITING"], rows)
    else:
        say("The project names no skills: add them to its field 'skills'.")


def resume(
    ctx: typer.Context,
    name: Name,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why the person goes on.")],
    json: Json = False,
) -> None:
    """Let somebody go on who was warned or paused by answers to gold items, or not let in."""
    with opened(ctx) as workspace:
        workspace.members.resume(name, reason)
    if json:
        put_json({"name": name, "state": "working"})
    else:
        say(shown(f"{name} goes on; what was answered before counts no more."))
