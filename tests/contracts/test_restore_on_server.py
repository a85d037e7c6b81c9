"""A dump that is restored into another server, as docs/manual/team.md says."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.domain.projects import Project
from reviewer.services.workspace import create_workspace, open_workspace
from tests.postgres import Database, Postgres
from tests.windows import item

PAGE = Path(__file__).resolve().parents[2] / "docs" / "manual" / "team.md"
LONG_LIVED = 5_000_000_000  # how many transactions the old server has seen


@pytest.fixture
def elsewhere() -> Iterator[Postgres]:
    cluster = Postgres()
    yield cluster
    cluster.close()


def run(server: Postgres, program: str, *arguments: str) -> None:
    command = [
        str(server.programs / program),
        f"--host={server.folder}",
        f"--port={server.port}",
        "--username=postgres",
    ]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_restored_workspace_is_read_again_after_the_step_that_the_manual_names(
    database: Database, elsewhere: Postgres, tmp_path: Path
) -> None:
    with create_workspace(database.url("lead"), Project(name="Support")) as lead:
        lead.ingest.add([item(number) for number in range(2)])
    with open_workspace(database.add("ana")) as ana:
        held = ana.queue.claim("ana")
        assert held is not None
    with database.superuser() as connection:
        connection.execute("UPDATE reviewer.lease SET xid = %s::text::xid8", (LONG_LIVED,))
    dump = tmp_path / "reviews.dump"
    run(database.postgres, "pg_dump", "--format=custom", "--create", f"--file={dump}", database.name)
    elsewhere.make_login("ana", "reviewer")
    elsewhere.make_login("lead", "admin")
    run(elsewhere, "pg_restore", "--create", "--dbname=postgres", str(dump))
    address = database.url("ana").replace(str(database.postgres.folder), str(elsewhere.folder))
    address = address.replace(f"port={database.postgres.port}", f"port={elsewhere.port}")
    step = re.search(r"```sql\n(BEGIN;.*?COMMIT;)\n```", PAGE.read_text("utf-8"), re.DOTALL)
    assert step is not None
    with open_workspace(address) as ana:
        assert ana.queue.held("ana") == ()  # the control: what it is for
    with elsewhere.connect(database.name) as connection:
        connection.execute(step[1])
    with open_workspace(address) as ana:
        assert [claim.item.id for claim in ana.queue.held("ana")] == [held.item.id]
        ana.reviews.submit({"item_id": held.item.id, "reviewer": "ana", "verdict": "approve"}, held)
    with open_workspace(address.replace("ana@", "lead@")) as lead:
        assert lead.audit.verify().sound
