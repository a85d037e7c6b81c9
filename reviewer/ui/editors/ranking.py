"""An order of options, given by pressing them from the best to the worst."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.domain.questions import Question

from .answer_editor import KeyOf
from .button_row import ButtonRow


class RankingEditor(ButtonRow):
    """Each press puts an option on the next place; a press on a placed one takes it and those after it away."""

    def __init__(self, question: Question, key_of: KeyOf) -> None:
        super().__init__(question, key_of)
        self._titles = {option.id: option.label for option in getattr(question, "options", ())}
        self._order: list[str] = []
        for value, title in self._titles.items():
            self.add(value, title, key_of(value))

    def begin(self) -> None:
        """Forget a half given order."""
        self._order = []

    def press(self, value: str) -> None:
        """Place an option; the answer is complete when all but one are placed, and given then."""
        if value in self._order:
            self._order = self._order[: self._order.index(value)]
        else:
            self._order.append(value)
        rest = [one for one in self._titles if one not in self._order]
        if len(rest) == 1:
            self._order += rest
        complete = len(self._order) == len(self._titles)
        self.answered.emit([[one] for one in self._order] if complete else None)
        self._show_places()

    def show_answer(self, answer: object) -> None:
        """Show an order; one that is half given stays as it is."""
        if isinstance(answer, list | tuple):
            self._order = list(_flat(answer))
        elif len(self._order) == len(self._titles):
            self._order = []
        self._show_places()

    def _show_places(self) -> None:
        for value, button in self.buttons.items():
            title = self._titles[value]
            placed = value in self._order
            button.set_caption(f"{self._order.index(value) + 1}. {title}" if placed else title)
        self.mark(self._order)


def _flat(groups: Iterable[object]) -> Iterable[str]:
    for group in groups:
        if isinstance(group, list | tuple):
            yield from (str(one) for one in group)
        else:
            yield str(group)
