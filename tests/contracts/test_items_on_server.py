"""Items on a server: brought in by the database's own rules, found by words, and moved with the whole workspace."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from reviewer.domain.errors import InvalidInput, NotFound, Refused
from reviewer.domain.items import read_item
from reviewer.domain.listing import Column, ItemFilter, ItemRow
from reviewer.domain.projects import Project
from reviewer.sources.reading.records import Unreadable
from reviewer.store.engine import read
from reviewer.store.listing import count_items, page_of_items
from reviewer.store.new_rows import NewRow, new_row
from reviewer.store.postgres.dataset_calls import record_dataset
from reviewer.store.postgres.item_calls import add_batch
from reviewer.store.postgres.member_calls import apply_project
from reviewer.store.postgres.server import Server
from reviewer.store.store import BatchResult, GroupSplit, ItemUsed, NewDataset
from reviewer.store.unreadable import count_unreadable, page_of_unreadable
from tests.factories import item, project, workspace
from tests.postgres import Database

PROJECT = project(overlap=2, overlap_share=0.5, hide_hits_share=0.3)


@pytest.fixture
def server(database: Database) -> Iterator[Server]:
    with closing(Server(database.url("lead"))) as made:
        apply_project(made, PROJECT, None)
        yield made


def rows_of(*items: dict[str, Any], under: Project = PROJECT) -> list[NewRow]:
    return [new_row(read, *read.canonical_and_sha256(), under) for read, _ in map(read_item, items)]


def bring(server: Server, *items: dict[str, Any], bad: list[Unreadable] | None = None, **how: Any) -> BatchResult:
    return add_batch(server, 1, "flags.jsonl", rows_of(*items), bad or [], **how)


def page(server: Server, wanted: ItemFilter, order: Column = "item_id", descending: bool = False) -> list[str]:
    with read(server.engine) as connection:
        found: tuple[ItemRow, ...] = page_of_items(
            connection, 1, wanted, 0, order=order, descending=descending, offset=0, limit=1000
        )
        assert count_items(connection, 1, wanted) == len(found)
    return [row.item_id for row in found]


def events(database: Database) -> list[tuple[Any, ...]]:
    with database.superuser() as connection:
        found: list[tuple[Any, ...]] = connection.execute(
            "SELECT actor, action, subject, details FROM reviewer.audit_event ORDER BY tenant_id, seq"
        ).fetchall()
    return found


def test_an_item_gets_the_same_values_on_a_server_as_in_a_file(server: Server, database: Database) -> None:
    items = [
        item(f"i{n}", priority=n / 3, control=n % 5 == 0, due_at="2026-12-01T10:00:00.5+02:00" if n % 2 else None)
        | ({"gold": {"verdict": "approve"}} if n % 7 == 0 else {})
        for n in range(60)
    ]
    rows = rows_of(*items)
    assert bring(server, *items) == BatchResult(60, 0, [])
    with database.superuser() as connection:
        stored = connection.execute(
            "SELECT i.*, b.flagged_at AS b_flagged_at, b.model, b.language, b.excerpt, b.body "
            "FROM reviewer.item AS i JOIN reviewer.item_body AS b USING (tenant_id, number) ORDER BY number"
        )
        names = [column.name for column in stored.description or ()]
        found = [dict(zip(names, values, strict=True)) for values in stored.fetchall()]
    for row, values in zip(rows, found, strict=True):
        assert {name: values[name] for name in row.record} == row.record
        body = row.body | {"b_flagged_at": row.body["flagged_at"]}
        assert {name: values[name] for name in body if name != "flagged_at"} == {
            name: value for name, value in body.items() if name != "flagged_at"
        }
    assert {values["hits_hidden"] for values in found} == {0, 1}
    assert {values["needed"] for values in found} == {1, 2}


def test_an_item_is_taken_once_and_other_content_under_its_id_is_reported(server: Server, database: Database) -> None:
    first = item("a", metadata={"x": 1, "y": 2})
    assert bring(server, first, item("b")).added == 2
    again = {**first, "metadata": {"y": 2, "x": 1}}  # says the same
    other = {**first, "response": "Another answer."}
    assert bring(server, again, other, item("c"), {**item("c"), "prompt": "Another?"}) == BatchResult(
        1, 3, [("test", "a"), ("test", "c")]
    )
    assert page(server, ItemFilter()) == ["a", "b", "c"]
    actor, action, subject, details = events(database)[-1]
    assert (actor, action, subject) == ("lead", "import", "flags.jsonl")
    assert json.loads(details) == {"added": 1, "duplicates": 3, "project": "Support", "unreadable": 0}


def test_several_who_bring_the_same_items_at_once_bring_each_once(server: Server, database: Database) -> None:
    items = [item(f"i{n}") for n in range(1200)]
    start = threading.Barrier(3)

    def take(name: str) -> int:
        with closing(Server(database.url(name))) as own:
            start.wait()
            return bring(own, *items[:: -1 if name == "eng1" else 1]).added

    names = [*("eng1", "eng2"), "lead"]
    for name in names[:2]:
        database.add(name, "engineer")
    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(take, names)) == 1200
    with database.superuser() as connection:
        found = connection.execute(
            "SELECT count(*), max(number), count(DISTINCT item_id) FROM reviewer.item"
        ).fetchone()
        kept = connection.execute("SELECT amount FROM reviewer.counter WHERE state = 'open'").fetchone()
        last = connection.execute("SELECT last_item FROM reviewer.tenant").fetchone()
    assert (found, kept, last) == ((1200, 1200, 1200), (1200,), (1200,))


def test_nothing_new_leaves_no_event(server: Server, database: Database) -> None:
    known = item("a")
    bring(server, known)
    before = events(database)
    assert bring(server, known) == BatchResult(0, 1, [])
    assert events(database) == before


def test_what_cannot_be_read_is_kept_once_with_its_reason(server: Server) -> None:
    bad = [Unreadable("x\0y", 3, "no id", b"\x00\xff{"), Unreadable("x", 9, "no id", b"\x00\xff{")]
    bring(server, bad=bad)
    bring(server, bad=bad)
    with read(server.engine) as connection:
        assert count_unreadable(connection, 1) == 1
        (row,) = page_of_unreadable(connection, 1, 0, 10)
    assert (row.origin, row.line, row.reason, row.excerpt) == ("x\ufffdy", 3, "no id", "\x00\\xff{")


def test_a_trial_changes_nothing(server: Server, database: Database) -> None:
    before = events(database)
    result = bring(server, item("a"), item("b"), bad=[Unreadable("x", 1, "no", b"-")], dry_run=True)
    assert result == BatchResult(2, 0, [])
    assert page(server, ItemFilter()) == []
    assert events(database) == before
    assert bring(server, item("a")).added == 1  # and the control: for real it does


def test_an_id_too_long_for_an_index_is_put_aside_and_stops_nothing(server: Server) -> None:
    giant = item("\U0001f989" * 500, source={"system": "s" * 700})
    assert bring(server, giant, item("a")).added == 1
    with read(server.engine) as connection:
        assert "2,600 bytes" in page_of_unreadable(connection, 1, 0, 10)[0].reason


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"bodies": ['{"id": "a"}']}, "22023"),
        ({"bodies": ['{"id": 7, "response": "x"}']}, "22023"),
        ({"bodies": ["no json"]}, "22023"),
        ({"bodies": [None]}, "22023"),
        ({"models": []}, "22023"),
        ({"project": 99}, "P0002"),
    ],
)
def test_the_database_refuses_a_batch_that_is_no_batch(
    server: Server, database: Database, changed: dict[str, Any], code: str
) -> None:
    given: dict[str, Any] = {"project": 1, "origin": "o", "bodies": ['{"id": "a", "response": "x"}']}
    given |= {"models": ["m"], "languages": [""], "excerpts": ["x"], "words": ["x"]}
    given |= {"bad_origins": [], "bad_lines": [], "bad_reasons": [], "bad_raws": []}
    call = (
        "SELECT added FROM reviewer.add_items(%(project)s, %(origin)s, %(bodies)s::text[], %(models)s::text[], "
        "%(languages)s::text[], %(excerpts)s::text[], %(words)s::text[], %(bad_origins)s::text[], "
        "%(bad_lines)s::bigint[], %(bad_reasons)s::text[], %(bad_raws)s::bytea[])"
    )
    with database.log_in("lead") as connection:
        with pytest.raises(psycopg.Error) as refused:
            connection.execute(call, given | changed)
        assert refused.value.sqlstate == code
        assert connection.execute(call, given).fetchone() == (1,)


def test_the_orders_of_a_list_are_those_of_a_file(server: Server, tmp_path: Path) -> None:
    items = [
        item("b", priority=1.5, due_at=None, metadata={"model": "Z"}),
        item("B", priority=-2, due_at="2026-12-01T00:00:00Z", metadata={"model": "a"}),
        item("\u00e9", priority=0, due_at=None, flagged_at=None, metadata={"language": "de"}),
        item("a", source={"system": "other"}, due_at="2026-11-30T00:00:00Z", metadata={"model": "\U0001f989"}),
        item("Z", source={"system": "Other"}, metadata={"model": "\ufb01"}),
    ]
    bring(server, *items)
    with workspace(tmp_path, items, overlap=2, overlap_share=0.5, hide_hits_share=0.3) as made:
        for order in ("queue", "item_id", "source", "state", "priority", "due_at", "reviews", "model", "language"):
            for descending in (False, True):
                for wanted in (ItemFilter(), ItemFilter(states=("open",))):
                    expected = made.queue.page(wanted, order=order, descending=descending, limit=10)
                    found = page(server, wanted, order, descending)
                    assert found == [row.item_id for row in expected], (order, descending)


SEARCHES = [
    "warranty lamp",
    "warr",
    "WARR",
    "lamp warr",
    "war lamp",
    "caf\u00e9",
    "cafe",
    "CAF\u00c9 au",
    "2026-11-19",
    "don't",
    '" OR 1=1 --',
    "'); DROP TABLE item; --",
    "a:* & b",
    "\\",
    "!!",
    "warranty !!",
    "\u4f60\u597d",
    "stra\u00dfe",
    "NEAR(a b)",
    "x" * 5000,
    "\0",
]


@pytest.mark.parametrize("text", SEARCHES)
def test_a_search_finds_the_same_items_as_in_a_file(server: Server, tmp_path: Path, text: str) -> None:
    items = [
        item("plain"),
        item("accents", response="Un cafe\u0301 au lait, stra\u00dfe 2026-11-19 \u4f60\u597d"),
        item("quotes", response='I don\'t say "OR" \\ or near a or b; DROP the table item'),
        item("messages", prompt=None, messages=[{"role": "user", "content": "Caf\u00e9 \U0001f989 warr"}]),
        item("compared", response=None, responses=[{"id": "1", "text": "lamp"}, {"id": "2", "text": "warranty"}]),
        item("long", response="x" * 5000),
    ]
    bring(server, *items)
    with workspace(tmp_path, items) as made:
        while made.store.index_some():
            pass
        expected = [row.item_id for row in made.queue.page(ItemFilter(text=text), order="item_id", limit=10)]
    assert page(server, ItemFilter(text=text)) == expected


def test_a_giant_of_different_words_is_stored_and_found_by_its_first(server: Server) -> None:
    words = " ".join(f"w{n}\u00e4" for n in range(400_000))
    assert bring(server, item("giant", response=f"needle {words}")).added == 1
    assert page(server, ItemFilter(text="needle w1a")) == ["giant"]


def test_a_reviewer_searches_no_item_of_others(server: Server, database: Database) -> None:
    bring(server, item("a"))
    database.add("ana")
    with database.log_in("ana") as connection:
        search = "SELECT * FROM reviewer.items_with(ARRAY['lamp'], false)"
        assert connection.execute(search).fetchall() == []
    with database.log_in("lead") as connection:
        assert connection.execute(search).fetchall() == [(1,)]


@pytest.mark.parametrize(("role", "may"), [("reviewer", False), ("auditor", False), ("lead", True), ("engineer", True)])
def test_only_who_may_bring_items_brings_them(server: Server, database: Database, role: str, may: bool) -> None:
    with closing(Server(database.add(f"eve-{role}", role))) as other:
        if may:
            assert bring(other, item("a")).added == 1
        else:
            with pytest.raises(Refused):
                bring(other, item("a"))


def test_items_of_one_tenant_are_nobody_elses(server: Server, database: Database) -> None:
    bring(server, item("a"))
    database.add_tenant("other", "boss")
    with closing(Server(database.url("boss"))) as other:
        with pytest.raises(NotFound):
            bring(other, item("b"))
        apply_project(other, PROJECT, None)
        assert bring(other, item("a")).added == 1  # the same id, and number 1 again
        assert page(other, ItemFilter(text="lamp")) == ["a"]


DATASET = NewDataset("sft", "/data", "0" * 64, {"train": 1}, "{}", ["7"], "by conversation", 1)
PART = ("bigint", "bigint[]", "text[]", "bigint[]", "text[]", "text[]", "text[]")


def _used(*reviews: int, number: int = 1) -> ItemUsed:
    return ItemUsed(number, "train", None, reviews)


def _review(database: Database, submission: str) -> None:
    with database.superuser() as connection:
        connection.execute(
            "INSERT INTO reviewer.review (tenant_id, number, submission_id, project_id, item_number, reviewer, round, "
            "revision, state, kind, submitted_at, audit_seq, content_sha256, sha256, body) SELECT tenant_id, "
            "last_review + 1, %s, 1, 1, %s, 'first', 1, 'submitted', 'verdict', 0, 1, '', '', '{}' "
            "FROM reviewer.tenant",
            (submission, submission),
        )
        connection.execute("UPDATE reviewer.tenant SET last_review = last_review + 1")


def test_a_dataset_is_recorded_with_the_marks_of_its_reviews(server: Server, database: Database) -> None:
    bring(server, item("a"), item("b"))
    for name in ("s1", "s2", "s3"):
        _review(database, name)
    parts = [[_used(1, 2)], [_used(number=2)]]
    version, receipt = record_dataset(server, 1, DATASET, parts, [[GroupSplit("g1", "train")]])
    assert version == 1
    with database.superuser() as connection:
        used = connection.execute("SELECT submission_id, used_at > 0 FROM reviewer.review ORDER BY 1").fetchall()
        assert used == [("s1", True), ("s2", True), ("s3", None)]
        assert connection.execute("SELECT audit_seq FROM reviewer.tenant").fetchone() == (receipt.seq,)
        kept = connection.execute(
            "SELECT dataset, item_number, reviews FROM reviewer.dataset_item ORDER BY 2"
        ).fetchall()
        assert kept == [(1, 1, "[1,2]"), (1, 2, "[]")]
        assert connection.execute("SELECT digest, split FROM reviewer.split_group").fetchall() == [("g1", "train")]
    assert events(database)[-1][:3] == ("lead", "dataset.built", "sft")


def test_a_group_that_has_a_split_keeps_it_and_the_dataset_that_says_otherwise_is_refused(
    server: Server, database: Database
) -> None:
    bring(server, item("a"))
    record_dataset(server, 1, DATASET, [[_used()]], [[GroupSplit("g1", "train")]])
    before = events(database)
    with pytest.raises(Refused, match="another split meanwhile"):
        record_dataset(server, 1, DATASET, [[_used()]], [[GroupSplit("g1", "test")]])
    assert events(database) == before
    with database.superuser() as connection:
        assert connection.execute("SELECT digest, split FROM reviewer.split_group").fetchall() == [("g1", "train")]


def test_what_a_dataset_rests_on_is_of_its_project_and_fits_together(server: Server, database: Database) -> None:
    bring(server, item("a"), item("b"))
    _review(database, "s1")
    for wrong in (_used(number=3), _used()._replace(resolution_number=5), _used()._replace(split="dev")):
        with pytest.raises(InvalidInput):
            record_dataset(server, 1, DATASET, [[wrong]], [])
    with pytest.raises(Refused, match="taken back"):
        record_dataset(server, 1, DATASET, [[_used(1, number=2)]], [])


def test_a_dataset_is_refused_as_a_whole_where_a_review_was_taken_back(server: Server, database: Database) -> None:
    bring(server, item("a"))
    _review(database, "s1")
    before = events(database)
    with pytest.raises(Refused, match="taken back"):
        record_dataset(server, 1, DATASET, [[_used(1)], [_used(7)]], [])
    with database.superuser() as connection:
        assert connection.execute("SELECT used_at FROM reviewer.review").fetchall() == [(None,)]
    assert events(database) == before


def test_reviews_are_not_marked_without_a_dataset_that_tells_of_it(server: Server, database: Database) -> None:
    bring(server, item("a"))
    _review(database, "s1")
    with pytest.raises(Refused, match="together with the dataset"):
        server.call("add_dataset_items", 1, [1], ["train"], [None], ["[1]"], [None], [None], types=PART)
    for given in (["[1"], ["[x]"], ["[1,]"], [None], ["[1]"] * 20_001):
        many = len(given)
        with pytest.raises(InvalidInput):
            server.call(
                "add_dataset_items",
                1,
                [1] * many,
                ["train"] * many,
                [None] * many,
                given,
                [None] * many,
                [None] * many,
                types=PART,
            )
