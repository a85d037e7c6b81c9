"""When a break is suggested, and in which steps a veiled text opens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.items import Item
from reviewer.domain.wellbeing import Wellbeing
from reviewer.ui.presenters.breaks import BreakWatch
from reviewer.ui.presenters.wellbeing import parts_of


def test_a_break_is_suggested_after_a_time_of_active_work() -> None:
    watch, rules = BreakWatch(), Wellbeing(break_minutes=30)
    for _ in range(29):
        watch.worked(60, False, rules, "project")
    assert watch.said == ""
    watch.worked(60, False, rules, "project")
    assert watch.said == "You have worked for 30 minutes. A short break may do you good."
    watch.worked(60, False, rules, "project")
    assert watch.said.startswith("You have worked for 30 minutes")  # it stays until it is dismissed
    watch.dismiss()
    watch.worked(29 * 60, False, rules, "project")  # what came after the suggestion counts from zero, too
    assert watch.said == ""


@pytest.mark.parametrize(("choice", "said"), [("project", False), ("on", True), ("off", False)])
def test_a_person_gets_suggestions_without_the_project_or_none_at_all(choice: str, said: bool) -> None:
    watch = BreakWatch()
    watch.worked(50 * 60, True, Wellbeing(), choice)  # type: ignore[arg-type]
    assert bool(watch.said) == said


@given(st.lists(st.text("ab \n", min_size=1, max_size=8), max_size=40))
def test_the_steps_are_few_and_hold_every_word_in_its_order(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    parts = parts_of(Item(id="a", response=text))
    assert len(parts) <= 12
    assert " ".join(parts).split() == text.split()
    assert all(part.strip() for part in parts)
