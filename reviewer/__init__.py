"""Reviewer: people judge what a language model said, and train on the corrections.

These are the names for programs; each is loaded at its first use, so that `import reviewer` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reviewer.domain.changes import Changes, Receipt
    from reviewer.domain.errors import ReviewerError
    from reviewer.domain.items import Evidence, Item, Message, PolicyHit, Span
    from reviewer.domain.leases import Claim
    from reviewer.domain.projects import Project
    from reviewer.domain.resolutions import Resolution
    from reviewer.domain.reviews import Review
    from reviewer.services.ingest import ImportCounts
    from reviewer.services.projects import load_project_file
    from reviewer.services.workspace import Workspace, create_workspace, open_workspace

    __version__: str

__all__ = [
    "Changes",
    "Claim",
    "Evidence",
    "ImportCounts",
    "Item",
    "Message",
    "PolicyHit",
    "Project",
    "Receipt",
    "Resolution",
    "Review",
    "ReviewerError",
    "Span",
    "Workspace",
    "__version__",
    "create_workspace",
    "load_project_file",
    "open_workspace",
]

_HOMES = {
    "Changes": "reviewer.domain.changes",
    "Claim": "reviewer.domain.leases",
    "Evidence": "reviewer.domain.items",
    "ImportCounts": "reviewer.services.ingest",
    "Item": "reviewer.domain.items",
    "Message": "reviewer.domain.items",
    "PolicyHit": "reviewer.domain.items",
    "Project": "reviewer.domain.projects",
    "Receipt": "reviewer.domain.changes",
    "Resolution": "reviewer.domain.resolutions",
    "Review": "reviewer.domain.reviews",
    "ReviewerError": "reviewer.domain.errors",
    "Span": "reviewer.domain.items",
    "Workspace": "reviewer.services.workspace",
    "create_workspace": "reviewer.services.workspace",
    "load_project_file": "reviewer.services.projects",
    "open_workspace": "reviewer.services.workspace",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from reviewer.config.crash_reports import program_version

        return program_version()
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'reviewer' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
