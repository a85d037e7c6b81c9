"""People at one workspace, in a file or on a server, each through a workspace of their own: the tests of the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reviewer.domain.errors import Refused
from reviewer.domain.leases import Claim
from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace, open_workspace
from tests.factories import FakeClock, project, review

if TYPE_CHECKING:
    from tests.postgres import Database

LEAD = "lead"
KINDS = ("file", "server")


class TeamClock(FakeClock):
    """A clock that a server follows when it is moved."""

    def __init__(self, moved: Callable[[datetime], None]) -> None:
        super().__init__()
        self._moved = moved
        moved(self.now)

    def advance(self, **parts: float) -> None:
        super().advance(**parts)
        self._moved(self.now)


class Team:
    """One workspace and the people at it; it is made at its first use, or by `start` with a project of other fields."""

    kind: str

    def __init__(self, moved: Callable[[datetime], None] = lambda now: None) -> None:
        self.clock = TeamClock(moved)
        self._opened: dict[tuple[str, str | None], Workspace] = {}
        self._open = ExitStack()

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Return what a query of the test's own finds, past the program."""
        raise NotImplementedError

    def _create(self, made: Project) -> Workspace:
        raise NotImplementedError

    def _join(self, name: str, role: str) -> None:
        raise NotImplementedError

    def _place(self, name: str) -> str:
        raise NotImplementedError

    def start(self, items: Iterable[Any] = (), **fields: Any) -> Team:
        """Make the workspace with a project of these fields, and fill it."""
        assert not self._opened
        self._keep(LEAD, None, self._create(project(**fields)))
        self.lead.ingest.add(items)
        return self

    @property
    def lead(self) -> Workspace:
        """The workspace as its first admin sees it, who is called `lead`."""
        if not self._opened:
            self.start()
        return self._opened[LEAD, None]

    def open(self, name: str, role: str = "reviewer", project: str | None = None) -> Workspace:
        """Return the workspace as this person sees it, who becomes a member with this role at first."""
        known = self._opened.get((name, project))
        if known is not None:
            return known
        if self.lead.members.role(name) is None:
            self._join(name, role)
        return self._keep(
            name, project, open_workspace(self._place(name), project=project, actor=name, clock=self.clock)
        )

    def again(self, name: str, project: str | None = None) -> Workspace:
        """Open the workspace once more as somebody who has it open already, as after a restart."""
        return self._open.enter_context(
            open_workspace(self._place(name), project=project, actor=name, clock=self.clock)
        )

    def claim(self, name: str = "ana") -> Claim:
        """Claim the next item for somebody who is sure to get one."""
        found = self.open(name).queue.claim(name)
        assert found is not None
        return found

    def judge(self, name: str, item_id: str, verdict: str | None = "approve", **fields: Any) -> str:
        """Let somebody judge an item, under a claim where one can be had; return the submission id."""
        workspace = self.open(name)
        submission = fields.pop("submission_id", None) or workspace.drafts.new_submission_id()
        written = review(item_id, name, verdict, submission_id=submission, **fields)
        claim = None
        if "supersedes" not in fields:
            with suppress(Refused):
                claim = workspace.queue.claim_item(name, item_id, fields.get("source"))
        workspace.reviews.submit(written, claim)
        return str(submission)

    def close(self) -> None:
        """Close what everybody has open."""
        self._open.close()

    def _keep(self, name: str, project: str | None, opened: Workspace) -> Workspace:
        self._opened[name, project] = self._open.enter_context(opened)
        return opened


class FileTeam(Team):
    """People who use one workspace file on one machine."""

    kind = "file"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._path = folder / "team.reviewer"

    def rows(self, query: str) -> list[dict[str, Any]]:
        with closing(sqlite3.connect(self._path)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query)]

    def _create(self, made: Project) -> Workspace:
        return create_workspace(self._path, made, actor=LEAD, clock=self.clock)

    def _join(self, name: str, role: str) -> None:
        self.lead.members.add(name, role)

    def _place(self, name: str) -> str:
        return str(self._path)


class ServerTeam(Team):
    """People with a log-in each on one server."""

    kind = "server"

    def __init__(self, database: Database) -> None:
        super().__init__(database.set_clock)
        self.database = database

    def rows(self, query: str) -> list[dict[str, Any]]:
        from psycopg.rows import dict_row

        with self.database.superuser() as connection, connection.cursor(row_factory=dict_row) as cursor:
            cursor.execute("SET search_path = reviewer")
            return list(cursor.execute(query).fetchall())

    def _create(self, made: Project) -> Workspace:
        return create_workspace(self.database.url(LEAD), made, clock=self.clock)

    def _join(self, name: str, role: str) -> None:
        self.database.add(name, role)

    def _place(self, name: str) -> str:
        return self.database.url(name)


@pytest.fixture(params=KINDS)
def team(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Team]:
    """A team at one workspace, once in a file and once on a server."""
    made: Team = FileTeam(tmp_path) if request.param == "file" else ServerTeam(request.getfixturevalue("database"))
    yield made
    made.close()
