"""Exit codes, and how an error becomes a sentence on standard error and a code."""

import sys

import typer

DONE, BUG, USAGE, REJECTED, UNREACHABLE, EMPTY, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130

# The base of all errors in a command line; newer releases of Typer carry their own copy of Click.
CommandLineError: type[Exception] = typer.BadParameter.__mro__[2]


class Exit(Exception):
    """End the command with a code after everything was said."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def code_of(error: Exception) -> int:
    """Return the exit code of an error of ours: what was asked for, what came in, or what could not be reached."""
    from reviewer.domain import errors
    from reviewer.domain.expressions import ExpressionError

    if isinstance(error, errors.Cancelled):
        return INTERRUPTED
    if isinstance(error, errors.Unreachable | errors.Damaged):
        return UNREACHABLE
    if isinstance(error, ExpressionError | errors.NotFound):
        return USAGE
    return REJECTED


def report_bug(error: BaseException, doing: str) -> int:
    """Write a crash report and say where it is."""
    from reviewer.config.crash_reports import write_crash_report

    kind = type(error).__name__
    try:
        place = f"A report without any text of yours is in {write_crash_report(error, doing)}."
    except Exception as failed:  # whatever stops the report must not hide the error itself
        place = f"The report could not be written ({type(failed).__name__})."
    print(f"Error: an unexpected {kind} stopped this command: this is a bug. {place}", file=sys.stderr)
    return BUG
