"""Holds tasks and labelling config against Label Studio's own classes, and against a schema of our own."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

from jsonschema import Draft202012Validator
from label_studio_sdk.label_interface import LabelInterface
from outcomes import Built, data_files, expect, lines_of, listed, tell

_SCHEMA = Path(__file__).resolve().parents[2] / "tests" / "data" / "schemas" / "label-studio.schema.json"


def check(built: Built) -> str:
    """Validate the config, each task and each annotation.

    The annotations are validated one by one: `validate_task` of 2.1.2 raises TypeError where a task has any.
    """
    interface = LabelInterface((Path(built["folder"]) / "label_config.xml").read_text("utf-8"))
    interface.validate()
    validator = Draft202012Validator(json.loads(_SCHEMA.read_text("utf-8")))
    tasks = annotations = 0
    for path in data_files(built).values():
        found = lines_of(path)
        problem = next(validator.iter_errors(found), None)
        expect(problem is None, f"{path.name}: {problem.message[:200] if problem else ''}")
        for task in found:
            tasks += 1
            expect(interface.validate_task({"data": task["data"]}), f"task {tasks} lacks what the config shows")
            for annotation in task["annotations"]:
                annotations += 1
                problems = interface._validate_object(annotation, return_errors=True)
                expect(not problems, f"task {tasks}: {problems}")
    return f"{tasks} tasks, {annotations} annotations"


if __name__ == "__main__":
    tell(version("label-studio-sdk"), [built for built in listed() if built["task"] == "label-studio"], check)
