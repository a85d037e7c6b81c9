from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from reviewer.texts.outline import LONGEST_PART, MOST_LINES, clause_of, headings, parts

GUIDE = """# The guideline

Intro about privacy.

## 1. Verdicts ##

```python
# no heading
```

## 2. Personal *data* of others

Privacy again.
"""


def test_headings_are_found_with_their_places_and_not_in_code() -> None:
    found = headings(GUIDE)
    assert [(head.level, head.title) for head in found] == [
        (1, "The guideline"),
        (2, "1. Verdicts"),
        (2, "2. Personal data of others"),
    ]
    assert GUIDE[found[1].start :].startswith("## 1. Verdicts")


def test_the_clause_of_a_policy_is_a_heading_first_and_else_its_first_mention() -> None:
    heads = headings(GUIDE)
    assert clause_of(GUIDE, heads, ("Personal data",)) == heads[2].start
    assert clause_of(GUIDE, heads, ("personal_data",)) == heads[2].start
    assert clause_of(GUIDE, heads, ("Privacy",)) == GUIDE.index("privacy")
    assert clause_of(GUIDE, heads, ("Hate", "hate_speech")) is None
    assert clause_of(GUIDE, heads, ("ver",)) is None


lines = st.lists(st.sampled_from(["", "# a", "## b", "text " * 50, "```", "x" * 40_000, "- item"]), max_size=60)


@given(lines=lines)
def test_the_parts_of_any_text_are_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = parts(text, headings(text))
    assert "".join(text[start:end] for start, end in found) == text
    assert all(start < end for start, end in found) or not text


def test_a_long_text_is_cut_at_headings_into_parts_that_are_short_and_fast() -> None:
    section = "## Rule {n}\n\n" + "The rule says what the rule says.\n\n" * 30
    text = "".join(section.format(n=n) for n in range(200))
    assert len(text) > 200_000
    begun = time.perf_counter()
    found = parts(text, headings(text))
    assert time.perf_counter() - begun < 0.5
    assert all(end - start <= LONGEST_PART and text.count("\n", start, end) <= MOST_LINES for start, end in found)
    assert all(text[start:].startswith("## Rule") for start, _ in found)
