"""The table of actions: one key for one thing in a room, every row does something, and the manual says the same."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import InvalidInput
from reviewer.services.workspace import Workspace
from reviewer.ui.actions import (
    ACTIONS,
    BY_ID,
    MENUS,
    WINDOW,
    check_overrides,
    conflicts,
    keys_in_force,
    manual_table,
    normal_key,
    split_keys,
    types_text,
)
from reviewer.ui.main_window import MainWindow
from reviewer.ui.rooms import ROOMS


def test_no_two_actions_of_a_room_share_a_key() -> None:
    assert [(key, first.id, second.id) for key, first, second in conflicts({})] == []


def test_each_action_has_a_title_a_menu_and_a_place_of_its_own() -> None:
    assert len(BY_ID) == len(ACTIONS)
    assert len({action.title for action in ACTIONS}) == len(ACTIONS)
    places = {WINDOW, *(room.id for room in ROOMS)}
    for action in ACTIONS:
        assert action.menu in MENUS, action.id
        assert action.room in places, action.id
        assert action.title[0].isupper(), action.id


def test_each_key_stands_in_its_one_spelling() -> None:
    for action in ACTIONS:
        assert tuple(normal_key(key) for key in action.keys) == action.keys, action.id


def test_a_key_that_types_never_acts_on_a_text_field() -> None:
    for action in ACTIONS:
        if action.when == "no_text_focus":
            assert all(types_text(key) for key in action.keys), action.id


def test_the_keys_that_outside_programs_rely_on_are_as_promised() -> None:
    keys = keys_in_force({})
    assert keys["review.verdict"] == tuple("123456789")
    assert keys["review.rating"] == tuple(f"Shift+{digit}" for digit in "123456789")
    assert {"Ctrl+Return", "Return"} <= set(keys["review.submit"])
    assert keys["review.undo"] == ("Ctrl+Z",)


def test_every_row_is_bound_by_the_window_or_by_its_room(
    open_window: Callable[..., MainWindow], workspace: Workspace
) -> None:
    window = open_window(workspace)
    bound = {binding.action for binding in window.bindings_now()}
    for room in ROOMS:
        window.go_to(room.id)
        assert window.room(room.id) is not None, window.error_banner.text()
        here = {binding.action for binding in window.bindings_now()}
        assert here <= set(BY_ID), room.id
        strangers = {action for action in here if BY_ID[action].room not in (WINDOW, room.id)}
        assert not strangers, room.id
        bound |= here
    fixed = {action.id for action in ACTIONS if not action.dynamic}
    assert fixed - bound == set()


def test_the_manual_names_every_action_and_its_keys() -> None:
    table = manual_table()
    for action in ACTIONS:
        assert f"`{action.id}`" in table


def test_the_table_needs_no_qt() -> None:
    program = "import sys, reviewer.ui.actions; print(any(name.startswith('PySide6') for name in sys.modules))"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("overrides", "says"),
    [
        ({"review.skip": "E"}, ("“Skip…”", "“Write a correction”", "E is the key")),
        ({"queue.reload": "Ctrl+K"}, ("“Reload the queue”", "“Find an action”")),
        ({"review.dance": "D"}, ("review.dance",)),
        ({"review.verdict": "0"}, ("come from the project",)),
        ({"review.skip": "Hyper+J"}, ("Hyper+J",)),
    ],
)
def test_keys_that_cannot_hold_are_refused_by_name(overrides: dict[str, str], says: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_overrides(overrides)
    for part in says:
        assert part in str(refused.value)


def test_two_rooms_may_use_the_same_key_and_a_key_may_be_taken_away() -> None:
    check_overrides({"queue.reload": "Ctrl+E", "review.skip": ""})
    assert keys_in_force({"review.skip": ""})["review.skip"] == ()


def test_keys_are_read_in_any_case_and_order() -> None:
    assert split_keys("shift+ctrl+k  esc") == ("Ctrl+Shift+K", "Escape")
    assert normal_key("ctrl++") == "Ctrl++"


@given(st.text(max_size=30))
def test_any_text_is_a_key_of_one_spelling_or_is_refused(text: str) -> None:
    try:
        key = normal_key(text)
    except InvalidInput:
        return
    assert normal_key(key) == key
