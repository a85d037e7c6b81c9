"""What is needed at run time may be shipped under the Apache licence."""

from __future__ import annotations

from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

import pytest

from tests.packaging_modules import load

licences = load("licences")


def installed(folder: Path, *lines: str) -> Distribution:
    """Return a package whose metadata has the given lines."""
    place = folder / "made_up-1.0.dist-info"
    place.mkdir()
    head = ["Metadata-Version: 2.4", "Name: made-up", "Version: 1.0"]
    (place / "METADATA").write_text("\n".join([*head, *lines]) + "\n", "utf-8")
    return PathDistribution(place)


def judged(folder: Path, *lines: str) -> str | None:
    complaint: str | None = licences.complaint("made-up", licences.stated_licences(installed(folder, *lines)))
    return complaint


def test_no_package_that_is_needed_at_run_time_is_under_the_gpl() -> None:
    assert licences.complaints() == []


def test_what_is_needed_by_what_is_needed_is_checked_too() -> None:
    found = set(licences.run_time_closure("reviewer"))
    assert {"pydantic", "pydantic-core", "sqlalchemy", "markupsafe"} <= found
    assert "pytest" not in found


def test_every_explained_package_is_still_needed() -> None:
    assert set(licences.EXPLAINED) <= set(licences.run_time_closure("reviewer"))


@pytest.mark.parametrize(
    "line",
    [
        "License-Expression: MIT",
        "License-Expression: LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
        "License-Expression: MPL-2.0 AND MIT",
        "Classifier: License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)",
        "Classifier: License :: OSI Approved :: BSD License",
        "License: Apache-2.0",
    ],
)
def test_a_permissive_or_lesser_licence_may_be_shipped(tmp_path: Path, line: str) -> None:
    assert judged(tmp_path, line) is None


@pytest.mark.parametrize(
    "line",
    [
        "License-Expression: GPL-3.0-or-later",
        "License-Expression: AGPL-3.0-only",
        "License-Expression: MIT AND GPL-2.0-only",
        "Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)",
        "Classifier: License :: OSI Approved :: GNU Affero General Public License v3",
        "License: GPL",
    ],
)
def test_a_gpl_or_agpl_package_is_refused_by_name(tmp_path: Path, line: str) -> None:
    complaint = judged(tmp_path, line)
    assert complaint is not None
    assert complaint.startswith("made-up is under ")


@pytest.mark.parametrize("line", ["Summary: says nothing", "License: Proprietary"])
def test_an_unknown_licence_must_be_explained(tmp_path: Path, line: str) -> None:
    assert "EXPLAINED" in str(judged(tmp_path, line))
