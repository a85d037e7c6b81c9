"""`reviewer queue`: what waits, who holds what."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from reviewer.cli.exits import EMPTY, Exit
from reviewer.cli.options import FailOnEmpty, Json, SourceName, Where
from reviewer.cli.output import put, put_json, put_table, say, shown, when
from reviewer.cli.session import opened

if TYPE_CHECKING:
    from reviewer.domain.items import Item
    from reviewer.domain.leases import Claim

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
    leases: Annotated[bool, typer.Option("--leases", help="Who holds what until when.")] = False,
    json: Json = False,
    fail_on_empty: FailOnEmpty = False,
) -> None:
    """List items in the order of the queue, or what could not be read, or who holds what."""
    with opened(ctx) as workspace:
        if unreadable:
            rows: Any = workspace.queue.unreadable(offset, limit)
            found = {
                "unreadable": [row.model_dump(mode="json") for row in rows],
                "total": workspace.queue.unreadable_count(),
            }
            header, table = ["FROM", "LINE", "REASON"], [[row.origin, row.line, row.reason] for row in rows]
        elif leases:
            rows = workspace.queue.leases()
            found = {"leases": [row.model_dump(mode="json") for row in rows], "total": len(rows)}
            header, table = (
                ["ITEM", "WHO", "UNTIL"],
                [[row.item_id, row.reviewer, when(row.expires_at)] for row in rows],
            )
        else:
            found, header, table = _items(workspace, state or [], text, where, offset, limit)
    if json:
        put_json(found)
    elif table:
        put_table(header, table)
    else:
        say("Nothing fits." if unreadable or leases or state or text or where else "The queue is empty.")
    if fail_on_empty and not table:
        raise Exit(EMPTY)


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
    json: Json = False,
    fail_on_empty: FailOnEmpty = False,
) -> None:
    """Give back an item that is held, or all of them."""
    with opened(ctx) as workspace:
        queue, who = workspace.queue, workspace.actor
        if item is None:
            released = queue.release_all(who).item_ids
        else:
            held = [c for c in queue.held(who) if c.item.id == item and source in (None, c.item.source.system)]
            released = tuple(done for claim in held for done in queue.release(claim).item_ids)
    if json:
        put_json({"released": list(released)})
    else:
        say(
            f"{shown(who)} gave back {len(released)} items." if released else f"{shown(who)} holds nothing of the kind."
        )
    if fail_on_empty and not released:
        raise Exit(EMPTY)


@group.command("assign")
def assign_item(
    ctx: typer.Context,
    item: ItemId,
    reviewer: Annotated[str | None, typer.Argument(metavar="[REVIEWER]", help="Default: nobody in particular.")] = None,
    source: SourceName = None,
    json: Json = False,
) -> None:
    """Reserve an item for one person, or for nobody in particular."""
    with opened(ctx) as workspace:
        workspace.queue.assign(item, reviewer, source)
    if json:
        put_json({"item_id": item, "assigned_to": reviewer})
    else:
        say(f"'{shown(item)}' is {'reserved for ' + shown(reviewer) if reviewer else 'for whoever comes next'}.")
