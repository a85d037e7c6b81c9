"""`reviewer stats agreement`: how far the reviewers agree."""

from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.exits import EMPTY, Exit
from reviewer.cli.options import FailOnEmpty, Json, Where
from reviewer.cli.output import put, put_json, put_table, shown
from reviewer.cli.stats.asked import Seed, asked
from reviewer.cli.stats.shown_figures import number

if TYPE_CHECKING:
    from reviewer.stats.results import AgreementReport


def add_to(group: typer.Typer) -> None:
    """Add the command to its group."""
    group.command("agreement")(show_agreement)


def show_agreement(
    ctx: typer.Context,
    question: Annotated[str, typer.Option("--question", metavar="ID", help="'verdict' or a question.")] = "verdict",
    by: Annotated[
        str | None, typer.Option("--by", metavar="FIELD", help="Also apart for each value of a field.")
    ] = None,
    level: Annotated[
        str | None, typer.Option("--level", metavar="LEVEL", help="nominal, ordinal, interval or ratio.")
    ] = None,
    where: Where = None,
    seed: Seed = 0,
    json: Json = False,
    fail_on_empty: FailOnEmpty = False,
) -> None:
    """Compute the agreement coefficients with their intervals."""
    with asked(ctx) as workspace:
        service = workspace.agreement
        report = service.compute(question, level=level, where=where, seed=seed)
        parts = service.compute_by(by, question, level=level, where=where, seed=seed) if by else {}
    if json:
        found = report.to_json()
        if by:
            found |= {"by": by, "groups": {str(value): part.to_json() for value, part in parts.items()}}
        put_json(found)
    else:
        _print(report, f"{report.question} ({report.level})")
        for value, part in parts.items():
            _print(part, f"{by} = {value}")
    if fail_on_empty and not report.pairable_items:
        raise Exit(EMPTY)


def _print(report: "AgreementReport", title: str) -> None:
    put(
        f"{shown(title)}: {report.reviews:,} reviews of {report.items:,} items by {report.reviewers:,} reviewers, "
        f"{report.pairable_items:,} items judged by two or more"
    )
    rows = [
        [name, number(found.value), number(found.low), number(found.high), found.items]
        for name, found in report.coefficients.items()
    ]
    put_table(["COEFFICIENT", "VALUE", "LOW", "HIGH", "ITEMS"], rows)
    if report.pairs:
        pairs = [[p.a, p.b, p.items, number(p.cohen_kappa), number(p.percent_agreement)] for p in report.pairs[:20]]
        put_table(["REVIEWER", "REVIEWER", "ITEMS", "KAPPA", "AGREEMENT"], pairs)
    for note in report.notes:
        put(f"Note: {shown(note)}")
