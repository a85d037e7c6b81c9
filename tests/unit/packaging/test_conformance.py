"""What the conformance run makes of its consumers: passed, failed, or not to be had here."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.packaging_modules import PACKAGING, load

conformance = load("conformance")
GOOD = 'import json; print("noise"); print(json.dumps({"version": "1.2", "outcomes": [%s]}))'


def outcome(tmp_path: Path, program: str, *, sees_damage: bool = False) -> Any:
    path = tmp_path / "consumer.py"
    path.write_text(program, "utf-8")
    venv = Path(sys.executable).parent.parent
    consumer = conformance.Consumer("Reader", str(path), venv, sees_damage=sees_damage)
    return conformance._outcome(consumer, tmp_path)


def test_a_consumer_that_reads_every_dataset_is_ok_with_its_version(tmp_path: Path) -> None:
    found = outcome(tmp_path, GOOD % '{"dataset": "sft", "ok": True, "says": ""}')
    assert (found.state, found.version, found.passed, found.tried) == ("ok", "1.2", 1, 1)
    assert "| Reader | 1.2 | 1 of 1 |  | ok," in conformance.table([found])


def test_a_dataset_that_it_refuses_is_named_with_the_reason(tmp_path: Path) -> None:
    found = outcome(tmp_path, GOOD % '{"dataset": "sft", "ok": False, "says": "no rows"}')
    assert (found.state, found.passed, found.tried) == ("failed", 0, 1)
    assert found.reasons == ("sft: no rows",)


def test_one_that_takes_damaged_datasets_too_has_shown_nothing(tmp_path: Path) -> None:
    found = outcome(tmp_path, GOOD % '{"dataset": "sft", "ok": True, "says": ""}', sees_damage=True)
    assert (found.state, found.refused) == ("failed", "0 of 1")
    assert found.reasons == ("sft: damage was not noticed",)


@pytest.mark.parametrize("program", ["raise SystemExit('broken')", GOOD % "", "print('not JSON')"])
def test_one_that_dies_or_tries_nothing_has_failed(tmp_path: Path, program: str) -> None:
    assert outcome(tmp_path, program).state == "failed"


def test_one_that_cannot_be_installed_is_said_to_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=10**9))
    consumer = conformance.Consumer("TRL", "train.py", tmp_path / "venv", ("torch==0",), by_pip=True)
    found = conformance._outcome(consumer, tmp_path)
    assert (found.state, found.version) == ("not installed", "torch==0")
    assert found.reasons == ("Training needs 12 GB for torch; 1 GB are free.",)
    assert not (tmp_path / "venv").exists()


def test_every_consumer_has_its_program_and_those_of_others_an_environment_of_their_own() -> None:
    consumers = (*conformance.USUAL, conformance.TRAINING)
    assert all((PACKAGING / "consumers" / consumer.program).is_file() for consumer in consumers)
    own = [consumer for consumer in consumers if consumer.packages]
    assert all(consumer.venv.name.startswith(".venv-conformance-") for consumer in own)
    assert len({consumer.venv for consumer in own}) == len(own)
