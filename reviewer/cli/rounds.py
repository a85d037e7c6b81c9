"""`reviewer rounds`: calibration rounds, in which several people judge the same items blind."""

from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.options import Json, Where
from reviewer.cli.output import put, put_json, put_table, say, shown, when
from reviewer.cli.session import opened
from reviewer.cli.stats.shown_figures import interval

if TYPE_CHECKING:
    from reviewer.services.rounds import CalibrationRound

group = typer.Typer(
    help="Calibration rounds: several people judge the same items blind.", no_args_is_help=True, rich_markup_mode=None
)
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The number of a round.")]


def add_to(app: typer.Typer) -> None:
    """Add the group to the program."""
    app.add_typer(group, name="rounds")


@group.command("start")
def start(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(metavar="NAME", help="What the round is called.")],
    reviewer: Annotated[list[str], typer.Option("--reviewer", metavar="NAME", help="Who judges; twice or more.")],
    item: Annotated[list[str] | None, typer.Option("--item", metavar="ID", help="An item of the set.")] = None,
    where: Where = None,
    json: Json = False,
) -> None:
    """Open a round: each of its people is served its items before anything else."""
    with opened(ctx) as workspace:
        found = workspace.rounds.start(title, reviewers=reviewer, items=item or (), where=where)
    if json:
        put_json(found.to_json())
    else:
        say(f"Round {found.number} is open: {found.items:,} items for {len(found.done):,} reviewers.")


@group.command("show")
def show(
    ctx: typer.Context,
    number: Annotated[int | None, typer.Argument(metavar="NUMBER", help="Only this round.")] = None,
    json: Json = False,
) -> None:
    """Show the rounds, or how far one is and, once it is closed, where its people differ."""
    with opened(ctx) as workspace:
        found = workspace.rounds.all() if number is None else (workspace.rounds.show(number),)
    if json:
        put_json({"rounds": [one.to_json() for one in found]})
    elif number is not None:
        _print(found[0])
    else:
        rows = [[one.number, one.title, one.items, when(one.started_at), when(one.closed_at)] for one in found]
        put_table(["ROUND", "NAME", "ITEMS", "OPENED", "CLOSED"], rows)


@group.command("close")
def close(ctx: typer.Context, number: Number, json: Json = False) -> None:
    """Close a round, and list the differences to talk about."""
    with opened(ctx) as workspace:
        found = workspace.rounds.close(number)
    if json:
        put_json(found.to_json())
    else:
        _print(found)


def _print(found: "CalibrationRound") -> None:
    put(f"Round {found.number}, {shown(found.title)}: {found.items:,} items")
    put_table(["REVIEWER", "DONE"], [[name, count] for name, count in found.done.items()])
    if found.agreement is None:
        say("What was said is shown when the round is closed.")
        return
    figures = {"before the round": found.before, "in the round": found.agreement, "after the round": found.after}
    put_table(["ALPHA", "", "ITEMS"], [[name, interval(one), one.items] for name, one in figures.items()])
    for name, one in figures.items():
        if one.note:
            put(f"Note: {name}: {one.note}.")
    rows = [[one.item_id, said.reviewer, said.verdict, said.comment] for one in found.differences for said in one.said]
    put_table(["DIFFERENT", "REVIEWER", "VERDICT", "COMMENT"], rows)
