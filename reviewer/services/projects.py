"""Projects: reading project files, applying them, writing them out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewer.config.paths import shipped
from reviewer.domain.changes import Changes
from reviewer.domain.errors import InvalidInput, NotFound, Unreachable
from reviewer.domain.policies import Taxonomy, read_taxonomy
from reviewer.domain.projects import Project, project_tables, read_project
from reviewer.store.engine import read
from reviewer.store.projects import list_names

if TYPE_CHECKING:
    from .workspace import Workspace


class Projects:
    """The projects of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def list(self) -> tuple[str, ...]:
        """Return the names of the projects, oldest first."""
        with read(self._workspace.engine) as connection:
            return list_names(connection)

    @property
    def current(self) -> Project:
        """The project through which the workspace is seen."""
        return self._workspace.project

    def apply(self, project: Project, taxonomy: Taxonomy | None = None) -> Changes:
        """Add a project, or a new version of the one with this name; what was judged keeps its version."""
        workspace = self._workspace
        stored, receipt = workspace.store.apply_project(project, taxonomy, workspace.actor, workspace.now_us())
        if stored.project.name == workspace.project_name:
            workspace.use(stored)
        return Changes(nouns=frozenset({"project"}) if receipt else frozenset(), receipt=receipt)

    def text(self) -> str:
        """Return the current project as the text of its TOML file."""
        import tomlkit

        return tomlkit.dumps(project_tables(self._workspace.project))


def load_project_file(path: Path) -> tuple[Project, Taxonomy | None]:
    """Read a project file with the guideline and the taxonomy that it names."""
    tables = _load_toml(path)
    try:
        project = read_project(tables)
    except InvalidInput as error:
        raise InvalidInput(f"{path.name}: {error}") from None
    if project.guideline:
        guide = _beside(path, project.guideline)
        if guide.is_file():
            project = project.model_copy(update={"guideline_text": _load_text(guide)})
    if project.license_file:
        project = project.model_copy(update={"license_text": _load_text(_beside(path, project.license_file))})
    return project, _taxonomy(project, path)


def load_template(name: str) -> tuple[Project, Taxonomy | None]:
    """Read a shipped project template; NotFound names those that exist."""
    folder = shipped("resources/templates")
    path = folder / f"{name}.toml"
    if path.parent != folder or not path.is_file():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.toml")))
        raise NotFound(f"There is no template '{name}': choose one of {known}.")
    return load_project_file(path)


def _taxonomy(project: Project, path: Path) -> Taxonomy | None:
    """Return the taxonomy that a project names: a file beside it first, then a shipped one."""
    if project.taxonomy is None:
        return None
    beside = _beside(path, project.taxonomy)
    if beside.suffix == ".toml" and beside.is_file():
        return read_taxonomy(_load_toml(beside))
    folder = shipped("resources/taxonomies")
    file = folder / f"{project.taxonomy}.toml"
    if file.parent != folder or not file.is_file():
        known = ", ".join(sorted(found.stem for found in folder.glob("*.toml")))
        raise NotFound(f"There is no taxonomy '{project.taxonomy}' beside {path.name}, nor shipped ({known}).")
    return read_taxonomy(_load_toml(file))


def _beside(path: Path, name: str) -> Path:
    """Return a file that a project file names; one outside its folder is refused, since projects come from others."""
    found = path.parent / name
    if not found.resolve().is_relative_to(path.parent.resolve()):
        raise InvalidInput(f"{path.name} names '{name}', which lies outside its folder: put the file beside it.")
    return found


def _load_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Unreachable(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise InvalidInput(f"{path} is not UTF-8 text: save it as UTF-8.") from None


def _load_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_load_text(path))
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(f"{path} is not valid TOML: {error}.") from None
