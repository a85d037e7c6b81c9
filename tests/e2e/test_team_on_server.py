"""Two reviewers and a lead, each with a window and a log-in of their own, on one server that crashes meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.domain.projects import Project
from reviewer.services.workspace import create_workspace, open_workspace
from reviewer.ui.app import create_window
from tests.people import Person
from tests.postgres import Database, Postgres

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ITEMS = 6
PATIENCE_MS = 40_000


class Colleague(Person):
    """Somebody at a window of their own."""

    patience_ms = PATIENCE_MS

    def __init__(self, database: Database, name: str, qtbot: QtBot) -> None:
        super().__init__(create_window(database.url(name), name), qtbot)
        self.name = name
        self.idle()

    def press(self, *keys: Any) -> None:
        """Come to the front first, as one does with two windows on a desk."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        super().press(*keys)

    def sees_an_item(self) -> str:
        self.qtbot.waitUntil(lambda: self.item is not None, timeout=PATIENCE_MS)
        return str(self.item)

    def judges(self, key: Any) -> str:
        """Give a verdict on what is on screen and wait until it has left the screen; return the item."""
        item = self.sees_an_item()
        self.press(key, (K.Key_Return, CTRL))
        self.qtbot.waitUntil(lambda: self.item != item, timeout=PATIENCE_MS)
        return item

    def waits_for_the_server(self) -> bool:
        label = self.find("outbox_label")
        return bool(label.isVisible() and label.text())

    def close(self) -> None:
        self.window.close()
        self.window.theme.uninstall()
        self.window.deleteLater()
        QApplication.processEvents()


@pytest.fixture
def shared(postgres: Postgres) -> Iterator[Database]:
    """A database with two reviewers and six items that each of them judges."""
    database = postgres.database()
    for name in ("ana", "ben"):
        database.add(name)
    with create_workspace(database.url("lead"), Project(name="Lamps", overlap=2, max_reviews=2), actor="lead") as lead:
        lead.ingest.add(
            {"id": f"item-{number}", "prompt": "Safe?", "response": f"Lamp {number} is safe.", "priority": -number}
            for number in range(ITEMS)
        )
    yield database
    database.drop()


@pytest.fixture
def people(shared: Database, qtbot: QtBot) -> Iterator[tuple[Colleague, Colleague]]:
    both = Colleague(shared, "ana", qtbot), Colleague(shared, "ben", qtbot)
    yield both
    for person in both:
        person.close()


def test_a_team_works_on_while_its_server_crashes_and_a_lead_settles_what_they_disagree_on(
    shared: Database, people: tuple[Colleague, Colleague], qtbot: QtBot
) -> None:
    ana, ben = people
    assert ana.judges(K.Key_1) == "item-0"
    assert ben.judges(K.Key_3) == "item-0"
    with open_workspace(shared.url("lead"), actor="lead") as lead:
        qtbot.waitUntil(lambda: lead.resolutions.open_count() == 1, timeout=PATIENCE_MS)

    held = ana.sees_an_item()
    ben.sees_an_item()
    ana.idle()
    shared.postgres.crash()
    assert ana.judges(K.Key_1) == held
    qtbot.waitUntil(ana.waits_for_the_server, timeout=PATIENCE_MS)
    assert "saved" not in ana.find("outbox_label").text().lower()
    shared.postgres.start()
    qtbot.waitUntil(lambda: not ana.waits_for_the_server(), timeout=PATIENCE_MS)

    with open_workspace(shared.url("lead"), actor="lead") as lead:

        def all_is_judged() -> bool:
            """Judge what is on screen; who lost the server for a while gets the next item a little later."""
            for person in people:
                if person.item is not None:
                    person.judges(K.Key_1)
            return lead.queue.counts().get("open", 0) == 0

        qtbot.waitUntil(all_is_judged, timeout=2 * PATIENCE_MS)
        given = Counter((review.item_id, review.reviewer) for review in lead.reviews.stream())
        assert given == {(f"item-{number}", name): 1 for number in range(ITEMS) for name in ("ana", "ben")}
        (disagreement,) = lead.resolutions.disagreements()
        assert disagreement.item_id == "item-0"
        chosen = next(review for review in disagreement.reviews if review.reviewer == "ben")
        lead.resolutions.adopt("item-0", str(chosen.submission_id), lead="lead", reason="the passage says so")
        assert lead.queue.counts() == {"resolved": ITEMS}
        settled = lead.resolutions.find("item-0")
        assert settled is not None
        assert (settled.verdict, settled.decided_by) == ("reject", "lead")
        assert lead.audit.verify().findings == ()
    for person in people:
        own = person.window.workspace
        assert own is not None
        assert own.audit.verify(receipts=own.audit.own_receipts(person.name)).sound


def test_a_lead_takes_an_item_away_and_the_reviewer_keeps_the_work(
    shared: Database, people: tuple[Colleague, Colleague], qtbot: QtBot
) -> None:
    ana, ben = people
    item = ana.sees_an_item()
    ana.press(K.Key_1)
    with open_workspace(shared.url("lead"), actor="lead") as lead:
        assert {lease.reviewer for lease in lead.queue.leases()} == {"ana", "ben"}
        lead.queue.assign(item, "ben", release=True)
        assert ("ana", item) not in {(lease.reviewer, lease.item_id) for lease in lead.queue.leases()}
    ana.press((K.Key_Return, CTRL))
    workspace = ana.window.workspace
    assert workspace is not None

    def kept() -> bool:
        draft = workspace.drafts.find("ana", item, "file")
        return draft is not None and draft.verdict == "approve"

    qtbot.waitUntil(kept, timeout=PATIENCE_MS)
    with open_workspace(shared.url("lead"), actor="lead") as lead:
        assert lead.reviews.for_item(item) == ()
        actions = [event.action for event in lead.audit.log(subject=item)]
    assert "item.assigned" in actions
    ben.idle()
