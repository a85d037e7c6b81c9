"""The presenter of the pages of figures, on a real workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.errors import ReviewerError
from reviewer.domain.listing import ItemFilter
from reviewer.domain.projects import read_project
from reviewer.services.scope import Scope
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.presenters.quality_figures import FiguresPresenter
from reviewer.ui.presenters.quality_figures_state import Asked, Limits, defined
from reviewer.ui.presenters.quality_items import MOST_NAMED, of_detector, of_group, of_items
from reviewer.ui.printing import write_pdf
from reviewer.ui.tasks import InlineRunner
from tests.windows import item, raise_it

pytestmark = pytest.mark.usefixtures("qapp")
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SPEC = {"project": {"name": "Support", "overlap": 2, "max_reviews": 2}}
KEY = ("privacy", "scan", "2")


class LateRunner(InlineRunner):
    """Keeps io jobs back until they are let go, so that an answer can come too late."""

    def __init__(self) -> None:
        super().__init__(raise_it)
        self.kept: list[Callable[[], None]] = []

    def _run(self, lane: str, job: Any, ticket: Any, progress: Any) -> None:
        if lane == "io":
            self.kept.append(lambda: super(LateRunner, self)._run(lane, job, ticket, progress))
        else:
            super()._run(lane, job, ticket, progress)

    def let_go(self) -> None:
        kept, self.kept = self.kept, []
        for run in kept:
            run()


def hit(number: int, policy: str = "privacy") -> dict[str, Any]:
    return {
        "id": "h1",
        "policy": policy,
        "detector": "scan",
        "detector_version": "2",
        "score": 0.5 + (number % 40) / 100,
        "threshold": 0.5,
        "outcome": "fail",
        "score_direction": "higher_is_worse",
    }


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Sixty judged items, every third a false alarm, half of them judged long ago, and one that waits."""
    with create_workspace(tmp_path / "q.reviewer", read_project(SPEC), actor="lea", clock=lambda: NOW) as made:
        items = [item(n, policy_hits=[hit(n)], metadata={"language": "en" if n % 2 else "de"}) for n in range(61)]
        made.ingest.add([*items, item(70, policy_hits=[hit(70, "grounding")])])
        for number in [*range(60), 70]:
            said = "false_alarm" if number % 3 == 0 else "confirmed"
            at = NOW - timedelta(days=60 if number < 30 else 2)
            for who in ("ana", "ben"):
                verdict = "approve" if said == "false_alarm" else "reject"
                review = {"item_id": f"item-{number}", "reviewer": who, "verdict": verdict, "submitted_at": at}
                made.reviews.submit({**review, "hits": [{"hit": "h1", "judgement": said}]})
        yield made


def presenter(workspace: Workspace, person: str = "lea", tasks: Any = None) -> FiguresPresenter:
    return FiguresPresenter(workspace, person, tasks or InlineRunner(raise_it))


def test_a_page_is_computed_when_it_is_first_shown_and_not_before(workspace: Workspace) -> None:
    room = presenter(workspace)
    room.load()
    assert [one.policy for one in room.state.detectors] == ["grounding", "privacy"]
    assert room.state.cards == ()
    room.show_page("people")
    assert len(room.state.cards) == 2
    assert room.state.slices == ()


def test_the_figures_are_those_of_the_service_with_a_suggestion_for_each_detector(workspace: Workspace) -> None:
    room = presenter(workspace)
    room.load()
    assert room.state.detectors == workspace.quality.detectors()
    suggested = defined(room.state.suggestions[KEY])
    assert suggested is not None
    assert suggested == workspace.quality.thresholds("privacy", "scan", outputs_per_day=1000.0)


def test_a_detector_is_opened_and_its_thresholds_follow_what_a_miss_is_worth(workspace: Workspace) -> None:
    room = presenter(workspace)
    room.load()
    room.open_detector(KEY)
    assert room.state.page == "detectors"
    before = defined(room.state.what_if)
    assert before is not None
    room.set_cost_ratio(0.01)
    room.set_outputs_per_day(10.0)
    room._run_due()
    after = defined(room.state.what_if)
    assert after is not None
    assert after.cost_ratio == 0.01
    assert after.suggested > before.suggested
    assert after.rows[0].reviews_per_day.value == pytest.approx(10.0)


def test_an_answer_about_another_period_that_comes_too_late_is_dropped(workspace: Workspace) -> None:
    tasks = LateRunner()
    room = presenter(workspace, tasks=tasks)
    room.load()
    room.choose_days(30)
    assert room.state.figure("detectors").phase == "loading"
    tasks.let_go()
    tasks.let_go()
    judged = {one.policy: one.quality.precision.items for one in room.state.detectors}
    assert judged == {"grounding": 1, "privacy": 30}


def test_another_policy_narrows_every_figure_and_tells_the_other_presenter(workspace: Workspace) -> None:
    room = presenter(workspace)
    told: list[Scope] = []
    room.scope_changed.connect(told.append)
    room.load()
    assert room.state.policies == (("grounding", "grounding"), ("privacy", "privacy"))
    room.choose_policy("grounding")
    assert told == [Scope(policy="grounding")]
    assert [one.policy for one in room.state.detectors] == ["grounding"]
    assert len(room.state.policies) == 2
    room.show_page("people")
    assert {card.reviews for card in room.state.cards} == {1}


def test_a_lead_sees_all_cards_under_pseudonyms_until_the_names_are_shown(workspace: Workspace) -> None:
    room = presenter(workspace)
    room.show_page("people")
    assert not any(card.reviewer in ("ana", "ben") for card in room.state.cards)
    room.show_names(True)
    assert [card.reviewer for card in room.state.cards] == ["ana", "ben"]


def test_a_reviewer_sees_the_own_card_alone(workspace: Workspace) -> None:
    workspace.members.add("ana", "reviewer")
    room = presenter(workspace, "ana")
    room.show_page("people")
    assert [card.reviewer for card in room.state.cards] == ["ana"]
    assert room.state.own_only


def test_a_figure_that_cannot_be_computed_says_why_and_the_others_are_shown(workspace: Workspace) -> None:
    workspace.members.add("zoe", "reviewer")
    room = presenter(workspace, "zoe")
    room.load()
    room.show_page("people")
    figure = room.state.figure("people")
    assert figure.phase == "failed"
    assert "judged nothing" in figure.failure
    assert room.state.figure("detectors").phase == "ready"


def test_groups_follow_the_field_and_the_measure(workspace: Workspace) -> None:
    room = presenter(workspace)
    room.show_page("groups")
    assert [one.group for one in room.state.slices] == ["de", "en"] or len(room.state.slices) == 3
    room.choose_field("policy")
    room.choose_measure("false_alarms")
    assert room.state.slices == workspace.quality.slices("policy", "false_alarms")


def test_limits_of_alerts_are_those_that_the_lead_sets(workspace: Workspace) -> None:
    room = presenter(workspace)
    room.show_page("weeks")
    assert room.state.drift is not None
    room.set_limits(Limits(psi=1.0, ks=1.0, share=1.0))
    room._run_due()
    assert room.state.drift.alerts == ()


def test_an_acknowledged_alert_is_an_event_and_is_marked_as_seen(workspace: Workspace) -> None:
    room = presenter(workspace)
    room.show_page("weeks")
    assert room.state.drift is not None
    assert room.state.may_acknowledge
    room.acknowledge(room.state.drift.comparisons[0], "a new prompt")
    name = room.state.drift.comparisons[0].shift.name
    assert room.state.acknowledged[name].note == "a new prompt"
    (event,) = [one for one in workspace.audit.log() if one.action == "drift.acknowledged"]
    assert (event.actor, event.subject) == ("lea", name)


def test_who_is_no_lead_acknowledges_nothing(workspace: Workspace) -> None:
    workspace.members.add("ana", "reviewer")
    workspace.actor = "ana"
    room = presenter(workspace, "ana")
    room.show_page("weeks")
    assert room.state.drift is not None
    assert not room.state.may_acknowledge
    room.acknowledge(room.state.drift.comparisons[0], "")
    assert "ana is reviewer here" in room.state.problem[1]


def test_the_queue_is_asked_what_a_change_would_do(workspace: Workspace) -> None:
    room = presenter(workspace)
    room.show_page("load")
    assert room.state.queue is not None
    assert room.state.queue.waiting.items == 1
    assert room.state.changed_queue is None
    room.ask_queue(Asked(arrivals=200))
    room._run_due()
    assert room.state.changed_queue is not None


def test_pages_go_round(workspace: Workspace) -> None:
    room = presenter(workspace)
    seen = []
    for by in (-1, 1):
        room.step_page(by)
        seen.append(room.state.page)
    assert seen == ["load", "agreement"]


def test_the_report_is_written_as_a_page_and_as_a_pdf(workspace: Workspace, tmp_path: Path) -> None:
    room = presenter(workspace)
    room.write_report(tmp_path / "report.html", write_pdf)
    assert (tmp_path / "report.html").read_text("utf-8") == workspace.quality.report()
    room.write_report(tmp_path / "report.pdf", write_pdf)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert room.state.said[1] == "The report is in report.pdf"
    room.write_report(tmp_path / "no such folder" / "report.html", write_pdf)
    assert "cannot be written" in room.state.problem[1]


@pytest.mark.parametrize("name", ["it's", 'say "no"', "back\\slash", "<b>x</b>"])
def test_the_filter_of_a_group_is_an_expression_whatever_the_group_is_called(workspace: Workspace, name: str) -> None:
    workspace.ingest.add([item(99, metadata={"language": name, "tenant": name})])
    for field in ("language", "tenant"):
        wanted = of_group(field, name)
        assert wanted is not None
        assert [row.item_id for row in workspace.queue.page(wanted)] == ["item-99"]


def test_filters_of_figures_name_what_stands_behind_them() -> None:
    assert of_detector("privacy", "scan") == ItemFilter(policy=("privacy",), detector=("scan",))
    assert of_group("policy", "privacy") == ItemFilter(policy=("privacy",))
    assert of_group("week", "2026-W40") is None
    assert of_group("language", "(none)") == ItemFilter(where="language == None")
    assert of_items(["a", "a", "b"]) == ItemFilter(where="item_id in ['a', 'b']")
    assert (of_items(str(n) for n in range(500)).where or "").count(",") == MOST_NAMED - 1


def test_a_filter_of_many_items_is_an_expression_that_can_be_read(workspace: Workspace) -> None:
    wanted = of_items(f"item-{n}" for n in range(MOST_NAMED))
    try:
        assert len(workspace.queue.page(wanted, limit=200)) == 62
    except ReviewerError as error:
        pytest.fail(error.message)
