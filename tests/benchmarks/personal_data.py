"""How much personal data is found: planted cases by kind, and what is found in real texts that hold hardly any.

Prints the tables of docs/personal-data.md. `python -m tests.benchmarks.personal_data [FOLDER OF REAL ITEMS]`
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

from reviewer.domain.items import read_item
from reviewer.texts.personal_data import find_personal_data
from reviewer.texts.veiled_item import texts_of

PLANTED = Path(__file__).parents[1] / "data" / "personal-data.json"


def planted() -> None:
    """Print for each kind how many planted values are found whole, in part or not at all."""
    whole, part, none = Counter[str](), Counter[str](), Counter[str]()
    missed: list[str] = []
    for case in json.loads(PLANTED.read_text("utf-8")):
        marked, kind = case["text"], case["kind"]
        start, text = marked.index("{"), marked.replace("{", "", 1).replace("}", "", 1)
        end = marked.index("}") - 1
        found = [one for one in find_personal_data(text) if one.start < end and one.end > start]
        if any((one.start, one.end) == (start, end) and one.kind == kind for one in found):
            whole[kind] += 1
        else:
            (part if found else none)[kind] += 1
            missed.append(f"{kind}: {marked}" + (f" as {found[0].kind}" if found else ""))
    print("| kind | planted | found whole | in part or as another kind | not found |\n|---|---|---|---|---|")
    for kind in dict.fromkeys(case["kind"] for case in json.loads(PLANTED.read_text("utf-8"))):
        count = whole[kind] + part[kind] + none[kind]
        print(f"| {kind} | {count} | {whole[kind]} | {part[kind]} | {none[kind]} |")
    print("\n".join(["", "Missed:", *missed]))


def real(folder: Path) -> None:
    """Print what is found in real items, to be looked at one by one."""
    seconds = characters = items = 0.0
    for path in sorted(folder.glob("*.items.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            item, _ = read_item(json.loads(line))
            items += 1
            for text in texts_of(item):
                characters += len(text)
                begin = time.perf_counter()
                found = find_personal_data(text)
                seconds += time.perf_counter() - begin
                for one in found:
                    print(f"{path.name} {item.id} {one.kind}: {text[max(0, one.start - 20) : one.end + 20]!r}")
    print(
        f"{items:.0f} items, {characters / 1e6:.1f} million characters, {seconds / characters * 1e9:.0f} ms a million"
    )


if __name__ == "__main__":
    planted()
    for name in sys.argv[1:]:
        real(Path(name))
