"""Why an item or a review does not become a row: each reason once, with what it means."""

from __future__ import annotations

from typing import Final

NOT_RESOLVED: Final = "not resolved"
FILTERED: Final = "does not match the filter"
GOLD: Final = "gold item"
CONTROL: Final = "control item"
CALIBRATION: Final = "calibration item"
OTHER_ENVIRONMENT: Final = "other environment"
BRIDGES_SPLITS: Final = "bridges two splits"
NOT_FIRST_ROUND: Final = "not a first-round review"
NO_VERDICT: Final = "no verdict"
NO_PROMPT: Final = "no prompt"
NOT_TEXT: Final = "prompt holds more than text"
TOOL_CALLS: Final = "tool calls in the prompt"
TOOL_IDS: Final = "tool call without an id"
ROLES: Final = "roles do not alternate"
SEVERAL_TURNS: Final = "several turns do not fit the standard shape"
UNSETTLED: Final = "correction not settled"
NO_CORRECTION: Final = "no correction"
SAME_CORRECTION: Final = "correction identical to the response"
EMPTY_CORRECTION: Final = "correction is empty"
BREAKS_PATTERN: Final = "correction breaks a policy"
KEEPS_QUOTE: Final = "correction keeps what was flagged"
PERSONAL_CORRECTION: Final = "personal data in the correction"
DEAD_CITATION: Final = "correction cites a passage that is not there"
ONE_PERSON: Final = "correction needs a second person"
APPROVED: Final = "approved response is not a target"
EMPTY_RESPONSE: Final = "response is empty"
NO_WINNER: Final = "comparison without a winner"
SAME_RESPONSES: Final = "compared responses are identical"
COMPARISON: Final = "comparison, not a single response"
NEITHER: Final = "verdict is neither accept nor reject"
NO_SPAN: Final = "no span marked"
MISPLACED_SPAN: Final = "span does not equal its quote"
OTHER_CHOICES: Final = "judged under other choices"
PERSONAL_DATA: Final = "personal data"
UNRATED: Final = "not rated"
NOT_COMPARED: Final = "single response, not a comparison"
OTHER_CLASS: Final = "verdict is not among the classes"
NO_TAXONOMY: Final = "no taxonomy"
OUTSIDE_TAXONOMY: Final = "policy outside the taxonomy"
POLICIES_OPEN: Final = "broken policies unknown"
NO_CLAIM: Final = "no claim linked"
NOT_EXPECTED: Final = "neither gold nor adjudicated"
UNWRITABLE: Final = "cannot be written"

REASONS: Final[dict[str, str]] = {
    NOT_RESOLVED: "The item waits for reviews or for adjudication.",
    FILTERED: "The recipe or the export asked for other items.",
    GOLD: "Its answer is known beforehand and serves to check reviewers, so it must stay unseen.",
    CONTROL: "It was not flagged but drawn at random to measure misses, so it must stay unseen.",
    CALIBRATION: "Several people judge it in a calibration round, to see whether they judge alike, and talk about it.",
    OTHER_ENVIRONMENT: "The item comes from another environment than the project's.",
    BRIDGES_SPLITS: "It is a near copy of rows in two splits of earlier versions, which keep their splits.",
    NOT_FIRST_ROUND: "The review repeats an earlier one for consistency or calibration.",
    NO_VERDICT: "The reviewer skipped or escalated the item.",
    NO_PROMPT: "The source did not send what the model was asked.",
    NOT_TEXT: "The model was also sent pictures, sound, files or other parts, which a row cannot hold.",
    TOOL_CALLS: "The conversation calls tools, and the recipe does not say `tool_calls = true`.",
    TOOL_IDS: "OpenAI's form ties each result of a tool to its call by an id, which the source did not send.",
    ROLES: "The prompt does not alternate between user and assistant up to the user's last turn.",
    SEVERAL_TURNS: "Plain text has no turns; the conversational shape keeps them.",
    UNSETTLED: "Reviewers corrected the response differently, and nobody has adjudicated.",
    NO_CORRECTION: "Nobody wrote the response as it should have been.",
    SAME_CORRECTION: "The correction says the same as the response, apart from blanks and characters nobody sees.",
    EMPTY_CORRECTION: "The correction has no text.",
    BREAKS_PATTERN: "A pattern of a policy in the taxonomy is found in the correction.",
    KEEPS_QUOTE: "What a confirmed policy hit quotes from the response stands unchanged in the correction.",
    PERSONAL_CORRECTION: "The correction keeps personal data that was flagged, or has some that the item has not.",
    DEAD_CITATION: "The correction cites by number or id a passage that is not among the item's evidence.",
    ONE_PERSON: "A confirmed hit is severe: somebody else than its author has to adopt the correction.",
    APPROVED: "The recipe takes corrections only; `approved_as_target = true` takes approved responses too.",
    EMPTY_RESPONSE: "The response has no text.",
    NO_WINNER: "No response was found better than another.",
    SAME_RESPONSES: "The better and the worse response have the same text.",
    COMPARISON: "The item compares several responses, and this task needs one.",
    NEITHER: "The response was to be corrected; `corrected_as_undesirable = true` counts it as undesirable.",
    NO_SPAN: "The response was not accepted but nothing is marked in it, so its labels are unknown.",
    MISPLACED_SPAN: "A span could not be placed in the response.",
    OTHER_CHOICES: "A review gives a verdict, label or answer that the project no longer offers.",
    PERSONAL_DATA: "The recipe asks for no personal data, and no placeholder could stand for all that is in it.",
    UNRATED: "One of the ratings was not given, or the reviewers do not agree on it.",
    NOT_COMPARED: "The item has one response, and this task compares several.",
    OTHER_CLASS: "The label is not one of the recipe's `classes`, for example a verdict of an older project.",
    NO_TAXONOMY: "The project names no taxonomy, whose policies would be the categories.",
    OUTSIDE_TAXONOMY: "A broken policy is not in the project's taxonomy, so it has no code.",
    POLICIES_OPEN: "A hit is unsure or not judged, or nobody looked for broken policies.",
    NO_CLAIM: "The reviewers tied no claim of the response to a passage, or not the same one.",
    NOT_EXPECTED: "Its verdict is what reviewers said, which nobody has settled or known beforehand.",
    UNWRITABLE: "The row holds something that the format cannot hold; the item has to be looked at.",
}

UNSEEN: Final = frozenset({GOLD, CONTROL, CALIBRATION})
ALWAYS: Final = UNSEEN | {FILTERED, OTHER_ENVIRONMENT, BRIDGES_SPLITS, PERSONAL_DATA, UNWRITABLE}
OF_RESOLUTIONS: Final = frozenset({NOT_RESOLVED})
OF_REVIEWS: Final = frozenset({NOT_FIRST_ROUND, NO_VERDICT})


class LeftOut(Exception):
    """Raised while rows are made: this case becomes no row, for this reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
