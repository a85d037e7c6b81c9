"""`reviewer stats slices|drift|queue|spans|report`: groups, weeks, the queue, spans, and all of it in one page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.exits import EMPTY, Exit
from reviewer.cli.options import FailOnEmpty, Json
from reviewer.cli.output import put, put_json, put_table, say, shown
from reviewer.cli.stats.asked import Seed, asked, new_page
from reviewer.cli.stats.shown_figures import interval, number, share
from reviewer.config.atomic import write_atomically

if TYPE_CHECKING:
    from reviewer.services.quality.drifting import DriftReport
    from reviewer.services.quality.queueing import QueueReport


def add_to(group: typer.Typer) -> None:
    """Add the commands to their group."""
    for name, command in (
        ("slices", slices),
        ("drift", drift),
        ("queue", queue),
        ("spans", spans),
        ("report", report),
    ):
        group.command(name)(command)


def slices(
    ctx: typer.Context,
    by: Annotated[str, typer.Option("--by", metavar="FIELD", help="language, model, tenant, metadata.<name> …")],
    measure: Annotated[
        str, typer.Option("--measure", metavar="NAME", help="rejected, false_alarms or misses.")
    ] = "rejected",
    json: Json = False,
    fail_on_empty: FailOnEmpty = False,
) -> None:
    """Compare the rate of a measure in each group with that of all others."""
    with asked(ctx) as workspace:
        found = workspace.quality.slices(by, measure)
    if json:
        put_json({"by": by, "measure": measure, "groups": [part.to_json() for part in found]})
    else:
        rows = [
            [
                part.group,
                share(part.rate) if part.rate else "-",
                *map(number, (part.ratio, part.low, part.high, part.chance)),
                "differs" if part.differs else "",
            ]
            for part in found
        ]
        put_table([by.upper(), measure.upper(), "RATIO", "LOW", "HIGH", "CHANCE", ""], rows)
        for note in sorted({f"{shown(part.group)}: {part.note}." for part in found if part.note}):
            put(f"Note: {note}")
    if fail_on_empty and not found:
        raise Exit(EMPTY)


def drift(
    ctx: typer.Context,
    weeks: Annotated[int, typer.Option("--weeks", metavar="N", min=1, help="The window: the last so many.")] = 4,
    reference_weeks: Annotated[
        int, typer.Option("--reference-weeks", metavar="N", min=1, help="The weeks before it.")
    ] = 12,
    psi: Annotated[float, typer.Option("--psi", metavar="X", help="Mixes that move less raise no alert.")] = 0.1,
    ks: Annotated[float, typer.Option("--ks", metavar="X", help="Scores and times that move less.")] = 0.1,
    rate: Annotated[float, typer.Option("--rate", metavar="X", help="Rates that move less.")] = 0.05,
    seed: Seed = 0,
    json: Json = False,
) -> None:
    """Compare the last weeks with the weeks before: verdicts, hits, scores, agreement and speed."""
    with asked(ctx) as workspace:
        found = workspace.quality.drift(
            weeks=weeks,
            reference_weeks=reference_weeks,
            thresholds={"psi": psi, "ks": ks, "share": rate},
            seed=seed,
        )
    if json:
        put_json(found.to_json())
    else:
        _print_drift(found)


def _print_drift(found: "DriftReport") -> None:
    from reviewer.stats.results import Undefined

    rows = [
        [
            one.shift.name,
            one.shift.measure,
            *map(number, (one.shift.value, one.shift.chance)),
            one.shift.reference_items,
            one.shift.window_items,
            "ALERT" if one.shift.alert else "",
        ]
        for one in found.comparisons
    ]
    put_table(["WHAT", "MEASURE", "VALUE", "CHANCE", "BEFORE", "NOW", ""], rows)
    for one in found.alerts:
        named = ", ".join(shown(item) for item in one.items[:10])
        put(f"Alert: {shown(one.shift.name)}" + (f": see {named}" if named else ""))
    if isinstance(found.change, Undefined):
        put(f"Note: a week of change is undefined: {found.change.reason}.")
    elif found.change.found:
        put(f"The mix of verdicts most likely changed with week {found.weeks[found.change.place]}.")


def queue(
    ctx: typer.Context,
    arrivals: Annotated[float, typer.Option("--arrivals", metavar="X", help="So many times the arrivals.")] = 1.0,
    reviews_per_item: Annotated[
        float, typer.Option("--reviews-per-item", metavar="X", help="So many times the reviews per item.")
    ] = 1.0,
    people: Annotated[float, typer.Option("--people", metavar="X", help="So many times the decisions.")] = 1.0,
    seed: Seed = 0,
    json: Json = False,
) -> None:
    """Show what comes and what is decided, and forecast when the queue is empty, also after a change."""
    from reviewer.stats.forecast import Change

    with asked(ctx) as workspace:
        found = workspace.quality.queue(change=Change(arrivals, reviews_per_item, people), seed=seed)
    if json:
        put_json(found.to_json())
    else:
        _print_queue(found)


def _print_queue(found: "QueueReport") -> None:
    from reviewer.stats.results import Undefined

    told = found.to_json()
    waiting = f"Reviews that wait: {told['waiting_reviews']:,}, of {told['waiting_items']:,} items"
    put(f"{waiting}, {told['overdue_items']:,} overdue")
    put(f"{told['arrivals_per_day']:.1f} reviews a day come, {told['decisions_per_day']:.1f} are made")
    if isinstance(found.forecast, Undefined):
        put(f"Note: the forecast is undefined: {found.forecast.reason}.")
        return
    ends = (found.forecast.days, found.forecast.low, found.forecast.high)
    if found.forecast.low is None:
        put(f"Not empty within a year, from {found.forecast.past_days} days of history")
        return
    days, low, high = ("more than a year" if day is None else f"{day} days" for day in ends)
    put(f"Empty in {days} (between {low} and {high}), from {found.forecast.past_days} days of history")


def spans(ctx: typer.Context, seed: Seed = 0, json: Json = False, fail_on_empty: FailOnEmpty = False) -> None:
    """Compute how far reviewers agree on the spans that they mark."""
    with asked(ctx) as workspace:
        found = workspace.quality.spans(seed=seed)
    if json:
        put_json({"labels": [one.to_json() for one in found]})
    else:
        rows = [
            [one.label or "(all)", interval(one.characters), interval(one.stretches), interval(one.presence)]
            for one in found
        ]
        put_table(["LABEL", "CHARACTERS", "STRETCHES", "PRESENCE"], rows)
        for note in sorted({note for one in found for note in one.to_json()["notes"]}):
            put(f"Note: {note}.")
    if fail_on_empty and not any(one.characters.items for one in found):
        raise Exit(EMPTY)


def report(
    ctx: typer.Context,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The HTML file; - is stdout.")],
    seed: Seed = 0,
    json: Json = False,
) -> None:
    """Write the transparency report: one HTML file that needs nothing beside it."""
    with asked(ctx) as workspace:
        to_screen = str(output) == "-"
        place = output if to_screen else new_page(output)
        page = workspace.quality.report(seed=seed)
    if to_screen:
        put(page)
        return
    write_atomically(place, page.encode("utf-8"))
    if json:
        put_json({"report": str(output), "bytes": len(page.encode("utf-8"))})
    else:
        say(f"The report is in {shown(output)}.")
