"""`reviewer export`: build a dataset from a recipe."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.exits import EMPTY, Exit
from reviewer.cli.options import DryRun, FailOnEmpty, Json, Where
from reviewer.cli.output import progress_bar, put_json, put_table, say, shown
from reviewer.cli.session import opened

if TYPE_CHECKING:
    from reviewer.services.datasets import Check, Preview

if TYPE_CHECKING:
    from reviewer.datasets.catalog import Catalog

Wanted = Annotated[
    str | None, typer.Argument(metavar="RECIPE", help="A shipped name or a TOML file; without one they are listed.")
]
Out = Annotated[str | None, typer.Option("-o", "--out", metavar="DIR", help="A folder that does not exist yet.")]
Format = Annotated[
    str | None, typer.Option("--format", metavar="NAME", help="parquet, jsonl or csv; by default the recipe's first.")
]


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("export")(export_dataset)


def export_dataset(
    ctx: typer.Context,
    recipe: Wanted = None,
    out: Out = None,
    format: Format = None,
    where: Where = None,
    split: Annotated[
        str | None, typer.Option("--split", metavar="SHARES", help="Train, validation and test, such as 0.8,0.1,0.1.")
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="For the splits.")] = None,
    redact: Annotated[
        str | None, typer.Option("--redact", metavar="HOW", help="Personal data: off, placeholders or drop.")
    ] = None,
    max_tokens: Annotated[
        int | None, typer.Option("--max-tokens", metavar="N", help="Warn of rows that are longer, as estimated.")
    ] = None,
    spreadsheet: Annotated[
        bool, typer.Option("--spreadsheet", help="CSV with formulas escaped, which changes the data.")
    ] = False,
    json: Json = False,
    dry_run: DryRun = False,
    fail_on_empty: FailOnEmpty = False,
) -> None:
    """Build a dataset: data, card, manifest and checksums, or nothing at all."""
    shares = _shares(split)
    with opened(ctx) as workspace:
        if recipe is None:
            _list(workspace.datasets.catalog(), json)
            return
        own = {"redaction": redact, "max_tokens": max_tokens, "spreadsheet": spreadsheet or None}
        wanted = workspace.datasets.recipe(recipe).changed(**own)
        if dry_run:
            found = workspace.datasets.preview(wanted, where=where, limit=0, split=shares, seed=seed)
            _tell_counts(recipe, found, json)
            _exit_if_empty(fail_on_empty, found.total)
            return
        if not out or out == "-":
            raise typer.BadParameter("A dataset is a folder: name the one to write with -o DIR.")
        format = format or ("csv" if wanted.spreadsheet else None)
        with progress_bar("export", "rows") as progress, _saying_what_is_left(out):
            built = workspace.datasets.build(
                wanted, out, format=format, where=where, split=shares, seed=seed, progress=progress
            )
        name = workspace.datasets.find(built.dataset).name
    if json:
        put_json(built.document())
    else:
        rows = ", ".join(f"{count:,} {name}" for name, count in built.rows.items())
        say(f"Wrote {shown(built.dataset)} as {name}: {rows}.")
        if wanted.spreadsheet:
            say("Formulas are escaped by an apostrophe, which changes texts: look at this CSV, and do not train on it.")
        _tell_findings(built.excluded, built.checks)
    _exit_if_empty(fail_on_empty, sum(built.rows.values()))


@contextmanager
def _saying_what_is_left(out: str) -> Iterator[None]:
    """Say that nothing is there where the person stops the work."""
    try:
        yield
    except KeyboardInterrupt:
        say(f"Stopped: no dataset was written to {shown(out)}.")
        raise


def _exit_if_empty(asked: bool, rows: int) -> None:
    if asked and not rows:
        raise Exit(EMPTY)


def _shares(text: str | None) -> list[float] | None:
    """Return the shares of the splits; they must add up to one."""
    if text is None:
        return None
    try:
        shares = tuple(float(part) for part in text.split(","))
    except ValueError:
        shares = ()
    if not 1 <= len(shares) <= 3 or any(not 0 <= share <= 1 for share in shares) or abs(sum(shares) - 1) > 1e-6:
        raise typer.BadParameter("--split takes up to three shares that add up to 1, such as 0.8,0.1,0.1.")
    return [*shares, *[0.0] * (3 - len(shares))]


def _list(found: "Catalog", json: bool) -> None:
    """List the recipes, and say of each file that cannot be used what is wrong with it."""
    if json:
        recipes = [{"name": recipe.name, "title": recipe.title} for recipe in found.recipes]
        put_json({"recipes": recipes, "problems": list(found.problems)})
        return
    put_table(["RECIPE", "TITLE"], [[recipe.name, recipe.title] for recipe in found.recipes])
    for problem in found.problems:
        say(f"Not usable: {shown(problem)}")


def _tell_counts(recipe: str, found: "Preview", json: bool) -> None:
    if json:
        put_json({"recipe": recipe, "rows": found.total, "excluded": dict(found.excluded)})
    else:
        say(f"Would write {found.total:,} rows.")
        _tell_findings(found.excluded, found.checks)


def _tell_findings(excluded: Mapping[str, int], checks: "Iterable[Check]") -> None:
    """Say what is left out and what the checks found; those that hold are in the card and the manifest."""
    for reason, count in excluded.items():
        say(f"  {count:,} left out: {shown(reason)}")
    for check in checks:
        if check.state == "info":
            say(f"  {check.title}: {shown(check.says)}")
        elif check.state != "ok":
            word = "warning" if check.state == "warning" else "fails"
            says = f", but {shown(check.says)}" if check.says else ""
            say(f"  {word}: expected that {check.title}{says}")
