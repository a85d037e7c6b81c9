from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.texts.near_copies import (
    BANDS,
    LEAST_EQUAL,
    PERMUTATIONS,
    RECALL,
    RECALL_OF_SENTENCES,
    THRESHOLD,
    equal_places,
    groups,
    is_near,
    likeness_of,
    shingles,
    sketch,
)

LAMP = (
    "You can send the lamp back within thirty days of the delivery, and we will refund the full price to the card "
    "that you paid with, once the parcel has reached our warehouse in good order."
)
KETTLE = "The kettle is descaled with vinegar: fill it to the mark, wait for an hour, and rinse it twice with water."
CHINESE = "收到商品后三十天内可以无理由退货，我们会在包裹到达仓库后把全部款项退回您付款时使用的银行卡。"
THAI = "คุณสามารถส่งคืนโคมไฟได้ภายในสามสิบวันหลังจากได้รับสินค้าและเราจะคืนเงินเต็มจำนวนให้คุณ"
HINDI = "आप डिलीवरी के तीस दिनों के भीतर लैंप वापस भेज सकते हैं और हम पूरी कीमत आपके कार्ड पर लौटा देंगे।"
ARABIC = "يمكنك إعادة المصباح خلال ثلاثين يوما من التسليم وسنعيد كامل الثمن إلى البطاقة التي دفعت بها عند الشراء."


def near(one: str, other: str) -> bool:
    first, second = sketch(one), sketch(other)
    return bool(set(first.bands) & set(second.bands)) and is_near(equal_places(first.signature, second.signature))


@pytest.mark.parametrize("text", [LAMP, KETTLE, CHINESE, THAI, HINDI, ARABIC, "Yes.", "👍", "⚠️ !!!", "42"])
def test_a_text_is_a_copy_of_itself(text: str) -> None:
    assert near(text, text)
    assert near(text, f"  {text}\n")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LAMP, LAMP.replace("thirty", "ninety")),
        (LAMP, LAMP.upper()),
        (LAMP, LAMP.replace(", ", " ").replace(" ", "\n")),
        (CHINESE, CHINESE.replace("三十", "九十")),
        (THAI, THAI.replace("สามสิบ", "เก้าสิบ")),
        (HINDI, HINDI.replace("तीस", "नब्बे")),
        (ARABIC, ARABIC.replace("ثلاثين", "تسعين")),
    ],
)
def test_a_changed_word_leaves_a_near_copy(one: str, other: str) -> None:
    assert near(one, other)


@pytest.mark.parametrize("other", [KETTLE, CHINESE, "", "👍", LAMP[:40]])
def test_another_text_is_no_copy(other: str) -> None:
    assert not near(LAMP, other)


def test_a_text_of_nothing_has_no_copies() -> None:
    assert sketch("") == sketch(" \n\t") == ((), b"")
    assert not near("", "")
    assert equal_places(b"", b"") == 0


def test_the_same_words_in_another_order_are_no_copy() -> None:
    assert not near(LAMP, " ".join(reversed(LAMP.split())))


def test_a_sketch_is_the_same_in_every_release_since_it_is_stored() -> None:
    made = sketch(LAMP)
    assert (len(made.bands), len(made.signature)) == (BANDS, PERMUTATIONS)
    assert made.bands[:2] == (2514440137608979208, -5084866250747521817)
    assert made.signature[:8].hex() == "39ada9839feb0864"


def test_the_number_of_equal_places_means_the_threshold() -> None:
    assert likeness_of(LEAST_EQUAL) >= THRESHOLD > likeness_of(LEAST_EQUAL - 1)
    assert likeness_of(PERMUTATIONS) == 1.0
    assert likeness_of(0) == 0.0


def test_a_very_long_text_is_sketched_by_its_beginning() -> None:
    long = "lamp kettle " * 100_000
    assert sketch(long) == sketch(long + KETTLE)


def test_copies_of_copies_are_one_group_and_the_order_stays() -> None:
    one, two = LAMP.replace("thirty", "ninety"), LAMP.replace("thirty", "ninety").replace("lamp", "chair")
    found = groups([("a", LAMP), ("k", KETTLE), ("b", two), ("c", one), ("e", ""), ("f", ""), ("d", LAMP)])
    assert found == [["a", "b", "c", "d"], ["k"], ["e"], ["f"]]


def test_thousands_of_equal_texts_are_grouped_at_once() -> None:
    assert len(groups((number, LAMP) for number in range(3_000))) == 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    assert near(one, other) == near(other, one)
    assert near(one, one) == bool(shingles(one))


@pytest.mark.parametrize(
    ("texts", "stated"),
    [
        ("the long answers with all copies planted below", RECALL),
        ("[0-9,]+ summaries of 500 articles", RECALL_OF_SENTENCES),
    ],
)
def test_the_recall_that_cards_state_is_the_one_that_was_measured(texts: str, stated: float) -> None:
    page = Path(__file__).resolve().parents[3] / "docs" / "near-copies.md"
    (measured,) = re.findall(rf"^\| {texts}.* ([\d.]+) \|$", page.read_text("utf-8"), re.MULTILINE)
    assert float(measured) == stated
