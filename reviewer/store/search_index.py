"""The search index of a workspace file: the words of its items, and what lists can be narrowed by.

It is made from the items alone, a little at a time in the order of their numbers, and can be thrown away: an index of
another shape, such as one of an earlier program, is dropped and made anew.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

from reviewer.domain.listing import OF_HITS, Facet, FacetValue, IndexProgress

from .traits import LONGEST_VALUE, traits_of
from .triggers import FULL_TEXT, HAS, TRAIT, has_index, make_index
from .words import texts_of

BATCH = 500
_Trait = tuple[int, str, str]
_NUMBERS = "SELECT max(rowid) FROM {table}"
_DONE, _ALL = _NUMBERS.format(table=FULL_TEXT), _NUMBERS.format(table="item")
_NEXT = """SELECT item.number, item.project_id, item.hits_hidden, item_body.body FROM item JOIN item_body USING (number)
    WHERE item.number > ? ORDER BY item.number LIMIT ?"""
_ADD_TEXT = f"INSERT INTO {FULL_TEXT} (rowid, prompt, response, evidence) VALUES (?, ?, ?, ?)"  # noqa: S608 — our own table's name
_ADD_TRAIT = f"""INSERT INTO {TRAIT} (project_id, facet, value, items) VALUES (?, ?, ?, ?)
    ON CONFLICT (project_id, facet, value) DO UPDATE SET items = items + excluded.items RETURNING trait_id"""  # noqa: S608 — the same
_ADD_HAS = f"INSERT INTO {HAS} (trait_id, number) VALUES (?, ?)"  # noqa: S608 — the same
_VALUES = f"""SELECT value, items FROM {TRAIT} WHERE project_id = :project AND facet = :facet AND items > 0
    ORDER BY items DESC, value LIMIT :most"""  # noqa: S608 — the same


def index_some(connection: Connection, batch: int = BATCH) -> int:
    """Add the next items to the index; return how many were added, 0 when it is complete."""
    make_index(connection)
    done = connection.exec_driver_sql(_DONE).scalar() or 0
    cursor = connection.connection.cursor()
    rows = cursor.execute(_NEXT, (done, batch)).fetchall()
    texts: list[tuple[Any, ...]] = []
    counted: Counter[_Trait] = Counter()
    having: list[tuple[_Trait, int]] = []
    for number, project_id, hidden, body in rows:
        content = json.loads(body)
        texts.append((number, *texts_of(content)))
        for facet, value in traits_of(content):
            trait = (project_id, facet, value)
            counted[trait] += not (hidden and facet in OF_HITS)  # what comes after the verdict is not counted for all
            having.append((trait, number))
    cursor.executemany(_ADD_TEXT, texts)
    ids = {trait: cursor.execute(_ADD_TRAIT, (*trait, items)).fetchone()[0] for trait, items in counted.items()}
    cursor.executemany(_ADD_HAS, sorted((ids[trait], number) for trait, number in having))
    cursor.close()
    return len(rows)


def index_progress(connection: Connection) -> IndexProgress:
    """Return how many items the index knows, and how many there are."""
    total = connection.exec_driver_sql(_ALL).scalar() or 0
    return IndexProgress(
        done=(connection.exec_driver_sql(_DONE).scalar() or 0) if has_index(connection) else 0, total=total
    )


def trait_values(connection: Connection, project_id: int, facet: Facet, most: int) -> tuple[FacetValue, ...]:
    """Return the values of a facet with the number of their items, the most frequent first."""
    if not has_index(connection):
        return ()
    rows = connection.execute(text(_VALUES), {"project": project_id, "facet": facet, "most": most})
    return tuple(FacetValue(value=row.value, items=row.items) for row in rows)


def having(project_id: int, facet: Facet, values: Sequence[str]) -> Any:
    """Return the condition that an item has one of these values."""
    names = {f"{facet}_{place}": value[:LONGEST_VALUE] for place, value in enumerate(values)}
    marks = ", ".join(f":{name}" for name in names)
    found = f"""SELECT {HAS}.number FROM {TRAIT} JOIN {HAS} USING (trait_id)
        WHERE {TRAIT}.project_id = :{facet}_project AND {TRAIT}.facet = :{facet}_facet AND {TRAIT}.value IN ({marks})"""  # noqa: S608 — our own tables' names
    return text(f"item.number IN ({found})").bindparams(
        **names, **{f"{facet}_project": project_id, f"{facet}_facet": facet}
    )
