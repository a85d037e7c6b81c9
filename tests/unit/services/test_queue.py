from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.domain.listing import ItemFilter
from reviewer.domain.reviews import read_review
from tests.factories import item, review, workspace

NASTY = [
    "'; DROP TABLE item; --",
    "../../etc/passwd",
    "🦉\u202e\u0000"[:2],
    "%s?x=1#y",
    '"',
    "a" * 500,
    "\n",
    "Ünï\u0301",
]


@pytest.mark.parametrize("text", NASTY)
def test_ids_and_names_may_be_any_text(tmp_path: Path, text: str) -> None:
    person = text[:150]
    with workspace(tmp_path, [item(text)]) as made:
        taken = made.queue.claim(person)
        assert taken is not None
        assert taken.item.id == text
        made.drafts.save(read_review(review(text, person)))
        assert [draft.item_id for draft in made.drafts.all(person)] == [text]
        made.reviews.submit(review(text, person), taken)
        assert [found.reviewer for found in made.reviews.for_item(text)] == [person]
        assert made.queue.page(ItemFilter(text=text)) is not None
        assert made.database.check() == ()
