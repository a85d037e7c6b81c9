"""Workspace: the one object that the window, the terminal and a script hold."""

from __future__ import annotations

import secrets
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING
from uuid import uuid4

from reviewer.config.addresses import is_address
from reviewer.config.person import default_actor
from reviewer.domain.errors import Damaged, Refused
from reviewer.domain.members import refusal
from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.store import audit as ledger
from reviewer.store.engine import open_engine, read, write
from reviewer.store.file_store import FileStore
from reviewer.store.members import MEMBER, find_role
from reviewer.store.projects import StoredProject, get_project
from reviewer.store.schema import check_schema_version, create_schema, load_facts
from reviewer.store.store import Store
from reviewer.store.times import to_micros

from .agreement import AgreementService
from .auditing import Auditing
from .database import Database, upgrade_file
from .drafts import Drafts
from .gold import GoldItems
from .guidelines import Guidelines
from .ingest import Ingest
from .members import Members
from .near_copies import NearCopies
from .on_server import create_on_server, open_on_server
from .outbox import Outbox
from .outcomes import Outcomes
from .personal_data import PersonalData
from .projects import Projects
from .quality import Quality
from .queue import Queue
from .resolving import Resolutions
from .reveals import Reveals
from .reviewing import Reviews
from .rounds import Rounds
from .times import Clock, utc_now

if TYPE_CHECKING:
    from .datasets import Datasets

SUFFIX = ".reviewer"


class Workspace:
    """One workspace, seen through one of its projects, by one person."""

    def __init__(self, store: Store, stored: StoredProject, actor: str, clock: Clock) -> None:
        self.store = store
        self.engine = store.engine
        self.actor = actor
        self.clock = clock
        with read(store.engine) as connection:
            facts = load_facts(connection)
        self.workspace_id = facts["workspace_id"]
        self._salt = facts.get("salt")
        self.use(stored)
        self.projects = Projects(self)
        self.queue = Queue(self)
        self.reviews = Reviews(self)
        self.near_copies = NearCopies(self)
        self.resolutions = Resolutions(self)
        self.outcomes = Outcomes(self)
        self.guidelines = Guidelines(self)
        self.members = Members(self)
        self.gold = GoldItems(self)
        self.audit = Auditing(self)
        self.database = Database(self)
        self.drafts = Drafts(self.workspace_id, self.project_name)
        self.reveals = Reveals(self)
        self.rounds = Rounds(self)
        self.outbox = Outbox(self)
        self.ingest = Ingest(self)
        self.agreement = AgreementService(self)
        self.quality = Quality(self)
        self.personal_data = PersonalData(self)

    @cached_property
    def datasets(self) -> Datasets:
        """Recipes and datasets; loaded at first use, since Arrow is slow to import."""
        from .datasets import Datasets

        return Datasets(self)

    def use(self, stored: StoredProject) -> None:
        """Take a project, or a new version of it, as the current one."""
        self.project_id = stored.project_id
        self.project_version = stored.version
        self.project: Project = stored.project
        self.taxonomy: Taxonomy | None = stored.taxonomy

    @property
    def project_name(self) -> str:
        """The name of the current project."""
        return self.project.name

    @property
    def location(self) -> str:
        """Where the workspace lies, without any secret."""
        return self.store.location

    @property
    def title(self) -> str:
        """The short name of the workspace."""
        return self.store.title

    @property
    def path(self) -> Path:
        """The file of the workspace; refused on a server, where there is none."""
        if self.store.path is None:
            raise Refused("This workspace is on a server and has no file: whoever runs the server makes its backups.")
        return self.store.path

    @property
    def folder(self) -> Path:
        """Where files of this workspace are looked for and proposed: beside its file, else the working folder."""
        file = self.store.path
        return Path.cwd() if file is None else file.absolute().parent

    @property
    def salt(self) -> str:
        """The secret from which stand-ins for names are made; a server does not tell it to a reviewer."""
        if self._salt is None:
            raise Refused(refusal(self.actor, self.members.role(self.actor), "build"))
        return self._salt

    def now_us(self) -> int:
        """Return the present time in whole microseconds."""
        return to_micros(self.clock())

    def close(self) -> None:
        """Let the database go."""
        self.store.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_workspace(
    location: str | Path, *, project: str | None = None, actor: str | None = None, clock: Clock = utc_now
) -> Workspace:
    """Open a workspace file, or one on a server as the log-in of its address.

    An older file is backed up and upgraded first; a newer one is refused.
    """
    if is_address(str(location)):
        return Workspace(*open_on_server(str(location), project, actor, clock))
    path = workspace_path(location)
    if path.is_file() and path.stat().st_size == 0:
        raise Damaged(f"{path} is empty, so it is no workspace: restore a backup with 'reviewer db restore'.")
    engine = open_engine(path)
    try:
        if check_schema_version(engine, str(path)):
            engine.dispose()
            upgrade_file(path, clock())
            engine = open_engine(path)
        with read(engine) as connection:
            stored = get_project(connection, project)
        return Workspace(FileStore(engine, path), stored, actor or default_actor(), clock)
    except BaseException:
        engine.dispose()
        raise


def create_workspace(
    location: str | Path,
    project: Project,
    *,
    actor: str | None = None,
    clock: Clock = utc_now,
    taxonomy: Taxonomy | None = None,
) -> Workspace:
    """Make a new workspace file with one project; whoever makes it is its first admin.

    On a server a database administrator has made the workspace; this makes its first project.
    """
    if is_address(str(location)):
        return Workspace(*create_on_server(str(location), project, taxonomy, actor, clock))
    path = workspace_path(location)
    name = actor or default_actor()
    engine = open_engine(path, create=True)
    try:
        now = to_micros(clock())
        create_schema(
            engine, {"workspace_id": str(uuid4()), "salt": secrets.token_hex(16), "created_at": clock().isoformat()}
        )
        with write(engine) as connection:
            ledger.append(connection, now, name, "workspace.created", path.name, {})
            if find_role(connection, name) is None:
                connection.execute(MEMBER.insert(), {"name": name, "role": "admin", "added_at": now})
        store = FileStore(engine, path)
        stored, _ = store.apply_project(project, taxonomy, name, now)
        return Workspace(store, stored, name, clock)
    except BaseException:
        engine.dispose()
        path.unlink(missing_ok=True)
        raise


def workspace_path(location: str | Path) -> Path:
    """Return the file that a location names."""
    path = Path(location).expanduser()
    if path.is_dir():
        raise Refused(f"{path} is a folder: give the path of a {SUFFIX} file.")
    return path
