"""Projects and their versions in the database."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from reviewer.domain.changes import Receipt
from reviewer.domain.errors import NotFound
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project

from .audit import append
from .tables import ProjectRow, ProjectVersion

PROJECT = ProjectRow.__table__  # type: ignore[attr-defined]
VERSION = ProjectVersion.__table__  # type: ignore[attr-defined]


class StoredProject(NamedTuple):
    """A project as it is in the workspace, with its number and version."""

    project_id: int
    version: int
    project: Project
    taxonomy: Taxonomy | None


def list_names(connection: Connection) -> tuple[str, ...]:
    """Return the names of the projects, oldest first."""
    return tuple(connection.execute(select(PROJECT.c.name).order_by(PROJECT.c.project_id)).scalars())


def name_of(connection: Connection, project_id: int) -> str:
    """Return the name of the project with this number."""
    return str(connection.execute(select(PROJECT.c.name).where(PROJECT.c.project_id == project_id)).scalar_one())


def get_project(connection: Connection, name: str | None) -> StoredProject:
    """Return the project with this name, or the first one; NotFound names those that exist."""
    statement = select(PROJECT).order_by(PROJECT.c.project_id)
    row = connection.execute(statement if name is None else statement.where(PROJECT.c.name == name)).first()
    if row is None:
        names = ", ".join(f"'{known}'" for known in list_names(connection)) or "none yet"
        raise NotFound(f"There is no project '{name}' in this workspace (there are: {names}).")
    stored = connection.execute(
        select(VERSION).where(VERSION.c.project_id == row.project_id, VERSION.c.version == row.version)
    ).one()
    return _stored(stored)


def _stored(row: Any) -> StoredProject:
    """Return the version of a project that a row holds."""
    taxonomy = Taxonomy.model_validate_json(row.taxonomy, by_alias=True) if row.taxonomy else None
    return StoredProject(row.project_id, row.version, Project.model_validate_json(row.body), taxonomy)


def list_versions(connection: Connection, project_id: int) -> list[tuple[StoredProject, int]]:
    """Return each version of a project, oldest first, with the time in microseconds from which it is in force."""
    statement = select(VERSION).where(VERSION.c.project_id == project_id).order_by(VERSION.c.version)
    return [(_stored(row), row.applied_at) for row in connection.execute(statement)]


def apply_project(
    connection: Connection, project: Project, taxonomy: Taxonomy | None, actor: str, now_us: int
) -> tuple[StoredProject, Receipt | None]:
    """Add a project, or a new version of the one with this name; unchanged content makes no version."""
    row = connection.execute(select(PROJECT).where(PROJECT.c.name == project.name)).first()
    if row is None:
        project_id = int(connection.execute(select(func.coalesce(func.max(PROJECT.c.project_id), 0))).scalar_one()) + 1
        connection.execute(insert(PROJECT), {"project_id": project_id, "name": project.name, "version": 1})
        version = 1
    else:
        project_id, version = row.project_id, row.version + 1
        stored = get_project(connection, project.name)
        if stored.project == project and stored.taxonomy == taxonomy:
            return stored, None
        connection.execute(update(PROJECT).where(PROJECT.c.project_id == project_id).values(version=version))
    connection.execute(
        insert(VERSION),
        {
            "project_id": project_id,
            "version": version,
            "body": project.canonical(),
            "taxonomy": taxonomy.model_dump_json(by_alias=True) if taxonomy else None,
            "sha256": project.sha256(),
            "applied_at": now_us,
            "applied_by": actor,
        },
    )
    details = {"version": version, "sha256": project.sha256()}
    receipt = append(connection, now_us, actor, "project.applied", project.name, details)
    return StoredProject(project_id, version, project, taxonomy), receipt
