"""What a reviewer is shown of the item at hand, and how more of it is opened: the veil, and personal data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from reviewer.domain.changes import Changes
from reviewer.domain.items import Item
from reviewer.domain.leases import Claim
from reviewer.domain.reviews import Review
from reviewer.ui.language import tr
from reviewer.ui.tasks import Runner

from . import draft as drafts
from .breaks import BreakWatch
from .draft import Missing
from .judging import first_open, with_hit
from .marking import Marking
from .shield import Shield, written_about
from .wellbeing import Switch, VeilChoice, is_severe

if TYPE_CHECKING:
    from reviewer.services.reveals import Reveal
    from reviewer.services.workspace import Workspace


class Veiling(Marking):
    """Keeps a shield between the item as it came and all that shows it; drafts are kept as of the original."""

    def __init__(self, workspace: Workspace, tasks: Runner, parent: QObject | None = None) -> None:
        super().__init__(workspace, tasks, parent)
        self._shield: Shield | None = None
        self._veil_choice: VeilChoice = "project"
        self._break_choice: Switch = "project"
        self._breaks = BreakWatch()
        self._began = 0.0
        self._opened: set[tuple[str, str]] = set()
        """The items whose texts this person opened at this window."""

    def choose_wellbeing(self, veil: VeilChoice, breaks: Switch) -> None:
        """Take the person's choices; what is shown already stays shown, and a veil that is not wanted opens."""
        self._veil_choice, self._break_choice = veil, breaks
        if veil == "never":
            self.open_all()
        if breaks == "off":
            self.dismiss_break()

    def dismiss_break(self) -> None:
        """Suggest no break until as much work is done again."""
        self._breaks.dismiss()
        if self._state.rest:
            self._set(rest="")

    def open_further(self) -> None:
        """Open one more part of the veiled text; after the last one everything is shown."""
        if self._shield is not None and self._state.veil is not None and not self._state.busy:
            self._show_again(self._shield.open_further)

    def open_all(self) -> None:
        """Show the veiled item as any other."""
        if self._shield is not None and self._state.veil is not None and not self._state.busy:
            self._show_again(self._shield.open_all)

    def open_correction(self) -> None:
        """Open the correction editor; there is nothing to correct in a text that is veiled."""
        if self._state.veil is None:
            super().open_correction()

    def ask_personal_data(self) -> None:
        """Ask for the reason why the personal data is to be shown."""
        personal = self._state.personal
        if personal is None:
            self.say(tr("No personal data was found in this item."))
        elif personal.shown:
            self.say(tr("The personal data of this item is shown already."))
        else:
            self.request_focus("personal_data")

    def reveal_personal_data(self, reason: str) -> None:
        """Note in the ledger that the personal data is read, and why; only then show it."""
        shield, personal = self._shield, self._state.personal
        if shield is None or personal is None or personal.shown or self._state.busy:
            return
        kinds = dict(personal.counts)
        self._tasks.store(
            lambda: self._workspace.personal_data.reveal(shield.original, reason, kinds),
            lambda changes: self._noted(shield, changes),
            failed=self._say_failed,
            key="review.personal_data",
        )

    def copy_as_shown(self, item: Item) -> Item:
        """Return a near copy as it may be shown beside the item on screen, whose open text says the same."""
        return self._shield_of(item, hits_hidden=False).with_placeholders

    # The border

    def _shielded(self, claim: Claim, draft: Review) -> Shield:
        if self._shield is not None:
            worked = max(0.0, self._time.seconds() - self._began)
            rules = self._state.project.wellbeing
            self._breaks.worked(worked, is_severe(self._shield.original), rules, self._break_choice)
        self._began = draft.active_seconds or 0.0
        self._shield = self._shield_of(claim.item, hits_hidden=claim.hits_hidden, draft=draft)
        return self._shield

    def _shield_of(self, item: Item, *, hits_hidden: bool, draft: Review | None = None) -> Shield:
        project, taxonomy, veil = self._state.project, self._state.taxonomy, self._workspace.personal_data.veil
        more = written_about(draft)
        return Shield(item, project, taxonomy, self._veil_choice, hits_hidden=hits_hidden, more=more, veil=veil)

    def _original(self, item: Item) -> Item:
        shield = self._shield
        return shield.original if shield is not None and shield.original.key == item.key else item

    def _as_written(self, draft: Review) -> Review:
        shield = self._shield
        if shield is None or (draft.source or "", draft.item_id) != shield.original.key:
            return draft
        return shield.written(draft)

    def _missing(self, draft: Review, item: Item) -> tuple[Missing, ...]:
        """Return what the review lacks; a verdict on a text of which nothing was opened is none."""
        veil = self._state.veil
        closed = (Missing("veil", tr("a look at the text, or a skip")),) if veil and not veil.opened else ()
        return (*closed, *drafts.missing(self._as_written(draft), self._state.project, self._original(item)))

    def _noted(self, shield: Shield, changes: Changes) -> None:
        if shield is self._shield and self._state.claim is not None:
            self._show_again(shield.reveal)
            self.say(tr("Personal data is shown for this item; the ledger says who asked and why."))

    def _show_again(self, open_more: Callable[[], None]) -> None:
        """Change what the shield lets through, and show the item and its draft anew."""
        shield, claim, draft = self._shield, self._state.claim, self._state.draft
        if shield is None or claim is None or draft is None:
            return
        original = shield.take(draft)
        open_more()
        state = self._replaced(
            claim=claim.model_copy(update={"item": shield.item}),
            draft=shield.shown(original),
            veil=shield.veil,
            personal=shield.personal,
            correcting=shield.veil is None and (self._state.correcting or original.correction is not None),
            asked=(),
            diff=None,
            linking=None,  # its place counts in the text as it was shown before
            selected_mark=None,
            written=self._state.written + 1,
        )
        if shield.veil is None:
            self._opened.add(shield.original.key)
            if state.selected_hit is None:
                state = with_hit(state, first_open(state))
        self._publish(state)
        if state.correcting and state.draft is not None and state.draft.correction is not None:
            self._compare(state.draft.correction.text)

    def _reveal_as_shown(self, reveal: Reveal) -> Reveal:
        """Return what was kept back until the verdict with placeholders, and without quotes of a text left veiled."""
        item = reveal.item
        texts = [other.correction.text for other in reveal.others if other.correction]
        texts += [other.comment for other in reveal.others]
        if self._state.project.personal_data == "veil":
            veiled = self._workspace.personal_data.veil(item, texts)
            hits = None if reveal.hits is None else tuple(h for h in veiled.shown.policy_hits if h.outcome == "fail")
            suggestion = veiled.shown.suggestion if reveal.suggestion else None
            others = tuple(veiled.for_others(other) for other in reveal.others)
            reveal = replace(reveal, item=veiled.shown, hits=hits, suggestion=suggestion, others=others)
        if item.key in self._opened or self._shield_of(item, hits_hidden=False).veil is None:
            return reveal
        return replace(
            reveal,
            hits=None if reveal.hits is None else tuple(h.model_copy(update={"spans": ()}) for h in reveal.hits),
            suggestion=reveal.suggestion.model_copy(update={"correction": None}) if reveal.suggestion else None,
            others=tuple(other.model_copy(update={"comment": ""}) for other in reveal.others),
        )
