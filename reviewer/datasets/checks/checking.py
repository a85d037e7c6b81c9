"""All checks of one dataset, fed with each case as it passes; only counts and the first items stay in memory."""

from __future__ import annotations

from array import array

from reviewer.datasets.recipe import Recipe
from reviewer.datasets.rows import task_of
from reviewer.datasets.selection import Kept

from .balance import Groups, Labels
from .check import Check, Listed
from .content import Languages, Lengths, PersonalData
from .leaks import GroupKey, NearCopies, Questions
from .rows import OF_ALL, ROW_CHECKS
from .standing import Elsewhere, Standing


class Checking:
    """Looks at every row as it passes and keeps only counts, so that memory stays flat.

    `near_pairs` are the numbers of items that are near copies, two by two, where a recipe keeps those together;
    `elsewhere` tells where items stand besides.
    """

    def __init__(
        self, recipe: Recipe, near_pairs: array[int] | None = None, elsewhere: Elsewhere | None = None
    ) -> None:
        self._recipe, self._task = recipe, task_of(recipe)
        columns = self._task.columns(recipe)
        has_pairs = any(column.name == "chosen" for column in columns)  # a reward model may learn from ratings instead
        self._tests = (*(test for test in ROW_CHECKS[recipe.task] if has_pairs or test[0] != "pairs"), *OF_ALL)
        self._failed = {name: Listed() for name, _, _ in self._tests}
        self._unseen = Listed()
        self._has_labels = any(column.name == "label" and column.kind == "text" for column in columns)
        self._labels, self._groups, self._languages = Labels(), Groups(recipe), Languages()
        self._standing, self._key = Standing(recipe, near_pairs, elsewhere), GroupKey(recipe)
        self._copies, self._questions = NearCopies(near_pairs), Questions(recipe)
        self._lengths = Lengths(recipe, tuple(column.name for column in columns))
        self._personal = PersonalData(recipe)

    def look_at(self, kept: Kept) -> None:
        """Check the rows of one case."""
        item = kept.case.as_sent.item
        if kept.case.as_sent.is_kept_apart and not self._task.takes_gold:
            self._unseen.add(item.id)
        self._groups.add(kept.group, kept.split, len(kept.rows), item.id)
        number = kept.case.lineage and kept.case.lineage.item
        self._standing.add(number, kept.split, kept.own_group or kept.group)
        self._copies.add(number, kept.split, item.id)
        self._questions.add(item, kept.split)
        self._key.add(item)
        for row in kept.rows:
            if "label" in row:
                self._labels.add(str(row["label"]), item.id)
            for name, _, holds in self._tests:
                if not holds(row):
                    self._failed[name].add(item.id)
            self._lengths.add(row, item.id)
            self._languages.add(row.get("language"), item.id)
            self._personal.add(row, item.id)

    def results(self) -> tuple[Check, ...]:
        """Return every check with its outcome so far."""
        checks = [self._failed[name].check(name, title, "failed") for name, title, _ in self._tests]
        checks += [self._standing.none_in_two_splits(), *self._copies.checks()]
        if not self._task.takes_gold:
            checks.append(self._unseen.check("unseen", "no gold, control or calibration item is included", "failed"))
        checks += [self._personal.check(), self._groups.each_split_has_rows(), self._groups.sizes()]
        checks += [*self._standing.others(), *self._questions.check(), *self._key.check()]
        if self._recipe.task == "kto":
            checks.append(self._labels.kto_ratio())
        elif self._has_labels:
            checks.append(self._labels.balance())
        checks += [self._lengths.check(), self._languages.check()]
        return tuple(self._as_asked(check) for check in checks)

    def _as_asked(self, check: Check) -> Check:
        """Let a check that only warns stop the build where the recipe asks for it."""
        stops = check.state == "warning" and check.id in self._recipe.checks
        return check.model_copy(update={"state": "failed"}) if stops else check
