from __future__ import annotations

import gzip
import io
import json

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from reviewer.sources.reading.bounded import Limits
from reviewer.sources.reading.json_lines import read_records
from reviewer.sources.reading.records import RAW_KEPT, Record, Unreadable

SMALL = Limits(line_bytes=1000, unpacked_freely=500_000, unpacked_ratio=50, document_bytes=10_000, blank_lines=100)
GOOD = b'{"id": "a"}\n'


def read(data: bytes, limits: Limits = SMALL) -> tuple[list[object], list[Unreadable]]:
    found = list(read_records(io.BytesIO(data), "file.jsonl", limits))
    values = [record.value for record in found if isinstance(record, Record)]
    return values, [record for record in found if isinstance(record, Unreadable)]


@pytest.mark.parametrize(
    "data",
    [
        GOOD * 2,
        GOOD + b"\n  \n" + GOOD.rstrip(),
        b"\xef\xbb\xbf" + GOOD * 2,
        GOOD.replace(b"\n", b"\r\n") * 2,
        gzip.compress(GOOD * 2, mtime=0),
        gzip.compress(GOOD, mtime=0) + gzip.compress(GOOD, mtime=0),
        zstandard.compress(GOOD * 2),
        zstandard.compress(GOOD) + zstandard.compress(GOOD),
        b'[{"id": "a"},\n {"id": "a"}]\n',
        gzip.compress(b'\xef\xbb\xbf [{"id": "a"}, {"id": "a"}]', mtime=0),
    ],
)
def test_lines_are_read_however_they_end_and_are_packed(data: bytes) -> None:
    assert read(data) == ([{"id": "a"}] * 2, [])


def test_lines_are_split_at_line_feeds_only() -> None:
    text = json.dumps({"id": "a\u2028b\x85c\x0bd"}, ensure_ascii=False).replace("\\u000b", "\\u000b")
    assert read(text.encode() + b"\n" + GOOD)[0] == [{"id": "a\u2028b\x85c\x0bd"}, {"id": "a"}]


def test_a_bad_line_is_named_and_the_rest_is_read() -> None:
    values, bad = read(GOOD + b"{broken\n" + GOOD)
    assert values == [{"id": "a"}] * 2
    assert [(entry.origin, entry.line, entry.raw) for entry in bad] == [("file.jsonl", 2, b"{broken\n")]
    assert "not JSON" in bad[0].reason


def test_a_line_that_is_too_long_is_passed_over_and_the_next_one_read() -> None:
    values, bad = read(b'{"id": "' + b"x" * 100_000 + b'"}\n' + GOOD)
    assert values == [{"id": "a"}]
    assert bad[0].line == 1
    assert "longer than" in bad[0].reason
    assert len(bad[0].raw) <= RAW_KEPT


def test_a_line_of_exactly_the_limit_is_read() -> None:
    line = b'{"id": "' + b"x" * (1000 - 11) + b'"}\n'
    assert len(line) == 1000
    assert len(read(line)[0]) == 1


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_packed_bomb_is_refused_and_what_came_before_it_is_kept(pack: object) -> None:
    assert callable(pack)
    values, bad = read(pack(GOOD * 3 + b"0" * 5_000_000))
    assert values == [{"id": "a"}] * 3
    assert "grows more than 50 times" in bad[-1].reason


def test_many_blank_lines_are_given_up() -> None:
    values, bad = read(GOOD + b"\n" * 10_000 + GOOD)
    assert values == [{"id": "a"}]
    assert "blank lines" in bad[0].reason


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_packed_file_that_is_cut_off_gives_what_it_holds_and_says_so(pack: object) -> None:
    assert callable(pack)
    lines = b"".join(b'{"id": "%d-%d"}\n' % (number, number * 7919 % 10_007) for number in range(50_000))
    packed = pack(lines)
    values, bad = read(packed[: len(packed) * 2 // 3], Limits())
    assert 1000 < len(values) < 50_000
    assert values[-1] == json.loads(lines.splitlines()[len(values) - 1])
    assert len(bad) == 1
    assert "damaged or cut off" in bad[0].reason


def test_a_file_that_is_something_else_is_given_up_after_a_thousand_lines() -> None:
    values, bad = read(b"not json\n" * 5000)
    assert values == []
    assert len(bad) == 1001
    assert "the rest was not read" in bad[-1].reason


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_refused_by_name(encoding: str) -> None:
    values, bad = read('{"id": "a"}\n{"id": "b"}\n'.encode(encoding))
    assert values == []
    assert all("UTF-16" in entry.reason for entry in bad[:1])


def test_a_list_that_is_too_large_asks_for_lines() -> None:
    values, bad = read(b"[" + b'"xxxxxxxxxxxxxxxx",' * 2000 + b"1]")
    assert values == []
    assert "one object a line" in bad[0].reason


def test_lines_that_are_lists_are_read_as_lines() -> None:
    assert read(b'["a"]\n["b"]\n')[0] == [["a"], ["b"]]


@given(st.lists(st.text(), max_size=20), st.sampled_from(["plain", "gz", "zst"]), st.booleans())
def test_any_texts_come_through_unchanged(texts: list[str], packing: str, ascii_only: bool) -> None:
    data = "".join(json.dumps({"id": text}, ensure_ascii=ascii_only) + "\n" for text in texts).encode()
    packed = {"plain": data, "gz": gzip.compress(data), "zst": zstandard.compress(data)}[packing]
    values, bad = read(packed, Limits())
    assert values == [{"id": text} for text in texts]
    assert bad == []
