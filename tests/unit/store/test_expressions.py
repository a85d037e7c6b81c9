from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.expressions import compile_expression
from reviewer.domain.listing import ItemFilter
from reviewer.services.workspace import Workspace
from reviewer.store.expressions import ITEM_FIELDS
from tests.factories import item, judge, workspace

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


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with workspace(tmp_path_factory.mktemp("where"), overlap=2) as made:
        yield made


def record(made: Workspace, item_id: str) -> dict[str, Any]:
    """The fields of one item, gathered without SQL."""
    row, found = made.queue.row(item_id), made.queue.get(item_id)
    resolution = made.resolutions.find(item_id)
    return {
        **row.model_dump(),
        "model": found.metadata.get("model") or None,
        "language": found.metadata.get("language") or None,
        "metadata": found.metadata,
        "verdict": resolution.verdict if resolution else None,
        "outcome": resolution.outcome if resolution else None,
        "method": resolution.method if resolution else None,
    }


def _fill(made: Workspace, found: list[dict[str, Any]]) -> list[str]:
    start = sum(made.queue.counts().values())
    ids = [f"i{start + n}" for n in range(len(found))]
    made.ingest.add(
        item(item_id, metadata=data, priority=n, due_at="2026-12-01T00:00:00Z" if n else None)
        for n, (item_id, data) in enumerate(zip(ids, found, strict=True))
    )
    for name in ("ana", "ben"):
        judge(made, name, ids[0])
    judge(made, "ana", ids[-1]) if len(ids) > 1 else None
    return ids


@given(data=st.lists(metadata, min_size=1, max_size=4), texts=st.lists(expressions, min_size=1, max_size=12))
def test_a_condition_means_the_same_in_the_database_as_in_the_program(
    ws: Workspace, data: list[dict[str, Any]], texts: list[str]
) -> None:
    ids = _fill(ws, data)
    records = {item_id: record(ws, item_id) for item_id in ids}
    first = min(found["number"] for found in records.values())
    for text in texts:
        try:
            wanted = compile_expression(text, ITEM_FIELDS)
        except Exception as refused:  # both readings refuse it alike: the language does it before either
            with pytest.raises(type(refused)):
                ws.queue.count(ItemFilter(where=text))
            continue
        rows = ws.queue.page(ItemFilter(where=text), descending=True, limit=10_000)
        found = {row.item_id for row in rows if row.number >= first}
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
def test_text_from_outside_is_never_part_of_the_statement(ws: Workspace, text: str) -> None:
    _fill(ws, [{}])
    assert ws.queue.count(ItemFilter(where=text)) >= 0
    assert ws.queue.counts()


@pytest.mark.parametrize("text", ["(SELECT 1)", "token == 'x'", "gold == 1", "metadata['a'] == 1", "sha256 == 'x'"])
def test_a_condition_reaches_no_other_field_and_no_other_table(ws: Workspace, text: str) -> None:
    from reviewer.domain.expressions import ExpressionError

    with pytest.raises(ExpressionError):
        ws.queue.count(ItemFilter(where=text))


def test_times_are_compared_as_points_in_time(tmp_path: Path) -> None:
    with workspace(tmp_path, [item("a", flagged_at="2026-11-20T09:14:00+02:00"), item("b", flagged_at=None)]) as made:

        def ids(where: str) -> list[str]:
            return [row.item_id for row in made.queue.page(ItemFilter(where=where))]

        assert ids("flagged_at == '2026-11-20T07:14:00Z'") == ["a"]
        assert ids("flagged_at < '2026-11-21'") == ["a"]
        assert ids("flagged_at == None") == ["b"]
        assert ids("not (flagged_at > '2020-01-01')") == ["b"]
