"""`reviewer secret`: passwords and keys, never as an argument."""

import sys
from typing import Annotated

import typer

from reviewer.cli.exits import EMPTY, Exit
from reviewer.cli.options import FailOnEmpty
from reviewer.cli.output import say, shown
from reviewer.config.addresses import is_address, secret_name

group = typer.Typer(
    help="Passwords and keys, kept in the system's key ring.", no_args_is_help=True, rich_markup_mode=None
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="A name, or the address of a database on a server.")]


def add_to(app: typer.Typer) -> None:
    """Add the group to the program."""
    app.add_typer(group, name="secret")


@group.command("set")
def set_value(name: Name) -> None:
    """Keep a secret; it is asked for, or read from standard input."""
    from reviewer.config.secrets import set_secret
    from reviewer.domain.errors import InvalidInput

    name = _name(name)
    value = _ask(name) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not value:
        raise InvalidInput("No secret was given: type it when asked, or pipe it in.")
    say(shown(set_secret(name, value).note))


@group.command("forget")
def forget_value(name: Name, fail_on_empty: FailOnEmpty = False) -> None:
    """Remove a secret."""
    from reviewer.config.secrets import forget_secret

    name = _name(name)
    found = forget_secret(name)
    say(f"The secret '{shown(name)}' {'was removed' if found else 'is not known here'}.")
    if fail_on_empty and not found:
        raise Exit(EMPTY)


def _name(text: str) -> str:
    """Return the name of a secret; the password of a server has one that comes from its address."""
    return secret_name(text) if is_address(text) else text


def _ask(name: str) -> str:
    from getpass import getpass

    return getpass(f"Secret '{shown(name)}' (not shown): ")
