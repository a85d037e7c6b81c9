"""`reviewer resolve`: settle what reviewers disagree on."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reviewer.cli.options import Json, SourceName
from reviewer.cli.output import cut, put, put_json, put_table, say, say_resting, shown, when
from reviewer.cli.session import opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewer.domain.changes import Changes
    from reviewer.domain.resolutions import Category
    from reviewer.domain.reviews import Review


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("resolve")(resolve_item)


def resolve_item(
    ctx: typer.Context,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="The id of an item.")],
    adopt: Annotated[
        str | None, typer.Option("--adopt", metavar="SUBMISSION", help="Take this review as it is.")
    ] = None,
    verdict: Annotated[
        str | None, typer.Option("--verdict", metavar="ID", help="Decide anew, with this verdict.")
    ] = None,
    correction: Annotated[
        str | None, typer.Option("--correction", metavar="FILE", help="The corrected response; '-' is standard input.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")] = "",
    category: Annotated[
        str | None,
        typer.Option(
            "--category",
            metavar="NAME",
            help="Why the reviewers erred: guideline_gap, ambiguous_item, slip or wrong_evidence.",
        ),
    ] = None,
    source: SourceName = None,
    json: Json = False,
) -> None:
    """Settle an item: adopt a review or decide anew; without either its reviews are listed."""
    if adopt and verdict:
        raise typer.BadParameter("Give --adopt or --verdict, not both.")
    if correction and not verdict:
        raise typer.BadParameter("--correction goes with --verdict.")
    if category and not (adopt or verdict):
        raise typer.BadParameter("--category goes with --adopt or --verdict.")
    why = _category(category) if category else None
    with opened(ctx) as workspace:
        done: Changes | None = None
        if adopt:
            lead = workspace.actor
            done = workspace.resolutions.adopt(item, adopt, lead=lead, reason=reason, category=why, source=source)
        elif verdict:
            review: dict[str, Any] = {"item_id": item, "reviewer": workspace.actor, "verdict": verdict}
            if correction:
                review["correction"] = _read(correction)
            done = workspace.resolutions.decide(item, review, reason=reason, category=why, source=source)
        resolution = workspace.resolutions.find(item, source)
        reviews = workspace.reviews.for_item(item, source)
    resting = () if done is None else done.datasets
    say_resting(resting)
    if json:
        found = None if resolution is None else resolution.model_dump(mode="json")
        told = {"item_id": item, "resolution": found, "reviews": [r.model_dump(mode="json") for r in reviews]}
        put_json(told | ({"datasets": list(resting)} if resting else {}))
        return
    if resolution is None:
        say(f"'{shown(item)}' is not settled.")
    else:
        say(f"'{shown(item)}' is settled: {shown(resolution.verdict)} ({resolution.method}).")
    if done is None:
        _put_reviews(reviews)


def _put_reviews(reviews: "Sequence[Review]") -> None:
    rows = [[r.submission_id, r.reviewer, r.verdict or "", when(r.submitted_at), r.comment] for r in reviews]
    put_table(["SUBMISSION", "WHO", "VERDICT", "WHEN", "COMMENT"], rows)
    for review in reviews:
        if review.correction is not None:
            put(f"{cut(review.submission_id)}: {cut(review.correction.text, 400)}")


def _category(name: str) -> "Category":
    from reviewer.domain.resolutions import CATEGORIES

    found = next((known for known in CATEGORIES if known == name), None)
    if found is None:
        raise typer.BadParameter(f"'{name}' is no category: choose from {', '.join(CATEGORIES)}.")
    return found


def _read(path: str) -> str:
    """Return a corrected response, exactly as it stands in the file."""
    from reviewer.domain.errors import InvalidInput, Unreachable

    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise Unreachable(f"{path} cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise InvalidInput(f"{path} is not UTF-8 text: save it as UTF-8.") from None
