"""`reviewer stats consensus`: what the reviews of each item say together, worst disagreement first."""

from typing import Annotated

import typer

from reviewer.cli.exits import EMPTY, Exit
from reviewer.cli.options import FailOnEmpty, Json
from reviewer.cli.output import put, put_json, put_table, shown
from reviewer.cli.session import opened
from reviewer.cli.stats.shown_figures import number


def add_to(group: typer.Typer) -> None:
    """Add the command to its group."""
    group.command("consensus")(show_consensus)


def show_consensus(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many items are printed.")] = 50,
    json: Json = False,
    fail_on_empty: FailOnEmpty = False,
) -> None:
    """List items by how far their reviewers differ, with the majority and the likeliest verdict."""
    with opened(ctx) as workspace:
        found = workspace.quality.consensus()
    if json:
        put_json(found.to_json())
    else:
        rows = [
            [
                item.item_id,
                ", ".join(f"{verdict} {count}" for verdict, count in item.votes.items()),
                number(item.entropy),
                item.majority or "-",
                item.likeliest or "-",
                number(item.posterior),
            ]
            for item in found.items[:limit]
        ]
        put_table(["ITEM", "VOTES", "ENTROPY", "MAJORITY", "LIKELIEST", "POSTERIOR"], rows)
        if len(found.items) > limit:
            put(f"{len(found.items) - limit:,} more items, see --limit")
        if found.note:
            put(f"Note: the likeliest verdict is {shown(found.note)}.")
    if fail_on_empty and not found.items:
        raise Exit(EMPTY)
