"""The page on security names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]


def test_every_test_that_the_page_on_security_names_is_there() -> None:
    page = (TREE / "docs" / "security.md").read_text("utf-8")
    named = set(re.findall(r"`((?:tests/[a-z_/]+/)?test_[a-z_]+\.py)`", page))
    known = {path.relative_to(TREE).as_posix() for path in (TREE / "tests").rglob("test_*.py")}
    names = {path.rpartition("/")[2] for path in known}
    assert len(named) > 20
    assert {name for name in named if name not in (known if "/" in name else names)} == set()
