"""Twenty real outputs judged by real keys: emoji, markup, long evidence, with exact offsets and exact corrections."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from reviewer.config.paths import shipped
from reviewer.domain.projects import Project
from reviewer.domain.questions import Option
from reviewer.services.workspace import create_workspace
from tests.e2e.test_review_room import CTRL, sit_down
from tests.people import Person

__all__ = ["sit_down"]

REAL = Path(__file__).parents[3] / "shared" / "data" / "expertqa.items.jsonl"
HARD = ("expertqa/75", "expertqa/85", "expertqa/416")  # these begin with emoji or hold joined ones
K = Qt.Key


def some_items(count: int) -> list[dict[str, Any]]:
    """Return real items where they lie beside the project, else those of the demo; the hard ones first."""
    path = REAL if REAL.exists() else shipped("resources/demo/items.jsonl")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    rows = [row for row in rows if row.get("response")]
    rows.sort(key=lambda row: row["id"] not in HARD)
    return [{**row, "priority": 1000 - number, "control": False} for number, row in enumerate(rows[:count])]


def test_twenty_real_items_are_judged_by_keys_with_exact_spans_and_corrections(
    tmp_path: Path, sit_down: Callable[..., Person]
) -> None:
    project = Project(
        name="Real", reasons_required=("reject",), span_labels=(Option(id="claim", title="Claim", key="d"),)
    )
    items = some_items(20)
    with create_workspace(tmp_path / "real.reviewer", project, actor="ana") as workspace:
        assert workspace.ingest.add(items).added == 20
        ana = sit_down(workspace)
        for number, item in enumerate(items):
            ana.sees(item["id"])
            judge(ana, number, item["response"])
        ana.sees(None)
        for number, item in enumerate(items):
            (review,) = workspace.reviews.for_item(item["id"])
            (span,) = review.spans
            assert span.text == item["response"][span.start : span.end]
            assert (span.start, span.end) == place(item["response"])
            assert review.verdict == ("approve", "reject", "revise")[number % 3]
            if number % 3 == 2:
                assert review.correction is not None
                assert review.correction.text == item["response"] + "!"
        ana.window.close()


def place(response: str) -> tuple[int, int]:
    """Return the second word and what stands before the third, without the blanks."""
    words = response.split()
    start = response.index(words[1], response.index(words[0]) + len(words[0]))
    return start, start + len(words[1])


def judge(ana: Person, number: int, response: str) -> None:
    """Mark a word, then approve, reject with a reason, or correct."""
    view = ana.find("response_view")
    assert view.property("sourceText") == response
    view.setFocus()
    view.select_span(*place(response))
    ana.press(K.Key_D)
    if number % 3 == 0:
        ana.press(K.Key_1, K.Key_Return)
    elif number % 3 == 1:
        ana.press(K.Key_3, K.Key_T)
        ana.write("not so")
        ana.press((K.Key_Return, CTRL))
    else:
        ana.press(K.Key_2, K.Key_E, (K.Key_End, CTRL))
        ana.write("!")
        ana.press((K.Key_Return, CTRL))
