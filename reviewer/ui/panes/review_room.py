"""The review room: four panes side by side and the verdict bar; it connects them with the presenter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QVBoxLayout, QWidget

from reviewer.domain.changes import Changes
from reviewer.domain.errors import Unreachable
from reviewer.domain.items import Evidence, Item
from reviewer.domain.projects import Project
from reviewer.ui.actions import Binding
from reviewer.ui.dialogs.near_copies import NearCopiesDialog
from reviewer.ui.keys import is_text_field
from reviewer.ui.language import tr
from reviewer.ui.panes.attention import Attention
from reviewer.ui.panes.guideline_dock import GuidelineDock
from reviewer.ui.panes.lens_marks import LENS, LENS_PLACE
from reviewer.ui.panes.notices import LoadingState, ToastButton
from reviewer.ui.panes.own_marks import OwnMarks
from reviewer.ui.panes.pointing import Thing
from reviewer.ui.panes.review_bindings import bindings
from reviewer.ui.panes.review_desk import ReviewDesk
from reviewer.ui.panes.review_dialogs import ReviewDialogs
from reviewer.ui.panes.review_status import DayProgress, LeaseClock, waiting_text
from reviewer.ui.panes.settled_notice import SettledNotice
from reviewer.ui.panes.state_screen import StateScreen
from reviewer.ui.presenters.differences import Differences
from reviewer.ui.presenters.lens import LensPresenter, LensState
from reviewer.ui.presenters.near_copies import CopiesPresenter, CopiesState
from reviewer.ui.presenters.no_item import kept_here, screen_of
from reviewer.ui.presenters.review import ReviewPresenter
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.rooms import Room, WindowContext


class ReviewRoom(Room):
    """Where a reviewer spends the day."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.desk = context.desk or _new_desk(context)
        self._scrolled = self.desk.places()
        self.presenter = ReviewPresenter(
            context.workspace,
            context.reviewer,
            context.tasks,
            wrote=context.broadcast,
            preview=self.desk.preview,
            parent=self,
        )
        self.lens = LensPresenter(context.tasks, on=context.settings.current.grounding_lens, parent=self)
        self._jumped = 0
        self._item: Item | None = None
        self.differences = Differences(context.tasks, self)
        self._pointed: Thing | None = None
        self._passage: Evidence | None = None
        self._project: Project | None = None
        self._seen = {"toast": 0, "problem": 0, "focus": 0, "saved": 0}
        self._dialogs = ReviewDialogs(self, self.presenter)
        self.copies = CopiesPresenter(context.workspace, self.presenter, context.tasks, self)
        self.marks = OwnMarks(self.desk, self.presenter, self)
        self._day = DayProgress(context.workspace.clock)
        self.settled = SettledNotice(context, self._day)
        self._lease = LeaseClock(context.workspace.clock, self.presenter.worked)
        self._attention = Attention(lambda: self.presenter.note_life(working=self.isVisible()), self)
        self._build()
        self._connect()
        self._show_marks()
        self._take_wellbeing()
        context.theme.changed.connect(self.desk.restyle)
        context.theme.changed.connect(self.guide.restyle)
        context.settings.changed.connect(self._settings_changed)
        self.presenter.changed.connect(self.show_state)
        if self.presenter.state.phase == "preview":
            self.show_state(self.presenter.state)  # goes on where the window's preview ends
        self.presenter.start()

    # What the window asks of a room

    def activated(self) -> None:
        """Put the focus where single letters act."""
        self.desk.restyle()  # Qt takes a font back when a widget gets another parent
        self._attention.watch(self)
        self.settled.presenter.look()
        self.desk.reading.setFocus()
        for bar, value in self._scrolled:
            bar.setValue(value)
        self._scrolled = []

    def refresh(self, changes: Changes) -> None:
        """Take a new project, and look for work again where there was none."""
        self.settled.presenter.look(now=changes.touches("resolutions"))
        if changes.touches("project"):
            self.presenter.reload()
        elif self.presenter.state.phase in ("empty", "failed"):
            self.presenter.start()
        elif changes.touches("leases") and not changes.touches("reviews"):
            self.presenter.look_for_held()

    def open_item(self, item_id: str, source: str) -> None:
        """Take a chosen item, if the rules of the queue allow it, and show it first."""
        self.presenter.open_item(item_id, source)

    def read_policy(self, policy_id: str) -> None:
        """Open the guideline where it speaks of a policy."""
        self.guide.read(policy_id)

    def _edit_guideline(self) -> None:
        from reviewer.ui.dialogs.guideline_editor import edit_guideline  # no start of the window waits for it

        edit_guideline(self.context, self)

    def bindings(self) -> list[Binding]:
        """Return the keys of this room."""
        dialogs = self._dialogs
        acts: dict[str, Callable[[], object]] = {
            "skip": dialogs.skip,
            "near_copies": self.copies.open,
            "escalate": dialogs.escalate,
            "missed": lambda: dialogs.missed_hit(self.marks.place),
            "claim": self.marks.claim,
            "sentence": self.marks.sentence,
            "other_end": self.marks.other_end,
            "look_again": self.presenter.start,
            "guideline": self.guide.toggle,
            "guideline_on": lambda: self.guide.opened,
            "guideline_find": self.guide.search,
            "guideline_edit": self._edit_guideline,
            "may_lead": lambda: self.settled.presenter.state.may_lead,
            "settled": self.settled.open,
            "recent": self.bar.strip.take_focus,
            "cut": lambda: self.presenter.cut(self.marks.place),
            "phrases": self.bar.open_phrases,
            "lens": self._toggle_lens,
            "lens_on": lambda: self.lens.state.phase != "off",
            "differences": self.differences.toggle,
            "differences_on": lambda: self.differences.on,
            "find": self.desk.finding.open,
            "find_next": lambda: self.desk.finding.go(1),
            "find_previous": lambda: self.desk.finding.go(-1),
            "find_case": self.desk.finding.toggle_case,
            "searching": lambda: self.desk.finding.opened,
            "marks": self._toggle_marks,
            "marks_shown": lambda: self.context.settings.current.show_marks,
        }
        return bindings(self.presenter, acts, self.marks.label, self.marks.can_label)

    def status(self) -> str:
        """Say which guideline holds and whether the next item is ready."""
        state = self.presenter.state
        parts = []
        if state.project.guideline:
            parts.append(
                tr("guideline v{guideline_version} ({key_of})").format(
                    guideline_version=state.project.guideline_version, key_of=self.desk.key_of("review.guideline")
                )
            )
        if state.phase == "reviewing":
            last = (
                tr("no further item until the database answers")
                if state.away
                else tr("this is the last item for you now")
            )
            parts.append(tr("next item ready") if state.ahead else last)
        return " · ".join(parts)

    def top_middle(self) -> QWidget:
        """Return the progress of the day."""
        return self.settled

    def top_right(self) -> QWidget:
        """Return the clock of the lease."""
        return self._lease

    def close_down(self) -> None:
        """Keep the draft and let go of what is held."""
        self.context.theme.changed.disconnect(self.desk.restyle)
        self.context.theme.changed.disconnect(self.guide.restyle)
        self.context.settings.changed.disconnect(self._settings_changed)
        self.presenter.changed.disconnect(self.show_state)
        self._lease.stop()
        self._attention.stop()
        self.lens.close()
        self.copies.close()
        self.context.show_waiting("")
        self.presenter.close()

    # Building

    def _build(self) -> None:
        desk = self.desk
        self.prompt, self.response, self.evidence = desk.prompt, desk.response, desk.evidence
        self.policy, self.bar, self.splitter = desk.policy, desk.bar, desk.splitter
        self._loading = LoadingState(tr("Looking for the next item …"), "review_loading")
        self._empty = StateScreen("review_empty", desk.key_of)
        self._empty.wanted.connect(self.context.run)
        self._stack = QStackedWidget()
        for page in (self._loading, self._empty, desk):
            self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        self.guide = GuidelineDock(self._stack, desk, self.context.theme)
        self.guide.toggled.connect(self.bindings_changed)
        self.guide.edit_wanted.connect(self._edit_guideline)
        self.settled.presenter.changed.connect(lambda state: self.guide.show_may_edit(state.may_lead))
        self.guide.left.connect(lambda: self.desk.reading.setFocus())
        outer.addWidget(self.guide)

    def _connect(self) -> None:
        presenter, dialogs = self.presenter, self._dialogs
        self.prompt.part_toggled.connect(presenter.toggle_part)
        self.prompt.mark_activated.connect(self._open_mark)
        self.response.mark_activated.connect(self._open_mark)
        self.response.response_picked.connect(presenter.compare)
        self.response.rendered_toggled.connect(presenter.toggle_rendered)
        self.response.copies_wanted.connect(self.copies.open)
        self.copies.changed.connect(self._show_copies)
        self.response.correction.edited.connect(presenter.edit_correction)
        self.response.correction.restore_wanted.connect(presenter.restore_correction)
        self.response.correction.suggestion_wanted.connect(presenter.take_suggestion)
        self.response.correction.cut_wanted.connect(lambda: presenter.cut(self.marks.place))
        self.response.correction.refused.connect(self.context.show_error)
        self.evidence.selected.connect(presenter.select_passage)
        self.response.pointed.connect(lambda what: self.lens.point(*what))
        self.evidence.pointed.connect(lambda what: self.lens.point_passage(*what))
        self.evidence.mark_activated.connect(self._open_mark)
        self.evidence.lens.toggled.connect(self._toggle_lens)
        self.evidence.lens.jumped.connect(self._open_entry)
        self.lens.changed.connect(self._show_lens)
        self.response.pointed.connect(self._point_in_text)
        self.response.thing_pointed.connect(self._point)
        self.evidence.thing_pointed.connect(self._point)
        self.policy.thing_pointed.connect(self._point)
        self.desk.veil.further_wanted.connect(presenter.open_further)
        self.desk.veil.all_wanted.connect(presenter.open_all)
        self.desk.veil.skip_wanted.connect(dialogs.skip)
        self.desk.personal_line.pressed.connect(presenter.ask_personal_data)
        self.desk.break_line.pressed.connect(presenter.dismiss_break)
        self.differences.changed.connect(self.response.show_differences)
        self.policy.judged.connect(lambda what: presenter.judge(what[1], what[0]))
        self.policy.selected.connect(presenter.select_this_hit)
        self.policy.missed_wanted.connect(lambda: dialogs.missed_hit(self.marks.place))
        self.policy.missed_removed.connect(presenter.remove_missed_hit)
        self.policy.passes_toggled.connect(presenter.toggle_passes)
        self.policy.looked_for.toggled.connect(presenter.toggle_looked_for)
        self.policy.looked_for.ticked.connect(presenter.tick_policy)
        self.policy.looked_for.all_ticked.connect(presenter.tick_all_policies)
        self.bar.verdict_chosen.connect(presenter.choose)
        self.bar.escalate_wanted.connect(dialogs.escalate)
        self.bar.skip_wanted.connect(dialogs.skip)
        self.bar.answered.connect(self._answer)
        self.bar.comment_edited.connect(presenter.comment)
        self.bar.template_chosen.connect(presenter.add_template)
        for part in (self.bar, self.response.correction):
            part.left.connect(lambda: presenter.request_focus("response"))
        self.bar.strip.chosen.connect(presenter.reopen)
        self.bar.undo_wanted.connect(presenter.undo)
        self.bar.submit_wanted.connect(presenter.submit)

    # Showing

    def show_state(self, state: ReviewState) -> None:
        """Show a state; the panes touch only what differs."""
        if state.project is not self._project:
            fresh = self._project is not None
            self._project = state.project
            if fresh:
                self.bindings_changed.emit()
        self._show_page(state)
        item = state.item if state.phase != "preview" else None
        changed = item is not self._item
        self._item = item
        self.desk.show_state(state)
        self.marks.show_state(state)
        self._day.show_state(state)
        self._lease.show_state(state)
        if changed:
            self._item_changed(state)
            self._passage = state.passage
        self._show_citation(state)
        self.differences.look(state)
        self.copies.look(state)
        self._tell(state)
        self.lens.look(state)
        self.guide.look(state)
        self.context.show_waiting(waiting_text(state.waiting, self.context.workspace.location))
        self.status_changed.emit()

    def _show_page(self, state: ReviewState) -> None:
        if state.phase in ("empty", "failed"):
            self._empty.show_screen(screen_of(state))
        elif state.phase == "loading":
            self._loading.show_text("", " ".join([tr("Looking for the next item …"), *kept_here(state)]))
        pages: dict[str, QWidget] = {"loading": self._loading, "preview": self.desk, "reviewing": self.desk}
        self._stack.setCurrentWidget(pages.get(state.phase, self._empty))

    def _item_changed(self, state: ReviewState) -> None:
        item = state.item
        self._pointed = None
        self.marks.forget()
        self.context.set_item_id(item.id if item else None)
        if item is None:
            return
        self.setAccessibleName(tr("Review of item {id}").format(id=item.id))
        hits = (
            tr("hits come after the verdict")
            if state.hits_hidden
            else tr("{count} policy hits").format(count=len(state.hits))
        )
        said = tr("Item {id}, {count} passages, {hits}").format(id=item.id, count=len(state.evidence), hits=hits)
        if state.veil is not None:
            said = tr("Item {id}, veiled. {summary}").format(id=item.id, summary=state.veil.summary)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
        focus = QApplication.focusWidget() or self.window().focusWidget()  # that of a window not active yet
        mine = focus is not None and self.isAncestorOf(focus)
        if mine or (self.isVisible() and not is_text_field(focus)):
            self.desk.reading.setFocus()

    def _tell(self, state: ReviewState) -> None:
        """Pass on what is to be said once: a passing word, an error, where the focus goes, what is saved."""
        seen = self._seen
        if state.toast.number > seen["toast"]:
            seen["toast"] = state.toast.number
            more = self.desk.key_of("review.reveal") if state.reveal is not None and state.toast.reveals else ""
            text = state.toast.text + (tr("  See more with {more}.").format(more=more) if more else "")
            leave = self.desk.key_of("review.reveal") if state.changing and not state.toast.undo else ""
            text += tr("  {key} leaves it as it was.").format(key=leave) if leave else ""
            self.context.show_toast(text, self._undo_of_toast() if state.toast.undo else None)
        if state.problem.number > seen["problem"]:
            seen["problem"] = state.problem.number
            self.context.show_error(state.problem.text)
        if state.saved.number > seen["saved"]:
            seen["saved"] = state.saved.number
            self.context.show_saved(state.saved.text, state.saved.ok, state.saved.waits)
            if state.saved.ok and seen["problem"] < state.saved.number and not state.problem.stays:
                self.context.show_error("")
        if state.focus.number > seen["focus"]:
            seen["focus"] = state.focus.number
            if state.focus.text == "correction":
                self.response.correction.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
            elif state.focus.text == "looked_for":
                self.policy.focus_looked_for()
            elif state.focus.text == "reveal":
                self._dialogs.reveal()
            elif state.focus.text == "personal_data":
                self._dialogs.personal_data()
            elif state.focus.text == "veil":
                self.desk.veil.further.setFocus(Qt.FocusReason.ShortcutFocusReason)
            elif state.focus.text == "response" or not self.bar.focus_on(state.focus.text):
                self.desk.reading.setFocus()

    def _show_copies(self, state: CopiesState) -> None:
        opened = isinstance(self._dialogs.current, NearCopiesDialog)
        if state.rows is not None and not opened:
            self._dialogs.near_copies(self.copies, self.context.theme)
        self.response.show_copies(state.announced)

    def _undo_of_toast(self) -> ToastButton:
        return ToastButton(tr("Undo"), self.desk.key_of("review.undo"), self.presenter.undo)

    def _settings_changed(self, _settings: object) -> None:
        self.lens.switch(self.context.settings.current.grounding_lens)
        self._show_marks()
        self._take_wellbeing()
        self._refresh_keys()

    def _show_lens(self, lens: LensState) -> None:
        """Show what the lens found, and go where somebody jumped to."""
        self.desk.show_lens(lens, self.presenter.state)
        jump = lens.jump
        if jump.number == self._jumped:
            return
        self._jumped = jump.number
        if jump.place is not None:
            self.presenter.select_passage(jump.place.passage)
            self.evidence.show_offset(jump.place.start)
        self.response.show_span(jump.target, jump.start)

    def _toggle_lens(self) -> None:
        self.context.settings.update(grounding_lens=not self.context.settings.current.grounding_lens)

    def _take_wellbeing(self) -> None:
        chosen = self.context.settings.current
        self.presenter.choose_wellbeing(chosen.veil, chosen.breaks)
        self.context.workspace.queue.interleave = {"on": True, "off": False}.get(chosen.interleave)
        try:
            self.context.workspace.personal_data.choose(chosen.personal_data)
        except Unreachable as missing:
            self.context.show_error(str(missing))

    def _show_marks(self) -> None:
        self.desk.set_marks(self.context.settings.current.show_marks)

    def _point(self, thing: Thing | None) -> None:
        if thing != self._pointed:
            self._pointed = thing
            self.desk.point_at(thing, self.presenter.state)

    def _point_in_text(self, place: tuple[str, int | None]) -> None:
        target, offset = place
        self._point(self.response.thing_at(target, offset) if offset is not None else None)

    def _show_citation(self, state: ReviewState) -> None:
        """Show where the response cites a passage that was just selected."""
        passage = state.passage
        if passage is not self._passage:
            self._passage = passage
            if passage is not None:
                self.response.show_citation(passage.id)

    def _toggle_marks(self) -> None:
        shown = not self.context.settings.current.show_marks
        self.context.settings.update(show_marks=shown)
        self.context.show_toast(
            tr("Hidden characters are shown as marks.") if shown else tr("Hidden characters are not marked now.")
        )

    def _refresh_keys(self) -> None:
        self.desk.refresh_keys()
        self.guide.refresh_keys()
        self._empty.refresh_keys()
        self.show_state(self.presenter.state)

    # What the person did

    def _open_mark(self, mark: object) -> None:
        if not isinstance(mark, tuple):
            return
        kind, what = mark
        if kind == "hit":
            self.presenter.select_this_hit(what)
        elif kind == "passage":
            ids = [passage.id for passage in self.presenter.state.evidence]
            self.presenter.select_passage(ids.index(what))
        elif kind == LENS:
            self.lens.choose(*what)
        elif kind == LENS_PLACE:
            self.lens.choose_in_passage(*what)
        elif kind in ("span", "claim"):
            self.presenter.select_mark((kind, what))
            self.response.spans.setFocus()

    def _open_entry(self, entry: tuple[str, int, bool]) -> None:
        target, start, whole = entry
        if whole:
            self.lens.show_sentence(target, start)
        else:
            self.lens.choose(target, start)

    def _answer(self, what: tuple[str, object]) -> None:
        question, value = what
        if self.presenter.state.project.find_question(question) is None:
            now = self.presenter.state.draft.comparison if self.presenter.state.draft else None
            self.presenter.compare(str(value if value is not None else now))
        else:
            self.presenter.answer(question, value)

    def dialog(self) -> QDialog | None:
        """Return the dialog that is open in this room, or None."""
        return self._dialogs.current


def _new_desk(context: WindowContext) -> ReviewDesk:
    desk = ReviewDesk(context.theme, context.key_of)
    for _ in desk.build():
        pass
    return desk
