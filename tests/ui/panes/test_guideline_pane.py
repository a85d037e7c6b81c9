"""What a reviewer sees of the guideline beside the work."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from reviewer.domain.policies import Taxonomy
from reviewer.domain.projects import Project
from reviewer.ui.panes.find_bar import FindBar
from reviewer.ui.panes.guideline_pane import GuidelinePane
from reviewer.ui.presenters.guideline import GuidelineState, guideline_state
from reviewer.ui.theme import Theme
from tests.ui.panes.making import a_state, no_keys
from tests.ui.panes.seeing import find, texts

GUIDE = (
    "# Guideline\n\n" + "Words.\n\n" * 60 + "## Privacy\n\nNever give away a telephone number.\n\n" + "More.\n\n" * 60
)
HIT = {"id": "h1", "policy": "house:privacy", "detector": "d", "score": 0.9}
TAXONOMY = Taxonomy.model_validate(
    {
        "id": "house",
        "title": "House rules",
        "version": "3",
        "policies": [{"id": "privacy", "title": "Privacy", "text": "No personal data."}],
    }
)


@pytest.fixture
def pane(show: Callable[..., Any], theme: Theme) -> GuidelinePane:
    made: GuidelinePane = show(GuidelinePane(no_keys, theme))
    return made


def a_guideline(text: str = GUIDE, policy: str | None = None, **draft: Any) -> GuidelineState:
    project = Project(name="Lamps", guideline="guide.md", guideline_text=text, guideline_version="7")
    shown = a_state(project, draft=draft, state={"taxonomy": TAXONOMY, "selected_hit": "h1"}, policy_hits=[HIT])
    return guideline_state(shown, policy)


def test_the_guideline_opens_at_the_clause_of_the_selected_policy(pane: GuidelinePane) -> None:
    pane.show_state(a_guideline())
    seen = texts(pane)
    assert "version 7" in seen
    assert "Privacy" in seen
    assert "No personal data." in seen
    assert any("House rules 3" in text for text in seen)
    view = find(pane, "guideline_view_1")
    assert abs(view.top_offset() - GUIDE.index("## Privacy")) < 30
    contents = find(pane, "guideline_contents")
    assert isinstance(contents, QComboBox)
    assert contents.currentText().strip() == "Privacy"


def test_a_policy_that_the_guideline_does_not_name_is_shown_from_the_taxonomy(pane: GuidelinePane) -> None:
    pane.show_state(a_guideline("# Guideline\n\nBe kind."))
    assert any("the guideline does not name it" in text for text in texts(pane))
    assert "No personal data." in texts(pane)


def test_a_review_that_began_under_an_older_version_says_so(pane: GuidelinePane) -> None:
    pane.show_state(a_guideline())
    assert not find(pane, "guideline_older").isVisible()
    pane.show_state(a_guideline(guideline_version="6"))
    assert find(pane, "guideline_older").text() == (
        "This review began under version 6; the guideline is at version 7 now."
    )


def test_a_project_without_a_guideline_says_how_to_get_one(pane: GuidelinePane) -> None:
    pane.show_state(a_guideline(""))
    assert "reviewer project apply FILE" in find(pane, "guideline_none").text()
    assert not find(pane, "guideline_version").isVisible()


def test_what_stands_in_a_guideline_is_never_loaded_and_no_link_opens(pane: GuidelinePane) -> None:
    pane.show_state(a_guideline("# Hi\n\n![x](https://tracker.example/a.png) [go](https://x.example) <b>bold</b>"))
    view = find(pane, "guideline_view_1")
    assert "⟦picture: x⟧" in view.toPlainText()
    assert "<b>bold</b>" in view.toPlainText()
    assert "tracker" not in view.toHtml()
    assert "x.example" not in view.toHtml()


def test_a_long_guideline_is_open_at_once_in_parts_and_searched_in_all(pane: GuidelinePane, qtbot: Any) -> None:
    rule = "## Rule {n}\n\n" + "- The rule says what the rule says.\n" * 30
    text = "".join(rule.format(n=n) for n in range(190)) + "\n## Last\n\nThe needle.\n"
    assert len(text) > 200_000
    begun = time.perf_counter()
    pane.show_state(a_guideline(text))
    assert time.perf_counter() - begun < 1.0
    assert find(pane, "guideline_part").text().startswith("part 1 of ")
    QTest.mouseClick(find(pane, "guideline_next"), Qt.MouseButton.LeftButton)
    assert find(pane, "guideline_part").text().startswith("part 2 of ")
    bar = FindBar(pane, no_keys)
    bar.open_search("needle", None)
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 1")
    assert find(pane, "guideline_part").text() == f"part {len(pane._parts)} of {len(pane._parts)}"


def test_the_contents_lead_to_a_heading(pane: GuidelinePane) -> None:
    pane.show_state(a_guideline(policy=""))
    contents = find(pane, "guideline_contents")
    assert isinstance(contents, QComboBox)
    contents.setCurrentIndex(1)
    contents.activated.emit(1)
    assert abs(find(pane, "guideline_view_1").top_offset() - GUIDE.index("## Privacy")) < 30
