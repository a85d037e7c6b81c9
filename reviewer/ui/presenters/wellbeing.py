"""Which texts start veiled and what is said of them instead: pure functions of the item, the project and the person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from reviewer.domain.items import Item, PolicyHit
from reviewer.domain.policies import Policy, Taxonomy
from reviewer.domain.projects import Project
from reviewer.ui.language import tr
from reviewer.ui.safe_text import elide, one_line

VeilChoice = Literal["project", "always", "never"]
Switch = Literal["project", "on", "off"]
BREAK_MINUTES = 50
_LONGEST = 60
_MOST_PARTS = 12
_SEVERE = ("high", "critical")
_CATEGORIES = ("category", "categories")


def is_severe(item: Item) -> bool:
    """Return whether a hit of high or critical severity came with an item."""
    return any(hit.outcome == "fail" and hit.severity in _SEVERE for hit in item.policy_hits)


def why_veiled(
    item: Item, project: Project, taxonomy: Taxonomy | None, choice: VeilChoice, *, hits_hidden: bool
) -> str | None:
    """Return the neutral line that stands for a veiled text, or None where the text is simply shown.

    An item whose hits come after the verdict is veiled wherever hits decide: whether it is or not must betray nothing.
    """
    named = {_bare(entry, taxonomy) for entry in project.wellbeing.veil}
    if choice == "never" or (choice == "project" and not named):
        return None
    words = tr("%n words.", "%n word.", sum(len(text.split()) for text in _responses(item)))
    if hits_hidden:
        return f"{tr('What this text may contain is not told before the verdict.')} {words}"
    hits = [hit for hit in item.policy_hits if hit.outcome == "fail"]
    found = [hit for hit in hits if _bare(hit.policy, taxonomy) in named]
    categories = [entry for entry in _categories(item.metadata) if _bare(entry, taxonomy) in named]
    if choice == "project" and not found and not categories:
        return None
    return " ".join([*_said(found or hits, categories, taxonomy), words])


def parts_of(item: Item) -> tuple[str, ...]:
    """Return the paragraphs in which a veiled text is opened step by step; a long text has longer steps."""
    paragraphs = [part for text in _responses(item) for part in re.split(r"\n[ \t]*\n\s*", text) if part.strip()]
    size = -(-len(paragraphs) // _MOST_PARTS) or 1
    return tuple("\n\n".join(paragraphs[at : at + size]) for at in range(0, len(paragraphs), size))


def _responses(item: Item) -> Iterator[str]:
    if len(item.responses) > 1:
        yield from (one.text for one in item.responses)
    else:
        yield item.response or ""


def _said(hits: list[PolicyHit], categories: list[str], taxonomy: Taxonomy | None) -> Iterator[str]:
    """Yield the sentences of the taxonomy where it has them, else one that lists what may be in the text."""
    parts: dict[str, None] = {}
    for hit in hits:
        policy = taxonomy.find(hit.policy) if taxonomy else None
        if policy is not None and policy.summary:
            yield elide(one_line(policy.summary), 200)
        else:
            name = _title(policy, hit.policy)
            parts[f"{name} ({tr(hit.severity)})" if hit.severity else name] = None
    parts.update(dict.fromkeys(elide(one_line(entry), _LONGEST) for entry in categories))
    if parts:
        yield tr("May contain: {parts}.").format(parts=", ".join(parts))


def _title(policy: Policy | None, name: str) -> str:
    title = policy.title if policy else name.rpartition(":")[2].replace("_", " ")
    title = elide(one_line(title), _LONGEST)
    return title[:1].lower() + title[1:]


def _bare(name: str, taxonomy: Taxonomy | None) -> str:
    """Return a policy under its one name, whatever taxonomy's code or prefix it came with."""
    policy = taxonomy.find(name) if taxonomy else None
    return (policy.id if policy else name).rpartition(":")[2].casefold()


def _categories(metadata: dict[str, Any]) -> Iterator[str]:
    for name in _CATEGORIES:
        value = metadata.get(name)
        yield from (entry for entry in (value if isinstance(value, list) else [value]) if isinstance(entry, str))
