"""The command line as a whole: the groups of commands, the options that stand anywhere, errors and exit codes."""

import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from reviewer.cli import (
    audit,
    datasets,
    db,
    demo,
    doctor,
    export,
    gold,
    imports,
    init,
    members,
    project,
    pull,
    queue,
    resolve,
    reviews,
    rounds,
    schema,
    secret,
    stats,
    versions,
    window,
)
from reviewer.cli.exits import DONE, INTERRUPTED, UNREACHABLE, CommandLineError, Exit, code_of, report_bug
from reviewer.cli.output import say, shown
from reviewer.cli.screen import Screen
from reviewer.cli.session import Session, refuse_passwords

COMMANDS = (
    window,
    demo,
    init,
    project,
    imports,
    pull,
    queue,
    versions,
    reviews,
    resolve,
    members,
    gold,
    rounds,
    stats,
    export,
    datasets,
    audit,
    db,
    secret,
    schema,
    doctor,
)
EPILOG = "The options -w, --project and --as may also stand after the command. 'reviewer COMMAND --help' says more."
# Global options with their value, recognised wherever they stand.
_WITH_VALUE = {"-w": "--workspace", "--workspace": "--workspace", "--project": "--project", "--as": "--as"}


class Commands(TyperGroup):
    """The group of all commands; takes global options anywhere, and a workspace instead of a command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Move the global options to the front, and put the command 'window' before a workspace."""
        refuse_passwords(args)
        front, rest = _sorted_out(args)
        for place, word in enumerate(rest):
            if not word.startswith("-"):
                if word not in self.commands and _is_workspace(word):
                    rest.insert(place, "window")
                break
        return list(super().parse_args(ctx, front + rest))


def _sorted_out(args: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the global options with their values, and all other words."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(args)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *words]
        elif word in _WITH_VALUE:
            front += [_WITH_VALUE[word], *([following] if (following := next(words, None)) is not None else [])]
        elif equals and name in _WITH_VALUE:
            front += [_WITH_VALUE[name], value]
        elif word.startswith("-w") and not word.startswith("--") and len(word) > 2:
            front += ["--workspace", word[2:].removeprefix("=")]
        else:
            rest.append(word)
    return front, rest


def _is_workspace(word: str) -> bool:
    return word.endswith(".reviewer") or "://" in word or os.path.isfile(word)


app = typer.Typer(
    name="reviewer",
    cls=Commands,
    help="Judge what a language model said, and train on the corrections.\n\nWithout a command the window opens.",
    epilog=EPILOG,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from reviewer.config.crash_reports import program_version

        print(f"reviewer {program_version()}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    ctx: typer.Context,
    workspace: Annotated[
        str | None, typer.Option("-w", "--workspace", metavar="PATH|URL", help="The workspace [REVIEWER_WORKSPACE].")
    ] = None,
    project_name: Annotated[
        str | None, typer.Option("--project", metavar="NAME", help="The project, where a workspace has several.")
    ] = None,
    actor: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Who acts; default: your profile, else your log-in name.")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Note the global options; without a command open the window."""
    ctx.obj = Session(workspace, project_name, actor, ctx.find_object(Screen))
    if ctx.invoked_subcommand is None:
        window.open_window(ctx, None)


for module in COMMANDS:
    module.add_to(app)


def run(argv: Sequence[str] | None = None, screen: Screen | None = None) -> int:
    """Run one command line and return its exit code; `screen` is the way to the window, if there is one."""
    args = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _invoke(args, screen)
        if sys.stdout:  # there is none where the shell closed it
            sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever reads our output has seen enough; nothing more may be written when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _invoke(args: list[str], screen: Screen | None) -> int:
    from reviewer.domain.errors import ReviewerError

    try:
        result = typer.main.get_command(app).main(args, prog_name="reviewer", standalone_mode=False, obj=screen)
        return result if isinstance(result, int) else DONE
    except Exit as end:
        return end.code
    except CommandLineError as error:
        error.show()  # type: ignore[attr-defined]
        return int(error.exit_code)  # type: ignore[attr-defined]
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):
            raise end.__context__ from None
        raise
    except ReviewerError as error:
        say(f"Error: {shown(error)}")
        return code_of(error)
    except BrokenPipeError:
        raise
    except OSError as error:
        say(f"Error: {shown(error.filename or 'the system')}: {shown(error.strerror or error)}.")
        return UNREACHABLE
    except Exception as error:
        return report_bug(error, "reviewer " + " ".join(word for word in args[:2] if not word.startswith("-")))
