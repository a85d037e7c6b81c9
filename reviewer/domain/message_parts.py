"""Messages whose content came as a list of parts: the text is joined as it stands, of the rest a note is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from .errors import InvalidInput
from .json_values import check_values
from .model import Open

LONGEST_NOTE = 20_000  # characters of a part of an unknown kind that are kept to be read
_TEXT_KINDS = frozenset({"text", "input_text", "output_text", "refusal"})
_REASONING_KINDS = frozenset({"thinking", "reasoning"})
_RESULT_KINDS = frozenset({"tool_result", "tool_call_response", "function_call_output"})
_MEDIA = ("image", "audio", "video", "file", "document")
_DATA_KEYS = ("data", "file_data", "b64_json", "bytes")
_ADDRESS_KEYS = ("url", "uri", "image_url", "file_url")
_TYPE_KEYS = ("media_type", "mime_type", "mimeType", "format")
_NAME_KEYS = ("filename", "name", "title", "file_id")


class NotText(Open):
    """A part of a message that is no text: what it was and how large; its bytes are not kept and never shown."""

    type: str
    at: int = 0
    """Where it stood in the text of the message, in code points."""
    text: str | None = None
    """What can be read of it: the answer of a tool, or the JSON of a kind that we do not know."""
    tool_call_id: str | None = None
    media_type: str | None = None
    name: str | None = None
    address: str | None = None
    bytes: int | None = None
    sha256: str | None = None

    @property
    def kind(self) -> str:
        """What it is in a word: image, audio, video, file, tool result, or the name that it came with."""
        if self.type in _RESULT_KINDS:
            return "tool result"
        words = f"{self.type} {self.media_type or ''}"
        found = next((name for name in _MEDIA if name in words), self.type)
        return "file" if found == "document" else found


def join_parts(message: dict[str, Any], place: str) -> None:
    """Give a message whose content is a list of parts a content that is one text; InvalidInput names a bad part."""
    content: list[Any] = message["content"]
    check_values(content)
    texts: list[str] = []
    reasoning: list[str] = []
    calls: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for number, part in enumerate(content):
        part = {"type": "text", "text": part} if isinstance(part, str) else part
        if not isinstance(part, dict):
            raise InvalidInput(f"{place}.{number}: is neither a text nor an object")
        kind = str(part.get("type") or ("text" if isinstance(part.get("text"), str) else "part"))
        if kind in _TEXT_KINDS:
            texts.append(_text_of(part, kind, f"{place}.{number}"))
        elif kind in _REASONING_KINDS:
            reasoning.append(_readable(part.get("thinking") or part.get("text") or part.get("summary")))
        elif kind in ("tool_use", "tool_call"):
            arguments = part.get("input", part.get("arguments", ""))
            calls.append({"id": part.get("id"), "name": part.get("name") or "", "arguments": arguments})
        else:
            others.append({**_note(part, kind), "at": sum(map(len, texts))})
    message["content"] = "".join(texts) if texts or not content else None
    if reasoning and "reasoning" not in message:
        message["reasoning"] = "\n".join(reasoning)
    if calls:
        message["tool_calls"] = [*(message.get("tool_calls") or ()), *calls]
    if others:
        message["not_text"] = [*(message.get("not_text") or ()), *others]


def _text_of(part: Mapping[str, Any], kind: str, place: str) -> str:
    text = next((part[name] for name in (kind, "text", "content") if isinstance(part.get(name), str)), None)
    if text is None:
        raise InvalidInput(f"{place}: a part of the type '{kind}' needs a text")
    return str(text)


def _readable(value: Any) -> str:
    """Return the text of a text, of a list of parts, or of anything else as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, dict) and isinstance(one.get("text"), str) for one in value):
        return "".join(one["text"] for one in value)
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _note(part: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Return what is kept of a part: everything that says what it was, and nothing of its bytes."""
    note: dict[str, Any] = {"type": kind[:100]}
    if kind in _RESULT_KINDS:
        answer = next((part[name] for name in ("content", "response", "result", "output") if name in part), None)
        called = part.get("tool_use_id") or part.get("tool_call_id") or part.get("call_id") or part.get("id")
        return {**note, "text": _readable(_without_bytes(answer)), "tool_call_id": str(called) if called else None}
    for holder in _objects(part):
        _take(note, holder)
    if len(note) == 1 and not any(name in kind for name in _MEDIA):
        text = json.dumps(part, ensure_ascii=False)
        note["text"] = text if len(text) <= LONGEST_NOTE else f"{text[:LONGEST_NOTE]}…"
    return note


def _objects(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield a part and the objects right inside it, where every source keeps what the part is."""
    yield part
    yield from (inner for inner in part.values() if isinstance(inner, dict))


def _take(note: dict[str, Any], holder: Mapping[str, Any]) -> None:
    if holder.get("type") == "text" and isinstance(holder.get("data"), str):
        note.setdefault("text", holder["data"])
        return
    blob = ("content",) if holder.get("type") == "blob" else ()
    for key in (*_DATA_KEYS, *blob, *_ADDRESS_KEYS):
        if isinstance(value := holder.get(key), str):
            _take_data(note, value, is_address=key in _ADDRESS_KEYS)
    for name, keys in (("media_type", _TYPE_KEYS), ("name", _NAME_KEYS)):
        found = next((holder[key] for key in keys if isinstance(holder.get(key), str)), None)
        if found:
            note.setdefault(name, found[:200])


def _take_data(note: dict[str, Any], value: str, *, is_address: bool) -> None:
    if value.startswith("data:"):
        head, _, data = value[5:].partition(",")
        if media_type := head.partition(";")[0]:
            note["media_type"] = media_type[:200]
        size = _decoded_size(data) if head.endswith(";base64") else len(data)
    elif is_address:
        note.setdefault("address", value[:2000])
        return
    else:
        size = _decoded_size(value)
    note.setdefault("bytes", size)
    note.setdefault("sha256", sha256(value.encode("utf-8", "surrogatepass")).hexdigest())


def _decoded_size(data: str) -> int:
    """Return how many bytes a Base64 text stands for, without decoding it."""
    return max(0, len(data) * 3 // 4 - data[-2:].count("="))


def _without_bytes(answer: Any) -> Any:
    """Take pictures and the like out of the answer of a tool, which may be a list of parts itself."""
    if not isinstance(answer, list):
        return answer
    return [
        one
        if not isinstance(one, dict) or one.get("type") in _TEXT_KINDS
        else {"type": "text", "text": f"⟦{NotText.model_validate(_note(one, str(one.get('type') or 'part'))).kind}⟧"}
        for one in answer
    ]
