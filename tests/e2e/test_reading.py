"""Reading a response by real keys: its two forms, a search, hidden characters, citations, and several side by side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt

from reviewer.config.settings import load_settings
from reviewer.services.workspace import create_workspace
from tests.e2e.test_review_room import CTRL, SHIFT, K, a_project, an_item, sit_down
from tests.people import Person

__all__ = ["sit_down"]
RESPONSE = "# Terms\n\nThe **lamp** has a\u200b five-year guarantee [1]. Returns are free [2]. A Lamp!"


def test_a_response_is_read_in_both_forms_searched_and_followed_to_its_passages(
    tmp_path: Path, sit_down: Callable[..., Person]
) -> None:
    with create_workspace(tmp_path / "a.reviewer", a_project(), actor="ana") as workspace:
        workspace.ingest.add([an_item(1, response=RESPONSE, policy_hits=[])])
        ana = sit_down(workspace)
        ana.sees("item-1")
        source, rendered = ana.find("response_view"), ana.find("response_view_rendered")
        ana.press(K.Key_V)
        assert rendered.isVisible()
        assert rendered.toPlainText().startswith("Terms\nThe lamp has a⟦U+200B⟧ five-year")
        ana.press((K.Key_I, SHIFT))
        assert "⟦" not in rendered.toPlainText()
        assert not load_settings().show_marks
        ana.press((K.Key_I, SHIFT), K.Key_V)
        assert source.isVisible()
        ana.press((K.Key_F, CTRL))
        ana.write("lamp")
        ana.until(lambda: ana.find("response_find_count").text() == "1 of 2")
        ana.press(K.Key_Return)
        ana.until(lambda: ana.find("response_find_count").text() == "2 of 2")
        ana.press((K.Key_C, Qt.KeyboardModifier.AltModifier))
        ana.until(lambda: ana.find("response_find_count").text() == "1 of 1")
        ana.press(K.Key_Escape)
        assert source.hasFocus()
        ana.press(K.Key_BracketRight)
        assert ana.find("evidence_view").property("sourceText") == "Free in Germany."
        source.select_span(RESPONSE.index("[1]") + 1, RESPONSE.index("[1]") + 2)
        ana.press(K.Key_Space)
        assert ana.find("evidence_view").property("sourceText") == "Two years."
        assert ana.item == "item-1"
        ana.window.close()


def test_three_responses_are_ranked_by_keys_alone(tmp_path: Path, sit_down: Callable[..., Person]) -> None:
    three = [{"id": name, "text": f"Answer {name}.", "model": f"m-{name}"} for name in ("x9", "y7", "z5")]
    with create_workspace(tmp_path / "abc.reviewer", a_project(), actor="ana") as workspace:
        workspace.ingest.add([an_item(1, response=None, responses=three, policy_hits=[], evidence=[])])
        ana = sit_down(workspace)
        ana.sees("item-1")
        names = ("response_view", "response_view_2", "response_view_3")
        shown = [ana.find(name).property("sourceText")[7:9] for name in names]
        ana.press((K.Key_C, SHIFT), (K.Key_A, SHIFT), K.Key_H, K.Key_1)
        ana.submit(None)
        (review,) = workspace.reviews.for_item("item-1")
        assert review.ranking == ((shown[2],), (shown[0],), (shown[1],))
        assert review.comparison == shown[2]
        ana.window.close()
