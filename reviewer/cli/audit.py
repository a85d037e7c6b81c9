"""`reviewer audit`: the ledger of every change."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.exits import REJECTED, Exit
from reviewer.cli.options import Json
from reviewer.cli.output import put, put_json, put_table, say, shown, when
from reviewer.cli.places import refuse_workspace
from reviewer.cli.session import opened

if TYPE_CHECKING:
    from reviewer.domain.audit import Anchor
    from reviewer.domain.changes import Receipt

group = typer.Typer(help="The ledger of every change.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """Add the group to the program."""
    app.add_typer(group, name="audit")


@group.command("log")
def show_log(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="How many events.")] = 50,
    offset: Annotated[int, typer.Option("--offset", min=0, help="Leave out so many first.")] = 0,
    subject: Annotated[str | None, typer.Option("--subject", metavar="ID", help="Only of this item.")] = None,
    json: Json = False,
) -> None:
    """List the newest events."""
    with opened(ctx) as workspace:
        events = workspace.audit.log(offset=offset, limit=limit, subject=subject)
        total = workspace.audit.count()
    if json:
        put_json({"events": [event.model_dump(mode="json") for event in events], "total": total})
        return
    rows = [[event.seq, when(event.at), event.actor, event.action, event.subject] for event in events]
    put_table(["EVENT", "WHEN", "WHO", "WHAT", "OF"], rows)


@group.command("verify")
def verify_ledger(
    ctx: typer.Context,
    anchors: Annotated[
        Path | None, typer.Option("--anchors", metavar="FILE", help="Anchors that were kept outside, one a line.")
    ] = None,
    receipts: Annotated[
        Path | None, typer.Option("--receipts", metavar="FILE", help="Receipts of submissions, one a line.")
    ] = None,
    json: Json = False,
) -> None:
    """Check the chain, the stored items and reviews, and anchors and receipts against the ledger."""
    known_anchors, known_receipts = _anchors(anchors), _receipts(receipts)
    with opened(ctx) as workspace:
        own = workspace.audit.own_receipts()
        report = workspace.audit.verify(known_anchors, [*known_receipts, *own])
    if json:
        put_json({"sound": report.sound, **report.model_dump(mode="json")})
    else:
        what = f"{report.events:,} events" if report.whole else "Your own events (your role sees no others)"
        say(
            f"{what}, {report.anchors} anchors and {report.receipts} receipts checked: "
            + ("nothing is wrong." if report.sound else f"{len(report.findings)} findings.")
        )
        for finding in report.findings:
            put(f"{finding.kind}: {shown(finding.message)}")
    if not report.sound:
        raise Exit(REJECTED)


@group.command("anchor")
def make_anchor(
    ctx: typer.Context,
    out: Annotated[str, typer.Option("-o", "--out", metavar="FILE", help="Add it to this file; '-' prints it.")] = "-",
    json: Json = False,
) -> None:
    """Note the head of the ledger, to be kept where nobody who can change the workspace can change it."""
    if out != "-":
        refuse_workspace(Path(out))
    with opened(ctx) as workspace:
        anchor = workspace.audit.anchor()
    line = anchor.model_dump_json()
    if out != "-":
        with Path(out).open("a", encoding="utf-8", newline="\n") as file:
            file.write(line + "\n")
    if json:
        put_json({**anchor.model_dump(mode="json"), "file": None if out == "-" else out})
    elif out == "-":
        put(line)
    else:
        say(f"The head of the ledger (event {anchor.seq}) was added to {shown(out)}.")


def _anchors(path: Path | None) -> list["Anchor"]:
    from reviewer.domain.audit import Anchor

    return [Anchor.model_validate(value) for value in _values(path)]


def _receipts(path: Path | None) -> list["Receipt"]:
    from reviewer.domain.changes import Receipt

    return [Receipt.model_validate({"seq": value["seq"], "hash": value["hash"]}) for value in _values(path)]


def _values(path: Path | None) -> list[dict[str, object]]:
    """Return the objects of a small file of JSON lines."""
    from reviewer.domain.errors import InvalidInput
    from reviewer.sources.file import records_of
    from reviewer.sources.reading.records import Unreadable

    values = []
    for record in records_of(path) if path else ():
        if isinstance(record, Unreadable) or not isinstance(record.value, dict) or "seq" not in record.value:
            raise InvalidInput(f"{path}, line {record.line}: this is neither an anchor nor a receipt (seq and hash).")
        values.append(record.value)
    return values
