"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check everything and change nothing.")]
FailOnEmpty = Annotated[bool, typer.Option("--fail-on-empty", help="Exit with 5 if there is nothing to do.")]
SourceName = Annotated[
    str | None, typer.Option("--source", metavar="NAME", help="The item's source, where its id stands in several.")
]
Where = Annotated[str | None, typer.Option("--where", metavar="EXPR", help="Only what this condition holds for.")]
MapFile = Annotated[
    Path | None, typer.Option("--map", metavar="FILE", help="TOML file that maps foreign names to ours.")
]
