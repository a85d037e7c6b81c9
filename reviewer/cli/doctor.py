"""`reviewer doctor`: is everything here that the program needs, and what to do if not."""

from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.exits import REJECTED, Exit
from reviewer.cli.options import Json
from reviewer.cli.output import put, put_json, shown
from reviewer.cli.session import session_of

if TYPE_CHECKING:
    from reviewer.services.doctor import Symptom


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("doctor")(examine)


def examine(
    ctx: typer.Context,
    workspace: Annotated[str | None, typer.Argument(metavar="[WORKSPACE]")] = None,
    json: Json = False,
) -> None:
    """Examine this machine and, if one is named, a workspace; every finding says what to do."""
    from reviewer.services.doctor import examine_machine, examine_workspace

    session = session_of(ctx)
    symptoms = list(examine_machine())
    location = workspace or session.find_location()
    if location:
        symptoms += examine_workspace(location)
    if json:
        put_json({"sound": all(s.ok for s in symptoms), "checks": [_as_json(s) for s in symptoms]})
    else:
        for symptom in symptoms:
            put(f"{'ok  ' if symptom.ok else 'BAD '} {symptom.what}: {shown(symptom.found)}")
            if not symptom.ok:
                put(f"     {shown(symptom.remedy)}")
    if not all(symptom.ok for symptom in symptoms):
        raise Exit(REJECTED)


def _as_json(symptom: "Symptom") -> dict[str, object]:
    return {"check": symptom.what, "ok": symptom.ok, "found": symptom.found, "remedy": symptom.remedy or None}
