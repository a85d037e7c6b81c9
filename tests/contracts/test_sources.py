"""Every source is in its tuple, keeps the protocol, and loses nothing when a delivery is not acknowledged."""

from __future__ import annotations

import io
import pkgutil
import sys
from pathlib import Path

import pytest

import reviewer.sources
from reviewer.sources import FORMATS, SOURCES, open_source
from reviewer.sources.protocol import Delivery, Source
from reviewer.sources.reading.records import Record

LINE = '{"id": "a", "response": "r"}\n'


def _address(kind: type[Source], folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return an address of this kind of source with one record behind it."""
    if kind.name == "stdin":
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LINE.encode())))
        return "-"
    if kind.name == "spool":
        (folder / "new").mkdir(mode=0o700)
        (folder / "new" / "a.jsonl").write_text(LINE)
        return str(folder)
    (folder / "a.jsonl").write_text(LINE)
    return str(folder / "a.jsonl")


def test_every_module_of_the_folder_is_a_source_or_a_format_in_its_tuple() -> None:
    modules = {module.name for module in pkgutil.iter_modules(reviewer.sources.__path__) if not module.ispkg}
    listed = {kind.__module__.rpartition(".")[2] for kind in SOURCES}
    formats = {known.to_item.__module__.rpartition(".")[2] for known in FORMATS}
    assert modules - {"protocol"} == listed | formats


@pytest.mark.parametrize("kind", SOURCES, ids=lambda kind: kind.name)
def test_a_source_hands_over_what_it_has_and_takes_the_acknowledgement(
    kind: type[Source], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = open_source(_address(kind, tmp_path, monkeypatch))
    assert isinstance(source, kind)
    assert source.health()
    (delivery,) = source.pull(10)
    assert isinstance(delivery, Delivery)
    assert delivery.origin
    assert [record.value["id"] for record in delivery.records() if isinstance(record, Record)] == ["a"]
    source.ack(delivery)
    assert source.pull(10) == []


@pytest.mark.parametrize("kind", [kind for kind in SOURCES if kind.name != "stdin"], ids=lambda kind: kind.name)
def test_what_is_given_back_is_handed_over_again(
    kind: type[Source], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = open_source(_address(kind, tmp_path, monkeypatch))
    source.nack(source.pull(1)[0])
    assert len(source.pull(1)) == 1


def test_names_and_titles_are_there_and_differ() -> None:
    for names in ([kind.name for kind in SOURCES], [known.name for known in FORMATS]):
        assert len(set(names)) == len(names)
    assert all(kind.title and kind.name.isidentifier() for kind in SOURCES)
    assert all(known.title for known in FORMATS)
