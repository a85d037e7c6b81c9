"""The transparency report: complete, self-contained, safe, and the same for the same data."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from reviewer.services.workspace import Workspace
from tests.factories import FakeClock, item, judge, project, workspace

BAD = "<script>alert(1)</script>"


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href", "action")]


def judged(folder: Path, **fields: Any) -> Workspace:
    clock = FakeClock()
    hits = [{"id": "h1", "policy": BAD, "detector": "d<b>", "score": 0.9, "threshold": 0.5}]
    items = [
        item(f"i{n}", policy_hits=hits, metadata={"language": "en" if n < 30 else BAD, "model": "m"}) for n in range(45)
    ]
    made = workspace(folder, items, clock=clock, overlap=2, max_reviews=2, **fields)
    for n in range(45):
        for who in ("ana", "ben"):
            judge(made, who, f"i{n}", "reject" if (n + (who == "ben" and n % 9 == 0)) % 4 == 0 else "approve",
                  hits=[{"hit": "h1", "judgement": "confirmed" if n % 3 else "false_alarm"}])  # fmt: skip
        clock.advance(days=1)
    return made


def test_the_report_holds_every_part_with_its_counts(tmp_path: Path) -> None:
    with judged(tmp_path) as made:
        page = made.quality.report()
        alpha = made.agreement.compute().coefficients["krippendorff_alpha"]
        assert f"{alpha.value:.3f}" in page
        for heading in ("Agreement", "Detectors", "Rejections by language", "False alarms by language", "Volumes",
                        "Overturned reviews", "Versions of project and guideline", "What is not known"):  # fmt: skip
            assert f"<h2>{heading}</h2>" in page
        precision = made.quality.detectors()[0].quality.precision
        assert (precision.hits, precision.items) == (30, 45)
        assert f"{precision.value:.3f}" in page
        assert "How much these detectors miss" in page
        assert page.count("<svg") == 2


def test_nothing_is_fetched_and_nothing_foreign_is_obeyed(tmp_path: Path) -> None:
    with judged(tmp_path, guideline_version=BAD) as made:
        page = made.quality.report()
    seen = Tags()
    seen.feed(page)
    assert not {"script", "img", "iframe", "link", "object", "b<"} & set(seen.tags)
    assert seen.addresses == []
    assert BAD not in page
    assert "&lt;script&gt;" in page


def test_no_reviewer_is_named_and_small_groups_are_suppressed(tmp_path: Path) -> None:
    with judged(tmp_path) as made:
        made.ingest.add([item("rare", metadata={"language": "gsw"})])
        judge(made, "ana", "rare")
        judge(made, "ben", "rare")
        page = made.quality.report()
    assert ">ana<" not in page
    assert "ana and ben" not in page
    row = page[page.index("gsw") :][:200]
    assert "suppressed" in row


def test_the_same_data_give_the_same_report(tmp_path: Path) -> None:
    with judged(tmp_path) as made:
        assert made.quality.report() == made.quality.report()


def test_an_empty_project_has_a_report_that_says_so(tmp_path: Path) -> None:
    with workspace(tmp_path, []) as made:
        page = made.quality.report()
    assert "No hit of a detector has been judged yet." in page
    assert "undefined" in page
    assert "nan" not in page.lower().replace("resonan", "")


def test_each_version_of_the_project_is_listed(tmp_path: Path) -> None:
    with workspace(tmp_path, []) as made:
        made.projects.apply(project(guideline_version="8"))
        page = made.quality.report()
    assert "<td>2</td><td>8</td>" in page


@pytest.mark.parametrize("text", ["--", "\u202e", "</svg>", "&"])
def test_names_of_any_kind_stand_as_text(tmp_path: Path, text: str) -> None:
    with workspace(tmp_path, [item("i", metadata={"language": text})]) as made:
        judge(made, "ana", "i")
        seen = Tags()
        seen.feed(made.quality.report())
    assert seen.tags.count("html") == 1
