"""`reviewer queue`: what waits, who holds what."""

from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reviewer.cli.exits import EMPTY, Exit
from reviewer.cli.options import DryRun, FailOnEmpty, Json, SourceName, Where
from reviewer.cli.output import put, put_json, put_table, say, shown, when
from reviewer.cli.session import opened

if TYPE_CHECKING:
    from reviewer.domain.items import Item
    from reviewer.domain.leases import Claim
    from reviewer.services.workspace import Workspace

group = typer.Typer(help="What waits, and who holds what.", no_args_is_help=True, rich_markup_mode=None)
ItemId = Annotated[str, typer.Argument(metavar="ITEM", help="The id of an item.")]
STATES = ("open", "adjudication", "escalated", "resolved", "set_aside")


def add_to(app: typer.Typer) -> None:
    """Add the group to the program."""
    app.add_typer(group, name="queue")


@group.command("list")
def list_items(
    ctx: typer.Context,
    state: Annotated[
        list[str] | None, typer.Option("--state", help=f"One of {', '.join(STATES)}; may be repeated.")
    ] = None,
    text: Annotated[str, typer.Option("--text", help="Only items with these words.")] = "",
    where: Where = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="How many rows.")] = 50,
    offset: Annotated[int, typer.Option("--offset", min=0, help="Leave out so many first.")] = 0,
    unreadable: Annotated[bool, typer.Option("--unreadable", help="What could not be read, with the reasons.")] = False,
    leases: Annotated[bool, typer.Option("--held", "--leases", help="Who holds what since when, until when.")] = False,
    json: Json = False,
    fail_on_empty: FailOnEmpty = False,
) -> None:
    """List items as they came, those of one state as the queue takes them; what was unreadable; who holds what."""
    with opened(ctx) as workspace:
        if unreadable:
            rows: Any = workspace.queue.unreadable(offset, limit)
            found: dict[str, Any] = {
                "unreadable": [row.model_dump(mode="json") for row in rows],
                "total": workspace.queue.unreadable_count(),
            }
            header, table = ["FROM", "LINE", "REASON"], [[row.origin, row.line, row.reason] for row in rows]
        elif leases:
            found, header, table = _leases(workspace)
        else:
            found, header, table = _items(workspace, state or [], text, where, offset, limit)
    if json:
        put_json(found)
    elif table:
        put_table(header, table)
    else:
        say("Nothing fits." if unreadable or leases or state or text or where else _nothing(found["counts"]))
    if fail_on_empty and not table:
        raise Exit(EMPTY)


def _nothing(counts: dict[str, int]) -> str:
    """Say why a list of everything has no line: a server shows a reviewer only some items."""
    if not any(counts.values()):
        return "The queue is empty."
    return "You hold no item and have judged none, and a server shows a reviewer no others: claim one in the window."


def _leases(workspace: "Workspace") -> tuple[dict[str, Any], list[str], list[list[object]]]:
    rows = workspace.queue.leases()
    now = workspace.clock()
    held = [max(0, int((now - row.claimed_at).total_seconds())) for row in rows]
    found = {
        "leases": [
            {**row.model_dump(mode="json"), "held_seconds": seconds} for row, seconds in zip(rows, held, strict=True)
        ],
        "total": len(rows),
    }
    table: list[list[object]] = [
        [row.reviewer, row.item_id, row.source, when(row.claimed_at), f"{seconds // 60} min", when(row.expires_at)]
        for row, seconds in zip(rows, held, strict=True)
    ]
    return found, ["WHO", "ITEM", "SOURCE", "SINCE", "FOR", "UNTIL"], table


def _items(
    workspace: Any, states: list[str], text: str, where: str | None, offset: int, limit: int
) -> tuple[dict[str, Any], list[str], list[list[object]]]:
    from reviewer.domain.listing import ItemFilter

    unknown = [state for state in states if state not in STATES]
    if unknown:
        raise typer.BadParameter(f"'{unknown[0]}' is not a state: choose from {', '.join(STATES)}.")
    wanted = ItemFilter.model_validate({"states": states, "text": text, "where": where})
    rows = workspace.queue.page(wanted, offset=offset, limit=limit)
    found = {
        "items": [row.model_dump(mode="json", exclude={"number"}) for row in rows],
        "total": workspace.queue.count(wanted),
        "counts": {**dict.fromkeys(STATES, 0), **workspace.queue.counts()},
    }
    header = ["ITEM", "SOURCE", "STATE", "PRIORITY", "REVIEWS", "RESPONSE"]
    table = [[r.item_id, r.source, r.state, r.priority, f"{r.reviews}/{r.needed}", r.excerpt] for r in rows]
    return found, header, table


@group.command("show")
def show_item(ctx: typer.Context, item: ItemId, source: SourceName = None, json: Json = False) -> None:
    """Print an item as flagged-item/1, as it was taken in: with gold and control marks."""
    with opened(ctx) as workspace:
        found = workspace.queue.get(item, source)
    put_json(as_flagged_item(found))


def as_flagged_item(item: "Item") -> dict[str, Any]:
    """Return an item as the object that `import` takes."""
    fields = item.model_dump(mode="json")
    for hit in fields["policy_hits"]:
        for span in hit["spans"]:
            if span["anchored"]:
                del span["anchored"]
    return {"schema": "flagged-item/1", **fields}


@group.command("claim")
def claim_item(
    ctx: typer.Context,
    item: Annotated[str | None, typer.Argument(metavar="[ITEM]", help="Default: the next of the queue.")] = None,
    source: SourceName = None,
    json: Json = False,
    fail_on_empty: FailOnEmpty = False,
) -> None:
    """Take the next item, or a chosen one, for a limited time."""
    with opened(ctx) as workspace:
        queue, who = workspace.queue, workspace.actor
        claim = queue.claim_item(who, item, source) if item else queue.claim(who)
    if json:
        put_json(_as_json(claim))
    elif claim is None:
        say(f"Nothing waits for {shown(who)}.")
    else:
        say(f"{shown(who)} holds '{shown(claim.item.id)}' until {when(claim.expires_at)}.")
        put(shown(claim.item.response if claim.item.response is not None else ""))
    if fail_on_empty and claim is None:
        raise Exit(EMPTY)


def _as_json(claim: "Claim | None") -> dict[str, Any]:
    if claim is None:
        return {"item_id": None, "item": None}
    return {
        "item_id": claim.item.id,
        "source": claim.item.source.system,
        "reviewer": claim.reviewer,
        "token": claim.token,
        "expires_at": claim.expires_at,
        "hits_hidden": claim.hits_hidden,
        "item": as_flagged_item(claim.item),
    }


@group.command("release")
def release_items(
    ctx: typer.Context,
    item: Annotated[str | None, typer.Argument(metavar="[ITEM]", help="Default: everything that is held.")] = None,
    source: SourceName = None,
    holder: Annotated[
        str | None, typer.Option("--holder", metavar="NAME", help="Take the item from this person; for a lead.")
    ] = None,
    everybody: Annotated[
        bool, typer.Option("--everybody", help="Take the item from everybody who holds it; for a lead.")
    ] = False,
    all_of: Annotated[
        str | None, typer.Option("--all-of", metavar="NAME", help="Release all that this person holds; for a lead.")
    ] = None,
    json: Json = False,
    dry_run: DryRun = False,
    fail_on_empty: FailOnEmpty = False,
) -> None:
    """Give back what is held; a lead ends the leases of others, whose work stays with them as a draft."""
    _check_whose(item, holder, everybody, all_of)
    with opened(ctx) as workspace:
        whose = all_of or holder or ("" if everybody else workspace.actor)
        forced = everybody or whose != workspace.actor
        held = [
            lease
            for lease in workspace.queue.leases()
            if whose in ("", lease.reviewer) and item in (None, lease.item_id) and source in (None, lease.source)
        ]
        if forced:
            workspace.members.demand(workspace.actor, "lead")
        if item is not None and (held or workspace.members.sees_all()):
            source = workspace.queue.row(item, source).source  # where there is none, that is an error
        if dry_run:
            released = tuple(dict.fromkeys(lease.item_id for lease in held))
        elif item is None:
            released = workspace.queue.release_all(whose).item_ids
        elif forced:
            released = workspace.queue.release_item(item, source, whose or None).item_ids
        else:
            mine = [claim for claim in workspace.queue.held(whose) if claim.item.key == (source, item)]
            released = tuple(done for claim in mine for done in workspace.queue.release(claim).item_ids)
    names = list(dict.fromkeys(lease.reviewer for lease in held)) or ([whose] if whose else [])
    if json:
        put_json({"released": list(released), **({"holders": names} if forced else {}), **_trial(dry_run)})
    else:
        say(_released(", ".join(names), len(released), forced, dry_run))
    if fail_on_empty and not released:
        raise Exit(EMPTY)


def _check_whose(item: str | None, holder: str | None, everybody: bool, all_of: str | None) -> None:
    if sum((holder is not None, everybody, all_of is not None)) > 1:
        raise typer.BadParameter("Say only one of --holder, --everybody and --all-of.")
    if item is None and (holder is not None or everybody):
        raise typer.BadParameter("Name the item as well; --all-of NAME releases everything that a person holds.")
    if item is not None and all_of is not None:
        raise typer.BadParameter("--all-of releases everything: leave the item out, or say --holder NAME.")


def _released(names: str, number: int, forced: bool, dry_run: bool) -> str:
    """Return the sentence about leases that ended."""
    items = f"{number:,} {'item' if number == 1 else 'items'}"
    if not number:
        return f"{shown(names)} holds nothing of the kind." if names else "Nobody holds this item now."
    if not forced:
        return f"{shown(names)} {'would give back' if dry_run else 'gave back'} {items}."
    verb = "would go" if dry_run else "goes" if number == 1 else "go"
    return f"{items} of {shown(names)} {verb} back to the queue; the work stays with them as a draft."


def _trial(dry_run: bool) -> dict[str, bool]:
    return {"dry_run": True} if dry_run else {}


@group.command("assign")
def assign_item(
    ctx: typer.Context,
    item: ItemId,
    reviewer: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="For whom; or say --nobody.", show_default=False)
    ] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="For whoever comes next.")] = False,
    release: Annotated[bool, typer.Option("--release", help="End the leases of everybody else on it.")] = False,
    source: SourceName = None,
    json: Json = False,
    dry_run: DryRun = False,
) -> None:
    """Reserve an item for one person, or for nobody in particular; for a lead."""
    if (reviewer is None) != nobody:
        raise typer.BadParameter("Say for whom: a NAME, or --nobody for whoever comes next.")
    with opened(ctx) as workspace:
        workspace.members.demand(workspace.actor, "lead")
        row = workspace.queue.row(item, source)
        known = {member.name for member in workspace.members.list()}
        losing = [name for name in row.holders if name != reviewer] if release else []
        if not dry_run:
            workspace.queue.assign(item, reviewer, row.source, release=release)
    if json:
        ended = {"released": losing} if release else {}
        put_json({"item_id": item, "source": row.source, "assigned_to": reviewer, **ended, **_trial(dry_run)})
        return
    is_now = "would be" if dry_run else "is"
    end = "would end" if dry_run else "ended"
    say(f"'{shown(item)}' {is_now} {'reserved for ' + shown(reviewer) if reviewer else 'for whoever comes next'}.")
    if losing:
        say(f"The leases of {shown(', '.join(losing))} {end}; the work stays with them as a draft.")
    if reviewer is not None and reviewer not in known:
        say(f"{shown(reviewer)} is no member here: only a person who works under exactly this name will get it.")


@group.command("priority", context_settings={"ignore_unknown_options": True})  # or -1 would be taken for an option
def set_priority(
    ctx: typer.Context,
    item: ItemId,
    number: Annotated[float, typer.Argument(metavar="NUMBER", help="A higher one comes first.")],
    source: SourceName = None,
    json: Json = False,
    dry_run: DryRun = False,
) -> None:
    """Give an item another place in the queue; for a lead."""
    with opened(ctx) as workspace:
        workspace.members.demand(workspace.actor, "lead")
        row = workspace.queue.row(item, source)
        if not isfinite(number):
            raise typer.BadParameter(f"{number} is no priority: write a number, such as 5 or -1.5.")
        if not dry_run:
            workspace.queue.prioritise(item, number, row.source)
    if json:
        change = {"priority": number, "before": row.priority}
        put_json({"item_id": item, "source": row.source, **change, **_trial(dry_run)})
    else:
        say(f"'{shown(item)}' {'would have' if dry_run else 'has'} priority {number:g}; it was {row.priority:g}.")
