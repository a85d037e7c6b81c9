"""The one table of actions; menus, shortcuts, palette, key sheet, key settings and manual come from it.

To add an action, write one row in ACTIONS and bind it in its room (`Room.bindings`) or in the window.
No Qt here: the terminal and the manual read this table too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from reviewer.domain.errors import InvalidInput

When = Literal["always", "no_text_focus", "text_undo_first"]
WINDOW = "window"
DIGITS = tuple("123456789")


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Action:
    """One thing that a person can do: its title, its keys, its menu and when it acts."""

    id: str
    title: str
    keys: tuple[str, ...]
    menu: str
    when: When = "always"
    role: Literal["", "quit", "preferences", "about"] = ""
    dynamic: bool = False
    mode: Literal["", "claim"] = ""
    """While a claim is linked the rows of that mode come first, so that their keys may be those of other rows."""

    @property
    def room(self) -> str:
        """The room in which it acts, or `window` when it acts everywhere."""
        prefix = self.id.partition(".")[0]
        return WINDOW if prefix in ("app", "go") else prefix


@dataclass(frozen=True)
class Binding:
    """What a room does for an action. A dynamic row has one binding for each slot."""

    action: str
    run: Callable[[], object]
    enabled: Callable[[], bool] = _always
    slot: str = ""
    keys: tuple[str, ...] | None = None
    title: str | None = None
    checked: Callable[[], bool] | None = None


def _letter(action_id: str, title: str, *keys: str, menu: str = "Review") -> Action:
    return Action(action_id, title, keys, menu, "no_text_focus")


def _claim(action_id: str, title: str, *keys: str) -> Action:
    return Action(action_id, title, keys, "Review", "no_text_focus", mode="claim")


ACTIONS: tuple[Action, ...] = (
    Action("app.new_workspace", "New workspace…", ("Ctrl+N",), "File"),
    Action("app.open_workspace", "Open workspace…", ("Ctrl+O",), "File"),
    Action("app.connect", "Connect to a team…", ("Ctrl+Shift+N",), "File"),
    Action("app.open_demo", "Open the demo queue", ("Ctrl+Shift+T",), "File"),
    Action("app.import_items", "Import flagged outputs…", ("Ctrl+I",), "File"),
    Action("app.change_person", "Who am I…", (), "File"),
    Action("app.quit", "Quit", ("Ctrl+Q",), "File", role="quit"),
    Action("app.settings", "Settings", ("Ctrl+,",), "Edit", role="preferences"),
    Action("app.palette", "Find an action", ("Ctrl+K",), "View"),
    Action("go.review", "Review room", ("Ctrl+1",), "View"),
    Action("go.queue", "Queue room", ("Ctrl+2",), "View"),
    Action("go.quality", "Quality room", ("Ctrl+3",), "View"),
    Action("go.datasets", "Datasets room", ("Ctrl+4",), "View"),
    Action("go.audit", "Audit room", ("Ctrl+5",), "View"),
    Action("go.settings", "Settings room", ("Ctrl+6",), "View"),
    Action("app.larger_text", "Larger text", ("Ctrl++", "Ctrl+="), "View"),
    Action("app.smaller_text", "Smaller text", ("Ctrl+-",), "View"),
    Action("app.toggle_dark", "Light or dark", ("Ctrl+Shift+D",), "View"),
    Action("app.soften", "Soft: greys and smaller type", ("B", "Ctrl+Shift+B"), "View"),
    Action("app.full_screen", "Full screen", ("F11",), "View"),
    Action("review.verdict", "Choose a verdict", DIGITS, "Review", "no_text_focus", dynamic=True),
    Action(
        "review.rating",
        "Rate",
        tuple(f"Shift+{digit}" for digit in DIGITS),
        "Review",
        "no_text_focus",
        dynamic=True,
    ),
    Action("review.span_label", "Label the selected text", (), "Review", "no_text_focus", dynamic=True),
    Action("review.compare", "Choose between the responses", (), "Review", "no_text_focus", dynamic=True),
    Action(
        "review.rank",
        "Put a response on the next place",
        tuple(f"Shift+{letter}" for letter in "ABCDEFGH"),
        "Review",
        "no_text_focus",
        dynamic=True,
    ),
    _letter("review.differences", "Mark where the responses differ", "H"),
    Action("review.submit", "Submit, next item", ("Ctrl+Return", "Ctrl+Enter", "Return", "Enter"), "Review"),
    Action("review.undo", "Undo the last submission", ("Ctrl+Z",), "Review", "text_undo_first"),
    _letter("review.recent", "Go to the last decisions, to show one again", "Shift+Z"),
    Action("review.send", "Send what waits on this machine", ("Ctrl+Shift+S",), "Review"),
    _letter("review.skip", "Skip…", "S"),
    _letter("review.escalate", "Escalate…", "F"),
    _letter("review.correct", "Write a correction", "E"),
    Action("review.restore", "Restore the original response", ("Ctrl+Shift+R",), "Review"),
    Action("review.take_suggestion", "Take the suggested correction", ("Ctrl+T",), "Review"),
    Action("review.cut", "Cut the selected text out of the correction", ("Ctrl+Shift+X",), "Review"),
    _letter("review.comment", "Write a comment", "T"),
    Action("review.phrases", "Put a phrase of the project into the comment", ("Ctrl+P",), "Review"),
    _letter("review.evidence_previous", "Previous passage", "["),
    _letter("review.evidence_next", "Next passage", "]"),
    _letter("review.hit_next", "Next policy hit", "J"),
    _letter("review.hit_previous", "Previous policy hit", "K"),
    _letter("review.hit_confirm", "Confirm the policy hit", "C"),
    _letter("review.hit_false_alarm", "Policy hit is a false alarm", "X"),
    _letter("review.hit_unsure", "Unsure about the policy hit", "U"),
    _letter("review.hit_missed", "Add a missed hit…", "M"),
    _letter("review.looked_for", "Tick the policies that you looked for", "Shift+M"),
    Action("review.near_copies", "Show the near copies of this item…", ("Ctrl+D",), "Review"),
    _letter("review.claim_link", "Link a claim to passages: the selected text, or the sentence at the cursor", "L"),
    _claim("review.claim_supports", "Claim: the chosen passages support it", "S"),
    _claim("review.claim_partial", "Claim: the chosen passages support it in part", "P"),
    _claim("review.claim_contradicts", "Claim: the chosen passages contradict it", "C"),
    _claim("review.claim_no_passage", "Claim: it stands in no passage", "N"),
    Action(
        "review.claim_keep",
        "Claim: keep the relation that the link had",
        ("Return", "Enter", "Ctrl+Return", "Ctrl+Enter"),
        "Review",
        mode="claim",
    ),
    Action(
        "review.claim_passage",
        "Claim: choose a passage, or take it back",
        DIGITS,
        "Review",
        "no_text_focus",
        dynamic=True,
        mode="claim",
    ),
    _letter("review.sentence", "Select the sentence at the cursor, then one more", "."),
    _letter("review.other_end", "Move the other end of the selection", ","),
    _letter("review.reveal", "What was kept back until your last verdict, or leave its change", "Shift+R"),
    _letter("review.unveil", "Open the next part of a veiled text", "Shift+O"),
    Action("review.unveil_all", "Open a veiled text as a whole", ("Ctrl+Shift+O",), "Review"),
    _letter("review.personal_data", "Show the personal data of this item…", "Shift+P"),
    Action("review.find", "Find in the text", ("Ctrl+F",), "Review"),
    Action("review.find_next", "Next place that was found", ("F3",), "Review"),
    Action("review.find_previous", "Previous place that was found", ("Shift+F3",), "Review"),
    Action("review.find_case", "Match capitals in the search", ("Alt+C",), "Review"),
    _letter("review.marks", "Show hidden characters as marks", "Shift+I"),
    _letter("review.lens", "Grounding lens on or off", "N"),
    _letter("review.source_view", "Source or as shown to the user", "V"),
    _letter("review.system_prompt", "Show the system prompt, tool calls and reasoning", "Y"),
    Action("review.look_again", "Look for an item again", ("F5",), "Review"),
    _letter("review.guideline", "Open or close the guideline beside the work", "G"),
    Action("review.guideline_find", "Find in the guideline", ("Ctrl+G",), "Review"),
    Action("review.guideline_edit", "Edit the guideline and the policies…", ("Ctrl+Shift+G",), "Review"),
    _letter("review.settled", "Show which of your items were settled otherwise…", "Shift+S"),
    Action("queue.search", "Search the queue", ("Ctrl+F", "/"), "View"),
    Action("queue.open", "Open the selected item", ("Return", "Enter"), "View", "no_text_focus"),
    _letter("queue.view", "Read all of the selected item, without taking it", "O", menu="View"),
    Action("queue.back", "Back to the list", ("Escape",), "View"),
    _letter("queue.narrow", "Narrow the list…", "N", menu="View"),
    _letter("queue.clear", "Clear all filters", "Shift+N", menu="View"),
    _letter("queue.views", "Views of the queue…", "S", menu="View"),
    _letter("queue.save_view", "Save the list as a view…", "Shift+S", menu="View"),
    _letter("queue.columns", "Columns of the list…", "C", menu="View"),
    _letter("queue.sort", "Sort by the next column", "T", menu="View"),
    _letter("queue.sort_turn", "Sort the other way round", "Shift+T", menu="View"),
    _letter("queue.marks", "Show hidden characters of the item as marks", "Shift+I", menu="View"),
    _letter("queue.unveil", "Show the veiled text of the selected item", "Shift+O", menu="View"),
    _letter("queue.view_source", "Read only: source or as shown to the user", "V", menu="View"),
    _letter("queue.view_parts", "Read only: system prompt, tool calls and reasoning", "Y", menu="View"),
    _letter("queue.view_passage_previous", "Read only: previous passage", "[", menu="View"),
    _letter("queue.view_passage_next", "Read only: next passage", "]", menu="View"),
    Action("queue.reload", "Reload the queue", ("F5",), "View"),
    _letter("queue.held", "Who holds what, or back to the items", "H", menu="View"),
    _letter("queue.assign", "Assign what is selected…", "A", menu="Edit"),
    _letter("queue.reassign", "Reassign what is selected, and end the leases of others…", "Shift+A", menu="Edit"),
    _letter("queue.release", "Release what is selected by force…", "R", menu="Edit"),
    _letter("queue.release_person", "Release everything that one person holds…", "Shift+R", menu="Edit"),
    _letter("queue.priority", "Set the priority of what is selected…", "P", menu="Edit"),
    _letter("queue.to_front", "Move what is selected to the front", "F", menu="Edit"),
    Action(
        "quality.next_disagreement",
        "Settle the next disagreement",
        ("Return", "Enter"),
        "View",
        "no_text_focus",
    ),
    Action("quality.reload", "Compute the figures again", ("F5",), "View"),
    Action("quality.back", "Back to the overview", ("Escape",), "View"),
    Action("quality.choose", "Adopt a review, or choose a verdict", DIGITS, "View", "no_text_focus", dynamic=True),
    Action("quality.record", "Record the decision, next one", ("Ctrl+Return", "Ctrl+Enter"), "View"),
    Action(
        "quality.category",
        "Say why the reviewers erred",
        tuple(f"Alt+{digit}" for digit in "1234"),
        "View",
        dynamic=True,
    ),
    _letter("quality.decide_anew", "Decide anew", "N", menu="View"),
    Action("quality.next", "Next disagreement", ("Ctrl+PgDown",), "View"),
    Action("quality.previous", "Previous disagreement", ("Ctrl+PgUp",), "View"),
    _letter("quality.page_next", "Next page of figures", "]", menu="View"),
    _letter("quality.page_previous", "Previous page of figures", "[", menu="View"),
    Action("quality.report", "Write the transparency report, or print it to PDF…", ("Ctrl+P",), "File"),
    _letter("quality.guideline", "Edit the guideline, see its gaps and versions…", "G", menu="View"),
    _letter("quality.names", "Names or pseudonyms of the reviewers", "H", menu="View"),
    Action("datasets.export", "Export the dataset", ("Ctrl+E",), "File"),
    Action("datasets.cancel", "Cancel the export, or back to the rows", ("Escape",), "File"),
    _letter("datasets.unveil", "Show the veiled text of the chosen item", "Shift+O", menu="View"),
    Action("datasets.reload", "Count the rows again", ("F5",), "View"),
    Action("datasets.lineage", "Where the chosen row or item comes from", ("F9",), "View"),
    Action("datasets.verify", "Verify the chosen version", ("F6",), "File"),
    Action("datasets.compare", "Compare the chosen version with the one before", ("F7",), "File"),
    Action("datasets.compare_now", "Compare the chosen version with the reviews of now", ("Shift+F7",), "File"),
    Action("datasets.rebuild", "Build the chosen version again…", ("F8",), "File"),
    Action("datasets.filter", "Narrow the dataset by one more value…", ("Ctrl+F",), "View"),
    Action("datasets.copy_recipe", "Copy the recipe and change it…", ("Ctrl+D",), "File"),
    Action("datasets.edit_recipe", "Edit the recipe, or a copy of a shipped one…", ("F2",), "File"),
    Action("settings.search", "Search the settings and keys", ("Ctrl+F", "/"), "View"),
    Action("audit.verify", "Verify the ledger", ("Ctrl+R",), "View"),
    Action("audit.reload", "Reload the ledger", ("F5",), "View"),
    Action("app.keys", "All keys", ("?", "F1"), "Help"),
    Action("app.hints", "Show the five hints", (), "Help"),
    Action("app.hint_next", "Next hint", ("Ctrl+.",), "Help"),
    Action("app.about", "About Reviewer", (), "Help", role="about"),
)

BY_ID: Mapping[str, Action] = {action.id: action for action in ACTIONS}
MENUS = ("File", "Edit", "View", "Review", "Help")

_MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")
_NAMED = {
    name.lower(): name
    for name in (
        ["Return", "Enter", "Escape", "Backspace", "Delete", "Insert", "Tab", "Space", "Home", "End"]
        + ["PgUp", "PgDown", "Up", "Down", "Left", "Right"]
        + [f"F{number}" for number in range(1, 25)]
    )
} | {"esc": "Escape", "del": "Delete", "ins": "Insert"}


def normal_key(text: str) -> str:
    """Return a key text in its one spelling (`ctrl+k` is `Ctrl+K`), or raise InvalidInput."""
    parts = [*text[:-2].split("+"), "+"] if text.endswith("++") else [text] if text == "+" else text.split("+")
    *modifiers, last = (part.strip().lower() for part in parts)
    known = {name.lower(): name for name in _MODIFIERS}
    name = _NAMED.get(last) or (last.upper() if len(last.upper()) == 1 and last.isprintable() else "")
    if not name or any(part not in known for part in modifiers):
        raise InvalidInput(f"“{text[:40]}” is not a key: write something like Ctrl+K, Shift+2, F5 or a letter.")
    given = {known[part] for part in modifiers}
    return "+".join([*(part for part in _MODIFIERS if part in given), name])


def split_keys(text: str) -> tuple[str, ...]:
    """Return the keys of a setting such as `Ctrl+Return F8`, each in its one spelling."""
    return tuple(dict.fromkeys(normal_key(part) for part in text.split()))


def types_text(key: str) -> bool:
    """Return whether a key would type or move in a text field, where it must never act as a shortcut."""
    modifiers, _, last = key.rpartition("+") if not key.endswith("+") else (key[:-1], "", "+")
    if any(name in modifiers.split("+") for name in ("Ctrl", "Alt", "Meta")):
        return False
    return not (last == "Escape" or (last.startswith("F") and last[1:].isdigit()))


def acts(action: Action, key: str, *, in_text: bool, text_has_undo: bool) -> bool:
    """Return whether `key` runs `action` now, or belongs to the text field that has the focus."""
    if not in_text:
        return True
    if types_text(key) or action.when == "no_text_focus":
        return False
    return not (action.when == "text_undo_first" and text_has_undo)


def keys_in_force(overrides: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the keys of each action after the person's own choices; an empty text takes the keys away."""
    return {
        action.id: split_keys(overrides[action.id]) if action.id in overrides and not action.dynamic else action.keys
        for action in ACTIONS
    }


def conflicts(overrides: Mapping[str, str]) -> Iterator[tuple[str, Action, Action]]:
    """Yield each key that two actions of one room (or of a room and the window) would share, with both."""
    keys = keys_in_force(overrides)
    for position, first in enumerate(ACTIONS):
        for second in ACTIONS[position + 1 :]:
            if first.mode != second.mode:
                continue
            if first.room != second.room and WINDOW not in (first.room, second.room):
                continue
            for key in keys[first.id]:
                if key in keys[second.id]:
                    yield key, first, second


def check_overrides(overrides: Mapping[str, str]) -> None:
    """Refuse key settings that name an unknown action, no key, or a key that another action has."""
    for action_id in overrides:
        action = BY_ID.get(action_id)
        if action is None:
            raise InvalidInput(f"The key settings name “{action_id[:60]}”, which is no action: remove that row.")
        if action.dynamic:
            raise InvalidInput(f"The keys of “{action.title}” come from the project: change them there.")
    for key, first, second in conflicts(overrides):
        raise InvalidInput(
            f"{key} is the key of “{first.title}” and of “{second.title}”: choose another key for one of them."
        )


def in_room(room: str) -> tuple[Action, ...]:
    """Return the actions of a room, or of the window."""
    return tuple(action for action in ACTIONS if action.room == room)


def manual_table() -> str:
    """Return the table of actions for the manual, as Markdown."""
    lines = ["| action | keys | where |", "|---|---|---|"]
    for action in ACTIONS:
        keys = "from the project" if action.dynamic and not action.keys else _key_cell(action)
        where = "everywhere" if action.room == WINDOW else f"{action.room} room"
        lines.append(f"| {action.title} (`{action.id}`) | {keys} | {where} |")
    return "\n".join(lines) + "\n"


def _key_cell(action: Action) -> str:
    if action.dynamic:
        return f"`{action.keys[0]}` to `{action.keys[-1]}`"
    return " ".join(f"`{key}`" for key in action.keys)
