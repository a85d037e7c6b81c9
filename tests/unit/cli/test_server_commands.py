"""Commands on a server: passwords, members, and the doctor."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pytest

from reviewer.config.addresses import secret_name
from reviewer.config.secrets import find_secret, forget_secret
from tests.postgres import Database
from tests.server_passwords import CANARY, guarded
from tests.unit.cli.conftest import Terminal

__all__ = ["guarded"]


class Screen(io.StringIO):
    """A standard input at which somebody sits."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Let a person type these passwords, one after the other, when asked; return what was asked."""

    def person(*passwords: str) -> list[str]:
        asked: list[str] = []
        left = list(passwords)

        def answer(prompt: str) -> str:
            asked.append(prompt)
            return left.pop(0)

        monkeypatch.setattr(sys, "stdin", Screen())
        monkeypatch.setattr("getpass.getpass", answer)
        return asked

    return person


def checks(outcome: object) -> dict[str, dict[str, object]]:
    return {check["check"]: check for check in outcome.json["checks"]}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "words",
    [
        ("-w", "{}", "queue", "list"),
        ("--workspace={}", "queue", "list"),
        ("-w{}", "db", "info"),
        ("init", "{}"),
        ("doctor", "{}"),
        ("{}",),
        ("secret", "set", "{}"),
    ],
)
@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://ana:{CANARY}@127.0.0.1:1/reviews",
        f"postgres://ana@127.0.0.1:1/reviews?password={CANARY}",
        f"postgresql://ana:{CANARY}/@127.0.0.1:1/reviews",
        f"PostgreSQL://ana:{CANARY}@127.0.0.1:1/reviews",
    ],
)
def test_a_password_on_the_command_line_is_refused_and_not_repeated(
    words: tuple[str, ...], address: str, terminal: Terminal
) -> None:
    done = terminal(*(word.format(address) for word in words))
    assert done.code == 2
    assert CANARY not in done.out + done.err
    assert "password" in done.err or "cannot be read" in done.err


def test_the_environment_may_carry_a_password_and_no_word_of_it_is_printed(
    guarded: str, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEWER_WORKSPACE", guarded.replace("wary@", f"wary:{CANARY}@"))
    done = terminal("doctor")
    assert "logged in as wary" in done.out
    assert CANARY not in done.out + done.err
    monkeypatch.setenv("REVIEWER_WORKSPACE", guarded.replace("wary@", f"wary:{CANARY}x@"))
    wrong = terminal("doctor")
    assert "does not take this password" in wrong.out
    assert CANARY not in wrong.out + wrong.err


def test_a_password_is_asked_for_until_it_is_right_and_kept_then(
    guarded: str, terminal: Terminal, typed: Callable[..., list[str]]
) -> None:
    asked = typed("wrong", CANARY)
    done = terminal("doctor", guarded)
    assert "logged in as wary" in done.out
    assert len(asked) == 2
    assert "asks for a password" in done.err
    assert "does not take this password" in done.err
    assert "kept in memory" in done.err  # this system has no key ring
    assert CANARY not in done.out + done.err
    assert find_secret(secret_name(guarded)) == CANARY
    assert "logged in as wary" in terminal("doctor", guarded).out
    assert len(asked) == 2
    forget_secret(secret_name(guarded))


def test_init_asks_the_first_admin_for_the_password_and_prints_the_sql_only_where_there_is_none(
    guarded: str, database: Database, terminal: Terminal, typed: Callable[..., list[str]]
) -> None:
    with database.superuser() as connection:
        connection.execute(
            "UPDATE reviewer.member SET role = 'admin' WHERE name = 'wary'; GRANT reviewer_admin TO wary"
        )
        try:
            typed("")
            without = terminal("init", guarded)
            assert "CREATE SCHEMA reviewer" in without.out
            typed(CANARY)
            done = terminal("init", guarded)
            assert "Made" in done.err
            assert done.out == ""
        finally:
            connection.execute("REVOKE reviewer_admin FROM wary")
    forget_secret(secret_name(guarded))


def test_where_nobody_can_answer_the_command_says_how_to_give_the_password(guarded: str, terminal: Terminal) -> None:
    done = terminal("-w", guarded, "members", "add", "bo")
    assert done.code == 4
    assert f"reviewer secret set {secret_name(guarded)}" in done.err


def test_a_secret_may_be_named_by_the_address_it_is_for(
    guarded: str, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{CANARY}\n"))
    assert terminal("secret", "set", guarded).code == 0
    assert "logged in as wary" in terminal("doctor", guarded).out
    assert terminal("secret", "forget", guarded, "--fail-on-empty").code == 0


def test_an_admin_gives_the_role_and_gets_the_sql_for_the_log_in(database: Database, terminal: Terminal) -> None:
    lead = database.url("lead")
    done = terminal("-w", lead, "members", "add", 'new"person', "--role", "lead")
    assert done.code == 0, done.err
    assert done.out == 'CREATE ROLE "new""person" LOGIN;\nGRANT "reviewer_lead" TO "new""person";\n'
    assert "is a member now" in done.err
    with database.superuser() as connection:
        connection.execute(done.out)
        try:
            again = terminal("-w", lead, "members", "role", 'new"person', "auditor")
            assert again.out.splitlines() == [
                'REVOKE "reviewer_lead" FROM "new""person";',
                'GRANT "reviewer_auditor" TO "new""person";',
            ]
            gone = terminal("-w", lead, "members", "remove", 'new"person')
            assert gone.out == 'REVOKE "reviewer_lead" FROM "new""person";\n'
        finally:
            connection.execute('DROP ROLE "new""person"')


def test_there_is_no_sql_for_a_log_in_that_has_all_it_needs(database: Database, terminal: Terminal) -> None:
    database.postgres.make_login("sits_ready", "engineer")
    done = terminal("-w", database.url("lead"), "members", "add", "sits_ready", "--role", "engineer", "--json")
    assert done.json == {"name": "sits_ready", "role": "engineer", "sql": None}


def test_a_database_administrator_makes_the_log_in_and_leaves_the_role_to_an_admin(
    database: Database, terminal: Terminal
) -> None:
    done = terminal("-w", database.url("postgres"), "members", "add", "made_by_dba", "--role", "reviewer")
    try:
        assert done.code == 0, done.err
        assert "The log-in made_by_dba was changed" in done.err
        assert done.out == """SELECT "reviewer"."add_member"('made_by_dba', 'reviewer');\n"""
        with database.log_in("lead") as connection:
            connection.execute(done.out)
        with database.log_in("made_by_dba") as connection:
            assert connection.execute("SELECT reviewer.my_role()").fetchone() == ("reviewer",)
    finally:
        with database.superuser() as connection:
            connection.execute("DROP ROLE IF EXISTS made_by_dba")


@pytest.mark.parametrize("role", ["reviewer", "lead", "engineer", "auditor"])
def test_nobody_but_an_admin_changes_the_members(role: str, database: Database, terminal: Terminal) -> None:
    done = terminal("-w", database.add(f"only_{role}", role), "members", "add", "bo")
    assert done.code == 3
    assert "may not change the members: ask an admin" in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    ("name", "role"),
    [("", "lead"), ("x" * 64, "lead"), ("pg_x", "lead"), ("a\u202eb", "lead"), ("a\nb", "lead"), ("bo", "king")],
)
def test_a_name_or_role_that_cannot_be_is_refused_before_anything_is_changed(
    name: str, role: str, database: Database, terminal: Terminal
) -> None:
    assert terminal("-w", database.url("postgres"), "members", "add", name, "--role", role).code == 3


def test_the_doctor_finds_a_sound_server_sound(database: Database, terminal: Terminal) -> None:
    found = checks(terminal("doctor", database.url("lead"), "--json"))
    assert [
        name
        for name in ("server", "encryption", "clock", "log-in", "schema", "role", "ledger")
        if not found[name]["ok"]
    ] == []
    assert "PostgreSQL 1" in str(found["server"]["found"])
    assert "2 events" in str(found["ledger"]["found"]) or "1 events" in str(found["ledger"]["found"])


def test_the_doctor_says_what_is_wrong_with_a_log_in_and_its_role(database: Database, terminal: Terminal) -> None:
    found = checks(terminal("doctor", database.url("postgres"), "--json"))
    assert "superuser" in str(found["log-in"]["found"])
    assert not found["role"]["ok"]
    address = database.add("two_groups", "engineer")
    with database.superuser() as connection:
        connection.execute("GRANT reviewer_reviewer TO two_groups")
        twice = checks(terminal("doctor", address, "--json"))["role"]
        assert twice["found"] == "engineer, and also in reviewer_reviewer"
        connection.execute("REVOKE reviewer_engineer FROM two_groups")
        try:
            without = checks(terminal("doctor", address, "--json"))["role"]
            assert without["found"] == "engineer, but the log-in is not in reviewer_engineer"
            assert "reviewer members role two_groups engineer" in str(without["remedy"])
        finally:
            connection.execute("GRANT reviewer_engineer TO two_groups; REVOKE reviewer_reviewer FROM two_groups")


def test_the_doctor_names_a_database_without_a_workspace_and_a_server_that_is_not_there(
    database: Database, terminal: Terminal
) -> None:
    empty = database.url("postgres").replace(f"/{database.name}?", "/postgres?")
    schema = checks(terminal("doctor", empty, "--json"))["schema"]
    assert schema["found"] == "none"
    assert "reviewer init URL" in str(schema["remedy"])
    gone = terminal("doctor", "postgresql://ana@127.0.0.1:1/reviews", "--json")
    assert gone.code == 3
    assert "cannot be reached now" in str(checks(gone)["server"]["remedy"])


def test_the_doctor_finds_a_ledger_that_was_tampered_with(database: Database, terminal: Terminal) -> None:
    with database.superuser() as connection:
        connection.execute("ALTER TABLE reviewer.audit_event DISABLE TRIGGER USER")
        connection.execute("UPDATE reviewer.audit_event SET details = '{\"forged\":1}' WHERE seq = 1")
    ledger = checks(terminal("doctor", database.url("lead"), "--json"))["ledger"]
    assert not ledger["ok"]


def test_the_doctor_names_a_clock_that_is_off(database: Database) -> None:
    from reviewer.services.server_doctor import _clock
    from reviewer.store.postgres.inspection import inspect_server
    from reviewer.store.postgres.server import open_server

    server = open_server(database.url("lead"))
    facts = inspect_server(server)
    server.close()
    assert _clock(facts).ok
    for ahead, words in ((3.0, "ahead of"), (-3.0, "behind")):
        off = _clock(facts._replace(clock_ahead=ahead))
        assert not off.ok
        assert words in off.found
        assert "take the time from the network" in off.remedy


def test_who_makes_log_ins_but_may_not_use_the_groups_is_told_what_is_missing(
    database: Database, terminal: Terminal
) -> None:
    database.postgres.make_login("clerk", "reviewer")
    with database.superuser() as connection:
        connection.execute("ALTER ROLE clerk CREATEROLE")
    done = terminal("members", "add", "newcomer", "-w", database.url("clerk"))
    with database.superuser() as connection:
        connection.execute("ALTER ROLE clerk NOCREATEROLE")
        made = connection.execute("SELECT count(*) FROM pg_roles WHERE rolname = 'newcomer'").fetchone()
    assert (done.code, made) == (3, (0,))
    assert "clerk may make log-ins, but not put them into the groups" in done.err
    assert 'CREATE ROLE "newcomer" LOGIN; GRANT "reviewer_reviewer" TO "newcomer";' in done.err


def test_what_a_reviewer_may_not_do_is_refused_before_it_is_looked_for(database: Database, terminal: Terminal) -> None:
    database.add("ana")
    terminal("init", database.url("lead"))
    for words in (("assign", "there", "ben"), ("priority", "there", "3")):
        done = terminal("queue", *words, "-w", database.url("ana"))
        assert (done.code, "ana is reviewer here and may not" in done.err) == (3, True)
    gone = terminal("queue", "release", "taken-away", "-w", database.url("ana"))
    assert (gone.code, "ana holds nothing of the kind" in gone.err) == (0, True)
    part = terminal("db", "check", "-w", database.url("ana"))
    assert (part.code, "only a part" in part.err) == (0, True)


def test_an_address_with_unusual_characters_is_told_how_to_be_written(database: Database, terminal: Terminal) -> None:
    done = terminal("-w", "postgresql://anna maria@127.0.0.1/reviews", "queue", "list")
    assert (done.code, "write unusual characters as %-codes, such as %20" in done.err) == (3, True)
    done = terminal("-w", f"{database.url('lead')}&colour=red", "queue", "list")
    assert (done.code, "check what follows '?'" in done.err) == (3, True)
    done = terminal("members", "list", "-w", database.url("lead").replace("postgresql", "PostgreSQL"))
    assert (done.code, "has no project yet" in done.err) == (4, True)


def test_a_backup_is_not_restored_to_an_address_as_if_it_were_a_file(database: Database, terminal: Terminal) -> None:
    done = terminal("db", "restore", "some.reviewer", database.url("lead"))
    assert (done.code, "'reviewer db copy BACKUP URL' brings it to a server" in done.err) == (3, True)


def test_the_sql_for_somebody_who_is_logged_in_does_not_make_the_log_in_again(
    database: Database, terminal: Terminal
) -> None:
    database.postgres.make_login("fresh", "reviewer")
    done = terminal("init", database.url("fresh"))
    assert done.code == 0
    assert "CREATE ROLE" not in done.out
    assert 'GRANT "reviewer_admin" TO "fresh";' in done.out
