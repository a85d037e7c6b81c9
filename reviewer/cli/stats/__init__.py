"""`reviewer stats`: how far the reviewers agree, what the detectors are worth, and how the queue does."""

import typer

from reviewer.cli.stats import agreement, consensus, detectors, quality, reviewers


def add_to(app: typer.Typer) -> None:
    """Add the group to the program."""
    group = typer.Typer(help=about.__doc__, no_args_is_help=True, rich_markup_mode=None)
    group.callback()(about)
    for part in (agreement, consensus, reviewers, detectors, quality):
        part.add_to(group)
    app.add_typer(group, name="stats")


def about() -> None:
    """How far the reviewers agree, what the detectors are worth, and how the queue does."""
