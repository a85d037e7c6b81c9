"""What the pages of the quality room show beside agreement: detectors, people, groups, weeks and the queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from reviewer.domain.projects import Project
from reviewer.ui.language import later, tr

from .quality_state import Figure

if TYPE_CHECKING:
    from reviewer.services.quality.detectors import DetectorReport, Key
    from reviewer.services.quality.drifting import DriftReport
    from reviewer.services.quality.judges import JudgeReport
    from reviewer.services.quality.people import Scorecard
    from reviewer.services.quality.queueing import QueueReport
    from reviewer.stats.detectors import WhatIf
    from reviewer.stats.results import Undefined
    from reviewer.stats.slices import Slice

T = TypeVar("T")
Page = Literal["agreement", "detectors", "people", "groups", "weeks", "load"]
PAGES: tuple[tuple[Page, str], ...] = (
    ("agreement", later("Agreement")),
    ("detectors", later("Detectors")),
    ("people", later("People")),
    ("groups", later("Groups")),
    ("weeks", later("Weeks")),
    ("load", later("Queue")),
)
PERIODS: tuple[tuple[int, str], ...] = (
    (0, later("All time")),
    (7, later("Last 7 days")),
    (30, later("Last 30 days")),
    (90, later("Last 90 days")),
)
"""How many days back the figures reach, 0 standing for all; an item is as old as its first review."""

Part = Literal["detectors", "suggestions", "judges", "what_if", "people", "slices", "drift", "queue"]
PARTS: tuple[Part, ...] = get_args(Part)
NEEDED: Mapping[Page, tuple[Part, ...]] = {
    "agreement": ("detectors",),
    "detectors": ("detectors", "judges"),
    "people": ("people",),
    "groups": ("slices",),
    "weeks": ("drift",),
    "load": ("queue",),
}
"""What each page needs to be computed; suggestions and thresholds follow from the detectors."""

SLICED: tuple[tuple[str, str], ...] = (
    ("language", later("language")),
    ("model", later("model")),
    ("policy", later("policy")),
    ("detector", later("detector")),
    ("tenant", later("tenant")),
    ("source", later("source")),
)
MEASURED: tuple[tuple[str, str], ...] = (
    ("rejected", later("rejected items")),
    ("false_alarms", later("false alarms")),
    ("misses", later("missed violations")),
)


@dataclass(frozen=True)
class Limits:
    """From which difference on a comparison of weeks raises an alert."""

    psi: float = 0.1
    ks: float = 0.1
    share: float = 0.05


@dataclass(frozen=True)
class Asked:
    """What is asked of the queue: other arrivals and another capacity in percent, and another overlap."""

    arrivals: int = 100
    capacity: int = 100
    overlap: int = 0
    """0 stands for the overlap of the project."""


@dataclass(frozen=True)
class Acknowledged:
    """Who has seen an alert, when, and what they noted."""

    name: str
    by: str
    at: datetime
    note: str


@dataclass(frozen=True)
class FiguresState:
    """Everything that these pages show."""

    project: Project
    page: Page = "agreement"
    days: int = 0
    policy: str = ""
    policies: tuple[tuple[str, str], ...] = ()
    detectors: tuple[DetectorReport, ...] = ()
    suggestions: Mapping[Key, WhatIf | Undefined] = field(default_factory=dict)
    judges: tuple[JudgeReport, ...] = ()
    chosen: Key | None = None
    what_if: WhatIf | Undefined | None = None
    outputs_per_day: float = 1000.0
    cost_ratio: float = 1.0
    cards: tuple[Scorecard, ...] = ()
    own_only: bool = False
    """Whether only the own scorecard may be seen."""
    card: str | None = None
    names_shown: bool = False
    by: str = "language"
    measure: str = "rejected"
    slices: tuple[Slice, ...] = ()
    drift: DriftReport | None = None
    limits: Limits = Limits()
    acknowledged: Mapping[str, Acknowledged] = field(default_factory=dict)
    may_acknowledge: bool = False
    queue: QueueReport | None = None
    changed_queue: QueueReport | None = None
    asked: Asked = Asked()
    figures: Mapping[Part, Figure] = field(default_factory=dict)
    problem: tuple[int, str] = (0, "")
    said: tuple[int, str] = (0, "")

    def figure(self, part: Part) -> Figure:
        """Return how far a part is."""
        return self.figures.get(part, Figure("loading"))

    @property
    def detector(self) -> DetectorReport | None:
        """The detector that was chosen, else the first."""
        known = {key_of(one): one for one in self.detectors}
        return known.get(self.chosen) if self.chosen in known else next(iter(self.detectors), None)

    @property
    def busy(self) -> bool:
        """Whether something of the page on screen is still computed."""
        return any(self.figure(part).phase == "loading" for part in NEEDED[self.page])

    def policy_title(self, policy: str) -> str:
        """Return a policy as people know it."""
        return dict(self.policies).get(policy, policy)


def key_of(report: DetectorReport) -> Key:
    """Return by what a detector is told from others."""
    return report.policy, report.detector, report.version


def share_text(value: float | None) -> str:
    """Return a share in percent, or the word for having none."""
    return tr("undefined") if value is None else f"{value * 100:.1f} %"


def reason_of(note: str | None) -> str:
    """Return why a figure is missing, as it stands behind the word undefined."""
    return (note or "").removeprefix("undefined: ")


def defined(found: T | Undefined | None) -> T | None:
    """Return a figure where there is one."""
    from reviewer.stats.results import Undefined  # NumPy comes with it, and is here once there is a figure

    return None if isinstance(found, Undefined) else found


def why_undefined(found: object) -> str:
    """Return why there is no figure."""
    return str(getattr(found, "reason", ""))
