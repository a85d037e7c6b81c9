"""`reviewer datasets`: what was built, whether it still holds, what changed since, and where a row comes from."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reviewer.cli.exits import REJECTED, Exit
from reviewer.cli.options import Json, SourceName
from reviewer.cli.output import progress_bar, put, put_json, put_table, say, shown, when
from reviewer.cli.session import opened, session_of

if TYPE_CHECKING:
    from reviewer.services.datasets.comparing import Difference
    from reviewer.services.datasets.tracing import Trace
    from reviewer.services.datasets.verifying import Verification
    from reviewer.store.datasets import StoredDataset

group = typer.Typer(help="Datasets that were built.", no_args_is_help=True, rich_markup_mode=None)
Named = Annotated[
    str,
    typer.Argument(metavar="DATASET", help="Its name such as dpo-v3, its folder, or the beginning of its SHA-256."),
]
_MARKS = {"added": "+", "removed": "-", "changed": "~"}


def add_to(app: typer.Typer) -> None:
    """Add the group to the program."""
    app.add_typer(group, name="datasets")


@group.command("list")
def list_datasets(ctx: typer.Context, json: Json = False) -> None:
    """List the datasets that were built from this workspace, newest first, and how many of their rows are outdated."""
    with opened(ctx) as workspace:
        found = workspace.datasets.list()
        outdated = {one.number: workspace.datasets.outdated(one) if one.tracked else None for one in found}
    if json:
        put_json({"datasets": [_entry(one) | {"outdated": outdated[one.number]} for one in found]})
        return
    header = ["DATASET", "WHEN", "BY", "ROWS", "AGAINST THE ONE BEFORE", "GUIDELINE", "OUTDATED", "SHA-256", "FOLDER"]
    rows = [
        [
            shown(one.name),
            when(one.built_at),
            shown(one.built_by),
            sum(one.rows.values()),
            _against(one),
            shown(", ".join(one.guidelines)),
            "unknown" if outdated[one.number] is None else str(outdated[one.number]),
            one.sha256[:12],
            shown(one.folder),
        ]
        for one in found
    ]
    put_table(header, rows)


def _entry(dataset: "StoredDataset") -> dict[str, Any]:
    told = asdict(dataset)
    return {"name": dataset.name, **told, "rows": dict(dataset.rows), "guidelines": list(dataset.guidelines)}


def _against(dataset: "StoredDataset") -> str:
    if dataset.added is None:
        return "unknown"
    return f"+{dataset.added} -{dataset.removed} ~{dataset.changed}"


@group.command("verify")
def verify_dataset(ctx: typer.Context, dataset: Named, json: Json = False) -> None:
    """Check a dataset: its bytes, and in its workspace every row against the current reviews.

    Without a workspace only the checksums are checked. Exits with 3 if bytes were changed or rows are outdated.
    """
    from reviewer.services.datasets.verifying import verify_alone

    if session_of(ctx).find_location():
        with opened(ctx) as workspace:
            found = workspace.datasets.verify(dataset)
    else:
        found = verify_alone(dataset)
    if json:
        put_json(found.document())
    else:
        for note in found.notes:
            say(shown(note))
        says = found.sentences()
        say(f"{shown(dataset)}:" if says else f"{shown(dataset)} {_holds(found)}.")
        for sentence in says:
            put(shown(sentence))
    if not (found.sound and found.current):
        raise Exit(REJECTED)


def _holds(found: "Verification") -> str:
    """Return what was checked and holds; nothing is claimed of what could not be asked."""
    if found.folder is None:
        return "has no row that is outdated"
    asked = found.dataset is not None and found.dataset.tracked
    return "is as it was built, and up to date" if asked else "is as it was built"


@group.command("diff")
def diff_datasets(
    ctx: typer.Context,
    before: Named,
    after: Annotated[
        str | None, typer.Argument(metavar="DATASET", help="By default what the recipe would give now.")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=0, help="How many items of each kind to name.")
    ] = 50,
    json: Json = False,
) -> None:
    """Tell which items came, went and changed between two datasets, or since one was built, and why."""
    with opened(ctx) as workspace:
        found = workspace.datasets.diff(before, after, limit=limit)
    if json:
        put_json(found.document())
        return
    _say_difference(found)
    for one in found.items:
        put(f"{_MARKS[one.kind]} {shown(one.item_id)}  {shown(', '.join(one.reasons))}")


def _say_difference(found: "Difference") -> None:
    against = "what its recipe gives now" if found.after is None else found.after.name
    counts = ", ".join(f"{count:,} {kind}" for kind, count in found.counts.items())
    say(f"{shown(found.before.name)} against {shown(against)}: {counts}.")
    for kind, reasons in found.reasons.items():
        for reason, count in reasons.items():
            say(f"  {count:,} {kind}: {shown(reason)}")
    for note in found.notes:
        say(shown(note))


@group.command("rebuild")
def rebuild_dataset(
    ctx: typer.Context,
    dataset: Named,
    out: Annotated[str, typer.Option("-o", "--out", metavar="DIR", help="A folder that does not exist yet.")],
    json: Json = False,
) -> None:
    """Write a dataset once more, as it was built, whatever was reviewed since; exits with 3 if any byte differs."""
    if out in ("", "-"):
        raise typer.BadParameter("A dataset is a folder: name the one to write with -o DIR.")
    with opened(ctx) as workspace, progress_bar("rebuild", "rows") as progress:
        made = workspace.datasets.rebuild(dataset, out, progress=progress)
    if json:
        put_json(made.document())
    else:
        same = "the same to the byte" if made.identical else f"not the same: {', '.join(made.differs)}"
        say(f"Wrote {shown(made.folder)} as {shown(made.dataset.name)}: {shown(same)}.")
        for note in made.notes:
            say(shown(note))
    if not made.identical:
        raise Exit(REJECTED)


@group.command("trace")
def trace_item(
    ctx: typer.Context,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="The id of an item.")],
    dataset: Annotated[
        str | None, typer.Option("--dataset", metavar="DATASET", help="As it was in this dataset; by default as it is.")
    ] = None,
    source: SourceName = None,
    json: Json = False,
) -> None:
    """Tell where the rows of an item come from: decision, reviews, ledger, and the datasets that it went into."""
    with opened(ctx) as workspace:
        found = workspace.datasets.trace(item, dataset, source=source)
    if json:
        put_json(found.document())
    else:
        _put_trace(found)


def _put_trace(found: "Trace") -> None:
    place = "as it is now" if found.dataset is None else f"in {found.dataset.name}, {found.split}"
    put(f"Item {shown(found.item_id)} of {shown(found.source)}, {shown(place)}; SHA-256 {found.item_sha256[:12]}")
    decision = found.decision
    if decision is not None:
        put(f"Decision: {shown(decision.verdict)}, {decision.method}, {when(decision.decided_at)}, {decision.state}")
    for reason in found.outdated:
        put(f"Outdated: {reason}")
    header = ["REVIEW", "BY", "IN THE DATASET", "VERDICT", "REVISION", "WHEN", "STATE"]
    rows = [
        [
            shown(one.submission_id),
            shown(one.reviewer),
            one.stand_in,
            shown(one.verdict),
            one.revision,
            when(one.submitted_at),
            one.state,
        ]
        for one in found.reviews
    ]
    put_table(header, rows)
    members = [[shown(one.dataset.name), one.split, ", ".join(one.outdated) or "current"] for one in found.datasets]
    put_table(["DATASET", "SPLIT", "STATE"], members)
    events = [[event.seq, when(event.at), shown(event.actor), event.action] for event in found.events]
    put_table(["EVENT", "WHEN", "BY", "WHAT"], events)
