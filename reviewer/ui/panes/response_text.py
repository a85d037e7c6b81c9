"""One response: its exact source with highlights, or as the user saw it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.lens_marks import lens_styles, response_marks
from reviewer.ui.panes.marks import highlight_styles, highlights, signs
from reviewer.ui.panes.parts import Hint
from reviewer.ui.panes.pointing import pointed_marks
from reviewer.ui.panes.rendered_looks import rendered_looks
from reviewer.ui.panes.text_block import hold_sideways, lean
from reviewer.ui.presenters.lens import LensState
from reviewer.ui.presenters.review_state import Response, ReviewState
from reviewer.ui.safe_text import Highlight, MoreBar, RenderedView, SourceView
from reviewer.ui.safe_text.edge_grip import EdgeGrip
from reviewer.ui.safe_text.gutter import Gutter
from reviewer.ui.safe_text.line_spacing import READING
from reviewer.ui.theme import Theme


class ResponseText(QWidget):
    """The source view and the rendered view of one response, under its neutral name where there are several."""

    span_selected = Signal(object)
    activated = Signal(object)
    picked = Signal(object)
    thing_pointed = Signal(object)
    """("claim", its place) while the pointer is on its number in the margin, else None."""
    mark_drawn = Signal(object)
    """(("span", its place), start, end): an own stretch was given other ends by the mouse."""
    pointed = Signal(object)
    """(target, offset) of the character that the pointer is on; the offset is None where it is on none."""

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._response: Response | None = None
        self._key: object = None
        self.view = SourceView(line_share=READING)
        self.view.setObjectName(name)
        self.view.setAccessibleName(tr("Response"))
        self.view.setProperty("role", "reading")
        hold_sideways(self.view)
        self.view.spanSelected.connect(self._tell_span)
        self.view.highlightActivated.connect(self.activated)
        self.view.pointed.connect(lambda offset: self.pointed.emit((self.target, offset)))
        self.view.follow_pointer()
        self.view.snap_to_words()
        grip = EdgeGrip(self.view, ("own_span", "own_span_chosen"))
        grip.moved.connect(self.mark_drawn)
        self.gutter = Gutter(self.view)
        self.gutter.pointed.connect(self.thing_pointed)
        self.gutter.activated.connect(self.activated)
        self._marks: tuple[Highlight, ...] = ()
        self._lit: tuple[Highlight, ...] = ()
        self._different: tuple[Highlight, ...] = ()
        self._lens: tuple[Highlight, ...] = ()
        self.rendered = RenderedView()
        self.rendered.setObjectName(f"{name}_rendered")
        self.rendered.setAccessibleName(tr("Response as shown to the user"))
        self.rendered.setProperty("role", "reading")
        self._rendered_text: str | None = None
        self._renders = False
        self._wants_rendered = False
        self._left: tuple[int, int] | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.rendered)
        self._letter = KeyButton("", f"{name}_pick", checkable=True)
        self._letter.set_small(True)
        self._letter.setAccessibleName(tr("Response"))  # until there are several
        self._letter.clicked.connect(self._pick)
        self._about = Hint("")
        self._too_long = Hint(tr(_TOO_LONG), f"{name}_only_source")
        self._too_long.setWordWrap(True)
        self._too_long.hide()
        head = QHBoxLayout()
        head.addWidget(self._letter)
        head.addWidget(self._about, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._too_long)
        column.addWidget(self._stack, 1)
        column.addWidget(MoreBar(self.view))
        self.restyle()

    @property
    def target(self) -> str:
        """Which text of the item is shown."""
        return self._response.target if self._response else ""

    def restyle(self) -> None:
        """Take the colours and the reading font of the theme."""
        self.view.setFont(self._theme.reading_font())
        self.rendered.setFont(self._theme.reading_font())
        self.rendered.set_looks(rendered_looks(self._theme))
        self.view.set_highlight_styles({**highlight_styles(self._theme), **lens_styles(self._theme)})

    def set_marks(self, shown: bool) -> None:
        """Show hidden characters as marks, or as they are."""
        self.view.set_marks(shown)
        renders = self.rendered.set_marks(shown)
        if self._rendered_text is not None:
            self._renders = renders
            self._show_form(self._wants_rendered)

    @property
    def shown(self) -> SourceView | RenderedView:
        """The form of the text that is on screen now."""
        return self.rendered if self._stack.currentWidget() is self.rendered else self.view

    def show_state(self, state: ReviewState, response: Response) -> None:
        """Show one response of a state; only what differs is touched."""
        key = (state.item.key if state.item else None, response.target)
        before = self._response
        if key != self._key or before is None or before.text != response.text:  # more of the same item was opened
            self._key = key
            self.view.set_source(response.text, key)
            lean(self.view)
            self.view.verticalScrollBar().setValue(0)
            self._rendered_text = self._left = None
            self._lens = ()
            self._lit = self._different = ()
        self._response = response
        self._show_form(state.rendered)
        self._marks = highlights(state, response.target)
        self._show_marks()
        self.gutter.show_signs(signs(state, response.target, self._theme))
        several = bool(response.letter)
        self._letter.setVisible(several)
        self._about.setVisible(several or not response.text)
        if not response.text:
            self._about.setText(tr("The response is empty."))
        if several:
            chosen = response.target == state.target
            picked = state.draft is not None and f"response:{state.draft.comparison}" == response.target
            self._letter.set_caption(response.letter)
            self._letter.setAccessibleName(tr("Response {letter} is better").format(letter=response.letter))
            self._letter.setChecked(picked)
            place = _place(state, response)
            words = [
                tr("place {place}").format(place=place)
                if place
                else tr("Shift {letter} ranks it").format(letter=response.letter)
                if len(state.responses) > 2
                else "",
                "better" if picked else "",
                tr("a correction is about this one") if chosen and state.correcting else "",
            ]
            self._about.setText(" · ".join(word for word in words if word))
            self.view.setAccessibleName(tr("Response {letter}").format(letter=response.letter))

    def show_lens(self, lens: LensState) -> None:
        """Lay the grounding lens under the highlights."""
        self._lens = response_marks(lens, self.target)
        self._show_marks()

    def show_lit(self, lit: Collection[tuple[str, object]]) -> None:
        """Light the stretches of what the pointer is on."""
        self._lit = pointed_marks(lit, self._marks)
        self._show_marks()

    def thing_at(self, offset: int) -> tuple[str, object] | None:
        """Return the hit, claim or passage that a place belongs to."""
        found = (each.id for each in self.view.highlights_at(offset))
        return next((one for one in found if isinstance(one, tuple) and one[0] in ("hit", "claim", "passage")), None)

    def show_citation(self, passage: str) -> bool:
        """Bring a place that cites a passage into sight, unless one is in sight; tell whether there is any."""
        starts = [each.start for each in self._marks if each.id == ("passage", passage)]
        if starts and not any(self.view.in_sight(start) for start in starts):
            self.view.scroll_to(starts[0])
        return bool(starts)

    def show_differences(self, stretches: Sequence[tuple[int, int]]) -> None:
        """Mark the stretches that another response does not have."""
        self._different = tuple(Highlight(start, end, "differs", None) for start, end in stretches)
        self._show_marks()

    def _show_marks(self) -> None:
        self.view.set_highlights((*self._different, *self._lens, *self._marks, *self._lit))

    def _show_form(self, rendered: bool) -> None:
        """Show the source or what the user saw of it, with the same words at the top."""
        text = self._response.text if self._response else ""
        self._wants_rendered = rendered
        if rendered and self._rendered_text != text:
            self._rendered_text = text
            self._renders = self.rendered.set_source(text)
        wanted = self.rendered if rendered and self._renders else self.view
        before = self.shown
        self._too_long.setVisible(rendered and not self._renders)
        if wanted is before:
            return
        top, value = before.top_offset(), before.verticalScrollBar().value()
        focused = before.hasFocus()
        self._stack.setCurrentWidget(wanted)
        if self._left is not None and abs(self._left[0] - top) < _NEAR:
            wanted.verticalScrollBar().setValue(self._left[1])  # nobody scrolled: the very line that was left
        else:
            wanted.show_at_top(top)
        self._left = top, value
        if focused:
            wanted.setFocus()

    def _tell_span(self, span: tuple[int, int] | None) -> None:
        if self._response is not None:
            self.span_selected.emit((self._response.target, *span) if span else None)

    def _pick(self) -> None:
        if self._response is not None:
            self.picked.emit(self._response.target.partition(":")[2])


def _place(state: ReviewState, response: Response) -> int:
    """Return the place of a response in the ranking so far, or 0."""
    ranked = [group[0] for group in state.draft.ranking or ()] if state.draft is not None else []
    name = response.target.partition(":")[2]
    return ranked.index(name) + 1 if name in ranked else 0


_TOO_LONG = later("Too long or too intricate to be shown as the user saw it: this is the source.")
_NEAR = 100  # characters, about a line
