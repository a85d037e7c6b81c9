"""Goals 14, 19 and 21 of the performance page: claiming and submitting on PostgreSQL, by one person and by many.

The floor is pgbench, which runs the plainest claim (UPDATE .. SKIP LOCKED on one table) with as many clients on the
same machine. The product is the whole way: the program's own claim and submit, with rights, ledger and rules checked by
the database. Times are of one call while all others call too. `scale` 1 means 100,000 items, 10 means a million.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from multiprocessing import get_context
from statistics import median
from time import perf_counter
from typing import Any

from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace, open_workspace
from tests.benchmarks.queues import items
from tests.benchmarks.rows import Row, row
from tests.postgres import Database, Postgres

CLIENTS = {1: (3, "goal 21"), 8: (5, "goal 21"), 32: (8, "goal 21")}
SECONDS = 3.0
SMALL = 1_000
PLAIN_ROWS = 100_000  # more than pgbench can claim in its time
PLAIN_TABLE = """
    CREATE TABLE task (id bigint PRIMARY KEY, status int, priority int, holder int, until bigint, body text);
    INSERT INTO task SELECT n, 0, n %% 10, NULL, NULL, repeat('x', 4100) FROM generate_series(1, {}) AS n;
    CREATE INDEX next ON task (status, priority DESC, id) WHERE holder IS NULL;
    ANALYZE task"""
PLAIN_CLAIM = """UPDATE task SET holder = :client_id, until = 1 WHERE id = (SELECT id FROM task
    WHERE status = 0 AND holder IS NULL ORDER BY priority DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, body;
"""


def measure(scale: float = 1.0) -> list[Row]:
    """Measure one, eight and thirty-two people at a queue, and how a claim grows."""
    large = max(2 * SMALL, int(100_000 * scale))
    server = Postgres(options=("max_connections=200", "log_min_messages=fatal"))  # durable, as in earnest
    with tempfile.TemporaryDirectory() as home:
        os.environ["REVIEWER_HOME"] = home
        try:
            filled = {count: _filled(server, count) for count in (SMALL, large)}
            rows = [_growth(filled, large)]
            for clients, (goal, name) in CLIENTS.items():
                rows += _crowd(server, filled[large], clients, goal, name)
            rows.append(_finished(server, max(200, int(10_000 * scale))))
            return rows
        finally:
            server.close()


def _filled(server: Postgres, count: int, **rules: Any) -> Database:
    database = server.database()
    for client in range(max(CLIENTS)):
        database.add(f"p{client}")
    with create_workspace(database.url("lead"), Project(name="Bench", **rules), actor="lead") as lead:
        lead.ingest.add(items(count))
    with database.superuser() as connection:
        connection.execute("ANALYZE")
    return database


def _growth(filled: dict[int, Database], large: int) -> Row:
    times: dict[int, list[float]] = {count: [] for count in filled}
    with (
        open_workspace(filled[SMALL].url("p0"), actor="p0") as small,
        open_workspace(filled[large].url("p0"), actor="p0") as big,
    ):
        for _ in range(100):
            for count, workspace in ((SMALL, small), (large, big)):
                times[count].append(_cycle(workspace, "p0")[0])
    few, many = (median(times[count]) * 1_000 for count in (SMALL, large))
    return row(f"server: claim, {SMALL:,} -> {large:,} items", few, many, 1.3)


def _cycle(workspace: Workspace, name: str) -> tuple[float, float]:
    """Return the seconds of a claim and of the submission that follows it."""
    began = perf_counter()
    claim = workspace.queue.claim(name)
    claimed = perf_counter()
    assert claim is not None
    workspace.reviews.submit({"item_id": claim.item.id, "reviewer": name, "verdict": "approve"}, claim)
    return claimed - began, perf_counter() - claimed


def _crowd(server: Postgres, database: Database, clients: int, goal: float, name: str) -> list[Row]:
    floor = _pgbench(server, clients)
    claims, submissions = _at_once(database, clients)
    return [
        row(f"server: claim, {clients} clients, against a plain claim ({name})", floor, claims, goal),
        row(f"server: submit, {clients} clients, against a plain claim", floor, submissions, goal),
    ]


def _pgbench(server: Postgres, clients: int) -> float:
    """Return the mean milliseconds of a plain claim with so many clients."""
    database = server.database()
    with database.superuser() as connection:
        for statement in PLAIN_TABLE.format(PLAIN_ROWS).split(";"):
            connection.execute(statement.replace("%%", "%"))
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(PLAIN_CLAIM)
        script.flush()
        os.chmod(script.name, 0o644)
        given = ["-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-T", str(int(SECONDS)), "-f", script.name]
        where = ["-h", str(server.folder), "-p", str(server.port), "-U", "postgres", database.name]
        done = subprocess.run(
            [str(server.programs / "pgbench"), *given, *where], capture_output=True, text=True, check=True
        )
    database.drop()
    found = next(line for line in done.stdout.splitlines() if line.startswith("latency average"))
    return float(found.split("=")[1].split()[0])


def _at_once(database: Database, clients: int) -> tuple[float, float]:
    """Return the median milliseconds of a claim and of a submission while so many people work."""
    context = get_context("fork")  # an import costs more than the whole measurement
    answers: Any = context.SimpleQueue()
    start = context.Barrier(clients)

    def person(name: str) -> None:
        with open_workspace(database.url(name), actor=name) as workspace:
            _cycle(workspace, name)
            start.wait()
            end, taken = perf_counter() + SECONDS, []
            while perf_counter() < end:
                taken.append(_cycle(workspace, name))
        answers.put(taken)

    people = [context.Process(target=person, args=(f"p{client}",)) for client in range(clients)]
    for process in people:
        process.start()
    cycles = [cycle for _ in people for cycle in answers.get()]
    for process in people:
        process.join()
    return (median(cycle[0] for cycle in cycles) * 1_000, median(cycle[1] for cycle in cycles) * 1_000)


def _finished(server: Postgres, finished: int) -> Row:
    """Compare somebody who has finished the first items, which still need others, with somebody who has none."""
    database = _filled(server, finished + SMALL, overlap=3)
    with open_workspace(database.url("lead"), actor="lead") as lead:
        lead.reviews.import_rows(
            {"item_id": found.item_id, "source": found.source, "reviewer": "p0", "verdict": "approve"}
            for found in _first(lead, finished)
        )
    times: dict[str, list[float]] = {"p0": [], "p1": []}
    with (
        open_workspace(database.url("p0"), actor="p0") as ana,
        open_workspace(database.url("p1"), actor="p1") as ben,
    ):
        for name, workspace in [("p0", ana), ("p1", ben)] * 100:
            began = perf_counter()
            claim = workspace.queue.claim(name)
            times[name].append(perf_counter() - began)
            assert claim is not None
            workspace.queue.release(claim)
    few, many = (median(times[name]) * 1_000 for name in ("p1", "p0"))
    return row(f"server: claim after {finished:,} own items that need others (goal 19)", few, many, 1.3)


def _first(lead: Workspace, count: int) -> list[Any]:
    """Return the rows of the first items in the order of the queue."""
    from reviewer.domain.listing import ItemFilter

    found: list[Any] = []
    while len(found) < count:
        page = lead.queue.page(ItemFilter(states=("open",)), offset=len(found), limit=min(256, count - len(found)))
        found += page
    return found


if __name__ == "__main__":
    for line in measure(0.2):
        print(line)
