"""The queue room's presenter over a real workspace: what is wanted, long lists, the index, veils, a lost database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from reviewer.domain.errors import InvalidInput, Unreachable
from reviewer.domain.listing import IndexProgress, ItemFilter, ItemRow
from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.panes.queue_filters import index_text
from reviewer.ui.panes.queue_states import count_text, why_empty
from reviewer.ui.presenters.queue import QueuePresenter, QueueState
from reviewer.ui.presenters.queue_list import Listed, Reading
from reviewer.ui.presenters.queue_state import Chip, tab_of
from reviewer.ui.presenters.queue_views import SHIPPED, Views
from reviewer.ui.tasks import InlineRunner
from tests.windows import item, raise_it


@pytest.fixture
def presenter(qapp: QApplication, workspace: Workspace) -> Iterator[QueuePresenter]:
    workspace.ingest.add(
        [
            item(5, metadata={"language": "de"}, due_at="2020-01-01T00:00:00Z"),
            item(6, policy_hits=[{"id": "h", "policy": "pii", "severity": "high"}], metadata={"language": "de"}),
        ]
    )
    made = QueuePresenter(workspace, "ana", InlineRunner(raise_it))
    made.reload()
    yield made
    made.close()
    made.deleteLater()


def rows(presenter: QueuePresenter) -> list[str]:
    found: list[ItemRow] = []
    presenter.page_ready.connect(lambda _page, page: found.extend(page))
    presenter.load_page(0)
    presenter.page_ready.disconnect()
    return [row.item_id for row in found]


def test_values_of_one_kind_are_alternatives_and_kinds_add_up(presenter: QueuePresenter) -> None:
    presenter.add_chip(Chip("language", "de"))
    assert rows(presenter) == ["item-5", "item-6"]
    presenter.add_chip(Chip("severity", "high"))
    assert rows(presenter) == ["item-6"]
    presenter.add_chip(Chip("severity", "low"))
    assert rows(presenter) == ["item-6"]
    presenter.remove_chip(Chip("severity", "high"))
    assert rows(presenter) == []
    presenter.clear_filters()
    assert presenter.state.total == 5
    assert not presenter.state.narrowed


def test_a_state_narrows_its_tab_and_the_last_one_taken_away_shows_the_tab_again(presenter: QueuePresenter) -> None:
    presenter.choose_tab(1)
    presenter.add_chip(Chip("state", "escalated"))
    assert presenter.state.chips == (Chip("state", "escalated"),)
    presenter.remove_chip(Chip("state", "escalated"))
    assert list(presenter.state.wanted.states) == ["adjudication", "escalated"]
    presenter.choose_tab(0)
    presenter.add_chip(Chip("state", "resolved"))
    assert presenter.state.tab == 2, "the tab of that state says it already"
    assert not presenter.state.narrowed


@pytest.mark.parametrize(
    ("states", "before", "tab"), [(("open",), 4, 4), (("open",), 1, 0), (("escalated",), 0, 1), ((), 0, 4)]
)
def test_a_view_is_shown_in_a_tab_that_has_its_states(states: Any, before: int, tab: int) -> None:
    assert tab_of(ItemFilter(states=states), before) == tab


def test_the_shipped_views_find_what_they_say(presenter: QueuePresenter, workspace: Workspace) -> None:
    views = {view.name: view for view in SHIPPED}
    workspace.reviews.submit({"item_id": "item-0", "reviewer": "ana", "verdict": "approve"})
    workspace.queue.claim_item("ana", "item-6")
    presenter.show_view(views["Mine"])
    assert sorted(rows(presenter)) == ["item-0", "item-6"]
    assert presenter.state.view == "Mine"
    presenter.show_view(views["Overdue"])
    assert rows(presenter) == ["item-5"]
    workspace.reviews.submit({"item_id": "item-1", "reviewer": "bo", "escalation": {"reason": "odd"}})
    presenter.show_view(views["Escalated"])
    assert rows(presenter) == ["item-1"]
    presenter.show_view(views["Disagreement"])
    assert rows(presenter) == []
    presenter.add_chip(Chip("language", "de"))
    assert presenter.state.view == "", "changed, it is that view no longer"


def test_a_long_list_shows_its_beginning_before_it_is_counted(
    presenter: QueuePresenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviewer.ui.presenters.queue_list.FIRST_ROWS", 2)
    seen: list[QueueState] = []
    presenter.changed.connect(seen.append)
    presenter.sort("reviews", True)
    counting = [state for state in seen if state.counting]
    assert counting
    assert counting[0].total == 2
    assert "1,000+ … items" in count_text(counting[0])
    assert presenter.state.total == 5
    assert not presenter.state.counting
    assert count_text(presenter.state) == "5 items shown"
    assert len(rows(presenter)) == 5


def test_a_question_that_was_overtaken_is_not_answered(presenter: QueuePresenter, workspace: Workspace) -> None:
    reading = Reading(workspace, "ana")
    asked = QueueState(wanted=ItemFilter(language=("de",)))
    answered: list[Listed] = []
    assert reading.listed(asked, lambda: False, answered.append) is None
    assert not answered


def test_pages_beside_each_other_hold_every_row_once_in_both_directions(tmp_path: Path) -> None:
    with create_workspace(tmp_path / "many.reviewer", Project(name="Many"), actor="ana") as made:
        made.ingest.add([item(n, priority=float(n % 7)) for n in range(300)])
        every = [row.item_id for row in made.queue.page(ItemFilter(states=("open",)), limit=1000)]
        for pages in ((0, 1, 2, 3, 4), (3, 2, 1, 0, 4)):
            reading = Reading(made, "ana")
            found = {page: reading.page(QueueState(version=1), page) for page in pages}
            assert [row.item_id for page in range(5) for row in found[page]] == every


@pytest.mark.parametrize("descending", [False, True])
def test_a_jump_counts_from_the_nearest_milestone_and_finds_the_same_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, descending: bool
) -> None:
    monkeypatch.setattr("reviewer.ui.presenters.queue_list.STRIDE", 100)
    monkeypatch.setattr("reviewer.ui.presenters.queue_list.MANY_ROWS", 200)
    with create_workspace(tmp_path / "many.reviewer", Project(name="Many"), actor="ana") as made:
        made.ingest.add([item(n, priority=float(n % 7)) for n in range(500)])
        state = QueueState(version=1, total=500, descending=descending)
        every = [row.item_id for row in made.queue.page(state.wanted, descending=descending, limit=1000)]
        reading = Reading(made, "ana")
        assert reading.needs_milestones(state)
        reading.set_milestones(state, lambda: True)
        assert not reading.needs_milestones(state)
        for page in (7, 0, 4, 2):
            assert [row.item_id for row in reading.page(state, page)] == every[page * 64 : (page + 1) * 64]
        shorter = QueueState(version=2, total=499, descending=descending)
        assert reading.needs_milestones(shorter), "a list of another length is another one"


def test_the_index_is_said_to_grow_until_it_knows_every_item(
    presenter: QueuePresenter, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert presenter.state.index is not None
    workspace.ingest.add([item(n) for n in range(100, 140)])
    monkeypatch.setattr("reviewer.ui.presenters.queue.INDEX_SECONDS", 0.0)
    presenter.add_chip(Chip("language", "nowhere"))
    state = presenter.state
    assert index_text(QueueState(index=IndexProgress(done=250, total=1000))) == (
        "Search index 25 % · 250 of 1,000 items"
    )
    assert state.total == 0
    assert why_empty(QueueState(wanted=state.wanted, index=IndexProgress(done=1, total=2)))[0] == ("Nothing found yet")
    assert why_empty(QueueState(wanted=state.wanted, index=IndexProgress(done=2, total=2)))[0] == ("Nothing matches")


def test_a_database_that_is_lost_is_said_and_tried_again(
    presenter: QueuePresenter, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> object:
        raise Unreachable("The server does not answer: try again later.")

    with monkeypatch.context() as patched:
        patched.setattr(workspace.queue, "count", gone)
        presenter.reload()
        assert presenter.state.lost
        assert why_empty(presenter.state)[0] == "The database cannot be reached"
    presenter.look_again([0])
    assert not presenter.state.lost
    assert presenter.state.total == 5


def test_texts_that_start_veiled_are_neither_in_the_list_nor_beside_it(qapp: QApplication, tmp_path: Path) -> None:
    project = Project.model_validate({"name": "Hard", "personal_data": "veil", "wellbeing": {"veil": ["violence"]}})
    hit = {"id": "h", "policy": "violence", "severity": "high"}
    with create_workspace(tmp_path / "hard.reviewer", project, actor="ana") as made:
        made.ingest.add([item(1, response="Blood. Write to bo@example.org.", policy_hits=[hit])])
        presenter = QueuePresenter(made, "ana", InlineRunner(raise_it))
        presenter.reload()
        shown: list[ItemRow] = []
        presenter.page_ready.connect(lambda _page, page: shown.extend(page))
        presenter.load_page(0)
        assert "Blood" not in shown[0].excerpt
        presenter.choose(shown[0])
        assert presenter.state.item is not None
        assert presenter.state.veil
        assert not presenter.state.item.response
        presenter.unveil()
        assert presenter.state.item.response is not None
        assert "Blood" in presenter.state.item.response
        assert "bo@example.org" not in presenter.state.item.response, "personal data stay behind their placeholders"
        presenter.close()
        presenter.deleteLater()


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "two\nlines", "Mine"])
def test_a_view_needs_a_name_of_its_own(name: str) -> None:
    views = Views()
    view = SHIPPED[1].model_copy(update={"name": name})
    with pytest.raises(InvalidInput):
        views.save(view)
    assert Views().saved == ()
