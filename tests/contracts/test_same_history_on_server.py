"""The same reviews, withdrawals and decisions lead to the same place in a file and on a server, step by step."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.domain.errors import ReviewerError
from reviewer.domain.items import Item
from reviewer.domain.projects import Project
from reviewer.domain.resolutions import Resolution
from reviewer.domain.reviews import Review
from reviewer.store.engine import read
from reviewer.store.file_store import FileStore
from reviewer.store.items import get_record
from reviewer.store.new_rows import NewRow, new_row
from reviewer.store.postgres import item_calls, review_calls
from reviewer.store.postgres.server import Server
from reviewer.store.resolutions import find_resolution
from reviewer.store.reviews import all_reviews
from tests.factories import workspace
from tests.postgres import Database

NAMES = ("ana", "ben", "zoe")
IDS = ("1", "2", "g")
TEXT = "Die Lampe 💡 hält zwei Jahre."
_numbers = itertools.count(1)


class Step(NamedTuple):
    """One thing that somebody does; what it is about is chosen by numbers, among what is there by then."""

    deed: str
    who: str
    item_id: str
    choice: int
    fields: dict[str, Any]


class Pair:
    """One project in a file and the same one on a server."""

    def __init__(self, store: FileStore, servers: dict[str, Server]) -> None:
        self.store = store
        self.servers = servers
        self.project = Project(name="unused")
        self.ids = (0, 0)
        self.prefix = ""
        self.sent: list[Review] = []

    def start(self, project: Project) -> None:
        lead = self.servers["lead"]
        self.prefix = f"{next(_numbers)}-"
        self.project = project.model_copy(update={"name": self.prefix + project.name})
        self.sent = []
        here, _ = self.store.apply_project(self.project, None, "lead", 1)
        text = (self.project.name, self.project.canonical(), None, self.project.sha256())
        self.ids = (here.project_id, lead.call("apply_project", *text)[0].project)
        rows = [_row(name, self.project) for name in IDS]
        self.store.add_batch(self.ids[0], "test", rows, (), "lead", 1)
        item_calls.add_batch(lead, self.ids[1], "test", rows, ())

    def both(self, here: Callable[[], object], there: Callable[[], object]) -> None:
        assert _outcome(there) == _outcome(here)

    def bring(self, step: Step) -> None:
        number = len(self.sent) + 1
        known = {"submission_id": f"{self.prefix}{number}", "submitted_at": f"2026-01-01T00:00:{number % 60:02d}Z"}
        fields = {**known, "item_id": step.item_id, "source": "test", "reviewer": step.who, **step.fields}
        if step.choice % 3 == 0:
            mine = [old for old in self.sent if (old.reviewer, old.item_id) == (step.who, step.item_id)]
            fields["supersedes"] = mine[-1].submission_id if mine else None
        review = Review.model_validate(fields)
        self.sent.append(review)
        self.both(
            lambda: self.store.import_reviews(self.ids[0], self.project, [review], "lead", 1),
            lambda: review_calls.import_reviews(self.servers["lead"], self.ids[1], [review]),
        )

    def withdraw(self, step: Step) -> None:
        if self.sent:
            name = self.sent[step.choice % len(self.sent)].submission_id or ""
            self.both(
                lambda: self.store.withdraw(self.ids[0], self.project, name, step.who, 1)[0],
                lambda: review_calls.withdraw(self.servers[step.who], name)[0],
            )

    def settle(self, step: Step) -> None:
        about = [old.submission_id for old in self.sent if old.item_id == step.item_id]
        stored = [old.submission_id for old in self.reviews(self.store.engine, self.ids[0], step.item_id)]
        resolution = Resolution.model_validate(
            {
                "item_id": step.item_id,
                "source": "test",
                "verdict": "revise",
                "outcome": "correct",
                "method": "adjudicated",
                "decided_by": "lead",
                "correction_settled": step.choice % 2 == 0,
                "reviews": [name for name in about if name in stored],
            }
        )
        self.store.adjudicate(self.ids[0], resolution, step.item_id, "test", 1)
        review_calls.adjudicate(self.servers["lead"], self.ids[1], resolution, step.item_id, "test")

    def reviews(self, engine: Any, project_id: int, item_id: str) -> tuple[Review, ...]:
        with read(engine) as connection:
            return all_reviews(connection, get_record(connection, project_id, item_id, "test").number)

    def places(self, engine: Any, project_id: int) -> list[object]:
        """Return where each item stands, with its resolution and all revisions of its reviews."""
        found: list[object] = []
        with read(engine) as connection:
            for name in IDS:
                row = get_record(connection, project_id, name, "test")
                resolution = find_resolution(connection, row.number)
                found.append((name, row.state, row.needed, row.reviews, row.unsettled))
                found.append(resolution and resolution.model_copy(update={"decided_at": None}))
                found.append([(one, one.state) for one in all_reviews(connection, row.number)])
        return found

    def compare(self) -> None:
        assert self.places(self.servers["lead"].engine, self.ids[1]) == self.places(self.store.engine, self.ids[0])


def _row(name: str, project: Project) -> NewRow:
    gold = {"gold": {"verdict": "approve"}} if name == "g" else {}
    item = Item.model_validate({"id": name, "source": {"system": "test"}, "response": TEXT, **gold})
    return new_row(item, *item.canonical_and_sha256(), project)


def _outcome(deed: Callable[[], object]) -> object:
    try:
        return deed()
    except ReviewerError as error:
        return type(error), error.message


@pytest.fixture
def pair(database: Database, tmp_path: Path) -> Iterator[Pair]:
    with ExitStack() as opened:
        made = opened.enter_context(workspace(tmp_path))
        assert isinstance(made.store, FileStore)
        urls = {"lead": database.url("lead"), **{name: database.add(name) for name in NAMES}}
        servers = {name: Server(url) for name, url in urls.items()}
        for server in servers.values():
            opened.callback(server.close)
        yield Pair(made.store, servers)


verdicts = st.fixed_dictionaries(
    {"verdict": st.sampled_from(("approve", "approve", "revise", "reject"))},
    optional={
        "hits": st.just([{"hit": "h1", "judgement": "confirmed"}]) | st.just([{"hit": "h1", "judgement": "unsure"}]),
        "correction": st.sampled_from(("Zwei.", "Drei 💡.")).map(lambda text: {"text": text}),
        "spans": st.sampled_from((4, 5)).map(
            lambda start: [{"start": start, "end": 11, "text": TEXT[start:11], "label": "x"}]
        ),
    },
)
others: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    (*({"skip": {"kind": kind}} for kind in ("defer", "cannot_judge", "out_of_scope")), {"escalation": {}})
)
steps = st.builds(
    Step,
    st.sampled_from(("bring",) * 7 + ("withdraw", "withdraw", "settle")),
    st.sampled_from(NAMES),
    st.sampled_from(IDS),
    st.integers(0, 50),
    st.sampled_from((verdicts,) * 8 + (others,)).flatmap(lambda fields: fields),
)
projects = st.builds(
    lambda overlap, more, share, rule: Project(
        name="Prüfung", overlap=overlap, max_reviews=overlap + more, overlap_share=share, resolution=rule
    ),
    st.integers(1, 3),
    st.integers(0, 1),
    st.sampled_from((0.5, 1.0)),
    st.sampled_from(("unanimous", "majority", "weighted")),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40)
@given(project=projects, history=st.lists(steps, min_size=4, max_size=16))
def test_the_same_history_leads_to_the_same_place(pair: Pair, project: Project, history: Sequence[Step]) -> None:
    pair.start(project)
    for step in history:
        getattr(pair, step.deed)(step)
        pair.compare()


def test_a_difference_between_the_two_is_noticed(pair: Pair) -> None:
    pair.start(Project(name="P"))
    pair.bring(Step("bring", "ana", "1", 1, {"verdict": "approve"}))
    pair.compare()
    review_calls.withdraw(pair.servers["ana"], f"{pair.prefix}1")
    with pytest.raises(AssertionError):
        pair.compare()
