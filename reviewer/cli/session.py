"""Which workspace, project and person a command is about."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from reviewer.cli.screen import Screen
from reviewer.domain.errors import Refused

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace

VARIABLE = "REVIEWER_WORKSPACE"


@dataclass
class Session:
    """What the global options say."""

    workspace: str | None = None
    project: str | None = None
    actor: str | None = None
    screen: Screen | None = None

    def find_location(self) -> str | None:
        """Return the workspace that was named by option or environment, or None."""
        return self.workspace or os.environ.get(VARIABLE) or None

    def location(self) -> str:
        """Return the workspace that was named by option or environment."""
        found = self.find_location()
        if not found:
            raise typer.BadParameter(f"Name the workspace: -w PATH, or the environment variable {VARIABLE}.")
        return found

    def window(self) -> Screen:
        """Return the way to the window."""
        if self.screen is None:
            raise Refused("This program was started without its window: start it as 'reviewer'.")
        return self.screen


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
