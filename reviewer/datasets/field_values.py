"""Which values the fields of a filter have, so that a person can choose among what there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, Literal

from reviewer.datasets.cases import WHERE_FIELDS, Case, CaseView, Record, Setting
from reviewer.domain.errors import Cancelled

Scalar = str | int | float | bool
Values = Mapping[str, tuple[tuple[Scalar, int], ...]]
"""For each field its values with the number of cases that have them, the most frequent first."""

MOST_VALUES: Final = 200
_MOST_COUNTED: Final = 5_000
_TOLD_EVERY: Final = 2_000
_IN_WORDS = ("item_id", "prompt", "response", "flagged_at", "decided_at", "agreement")
_READ = tuple(name for name in WHERE_FIELDS if name not in _IN_WORDS and not name.endswith(".*"))
_BELOW = ("metadata", "answers")


def field_values(
    records: Iterable[Record],
    source: Literal["resolutions", "reviews"],
    setting: Setting,
    *,
    cancelled: Callable[[], bool] | None = None,
    so_far: Callable[[Values], None] | None = None,
) -> Values:
    """Return the values of the fields among the cases that a recipe with this source reads.

    Gold, control and calibration items do not train, so they are not counted here.
    """
    found: dict[str, Counter[Scalar]] = {}
    for number, record in enumerate(records, start=1):
        if number % 100 == 0 and cancelled is not None and cancelled():
            raise Cancelled("Looking for values was cancelled.")
        if record.item.gold is None and not record.item.control and not record.calibrated:
            for case in _cases(record, source, setting):
                for name, value in _scalars(case):
                    _count(found.setdefault(name, Counter()), value)
        if so_far is not None and number % _TOLD_EVERY == 0:
            so_far(_ranked(found))
    return _ranked(found)


def _cases(record: Record, source: str, setting: Setting) -> Iterator[Case]:
    item, resolution, project = record.item, record.resolution, setting.project
    if source == "resolutions":
        if resolution is not None:
            yield Case(item, resolution, tuple(one for one in record.reviews if one.is_judgement), project, "", ())
        return
    for review in record.reviews:
        if review.round == "first" and review.is_judgement:
            yield Case(item, None, (review,), project, "", ())


def _scalars(case: Case) -> Iterator[tuple[str, Scalar]]:
    view = CaseView(case)
    for name in _READ:
        for value in _each(getattr(view, name)):
            yield name, value
    for holder in _BELOW:
        for key, inner in dict(getattr(view, holder)).items():
            if key.isidentifier() and key not in _READ:
                for value in _each(inner):
                    yield f"{holder}.{key}", value


def _each(value: Any) -> Iterator[Scalar]:
    """Yield a value, or the values of a list; what has no one word for it cannot be chosen."""
    for one in value if isinstance(value, list | tuple) else (value,):
        if isinstance(one, Scalar) and one != "":
            yield one


def _count(counter: Counter[Scalar], value: Scalar) -> None:
    if value in counter or len(counter) < _MOST_COUNTED:
        counter[value] += 1


def _ranked(found: Mapping[str, Counter[Scalar]]) -> Values:
    return {
        name: tuple(sorted(counter.items(), key=lambda pair: (-pair[1], str(pair[0])))[:MOST_VALUES])
        for name, counter in sorted(found.items())
    }
