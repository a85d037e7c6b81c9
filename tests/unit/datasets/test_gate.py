"""The gate before a correction trains: each rule with what it lets through."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from reviewer.datasets.cases import Record
from reviewer.datasets.reasons import (
    BREAKS_PATTERN,
    DEAD_CITATION,
    EMPTY_CORRECTION,
    KEEPS_QUOTE,
    ONE_PERSON,
    PERSONAL_CORRECTION,
    SAME_CORRECTION,
)
from reviewer.domain.policies import Policy, Taxonomy
from reviewer.domain.resolutions import adopt

from .making import PROJECT, SETTING, make_item, make_record, make_review, only_row, reason, shipped_recipe

SFT = shipped_recipe("sft")
RULES = Taxonomy(
    id="own",
    title="Own",
    policies=(
        Policy(id="own:promise", title="Promise", patterns=(r"(?i)guarantee[ds]?\b", r"for ever")),
        Policy(id="own:privacy", title="Personal data", severity="high"),
        Policy(id="own:tone", title="Tone", severity="low"),
    ),
)
RULED = replace(SETTING, rules=RULES)
RESPONSE = "We promise five years of free repairs. Write to ana@example.org."


def hit(policy: str = "own:tone", *quotes: str, response: str = RESPONSE, **fields: Any) -> dict[str, Any]:
    spans = [{"start": response.index(q), "end": response.index(q) + len(q), "text": q} for q in quotes]
    return {"id": "h1", "policy": policy, "spans": spans, **fields}


def corrected(
    text: str, *hits: dict[str, Any], judgement: str = "confirmed", reviewers: tuple[str, ...] = ("ana",), **fields: Any
) -> Record:
    """Return an item whose hits were all judged alike, with one correction that each of the reviewers wrote."""
    item = make_item(**{"response": RESPONSE, "policy_hits": list(hits), **fields})
    judged = [{"hit": each["id"], "judgement": judgement} for each in hits]
    return make_record(item, *(make_review(item, "revise", name, correction=text, hits=judged) for name in reviewers))


def passes(record: Record) -> bool:
    completion = only_row(SFT, record, RULED)["completion"]
    return bool(completion[0]["content"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", EMPTY_CORRECTION),
        (" \u200b\n", EMPTY_CORRECTION),
        (f"  {RESPONSE}\n", SAME_CORRECTION),
        (RESPONSE.replace(" ", "\u00a0"), SAME_CORRECTION),
        (RESPONSE.replace("We", "W\u200be"), SAME_CORRECTION),
    ],
)
def test_what_nobody_sees_is_no_change(text: str, why: str) -> None:
    assert reason(SFT, corrected(text), RULED) == why


def test_the_same_letters_composed_otherwise_are_no_change() -> None:
    assert reason(SFT, corrected("Cafe\u0301", response="Café"), RULED) == SAME_CORRECTION
    assert passes(corrected("Cafe", response="Café"))


def test_a_correction_that_a_pattern_of_a_policy_finds_does_not_train() -> None:
    assert reason(SFT, corrected("Repairs are Guaranteed."), RULED) == BREAKS_PATTERN
    assert passes(corrected("Repairs are free for two years."))
    assert only_row(SFT, corrected("Repairs are guaranteed."), SETTING)


def test_the_pattern_of_a_policy_that_was_a_false_alarm_does_not_count() -> None:
    record = corrected("Repairs are guaranteed.", hit("own:promise"), judgement="false_alarm")
    assert passes(record)
    assert reason(SFT, corrected("Repairs are guaranteed.", hit("own:promise")), RULED) == BREAKS_PATTERN


def test_what_a_confirmed_hit_quotes_may_not_stand_in_the_correction() -> None:
    quote = "five years of free repairs"
    kept = f"We offer {quote}, I think."
    assert reason(SFT, corrected(kept, hit("own:tone", quote)), RULED) == KEEPS_QUOTE
    assert passes(corrected(kept, hit("own:tone", quote), judgement="false_alarm"))
    assert passes(corrected("We offer two years of free repairs.", hit("own:tone", quote)))


@pytest.mark.parametrize("quote", ["five years", RESPONSE])
def test_a_word_or_two_or_the_whole_response_as_a_quote_tells_nothing(quote: str) -> None:
    assert passes(corrected(f"{RESPONSE} Not five years, though.", hit("own:tone", quote)))


def test_flagged_personal_data_may_not_come_back_in_any_spelling() -> None:
    flagged = hit("own:privacy", "ana@example.org", severity="low")
    assert reason(SFT, corrected("Write to ANA@example.org", flagged), RULED) == PERSONAL_CORRECTION
    assert reason(SFT, corrected("Write to ana@example.org", flagged), RULED) == KEEPS_QUOTE
    assert passes(corrected("Write to us.", flagged))
    assert passes(corrected("Please write to ana@example.org", hit("own:privacy", severity="low"), judgement="unsure"))


def test_a_hit_without_a_place_is_about_all_personal_data_of_the_response() -> None:
    placeless = hit("own:privacy", severity="low")
    assert reason(SFT, corrected("Please write to ana@example.org", placeless), RULED) == PERSONAL_CORRECTION


def test_a_correction_may_not_bring_in_personal_data_but_may_take_it_from_the_item() -> None:
    assert reason(SFT, corrected("Call Ben: +49 30 901820."), RULED) == PERSONAL_CORRECTION
    evidence = [{"id": "e1", "text": "Hotline: +49 30 901820."}]
    assert passes(corrected("Call the hotline: +49 30 901820.", evidence=evidence))


def test_a_correction_may_only_cite_what_is_there() -> None:
    evidence = [{"id": "e1", "text": "Two years."}, {"id": "e2", "text": "No refund."}]
    assert reason(SFT, corrected("Two years [3].", evidence=evidence), RULED) == DEAD_CITATION
    assert reason(SFT, corrected("Two years [e7].", evidence=evidence), RULED) == DEAD_CITATION
    assert reason(SFT, corrected("Two years 【1†source】."), RULED) == DEAD_CITATION
    for text in ("Two years [1][2].", "Two years [e1, e2].", "Use `a[7]` here.", "See [the law].", "In [2019]."):
        assert passes(corrected(text, evidence=evidence))


def test_passages_may_carry_numbers_of_their_own() -> None:
    titled = [{"id": "e1", "source": "[6] https://a.example"}, {"id": "e2", "title": "[8] Terms", "text": "Two years."}]
    assert passes(corrected("Two years [6][8].", evidence=titled))
    assert reason(SFT, corrected("Two years [6][9].", evidence=titled), RULED) == DEAD_CITATION


def test_numbers_of_a_longer_list_stand_where_the_response_cites_no_more_than_there_is() -> None:
    evidence = [{"id": "e1", "text": "Two years."}, {"id": "e2", "text": "No refund."}]
    known, invented = "Five years [3][5], in all cases.", "Five years [3][4][5], in all cases."
    assert passes(corrected("Two years [3][5].", response=known, evidence=evidence))
    assert reason(SFT, corrected("Two years [7].", response=known, evidence=evidence), RULED) == DEAD_CITATION
    assert reason(SFT, corrected("Two years [3].", response=invented, evidence=evidence), RULED) == DEAD_CITATION


@pytest.mark.parametrize("severity", ["high", "critical"])
def test_a_severe_correction_needs_somebody_besides_its_author(severity: str) -> None:
    severe = hit(severity=severity)
    assert reason(SFT, corrected("Two years.", severe), RULED) == ONE_PERSON
    assert passes(corrected("Two years.", severe, reviewers=("ana", "ben")))
    assert passes(corrected("Two years.", severe, judgement="false_alarm"))
    assert passes(corrected("Two years.", hit(severity="medium")))


def test_the_severity_of_the_policy_counts_where_the_hit_has_none() -> None:
    assert reason(SFT, corrected("Two years.", hit("own:privacy")), RULED) == ONE_PERSON
    assert passes(corrected("Two years.", hit("own:privacy", severity="low")))


def test_a_reviewer_who_agreed_but_wrote_nothing_has_not_seen_the_correction() -> None:
    item = make_item(response=RESPONSE, policy_hits=[hit(severity="high")])
    judged = [{"hit": "h1", "judgement": "confirmed"}]
    author = make_review(item, "revise", "ana", correction="Two years.", hits=judged)
    record = make_record(item, author, make_review(item, "revise", "ben", hits=judged))
    assert reason(SFT, record, RULED) == ONE_PERSON


@pytest.mark.parametrize(("lead", "trains"), [("lea", True), ("ana", False)])
def test_who_adopts_it_is_a_second_person_unless_they_wrote_it(lead: str, trains: bool) -> None:
    item = make_item(response=RESPONSE, policy_hits=[hit(severity="high")])
    review = make_review(item, "revise", "ana", correction="Two years.", hits=[{"hit": "h1", "judgement": "confirmed"}])
    record = Record(item, adopt(item, PROJECT, review, [review], lead, "right"), (review,))
    assert passes(record) if trains else reason(SFT, record, RULED) == ONE_PERSON


def test_pairs_go_through_the_same_gate() -> None:
    assert reason(shipped_recipe("dpo"), corrected("It is guaranteed."), RULED) == BREAKS_PATTERN


def test_what_nobody_corrected_is_not_held_up() -> None:
    item = make_item(response="Guaranteed for ever.", policy_hits=[hit("own:promise", response="")])
    record = make_record(item, make_review(item, "approve"))
    assert only_row(SFT.changed(approved_as_target=True), record, RULED)["target"] == "approved response"


def test_a_long_text_full_of_hidden_characters_is_compared_in_the_time_that_reading_it_takes() -> None:
    shown = "word " * 10_000
    hidden = shown.replace("o", "o\u200b")
    started = time.process_time()
    assert reason(SFT, corrected(hidden, response=shown), RULED) == SAME_CORRECTION
    assert time.process_time() - started < 5  # some tenths of a second; looking at all pairs takes minutes
