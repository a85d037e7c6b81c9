"""Who gets into a workspace on a server, and in which words the others are told why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from reviewer.cli.main import run
from reviewer.domain.errors import NotAMember, NotFound, NotReady, Refused
from reviewer.domain.listing import ItemFilter
from reviewer.services.workspace import create_workspace, open_workspace
from reviewer.store.schema import SCHEMA_VERSION
from tests.factories import FakeClock, item, project
from tests.postgres import Database, Postgres
from tests.team import ServerTeam


@pytest.fixture
def team(database: Database) -> Iterator[ServerTeam]:
    made = ServerTeam(database)
    made.start([item("a")])
    yield made
    made.close()


def test_a_person_is_who_logged_in_and_nobody_else(team: ServerTeam) -> None:
    url = team.database.add("ana")
    with open_workspace(url, clock=team.clock) as opened:
        assert opened.actor == "ana"
        with pytest.raises(Refused, match="You are logged in as ana: only ben can do this"):
            opened.queue.claim("ben")
    with pytest.raises(Refused, match="You are logged in as ana, not as ben"):
        open_workspace(url, actor="ben")


def test_a_server_has_no_file_and_shows_its_address_without_a_password(team: ServerTeam, tmp_path: Path) -> None:
    lead = team.lead
    assert lead.location.startswith("postgresql://lead@")
    assert lead.title == f"{team.database.name} on this machine"
    assert lead.folder == Path.cwd()
    with pytest.raises(Refused, match="whoever runs the server makes its backups"):
        lead.database.backup(tmp_path / "copy.reviewer")
    info = lead.database.info()
    assert (info["items"], info["schema"], info["project"]) == (1, SCHEMA_VERSION, "Support")
    assert info["events"] == lead.audit.count()
    assert lead.database.check() == ()


def test_a_log_in_that_is_no_member_is_told_whom_to_ask(team: ServerTeam) -> None:
    team.database.postgres.make_login("olga", "reviewer")
    with pytest.raises(NotAMember, match="olga is no member"):
        open_workspace(team.database.url("olga"))


def test_a_member_who_was_removed_reads_and_writes_nothing_more(team: ServerTeam) -> None:
    ana = team.open("ana")
    taken = team.claim("ana")
    team.lead.members.remove("ana")
    with pytest.raises(Refused, match="ana is no member here"):
        ana.queue.claim("ana")
    with pytest.raises(Refused, match="ana is no member here"):
        ana.queue.renew(taken)
    assert ana.queue.page() == ()
    with pytest.raises(NotAMember):
        open_workspace(team.database.url("ana"))


def test_a_workspace_without_a_project_says_who_makes_one_and_one_with_a_project_is_not_made_again(
    database: Database,
) -> None:
    with pytest.raises(NotReady, match="has no project yet"):
        open_workspace(database.url("lead"))
    create_workspace(database.url("lead"), project()).close()
    with pytest.raises(Refused, match=r"has projects already \('Support'\)"):
        create_workspace(database.url("lead"), project("Other"))


def test_a_database_without_our_schema_is_told_from_one_that_cannot_be_reached(postgres: Postgres) -> None:
    postgres.make_login("lead", "admin")
    with postgres.connect("postgres") as connection:
        connection.execute("CREATE DATABASE empty_one")
    try:
        with pytest.raises(NotReady, match="'reviewer init URL' prints"):
            open_workspace(f"postgresql://lead@/empty_one?host={postgres.folder}&port={postgres.port}")
    finally:
        with postgres.connect("postgres") as connection:
            connection.execute("DROP DATABASE empty_one WITH (FORCE)")


def test_a_server_of_a_newer_version_is_refused(team: ServerTeam) -> None:
    with team.database.superuser() as connection:
        connection.execute("UPDATE reviewer.alembic_version SET version_num = '9999'")
    with pytest.raises(Refused, match="was written by a newer Reviewer"):
        open_workspace(team.database.url("lead"))


def test_a_reviewer_sees_what_is_in_hand_or_judged_and_every_count_agrees_with_its_list(database: Database) -> None:
    team = ServerTeam(database)
    team.start([item(f"i{n}") for n in range(5)] + [{"id": "unreadable"}], overlap=2)
    team.judge("ana", "i0")
    team.judge("ben", "i1")
    assert team.claim("ana").item.id == "i1"
    ana = team.open("ana")
    for wanted, seen in (
        (ItemFilter(), ["i0", "i1"]),
        (ItemFilter(states=("open",)), ["i0", "i1"]),
        (ItemFilter(states=("resolved",)), []),
        (ItemFilter(text="warranty"), ["i0", "i1"]),
        (ItemFilter(where="priority == 0"), ["i0", "i1"]),
        (ItemFilter(reviewed_by="ana"), ["i0"]),
        (ItemFilter(reviewed_by="ben"), []),
    ):
        assert [row.item_id for row in ana.queue.page(wanted)] == seen
        assert ana.queue.count(wanted) == len(seen)
    assert (ana.queue.unreadable(), ana.queue.unreadable_count(), ana.resolutions.open_count()) == ((), 0, 0)
    assert team.lead.queue.unreadable_count() == 1
    assert [found.reviewer for found in ana.reviews.for_item("i0")] == ["ana"]
    assert ana.reviews.for_item("i1") == ()
    with pytest.raises(NotFound, match="There is no item 'i3'"):
        ana.queue.row("i3")
    with pytest.raises(Refused, match="without holding it: claim it first"):
        ana.queue.get("i3")
    assert ana.queue.get("i1").response is not None
    team.close()


def test_a_list_without_a_line_tells_a_reviewer_why(team: ServerTeam, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-w", team.database.add("ana"), "queue", "list"]) == 0
    assert "a server shows a reviewer no others" in capsys.readouterr().err
    team.claim("ana")
    assert run(["-w", team.database.url("ana"), "queue", "list"]) == 0
    assert "The warranty of the lamp" in capsys.readouterr().out


def test_the_time_is_the_servers_also_where_this_machine_is_an_hour_late(team: ServerTeam) -> None:
    url = team.database.add("ana")
    late = FakeClock(team.clock.now - timedelta(hours=1))
    with open_workspace(url, clock=late) as opened:
        taken = opened.queue.claim("ana")
        assert taken is not None
        assert taken.claimed_at == team.clock.now == opened.clock()
        assert [lease.reviewer for lease in opened.queue.leases()] == ["ana"]
        assert opened.queue.row("a").holders == ("ana",)
