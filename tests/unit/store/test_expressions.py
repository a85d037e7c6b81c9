from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from reviewer.domain.expressions import ExpressionError, compile_expression
from reviewer.domain.items import read_item
from reviewer.domain.listing import ItemFilter, ItemRow
from reviewer.services.workspace import Workspace
from reviewer.store.engine import read
from reviewer.store.expressions import ITEM_FIELDS
from reviewer.store.items import load_item
from reviewer.store.listing import count_items, page_of_items
from reviewer.store.new_rows import new_row
from reviewer.store.resolutions import find_resolution
from tests.factories import item, judge, project, workspace

if TYPE_CHECKING:
    from tests.postgres import Database

TEXTS = ["", "a", "ab", "A", "é", "🦉", "5", "1", "it's", "%", '"', "2026-11-19", "null"]
scalars = st.one_of(
    st.none(), st.booleans(), st.sampled_from([0, 1, 5, -3, 2**53 + 1, 0.5, 1.0]), st.sampled_from(TEXTS)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["x", "y"]), inner, max_size=2),
    max_leaves=4,
)
KEYS = ["tenant", "n", "größe", "x"]
metadata = st.dictionaries(st.sampled_from(KEYS), values, max_size=4)

names = st.sampled_from([name for name in ITEM_FIELDS if not name.endswith("*")])
paths = st.sampled_from([f"metadata.{key}" for key in KEYS] + ["metadata.n.x", "metadata.x.y", "metadata.x.y.x"])
literals = st.one_of(
    scalars, st.sampled_from(["open", "resolved", "approve", "test", "i0", "2026-11-19T09:00:00Z"])
).map(repr)
operands = st.one_of(names, paths, paths, literals)
comparisons = st.one_of(
    st.tuples(operands, st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in", "not in"]), operands).map(" ".join),
    st.tuples(st.one_of(names, paths), st.lists(literals, max_size=3)).map(lambda t: f"{t[0]} in [{', '.join(t[1])}]"),
    paths,
)
expressions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        inner.map(lambda part: f"not ({part})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({t[0]}) {t[1]} ({t[2]})"),
    ),
    max_leaves=4,
)


class Place:
    """One workspace in a database, and what these tests do in it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.added = 0

    def add(self, items: list[dict[str, Any]]) -> None:
        raise NotImplementedError

    def resolve(self, item_id: str) -> None:
        raise NotImplementedError

    def fill(self, found: list[dict[str, Any]]) -> list[str]:
        """Add items with this metadata, of which the first is resolved; return their ids."""
        ids = [f"i{self.added + n}" for n in range(len(found))]
        self.added += len(found)
        self.add(
            [
                item(item_id, metadata=data, priority=n, due_at="2026-12-01T00:00:00Z" if n else None)
                for n, (item_id, data) in enumerate(zip(ids, found, strict=True))
            ]
        )
        self.resolve(ids[0])
        return ids

    def rows(self, text: str | None = None) -> tuple[ItemRow, ...]:
        with read(self.engine) as connection:
            return page_of_items(
                connection, 1, ItemFilter(where=text), 0, order="queue", descending=True, offset=0, limit=10_000
            )

    def count(self, text: str) -> int:
        with read(self.engine) as connection:
            return count_items(connection, 1, ItemFilter(where=text))

    def record(self, row: ItemRow) -> dict[str, Any]:
        """The fields of one item, gathered without a condition."""
        with read(self.engine) as connection:
            found = load_item(connection, row.number)
            resolution = find_resolution(connection, row.number)
        return {
            **row.model_dump(),
            "model": found.metadata.get("model") or None,
            "language": found.metadata.get("language") or None,
            "metadata": found.metadata,
            "verdict": resolution.verdict if resolution else None,
            "outcome": resolution.outcome if resolution else None,
            "method": resolution.method if resolution else None,
        }


class InFile(Place):
    def __init__(self, made: Workspace) -> None:
        super().__init__(made.store.engine)
        self.made = made

    def add(self, items: list[dict[str, Any]]) -> None:
        self.made.ingest.add(items)

    def resolve(self, item_id: str) -> None:
        for name in ("ana", "ben"):
            judge(self.made, name, item_id)


class OnServer(Place):
    def __init__(self, database: Database) -> None:
        from reviewer.store.postgres.member_calls import apply_project
        from reviewer.store.postgres.server import Server

        self.server = Server(database.url("lead"))
        self.database = database
        super().__init__(self.server.engine)
        self.project = project(overlap=2)
        apply_project(self.server, self.project, None)

    def add(self, items: list[dict[str, Any]]) -> None:
        from reviewer.store.postgres.item_calls import add_batch

        rows = [new_row(read, *read.canonical_and_sha256(), self.project) for read, _ in map(read_item, items)]
        assert add_batch(self.server, 1, "test", rows, ()).added == len(items)

    def resolve(self, item_id: str) -> None:
        with self.database.superuser() as connection:
            connection.execute(
                "INSERT INTO reviewer.resolution SELECT tenant_id, number, number, 'current', 'approve', 'accept', "
                "'unanimous', 0, '', %s FROM reviewer.item WHERE item_id = %s",
                ('{"item_id":"","source":"","verdict":"approve","outcome":"accept","method":"unanimous"}', item_id),
            )


@pytest.fixture(scope="module", params=["file", "server"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    if request.param == "file":
        with workspace(tmp_path_factory.mktemp("where"), overlap=2) as made:
            yield InFile(made)
        return
    database = request.getfixturevalue("postgres").database()
    there = OnServer(database)
    yield there
    there.server.close()
    database.drop()


@given(data=st.lists(metadata, min_size=1, max_size=4), texts=st.lists(expressions, min_size=1, max_size=12))
def test_a_condition_means_the_same_in_the_database_as_in_the_program(
    place: Place, data: list[dict[str, Any]], texts: list[str]
) -> None:
    ids = set(place.fill(data))
    records = {row.item_id: place.record(row) for row in place.rows() if row.item_id in ids}
    for text in texts:
        try:
            wanted = compile_expression(text, ITEM_FIELDS)
        except Exception as refused:  # both readings refuse it alike: the language does it before either
            with pytest.raises(type(refused)):
                place.count(text)
            continue
        found = {row.item_id for row in place.rows(text) if row.item_id in ids}
        assert found == {item_id for item_id, known in records.items() if wanted.matches(known)}, text


@pytest.mark.parametrize(
    "text",
    [
        'item_id == "\'; DROP TABLE item; --"',
        "metadata.tenant == '\") OR 1=1 --'",
        "'%' in item_id",
        "model == '\\'||(SELECT token FROM lease)||\\''",
        "metadata.größe == 1",
    ],
)
def test_text_from_outside_is_never_part_of_the_statement(place: Place, text: str) -> None:
    place.fill([{}])
    assert place.count(text) >= 0
    assert place.rows()


@pytest.mark.parametrize("text", ["(SELECT 1)", "token == 'x'", "gold == 1", "metadata['a'] == 1", "sha256 == 'x'"])
def test_a_condition_reaches_no_other_field_and_no_other_table(place: Place, text: str) -> None:
    with pytest.raises(ExpressionError):
        place.count(text)


def test_times_are_compared_as_points_in_time(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("a", flagged_at="2026-11-20T09:14:00+02:00"), item("b", flagged_at=None)]) as made:

        def ids(where: str) -> list[str]:
            return [row.item_id for row in made.queue.page(ItemFilter(where=where))]

        assert ids("flagged_at == '2026-11-20T07:14:00Z'") == ["a"]
        assert ids("flagged_at < '2026-11-21'") == ["a"]
        assert ids("flagged_at == None") == ["b"]
        assert ids("not (flagged_at > '2020-01-01')") == ["b"]
