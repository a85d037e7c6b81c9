"""`reviewer gold`: the items with a known answer, by which people are tested without a word."""

from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.options import Json, SourceName
from reviewer.cli.output import put_json, put_table, say, say_resting, shown, when
from reviewer.cli.session import opened

if TYPE_CHECKING:
    from reviewer.domain.gold import GoldEntry

group = typer.Typer(
    help="Items with a known answer, by which people are tested without a word.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
ItemId = Annotated[str, typer.Argument(metavar="ITEM", help="The id of an item.")]


def add_to(app: typer.Typer) -> None:
    """Add the group to the program."""
    app.add_typer(group, name="gold")


@group.command("list")
def list_gold(ctx: typer.Context, json: Json = False) -> None:
    """List the gold items: the answer, how many judged each and how many of them got it wrong."""
    with opened(ctx) as workspace:
        found = workspace.gold.list()
    if json:
        put_json({"gold": [entry.model_dump(mode="json") for entry in found]})
    elif found:
        rows = [
            [one.item_id, one.source, one.state, one.answer.verdict, one.judged, one.wrong, one.difficulty, _since(one)]
            for one in found
        ]
        put_table(["ITEM", "SOURCE", "STATE", "ANSWER", "JUDGED", "WRONG", "DIFFICULTY", "SINCE"], rows)
    else:
        say("No item has a known answer yet: 'reviewer gold promote' makes one of an adjudicated item.")


@group.command("promote")
def promote(
    ctx: typer.Context,
    item: ItemId,
    explanation: Annotated[str, typer.Option("--explanation", metavar="TEXT", help="Why this answer is right.")],
    source: SourceName = None,
    json: Json = False,
) -> None:
    """Make an adjudicated item a gold item, with the lead's decision as the known answer."""
    with opened(ctx) as workspace:
        changes = workspace.gold.promote(item, explanation, source)
    _tell(item, "active", f"Item {item} has a known answer now, and is mixed in.", json)
    say_resting(changes.datasets)


@group.command("retire")
def retire(
    ctx: typer.Context,
    item: ItemId,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it tests nobody any more.")],
    source: SourceName = None,
    json: Json = False,
) -> None:
    """Serve a gold item no more, and count its answers no more."""
    with opened(ctx) as workspace:
        changes = workspace.gold.retire(item, reason, source)
    _tell(item, "retired", f"Item {item} is served no more, and its answers count no more.", json)
    say_resting(changes.datasets)


def _since(entry: "GoldEntry") -> str:
    return str(when(entry.changed_at))


def _tell(item: str, state: str, text: str, json: bool) -> None:
    if json:
        put_json({"item": item, "state": state})
    else:
        say(shown(text))
