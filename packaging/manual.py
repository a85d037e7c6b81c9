"""Writes the tables of the manual from the program itself; a test fails where a page and the program differ.

A page holds prose and, between two comments, what is generated:

    <!-- begin NAME: written by packaging/dev.py docs -->
    <!-- end NAME -->

To add a table, write a function that returns Markdown, put it in BLOCKS, and put both comments in the page.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reviewer.config.settings import SettingRow
    from reviewer.stats import Statistic

ROOT = Path(__file__).resolve().parent.parent


def settings_table() -> str:
    """Return the settings, a table for each section."""
    from reviewer.config.settings import SECTIONS, setting_rows

    def line(row: SettingRow) -> str:
        return _row(row.title, f"`{row.name}`", _allowed(row), _default(row.default), row.description)

    parts: list[str] = []
    for section in SECTIONS:
        rows = [line(row) for row in setting_rows() if row.section == section]
        head = _row("Setting", "Name", "Allowed", "Default", "What it does")
        parts.append("\n".join([f"### {section}", "", head, "|---|---|---|---|---|", *rows]))
    return "\n\n".join(parts)


def actions_table() -> str:
    """Return the actions with their keys, a table for each room."""
    from reviewer.ui.actions import ACTIONS

    parts: list[str] = []
    for room in dict.fromkeys(action.room for action in ACTIONS):
        rows = [
            _row(action.title, _keys(action.keys, action.dynamic), action.menu, f"`{action.id}`")
            for action in ACTIONS
            if action.room == room
        ]
        title = "Everywhere" if room == "window" else f"{room.capitalize()} room"
        parts.append("\n".join([f"### {title}", "", _row("Action", "Keys", "Menu", "Id"), "|---|---|---|---|", *rows]))
    return "\n\n".join(parts)


def commands_list() -> str:
    """Return every command of the terminal with its arguments and options."""
    import typer

    from reviewer.cli.main import app

    return "\n\n".join(_command("reviewer", typer.main.get_command(app)))


def statistics_table() -> str:
    """Return the agreement statistics with their definitions and sources."""
    from reviewer.stats import STATISTICS

    rows = [_row(s.title, _levels(s), s.definition, s.citation) for s in STATISTICS]
    return "\n".join([_row("Coefficient", "Levels", "What it is", "Source"), "|---|---|---|---|", *rows])


def recipes_table() -> str:
    """Return the kinds of rows with their styles and own columns."""
    from reviewer.config.paths import shipped
    from reviewer.datasets.catalog import find_recipes
    from reviewer.datasets.rows import task_of

    rows: list[str] = []
    for recipe in find_recipes([shipped("exports")]).recipes:
        task = task_of(recipe)
        for style in task.styles or (None,):
            styled = recipe.changed(style=style, columns={})
            shown = ", ".join(f"`{column.name}`" for column in task.columns(styled))
            shapes = ", ".join(f"`{shape}`" for shape in task.shapes) if "shape" in task.keys else ""
            rows.append(_row(f"`{recipe.name}`", task.title, f"`{style}`" if style else "", shown, shapes))
    head = _row("Recipe", "What it is", "Style", "Columns of its own", "Shapes")
    return "\n".join([head, "|---|---|---|---|---|", *rows])


def recipe_keys_table() -> str:
    """Return the keys of a recipe with their defaults and the tasks that read them."""
    from reviewer.datasets.recipe import OF_SOME_TASKS, Recipe
    from reviewer.datasets.recipe_keys import KEYS
    from reviewer.datasets.rows import TASKS

    rows: list[str] = []
    for name, field in Recipe.model_fields.items():
        readers = [f"`{task.name}`" for task in TASKS if name in task.keys]
        default = "" if field.is_required() or name == "columns" else f"`{_toml(field.default)}`"
        rows.append(_row(f"`{name}`", KEYS[name], default, ", ".join(readers) if name in OF_SOME_TASKS else "all"))
    return "\n".join([_row("Key", "What it says", "Default", "Read by"), "|---|---|---|---|", *rows])


def reasons_table() -> str:
    """Return why something may be left out, and by which tasks."""
    from reviewer.datasets.reasons import ALWAYS, REASONS
    from reviewer.datasets.rows import TASKS

    rows: list[str] = []
    for reason, says in REASONS.items():
        tasks = [f"`{task.name}`" for task in TASKS if reason in task.reasons]
        rows.append(_row(reason, says, "all" if reason in ALWAYS or not tasks else ", ".join(tasks)))
    return "\n".join([_row("Reason", "What it means", "Recipes"), "|---|---|---|", *rows])


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return "none" if value is None else f'"{value}"' if isinstance(value, str) else str(value)


def _levels(statistic: Statistic) -> str:
    if statistic.needs_order:
        return "ordinal, interval, ratio"
    return "all four" if statistic.uses_level else "categories"


# (page below docs/, name of the block in it, what writes the block)
BLOCKS: tuple[tuple[str, str, Callable[[], str]], ...] = (
    ("manual/settings.md", "settings", settings_table),
    ("manual/keys.md", "actions", actions_table),
    ("manual/terminal.md", "commands", commands_list),
    ("manual/figures.md", "statistics", statistics_table),
    ("manual/datasets.md", "recipes", recipes_table),
    ("manual/datasets.md", "recipe keys", recipe_keys_table),
    ("manual/datasets.md", "reasons", reasons_table),
)


def generated(page: str) -> str:
    """Return the text of a page with its blocks written anew."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    for name, write in [(name, write) for file, name, write in BLOCKS if file == page]:
        begin = f"<!-- begin {name}: written by packaging/dev.py docs -->\n"
        end = f"<!-- end {name} -->"
        before, found_begin, rest = text.partition(begin)
        _, found_end, after = rest.partition(end)
        if not found_begin or not found_end:
            raise SystemExit(f"docs/{page} lacks the comments that begin and end the block {name!r}.")
        text = f"{before}{begin}\n{write()}\n\n{end}{after}"
    return text


def differing_pages() -> list[str]:
    """Return the pages that no longer say what the program does."""
    pages = dict.fromkeys(page for page, _, _ in BLOCKS)
    return [page for page in pages if (ROOT / "docs" / page).read_text("utf-8") != generated(page)]


def _command(path: str, command: Any) -> Iterator[str]:
    """Yield a section for a command, then those of the commands below it."""
    lines = [f"### `{path}`", "", " ".join((command.help or "").split())]
    shown = [parameter for parameter in command.params if not getattr(parameter, "hidden", False)]
    if shown:
        lines += ["", _row("Argument or option", "What it does"), "|---|---|"]
        lines += [_row(f"`{_usage(parameter)}`", getattr(parameter, "help", None) or "") for parameter in shown]
    yield "\n".join(lines)
    for name, inner in getattr(command, "commands", {}).items():
        if not inner.hidden:
            yield from _command(f"{path} {name}", inner)


def _usage(parameter: Any) -> str:
    """Return how a parameter is written on the command line."""
    meta = (parameter.metavar or parameter.name.upper()).strip("[].…")
    if parameter.param_type_name == "argument":
        meta += "…" if parameter.nargs == -1 else ""
        return meta if parameter.required else f"[{meta}]"
    names = ", ".join([*parameter.opts, *parameter.secondary_opts])
    return names if parameter.is_flag else f"{names} {meta}"


def _keys(keys: tuple[str, ...], dynamic: bool) -> str:
    if keys:
        return ", ".join(f"`{key}`" for key in keys)
    return "set by the project" if dynamic else "none"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _allowed(row: SettingRow) -> str:
    if row.choices:
        return ", ".join(f"`{choice}`" for choice in row.choices)
    if row.minimum is not None or row.maximum is not None:
        return f"{row.minimum} to {row.maximum}"
    kinds = {"switch": "`true`, `false`", "table": "a table", "text": "text", "number": "a number"}
    return kinds[row.kind]


def _default(value: object) -> str:
    if value is None or value == {}:
        return "none"
    return f"`{str(value).lower()}`" if isinstance(value, bool) else f"`{value}`"


def main() -> int:
    """Write every page that differs."""
    for page in differing_pages():
        (ROOT / "docs" / page).write_text(generated(page), "utf-8", newline="\n")
        print(f"wrote docs/{page}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
