"""After a verdict is committed: what was kept back until then is shown for a moment, and again on a key."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from reviewer.domain.reviews import Review
from reviewer.ui.language import tr

from .held_items import Held
from .judging import raise_unexpected, sentence
from .reveal_texts import summary
from .taking import Taking

if TYPE_CHECKING:
    from reviewer.services.reveals import Reveal


class Revealing(Taking):
    """Fetches what was kept back once the database has the verdict; nothing here holds up the next item."""

    _begun_with: Review | None = None
    """The draft as it was when its item was shown."""
    _leaving: Review | None = None
    """The changed draft that the person was asked about before it is dropped."""

    def reveal(self) -> None:
        """Show what was kept back of the last submission; while a review is changed, leave it as it was."""
        if self._state.busy:
            return
        if self._state.changing:
            self._leave_change()
        elif self._state.reveal is not None:
            self.request_focus("reveal")
        else:
            # A key of its own: what comes by itself after the verdict must not overtake what was asked for.
            self._tasks.store(self._items.last_reveal, self._asked_for, failed=self._say_failed, key="review.asked")

    def change_revealed(self) -> None:
        """Show the item of the last submission again, with what was kept back, to store another revision."""
        reveal = self._state.reveal
        if reveal is not None and not self._state.busy:
            self._keeper.flush()
            self._tasks.store(
                lambda: self._items.change(reveal.review), self._put_first, failed=self._say_failed, key="review.change"
            )

    def _reveal_after(self, review: Review, said: str) -> None:
        """Show for a moment what was kept back of a verdict that was sent, once the next item is painted."""
        if review.is_judgement and review.supersedes is None:
            self._soon(partial(self._fetch, review, said))

    def _fetch(self, review: Review, said: str) -> None:
        self._tasks.store(
            lambda: self._items.reveal_of(review),
            lambda reveal: self._shown_for_a_moment(reveal, said),
            failed=self._quietly_failed,
            key="review.reveal",
        )

    def _shown_for_a_moment(self, reveal: Reveal | None, said: str) -> None:
        if reveal is not None:
            reveal = self._reveal_as_shown(reveal)
            text = f"{said} {_first_upper(summary(reveal, self._state.project))}."
            self._set(reveal=reveal, toast=replace(self._undoable(text), reveals=True))

    def _asked_for(self, reveal: Reveal | None) -> None:
        if reveal is None:
            self.say(tr("Nothing was kept back from your last review."))
        else:
            self._set(reveal=self._reveal_as_shown(reveal), focus=self._notice("reveal"))

    def _show(self, held: Held) -> None:
        self._begun_with, self._leaving = held.draft, None
        super()._show(held)

    def _leave_change(self) -> None:
        """Leave the review as it was; what was changed of it meanwhile is dropped only when the key comes twice."""
        draft = self._state.draft
        if draft not in (self._begun_with, self._leaving):
            self._leaving = draft
            self.say(tr("Once more drops what you changed."))
            return
        if draft is not None:
            self._keeper.forget(draft)
            self._tasks.journal(lambda: self._items.forget(draft), failed=self._not_forgotten)
        self._advance()
        self.say(tr("Your review stays as it was."))

    def _not_forgotten(self, error: Exception) -> None:
        self._set(problem=self._notice(sentence(error)))
        raise_unexpected(error)


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
