"""The examples of the manual do what they say."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from reviewer.domain.items import read_item
from reviewer.domain.projects import read_project
from reviewer.domain.reviews import read_review

ROOT = Path(__file__).resolve().parent.parent.parent
MANUAL = ROOT / "docs" / "manual"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: str, language: str) -> list[str]:
    """Return the fenced blocks of a page that are written in a language."""
    return re.findall(rf"```{language}\n(.*?)```", (MANUAL / page).read_text("utf-8"), re.DOTALL)


def test_the_python_example_runs_as_it_stands(tmp_path: Path) -> None:
    (example,) = blocks("python.md", "python")
    done = subprocess.run(
        [sys.executable, "-c", example],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "2 items added" in done.stdout
    assert "'train': 2" in done.stdout
    assert (tmp_path / "out" / "README.md").is_file()


def test_the_item_of_the_manual_is_read_without_a_warning() -> None:
    item, warnings = read_item(json.loads(blocks("formats.md", "json")[0]))
    assert warnings == []
    assert item.policy_hits[0].spans[0].text == "Five years"


def test_the_review_of_the_manual_is_read() -> None:
    review = read_review(json.loads(blocks("formats.md", "json")[1]))
    assert review.correction is not None
    assert review.correction.text == "Two years."


def test_the_project_of_the_manual_is_read() -> None:
    texts = [text for text in blocks("formats.md", "toml") if "[project]" in text]
    project = read_project(tomllib.loads(texts[0]))
    assert project.overlap == 2
    assert [question.id for question in project.questions] == ["severity"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    missing = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert missing == []
