"""Promises 4 and 5: nothing is given out twice, and nothing acknowledged is lost, whatever is killed meanwhile."""

from __future__ import annotations

import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.errors import AlreadyReviewed
from reviewer.services.workspace import create_workspace, open_workspace
from tests.factories import item, project, review
from tests.postgres import Database, Postgres
from tests.promises import Figures, control, promise


class Nest:
    """The processes of the people, and what they say."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process = process
        self._folder = folder
        self._said: queue.Queue[list[str]] = queue.Queue()
        self.pids: dict[str, int] = {}
        self.lines: list[list[str]] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.wait_for("nest", "ready")

    def start(self, name: str, url: str, deed: str) -> None:
        """Start a person, whose folder on the disk stays the same however often that happens."""
        assert self._process.stdin is not None
        home = self._folder / name
        self._process.stdin.write(f"start {name} {url} {home} {deed}\n")
        self._process.stdin.flush()
        self.pids[name] = int(self.wait_for(name, "started")[2])

    def kill(self, name: str) -> None:
        """Kill a person's program at once."""
        with suppress(ProcessLookupError):
            os.kill(self.pids.pop(name), signal.SIGKILL)

    def hear(self, seconds: float) -> list[str] | None:
        """Return the next line that anybody says, or None after a while."""
        try:
            line = self._said.get(timeout=seconds)
        except queue.Empty:
            return None
        self.lines.append(line)
        return line

    def wait_for(self, *words: str, seconds: float = 60) -> list[str]:
        """Wait until somebody says this."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            line = self.hear(0.5)
            if line is not None and tuple(line[: len(words)]) == words:
                return line
        raise AssertionError(f"nobody said {words}: {self.lines[-20:]}")

    def said(self, word: str) -> list[list[str]]:
        """Return all lines of one kind."""
        return [line for line in self.lines if line[1] == word]

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put(line.split())

    def close(self) -> None:
        """End everybody."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        self._reader.join()


@contextmanager
def nest(folder: Path) -> Iterator[Nest]:
    command = [sys.executable, "-m", "tests.contracts.server_worker"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as process:
        made = Nest(process, folder)
        try:
            yield made
        finally:
            made.close()


def prepared(postgres: Postgres, people: list[str], items: int, **fields: Any) -> Database:
    """Return a database with people and items."""
    database = postgres.database()
    for name in people:
        database.add(name)
    with create_workspace(database.url("lead"), project(**fields), actor="lead") as lead:
        lead.ingest.add(item(f"i{number}") for number in range(items))
    return database


def reviews_of(database: Database) -> list[tuple[str, str, str]]:
    """Return (item, reviewer, submission) of each review that stands."""
    with database.superuser() as connection:
        return list(
            connection.execute(
                "SELECT item.item_id, review.reviewer, review.submission_id FROM reviewer.review"
                " JOIN reviewer.item ON item.tenant_id = review.tenant_id AND item.number = review.item_number"
                " WHERE review.state = 'submitted'"
            ).fetchall()
        )


def check_sound(database: Database) -> None:
    with open_workspace(database.url("lead"), actor="lead") as lead:
        assert lead.audit.verify().findings == ()
        assert lead.queue.leases() == ()


@promise(4)
def test_no_item_is_given_out_twice(postgres: Postgres, tmp_path: Path, full: bool, figures: Figures) -> None:
    names = [f"p{number}" for number in range(16 if full else 6)]
    items = 1500 if full else 150
    database = prepared(postgres, names, items, overlap=2)
    with nest(tmp_path) as people:
        for name in names:
            people.start(name, database.url(name), "claim")
        for name in names:
            if not any(line[0] == name for line in people.said("finished")):
                people.wait_for(name, "finished", seconds=240)
        claims = people.said("claimed")
        assert people.said("error") == []
    doubles = sum(times - 1 for times in Counter((line[0], line[2]) for line in claims).values())
    beyond = sum(max(0, times - 2) for times in Counter(line[2] for line in claims).values())
    stored = reviews_of(database)
    assert (len(claims), doubles, beyond) == (2 * items, 0, 0)
    assert Counter(found[0] for found in stored) == {f"i{number}": 2 for number in range(items)}
    check_sound(database)
    database.drop()
    figures(4, log_ins=len(names), claims=len(claims), doubles=doubles + beyond)


@control(4)
def test_control_a_plain_choice_without_a_lock_gives_out_twice(postgres: Postgres, figures: Figures) -> None:
    database = postgres.database()
    with database.superuser() as first, database.superuser() as second:
        first.execute("CREATE TABLE reviewer.task (number int PRIMARY KEY, holder text)")
        first.execute("INSERT INTO reviewer.task SELECT generate_series(1, 20)")
        given = []
        for _ in range(10):
            chosen = [
                (one, one.execute("SELECT min(number) FROM reviewer.task WHERE holder IS NULL").fetchone()[0])
                for one in (first, second)
            ]
            for one, number in chosen:
                one.execute("UPDATE reviewer.task SET holder = 'x' WHERE number = %s", (number,))
                given.append(number)
    database.drop()
    doubles = len(given) - len(set(given))
    assert doubles > 0
    figures(4, doubles=doubles)


@promise(5)
def test_nothing_acknowledged_is_lost_whatever_is_killed(
    postgres: Postgres, tmp_path: Path, full: bool, figures: Figures
) -> None:
    names = [f"p{number}" for number in range(16 if full else 4)]
    items, wanted = (3000, (50, 40, 2)) if full else (120, (5, 3, 1))
    database = prepared(postgres, names, items, overlap=1, lease_minutes=0.05)
    chance = random.Random(5)
    kills = terminations = crashes = 0
    with nest(tmp_path) as people:
        for name in names:
            people.start(name, database.url(name), "work")
        while any(done < goal for done, goal in zip((kills, terminations, crashes), wanted, strict=True)):
            name = chance.choice(names)
            if crashes < wanted[2] and kills * (wanted[2] + 1) >= wanted[0] * (crashes + 1):
                postgres.crash()
                postgres.start()
                crashes += 1
            elif kills < wanted[0] and chance.random() < 0.5:
                people.kill(name)
                people.start(name, database.url(name), "work")
                kills += 1
            else:
                terminations += terminate(database, name)
            people.hear(0.1)
        finish(people, names, database)
        acknowledged = [(line[2], line[0], line[3]) for line in people.said("done")]
        assert people.said("error") == []
    stored = reviews_of(database)
    lost = set(acknowledged) - set(stored)
    doubled = sum(times - 1 for times in Counter(found[0] for found in stored).values())
    unfinished = items - len(stored)
    assert (len(lost), doubled, unfinished) == (0, 0, 0)
    check_sound(database)
    database.drop()
    figures(
        5,
        kills=kills,
        terminations=terminations,
        crashes=crashes,
        acknowledged=len(acknowledged),
        lost=len(lost),
        doubled=doubled,
        unfinished=unfinished,
    )


def terminate(database: Database, name: str) -> int:
    """End the connections of one person on the server."""
    with database.superuser() as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (name,)
        ).fetchall()
    return len(ended)


def finish(people: Nest, names: list[str], database: Database) -> None:
    """Let everybody work in peace until nothing is open; a killed program is started again."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        while people.hear(0.3) is not None:
            pass
        running = {name for name in names if alive(people.pids.get(name))}
        if not running and not any(waiting(people, name, database) for name in names):
            return
        for name in names:
            if name not in running and waiting(people, name, database):
                people.start(name, database.url(name), "work")
    raise AssertionError(f"some work was never finished: {people.lines[-20:]}")


def waiting(people: Nest, name: str, database: Database) -> bool:
    """Return whether anything is open, or the person's outbox holds an entry."""
    with database.superuser() as connection:
        row = connection.execute("SELECT count(*) FROM reviewer.item WHERE state = 'open'").fetchone()
    return bool(row[0]) or any((people._folder / name).rglob("*.entry"))


def alive(pid: int | None) -> bool:
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@control(5)
def test_control_a_new_submission_id_on_a_retry_looks_like_lost_work(postgres: Postgres, figures: Figures) -> None:
    database = prepared(postgres, ["ana"], 2)
    with open_workspace(database.url("ana"), actor="ana") as ana:
        claim = ana.queue.claim("ana")
        assert claim is not None
        given = review(claim.item.id, "ana", submission_id="the-same")
        first = ana.reviews.submit(given, claim).receipt
        assert ana.reviews.submit(given, claim).receipt == first
        with pytest.raises(AlreadyReviewed):
            ana.reviews.submit({**given, "submission_id": "another"})
    database.drop()
    figures(5, refused=1)
