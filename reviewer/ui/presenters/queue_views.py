"""The views of the queue room: those that come with the program, and those that a person saved."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.config.queue_views import LONGEST_NAME, MOST_VIEWS, SavedView, load_views, save_views
from reviewer.domain.errors import InvalidInput
from reviewer.domain.listing import ItemFilter
from reviewer.ui.language import later, tr

ME = "@me"
SHIPPED: tuple[SavedView, ...] = (
    SavedView(name=later("Mine"), wanted=ItemFilter(people=(ME,))),
    SavedView(name=later("Overdue"), wanted=ItemFilter(states=("open",), age="overdue"), order="due_at"),
    SavedView(name=later("Escalated"), wanted=ItemFilter(states=("escalated",))),
    SavedView(name=later("Disagreement"), wanted=ItemFilter(states=("adjudication",))),
)


def for_person(wanted: ItemFilter, me: str) -> ItemFilter:
    """Return a filter of a view with the name of who looks in it."""
    return wanted.model_copy(update={"people": tuple(me if name == ME else name for name in wanted.people)})


class Views:
    """The views that a person can pick; each change is written at once."""

    def __init__(self) -> None:
        self.saved: tuple[SavedView, ...] = load_views()

    def save(self, view: SavedView) -> None:
        """Keep a view; one of the same name is replaced."""
        self._check(view.name)
        others = [one for one in self.saved if one.name != view.name]
        if len(others) >= MOST_VIEWS:
            raise InvalidInput(tr("There are {n} views already: delete one first.").format(n=MOST_VIEWS))
        self._write([*others, view])

    def rename(self, name: str, to: str) -> None:
        """Give a view another name."""
        if to == name:
            return
        self._check(to)
        if any(view.name == to for view in self.saved):
            raise InvalidInput(tr("There is a view “{name}” already: choose another name.").format(name=to))
        self._write([view.model_copy(update={"name": to}) if view.name == name else view for view in self.saved])

    def delete(self, name: str) -> None:
        """Forget a view."""
        self._write([view for view in self.saved if view.name != name])

    def _write(self, views: Sequence[SavedView]) -> None:
        save_views(views)
        self.saved = tuple(views)

    @staticmethod
    def _check(name: str) -> None:
        if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            raise InvalidInput(tr("Write a name of at most {n} characters.").format(n=LONGEST_NAME))
        if name in {tr(view.name) for view in SHIPPED}:
            raise InvalidInput(tr("“{name}” comes with the program: choose another name.").format(name=name))
