"""The transparency report: one HTML file that needs nothing beside it, with small groups suppressed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reviewer.config.crash_reports import program_version
from reviewer.config.paths import shipped
from reviewer.domain.projects import Project
from reviewer.store.engine import read
from reviewer.store.facts import stream_facts
from reviewer.store.projects import list_versions
from reviewer.store.times import from_micros

from . import pictures
from .detectors import DetectorBook, DetectorCollector
from .people import Overturns
from .slicing import MEASURES, Measure, Tally

if TYPE_CHECKING:
    from reviewer.services.workspace import Workspace
    from reviewer.stats import AgreementReport

    from .detectors import DetectorReport
    from .queueing import QueueReport

SLICED: tuple[tuple[str, Measure], ...] = (
    ("language", "rejected"),
    ("model", "rejected"),
    ("language", "false_alarms"),
)
LIMITS = (
    "Items come from flagged outputs and a random sample; neither says anything about outputs that were never logged.",
    "Agreement says that people judge alike, not that they are right.",
    "Reviewers have a culture, a language and tired hours; nothing here measures what all of them overlook.",
    "Groups are told apart by what the source wrote about an output, which may be wrong or missing.",
)


def transparency_report(workspace: Workspace, *, seed: int = 0) -> str:
    """Return the report as HTML."""
    import jinja2

    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=True)
    environment.filters.update(figure=figure, interval=interval, figure_of=lambda found: percent(found.value))
    return environment.from_string(shipped("resources/reports/transparency.html").read_text("utf-8")).render(
        **gather(workspace, seed=seed)
    )


def gather(workspace: Workspace, *, seed: int = 0) -> dict[str, Any]:
    """Return everything that the report says, by the names of its template."""
    from reviewer.stats.slices import SMALLEST_GROUP

    quality, project = workspace.quality, workspace.project
    agreement, queue, judged = workspace.agreement.compute(seed=seed), quality.queue(), _Judged(project)
    judged.read(workspace)
    detectors = DetectorBook(judged.detectors.found()).reports(seed=seed)
    weeks = _weeks(workspace, seed)
    return {
        "project": project,
        "project_version": workspace.project_version,
        "program_version": program_version(),
        "written_at": workspace.clock().strftime("%Y-%m-%d %H:%M UTC"),
        "tiles": _tiles(agreement, detectors, queue),
        "agreement": agreement,
        "notes": _without_names(agreement),
        "coefficients": _coefficients(agreement),
        "weeks": weeks,
        "course": _course(weeks),
        "detectors": detectors,
        "slices": [_slice(by, measure, found) for (by, measure), found in judged.groups.items()],
        "smallest": SMALLEST_GROUP,
        "queue": queue,
        "forecast": _forecast(queue),
        "volumes": _volumes(queue),
        "overturned": _overturned(judged.overturns),
        "versions": _versions(workspace),
        "limits": [*LIMITS, *_open_questions(detectors)],
    }


class _Judged:
    """What the report says of judged items, all from one reading of them."""

    def __init__(self, project: Project) -> None:
        self.detectors = DetectorCollector(project)
        self.groups = {(by, measure): Tally(by, measure, project) for by, measure in SLICED}
        self.overturns = Overturns(project)

    def read(self, workspace: Workspace) -> None:
        """Read every judged item once."""
        collectors: list[DetectorCollector | Overturns | Tally] = [self.detectors, self.overturns]
        collectors += self.groups.values()
        with read(workspace.engine) as connection:
            for fact in stream_facts(connection, workspace.project_id):
                for collector in collectors:
                    collector.add(fact)


def _tiles(
    agreement: AgreementReport, detectors: Iterable[DetectorReport], queue: QueueReport
) -> list[tuple[str, str, str]]:
    alpha = agreement.coefficients["krippendorff_alpha"]
    precise = [found.quality.precision for found in detectors]
    judged, confirmed = sum(part.items for part in precise), sum(part.hits for part in precise)
    return [
        ("Krippendorff's alpha", figure(alpha.value), f"{interval(alpha)} n = {alpha.items:,}"),
        ("Reviews", f"{agreement.reviews:,}", f"of {agreement.items:,} items"),
        ("Hits confirmed", percent(confirmed / judged if judged else None), f"n = {judged:,}"),
        ("Waiting", f"{queue.waiting.items:,}", "items"),
    ]


def _coefficients(agreement: AgreementReport) -> list[tuple[str, str, Any]]:
    from reviewer.stats import STATISTICS

    return [(s.title, s.definition, agreement.coefficients[s.id]) for s in STATISTICS if s.id in agreement.coefficients]


def _without_names(agreement: AgreementReport) -> list[str]:
    """Return the notes that name no reviewer."""
    names = {name for pair in agreement.pairs for name in (pair.a, pair.b)}
    return [note for note in agreement.notes if not any(name in note for name in names)]


def _weeks(workspace: Workspace, seed: int) -> list[pictures.Band]:
    weeks = workspace.agreement.over_time(seed=seed)
    return [
        (at.strftime("%G-W%V"), found.value, found.low, found.high)
        for at, found in sorted(weeks.items())
        if found.value is not None
    ]


def _course(points: list[pictures.Band]) -> Any:
    from markupsafe import Markup

    if len(points) < 2:
        return ""
    return Markup(pictures.course(points, "Krippendorff's alpha by week"))  # noqa: S704  made by an XML writer


def _volumes(queue: QueueReport) -> Any:
    from markupsafe import Markup

    if not any((*queue.arrivals, *queue.decisions)):
        return ""
    first = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=queue.first_day)
    names = [(first + timedelta(days=day)).strftime("%d %b") for day in range(len(queue.arrivals))]
    drawn = pictures.bars(names, queue.arrivals, queue.decisions, "Reviews needed and reviews made, by day")
    return Markup(drawn)  # noqa: S704  made by an XML writer


def _slice(by: str, measure: Measure, found: Tally) -> tuple[str, str, Any]:
    from reviewer.stats.slices import slices

    title = {"rejected": "Rejections", "false_alarms": "False alarms"}[measure]
    return f"{title} by {by}", f"The rate of {MEASURES[measure]}.", slices(found.counts())


def _forecast(queue: QueueReport) -> str:
    from reviewer.stats.results import Undefined

    found = queue.forecast
    if isinstance(found, Undefined):
        return f"When the queue is empty cannot be said: {found.reason}."
    if found.days is None:
        return "At the pace of the last weeks the queue is not empty within a year."
    latest = "more than a year" if found.high is None else f"{found.high} days"
    return f"At the pace of the last weeks it is empty in {found.days} days, between {found.low} days and {latest}."


def _overturned(found: Overturns) -> Any:
    from reviewer.stats.proportions import share

    return share(found.overturned, found.settled, nothing="no item was settled by anybody but its reviewer")


def _versions(workspace: Workspace) -> list[Mapping[str, Any]]:
    with read(workspace.engine) as connection:
        found = list_versions(connection, workspace.project_id)
    return [
        {
            "version": stored.version,
            "guideline_version": stored.project.guideline_version,
            "applied_at": from_micros(applied_at).strftime("%Y-%m-%d %H:%M UTC"),
        }
        for stored, applied_at in found
    ]


def _open_questions(detectors: Iterable[DetectorReport]) -> list[str]:
    blind = [f"{one.policy} by {one.detector or 'unnamed'}" for one in detectors if one.quality.recall.value is None]
    if not blind:
        return []
    return [
        f"How much these detectors miss, for want of items that were judged blind: {', '.join(sorted(set(blind)))}."
    ]


def figure(value: float | None) -> str:
    """Return a figure with three decimals, or the word for having none."""
    return "undefined" if value is None else f"{value:.3f}"


def percent(value: float | None) -> str:
    """Return a share in percent, or the words for having none."""
    return "An undefined share" if value is None else f"{value:.1%}"


def interval(found: Any) -> str:
    """Return the ends of an interval, or why there is none."""
    if found.low is None or found.high is None:
        return found.note or "no interval"
    return f"[{found.low:.3f}, {found.high:.3f}]"
