"""Which workspace, project and person a command is about."""

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import typer

from reviewer.cli.output import say, shown
from reviewer.cli.screen import Screen
from reviewer.config.addresses import has_password, is_address, secret_name, shown_address
from reviewer.domain.errors import InvalidInput, PasswordNeeded, Refused

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace

VARIABLE = "REVIEWER_WORKSPACE"
T = TypeVar("T")
_ATTEMPTS = 3
_ADDRESS_IN_WORD = re.compile(r"postgres(?:ql)?://.*", re.DOTALL | re.IGNORECASE)  # also within --workspace=…


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
    location = session.location()
    with asking(location, lambda: open_workspace(location, project=session.project, actor=session.actor)) as workspace:
        yield workspace


def asking(location: str, deed: Callable[[], T]) -> T:
    """Do what may need the password of a server, and ask for it where the server does and somebody can answer."""
    try:
        return deed()
    except PasswordNeeded as needed:
        if not (is_address(location) and sys.stdin.isatty()):
            raise
        return _ask_and_do(location, deed, needed)


def _ask_and_do(location: str, deed: Callable[[], T], needed: PasswordNeeded) -> T:
    from getpass import getpass

    from reviewer.config.secrets import hold_secret, set_secret

    name = secret_name(location)
    for _ in range(_ATTEMPTS):
        say(shown(needed))
        password = getpass(f"Password for {shown(shown_address(location))} (not shown; none: just Enter): ")
        if not password:
            break
        hold_secret(name, password)
        try:
            result = deed()
        except PasswordNeeded as again:
            needed = again
        else:
            say(shown(set_secret(name, password).note))
            return result
    raise needed


def refuse_passwords(words: Sequence[str]) -> None:
    """Refuse a password on the command line, where everybody on this machine could read it."""
    for word in words:
        found = _ADDRESS_IN_WORD.search(word)
        if found is None:
            continue
        try:
            told = has_password(found.group())
        except InvalidInput as error:
            raise typer.BadParameter(str(error)) from None
        if told:
            raise typer.BadParameter(
                "Everybody on this machine can read a password on the command line: leave it out of the address; "
                "it is asked for, or kept by 'reviewer secret set ADDRESS'."
            )
