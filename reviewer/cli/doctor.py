"""`reviewer doctor`: is everything here that the program needs, and what to do if not."""

from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.exits import REJECTED, Exit
from reviewer.cli.options import Json
from reviewer.cli.output import put, put_json, shown
from reviewer.cli.session import asking, session_of
from reviewer.domain.errors import PasswordNeeded

if TYPE_CHECKING:
    from reviewer.services.symptoms import Symptom


def add_to(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("doctor")(examine)


def examine(
    ctx: typer.Context,
    workspace: Annotated[str | None, typer.Argument(metavar="[WORKSPACE]")] = None,
    json: Json = False,
) -> None:
    """Examine this machine and, if one is named, a workspace; every finding says what to do."""
    from reviewer.services.doctor import examine_machine

    session = session_of(ctx)
    symptoms = list(examine_machine())
    location = workspace or session.find_location()
    if location:
        symptoms += _workspace(location)
    if json:
        put_json({"sound": all(s.ok for s in symptoms), "checks": [_as_json(s) for s in symptoms]})
    else:
        for symptom in symptoms:
            put(f"{'ok  ' if symptom.ok else 'BAD '} {symptom.what}: {shown(symptom.found)}")
            if not symptom.ok:
                put(f"     {shown(symptom.remedy)}")
    if not all(symptom.ok for symptom in symptoms):
        raise Exit(REJECTED)


def _workspace(location: str) -> "list[Symptom]":
    from reviewer.services.doctor import examine_workspace, not_reached

    try:
        return asking(location, lambda: list(examine_workspace(location)))
    except PasswordNeeded as error:
        return [not_reached(location, error)]


def _as_json(symptom: "Symptom") -> dict[str, object]:
    return {"check": symptom.what, "ok": symptom.ok, "found": symptom.found, "remedy": symptom.remedy or None}
