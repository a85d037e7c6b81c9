"""`reviewer stats detectors`: what each detector is worth, and what another threshold would mean."""

from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.exits import EMPTY, Exit
from reviewer.cli.options import FailOnEmpty, Json
from reviewer.cli.output import put, put_json, put_table, shown
from reviewer.cli.stats.asked import Seed, asked
from reviewer.cli.stats.shown_figures import interval, number, share
from reviewer.domain.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewer.services.quality.detectors import DetectorReport
    from reviewer.services.quality.judges import JudgeReport
    from reviewer.stats.detectors import WhatIf
    from reviewer.stats.proportions import Share
    from reviewer.stats.results import Undefined


def add_to(group: typer.Typer) -> None:
    """Add the command to its group."""
    group.command("detectors")(show_detectors)


def show_detectors(
    ctx: typer.Context,
    what_if: Annotated[
        str | None,
        typer.Option("--what-if", metavar="POLICY,DETECTOR", help="What other thresholds of one detector would mean."),
    ] = None,
    outputs_per_day: Annotated[
        float, typer.Option("--outputs-per-day", metavar="N", help="How many outputs the detector sees a day.")
    ] = 1000.0,
    cost_ratio: Annotated[
        float, typer.Option("--cost-ratio", metavar="R", help="How many false alarms a miss is worth.")
    ] = 1.0,
    seed: Seed = 0,
    json: Json = False,
    fail_on_empty: FailOnEmpty = False,
) -> None:
    """Compute precision, recall, miss rate and calibration of each detector."""
    with asked(ctx) as workspace:
        if what_if is None:
            found, judges, table = workspace.quality.detectors(seed=seed), workspace.quality.judges(seed=seed), None
        else:
            policy, comma, detector = what_if.partition(",")
            if not comma:
                raise InvalidInput(f"--what-if needs a policy and a detector: “{what_if},name-of-the-detector”.")
            found, judges = (), ()
            table = workspace.quality.thresholds(
                policy.strip(), detector.strip(), outputs_per_day=outputs_per_day, cost_ratio=cost_ratio, seed=seed
            )
    if table is not None:
        _print_thresholds(table, json)
    elif json:
        put_json({"detectors": [one.to_json() for one in found], "judges": [one.to_json() for one in judges]})
    else:
        _print_detectors(found)
        _print_judges(judges)
    if fail_on_empty and not found and table is None:
        raise Exit(EMPTY)


def _print_detectors(found: "Sequence[DetectorReport]") -> None:
    rows = [
        [d.policy, d.detector, d.version, *(share(part) for part in _shares(d).values()), d.quality.unsure]
        for d in found
    ]
    put_table(["POLICY", "DETECTOR", "VERSION", "PRECISION", "RECALL", "MISS RATE", "UNSURE"], rows)
    if not found:
        put("Note: no item with a hit was judged yet, so nothing is known of any detector.")
    for one in found:
        name = shown(f"{one.policy} by {one.detector or 'unnamed'} {one.version}".rstrip())
        undefined = [f"{title} is {part.note}." for title, part in _shares(one).items() if part.note]
        for note in (*undefined, *one.notes):
            put(f"Note: {name}: {shown(note)}")


def _print_judges(judges: "Sequence[JudgeReport]") -> None:
    if judges:
        rows = [[judge.agent, share(judge.agreement), interval(judge.kappa)] for judge in judges]
        put_table(["SUGGESTED BY", "SAME AS PEOPLE", "KAPPA"], rows)


def _shares(one: "DetectorReport") -> "dict[str, Share]":
    quality = one.quality
    return {"Precision": quality.precision, "Recall": quality.recall, "The miss rate": quality.miss_rate}


def _print_thresholds(table: "WhatIf | Undefined", json: bool) -> None:
    from reviewer.stats.results import Undefined

    if isinstance(table, Undefined):
        if json:
            put_json({"thresholds": None, "note": f"undefined: {table.reason}"})
        else:
            put(f"Undefined: {shown(table.reason)}.")
        return
    if json:
        put_json(table.to_json())
        return
    rows = [
        [
            number(row.threshold),
            *map(share, (row.precision, row.recall)),
            *map(interval, (row.reviews_per_day, row.misses_per_thousand)),
        ]
        for row in table.rows
    ]
    put_table(["THRESHOLD", "PRECISION", "RECALL", "REVIEWS A DAY", "MISSES PER 1,000"], rows)
    worth = "one false alarm" if table.cost_ratio == 1 else f"{table.cost_ratio:g} false alarms"
    ends = f"[{table.suggested_low:.3f}, {table.suggested_high:.3f}]"
    put(f"Suggested, where a miss is worth {worth}: {table.suggested:.3f} {ends}")
