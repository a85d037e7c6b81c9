"""Presidio's patterns are an extra: without it one sentence says what to do, with it nothing asks the network."""

from __future__ import annotations

import socket
from importlib.util import find_spec
from pathlib import Path

import pytest

from reviewer.domain.errors import Unreachable
from reviewer.domain.projects import Project
from reviewer.services.workspace import create_workspace
from reviewer.texts.more_personal_data import find_with_presidio, presidio_finder
from reviewer.texts.personal_data import find_personal_data

installed = find_spec("presidio_analyzer") is not None


@pytest.mark.skipif(installed, reason="the extra pii is installed here")
def test_without_the_extra_one_sentence_says_what_to_do_and_the_built_in_detection_stays(tmp_path: Path) -> None:
    with create_workspace(tmp_path / "w.reviewer", Project(name="P")) as workspace:
        with pytest.raises(Unreachable, match=r"Presidio is not installed.*pip install 'reviewer\[pii\]'"):
            workspace.personal_data.choose("presidio")
        assert workspace.personal_data.finder is find_personal_data


@pytest.mark.skipif(not installed, reason="the extra pii is large: packaging/dev.py test --full installs it apart")
def test_presidio_finds_more_and_asks_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kept: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert presidio_finder() is find_with_presidio
    text = "my ssn is 457-55-5462, mail dana@example.com"
    assert [(one.kind, text[one.start : one.end]) for one in find_with_presidio(text)] == [
        ("other", "457-55-5462"),
        ("e-mail", "dana@example.com"),
    ]
