"""Which workspace, project and person a command is about."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace

VARIABLE = "REVIEWER_WORKSPACE"


@dataclass
class Session:
    """What the global options say."""

    workspace: str | None = None
    project: str | None = None
    actor: str | None = None

    def find_location(self) -> str | None:
        """Return the workspace that was named by option or environment, or None."""
        return self.workspace or os.environ.get(VARIABLE) or None

    def location(self) -> str:
        """Return the workspace that was named by option or environment."""
        found = self.find_location()
        if not found:
            raise typer.BadParameter(f"Name the workspace: -w PATH, or the environment variable {VARIABLE}.")
        return found


def session_of(ctx: typer.Context) -> Session:
    """Return the session of a command."""
    found = ctx.find_object(Session)
    return found if found is not None else Session()


@contextmanager
def opened(ctx: typer.Context) -> Iterator["Workspace"]:
    """Open the workspace of this command and close it at the end."""
    from reviewer.services.workspace import open_workspace

    session = session_of(ctx)
    with open_workspace(session.location(), project=session.project, actor=session.actor) as workspace:
        yield workspace
