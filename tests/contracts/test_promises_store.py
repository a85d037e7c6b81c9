"""The promises of the store, each with a negative control that must break it."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlmodel import SQLModel, create_engine

from reviewer.config.secrets import set_secret
from reviewer.domain.errors import Damaged, ReviewerError, Unreachable
from reviewer.services.database import restore_backup
from reviewer.services.workspace import Workspace, open_workspace
from reviewer.store.engine import write
from tests.contracts.store_worker import Task
from tests.factories import claim, item, judge, review, workspace
from tests.promises import Figures, control, promise

ROOT = Path(__file__).parents[2]
Line = tuple[str, str, str]


@contextmanager
def workers(
    path: Path, deed: str, names: list[str], before: Sequence[str] = ()
) -> Iterator[list[subprocess.Popen[str]]]:
    """Start a worker for each name, with words `before` its command, and let all begin at once."""
    command = [*before, sys.executable, "-m", "tests.contracts.store_worker", deed, str(path)]
    started = [subprocess.Popen([*command, name], stdout=subprocess.PIPE, text=True, cwd=ROOT) for name in names]
    try:
        for process in started:
            assert next(lines(process))[0] == "ready"
        Path(f"{path}.start").touch()
        yield started
    finally:
        for process in started:
            process.kill()
            process.communicate()


def lines(process: subprocess.Popen[str]) -> Iterator[Line]:
    assert process.stdout is not None
    for line in process.stdout:
        if line.endswith("\n") and len(parts := line.rstrip("\n").split(" ")) == 3:
            yield parts[0], parts[1], parts[2]


def submissions(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection, suppress(sqlite3.Error):
        return {found for (found,) in connection.execute("SELECT submission_id FROM review")}
    return set()


# 1: what was acknowledged survives the death of the process


def killed_once(folder: Path, deed: str, after: int) -> tuple[set[str], Path]:
    """Kill a working process after so many acknowledgements; return them and the file."""
    with workspace(folder, [item(f"i{n}") for n in range(60)]) as made:
        path = made.path
    acknowledged = set()
    with workers(path, deed, ["ana"]) as (process,):
        for number, (_, _, submission) in enumerate(lines(process)):
            acknowledged.add(submission)
            if number == after:
                process.send_signal(signal.SIGKILL)
    return acknowledged, path


@promise(1)
def test_no_acknowledged_review_is_lost_when_the_process_is_killed(
    tmp_path: Path, full: bool, figures: Figures
) -> None:
    for trial in range(30 if full else 3):
        folder = tmp_path / str(trial)
        folder.mkdir()
        acknowledged, path = killed_once(folder, "work", random.randrange(1, 30))
        lost = acknowledged - submissions(path)
        figures(1, kills=1, acknowledged=len(acknowledged), lost=len(lost))
        assert lost == set()
        with open_workspace(path) as again:
            assert again.database.check() == ()
            stored = [found.action for found in again.audit.log(limit=1000)].count("review.submitted")
            assert stored == len(list(again.reviews.stream(states=("submitted", "superseded", "withdrawn"))))


@control(1)
def test_control_an_acknowledgement_before_the_commit_is_lost(tmp_path: Path, figures: Figures) -> None:
    for trial in range(20):
        folder = tmp_path / str(trial)
        folder.mkdir()
        acknowledged, path = killed_once(folder, "too-early", 5)
        lost = acknowledged - submissions(path)
        figures(1, kills=1, acknowledged_before_the_commit=len(acknowledged), lost=len(lost))
        if lost:
            return
    pytest.fail("an acknowledgement that comes too early was never found out")


# 3: no item is given to two people


def race(path: Path, deed: str, people: int = 8) -> tuple[Counter[str], list[str]]:
    """Let several processes take items; return how often each was taken and the errors that people would have seen."""
    taken: Counter[str] = Counter()
    errors = []
    with workers(path, deed, [f"person{n}" for n in range(people)]) as started:
        for process in started:
            for kind, what, _ in lines(process):
                if kind == "done":
                    taken[what] += 1
                else:
                    errors.append(what)
    return taken, errors


@promise(3)
def test_eight_processes_never_get_the_same_item_and_see_no_error(tmp_path: Path, full: bool, figures: Figures) -> None:
    count = 3000 if full else 160
    with workspace(tmp_path, [item(f"i{n}") for n in range(count)]) as made:
        taken, errors = race(made.path, "work")
        twice = sum(times - 1 for times in taken.values())
        figures(3, processes=8, claims=taken.total(), twice=twice, errors=len(errors))
        assert errors == []
        assert len(taken) == count
        assert set(taken.values()) == {1}
        assert made.queue.counts() == {"resolved": count}
        assert made.audit.verify().sound


@control(3)
def test_control_a_plain_session_doubles_or_stumbles(tmp_path: Path, figures: Figures) -> None:
    path = tmp_path / "x"
    engine = create_engine(f"sqlite:///{path}.plain")
    SQLModel.metadata.create_all(engine, tables=[Task.__table__])  # type: ignore[attr-defined]
    with engine.begin() as connection:
        connection.execute(Task.__table__.insert(), [{"number": n} for n in range(60)])  # type: ignore[attr-defined]
    engine.dispose()
    taken, errors = race(path, "plainly", people=3)
    figures(3, claims=taken.total(), twice=taken.total() - len(taken), errors=len(errors))
    assert errors or max(taken.values()) > 1


@pytest.fixture
def judged(tmp_path: Path) -> Iterator[Workspace]:
    with workspace(tmp_path, [item(f"i{n}") for n in range(6)]) as made:
        for n in range(6):
            judge(made, "ana", f"i{n}", "reject")
        yield made


# 17: no secret and no text of a person in files and errors


CANARY = "canary-Xq7-" + "9f3b1c"


@promise(17)
def test_a_secret_is_in_no_file_and_no_error(tmp_path: Path, reviewer_home: Path, figures: Figures) -> None:
    set_secret("source", CANARY)
    with workspace(tmp_path, [item("a"), item("b")]) as made:
        judge(made, "ana", "a")
        made.ingest.add([{"id": "broken"}])
        made.database.backup()
        made.datasets.build("reviews", tmp_path / "out", format="jsonl")
        with pytest.raises(ReviewerError) as refused:
            open_workspace(f"postgresql://ana:{CANARY}@db.example/reviewer")
    assert CANARY not in str(refused.value) + repr(refused.value)
    files = [path for folder in (tmp_path, reviewer_home) for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 5
    programs = command_lines()
    holding = [path for path in files if CANARY.encode() in path.read_bytes()]
    figures(17, files_and_errors_and_command_lines=len(files) + 1 + len(programs), holding_the_secret=len(holding))
    assert [line for line in programs if CANARY.encode() in line] == []
    assert holding == []


def command_lines() -> list[bytes]:
    """Return how every program that runs now was called, where the system tells."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it ended meanwhile
            lines.append(path.read_bytes())
    return lines


def failing_insert(made: Workspace) -> str:
    """Make the store fail with a person's text in its hands; return everything that the error would print."""
    statement = "INSERT INTO member (name, role, added_at) VALUES (:name, :role, :at)"
    try:
        with write(made.engine) as connection:
            connection.execute(text(statement), {"name": CANARY, "role": None, "at": 1})
    except Exception as error:
        return "".join(traceback.format_exception(error))
    raise AssertionError("the insert should have failed")


@promise(17)
def test_an_error_of_the_database_prints_no_text_of_a_person(tmp_path: Path) -> None:
    with workspace(tmp_path) as made:
        assert CANARY not in failing_insert(made)


@control(17)
def test_control_without_hidden_parameters_the_text_is_printed(tmp_path: Path, figures: Figures) -> None:
    with workspace(tmp_path) as made:
        made.engine.hide_parameters = False
        made.engine.dialect.hide_parameters = False  # type: ignore[attr-defined]
        printed = failing_insert(made)
    figures(17, errors_holding_the_secret=int(CANARY in printed))
    assert CANARY in printed


# 18: whatever fails, one clear sentence, and nothing half saved


def hinder(made: Workspace, *pragmas: str) -> Callable[[], None]:
    """Give every new connection a hindrance; return what takes it away."""

    def prepare(connection: Any, _record: Any) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").fetchall()

    made.engine.dispose()
    event.listen(made.engine, "connect", prepare)

    def free() -> None:
        event.remove(made.engine, "connect", prepare)
        made.engine.dispose()

    return free


def state(made: Workspace) -> object:
    return made.audit.count(), made.queue.counts(), len(made.queue.leases()), tuple(made.reviews.stream())


@promise(18)
@pytest.mark.parametrize(
    ("pragma", "words"),
    [("max_page_count = 1", "disk is full"), ("query_only = 1", "read-only")],
)
def test_a_full_or_read_only_disk_saves_nothing_and_says_so(tmp_path: Path, pragma: str, words: str) -> None:
    with workspace(tmp_path, [item("a"), item("b")]) as made:
        taken = claim(made)
        before = state(made)
        free = hinder(made, pragma)
        with pytest.raises(Unreachable, match=words):
            made.reviews.submit(review("a", comment="x" * 200_000), taken)
        with pytest.raises(Unreachable, match=words):
            made.ingest.add([item("c", response="x" * 200_000)])
        free()
        assert state(made) == before
        made.reviews.submit(review("a"), taken)
        assert made.database.check() == ()


@promise(18)
def test_another_program_that_holds_the_file_is_waited_for_and_then_named(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("a")]) as made, closing(sqlite3.connect(made.path, isolation_level=None)) as other:
        before = state(made)
        free = hinder(made, "busy_timeout = 50")
        other.execute("BEGIN IMMEDIATE")
        assert state(made) == before
        with pytest.raises(Unreachable, match="Another program has been writing"):
            made.queue.claim("ana")
        other.execute("ROLLBACK")
        free()
        assert claim(made).item.id == "a"


def open_and_check(path: Path) -> None:
    with open_workspace(path) as again:
        if problems := again.database.check():
            raise Damaged(problems[0])


@promise(18)
@pytest.mark.parametrize("damage", ["header", "garbage", "empty", "pages", "cut"])
def test_a_damaged_file_is_named_as_such(tmp_path: Path, damage: str) -> None:
    with workspace(tmp_path, [item(f"i{n}", response="x" * 3000) for n in range(50)]) as made:
        path = made.path
    content = path.read_bytes()
    damaged = {
        "header": b"x" * 100 + content[100:],
        "garbage": random.Random(1).randbytes(50_000),
        "empty": b"",
        "pages": content[:8192] + b"\xff" * (len(content) - 8192),
        "cut": content[: len(content) // 2],
    }[damage]
    path.write_bytes(damaged)
    with pytest.raises(ReviewerError) as refused:
        open_and_check(path)
    assert str(refused.value).endswith(".")
    assert path.read_bytes() == damaged


@pytest.mark.parametrize("place", ["nowhere.reviewer", "no folder/x.reviewer", "."])
def test_a_workspace_that_is_not_there_is_named_with_what_to_do(tmp_path: Path, place: str) -> None:
    with pytest.raises(ReviewerError, match="reviewer"):
        open_workspace(tmp_path / place)
    assert list(tmp_path.iterdir()) == []


@promise(18)
def test_work_that_was_lost_with_the_write_ahead_log_is_found_by_receipts(judged: Workspace, tmp_path: Path) -> None:
    receipts = judged.audit.own_receipts("ana")
    alone = tmp_path / "alone.reviewer"
    with closing(sqlite3.connect(judged.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    judge(judged, "ana", "i0", "approve", supersedes=judged.reviews.for_item("i0")[0].submission_id)
    receipts = judged.audit.own_receipts("ana")
    shutil.copy(judged.path, alone)
    with open_workspace(alone) as again:
        assert [finding.kind for finding in again.audit.verify(receipts=receipts).findings] == ["receipt"]


@control(18)
def test_control_a_write_that_is_not_one_transaction_is_half_saved(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("a")]) as made:
        with closing(sqlite3.connect(made.path, isolation_level=None)) as plain:
            plain.execute("UPDATE item SET state = 'resolved', reviews = 1")
            with pytest.raises(sqlite3.IntegrityError):
                plain.execute("INSERT INTO review (number) VALUES (1)")
        assert made.queue.counts() == {"resolved": 1}
        assert made.reviews.for_item("a") == ()


# 19: a backup holds everything that was acknowledged before it began


def copies_while_writing(folder: Path, copy: Callable[[Workspace, Path], object], count: int) -> list[tuple[int, Path]]:
    """Copy while another process writes; return how many acknowledged reviews each copy misses."""
    missing = []
    acknowledged: set[str] = set()
    items = [item(f"i{n}") for n in range(count * 40)]
    with workspace(folder, items) as made, workers(made.path, "work", ["ana"]) as (process,):
        stream = lines(process)
        for number in range(count):
            acknowledged.update(next(stream)[2] for _ in range(15))
            target = folder / f"copy {number}.reviewer"
            copy(made, target)
            missing.append((len(acknowledged - submissions(target)), target))
    return missing


@promise(19)
def test_a_backup_while_others_write_misses_nothing_that_was_acknowledged(
    tmp_path: Path, full: bool, figures: Figures
) -> None:
    copies = copies_while_writing(tmp_path, lambda made, target: made.database.backup(target), 30 if full else 4)
    figures(19, backups=len(copies), verdicts_missing=sum(missing for missing, _ in copies), restored=1)
    assert [missing for missing, _ in copies] == [0] * len(copies)
    restored = restore_backup(copies[-1][1], tmp_path / "restored.reviewer")
    with open_workspace(restored) as again:
        assert again.database.check() == ()
        assert claim(again, "ben").item.id not in {found.item_id for found in again.reviews.stream()}


@control(19)
def test_control_a_copy_of_the_file_alone_misses_reviews(tmp_path: Path, figures: Figures) -> None:
    copies = copies_while_writing(tmp_path, lambda made, target: shutil.copy(made.path, target), 4)
    figures(19, copies=len(copies), verdicts_missing=sum(missing for missing, _ in copies))
    assert any(missing for missing, _ in copies)


def test_a_backup_and_a_restore_never_overwrite_and_leave_nothing_half_done(judged: Workspace, tmp_path: Path) -> None:
    made = judged.database.backup(tmp_path / "b.reviewer")
    with pytest.raises(ReviewerError, match="exists already"):
        judged.database.backup(made)
    with pytest.raises(ReviewerError, match="exists already"):
        restore_backup(made, judged.path)
    with pytest.raises(ReviewerError, match="no backup at"):
        restore_backup(tmp_path / "nowhere", tmp_path / "c.reviewer")
    made.write_bytes(b"x" * 5000)
    with pytest.raises(ReviewerError, match="nothing was changed"):
        restore_backup(made, tmp_path / "c.reviewer")
    assert not (tmp_path / "c.reviewer").exists()
    assert list(tmp_path.glob(".*.tmp")) == []
