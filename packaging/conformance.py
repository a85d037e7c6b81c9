"""Holds built datasets against the programs that read them, each in an environment of its own, without the network."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environment

ROOT = environment.ROOT
CONSUMERS = ROOT / "packaging" / "consumers"
_FREE_FOR_TRAINING = 12 * 10**9
"""What an environment with torch may take: the build for graphics cards alone is 6 GB unpacked."""
_LINES_OF_REASON = 12


@dataclass(frozen=True)
class Consumer:
    """One reader of datasets: its program, and what is installed for it, nothing where .venv has it locked."""

    title: str
    program: str
    venv: Path = environment.VENV
    packages: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    """Packages without what they depend on, since the program gets by without it."""
    sees_damage: bool = True
    by_pip: bool = False
    """Whether pip installs them one by one, so that it may take the build of torch that the machine offers."""


def _own(name: str) -> Path:
    return ROOT / f".venv-conformance-{name}"


USUAL = (
    Consumer("datasets, locked", "load_datasets.py"),
    Consumer("datasets 4.0", "load_datasets.py", _own("datasets40"), ("datasets==4.0.0",)),
    Consumer("datasets 3.6", "load_datasets.py", _own("datasets36"), ("datasets==3.6.0",)),
    Consumer("mlcroissant", "read_croissant.py"),
    Consumer("huggingface_hub card", "read_card.py"),
    Consumer("OpenAI types", "read_openai.py", _own("openai"), ("openai==3.52.0", "jsonschema==4.26.0")),
    Consumer(
        "Label Studio", "read_label_studio.py", _own("labelstudio"), ("label-studio-sdk==2.1.2", "jsonschema==4.26.0")
    ),
    Consumer(
        "LLaMA-Factory",
        "read_llama_factory.py",
        _own("llamafactory"),
        ("datasets==4.0.0", "transformers==5.23.0", "fsspec"),
        alone=("llamafactory==0.9.5",),
    ),
    Consumer(
        "Axolotl",
        "read_axolotl.py",
        _own("axolotl"),
        ("datasets==5.2.0", "transformers==5.23.0", "addict", "colorama", "jinja2", "pydantic", "pyyaml"),
        alone=("axolotl==0.19.0",),
    ),
)
TRAINING = Consumer(
    "TRL, one step",
    "train.py",
    _own("train"),
    ("torch==2.13.0", "numpy", "transformers==5.23.0", "trl==1.16.0", "datasets==5.2.0"),
    sees_damage=False,
    by_pip=True,
)


@dataclass(frozen=True)
class Outcome:
    """What came of one consumer."""

    title: str
    version: str
    state: str
    tried: int = 0
    passed: int = 0
    refused: str = ""
    seconds: float = 0.0
    reasons: tuple[str, ...] = ()


def run(*, train: bool) -> int:
    """Build the datasets, let every consumer read them, print the outcomes and return 1 unless all is well."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        print("Building the datasets", flush=True)
        _call(environment.VENV, "make_datasets.py", folder, check=True)
        outcomes = [_outcome(consumer, folder) for consumer in (*USUAL, *((TRAINING,) if train else ()))]
    for outcome in outcomes:
        for reason in outcome.reasons:
            print(f"  {outcome.title}: {reason}")
    print(table(outcomes), flush=True)
    return 0 if all(outcome.state == "ok" for outcome in outcomes) else 1


def table(outcomes: list[Outcome]) -> str:
    """Return the outcomes as a table in Markdown."""
    lines = ["| consumer | version | datasets | spoiled ones refused | outcome |", "|---|---|---|---|---|"]
    for outcome in outcomes:
        passed = f"{outcome.passed} of {outcome.tried}" if outcome.tried else "none"
        state = f"{outcome.state}, {outcome.seconds:.0f} s"
        lines.append(f"| {outcome.title} | {outcome.version} | {passed} | {outcome.refused} | {state} |")
    return "\n".join(lines)


def _outcome(consumer: Consumer, folder: Path) -> Outcome:
    print(f"{consumer.title}", flush=True)
    wanted = ", ".join((*consumer.packages, *consumer.alone))
    try:
        install(consumer)
    except environment.SetupError as error:
        return Outcome(consumer.title, wanted, "not installed", reasons=(str(error),))
    started = time.monotonic()
    try:
        found = _asked(consumer, folder)
        spoiled = _asked(consumer, folder / "spoiled") if consumer.sees_damage else {}
    except _DiedError as error:
        reasons = tuple(str(error).splitlines()[-_LINES_OF_REASON:])
        return Outcome(consumer.title, wanted, "failed", seconds=time.monotonic() - started, reasons=reasons)
    wrong = [f"{each['dataset']}: {each['says']}" for each in found["outcomes"] if not each["ok"]]
    missed = [each["dataset"] for each in spoiled["outcomes"] if each["ok"]] if spoiled else []
    tried, damaged = len(found["outcomes"]), len(spoiled["outcomes"]) if spoiled else 0
    return Outcome(
        consumer.title,
        found["version"],
        "failed" if wrong or missed or not tried else "ok",
        tried,
        tried - len(wrong),
        f"{damaged - len(missed)} of {damaged}" if damaged else "",
        time.monotonic() - started,
        (*wrong, *(f"{name}: damage was not noticed" for name in missed)),
    )


class _DiedError(Exception):
    """A consumer's program ended without outcomes; the message is what it said."""


def _asked(consumer: Consumer, folder: Path) -> dict[str, Any]:
    """Let a consumer read the datasets of a folder and return what it printed in its last line."""
    done = _call(consumer.venv, consumer.program, folder)
    printed = done.stdout.strip().rpartition("\n")[2]
    if done.returncode or not printed.startswith("{"):
        raise _DiedError(done.stderr.strip() or "no reason given")
    found: dict[str, Any] = json.loads(printed)
    return found


def install(consumer: Consumer) -> None:
    """Make the environment of a consumer with exactly its packages, unless that is done already."""
    if not consumer.packages:
        return
    stamp, wanted = consumer.venv / "conformance-stamp", _digest(consumer)
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return
    if consumer.by_pip:
        _refuse_a_small_disk()
        environment.run_checked([sys.executable, "-m", "venv", "--clear", str(consumer.venv)], "making an environment")
        pip = [str(environment.python_of(consumer.venv)), "-m", "pip", "install", "--quiet"]
        for package in consumer.packages:
            environment.run_checked([*pip, package], f"installing {package}")
    else:
        python = str(environment.python_of(consumer.venv))
        environment.run_uv("venv", "--quiet", "--clear", "--python", sys.executable, str(consumer.venv))
        environment.run_uv("pip", "install", "--quiet", "--python", python, *consumer.packages)
        if consumer.alone:
            environment.run_uv("pip", "install", "--quiet", "--no-deps", "--python", python, *consumer.alone)
    stamp.write_text(wanted, "utf-8")


def _digest(consumer: Consumer) -> str:
    text = repr((sys.version_info[:2], consumer.packages, consumer.alone))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _refuse_a_small_disk() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < _FREE_FOR_TRAINING:
        needed = _FREE_FOR_TRAINING // 10**9
        raise environment.SetupError(f"Training needs {needed} GB for torch; {free // 10**9} GB are free.")


def _call(venv: Path, program: str, folder: Path, *, check: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a program of `consumers` over the datasets, with nothing that would make it ask the network."""
    offline = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": str(folder / "hub")}
    quiet = {"HF_HUB_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1", "CUDA_VISIBLE_DEVICES": ""}
    command = [str(environment.python_of(venv)), str(CONSUMERS / program), str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **offline, **quiet}, capture_output=True, text=True, check=False
    )
    if check and done.returncode:
        raise environment.SetupError(f"{program} failed:\n{done.stderr}")
    return done
