"""Checks of rows that carry labels: ratings, codes of guard models, claims, and what an evaluation expects."""

from __future__ import annotations

from reviewer.datasets.columns import Row


def label_fits_codes(row: Row) -> bool:
    """Tell whether a row of a guard model is unsafe exactly if a policy is named; WildGuard's rows have no codes."""
    if "violated_category_codes" not in row:
        harm = {row["prompt_harm_label"], row["response_harm_label"]}
        return bool((row["subcategory"] not in (None, "benign")) == ("harmful" in harm))
    return bool((row["label"] == "unsafe") == bool(row["violated_category_codes"]))


def claim_equals_quote(row: Row) -> bool:
    """Tell whether a claim stands where its offsets say, and so does each marked part of its passages."""
    parts = [part for name in ("supporting", "contradicting") for part in row[name] if part["quote"] is not None]
    stands = row["claim"] and row["response"][row["claim_start"] : row["claim_end"]] == row["claim"]
    return bool(stands) and all(part["text"][part["start"] : part["end"]] == part["quote"] for part in parts)


def passages_fit_label(row: Row) -> bool:
    """Tell whether a claim has passages of the kind that its label speaks of, and none where it speaks of none."""
    if row["label"] == "no_passage":
        return not row["supporting"] and not row["contradicting"]
    return bool(row["contradicting"] if row["label"] == "contradicts" else row["supporting"])


def expects_something(row: Row) -> bool:
    """Tell whether a row of an evaluation has something to judge, and the verdict that is right."""
    return bool(row["expected_verdict"]) and (row["response"] is not None or len(row["responses"]) > 1)
