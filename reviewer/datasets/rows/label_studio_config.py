"""The labelling config: what a Label Studio project shows and asks, after the verdicts and questions of a project."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree

from reviewer.domain.projects import Project
from reviewer.domain.questions import Option, Question
from reviewer.domain.questions.rating import RatingQuestion

CONTROLS: Final = {
    "Choices": "choices",
    "Labels": "labels",
    "Rating": "rating",
    "Number": "number",
    "TextArea": "textarea",
}
"""The tags that ask, each with the type of its results."""
_MOST_STARS = 10
_NOT_IN_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS: Final = {"choice": "Choices", "multi_choice": "Choices", "spans": "Labels"}


@dataclass(frozen=True, slots=True)
class Control:
    """One thing that is asked: its name, title and tag, and for choices and labels the ids that may be given."""

    name: str
    title: str
    tag: str
    options: tuple[str, ...] = ()
    element: tuple[tuple[str, str], ...] = ()
    titles: tuple[str, ...] = ()


def controls_of(project: Project) -> dict[str, Control]:
    """Return what is asked in a project, by name: verdict, spans, the questions, correction and comment."""
    made = [_options("verdict", "Verdict", "Choices", project.verdicts, choice="single")]
    if project.span_labels:
        made.append(_options("spans", "Spans", "Labels", project.span_labels))
    made += [_asked(question) for question in project.questions]
    made.append(Control("correction", "Correction", "TextArea"))
    made.append(Control("comment", "Comment", "TextArea"))
    return {control.name: control for control in made}


def config_text(project: Project) -> str:
    """Return the config as XML: conversation and evidence, then the response between its labels and the questions."""
    view = ElementTree.Element("View")
    controls = controls_of(project)
    for title, name, keys in (
        ("Conversation", "conversation", {"layout": "dialogue", "nameKey": "role", "textKey": "content"}),
        ("Evidence", "evidence", {"layout": "dialogue", "nameKey": "title", "textKey": "text"}),
    ):
        _put(view, "Header", value=title)
        _put(view, "Paragraphs", name=name, value=f"${name}", **keys)
    _put(view, "Header", value="Response")
    for control in controls.values():
        if control.tag == "Labels":
            _put_control(view, control)
    _put(view, "Text", name="response", value="$response", granularity="symbol")
    for control in controls.values():
        if control.tag != "Labels":
            _put(view, "Header", value=control.title)
            _put_control(view, control)
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode") + "\n"


def _put_control(view: ElementTree.Element, control: Control) -> None:
    asked = _put(view, control.tag, name=control.name, toName="response", **dict(control.element))
    inner = "Label" if control.tag == "Labels" else "Choice"
    for name, title in zip(control.options, control.titles, strict=True):
        _put(asked, inner, value=title, alias=name)


def _put(parent: ElementTree.Element, tag: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, tag, {name: _NOT_IN_XML.sub("\ufffd", v) for name, v in attributes.items()})


def _asked(question: Question) -> Control:
    name, title = f"answer_{question.id}", _shown(question.label)
    if isinstance(question, RatingQuestion):
        if question.min == 1 and question.max <= _MOST_STARS:
            return Control(name, title, "Rating", element=(("maxRating", str(question.max)),))
        return Control(name, title, "Number", element=(("min", str(question.min)), ("max", str(question.max))))
    tag = _TAGS.get(question.type)
    if tag is None:
        return Control(name, title, "TextArea")
    options: tuple[Option, ...] = getattr(question, "options", ())
    choice: dict[str, Any] = {}
    if tag == "Choices":
        choice = {"choice": "single" if question.type == "choice" else "multiple"}
    return _options(name, title, tag, options, **choice)


def _options(name: str, title: str, tag: str, options: tuple[Option, ...], **element: str) -> Control:
    ids, titles = tuple(option.id for option in options), tuple(_shown(option.label) for option in options)
    return Control(name, title, tag, ids, tuple(element.items()), titles)


def _shown(title: str) -> str:
    """Return a title that Label Studio shows as it stands: one that begins with $ would name a variable."""
    return f" {title}" if title.startswith("$") else title
