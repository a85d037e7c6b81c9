"""What a reviewer on a server, who sees only what is their own, is told where others see everything."""

from __future__ import annotations

import pytest

from reviewer.domain.errors import NotAMember, NotReady, Refused
from reviewer.domain.projects import Project
from reviewer.services.workspace import create_workspace, open_workspace
from tests.factories import item, review
from tests.postgres import Database


@pytest.fixture
def filled(database: Database) -> Database:
    """A project of two items, one of which `ben` has judged; `ana` and the auditor `kim` have done nothing."""
    for name, role in (("ana", "reviewer"), ("ben", "reviewer"), ("kim", "auditor")):
        database.add(name, role)
    with create_workspace(database.url("lead"), Project(name="Lamps", overlap=2)) as lead:
        lead.ingest.add([item("one"), item("two")])
    with open_workspace(database.url("ben")) as ben:
        ben.reviews.submit(review("one", "ben", "approve"), ben.queue.claim_item("ben", "one"))
    return database


def test_a_reviewer_can_neither_make_nor_check_an_anchor_and_is_told_who_can(filled: Database) -> None:
    with open_workspace(filled.url("kim")) as kim:
        anchor = kim.audit.anchor()
        assert anchor.seq > 1
        assert kim.audit.verify([anchor]).sound
    with open_workspace(filled.url("ben")) as ben:
        with pytest.raises(Refused, match=r"ben sees only their own events here: let a lead, .* verify the anchor"):
            ben.audit.verify([anchor])
        with pytest.raises(Refused, match="make the anchor"):
            ben.audit.anchor()
        assert ben.audit.verify(receipts=ben.audit.own_receipts("ben")).sound


def test_a_reviewer_counts_as_many_events_as_the_list_shows(filled: Database) -> None:
    with open_workspace(filled.url("ben")) as ben:
        assert ben.audit.count() == len(ben.audit.log()) == 2
    with open_workspace(filled.url("kim")) as kim:
        assert kim.audit.count() == len(kim.audit.log()) > 2


def test_figures_over_a_part_of_the_reviews_say_so(filled: Database) -> None:
    with open_workspace(filled.url("ben")) as ben:
        assert "Only the reviews of items that ben has judged" in ben.agreement.compute().notes[0]
        with pytest.raises(Refused, match="ben may not read the items of others"):
            ben.agreement.compute_by("language")
    with open_workspace(filled.url("kim")) as kim:
        assert not any("Only the reviews" in note for note in kim.agreement.compute().notes)
        assert list(kim.agreement.compute_by("language"))


def test_who_may_see_no_datasets_is_told_the_role(filled: Database) -> None:
    with open_workspace(filled.url("ana")) as ana, pytest.raises(Refused, match="ana is reviewer here"):
        ana.datasets.list()
    with open_workspace(filled.url("kim")) as kim:
        assert kim.datasets.list() == ()


def test_somebody_who_was_removed_meanwhile_is_told_to_be_no_member(filled: Database) -> None:
    with open_workspace(filled.url("ana")) as ana, open_workspace(filled.url("lead")) as lead:
        lead.members.remove("ana")
        with pytest.raises(Refused, match="ana is no member here and may not build datasets"):
            ana.datasets.list()


def test_a_log_in_without_its_group_is_told_who_opens_the_workspace(filled: Database) -> None:
    with filled.superuser() as connection:
        connection.execute("CREATE ROLE outsider LOGIN")
        try:
            with pytest.raises(NotReady, match=r"is not open to this log-in: an admin adds it with 'reviewer members"):
                open_workspace(filled.url("outsider"))
            connection.execute(f"GRANT CONNECT ON DATABASE {filled.name} TO outsider")
            with pytest.raises(NotAMember, match=r"is not open to this log-in: an admin adds it with 'reviewer member"):
                open_workspace(filled.url("outsider"))
        finally:
            connection.execute("DROP OWNED BY outsider; DROP ROLE outsider")
