"""RAGTruth's two files: the responses with their marked stretches, and the sources that they rest on."""

from __future__ import annotations

import json
from typing import Any, Final

from reviewer.datasets.cases import Case, prompt_text
from reviewer.datasets.columns import FREE, Column, ListOf, Row, Struct
from reviewer.domain.canonical import canonical_json, sha256_text
from reviewer.domain.items import Item
from reviewer.domain.projects import Project

from .policies import explanation
from .task import Beside

RESPONSES: Final = "response.jsonl"
SOURCES: Final = "source_info.jsonl"
_QUALITIES: Final = ("good", "incorrect_refusal", "truncated")
_TASKS: Final = ("QA", "Data2txt", "Summary")
_LABELS: Final = ListOf(
    Struct(
        (
            ("start", "integer"),
            ("end", "integer"),
            ("text", "text"),
            ("meta", "text"),
            ("label_type", "text"),
            ("implicit_true", "flag"),
            ("due_to_null", "flag"),
        )
    )
)
_ID = Column("id", "text", "Id of the response: that of its item.")
_SOURCE_ID = Column("source_id", "text", f"Id of its source in {SOURCES}.")
_TEMPERATURE = Column("temperature", "number", "Temperature at which it was generated, where the source says so.")
_MARKED = Column(
    "labels",
    _LABELS,
    "Marked stretches; offsets are Unicode code points, the end is exclusive; implicit_true and due_to_null are false, "
    "since nobody is asked for them.",
)
_QUALITY = Column("quality", "text", "good, incorrect_refusal or truncated, as the source says; good if it is silent.")
_RESPONSE = Column("response", "text", "The response.")

COLUMNS: Final = (_ID, _SOURCE_ID, _TEMPERATURE, _MARKED, _QUALITY, _RESPONSE)
FILES: Final = (
    Beside(
        RESPONSES,
        (
            _ID, _SOURCE_ID, Column("model", "text", "Model that wrote it."), _TEMPERATURE, _MARKED,
            Column("split", "text", "Split that it is in."), _QUALITY, _RESPONSE,
        ),
    ),
    Beside(
        SOURCES,
        (
            _SOURCE_ID,
            Column("task_type", "text", "QA, Data2txt or Summary."),
            Column("source", "text", "Where its content is from."),
            Column("source_info", FREE, "Question and passages, the text to be summarised, or the data."),
            Column("prompt", "text", "What the model was asked."),
        ),
        unique_by="source_id",
    ),
)  # fmt: skip


def response_row(case: Case, response: str, labels: list[dict[str, Any]], project: Project) -> Row:
    """Return the row of a response with its marked stretches, the names of their labels as the project shows them."""
    metadata = case.item.metadata
    titles = {label.id: label.label for label in project.span_labels}
    why = explanation(case) or ""
    marked = [
        {
            "start": label["start"],
            "end": label["end"],
            "text": label["text"],
            "meta": why,
            "label_type": titles.get(label["label"], label["label"]),
            "implicit_true": False,
            "due_to_null": False,
        }
        for label in labels
    ]
    quality, temperature = metadata.get("quality"), metadata.get("temperature")
    if not isinstance(temperature, int | float) or isinstance(temperature, bool):
        temperature = None
    return {
        "id": case.item.id,
        "source_id": source_row(case.item)["source_id"],
        "temperature": None if temperature is None else float(temperature),
        "labels": marked,
        "quality": quality if quality in _QUALITIES else "good",
        "response": response,
    }


def source_row(item: Item) -> Row:
    """Return the row of an item's source: equal sources have one id, also where the item does not name it."""
    named = item.metadata.get("task_type")
    kind = named if named in _TASKS else "QA"
    prompt = "\n\n".join(message.content for message in item.conversation() if message.content)
    passages = [passage.text for passage in item.evidence if passage.text]
    given = item.metadata.get("source_id")
    digest = sha256_text(canonical_json([kind, prompt, passages]))[:16]
    return {
        "source_id": str(given) if isinstance(given, str | int) else digest,
        "task_type": kind,
        "source": str(item.metadata.get("source") or item.source.system),
        "source_info": _content(kind, item, passages),
        "prompt": prompt,
    }


def _content(kind: str, item: Item, passages: list[str]) -> Any:
    if kind == "Summary":
        return "\n\n".join(passages)
    if kind == "Data2txt":
        return _data("\n\n".join(passages))
    numbered = "".join(f"passage {number}:{text}\n\n" for number, text in enumerate(passages, start=1))
    return {"question": prompt_text(item) or "", "passages": numbered}


def _data(text: str) -> Any:
    """Return the data that the text is, or the text itself where it is no object of strict JSON."""
    try:
        data = json.loads(text)
        canonical_json(data).encode("utf-8")  # refuses NaN, numbers that are too large, and half characters
    except (ValueError, RecursionError):
        return text
    return data if isinstance(data, dict) else text
