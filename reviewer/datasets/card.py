"""The card: a README whose YAML head `datasets` reads, and then what a user of the data must know."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from reviewer.datasets.cases import Coefficient, Setting
from reviewer.datasets.checks import Check, written_of
from reviewer.datasets.columns import Column, Kind, ListOf, Struct
from reviewer.datasets.licence import FILE as LICENCE_FILE
from reviewer.datasets.licence import OF_OTHERS, UNNAMED, card_licence
from reviewer.datasets.reasons import REASONS
from reviewer.datasets.recipe import Recipe
from reviewer.datasets.redaction import words_on_personal_data
from reviewer.datasets.rows import task_of
from reviewer.datasets.rows.provenance import time_text
from reviewer.datasets.splits import words_on_splits
from reviewer.datasets.tally import Tally
from reviewer.datasets.writers import Writer
from reviewer.domain.projects import Project
from reviewer.domain.questions import Question
from reviewer.domain.questions.rating import RatingQuestion

_TEMPLATE: Final = """\
---
{{ head }}---

# {{ recipe.title }}: {{ project_name }}

{{ description }}

| split | rows |
|---|---|
{% for name, count in rows.items() -%}
| {{ name }} | {{ count }} |
{% endfor %}
```python
from datasets import load_dataset

dataset = load_dataset("path/to/this/folder")
```
{%- if recipe.intended_use.strip() %}

## Intended use

{{ recipe.intended_use.strip() }}
{%- endif %}

## What a row holds

| column | meaning |
|---|---|
{% for column in columns -%}
| `{{ column.name }}` | {{ column.says | cell }} |
{% endfor %}
{%- if not keeps_nested %}
Lists and records stand as JSON text, and what is missing is an empty field.
{% endif %}
{%- if reads_dates %}
`datasets` reads a column of JSON Lines in which every text is a date, as a `model_version` may be, as points in time
and writes `2026-11-20 00:00:00` for `2026-11-20`. Other readers and Parquet keep the text.
{% endif %}
{%- if recipe.spreadsheet %}
**These files are for spreadsheets and not for training.** A text that a spreadsheet would run as a formula has an
apostrophe before it, so that it is not what the source sent; without `--spreadsheet` every character stays as it is.
{% endif %}
{%- if bare %}
A row has only what its reader takes. `lineage.parquet` says by split and line where each row comes from: item,
verdict, versions, model, group and the chance with which the item was chosen.
{% endif %}
`annotations.parquet` holds every human judgement behind these rows, one per line, before anything was combined.
{%- if further %}
{% for name, says in further.items() %}
- `{{ name }}`: {{ says }}
{%- endfor %}
{%- endif %}

## How it was made

People judged flagged outputs of language models in the project **{{ project_name }}**
({{ setting.project.environment }}), version {{ setting.project_version }}, with the program
reviewer {{ setting.program_version }}.
{{ how }}
{% if tally.reviews -%}
The rows rest on {{ tally.reviews }} reviews by {{ tally.reviewers | length }} reviewers, who appear under pseudonyms.
{%- else -%}
No review is behind the rows.
{%- endif %}
{%- if first %} They were decided between {{ first }} and {{ last }}.{% endif %}

- Verdicts: {{ verdicts }}{% if questions %}
- Questions: {{ questions }}{% endif %}
- Guideline versions: {{ guidelines }}
- Taxonomy: {{ taxonomy }}
- Detectors: {{ detectors }}
- Decided by: {{ methods }}

{{ splitting }}
{%- if recipe.where %}

Filter:

{{ recipe.where | fenced }}
{%- endif %}

## Models behind the rows

| model | version | prompt template | {{ unit }} |
|---|---|---|---|
{% for line in models -%}
{{ line }}
{% endfor %}
## How far the reviewers agree

{% if agreement -%}
| coefficient | question | value | 95 % interval | items |
|---|---|---|---|---|
{% for line in agreement -%}
{{ line }}
{% endfor %}
{%- else -%}
No item was judged by two people, so agreement is unknown.
{% endif %}
{%- for note in setting.notes %}
- {{ note | cell }}
{%- endfor %}

## What was left out

{{ tally.came_in }} {{ unit }} came in, {{ tally.kept }} became rows{{ ":" if excluded else "." }}
{% if excluded %}
| reason | count | meaning |
|---|---|---|
{% for reason, count in excluded.items() -%}
| {{ reason }} | {{ count }} | {{ reasons[reason] }} |
{% endfor %}
{%- endif %}
## Checks

{% for check in checks -%}
- {{ check.state }}: {{ check.title }}{% if check.says %} ({{ check.says | cell }}){% endif %}
{% endfor %}
## Known limits

- Flagged outputs are no random sample of what the model says. Weight rows by the inverse of `sampling_probability`
  to speak about all outputs; {{ tally.unweighted }} of {{ tally.kept }} {{ unit }} do not have one.
- Verdicts follow one guideline at one time. Rows of different guideline versions may contradict each other.
- {{ personal_data }} Harmful text is what was looked for.
- Comments, corrections and the guideline are people's own words: they may name somebody in spite of the pseudonyms.
- Nothing is known of the reviewers beyond their pseudonyms.

## Licence

{{ licence }}
{%- if setting.project.guideline_text %}

## Guideline, version {{ setting.project.guideline_version | cell }}

{{ setting.project.guideline_text | fenced }}
{%- endif %}
"""

_SIZES: Final = (
    (1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"),
)  # fmt: skip
_TYPES: Final = {"text": "string", "integer": "int64", "number": "float64", "flag": "bool"}
_MODELS: Final = 50
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def card_text(
    recipe: Recipe,
    setting: Setting,
    tally: Tally,
    checks: Sequence[Check],
    columns: Sequence[Column],
    files: Mapping[str, str],
    writer: Writer,
) -> str:
    """Return the README of a dataset."""
    import jinja2
    import yaml

    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False, keep_trailing_newline=True)  # noqa: S701  Markdown, not HTML
    environment.filters.update(cell=_cell, fenced=_fenced)
    head = yaml.safe_dump(
        _head(recipe, setting, tally, columns, files, writer), sort_keys=False, allow_unicode=True, width=10_000
    )
    project = setting.project
    return environment.from_string(_TEMPLATE).render(
        head=head,
        recipe=recipe,
        setting=setting,
        tally=tally,
        checks=written_of(checks),
        columns=columns,
        project_name=_cell(project.name),
        description=recipe.description.strip() or recipe.title,
        rows=tally.rows_by_split(),
        keeps_nested=writer.keeps_nested,
        personal_data=words_on_personal_data(recipe),
        splitting=words_on_splits(recipe),
        reads_dates=writer.name == "jsonl" and not task_of(recipe).bare,
        bare=task_of(recipe).bare,
        how=_how(recipe, setting),
        first=time_text(tally.first_at),
        last=time_text(tally.last_at),
        verdicts=", ".join(f"{_cell(v.title)} (`{_cell(v.id)}`: {v.outcome})" for v in project.verdicts),
        guidelines=", ".join(map(_cell, tally.guidelines())) or "not recorded",
        taxonomy=_cell(" ".join(filter(None, (setting.taxonomy, setting.policy_version))) or "none"),
        models=_model_lines(tally),
        questions=", ".join(map(_question, project.questions)),
        further=task_of(recipe).further(recipe),
        detectors=", ".join(map(_cell, tally.detectors())) or "none",
        methods=_counted(tally.methods),
        agreement=[_agreement_line(coefficient) for coefficient in setting.agreement],
        excluded=tally.excluded_by_reason(),
        reasons=REASONS,
        unit="reviews" if recipe.source == "reviews" else "items",
        licence=_licence(project),
    )


def _head(
    recipe: Recipe,
    setting: Setting,
    tally: Tally,
    columns: Sequence[Column],
    files: Mapping[str, str],
    writer: Writer,
) -> dict[str, Any]:
    head: dict[str, Any] = {**card_licence(setting.project)}
    languages = sorted({name for name in tally.languages if _LANGUAGE.fullmatch(name)})
    if languages:
        head["language"] = languages
    total = sum(tally.rows.values())
    config: dict[str, Any] = {
        "config_name": "default",
        "default": True,
        "data_files": [
            {"split": path.removeprefix("data/").split("-", 1)[0], "path": path}
            for path in _in_order(files)
            if path.startswith("data/")
        ],
    }
    if not writer.keeps_nested:
        blank = {c.name: [""] for c in columns if c.kind in ("integer", "number", "flag")}
        config |= {"keep_default_na": False, "na_values": blank}
    return head | {
        "pretty_name": f"{recipe.title}: {setting.project.name}",
        "size_categories": [next((name for limit, name in _SIZES if total < limit), "n>10M")],
        "task_categories": list(task_of(recipe).categories),
        "annotations_creators": ["expert-generated"],
        "tags": ["human-feedback", recipe.task, "croissant"],
        **_declared(columns, writer),
        "configs": [config],
    }


def _declared(columns: Sequence[Column], writer: Writer) -> dict[str, Any]:
    """Return the features of the columns, or nothing where one has fields that cannot be declared."""
    if any(column.is_free for column in columns):
        return {}
    return {"dataset_info": {"config_name": "default", "features": [_feature(column, writer) for column in columns]}}


def _in_order(files: Mapping[str, str]) -> list[str]:
    order = {"train": 0, "validation": 1, "test": 2}
    return sorted(files, key=lambda path: order.get(path.removeprefix("data/").split("-", 1)[0], 3))


def _model_lines(tally: Tally) -> list[str]:
    """Return a line for each model, version and prompt template, without those beyond the first fifty."""
    lineage = tally.model_lineage()
    lines = [f"| {' | '.join(_cell(part) or '-' for part in key)} | {count} |" for key, count in lineage[:_MODELS]]
    more = sum(count for _, count in lineage[_MODELS:])
    return [*lines, f"| {len(lineage) - _MODELS} more | - | - | {more} |"] if more else lines


def _question(question: Question) -> str:
    scale = f" {question.min} to {question.max}" if isinstance(question, RatingQuestion) else ""
    return f"{_cell(question.label)} (`{_cell(question.id)}`: {question.editor}{scale})"


def _feature(column: Column, writer: Writer) -> dict[str, Any]:
    if column.is_nested and not writer.keeps_nested:
        return {"name": column.name, "dtype": "string"}
    if column.names and writer.keeps_nested:  # before version 5, `datasets` cannot read the names of classes from CSV
        names = {str(number): name for number, name in enumerate(column.names)}
        return {"name": column.name, "dtype": {"class_label": {"names": names}}}
    return {"name": column.name, **_typed(column.kind)}


def _typed(kind: Kind) -> dict[str, Any]:
    if isinstance(kind, Struct):
        return {"struct": [{"name": name, **_typed(inner)} for name, inner in kind.fields]}
    if isinstance(kind, ListOf):
        inner = _typed(kind.element)
        return {"list": inner.get("struct") or inner.get("dtype") or inner}
    return {"dtype": _TYPES[kind]}


def _how(recipe: Recipe, setting: Setting) -> str:
    project = setting.project
    source = f"Only items that are settled became rows; the project's rule is `{project.resolution}`."
    if task_of(recipe).takes_gold:
        source = "Each row is an item whose answer was known beforehand, or that a lead settled."
    elif recipe.source == "reviews":
        source = "Each row comes from one review."
    blind = (
        "Nobody saw another's review before submitting." if project.blind else "Reviewers could see others' reviews."
    )
    people = f"The project asks for {project.overlap} review{'s' if project.overlap > 1 else ''} per item."
    return f"{source} {people} {blind}"


def _agreement_line(coefficient: Coefficient) -> str:
    value = "undefined" if coefficient.value is None else f"{coefficient.value:.3f}"
    known = coefficient.low is not None and coefficient.high is not None
    interval = f"{coefficient.low:.3f} to {coefficient.high:.3f}" if known else "unknown"
    name = coefficient.name.replace("_", " ")
    return f"| {name} | {_cell(coefficient.question)} | {value} | {interval} | {coefficient.items} |"


def _counted(counts: Mapping[str, int]) -> str:
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [f"{_cell(name)} ({count})" for name, count in ranked[:20]]
    return ", ".join(named) + (f" and {len(ranked) - 20} more" if len(ranked) > 20 else "") or "none"


def _licence(project: Project) -> str:
    if project.license is None and not project.license_text:
        return UNNAMED
    name = _cell(project.license or "Its own")
    return f"{name}, chosen by the project: see the file `{LICENCE_FILE}`. {OF_OTHERS}"


def _cell(text: str) -> str:
    """Return foreign text on one line, so that it can break neither a table nor a heading."""
    return re.sub(r"\s+", " ", text).strip().replace("|", "\\|")


def _fenced(text: str) -> str:
    """Return foreign text in a fence that is longer than any inside it."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{text.rstrip()}\n{fence}"
