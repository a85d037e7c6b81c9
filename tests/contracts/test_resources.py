"""What is shipped: the demo queue and its reviews, project templates, taxonomies, palettes, icons."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
import uuid
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from reviewer.config.paths import shipped
from reviewer.domain.items import Item, PolicyHit, read_item
from reviewer.domain.policies import Taxonomy, read_taxonomy
from reviewer.domain.projects import Project, read_project
from reviewer.domain.resolutions import decide
from reviewer.domain.reviews import Review, place_in, read_review
from reviewer.ui.actions import ACTIONS, WINDOW

RESOURCES = shipped("resources/demo/items.jsonl").parent.parent
PROJECT_FILES = [RESOURCES / "demo/project.toml", *sorted((RESOURCES / "templates").glob("*.toml"))]
TAXONOMY_FILES = sorted((RESOURCES / "taxonomies").glob("*.toml"))
ICON_FILES = sorted((RESOURCES / "icons").glob("*.svg"))
ROOM_ICONS = {"review", "queue", "quality", "datasets", "audit", "settings"}
WINDOW_KEYS = {
    key.casefold()
    for action in ACTIONS
    if action.room in ("review", WINDOW) and not action.dynamic
    for key in action.keys
}
HIGHLIGHTS = ("hit_high", "hit_medium", "hit_low", "own_span", "claim", "citation", "evidence_match")
MEANINGS = ("accent", "good", "warn", "bad", "purple")
GROUNDS = ("window", "surface", "sunken", "hover")


def load_toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def load_lines(name: str) -> list[dict[str, Any]]:
    text = (RESOURCES / "demo" / name).read_bytes().decode("utf-8")
    assert text.endswith("\n")
    assert "\r" not in text
    return [json.loads(line) for line in text.removesuffix("\n").split("\n")]


@cache
def demo_items() -> dict[str, Item]:
    return {line["id"]: read_item(line)[0] for line in load_lines("items.jsonl")}


@cache
def demo_reviews() -> tuple[Review, ...]:
    return tuple(read_review(line) for line in load_lines("reviews.jsonl"))


@cache
def demo_project() -> Project:
    return read_project(load_toml(RESOURCES / "demo/project.toml"))


@cache
def taxonomies() -> dict[str, Taxonomy]:
    return {path.stem: read_taxonomy(load_toml(path)) for path in TAXONOMY_FILES}


def failing(item: Item) -> list[PolicyHit]:
    return [hit for hit in item.policy_hits if hit.outcome == "fail"]


def scripts(text: str) -> set[str]:
    return {unicodedata.name(char, "?").split(" ")[0] for char in text if char.isalpha()}


# --- the demo queue


def test_the_demo_queue_has_sixty_items_that_are_read_without_a_warning() -> None:
    lines = load_lines("items.jsonl")
    assert len(lines) == len({line["id"] for line in lines}) == 60
    for line in lines:
        item, warnings = read_item(line)
        assert not warnings, (item.id, warnings)


def test_every_span_of_the_demo_queue_equals_its_quote() -> None:
    for line in load_lines("items.jsonl"):
        item = demo_items()[line["id"]]
        for hit in line.get("policy_hits", []):
            text = item.target_text(hit["target"])
            for span in hit.get("spans", []):
                assert text is not None
                assert text[span["start"] : span["end"]] == span["text"] != ""


def test_a_citation_of_the_demo_queue_lies_in_its_response() -> None:
    cited = [(item, e.citation) for item in demo_items().values() for e in item.evidence if e.citation]
    assert len(cited) >= 3
    for item, citation in cited:
        assert re.fullmatch(r"\[\d\]", (item.response or "")[citation.start : citation.end])


def test_the_demo_queue_holds_every_kind_of_item_that_it_promises() -> None:
    items = list(demo_items().values())
    assert sum(item.gold is not None for item in items) == 4
    assert sum(item.control for item in items) == 6
    assert sum(len(item.responses) == 2 for item in items) == 2
    assert sum(item.suggestion is not None for item in items) >= 8
    assert any(not item.evidence for item in items)
    assert any(not item.conversation() for item in items)
    assert any(passage.text is None for item in items for passage in item.evidence)
    assert any(len(item.response or "") > 6000 for item in items)
    assert any(len(line) > 3500 for item in items for line in (item.response or "").split("\n"))
    assert any(unicodedata.category((item.response or " ")[0]) == "So" for item in items)
    assert any(m.role == "tool" for item in items for m in item.messages)
    assert any(m.tool_calls for item in items for m in item.messages)
    assert any(hit.outcome == "error" for item in items for hit in item.policy_hits)
    assert any(item.due_at for item in items)


def test_the_demo_queue_speaks_many_languages_in_their_own_scripts() -> None:
    items = demo_items().values()
    assert {"en", "de", "fr", "es", "ar", "he", "ja", "zh", "mul"} <= {i.metadata["language"] for i in items}
    seen = set().union(*(scripts(item.response or "") for item in items))
    assert {"LATIN", "ARABIC", "HEBREW", "HIRAGANA", "CJK"} <= seen


def test_the_demo_queue_holds_text_that_tries_to_deceive() -> None:
    text = "\n".join(item.response or "" for item in demo_items().values())
    assert "\u202e" in text
    assert "\u200b" in text
    assert "<script>" in text
    assert "<img src=" in text


def test_near_copies_and_conversations_come_in_groups() -> None:
    items = demo_items().values()
    conversations = Counter(item.metadata["conversation_id"] for item in items)
    assert sorted(conversations.values())[-2:] == [2, 3]
    sofas = [set((item.response or "").split()) for item in items if "Lagoon sofa" in (item.response or "")]
    assert len(sofas) == 3
    assert all(len(a & b) / len(a | b) > 0.8 for a in sofas for b in sofas)


def test_control_items_have_no_failing_hit_and_know_their_sampling_probability() -> None:
    for item in demo_items().values():
        if item.control:
            assert not failing(item)
            assert item.sampling_probability is not None
        else:
            assert item.gold or any(hit.outcome != "pass" for hit in item.policy_hits)


def test_the_five_detectors_are_listed_with_versions_thresholds_and_passes() -> None:
    detectors: dict[tuple[str | None, str | None], Counter[str]] = defaultdict(Counter)
    for item in demo_items().values():
        for hit in item.policy_hits:
            detectors[hit.detector, hit.detector_version][hit.outcome] += 1
            assert hit.threshold is not None
            better = hit.detector == "confidence-rule"
            assert hit.score_direction == ("higher_is_better" if better else "higher_is_worse")
            if hit.outcome in ("pass", "fail") and hit.score is not None:
                beyond = hit.score < hit.threshold if better else hit.score >= hit.threshold
                assert beyond == (hit.outcome == "fail"), (item.id, hit.id)
    expected = [("grounding-check", "2.1"), ("pii-scan", "1.4"), ("safety-7b", "2026-09"), ("shield", "0.9")]
    assert sorted(map(str, detectors)) == sorted(map(str, [*expected, ("confidence-rule", "1")]))
    assert all(count["fail"] and count["pass"] for count in detectors.values())


def test_every_policy_of_the_demo_queue_is_in_the_taxonomy_of_its_project() -> None:
    taxonomy = taxonomies()[demo_project().taxonomy or ""]
    used = {hit.policy for item in demo_items().values() for hit in item.policy_hits}
    used |= {missed.policy for review in demo_reviews() for missed in review.missed_hits}
    used |= {policy for review in demo_reviews() for policy in review.policies_checked}
    assert len(used) == 8
    assert all(taxonomy.find(policy) for policy in used)


def test_mail_addresses_and_links_of_the_demo_lead_nowhere() -> None:
    text = (RESOURCES / "demo/items.jsonl").read_text(encoding="utf-8")
    hosts = re.findall(r"(?:https?://|[\w.]+@)([\w-]+(?:\.[\w-]+)+)", text)
    assert hosts
    assert all(re.search(r"(^|\.)example\.(com|org|net)$", host) for host in hosts), hosts


# --- the reviews of the demo


def test_the_past_reviews_belong_to_items_and_nobody_judged_an_item_twice() -> None:
    reviews = demo_reviews()
    assert len(reviews) == 100
    assert {review.reviewer for review in reviews} == {"dana", "ilir", "mei"}
    assert len({(review.item_id, review.reviewer) for review in reviews}) == len(reviews)
    assert len({uuid.UUID(review.submission_id or "") for review in reviews}) == len(reviews)
    for review in reviews:
        assert review.source == demo_items()[review.item_id].source.system


def test_the_spans_and_passages_of_the_past_reviews_equal_their_quotes() -> None:
    for review in demo_reviews():
        item = demo_items()[review.item_id]
        assert place_in(review, item) == review, (review.item_id, review.reviewer)
        for passage in (p for claim in review.claims for p in claim.passages if p.text is not None):
            text = item.target_text(f"evidence:{passage.evidence}") or ""
            assert text[passage.start : passage.end] == passage.text
        for span in (s for missed in review.missed_hits for s in missed.spans):
            assert (item.response or "")[span.start : span.end] == span.text


def test_the_past_reviews_keep_to_the_rules_of_their_project() -> None:
    project = demo_project()
    labels = {label.id for label in project.span_labels}
    for review in demo_reviews():
        item = demo_items()[review.item_id]
        shown = {question.id: question for question in project.shown_questions(review.verdict, review.answers)}
        for question, answer in review.answers.items():
            assert shown[question].check(answer) == answer
        assert {span.label for span in review.spans} <= labels
        assert {hit.hit for hit in review.hits} <= {hit.id for hit in item.policy_hits if hit.outcome != "pass"}
        assert review.is_judgement == (project.find_verdict(review.verdict) is not None)
        assert review.comment or review.verdict not in project.reasons_required
        assert item.flagged_at is not None
        assert review.started_at is not None
        assert review.submitted_at is not None
        assert item.flagged_at < review.started_at
        assert 0 < (review.active_seconds or 0) <= (review.submitted_at - review.started_at).total_seconds() + 1


def test_the_past_reviews_show_every_kind_of_decision() -> None:
    reviews = demo_reviews()
    kinds = {review.skip.kind for review in reviews if review.skip}
    assert kinds == {"defer", "cannot_judge", "out_of_scope", "opt_out"}
    assert sum(review.escalation is not None for review in reviews) == 1
    assert {hit.judgement for r in reviews for hit in r.hits} == {"confirmed", "false_alarm", "unsure"}
    assert any(review.missed_hits for review in reviews)
    assert any(review.comparison for review in reviews)
    assert {"supports", "contradicts", "no_passage"} <= {c.relation for r in reviews for c in r.claims}


def test_the_demo_leaves_work_and_has_agreed_items_disagreements_and_corrections_to_train_on() -> None:
    by_item: dict[str, list[Review]] = defaultdict(list)
    for review in demo_reviews():
        by_item[review.item_id].append(review)
    project = demo_project()
    decisions = {id_: decide(demo_items()[id_], project, given, 2) for id_, given in by_item.items()}
    following = Counter(decision.next for decision in decisions.values())
    assert len(demo_items()) - len(by_item) >= 20
    assert following["resolve"] >= 25
    assert following["adjudicate"] >= 5
    assert following["extra_review"] >= 2
    settled = [d.resolution for d in decisions.values() if d.resolution and d.resolution.outcome == "correct"]
    assert sum(r.correction is not None for r in settled) >= 8
    assert any(not r.correction_settled for r in settled)


# --- projects and taxonomies


@pytest.mark.parametrize("path", PROJECT_FILES, ids=lambda path: path.stem)
def test_a_shipped_project_is_valid_and_takes_no_key_of_the_window(path: Path) -> None:
    project = read_project(load_toml(path))
    taken = [key.casefold() for key, _owner in project.keys()]  # noqa: SIM118 - a project is no dict
    assert WINDOW_KEYS.isdisjoint(taken)
    assert {verdict.outcome for verdict in project.verdicts} >= {"accept", "reject"}
    assert project.taxonomy is None or project.taxonomy in taxonomies()
    assert project.guideline is None or (path.parent / project.guideline).is_file()
    assert path.read_text(encoding="utf-8").startswith("# ")


def test_the_five_project_templates_are_there() -> None:
    names = {path.stem for path in PROJECT_FILES[1:]}
    assert names == {"default", "safety", "rag-grounding", "summaries", "comparison"}


def test_the_three_taxonomies_know_each_other_by_the_crosswalk() -> None:
    assert {name: len(taxonomy.policies) for name, taxonomy in taxonomies().items()} == {
        "ailuminate": 12,
        "llama-guard-3": 14,
        "support": 8,
    }
    known = {policy.id for taxonomy in taxonomies().values() for policy in taxonomy.policies}
    for name, taxonomy in taxonomies().items():
        assert taxonomy.id == name
        assert all(policy.id.startswith(f"{name}:") and policy.text for policy in taxonomy.policies)
        for row in taxonomy.crosswalk:
            assert row.from_ in known
            assert row.to is None or taxonomy.find(row.to)


def test_every_code_of_llama_guard_has_its_place_among_the_hazards() -> None:
    hazards = taxonomies()["ailuminate"]
    found = {n: hazards.find(f"llama-guard-3:S{n}") for n in range(1, 15)}
    assert found[7] is not None
    assert found[7].id == "ailuminate:privacy"
    assert [n for n, policy in found.items() if policy is None] == [14]


# --- looks


def tokens(name: str) -> dict[str, str]:
    return dict(load_toml(RESOURCES / f"palettes/{name}.toml")["tokens"])


def luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def text_pairs() -> list[tuple[str, str]]:
    pairs = [(text, ground) for text in ("text", "text_muted") for ground in GROUNDS]
    pairs += [("text", f"{name}_soft") for name in MEANINGS]
    pairs += [("text", name) for name in (*HIGHLIGHTS, "added", "removed", "search_match", "selection")]
    pairs += [("text", name) for name in ("matrix_low", "matrix_high", "chart_band")]
    pairs += [(f"on_{name}", name) for name in MEANINGS]
    pairs += [(f"{name}_text", ground) for name in MEANINGS for ground in (f"{name}_soft", "surface", "window")]
    return [*pairs, ("on_accent", "accent_hover"), ("text_muted", "accent_soft"), ("chart_axis", "surface")]


def line_pairs() -> list[tuple[str, str]]:
    pairs = [(name, ground) for name in (*MEANINGS, "focus", "border_strong") for ground in GROUNDS[:2]]
    pairs += [(f"{name}_line", ground) for name in HIGHLIGHTS for ground in (name, "surface")]
    pairs += [(f"chart_{n}", "surface") for n in range(1, 7)]
    return [*pairs, ("chart_threshold", "surface"), ("border_strong", "sunken"), ("text_disabled", "surface")]


def test_both_palettes_have_the_same_tokens_and_each_is_a_color() -> None:
    light, dark = tokens("light"), tokens("dark")
    assert list(light) == list(dark)
    assert all(re.fullmatch(r"#[0-9a-f]{6}", color) for color in [*light.values(), *dark.values()])


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_can_be_read_and_lines_can_be_seen_on_their_ground(name: str) -> None:
    palette = tokens(name)
    faint = [pair for pair in text_pairs() if contrast(palette[pair[0]], palette[pair[1]]) < 4.5]
    faint += [pair for pair in line_pairs() if contrast(palette[pair[0]], palette[pair[1]]) < 3.0]
    assert not faint


@pytest.mark.parametrize("path", ICON_FILES, ids=lambda path: path.stem)
def test_an_icon_is_a_plain_drawing_that_takes_the_color_of_the_text(path: Path) -> None:
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    kinds = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()}
    assert kinds <= {"svg", "path", "circle", "rect"}
    if path.stem != "reviewer":
        assert root.get("viewBox") == "0 0 24 24"
        assert root.get("stroke") == "currentColor"


def test_every_room_has_an_icon_and_the_program_has_one_as_a_picture() -> None:
    assert {path.stem for path in ICON_FILES} >= {*ROOM_ICONS, "reviewer"}
    picture = (RESOURCES / "icons/reviewer-256.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20]) == int.from_bytes(picture[20:24]) == 256
