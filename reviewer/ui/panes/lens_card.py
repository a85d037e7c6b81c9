"""The card below the evidence that lists what stands in no passage, and says what the grounding lens is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from reviewer.texts.grounding import Sentence, TermKind
from reviewer.ui.editors import KeyOf
from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import QuietButton
from reviewer.ui.panes.parts import Card, Hint, label, restyle
from reviewer.ui.panes.text_block import TextBlock
from reviewer.ui.presenters.lens import LensPhase, LensState, Looked
from reviewer.ui.presenters.review_state import ReviewState
from reviewer.ui.safe_text import Highlight, HighlightStyle, one_line, set_plain_tooltip
from reviewer.ui.theme import Theme

_MOST_ENTRIES = 200
_LONGEST_ENTRY = 120
_HIGHEST, _LOWEST = 170, 60
_TITLE = later("Not found in any passage")
_EXACT: frozenset[TermKind] = frozenset({"number", "date", "name", "quotation", "address"})
_ABOUT = later(
    "The grounding lens is a reading aid, never a verdict. On this machine and without a model it looks for the "
    "numbers, dates, names, quotations, addresses and words of the response in the passages, by their spelling alone: "
    "what stands there may still be wrong, and what does not may still be true."
)
_SAID: dict[LensPhase, str] = {
    "off": later("The grounding lens is off."),
    "waiting": "",
    "no_evidence": later("No evidence came with this item, so there is nothing to compare with."),
    "no_text": later("No passage has a text, so there is nothing to compare with."),
}


class LensCard(Card):
    """Lists what was not found; a click on an entry goes to it in the response."""

    toggled = Signal()
    jumped = Signal(object)
    """(target, offset, whole sentence): the entry that was clicked, or opened with Space."""

    def __init__(self, key_of: KeyOf, theme: Theme) -> None:
        super().__init__("lens_card")
        self._key_of = key_of
        self._theme = theme
        self._shown: tuple[Looked, ...] | None = None
        head = QHBoxLayout()
        head.setSpacing(8)
        self._title = label(tr(_TITLE), "strong", "lens_title", "warn")
        self._title.setWordWrap(True)
        head.addWidget(self._title, 1)
        self._button = QuietButton(tr("Off"), "lens_button")
        self._button.set_small(True)
        self._button.clicked.connect(self.toggled)
        head.addWidget(self._button)
        self.body.addLayout(head)
        self._hint = Hint("", "lens_hint")
        self._hint.setWordWrap(True)
        self.body.addWidget(self._hint)
        self.view = _Entries("lens_missing_view", tr(_TITLE))
        self.view.highlightActivated.connect(self.jumped)
        self.body.addWidget(self.view)
        for part in (self, self._title, self._button):
            set_plain_tooltip(part, tr(_ABOUT))
        self.setAccessibleDescription(tr(_ABOUT))
        self.restyle()
        self.refresh_keys()

    def restyle(self) -> None:
        """Take the colours of the theme."""
        look = HighlightStyle(line="dot", line_color=self._theme.hex("warn"))
        self.view.set_highlight_styles({"entry": look, "sentence": look})

    def refresh_keys(self) -> None:
        """Print the key that is in force."""
        self._button.set_key(self._key_of("review.lens"))

    def show_lens(self, state: LensState, shown: ReviewState) -> None:
        """Show what the lens found; pointing at something changes nothing here."""
        if state.phase == "ready" and state.missing is self._shown:
            return
        self._shown = state.missing if state.phase == "ready" else None
        # Until the next answer is there, some hundredths of a second, the passages above stay where they are.
        self.setMinimumHeight(self.height() if state.phase == "waiting" and self.isVisible() else 0)
        self.setVisible(shown.item is not None)
        self._button.set_caption(tr("On") if state.phase == "off" else tr("Off"))
        self._button.setAccessibleName(
            tr("Switch the grounding lens on") if state.phase == "off" else tr("Switch the grounding lens off")
        )
        self._button.setVisible(state.phase not in ("no_evidence", "no_text"))
        sentences = _thin(state) if state.phase == "ready" else ()
        missing = state.missing if state.phase == "ready" else ()
        count = f"\u00a0·\u00a0{len(missing):,}" if missing else ""
        self._title.setText(f"{tr(_TITLE)}{count}" if state.phase in ("ready", "waiting") else tr("Grounding lens"))
        restyle(self._title, tone="warn" if missing or sentences else "plain")
        self.set_tone("warn" if missing or sentences else "plain")
        self._hint.setText(_hint(state, bool(missing)))
        self._hint.setVisible(bool(self._hint.text()))
        self._show_entries(missing, sentences, shown)

    def limit(self, height: int | None) -> None:
        """Be no higher than this, but for a few entries, so that the passages keep their room; None sets no limit."""
        above = self.sizeHint().height() - self.view.sizeHint().height()
        self.view.limit(_HIGHEST if height is None else min(_HIGHEST, max(_LOWEST, height - above)))

    def _show_entries(
        self, missing: Sequence[Looked], sentences: Sequence[tuple[str, Sentence]], shown: ReviewState
    ) -> None:
        texts = {response.target: response.text for response in shown.responses}
        made = _Listing(texts)
        made.add("", "entry", ((one.target, one.term.start, one.term.end) for one in missing if _is_exact(one)))
        made.add("", "entry", ((one.target, one.term.start, one.term.end) for one in missing if not _is_exact(one)))
        given = ((target, sentence.start, sentence.end) for target, sentence in sentences)
        made.add(tr("Sentences with little of them in the passages:") + " ", "sentence", given)
        self.view.set_source(made.text, self._shown)
        self.view.set_highlights(made.marks)
        self.view.setVisible(bool(made.text))


_Entry = tuple[str, int, int]
"""Which response, and where in it."""


class _Entries(TextBlock):
    """As high as its text, but only up to a limit; what is longer scrolls by itself."""

    highest = _HIGHEST

    def limit(self, height: int) -> None:
        """Be no higher than this."""
        if height != self.highest:
            self.highest = height
            self._fit()


class _Listing:
    """The text of the card, and where its entries stand in it."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self.text = ""
        self.marks: list[Highlight] = []

    def add(self, title: str, kind: str, entries: Iterable[_Entry]) -> None:
        """Add a paragraph with its entries, of very many the first."""
        given = list(self._once(entries))
        if not given:
            return
        parts = [f"\n{title}" if self.text else title]
        at = len(self.text) + len(parts[0])
        for number, ((target, start, end), times) in enumerate(given[:_MOST_ENTRIES]):
            piece = self._texts.get(target, "")[start : min(end, start + _LONGEST_ENTRY)]
            entry = f"“{one_line(piece)}{'…' if end - start > _LONGEST_ENTRY else ''}”"
            entry += f" ×{times}" if times > 1 else ""
            before = ", " if number else ""
            self.marks.append(
                Highlight(at + len(before), at + len(before) + len(entry), kind, (target, start, kind == "sentence"))
            )
            parts.append(before + entry)
            at += len(before) + len(entry)
        if len(given) > _MOST_ENTRIES:
            parts.append(tr(", and {count:,} more").format(count=len(given) - _MOST_ENTRIES))
        self.text += "".join(parts)

    def _once(self, entries: Iterable[_Entry]) -> Iterator[tuple[_Entry, int]]:
        """Yield the first of those that say the same, and how many there are."""
        same: dict[tuple[str, str], list[_Entry]] = {}
        for entry in entries:
            target, start, end = entry
            same.setdefault((target, self._texts.get(target, "")[start:end].casefold()), []).append(entry)
        return ((each[0], len(each)) for each in same.values())


def _is_exact(looked: Looked) -> bool:
    return looked.term.kind in _EXACT


def _thin(state: LensState) -> tuple[tuple[str, Sentence], ...]:
    return tuple((target, sentence) for target, each in state.groundings.items() for sentence in each.thin)


def _hint(state: LensState, missing: bool) -> str:
    if state.phase != "ready":
        return tr(_SAID[state.phase])
    cut = tr("Only the first part of a very long text was compared.") if state.cut else ""
    found = "" if missing else tr("Each number, name and word was found in a passage.")
    return " ".join(filter(None, (found, cut)))
