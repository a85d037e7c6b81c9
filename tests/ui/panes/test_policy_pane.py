"""What a reviewer sees of policy hits, and what a click on them says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.domain.policies import Policy, Taxonomy
from reviewer.domain.reviews import HitJudgement, MissedHit
from reviewer.ui.panes.policy_pane import PolicyPane
from reviewer.ui.panes.threshold_meter import ThresholdMeter, score_text
from reviewer.ui.theme import Theme
from tests.ui.panes.making import a_state, no_keys
from tests.ui.panes.seeing import find, texts

HITS = [
    {"id": "low", "policy": "style", "outcome": "fail", "severity": "low"},
    {"id": "high", "policy": "x:privacy", "detector": "pii", "detector_version": "1.4", "outcome": "fail", "score": 0.9,
     "threshold": 0.5, "score_direction": "higher_is_worse", "severity": "high", "explanation": "An address."},
    {"id": "ok", "policy": "toxicity", "outcome": "pass", "score": 0.1},
    {"id": "bad", "policy": "language", "outcome": "error", "explanation": "The detector stopped."},
]  # fmt: skip


@pytest.fixture
def pane(show: Callable[..., Any]) -> PolicyPane:
    made: PolicyPane = show(PolicyPane(no_keys))
    return made


def test_the_gravest_hit_stands_first_with_its_score_against_the_threshold(pane: PolicyPane) -> None:
    taxonomy = Taxonomy(id="x", title="X", policies=(Policy(id="x:privacy", title="Personal data"),))
    pane.show_state(a_state(policy_hits=HITS, state={"taxonomy": taxonomy}))
    seen = texts(pane)
    assert seen.index("Personal data") < seen.index("style")
    assert any("pii 1.4 · score 0.90 over 0.50" in text for text in seen)
    assert "An address." in seen
    assert "0 of 2 judged" in seen


def test_a_score_where_higher_is_better_says_so() -> None:
    hit = a_state(
        policy_hits=[{"id": "h", "policy": "p", "score": 0.4, "threshold": 0.55, "score_direction": "higher_is_better"}]
    ).hits[0]
    assert score_text(hit) == "score 0.40 under 0.55, higher is better"


def test_a_click_judges_the_hit_of_its_card(pane: PolicyPane, qtbot: QtBot) -> None:
    pane.show_state(a_state(policy_hits=HITS, state={"selected_hit": "high"}))
    with qtbot.waitSignal(pane.judged) as said:
        find(pane, "hit_2_false_alarm").click()
    assert said.args == [("low", "false_alarm")]


def test_the_judgement_is_shown_on_the_card(pane: PolicyPane) -> None:
    pane.show_state(a_state(policy_hits=HITS, draft={"hits": (HitJudgement(hit="high", judgement="confirmed"),)}))
    assert find(pane, "hit_1_confirmed").isChecked()
    assert not find(pane, "hit_2_confirmed").isChecked()
    assert "1 of 2 judged" in texts(pane)


@pytest.mark.parametrize("width", [200, 270, 300, 420])
def test_the_judgements_of_a_narrow_card_wrap_into_rows_without_a_ragged_edge(
    show: Callable[..., Any], width: int
) -> None:
    keys = {"review.hit_confirm": "C", "review.hit_false_alarm": "X", "review.hit_unsure": "U"}
    pane: PolicyPane = show(PolicyPane(lambda action: keys.get(action, "")), width)
    pane.show_state(a_state(policy_hits=HITS, state={"selected_hit": "high"}))
    QApplication.processEvents()
    buttons = [find(pane, f"hit_1_{name}") for name in ("confirmed", "false_alarm", "unsure")]
    rows: dict[int, list[Any]] = {}
    for button in buttons:
        assert button.width() >= button.sizeHint().width(), "no caption is cut"
        rows.setdefault(button.y(), []).append(button.geometry())
    assert (len(rows) == 1) == (width == 420)
    if len(rows) > 1:
        assert len({row[0].left() for row in rows.values()}) == 1
        ends = [row[-1].right() for row in rows.values()]
        assert max(ends) - min(ends) <= 2


def test_checks_that_passed_are_folded_behind_one_line(pane: PolicyPane, qtbot: QtBot) -> None:
    pane.show_state(a_state(policy_hits=HITS))
    fold = find(pane, "passes_button")
    assert "1 passed, 1 stopped by an error" in fold.caption()
    assert not any("toxicity" in text for text in texts(pane))
    with qtbot.waitSignal(pane.passes_toggled):
        fold.click()
    pane.show_state(a_state(policy_hits=HITS, state={"passes_open": True}))
    assert any("toxicity · score 0.10" in text for text in texts(pane))
    assert any("The detector stopped." in text for text in texts(pane))


def test_hidden_hits_are_announced_alike_for_every_item(pane: PolicyPane) -> None:
    state = a_state()
    assert state.claim is not None
    hidden = state.claim.model_copy(update={"hits_hidden": True})
    pane.show_state(replace(state, claim=hidden))
    assert any("Hits come after the verdict" in text for text in texts(pane))
    assert not any("No policy hits" in text for text in texts(pane))


def test_an_item_without_hits_says_so(pane: PolicyPane) -> None:
    pane.show_state(a_state())
    assert "No policy hits came with this item." in texts(pane)


def test_a_missed_hit_can_be_taken_away_again(pane: PolicyPane, qtbot: QtBot) -> None:
    pane.show_state(a_state(draft={"missed_hits": (MissedHit(policy="privacy"),)}))
    button = find(pane, "missed_hit_1")
    assert "Missed: privacy" in button.caption()
    with qtbot.waitSignal(pane.missed_removed) as said:
        button.click()
    assert said.args == [0]


def test_the_pane_is_refilled_for_an_item_with_fewer_hits(pane: PolicyPane) -> None:
    pane.show_state(a_state(policy_hits=HITS))
    pane.show_state(a_state(policy_hits=HITS[:1], id="i2"))
    assert "0 of 1 judged" in texts(pane)
    assert not any("privacy" in text for text in texts(pane))


POLICIES = (
    Policy(id="x:privacy", title="Personal data", text="Gives details of a person."),
    Policy(id="x:claims", title="Unsupported claim", text="No passage bears it out."),
)
TAXONOMY = Taxonomy(id="x", title="X", policies=POLICIES)


def test_the_selected_hit_says_what_its_policy_says(pane: PolicyPane) -> None:
    hits = [
        {"id": "a", "policy": "privacy", "severity": "high"},
        {"id": "b", "policy": "x:claims", "severity": "low"},
    ]
    state = a_state(policy_hits=hits, state={"taxonomy": TAXONOMY, "selected_hit": "a"})
    pane.show_state(state)
    assert "Gives details of a person." in texts(pane)
    assert "No passage bears it out." not in texts(pane)
    pane.show_state(replace(state, selected_hit="b"))
    assert "No passage bears it out." in texts(pane)


def test_the_bar_of_a_score_tells_assistive_technology_where_the_threshold_lies(pane: PolicyPane) -> None:
    pane.show_state(a_state(policy_hits=HITS))
    meters = [meter.accessibleName() for meter in pane.findChildren(ThresholdMeter) if meter.isVisible()]
    assert meters == ["score 0.90 over 0.50"]


@pytest.mark.parametrize(("direction", "tinted"), [("higher_is_worse", [0, 1]), ("higher_is_better", [1, 0])])
def test_the_side_that_counts_as_a_hit_is_tinted(
    show: Callable[..., Any], theme: Theme, direction: str, tinted: list[int]
) -> None:
    meter = show(ThresholdMeter(), width=100, height=8)
    hit = {"id": "h", "policy": "p", "score": 0.0, "threshold": 0.5, "score_direction": direction}
    meter.show_hit(a_state(policy_hits=[hit]).hits[0], "bad")
    picture = meter.grab().toImage()
    plain = theme.color("hover").rgb()
    assert [int(picture.pixel(picture.width() * part // 4, 4) != plain) for part in (1, 3)] == tinted


def test_what_was_looked_for_is_one_line_until_it_is_opened(pane: PolicyPane, qtbot: QtBot) -> None:
    hits = [{"id": "a", "policy": "privacy"}, {"id": "b", "policy": "other"}]
    judged = {"hits": (HitJudgement(hit="a", judgement="confirmed"),)}
    state = a_state(policy_hits=hits, draft=judged, state={"taxonomy": TAXONOMY})
    pane.show_state(state)
    fold = find(pane, "looked_for_button")
    assert fold.caption() == "▸ Looked for 1 of 3"
    with qtbot.waitSignal(pane.looked_for.toggled):
        fold.click()
    pane.show_state(replace(state, looked_open=True))
    captions = [find(pane, f"looked_for_{number}").caption() for number in (1, 2, 3)]
    assert captions == ["☑ Personal data", "☐ Unsupported claim", "☐ other"]
    with qtbot.waitSignal(pane.looked_for.ticked) as said:
        find(pane, "looked_for_2").click()
    assert said.args == ["x:claims"]
    assert not find(pane, "looked_for_2").isChecked()
    with qtbot.assertNotEmitted(pane.looked_for.ticked):
        find(pane, "looked_for_1").click()


def test_where_hits_are_hidden_the_policies_of_the_detectors_are_hidden_too(pane: PolicyPane) -> None:
    state = a_state(policy_hits=[{"id": "b", "policy": "other"}], state={"taxonomy": TAXONOMY, "looked_open": True})
    assert state.claim is not None
    pane.show_state(state)
    assert find(pane, "looked_for_button").caption() == "▾ Looked for 0 of 3"
    pane.show_state(replace(state, claim=state.claim.model_copy(update={"hits_hidden": True})))
    assert find(pane, "looked_for_button").caption() == "▾ Looked for 0 of 2"


def test_markup_in_a_policy_is_shown_as_it_is(pane: PolicyPane) -> None:
    pane.show_state(a_state(policy_hits=[{"id": "h", "policy": "<b>x</b>", "explanation": "<img src=/etc/passwd>"}]))
    assert "<img src=/etc/passwd>" in texts(pane)


def test_a_suggestion_is_shown_where_the_project_lets_it_be_seen(pane: PolicyPane) -> None:
    pane.show_state(a_state(suggestion={"verdict": "reject", "agent": "judge-1", "score": 0.9}))
    assert "judge-1 suggests “Reject” (0.90)" in texts(pane)
    pane.show_state(a_state(id="i2"))
    assert not any("suggests" in text for text in texts(pane))
