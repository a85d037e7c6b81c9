"""Checks of the finished rows, apart from the code that made them: what fails here is never written."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from reviewer.datasets.columns import Row
from reviewer.datasets.recipe import SPLITS, Recipe
from reviewer.datasets.rows.prompts import alternates
from reviewer.datasets.selection import Kept
from reviewer.domain.canonical import sha256_text
from reviewer.domain.model import Frozen

ITEMS_LISTED: Final = 100
_KTO_RATIO = 4.0
_LARGEST_LABEL = 0.9
_LARGEST_GROUP = 0.2
_FEW_ROWS = 20


class Check(Frozen):
    """One check: what it asserts, whether it holds, how many rows do not, and the items behind those."""

    id: str
    title: str
    state: Literal["ok", "warning", "failed"]
    count: int = 0
    says: str = ""
    items: tuple[str, ...] = ()


RowTest = Callable[[Row], bool]


def _texts_of(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [message["content"] for message in value]


def _has_text(value: Any) -> bool:
    return any(text.strip() for text in _texts_of(value))


def _pair_differs(row: Row) -> bool:
    chosen, rejected = row["chosen"], row["rejected"]
    return _has_text(chosen) and _has_text(rejected) and _texts_of(chosen) != _texts_of(rejected)


def _is_whole(row: Row) -> bool:
    return _has_text(row["prompt"]) and _has_text(row["completion"])


def _roles_fit(row: Row) -> bool:
    answers = [row[name] for name in ("completion", "chosen", "rejected") if name in row]
    if isinstance(row["prompt"], str):
        return all(isinstance(answer, str) for answer in answers)
    roles = [message["role"] for message in row["prompt"]]
    return alternates(roles) and all([m["role"] for m in answer] == ["assistant"] for answer in answers)


def _arguments_are_text(row: Row) -> bool:
    if isinstance(row["prompt"], str):
        return True
    calls = [call for message in row["prompt"] for call in message.get("tool_calls") or ()]
    return all(isinstance(call["function"]["arguments"], str) for call in calls)


def _spans_equal_quotes(row: Row) -> bool:
    text = row["text"]
    return all(text[span["start"] : span["end"]] == span["text"] != "" for span in row["labels"])


_PAIRS = ("pairs", "chosen and rejected differ and have text", _pair_differs)
_WHOLE = ("whole", "prompt and completion have text", _is_whole)
_ROLES = ("roles", "roles alternate and end with the user, the answer is the assistant's", _roles_fit)
_ARGUMENTS = ("arguments", "arguments of tool calls are text", _arguments_are_text)
_SPANS = ("spans", "every span equals its quote", _spans_equal_quotes)
ROW_CHECKS: Final[Mapping[str, tuple[tuple[str, str, RowTest], ...]]] = {
    "sft": (_WHOLE, _ROLES, _ARGUMENTS),
    "dpo": (_PAIRS, _ROLES, _ARGUMENTS),
    "kto": (_WHOLE, _ROLES, _ARGUMENTS),
    "classification": (),
    "spans": (_SPANS,),
    "reviews": (),
}


class Checking:
    """Looks at every row as it passes and keeps only counts, so that memory stays flat."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._tests = ROW_CHECKS[recipe.task]
        self._failed: dict[str, list[str]] = {name: [] for name, _, _ in self._tests}
        self._failures: Counter[str] = Counter()
        self._unseen: list[str] = []
        self._labels: Counter[str] = Counter()
        self._rows: Counter[str] = Counter()
        self._groups = {name: array("Q") for name in SPLITS}

    def look_at(self, kept: Kept) -> None:
        """Check the rows of one case."""
        item = kept.case.item
        if item.gold is not None or item.control:
            self._unseen.append(item.id)
        digest = int(sha256_text(kept.group)[:16], 16)
        for row in kept.rows:
            self._rows[kept.split] += 1
            self._groups[kept.split].append(digest)
            if "label" in row:
                self._labels[str(row["label"])] += 1
            for name, _, holds in self._tests:
                if not holds(row):
                    self._failures[name] += 1
                    if len(self._failed[name]) < ITEMS_LISTED:
                        self._failed[name].append(item.id)

    def results(self) -> tuple[Check, ...]:
        """Return every check with its outcome so far."""
        checks = [self._row_check(name, title) for name, title, _ in self._tests]
        checks.append(self._no_group_in_two_splits())
        unseen = tuple(self._unseen[:ITEMS_LISTED])
        state: Literal["ok", "failed"] = "failed" if unseen else "ok"
        title = "no gold or control item is included"
        checks.append(Check(id="unseen", title=title, state=state, count=len(self._unseen), items=unseen))
        checks.append(self._each_split_has_rows())
        checks.append(self._group_sizes())
        if self._recipe.task == "kto":
            checks.append(self._kto_ratio())
        if self._recipe.task == "classification":
            checks.append(self._label_balance())
        return tuple(checks)

    def _row_check(self, name: str, title: str) -> Check:
        count = self._failures[name]
        items = tuple(self._failed[name])
        return Check(id=name, title=title, state="failed" if count else "ok", count=count, items=items)

    def _no_group_in_two_splits(self) -> Check:
        import numpy as np

        seen = [np.unique(np.frombuffer(groups, dtype=np.uint64)) for groups in self._groups.values() if groups]
        total = sum(len(groups) for groups in seen)
        count = total - len(np.unique(np.concatenate(seen))) if seen else 0
        title = f"no {_noun(self._recipe.group_by)} is in two splits"
        return Check(id="groups", title=title, state="failed" if count else "ok", count=count)

    def _each_split_has_rows(self) -> Check:
        asked = [name for name, share in zip(SPLITS, self._recipe.split, strict=True) if share > 0]
        empty = [name for name in asked if not self._rows[name]]
        says = f"{', '.join(empty)} {'is' if len(empty) == 1 else 'are'} empty" if empty else ""
        state: Literal["ok", "warning"] = "warning" if empty else "ok"
        return Check(id="empty_splits", title="each split has rows", state=state, count=len(empty), says=says)

    def _group_sizes(self) -> Check:
        import numpy as np

        title = f"no {_noun(self._recipe.group_by)} has more than a fifth of the rows"
        total = sum(self._rows.values())
        counts = [
            np.unique(np.frombuffer(groups, dtype=np.uint64), return_counts=True)[1]
            for groups in self._groups.values()
            if groups
        ]
        largest = int(max((sizes.max() for sizes in counts), default=0))
        if total < _FEW_ROWS or largest <= total * _LARGEST_GROUP:
            return Check(id="group_size", title=title, state="ok")
        says = f"one has {largest} of {total}, so the splits are uneven"
        return Check(id="group_size", title=title, state="warning", count=largest, says=says)

    def _kto_ratio(self) -> Check:
        good, bad = self._labels["True"], self._labels["False"]
        uneven = min(good, bad) == 0 or max(good, bad) / min(good, bad) > _KTO_RATIO
        return Check(
            id="kto_ratio",
            title="desirable and undesirable responses are both there, at most 4 to 1",
            state="warning" if uneven else "ok",
            count=abs(good - bad) if uneven else 0,
            says=f"{good} desirable, {bad} undesirable",
        )

    def _label_balance(self) -> Check:
        common = self._labels.most_common()
        total = sum(self._labels.values())
        uneven = len(common) < 2 or common[0][1] > total * _LARGEST_LABEL
        return Check(
            id="balance",
            title="there are two labels or more, and none has over nine tenths",
            state="warning" if uneven else "ok",
            count=common[0][1] if uneven and common else 0,
            says=", ".join(f"{label} {count}" for label, count in sorted(common)),
        )


def _noun(group_by: str) -> str:
    words = {"conversation_id": "conversation", "user_id": "user", "prompt_template": "prompt template"}
    return words.get(group_by, group_by)
