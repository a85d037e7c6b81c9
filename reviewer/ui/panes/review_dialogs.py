"""The dialogs of the review room; one at a time, and none of them holds up the program."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from reviewer.ui.dialogs.escalate import EscalateDialog
from reviewer.ui.dialogs.missed_hit import MissedHitDialog
from reviewer.ui.dialogs.near_copies import NearCopiesDialog
from reviewer.ui.dialogs.personal_data import PersonalDataDialog
from reviewer.ui.dialogs.reveal import RevealDialog
from reviewer.ui.dialogs.skip import SkipDialog
from reviewer.ui.presenters.near_copies import CopiesPresenter
from reviewer.ui.presenters.policies import known_policies
from reviewer.ui.presenters.review import ReviewPresenter
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.theme import Theme

Place = tuple[str, int, int]


class ReviewDialogs:
    """Opens a dialog and hands its outcome to the presenter."""

    def __init__(self, room: QWidget, presenter: ReviewPresenter) -> None:
        self._room = room
        self._presenter = presenter
        self.current: QDialog | None = None

    def skip(self) -> None:
        """Ask why, then skip."""
        if self._presenter.state.may_submit:
            dialog = SkipDialog(self._presenter.state.project.skills, self._room)
            dialog.chosen.connect(self._presenter.skip)
            self._open(dialog)

    def escalate(self) -> None:
        """Ask for the reason, then escalate."""
        state = self._presenter.state
        if state.may_submit:
            reason = state.draft.comment if state.draft else ""
            dialog = EscalateDialog(state.leads, reason, self._room)
            dialog.escalated.connect(lambda what: self._presenter.escalate(*what))
            self._open(dialog)

    def missed_hit(self, place: Place | None) -> None:
        """Ask which policy was missed at the selected place."""
        state = self._presenter.state
        if state.phase != "reviewing" or state.item is None:
            return
        dialog = MissedHitDialog(known_policies(state), _quote(state, place), self._room)
        dialog.chosen.connect(lambda policy: self._presenter.add_missed_hit(policy, place))
        self._open(dialog)

    def reveal(self) -> None:
        """Show what was kept back until the last verdict, and let it be changed."""
        state = self._presenter.state
        if state.reveal is not None:
            dialog = RevealDialog(state.reveal, state.project, state.taxonomy, self._room)
            dialog.change_wanted.connect(self._presenter.change_revealed)
            self._open(dialog)

    def personal_data(self) -> None:
        """Ask why the personal data of the item is to be shown."""
        dialog = PersonalDataDialog(self._room)
        dialog.given.connect(self._presenter.reveal_personal_data)
        self._open(dialog)

    def near_copies(self, copies: CopiesPresenter, theme: Theme) -> None:
        """Show the near copies that were just read."""
        self._open(NearCopiesDialog(copies, self._presenter.state, theme, self._room))

    def _open(self, dialog: QDialog) -> None:
        if self.current is not None:
            self.current.close()
        self.current = dialog
        dialog.finished.connect(lambda _code: self._closed(dialog))
        dialog.open()

    def _closed(self, dialog: QDialog) -> None:
        if self.current is dialog:
            self.current = None
            self._room.window().activateWindow()  # the keys go on at once, also where no window manager does this


def _quote(state: ReviewState, place: Place | None) -> str:
    if place is None or state.item is None:
        return ""
    text = state.item.target_text(place[0])
    return text[place[1] : place[2]].strip() if text else ""
