"""Members and projects on a server: the calls of the functions that change them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reviewer.domain.changes import Receipt
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.store.projects import StoredProject

from .server import Server


def add_member(server: Server, name: str, role: str) -> Receipt:
    """Let a log-in in with a role."""
    return _receipt(server.call("add_member", name, role)[0])


def set_role(server: Server, name: str, role: str) -> Receipt:
    """Give a member another role."""
    return _receipt(server.call("set_role", name, role)[0])


def remove_member(server: Server, name: str) -> Receipt:
    """Let a log-in in no more; the person's reviews stay."""
    return _receipt(server.call("remove_member", name)[0])


def set_skills(server: Server, name: str, skills: Sequence[str]) -> Receipt:
    """Say which skills a member has."""
    return _receipt(server.call("set_skills", name, list(skills))[0])


def apply_project(server: Server, project: Project, taxonomy: Taxonomy | None) -> tuple[StoredProject, Receipt | None]:
    """Add a project, or a new version of the one with this name; unchanged content makes no version."""
    taxonomy_text = taxonomy.model_dump_json(by_alias=True) if taxonomy else None
    row = server.call("apply_project", project.name, project.canonical(), taxonomy_text, project.sha256())[0]
    stored = StoredProject(row.project, row.project_version, project, taxonomy)
    return stored, None if row.seq is None else Receipt(seq=row.seq, hash=row.hash)


def _receipt(row: Any) -> Receipt:
    return Receipt(seq=row.seq, hash=row.hash)
