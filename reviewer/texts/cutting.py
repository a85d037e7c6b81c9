"""Cutting a stretch of a response out of its correction, wherever that has moved to meanwhile."""

from __future__ import annotations

from reviewer.texts.word_diff import diff_words


def without_stretch(before: str, after: str, start: int, end: int) -> str:
    """Return the text after without what stayed there of a stretch of the text before.

    What was put in meanwhile is kept, also inside the stretch, and nothing around it is tidied up.
    """
    if before == after:
        return before[:start] + before[end:]
    kept: list[str] = []
    at = 0
    for part in diff_words(before, after).parts:
        if part.kind == "added":
            kept.append(part.text)
            continue
        size = len(part.text)
        if part.kind == "same":
            first, last = (min(size, max(0, place - at)) for place in (start, end))
            kept += [part.text[:first], part.text[last:]]
        at += size
    return "".join(kept)
