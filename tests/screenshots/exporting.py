"""The datasets room at work: narrowed, items behind a figure, versions compared, a recipe edited, a row traced."""

from __future__ import annotations

from tests.screenshots.stage import Stage, demo_items

_ITEMS = 24


def datasets_narrowed(stage: Stage) -> None:
    """Rows of a filter, each part of it a chip."""
    _room(stage)
    stage.focus("datasets_where")
    stage.write("language == 'en' and corrected")
    stage.rest(0.4)
    stage.settle()


def datasets_narrowing(stage: Stage) -> None:
    """The values of a field."""
    _room(stage)
    stage.press("Ctrl+F")
    stage.settle()
    stage.write("verd")
    stage.press("Return")
    stage.settle()


def datasets_items(stage: Stage) -> None:
    """The items that were left out for a reason."""
    _room(stage)
    stage.click("reason_no_correction_button")


def datasets_lineage(stage: Stage) -> None:
    """Where a row comes from."""
    _room(stage)
    _export(stage)
    stage.press("F9")
    stage.settle()


def datasets_exported(stage: Stage) -> None:
    """What was written, and its version, verified."""
    _room(stage)
    _export(stage)
    stage.press("F6")
    stage.settle()


def datasets_compared(stage: Stage) -> None:
    """What a version has more than the one before."""
    _room(stage)
    stage.focus("datasets_where")
    stage.write("language != 'en'")
    stage.rest(0.4)
    _export(stage)
    stage.press("Ctrl+A", "Delete")
    stage.rest(0.4)
    _export(stage)
    stage.press("F7")
    stage.settle()


def datasets_rebuild(stage: Stage) -> None:
    """Where a version is to be built again."""
    _room(stage)
    _export(stage)
    stage.press("F8")
    stage.settle()


def recipe_editor(stage: Stage) -> None:
    """A copy of a recipe, and what it would give."""
    _room(stage)
    stage.press("Ctrl+D")
    stage.settle()


def recipe_mistake(stage: Stage) -> None:
    """A mistake in a recipe, named as it is typed."""
    recipe_editor(stage)
    stage.press("Ctrl+Home")
    stage.write("splitt = 3")
    stage.press("Return")
    stage.rest(0.3)
    stage.settle()


def _room(stage: Stage) -> None:
    """Open the room on items that were judged, at the pairs of corrections."""
    rules = {"questions": (), "reasons_required": (), "overlap": 1, "overlap_share": 1.0}
    with stage.new_workspace(*list(demo_items())[:_ITEMS], **rules) as workspace:
        for number, item_id in enumerate(list(demo_items())[:_ITEMS]):
            item = demo_items()[item_id]
            if item.get("responses") or item.get("gold") or item.get("control"):
                continue
            review = {"item_id": item_id, "reviewer": "mei", "verdict": "approve"}
            if number % 3:
                better = str(item["response"]).replace(".", " as far as we know.", 1) + " Please ask us if in doubt."
                review |= {"verdict": "revise", "correction": better}
            workspace.reviews.submit(review)
        path = workspace.path
    stage.open(path, "lea")
    stage.go_to("datasets")
    stage.press("Home", "P")
    stage.settle()


def _export(stage: Stage) -> None:
    stage.settle()
    stage.press("Ctrl+E")
    stage.settle()
    stage.without_toast()
