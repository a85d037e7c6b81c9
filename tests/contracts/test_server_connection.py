"""Connections to a server: given up when it is silent, never repeated, and without a word of the password anywhere."""

from __future__ import annotations

import logging
import socket
import subprocess
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from reviewer.config.crash_reports import report_of
from reviewer.domain.errors import Cancelled, PasswordNeeded, Refused, ReviewerError, Unreachable
from reviewer.store.audit import count_events, find_head
from reviewer.store.engine import read
from reviewer.store.postgres.errors import ServerFault
from reviewer.store.postgres.server import Server, connection_parameters, open_server
from tests.postgres import Database, Postgres
from tests.promises import Figures, control, promise
from tests.server_passwords import CANARY, guarded

__all__ = ["guarded"]

LIMIT = 1.0


@pytest.fixture
def server(database: Database) -> Iterator[Server]:
    opened = open_server(database.url("lead"), seconds=LIMIT)
    yield opened
    opened.close()


def backends(database: Database, name: str = "lead") -> list[int]:
    with database.superuser() as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE usename = %s AND datname = %s", (name, database.name)
        )
        return [row[0] for row in found]


@contextmanager
def frozen(postgres: Postgres, pids: list[int]) -> Iterator[None]:
    for pid in pids:
        postgres.freeze(pid)
    try:
        yield
    finally:
        for pid in pids:
            postgres.thaw(pid)


def seconds_of(deed: Callable[[], object]) -> float:
    began = time.monotonic()
    deed()
    return time.monotonic() - began


def make_function(database: Database, name: str, body: str) -> None:
    with database.superuser() as connection:
        connection.execute(f"CREATE FUNCTION reviewer.{name}() RETURNS bigint LANGUAGE plpgsql AS $$ {body} $$")
        connection.execute(f"GRANT EXECUTE ON FUNCTION reviewer.{name}() TO PUBLIC")


@promise(18)
def test_a_call_to_a_frozen_server_is_given_up_by_the_clock_and_the_next_one_connects_anew(
    postgres: Postgres, database: Database, server: Server, figures: Figures
) -> None:
    server.call("now_us")

    def give_up() -> None:
        with pytest.raises(Unreachable, match="no answer in time"):
            server.call("now_us")

    with frozen(postgres, backends(database)):
        waited = seconds_of(give_up)
        figures(18, frozen_server_given_up_after_s=waited)
        assert LIMIT <= waited < 3 * LIMIT
        assert len(server.call("now_us")) == 1


@control(18)
def test_a_plain_connection_hangs_on_a_frozen_server_whatever_its_settings(
    postgres: Postgres, database: Database
) -> None:
    settings: dict[str, Any] = {"options": "-c statement_timeout=500", "tcp_user_timeout": 500, "keepalives_idle": 1}
    with (
        psycopg.connect(database.url("lead", tcp=True), **settings) as plain,
        ThreadPoolExecutor(1) as pool,
        frozen(postgres, backends(database)),
    ):
        waiting = pool.submit(plain.execute, "SELECT 1")
        time.sleep(2 * LIMIT)
        assert not waiting.done()
        for pid in backends(database):
            postgres.thaw(pid)
        waiting.result(5)


@promise(18)
@promise(18)
def test_a_read_from_a_server_that_freezes_in_the_middle_is_given_up(
    postgres: Postgres, database: Database, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    def freeze_in_the_middle() -> None:
        with read(server.engine) as connection:
            assert find_head(connection) is not None
            with frozen(postgres, backends(database)):
                find_head(connection)

    began = time.monotonic()
    with pytest.raises(Unreachable, match="no answer in time"):
        freeze_in_the_middle()
    assert time.monotonic() - began < 3 * LIMIT
    with read(server.engine) as connection:
        assert count_events(connection) > 0
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@promise(18)
@promise(18)
def test_a_server_that_says_nothing_at_all_is_given_up_when_connecting() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        address = f"postgresql://ana@127.0.0.1:{listener.getsockname()[1]}/reviews"

        def give_up() -> None:
            with pytest.raises(Unreachable, match="cannot be reached now: it gave no answer in time"):
                open_server(address)

        assert seconds_of(give_up) < 8


def test_a_server_that_is_not_there_is_told_in_one_sentence_with_what_to_do() -> None:
    with pytest.raises(Unreachable, match=r"cannot be reached now: .*refused.*Check the address and the network"):
        open_server("postgresql://ana@127.0.0.1:1/reviews")


def test_connections_that_a_restart_ended_are_replaced_before_anything_is_sent(database: Database) -> None:
    cluster = Postgres()
    try:
        server = open_server(cluster.database().url("lead"), seconds=LIMIT)
        server.call("now_us")
        cluster.restart()
        assert len(server.call("now_us")) == 1
        cluster.crash()
        with pytest.raises(Unreachable, match="cannot be reached now"):
            server.call("now_us")
        cluster.start()
        with read(server.engine) as connection:
            assert count_events(connection) > 0
        server.close()
    finally:
        cluster.close()


@promise(18)
def test_a_call_whose_answer_is_lost_is_never_sent_again(database: Database, server: Server) -> None:
    with database.superuser() as connection:
        connection.execute("CREATE SEQUENCE reviewer.sent; GRANT USAGE ON SEQUENCE reviewer.sent TO PUBLIC")
    make_function(
        database,
        "dies",
        "BEGIN PERFORM nextval('reviewer.sent'), pg_terminate_backend(pg_backend_pid()); RETURN 1; END",
    )
    with pytest.raises(Unreachable, match="connection was lost"):
        server.call("dies")
    with database.superuser() as connection:
        assert connection.execute("SELECT last_value FROM reviewer.sent").fetchone() == (1,)
    assert len(server.call("now_us")) == 1


def test_closing_ends_a_call_that_is_under_way(database: Database) -> None:
    server = open_server(database.url("lead"), seconds=60)
    make_function(database, "sleeps", "BEGIN PERFORM pg_sleep(60); RETURN 1; END")
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(server.call, "sleeps")
        time.sleep(0.3)
        server.close()
        with pytest.raises(Unreachable):
            call.result(10)
    with pytest.raises(Unreachable, match="closed meanwhile"):
        server.call("now_us")
    assert ended_at_last(database) == []


def ended_at_last(database: Database) -> list[int]:
    with database.superuser() as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'lead'")
    deadline = time.monotonic() + 5
    while (left := backends(database)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def test_many_threads_use_a_few_connections(database: Database, server: Server) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: server.call("now_us")[0].now_us, range(200)))
    assert len(answers) == 200
    assert len(backends(database)) <= 2


def test_a_read_is_one_snapshot_that_cannot_write(database: Database, server: Server) -> None:
    with read(server.engine) as connection:
        before = count_events(connection)
        database.add("bo")
        assert count_events(connection) == before
        raw = connection.connection.driver_connection
        assert raw is not None
        assert raw.execute("SHOW transaction_read_only").fetchone() == ("on",)
    with read(server.engine) as connection:
        assert count_events(connection) == before + 1


def test_a_trial_changes_nothing_and_a_transaction_stands_or_falls_as_a_whole(
    postgres: Postgres, database: Database, server: Server
) -> None:
    def events() -> int:
        with read(server.engine) as connection:
            return count_events(connection)

    def stop_half_way() -> None:
        with server.transaction():
            server.call("add_member", "bo", "reviewer")
            raise Cancelled("stopped")

    before = events()
    with server.trial():
        assert server.call("add_member", "bo", "reviewer")[0].seq == before + 1
    with pytest.raises(Cancelled):
        stop_half_way()
    assert events() == before
    with server.transaction():
        server.call("add_member", "bo", "reviewer")
        server.call("set_role", "bo", "lead")
    assert events() == before + 2


def test_a_refusal_is_the_sentence_of_the_function_and_a_missing_right_is_told_plainly(database: Database) -> None:
    server = open_server(database.add("ana"))
    with pytest.raises(Refused, match="ask an admin for the role"):
        server.call("add_member", "bo", "reviewer")  # not granted at all
    with pytest.raises(ServerFault, match=r"^42883 UndefinedFunction"):
        server.call("nothing_of_this_name", "foreign text")
    server.close()
    lead = open_server(database.url("lead"))
    with pytest.raises(Refused, match="'ana' is a member already"):
        lead.call("add_member", "ana", "reviewer")
    lead.close()


@pytest.mark.parametrize("text", ["kanarienvogel", "12kanarienvogel"])
def test_an_unforeseen_error_does_not_repeat_what_was_sent(server: Server, text: str) -> None:
    with pytest.raises(ServerFault) as caught:
        server.call("add_member", text, "reviewer", types=("bigint", "text"))
    assert "kanarienvogel" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ana@db.example.org/reviews?sslmode=require",
        "postgresql://ana@db.example.org/reviews?sslmode=disable",
        "postgresql://ana@127.0.0.1,db.example.org/reviews?sslmode=prefer",
        "postgresql://ana@localhost/reviews?hostaddr=203.0.113.9&sslmode=verify-ca",
        "postgresql:///reviews?service=team&sslmode=allow",
    ],
)
def test_another_machine_must_prove_who_it_is(address: str) -> None:
    with pytest.raises(Refused, match="write sslmode=verify-full in the address, or leave sslmode out"):
        open_server(address)


def test_a_connection_to_another_machine_without_a_word_on_encryption_is_verified_in_full() -> None:
    assert connection_parameters("postgresql://ana@db.example.org/reviews")["sslmode"] == "verify-full"
    assert "sslmode" not in connection_parameters("postgresql://ana@[::1]:5432/reviews")


def test_the_surroundings_cannot_weaken_the_encryption(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "db.example.org")
    monkeypatch.setenv("PGSSLMODE", "disable")
    assert connection_parameters("postgresql://ana@/reviews")["sslmode"] == "verify-full"


def test_a_server_without_encryption_is_told_no_password_where_encryption_is_demanded(
    guarded: str, tmp_path: Path
) -> None:
    address = f"{guarded}?sslmode=verify-full&sslrootcert={tmp_path}/authority.pem"
    asked: list[str] = []
    (tmp_path / "authority.pem").write_text("")
    with pytest.raises(Unreachable, match=r"does not support SSL.*ask whoever runs it to turn encryption on"):
        open_server(address, lambda: asked.append("asked"))
    assert asked == []


def test_a_password_is_asked_for_only_where_the_server_wants_one(database: Database, guarded: str) -> None:
    asked: list[str] = []

    def ask() -> str:
        asked.append("asked")
        return CANARY

    open_server(database.url("lead"), ask).close()
    assert asked == []
    server = open_server(guarded, ask)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: server.call("now_us"), range(20)))
    assert asked == ["asked"]
    assert server.login == "wary"
    server.close()


def test_without_a_password_the_error_says_how_to_give_it(guarded: str) -> None:
    with pytest.raises(PasswordNeeded, match=r"asks for a password: give it with 'reviewer secret set wary-127-0-0-1-"):
        open_server(guarded, lambda: None)
    with pytest.raises(PasswordNeeded, match="does not take this password"):
        open_server(guarded, lambda: "wrong")


def test_the_places_where_libpq_looks_for_a_password_keep_working(
    guarded: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "pgpass"
    file.write_text(f"*:*:*:wary:{CANARY}\n")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    open_server(guarded).close()
    monkeypatch.delenv("PGPASSFILE")
    monkeypatch.setenv("PGPASSWORD", CANARY)
    open_server(guarded).close()


def with_password(address: str, password: str = CANARY) -> str:
    return address.replace("wary@", f"wary:{password}@")


def everything_told(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)) + repr(error) + report_of(error, "test", datetime.now(UTC))


@promise(17)
@control(17)
def test_the_password_of_an_address_is_told_nowhere(
    guarded: str, database: Database, caplog: pytest.LogCaptureFixture, figures: Figures
) -> None:
    caplog.set_level(logging.DEBUG)
    address = with_password(guarded)
    server = open_server(address)
    told = [server.location, server.title, repr(server), repr(server.engine), str(server.engine.url)]
    server.call("now_us")
    with pytest.raises(Refused) as refused:
        server.call("add_member", "bo", "reviewer")
    told.append(everything_told(refused.value))
    for wrong in (
        with_password(guarded, CANARY + "x"),
        address.replace(database.name, "nowhere"),
        address.replace(f":{database.postgres.port}", ":1"),
        address + "?nonsense=1",
        address.replace("@", "/@"),
        address.replace("@", "?@"),
        with_password(guarded, "%zz" + CANARY),
        f"postgresql://wary@db.example.org/x?sslmode=require&password={CANARY}",
    ):
        with pytest.raises(ReviewerError) as caught:
            open_server(wrong)
        told.append(everything_told(caught.value))
    told.append(subprocess.run(["ps", "axww", "-o", "args"], capture_output=True, text=True, check=True).stdout)
    told += [record.getMessage() for record in caplog.records]
    with database.superuser() as connection:
        told.append(repr(connection.execute("SELECT * FROM pg_stat_activity").fetchall()))
    holding = [text for text in told if CANARY in text]
    figures(17, errors_and_log_lines_of_a_server=len(told), holding_the_secret=len(holding))
    assert holding == []
    server.close()
    assert CANARY in address  # the negative control: what is looked for is there to be told
    with pytest.raises(psycopg.ProgrammingError, match=CANARY):
        psycopg.connect(address.replace("@", "%zz@"))  # and the driver by itself would tell it


def test_no_thread_stays_behind_an_open_server(server: Server) -> None:
    before = threading.active_count()
    server.call("now_us")
    assert threading.active_count() == before
