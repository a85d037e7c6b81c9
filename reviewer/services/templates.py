"""Project templates: the shipped ones, and new workspaces from them or from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.config.paths import shipped
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project

from .projects import load_project_file, load_template

if TYPE_CHECKING:
    from .workspace import Workspace

DEFAULT = "default"


def templates() -> tuple[tuple[str, str], ...]:
    """Return id and title of each shipped template, the default one first."""
    ids = sorted(
        (path.stem for path in shipped("resources/templates").glob("*.toml")), key=lambda id: (id != DEFAULT, id)
    )
    return tuple((id, load_template(id)[0].name) for id in ids)


def read_template(
    template: str | None = None, project_file: Path | None = None, name: str | None = None
) -> tuple[Project, Taxonomy | None]:
    """Return the project of a template or a project file, under another name if one is given."""
    project, taxonomy = load_project_file(project_file) if project_file else load_template(template or DEFAULT)
    return (project.model_copy(update={"name": name}) if name else project), taxonomy


def new_workspace(
    location: str | Path,
    *,
    name: str | None = None,
    template: str | None = None,
    project_file: Path | None = None,
    actor: str | None = None,
) -> Workspace:
    """Make a workspace with the project of a template or a project file, and open it."""
    from .workspace import create_workspace

    project, taxonomy = read_template(template, project_file, name)
    return create_workspace(location, project, actor=actor, taxonomy=taxonomy)
