"""The states of which pictures are taken."""

from __future__ import annotations

from tests.screenshots import around, deciding, reading, scripts
from tests.screenshots.stage import State

STATES: tuple[State, ...] = (
    reading.four_panes,
    reading.four_panes_in_use,
    reading.prompt_cards_open,
    reading.source_view,
    reading.rendered_view,
    reading.long_response,
    reading.everything_marked,
    reading.other_passage,
    reading.find_in_text,
    reading.comparison,
    reading.no_evidence,
    reading.no_hits,
    reading.content_not_captured,
    deciding.claim_link,
    deciding.claim_linked,
    deciding.near_copies,
    deciding.announced_copies,
    deciding.ranking,
    deciding.veiled,
    deciding.veil_half_open,
    deciding.softened,
    deciding.personal_data,
    deciding.personal_data_reason,
    deciding.missed_hit,
    deciding.looked_for,
    deciding.skip,
    deciding.escalate,
    deciding.guideline,
    deciding.after_submission,
    deciding.reason_missing,
    deciding.reveal,
    deciding.hits_after_the_verdict,
    around.queue_room,
    around.queue_search,
    around.queue_held,
    around.quality_room,
    around.adjudication,
    around.datasets_room,
    around.audit_room,
    around.settings_room,
    around.key_conflict,
    around.settings_search,
    around.palette,
    around.key_sheet,
    around.welcome,
    around.finished_queue,
    around.empty_queue,
    around.lost_database,
    around.read_only_workspace,
    scripts.arabic,
    scripts.hebrew,
    scripts.japanese,
    scripts.chinese,
    scripts.devanagari,
    scripts.mixed_scripts,
    scripts.zalgo,
    scripts.hidden_characters,
    scripts.text_at_200_percent,
    scripts.queue_at_200_percent,
    scripts.settings_at_200_percent,
)


def name_of(state: State) -> str:
    """Return the name of a state as its pictures bear it."""
    return getattr(state, "__name__", "").replace("_", "-")
