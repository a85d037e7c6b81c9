"""`reviewer stats reviewers`: the scorecard of each reviewer, under pseudonyms unless names are asked for."""

from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.exits import EMPTY, Exit
from reviewer.cli.options import FailOnEmpty, Json
from reviewer.cli.output import put, put_json, put_table, shown
from reviewer.cli.stats.asked import Seed, asked
from reviewer.cli.stats.shown_figures import interval, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewer.services.quality.people import Scorecard


def add_to(group: typer.Typer) -> None:
    """Add the command to its group."""
    group.command("reviewers")(show_reviewers)


def show_reviewers(
    ctx: typer.Context,
    reviewer: Annotated[str | None, typer.Option("--reviewer", metavar="NAME", help="Only this person.")] = None,
    names: Annotated[bool, typer.Option("--names", help="Names in the place of pseudonyms.")] = False,
    seed: Seed = 0,
    json: Json = False,
    fail_on_empty: FailOnEmpty = False,
) -> None:
    """Show gold accuracy, agreement, overturns, consistency and pace of each reviewer, or your own."""
    with asked(ctx) as workspace:
        found = workspace.quality.reviewers(reviewer, seed=seed, names=names or reviewer is not None)
    if json:
        put_json({"reviewers": [card.to_json() for card in found]})
    else:
        _print(found)
    if fail_on_empty and not found:
        raise Exit(EMPTY)


def _print(found: "Sequence[Scorecard]") -> None:
    header = ["REVIEWER", "REVIEWS", "GOLD", "AGREEMENT", "KAPPA", "OVERTURNED", "CONSISTENCY"]
    rows = [
        [
            card.reviewer,
            card.reviews,
            share(card.gold),
            share(card.agreement),
            interval(card.kappa),
            share(card.overturned),
            share(card.consistency),
        ]
        for card in found
    ]
    put_table(header, rows)
    for card in found:
        for note in card.remarks():
            put(f"Note: {shown(card.reviewer)}: {shown(note)}")
