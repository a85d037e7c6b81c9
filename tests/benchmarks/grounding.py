"""How often the grounding lens and a person agree that a claim is not supported, and how long the lens takes.

`python -m tests.benchmarks.grounding FOLDER [--write]` reads `expertqa.items.jsonl` and `expertqa.ratings.jsonl` from a
folder outside the repository (or REVIEWER_EXPERTQA), prints the table of docs/grounding.md, and with --write puts it
there. Positive is a claim that its expert marked as without support (`Missing`), negative one marked `Complete`; items
without a passage that has text are left out, as the lens says nothing of them. Intervals hold 95 % of 2,000
resamples of whole items, since claims of one answer are alike. The threshold of the lens was chosen on the half of the
items whose hash is even; the other half was only measured.

`measure` gives the rows of time for `packaging/dev.py bench grounding`; the floor splits the same texts into words and
looks each word up in a set.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from reviewer.texts.grounding import Support, ground
from tests.benchmarks.rows import Row, compared

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "grounding.md"
BEGIN, END = "<!-- begin measured -->", "<!-- end measured -->"
VARIABLE = "REVIEWER_EXPERTQA"
FILES = ("expertqa.items.jsonl", "expertqa.ratings.jsonl")
RESAMPLES = 2_000
LEAST_PRECISION, LEAST_RECALL = 0.5, 0.6
GOAL = 100.0
_WORD = re.compile(r"\w+")

SENTENCE = "The lamp of 2026 has a two-year warranty, and Dana Miller paid 1,250 euros for it in Zurich last week. "
PASSAGE = "Lamps carry a warranty of two years from purchase, which costs 1250 euros in Zurich or in Bern. "


class Claim(NamedTuple):
    """A claim of one answer: what the lens counted, what the person said, how long it is, how the answer was made."""

    item: str
    support: Support
    missing: bool
    characters: int
    retrieved: bool


class Agreement(NamedTuple):
    """How a rule and the people agree over some claims."""

    precision: float
    recall: float


def read_claims(folder: Path) -> list[Claim]:
    """Return the claims that a person marked as supported or as not, with what the lens says of each."""
    items = {row["id"]: row for row in _rows(folder / FILES[0])}
    found: list[Claim] = []
    for rating in _rows(folder / FILES[1]):
        item = items[rating["item_id"]]
        question = "\n".join(message["content"] for message in item["messages"] if message["role"] == "user")
        looked = ground(item["response"], [passage["text"] or "" for passage in item["evidence"]], question)
        if looked.compared:
            found += (
                Claim(
                    item["id"],
                    looked.support(claim["start"], claim["end"]),
                    claim["support"] == "Missing",
                    claim["end"] - claim["start"],
                    item["metadata"]["model"].startswith("rr_"),
                )
                for claim in rating["claims"]
                if claim["support"] in ("Missing", "Complete")
            )
    return found


def agreement(claims: Sequence[Claim], rule: Callable[[Claim], bool]) -> Agreement:
    """Return precision and recall of a rule; a figure that has no claims to rest on is 0."""
    said = [claim.missing for claim in claims if rule(claim)]
    missing = sum(claim.missing for claim in claims)
    return Agreement(sum(said) / len(said) if said else 0.0, sum(said) / missing if missing else 0.0)


def intervals(claims: Sequence[Claim], rule: Callable[[Claim], bool]) -> list[tuple[float, float]]:
    """Return the 95 % intervals of precision and recall, from resamples of whole items."""
    by_item: dict[str, list[tuple[int, int, int]]] = {}
    for claim in claims:
        hit = rule(claim)
        by_item.setdefault(claim.item, []).append((int(hit), int(hit and claim.missing), int(claim.missing)))
    sums = [tuple(map(sum, zip(*counts, strict=True))) for counts in by_item.values()]
    chance = random.Random(20261121)
    figures: list[Agreement] = []
    for _ in range(RESAMPLES):
        said, right, missing = map(sum, zip(*chance.choices(sums, k=len(sums)), strict=True))
        figures.append(Agreement(right / said if said else 0.0, right / missing if missing else 0.0))
    return [_middle(sorted(column)) for column in zip(*figures, strict=True)]


def table(claims: Sequence[Claim]) -> str:
    """Return the table of the page, as Markdown."""
    chosen = [claim for claim in claims if _is_even(claim.item)]
    kept = [claim for claim in claims if not _is_even(claim.item)]
    length = _cut_off(chosen)
    share = max((step / 20 for step in range(1, 20)), key=lambda step: _recall_at(chosen, _share_below(step)))

    def short(claim: Claim) -> bool:
        return claim.characters <= length

    lines = ["| claims | rule | n | not supported | precision | recall |", "|---|---|---|---|---|---|"]
    for name, rule_name, some, rule in (
        ("all", "thin (the lens)", claims, _is_thin),
        ("half on which the threshold was chosen", "thin (the lens)", chosen, _is_thin),
        ("**the other half**", "**thin (the lens)**", kept, _is_thin),
        ("answers written from passages", "thin (the lens)", [one for one in claims if one.retrieved], _is_thin),
        ("the other half", f"fewer than {share:.0%} of the words found", kept, _share_below(share)),
        ("the other half", f"at most {length} characters long, passages unread", kept, short),
        ("the other half", "every claim", kept, lambda _claim: True),
    ):
        lines.append(_line(name, rule_name, some, rule))
    met = agreement(kept, _is_thin)
    word = "reached" if met.precision >= LEAST_PRECISION and met.recall >= LEAST_RECALL else "missed"
    lines += [
        "",
        f"A recall of {LEAST_RECALL} at a precision of {LEAST_PRECISION} on the other half is **{word}**.",
    ]
    return "\n".join(lines)


def measure(scale: float = 1.0) -> list[Row]:
    """Measure how long the lens takes beside a plain look-up of each word."""
    rows = [_timed(f"{size // 1_000} KB, 10 passages of {part // 1_000} KB", size, part) for size, part in SIZES]
    return rows if scale >= 1 else rows[:2]


SIZES = ((3_000, 2_000), (10_000, 2_000), (100_000, 10_000))


def _timed(name: str, size: int, part: int) -> Row:
    response = (SENTENCE * (size // len(SENTENCE) + 1))[:size]
    passages = [(PASSAGE * (part // len(PASSAGE) + 1))[number : part + number] for number in range(10)]

    def floor() -> int:
        known = {word for passage in passages for word in _WORD.findall(passage.casefold())}
        return sum(word in known for word in _WORD.findall(response.casefold()))

    return compared(name, floor, lambda: ground(response, passages), GOAL, repetitions=5)


def _is_thin(claim: Claim) -> bool:
    return claim.support.thin


def _share_below(share: float) -> Callable[[Claim], bool]:
    return lambda claim: claim.support.found < share * claim.support.words


def _recall_at(claims: Sequence[Claim], rule: Callable[[Claim], bool]) -> float:
    found = agreement(claims, rule)
    return found.recall if found.precision >= LEAST_PRECISION else 0.0


def _cut_off(claims: Sequence[Claim]) -> int:
    """Return the length below which as many claims lie as the lens calls thin."""
    ordered = sorted(claim.characters for claim in claims)
    return ordered[max(0, sum(map(_is_thin, claims)) - 1)]


def _line(name: str, rule_name: str, claims: Sequence[Claim], rule: Callable[[Claim], bool]) -> str:
    found = agreement(claims, rule)
    spans = intervals(claims, rule)
    figures = [f"{value:.2f} ({low:.2f}\u2013{high:.2f})" for value, (low, high) in zip(found, spans, strict=True)]
    missing = sum(claim.missing for claim in claims)
    return f"| {name} | {rule_name} | {len(claims):,} | {missing} | {figures[0]} | {figures[1]} |"


def _middle(ordered: Sequence[float]) -> tuple[float, float]:
    cut = round(len(ordered) * 0.025)
    return ordered[cut], ordered[-cut - 1]


def _is_even(item: str) -> bool:
    return hashlib.sha256(item.encode()).digest()[0] % 2 == 0


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 2 where the data is not there."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.grounding", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help=f"where the data lies; without it {VARIABLE} says so")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.relative_to(ROOT)}")
    given = parser.parse_args(arguments)
    folder = given.folder or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if folder is None or not all((folder / name).is_file() for name in FILES):
        print(f"The data is not here: name the folder that holds {FILES[0]} and {FILES[1]}, or set {VARIABLE}.")
        return 2
    text = table(read_claims(folder))
    print(text)
    if given.write:
        page = PAGE.read_text("utf-8")
        before, _, rest = page.partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
