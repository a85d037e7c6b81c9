from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.services.workspace import Workspace
from tests.factories import FakeClock, item, judge, review, workspace


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def ws(tmp_path: Path, clock: FakeClock) -> Iterator[Workspace]:
    with workspace(tmp_path, [item("a"), item("b"), item("c")], clock=clock) as made:
        yield made


def test_reviews_that_go_out_and_in_again_are_the_same(ws: Workspace, tmp_path: Path) -> None:
    judge(ws, "ana", "a", correction="The warranty is three years.", spans=[{"start": 0, "end": 3, "label": "x"}])
    judge(ws, "ana", "b", hits=[{"hit": "h1", "judgement": "false_alarm"}])
    ws.reviews.submit(review("c", escalation={"reason": "?"}))
    out = [found.model_dump(mode="json") for found in ws.reviews.stream()]
    with workspace(tmp_path, [item("a"), item("b"), item("c")], name="again.reviewer") as other:
        assert other.reviews.import_rows(out).added == 3
        back = [found.model_dump(mode="json") for found in other.reviews.stream()]
    assert back == out
    assert ws.reviews.import_rows(out).added == 0
