"""Builds a dataset of each recipe, form and format from two workspaces that the program made itself.

One is the demo queue; the other holds what is hard: tools, several turns, strange characters, comparisons, claims,
every type of question, and enough items for every split.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROJECT = """
[project]
name = "Hard cases"
overlap = 1
guideline_version = "3"
taxonomy = "support"
license = "CC-BY-4.0"

[[questions]]
id = "severity"
type = "rating"
title = "Severity"

[[questions]]
id = "helpfulness"
type = "rating"
title = "Helpfulness"
min = 0
max = 4

[[questions]]
id = "tone"
type = "choice"
title = "Tone <&> manner"
options = [{ id = "kind", title = "Kind" }, { id = "rude", title = "$rude" }]

[[questions]]
id = "faults"
type = "multi_choice"
title = "Faults"
options = [{ id = "facts", title = "Facts" }, { id = "style", title = "Style" }]

[[questions]]
id = "order"
type = "ranking"
title = "Order"
options = [{ id = "first", title = "First" }, { id = "second", title = "Second" }]

[[questions]]
id = "why"
type = "text"
title = "Why?"

[[questions]]
id = "marks"
type = "spans"
title = "Marks"
options = [{ id = "good", title = "Good" }]

[[span_labels]]
id = "unsupported"
title = "Unsupported"

[[span_labels]]
id = "contradicted"
title = "Contradicted"
"""
STRANGE = (
    "😀 👨‍👩‍👧 ",
    "a\r\nb\n ",
    "a\u2028b\x85 ",
    "=1+1 ",
    "NA ",
    "\u202eevil\u202c ",
    '"quoted", ',
    "{{ braces }} ",
)
TOOL = {
    "type": "function",
    "function": {
        "name": "look_up",
        "description": "Looks up a part.",
        "parameters": {"type": "object", "properties": {"part": {"type": "integer"}}, "required": ["part"]},
    },
}
VARIANTS: dict[str, tuple[dict[str, Any], ...]] = {
    "sft": (
        {"shape": "standard"},
        {"shape": "messages"},
        {"shape": "text"},
        {"tool_calls": True},
        {"approved_as_target": True},
        {"evidence": "user"},
        {"redaction": "placeholders"},
    ),
    "dpo": ({"shape": "standard"}, {"shape": "messages"}, {"implicit": True}, {"implicit": True, "shape": "standard"}),
    "kto": ({"shape": "standard"}, {"shape": "messages"}, {"corrected_as_undesirable": True}),
    "reward": (
        {"style": "pairs"},
        {"style": "pairs", "shape": "conversational"},
        {"style": "pairs", "implicit": True, "shape": "conversational"},
        {"shape": "conversational"},
    ),
    "guardrail": ({"style": "wildguard"},),
    "spans": ({"style": "ragtruth"},),
    "sft-openai": ({"approved_as_target": True},),
}
NOT_FOR_TRL = ({"shape": "messages"},)


def items() -> Iterator[dict[str, Any]]:
    """Yield items of every kind."""
    for number in range(120):
        strange = STRANGE[number % len(STRANGE)]
        evidence = [{"id": "e1", "title": f"Page {number}", "text": f"{strange}The warranty is {number} months."}]
        hits = [{"id": "h1", "policy": "support:grounding", "detector": "lens", "score": 0.8, "threshold": 0.5}]
        metadata: dict[str, Any] = {"conversation_id": f"c{number // 2}", "model": "m-1", "language": "en"}
        made: dict[str, Any] = {
            "id": f"hard-{number}",
            "source": {"system": "conformance"},
            "evidence": evidence,
            "policy_hits": hits,
            "metadata": metadata,
            "sampling_probability": 0.25 if number % 3 else None,
        }
        if number % 5 == 4:
            answers = [{"id": name, "text": f"{strange}Answer {name} to {number}.", "model": name} for name in "ab"]
            yield made | {"prompt": f"{strange}Question {number}?", "responses": answers}
        elif number % 5 == 3:
            if number % 2:
                metadata["tools"] = [TOOL]
            yield made | {"messages": _talk(number, strange), "response": f"{strange}Months: {number}."}
        else:
            yield made | {"prompt": f"{strange}Question {number}?", "response": f"{strange}Months: {number}. Surely."}


def _talk(number: int, strange: str) -> list[dict[str, Any]]:
    call = {"id": f"call_{number}", "name": "look_up", "arguments": json.dumps({"part": number})}
    tools: list[dict[str, Any]] = [
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": f"call_{number}", "content": f"{strange}part {number}"},
    ]
    return [
        {"role": "system", "content": f"{strange}Be brief."},
        {"role": "user", "content": f"{strange}Which part is {number}?"},
        *(tools if number % 2 else []),
        {"role": "assistant", "content": f"{strange}Part {number}."},
        {"role": "user", "content": "And its warranty?"},
    ]


def reviews() -> Iterator[dict[str, Any]]:
    """Yield a review of each item, every verdict and every kind of judgement among them."""
    for number, item in enumerate(items()):
        verdict = ("approve", "revise", "reject")[number % 3]
        review: dict[str, Any] = {
            "submission_id": f"conformance-{number}",
            "item_id": item["id"],
            "source": "conformance",
            "reviewer": f"person {number % 3}",
            "verdict": verdict,
            "comment": f"{STRANGE[number % len(STRANGE)]}Seen." if number % 2 else "",
            "active_seconds": 10.5 + number,
            "submitted_at": f"2026-11-20T10:{number % 60:02d}:00Z",
            "guideline_version": "3",
            "policies_checked": ["support:grounding"],
            "hits": [{"hit": "h1", "judgement": "false_alarm" if verdict == "approve" else "confirmed"}],
            "answers": {"severity": 1 + number % 5, "helpfulness": number % 5, "tone": "kind", "faults": ["facts"]},
        }
        if "responses" in item:
            yield review | {"comparison": "ab"[number % 2], "verdict": "approve"}
            continue
        text = str(item["response"])
        start = text.index("Months")
        mark = {"start": start, "end": start + 6, "text": "Months"}
        review["answers"] |= {"order": [["first"], ["second"]], "why": "Because.", "marks": [{**mark, "label": "good"}]}
        if verdict != "approve":
            passage = {"evidence": "e1"}
            review["spans"] = [{**mark, "label": "unsupported"}]
            review["claims"] = [{**mark, "relation": "contradicts", "passages": [passage]}]
        if verdict == "revise":
            review["correction"] = {"text": f"{text} That is {number} months in all."}
        yield review


def make_all(out: Path) -> list[dict[str, Any]]:
    """Build every dataset below `out` and return their list."""
    from reviewer.services.demo import open_demo
    from reviewer.services.templates import new_workspace

    (out / "hard.toml").write_text(PROJECT, "utf-8")
    with new_workspace(out / "hard.reviewer", project_file=out / "hard.toml", actor="ana") as workspace:
        added = workspace.ingest.add(items())
        taken = workspace.reviews.import_rows(reviews())
        print(f"hard: {added} {taken}", file=sys.stderr)
        made = _build_all(workspace, "hard", out, VARIANTS)
    with open_demo("ana", out) as workspace:
        return made + _build_all(workspace, "demo", out, {})


def _build_all(workspace: Any, name: str, out: Path, variants: dict[str, Any]) -> list[dict[str, Any]]:
    made = []
    for recipe in workspace.datasets.recipes():
        for number, variant in enumerate(({}, *variants.get(recipe.name, ()))):
            wanted = recipe.changed(**variant) if variant else recipe
            for format in wanted.formats:
                folder = out / f"{name}-{recipe.name}-{number}-{format}"
                built = workspace.datasets.build(wanted, folder, format=format)
                made.append(
                    {
                        "name": f"{name} {recipe.name} {_said(variant)}{format}",
                        "workspace": name,
                        "recipe": recipe.name,
                        "variant": variant,
                        "task": recipe.task,
                        "shape": wanted.shape,
                        "style": wanted.style,
                        "format": format,
                        "for_others": variant in NOT_FOR_TRL and not (recipe.task == "sft" and "shape" in variant),
                        "folder": str(folder),
                        "rows": built.rows,
                    }
                )
    return made


def _said(variant: dict[str, Any]) -> str:
    return "".join(f"{key}={value} " for key, value in variant.items())


def spoil(made: list[dict[str, Any]], out: Path) -> list[dict[str, Any]]:
    """Copy some datasets and damage each in every way that one of the consumers must notice."""
    wanted = ("hard dpo shape=messages jsonl", "hard sft-openai jsonl", "hard preference-openai jsonl")
    spoiled = []
    for built in made:
        if built["name"] in (*wanted, "hard label-studio json"):
            folder = out / Path(built["folder"]).name
            shutil.copytree(built["folder"], folder)
            for path in (folder / "data").iterdir():
                text = path.read_text("ascii")
                path.write_text(
                    text.replace('"role":"user"', '"role":"robot"').replace('"choices":["', '"choices":["x')
                )
            card, croissant = folder / "README.md", folder / "croissant.json"
            card.write_text(card.read_text("utf-8").replace("license: ", "license: [", 1), "utf-8")
            croissant.write_text(croissant.read_text("utf-8").replace("sc:Text", "sc:Nothing"), "utf-8")
            spoiled.append({**built, "folder": str(folder)})
    return spoiled


def main() -> None:
    """Build into the folder that the command line names."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    os.environ["REVIEWER_HOME"] = tempfile.mkdtemp(dir=out)
    made = make_all(out)
    (out / "datasets.json").write_text(json.dumps(made, indent=1), "utf-8")
    (out / "spoiled").mkdir()
    (out / "spoiled" / "datasets.json").write_text(json.dumps(spoil(made, out / "spoiled"), indent=1), "utf-8")


if __name__ == "__main__":
    main()
