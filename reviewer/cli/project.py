"""`reviewer project`: show, check and apply project files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.cli.options import DryRun, Json
from reviewer.cli.output import put, put_json, say, shown
from reviewer.cli.session import opened

if TYPE_CHECKING:
    from reviewer.domain.projects import Project

group = typer.Typer(help="Show, check and apply project files.", no_args_is_help=True, rich_markup_mode=None)
ProjectFile = Annotated[Path, typer.Argument(metavar="FILE", help="A project file (TOML).")]


def add_to(app: typer.Typer) -> None:
    """Add the group to the program."""
    app.add_typer(group, name="project")


@group.command("show")
def show_project(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Show this file, not the workspace's.")] = None,
    json: Json = False,
) -> None:
    """Print the project of the workspace, complete with all defaults, as TOML."""
    import tomlkit

    from reviewer.domain.projects import project_tables
    from reviewer.services.projects import load_project_file

    if file is not None:
        tables = project_tables(load_project_file(file)[0])
    else:
        with opened(ctx) as workspace:
            tables = project_tables(workspace.project)
    if json:
        put_json(tables)
    else:
        put(tomlkit.dumps(tables).rstrip())


@group.command("check")
def check_project(ctx: typer.Context, file: ProjectFile, json: Json = False) -> None:
    """Check a project file and change nothing."""
    from reviewer.services.projects import load_project_file

    project, taxonomy = load_project_file(file)
    _tell_of_guideline(project)
    if json:
        put_json(
            {
                "project": project.name,
                "verdicts": [verdict.id for verdict in project.verdicts],
                "questions": [question.id for question in project.questions],
                "span_labels": [label.id for label in project.span_labels],
                "taxonomy": taxonomy.id if taxonomy else None,
            }
        )
    else:
        say(f"{shown(file)} is a sound project: '{shown(project.name)}' with {len(project.verdicts)} verdicts.")


@group.command("apply")
def apply_project(ctx: typer.Context, file: ProjectFile, json: Json = False, dry_run: DryRun = False) -> None:
    """Make a project file the current version of its project in the workspace."""
    from reviewer.services.projects import load_project_file

    project, taxonomy = load_project_file(file)
    _tell_of_guideline(project)
    with opened(ctx) as workspace:
        is_new = project.name not in workspace.projects.list()
        changed = None if dry_run else workspace.projects.apply(project, taxonomy).receipt
        version = workspace.project_version if project.name == workspace.project_name else None
    if json:
        put_json({"project": project.name, "version": version, "changed": changed is not None})
    elif dry_run:
        say(f"Would {'add' if is_new else 'change'} the project '{shown(project.name)}'.")
    else:
        what = "is as it was" if changed is None else "was added" if is_new else f"has version {version} now"
        say(f"The project '{shown(project.name)}' {what}.")


def _tell_of_guideline(project: "Project") -> None:
    """Say where a guideline is named that is not there, which is no reason to refuse the project."""
    if project.guideline and not project.guideline_text:
        say(f"The guideline '{shown(project.guideline)}' is not beside the project file: reviewers will see none.")
