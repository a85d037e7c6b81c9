"""Why the review room has no item to show, and what can be done about it: one screen for each reason."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.gold import RESTS
from reviewer.domain.listing import Progress
from reviewer.ui.language import tr

from .review_state import ReviewState


@dataclass(frozen=True)
class Screen:
    """A sentence about where things stand, and the actions that lead on, the likeliest first."""

    title: str
    text: str
    actions: tuple[tuple[str, str], ...] = ()


def screen_of(state: ReviewState) -> Screen:
    """Return what the room says in a state without an item."""
    if state.phase == "failed":
        return _failed(state)
    progress = state.progress
    if progress is None:
        return Screen(tr("Nothing for you right now"), "", (("review.look_again", tr("Look again")),))
    if progress.waiting or progress.reviewed_in_all:
        return _done(progress)
    if progress.items_in_all:
        return Screen(
            tr("Nothing is left to review"),
            " ".join([*_elsewhere(progress), tr("New items appear here by themselves.")]),
            (("review.look_again", tr("Look again")), ("go.queue", tr("See all items"))),
        )
    return Screen(
        tr("Nothing was imported yet"),
        tr(
            "Bring flagged outputs in from a JSONL file, or with “reviewer import FILE” in a terminal. What others "
            "import appears here by itself."
        ),
        (("app.import_items", tr("Import flagged outputs…")), ("review.look_again", tr("Look again"))),
    )


def kept_here(state: ReviewState) -> list[str]:
    """Return what waits on this machine as a sentence, or nothing."""
    if not state.waiting:
        return []
    what = tr("{n:,} submissions wait", "{n:,} submission waits", state.waiting).format(n=state.waiting)
    return [tr("{what} safely on this machine.").format(what=what)]


def _done(progress: Progress) -> Screen:
    """Say that this person is through, what waits for others, and when something comes back."""
    all_done = not (progress.waiting or progress.adjudication or progress.escalated)
    said = []
    if progress.reviewed_in_all:
        count = progress.reviewed_in_all
        said.append(tr("{n:,} reviews are yours.", "{n:,} review is yours.", count).format(n=count))
    said += _elsewhere(progress)
    said.append(
        tr("Every item has its reviews.")
        if all_done
        else tr("What you put off, and what others give back, comes here by itself as soon as nothing else is left.")
    )
    actions = [("review.look_again", tr("Look again"))]
    if progress.adjudication:
        actions.append(("go.quality", tr("Settle disagreements")))
    actions.append(("app.import_items", tr("Import more…")) if all_done else ("go.queue", tr("See all items")))
    title = tr("Everything is judged") if all_done else tr("You are through for now")
    return Screen(title, " ".join(said), tuple(actions))


def _elsewhere(progress: Progress) -> list[str]:
    """Return what is with others, a sentence for each kind."""
    said = []
    if count := progress.waiting:
        text = tr(
            "{n:,} items wait for reviews of others, or are held by them.",
            "{n:,} item waits for the review of somebody else, or is held by them.",
            count,
        )
        said.append(text.format(n=count))
    if count := progress.adjudication:
        said.append(
            tr("{n:,} disagreements are to be settled.", "{n:,} disagreement is to be settled.", count).format(n=count)
        )
    if count := progress.escalated:
        said.append(tr("{n:,} items are with the lead.", "{n:,} item is with the lead.", count).format(n=count))
    return said


def _failed(state: ReviewState) -> Screen:
    if state.barred == "read_only":
        return Screen(
            tr("This workspace can only be read"),
            " ".join([state.failure, *kept_here(state), tr("Reviewer looks again by itself.")]),
            (("go.queue", tr("Read the items")), ("review.look_again", tr("Try again"))),
        )
    if state.barred == "refused":
        return Screen(
            tr("You do not review here") if state.failure not in RESTS else tr("No item for you now"),
            state.failure,
            (("go.queue", tr("Go to the queue")), ("review.look_again", tr("Try again"))),
        )
    if not state.away:
        return Screen(tr("No item can be shown"), state.failure, (("review.look_again", tr("Try again")),))
    said = [state.failure, *kept_here(state), tr("Your draft is kept. Reviewer tries again by itself.")]
    return Screen(
        tr("The database cannot be reached"),
        " ".join(said),
        (("review.look_again", tr("Try again")), ("app.open_workspace", tr("Open another workspace…"))),
    )
