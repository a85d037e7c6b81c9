"""The marks of several reviewers over one text."""

from __future__ import annotations

from reviewer.domain.items import Item
from reviewer.domain.reviews import LabeledSpan, Review
from reviewer.ui.panes.marks_together import TAG, together
from reviewer.ui.presenters.adjudication_state import Column
from reviewer.ui.presenters.quality_state import Said

TEXT = "The lamp is safe. Throw it away."


def column(number: int, *places: tuple[int, int]) -> Column:
    spans = tuple(LabeledSpan(start=a, end=b, text=TEXT[a:b], label="wrong") for a, b in places)
    review = Review(item_id="a", reviewer=f"person {number}", verdict="approve", spans=spans)
    return Column(number, review, Said(f"Reviewer {number + 1}", "approve", "good"), True)


def test_both_ends_of_a_mark_say_whose_it_is_also_where_marks_overlap() -> None:
    item = Item(id="a", response=TEXT)
    found = next(together([column(0, (4, 16)), column(1, (12, 23))], item))
    assert found.text == "The \u27e61lamp is \u27e62safe1\u27e7. Throw2\u27e7 it away."
    assert found.legend == "1 = Reviewer 1, solid line · 2 = Reviewer 2, dashed line"
    marked = {each.kind: found.text[each.start : each.end] for each in found.highlights if each.kind != TAG}
    assert marked == {"by_0": "lamp is \u27e62safe", "by_1": "safe1\u27e7. Throw"}
    tags = [found.text[each.start : each.end] for each in found.highlights if each.kind == TAG]
    assert tags == ["\u27e61", "\u27e62", "1\u27e7", "2\u27e7"]


def test_of_a_long_text_only_what_stands_around_the_marks_is_shown() -> None:
    long = "a" * 1_000 + "bad" + "c" * 1_000
    span = LabeledSpan(start=1_000, end=1_003, text="bad", label="wrong")
    review = Review(item_id="a", reviewer="ana", verdict="approve", spans=(span,))
    shown = Column(0, review, Said("Reviewer 1", "approve", "good"), True)
    found = next(together([shown], Item(id="a", response=long)))
    assert found.text == "\u2026 " + "a" * 160 + "\u27e61bad1\u27e7" + "c" * 160 + " \u2026\n"


def test_where_nobody_marked_anything_nothing_is_laid_over() -> None:
    assert list(together([column(0)], Item(id="a", response=TEXT))) == []
