"""What was kept back until the verdict, in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reviewer.domain.items import Suggestion
from reviewer.domain.projects import Project
from reviewer.domain.reviews import Review
from reviewer.ui.language import tr

if TYPE_CHECKING:
    from reviewer.services.reveals import Reveal

_LONGEST = 40
_LONGEST_LINE = 110


def summary(reveal: Reveal, project: Project) -> str:
    """Return in one line what was kept back, short enough for the passing word after a submission."""
    parts = []
    if reveal.suggestion is not None:
        parts.append(suggestion_line(reveal.suggestion, project))
    if reveal.hits is not None:
        parts.append(hits_line(len(reveal.hits)))
    if reveal.others:
        parts.append(others_line(reveal.others, project))
    return _short(" · ".join(parts), _LONGEST_LINE)


def suggestion_line(suggestion: Suggestion, project: Project) -> str:
    """Return who suggested which verdict."""
    who = _short(suggestion.agent or tr("a model"))
    score = f" ({suggestion.score:.2f})" if suggestion.score is not None else ""
    if suggestion.verdict is None:
        return tr("suggestion by {who}: a correction").format(who=who)
    return tr("suggestion by {who}: “{verdict_title}”{score}").format(
        who=who, verdict_title=verdict_title(suggestion.verdict, project), score=score
    )


def hits_line(count: int) -> str:
    """Return how many hits came after the verdict."""
    if not count:
        return tr("no policy hit came with it")
    return tr("{n:,} policy hits came with it", "{n:,} policy hit came with it", count).format(n=count)


def others_line(others: tuple[Review, ...], project: Project) -> str:
    """Return what others said, without their names."""
    counts = Counter(verdict_title(other.verdict or "", project) for other in others)
    said = ", ".join(
        tr("“{title}” {n} times", "“{title}”", count).format(title=title, n=count) for title, count in counts.items()
    )
    return tr("others said {said}", "another reviewer said {said}", len(others)).format(said=said)


def verdict_title(verdict: str, project: Project) -> str:
    """Return the title of a verdict, or its id where the project has it no more."""
    known = project.find_verdict(verdict)
    return _short(known.label if known else verdict)


def _short(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
