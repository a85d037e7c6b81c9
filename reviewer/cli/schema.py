"""`reviewer schema`: JSON Schemas of what goes in and out, made from the models."""

from typing import Annotated

import typer

from reviewer.cli.output import put, put_json


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("schema")(print_schema)


def print_schema(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Without a name the names are listed.")] = None,
) -> None:
    """Print the JSON Schema of a format."""
    from reviewer.services.schemas import SCHEMAS, schema_of

    if name is None:
        for known in SCHEMAS:
            put(known)
    else:
        put_json(schema_of(name))
