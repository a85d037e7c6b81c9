"""How many near copies the sketches find, and how many of those that they find are near copies.

`python -m tests.benchmarks.near_copies FOLDER [--write]` reads `expertqa.items.jsonl` and `xsum.items.jsonl` from a
folder outside the repository, plants changed copies of the responses among them, prints the table of
docs/near-copies.md, and with --write puts it there. What a near copy is, is computed without any sketch: of all pairs
of texts that share a shingle, those whose sets of shingles have at least the threshold in common.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from reviewer.texts.near_copies import THRESHOLD, Sketch, equal_places, is_near, share_in_common, shingles, sketch

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "near-copies.md"
BEGIN, END = "<!-- begin measured -->", "<!-- end measured -->"
FILES = ("expertqa.items.jsonl", "xsum.items.jsonl")
Pair = tuple[int, int]
WORDS = [
    "river",
    "amber",
    "quiet",
    "window",
    "eleven",
    "signal",
    "garden",
    "copper",
    "winter",
    "letter",
    "harbour",
    "velvet",
]


class Found(NamedTuple):
    """How many pairs are near copies, how many were found, and how many of those are near copies."""

    near: int
    found: int
    right: int

    @property
    def told(self) -> str:
        """Return recall and precision as cells of a table."""
        recall = f"{self.right / self.near:.3f}" if self.near else "–"
        precision = f"{self.right / self.found:.3f}" if self.found else "–"
        return f"{self.near:,} | {self.found:,} | {precision} | {recall}"


def read_responses(folder: Path, file: str) -> list[str]:
    """Return the responses of a file."""
    with (folder / file).open(encoding="utf-8") as lines:
        return [json.loads(line)["response"] for line in lines]


def _replaced(share: float) -> Callable[[str, random.Random], str]:
    def change(text: str, draw: random.Random) -> str:
        words = text.split(" ")
        for place in draw.sample(range(len(words)), max(1, round(share * len(words)))):
            words[place] = draw.choice(WORDS)
        return " ".join(words)

    return change


CHANGES: dict[str, Callable[[str, random.Random], str]] = {
    "identical": lambda text, draw: text,
    "other white space, case and punctuation": lambda text, draw: text.upper().replace(", ", " ").replace(" ", "  "),
    "one word replaced": _replaced(0.0),
    "2 % of the words replaced": _replaced(0.02),
    "5 % of the words replaced": _replaced(0.05),
    "10 % of the words replaced": _replaced(0.10),
    "20 % of the words replaced": _replaced(0.20),
    "a sentence put in front": lambda text, draw: "Thank you for your question, here is what I found. " + text,
}


def near_pairs(sets: list[set[str]]) -> set[Pair]:
    """Return every pair of texts that are near copies, by comparing all that share a shingle."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, found in enumerate(sets):
        for shingle in found:
            holders[shingle].append(number)
    shared: Counter[Pair] = Counter()
    for numbers in holders.values():
        shared.update(combinations(numbers, 2))
    return {
        (one, other)
        for (one, other), common in shared.items()
        if common / (len(sets[one]) + len(sets[other]) - common) >= THRESHOLD
    }


def found_pairs(sketches: list[Sketch]) -> set[Pair]:
    """Return the pairs that the sketches find: a band in common, and signatures that are alike enough."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for number, made in enumerate(sketches):
        for band in made.bands:
            holders[band].append(number)
    candidates = {pair for numbers in holders.values() for pair in combinations(numbers, 2)}
    return {
        (one, other)
        for one, other in candidates
        if is_near(equal_places(sketches[one].signature, sketches[other].signature))
    }


def measured(texts: list[str]) -> Found:
    """Return how the sketches do on the pairs of these texts."""
    near, found = near_pairs([shingles(text) for text in texts]), found_pairs([sketch(text) for text in texts])
    return Found(len(near), len(found), len(near & found))


def rows(folder: Path) -> Iterator[str]:
    """Yield the lines of the table of the page."""
    draw = random.Random(7)
    answers, summaries = (read_responses(folder, file) for file in FILES)
    yield "| texts | pairs of near copies | found | precision | recall |"
    yield "|---|---|---|---|---|"
    yield f"| {len(summaries):,} summaries of 500 articles, as they are | {measured(summaries).told} |"
    yield f"| {len(answers):,} long answers, as they are | {measured(answers).told} |"
    mixed = [*answers, *(change(text, draw) for text in answers for change in CHANGES.values())]
    yield f"| the long answers with all copies planted below | {measured(mixed).told} |"
    yield ""
    yield "| what was done to a copy | likeness of the two, median | found, long answers | found, summaries |"
    yield "|---|---|---|---|"
    for name, change in CHANGES.items():
        cells = [_planted([(text, change(text, draw)) for text in texts]) for texts in (answers, summaries)]
        yield f"| {name} | {cells[0][0]:.2f} and {cells[1][0]:.2f} | {cells[0][1]:.3f} | {cells[1][1]:.3f} |"
    yield ""
    started = time.perf_counter()
    for text in answers:
        sketch(text)
    seconds = (time.perf_counter() - started) / len(answers)
    words = sum(len(text.split()) for text in answers) / len(answers)
    yield f"Sketching an answer of {words:.0f} words took {seconds * 1000:.1f} ms, nearly all of it cutting the words."


def _planted(pairs: list[tuple[str, str]]) -> tuple[float, float]:
    """Return how alike originals and copies are, and which share of the copies is found."""
    exact = sorted(share_in_common(shingles(one), shingles(other)) for one, other in pairs)
    sketches = [(sketch(one), sketch(other)) for one, other in pairs]
    found = sum(bool(found_pairs([one, other])) for one, other in sketches)
    return exact[len(exact) // 2], found / len(pairs)


def main() -> None:
    """Print the table, and put it into the page where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    table = "\n".join(rows(arguments.folder))
    print(table)
    if arguments.write:
        head, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        PAGE.write_text(f"{head}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    main()
