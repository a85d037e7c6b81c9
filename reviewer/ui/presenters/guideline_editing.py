"""What a lead can do with the guideline and the policies: edit, compare, save as the next version, judge again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.domain.changes import Changes
from reviewer.texts.word_diff import WordDiff, diff_words
from reviewer.ui.language import tr
from reviewer.ui.presenters.judging import sentence
from reviewer.ui.tasks import Runner

if TYPE_CHECKING:
    from reviewer.services.guidelines import OlderReviews, Version
    from reviewer.services.outcomes import GuidelineGap
    from reviewer.services.workspace import Workspace

_QUIET_MS = 150
_MOST_DIFF = 400_000


@dataclass(frozen=True)
class EditingState:
    """Everything that the editor of the guideline shows."""

    loaded: bool = False
    versions: tuple[Version, ...] = ()
    gaps: tuple[GuidelineGap, ...] = ()
    policies: tuple[tuple[str, str], ...] = ()
    about: str | None = None
    """The policy whose text is edited, or None for the guideline."""
    text: str = ""
    written: int = 0
    """Counts the texts that the program wrote, so that what is typed is never written over."""
    paused: int = 0
    """Counts the pauses in typing, in which the preview follows."""
    diff: WordDiff | None = None
    older: OlderReviews | None = None
    busy: bool = False
    said: str = ""
    problem: str = ""

    @property
    def in_force(self) -> Version | None:
        """The version that reviewers follow now."""
        return self.versions[-1] if self.versions else None

    @property
    def before(self) -> str:
        """The text in force."""
        return self.in_force.find_text(self.about) if self.in_force else ""

    @property
    def changed(self) -> bool:
        """Whether there is something to save."""
        return self.loaded and self.text != self.before

    @property
    def history(self) -> tuple[Version, ...]:
        """The versions in which the text that is edited changed, newest first."""
        found: list[Version] = []
        for version in self.versions:
            if not found or version.find_text(self.about) != found[-1].find_text(self.about):
                found.append(version)
        return tuple(reversed(found))

    def name_of(self, version: Version) -> str:
        """Return the name of a version of the text that is edited."""
        return (version.guideline_version if self.about is None else version.policy_version) or "–"


class GuidelineEditing(QObject):
    """The text that a lead edits, until it is the next version."""

    changed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        tasks: Runner,
        *,
        wrote: Callable[[Changes], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tasks = tasks
        self._wrote = wrote
        self._state = EditingState()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_QUIET_MS)
        self._pause.timeout.connect(self._compare)

    @property
    def state(self) -> EditingState:
        """What the editor shows now."""
        return self._state

    def load(self, about: str | None = None) -> None:
        """Read the versions and the gaps, and show the text in force."""
        self._state = EditingState(about=about)
        workspace = self._workspace

        def job() -> tuple[tuple[Version, ...], tuple[GuidelineGap, ...]]:
            workspace.members.demand(workspace.actor, "lead")
            return workspace.guidelines.versions(), workspace.outcomes.guideline_gaps()

        self._run(job, self._loaded)

    def choose(self, about: str | None) -> None:
        """Edit the guideline, or the text of a policy; what was typed before and not saved is gone."""
        if about != self._state.about:
            self._set(about=about, older=None, said="", problem="")
            self._write(self._state.before)

    def edit(self, text: str) -> None:
        """Take what the person has typed."""
        if text != self._state.text:
            self._set(text=text, said="", problem="")
            self._pause.start()

    def restore(self, version: int) -> None:
        """Put the text of an older version into the editor; it is in force only once it is saved."""
        found = next((one for one in self._state.versions if one.version == version), None)
        if found is not None:
            self._set(said="", problem="")
            self._write(found.find_text(self._state.about))

    def save(self) -> None:
        """Make the text the next version."""
        state = self._state
        if state.busy or not state.changed or state.in_force is None:
            return
        base, workspace = state.in_force.version, self._workspace
        text, about = state.text, state.about

        def job() -> tuple[Changes, tuple[Version, ...], tuple[GuidelineGap, ...]]:
            changes = workspace.guidelines.save(text, about, based_on=base)
            return changes, workspace.guidelines.versions(), workspace.outcomes.guideline_gaps()

        self._run(job, self._saved)

    def look_for_older(self) -> None:
        """Count what was judged under older versions of the text."""
        about, guidelines = self._state.about, self._workspace.guidelines
        self._run(lambda: guidelines.older_reviews(about), lambda older: self._set(older=older, busy=False))

    def send_again(self, *, afresh: bool) -> None:
        """Send the settled items among them to review again."""
        older, workspace = self._state.older, self._workspace
        if older is None or not older.items or self._state.busy:
            return
        about = self._state.about

        def job() -> tuple[Changes, OlderReviews]:
            changes = workspace.guidelines.reopen(older.items, afresh=afresh)
            return changes, workspace.guidelines.older_reviews(about)

        self._run(job, self._sent)

    # Inside

    def _run(self, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._set(busy=True, problem="")
        self._tasks.store(job, done, failed=self._failed, key="guideline.editing")

    def _loaded(self, found: tuple[tuple[Version, ...], tuple[GuidelineGap, ...]]) -> None:
        versions, gaps = found
        self._set(loaded=True, busy=False, versions=versions, gaps=gaps, policies=_policies(versions))
        self._write(self._state.before)

    def _saved(self, found: tuple[Changes, tuple[Version, ...], tuple[GuidelineGap, ...]]) -> None:
        changes, versions, gaps = found
        self._set(busy=False, versions=versions, gaps=gaps, older=None)
        now = self._state.in_force
        name = self._state.name_of(now) if now else ""
        self._set(said=tr("Version {name} is in force now.").format(name=name))
        self._compare()
        self._wrote(changes)
        self.look_for_older()

    def _sent(self, found: tuple[Changes, OlderReviews]) -> None:
        changes, older = found
        sent = len(changes.item_ids)
        said = tr("{n:,} items wait for review again.", "{n:,} item waits for review again.", sent).format(n=sent)
        self._set(busy=False, older=older, said=said)
        self._wrote(changes)

    def _failed(self, error: Exception) -> None:
        self._set(busy=False, problem=sentence(error))

    def _write(self, text: str) -> None:
        self._set(text=text, written=self._state.written + 1)
        self._compare()

    def _compare(self) -> None:
        state = self._state
        self._pause.stop()
        self._set(paused=state.paused + 1)
        before, text = state.before, state.text
        if len(before) + len(text) > _MOST_DIFF:
            self._set(diff=None)
            return
        self._tasks.io(lambda: diff_words(before, text), lambda diff: self._set(diff=diff), key="guideline.diff")

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self.changed.emit(self._state)


def _policies(versions: tuple[Version, ...]) -> tuple[tuple[str, str], ...]:
    taxonomy = versions[-1].taxonomy if versions else None
    return tuple((policy.id, policy.title) for policy in taxonomy.policies) if taxonomy else ()
