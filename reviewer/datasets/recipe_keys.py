"""What each key of a recipe says, one sentence each, for the manual."""

from __future__ import annotations

from typing import Final

KEYS: Final[dict[str, str]] = {
    "name": "The name of the recipe and of its file.",
    "title": "What the datasets room and the card call it.",
    "description": "What the rows are, for the card.",
    "intended_use": "What the rows are meant for and what not, for the card.",
    "task": "Which kind of rows: one of the table above.",
    "source": "`resolutions`, what an item was settled to; or `reviews`, each review by itself.",
    "evidence": "Put the passages into a `system` message, or before the `user`'s last words.",
    "approved_as_target": "Approved responses are targets too.",
    "corrected_as_undesirable": "A response that had to be corrected counts as undesirable.",
    "tool_calls": "Keep conversations with tool calls; every message then has the fields of a call.",
    "shape": "Lists of messages or plain text. In `sft`, `messages` and `text` hold prompt and answer in one; "
    "in `dpo` and `kto`, `messages` is Axolotl's form.",
    "implicit": "Pairs without a column `prompt`: both responses are the whole conversation.",
    "style": "Which form of the task's rows: see the table above; the first is the usual one.",
    "ratings": "The rating questions that become columns; without it all of the project.",
    "classes": "The labels in the order of their numbers; without it the verdicts of the project.",
    "where": "A filter such as `verdict == 'reject' and language == 'en'`; `--where` narrows it further.",
    "split": "Shares of train, validation and test; `evaluation` has `[0, 0, 1]` and nothing else.",
    "seed": "With the group it decides the split.",
    "group_by": "`conversation`, `user`, `document`, `template`, `prompt`, `item`, or any key of the metadata.",
    "near_copies": "Groups with near copies of each other share a split.",
    "redaction": "Personal data stays (`off`), gives way to `placeholders`, or its rows are left out (`drop`).",
    "max_tokens": "Rows that are longer by estimate are a warning.",
    "checks": "Checks that otherwise only warn and that must hold here, such as `personal_data` or `tokens`.",
    "spreadsheet": "CSV for people: what a spreadsheet would run as a formula is escaped, which changes the data.",
    "formats": "Which formats may be asked for.",
    "excludes": "What the recipe leaves out, for the reader: each word is checked against the task.",
    "columns": "A table of your own words for the columns, for the card.",
}
