"""What the rooms show to a reviewer and to an auditor on a server: all of it explained, nothing of it a mystery."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from reviewer.domain.listing import FacetValue, ItemRow
from reviewer.domain.projects import Project
from reviewer.services.workspace import create_workspace, open_workspace
from reviewer.ui.app import create_window
from reviewer.ui.main_window import MainWindow
from reviewer.ui.presenters.queue import QueuePresenter
from reviewer.ui.presenters.queue_state import Chip
from reviewer.ui.tasks import InlineRunner
from tests.postgres import Database
from tests.windows import item, part, raise_it


@pytest.fixture
def team(database: Database) -> Database:
    """A project with three items, a reviewer and an auditor."""
    database.add("ana")
    database.add("kim", "auditor")
    with create_workspace(database.url("lead"), Project(name="Lamps")) as lead:
        lead.ingest.add([item(number) for number in range(3)])
    return database


@pytest.fixture
def windows(team: Database, qtbot: QtBot) -> Iterator[dict[str, MainWindow]]:
    opened = {
        name: create_window(team.url(name), name, tasks=InlineRunner(raise_it)) for name in ("ana", "kim", "lead")
    }
    yield opened
    for window in opened.values():
        window.close()
        window.theme.uninstall()
        window.deleteLater()
    QApplication.processEvents()


def words(window: MainWindow, room: str) -> str:
    """Return what a room says, its line at the bottom included."""
    window.go_to(room)
    place = part(window, f"{room}_room")
    texts = [found.text() for found in place.findChildren(QLabel) if found.isVisibleTo(place)]
    texts += [found.text() for found in place.findChildren(QPushButton) if found.isVisibleTo(place)]
    entered = window.room(room)
    assert entered is not None
    return " | ".join([*texts, entered.status()])


def button(window: QWidget, name: str) -> QPushButton:
    found = part(window, name)
    assert isinstance(found, QPushButton)
    return found


def test_the_queue_room_tells_a_reviewer_that_it_lists_only_what_is_their_own(windows: dict[str, MainWindow]) -> None:
    assert ": those that you hold or have judged" in words(windows["ana"], "queue")
    assert "those that you hold" not in words(windows["lead"], "queue")
    resolved = button(windows["ana"], "queue_tab_2")
    resolved.click()
    assert "A server shows you only the items that you hold or have judged" in words(windows["ana"], "queue")


def test_a_reviewer_is_offered_and_finds_only_what_is_in_hand(qapp: QApplication, team: Database) -> None:
    with open_workspace(team.url("lead"), actor="lead") as lead:
        lead.ingest.add([item(number, metadata={"language": "de", "tenant": "x"}) for number in range(7, 9)])
    with open_workspace(team.url("ana"), actor="ana") as ana:
        ana.queue.claim_item("ana", "item-7")
        presenter = QueuePresenter(ana, "ana", InlineRunner(raise_it))
        presenter.reload()
        offered: list[FacetValue] = []
        presenter.values_of("language", offered.extend)
        assert offered == [FacetValue(value="de", items=1)]
        presenter.add_chip(Chip("language", "de"))
        assert presenter.state.total == 1
        assert presenter.state.own_only
        shown: list[ItemRow] = []
        presenter.page_ready.connect(lambda _page, rows: shown.extend(rows))
        presenter.load_page(0)
        assert [row.item_id for row in shown] == ["item-7"]
        presenter.close()
        presenter.deleteLater()


def test_who_does_not_review_cannot_take_an_item_from_the_list(windows: dict[str, MainWindow]) -> None:
    assert "3 items shown" in words(windows["kim"], "queue")
    assert not button(windows["kim"], "queue_open_button").isEnabled()
    assert "Your role does not review" in button(windows["kim"], "queue_open_button").toolTip()
    words(windows["lead"], "queue")
    assert button(windows["lead"], "queue_open_button").isEnabled()


def test_the_quality_room_says_on_whose_reviews_its_figures_rest(windows: dict[str, MainWindow]) -> None:
    seen = words(windows["ana"], "quality")
    assert "only of items that you have judged" in seen
    assert "You judge without seeing what the others said" in seen
    of_auditor = words(windows["kim"], "quality")
    assert "only of items" not in of_auditor
    assert "You judge without" not in of_auditor
    assert "Who is a lead here settles the disagreements" in of_auditor


def test_the_datasets_room_says_why_it_lists_nothing(windows: dict[str, MainWindow]) -> None:
    assert "One moment" not in words(windows["ana"], "datasets")
    assert "ana is reviewer here and may not build datasets" in words(windows["ana"], "datasets")


def test_the_audit_room_offers_anchors_only_to_who_sees_the_whole_ledger(
    windows: dict[str, MainWindow], team: Database
) -> None:
    with open_workspace(team.url("ana")) as ana:
        own = len(ana.audit.log())
    assert f"{own} events of your own" in words(windows["ana"], "audit")
    assert not button(windows["ana"], "audit_anchor_button").isEnabled()
    assert "your role sees only your own events" in button(windows["ana"], "audit_anchor_button").toolTip()
    assert "events in one chain" in words(windows["kim"], "audit")
    assert button(windows["kim"], "audit_anchor_button").isEnabled()
    part(windows["ana"], "audit_verify_button")
    button(windows["ana"], "audit_verify_button").click()
    assert "your own events" in words(windows["ana"], "audit")


def test_the_review_room_tells_an_auditor_that_auditors_do_not_review(windows: dict[str, MainWindow]) -> None:
    told = words(windows["kim"], "review")
    assert "You do not review here" in told
    assert "auditor" in told
    assert "Go to the queue" in told
