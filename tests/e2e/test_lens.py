"""The grounding lens in the real window, by real keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt

from reviewer.config.settings import load_settings
from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.panes.review_room import ReviewRoom
from tests.e2e.test_review_real_items import some_items
from tests.e2e.test_review_room import CTRL, RESPONSE, sit_down, workspace
from tests.people import Person

__all__ = ["sit_down", "workspace"]

K = Qt.Key
PASSAGE = "Write to dana@example.com or to Dana, who knows all about lamps."


def room_of(person: Person) -> ReviewRoom:
    room = person.window.findChild(ReviewRoom)
    assert room is not None
    return room


def listed(person: Person) -> str:
    """Return what the card of the lens lists, once it is there."""
    room = room_of(person)
    person.until(lambda: room.lens.state.phase not in ("waiting", "off"))
    return str(person.find("lens_missing_view").property("sourceText"))


def test_the_lens_lists_what_no_passage_has_and_one_key_switches_it_off_for_good(
    workspace: Workspace, sit_down: Callable[..., Person]
) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    assert "“dana@example.com”" in listed(ana)
    ana.press(K.Key_N)
    ana.until(lambda: ana.find("lens_missing_view").isHidden())
    assert load_settings().grounding_lens is False
    ana.press(K.Key_1)
    ana.submit("item-2")
    ana.idle()
    assert ana.find("lens_missing_view").isHidden()
    ana.press(K.Key_N)
    assert "“dana@example.com”" in listed(ana)
    assert load_settings().grounding_lens is True


def test_in_a_text_field_the_key_of_the_lens_is_a_letter(workspace: Workspace, sit_down: Callable[..., Person]) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    ana.press(K.Key_T)
    ana.write("n")
    assert load_settings().grounding_lens is True
    assert ana.find("comment_editor").property("sourceText") == "n"


def test_space_on_what_was_found_goes_to_its_passage(workspace: Workspace, sit_down: Callable[..., Person]) -> None:
    workspace.ingest.add(
        [
            {
                "id": "first",
                "response": RESPONSE,
                "evidence": [{"id": "e1", "text": "Nothing here."}, {"id": "e2", "text": PASSAGE}],
                "priority": 1_000,
            }
        ]
    )
    ana = sit_down(workspace)
    ana.sees("first")
    assert "dana@example.com" not in listed(ana)
    view = ana.find("response_view")
    view.setFocus()
    place = RESPONSE.index("dana@")
    view.select_span(place, place)
    ana.press(K.Key_Space)
    ana.until(lambda: ana.find("evidence_view").property("sourceText") == PASSAGE)


def test_while_a_correction_is_typed_nothing_is_compared_again(
    workspace: Workspace, sit_down: Callable[..., Person]
) -> None:
    ana = sit_down(workspace)
    ana.sees("item-1")
    listed(ana)
    before = room_of(ana).lens.state
    ana.press(K.Key_2, K.Key_E, (K.Key_End, CTRL))
    ana.write(" Not so.")
    ana.idle()
    assert room_of(ana).lens.state is before


def test_real_items_are_looked_at_one_after_the_other(tmp_path: Path, sit_down: Callable[..., Person]) -> None:
    items = some_items(6)
    with create_workspace(tmp_path / "real.reviewer", Project(name="Real"), actor="ana") as made:
        made.ingest.add(items)
        ana = sit_down(made)
        for number, item in enumerate(items):
            ana.sees(item["id"])
            listed(ana)
            room = room_of(ana)
            if room.lens.state.phase == "ready":
                (grounding,) = room.lens.state.groundings.values()
                passages = [passage.get("text") or "" for passage in item["evidence"]]
                for term in grounding.terms:
                    assert 0 <= term.start < term.end <= len(item["response"])
                    for found in term.places:
                        assert passages[found.passage][found.start : found.end].strip()
            ana.press(K.Key_1)
            ana.submit(items[number + 1]["id"] if number + 1 < len(items) else None)
        ana.window.close()
