"""Recipe files as a person edits them: read with where they lie, copied under a free name, saved over nobody's work."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from reviewer.config.atomic import write_atomically, write_for_now
from reviewer.config.paths import state_dir
from reviewer.datasets.catalog import check_recipe
from reviewer.datasets.recipe import Recipe, read_recipe
from reviewer.domain.errors import InvalidInput, NotFound, Refused, Unreachable

Place = Literal["workspace", "user", "shipped"]
PLACES: Final[tuple[Place, ...]] = ("workspace", "user", "shipped")
LONGEST_RECIPE: Final = 256 * 1024
_MODE = 0o644  # a recipe is shared with the workspace that it lies beside


class ChangedMeanwhile(Refused):
    """The file was changed by somebody else since it was read."""


@dataclass(frozen=True, slots=True)
class RecipeFile:
    """One recipe file: its name, where it lies, what stands in it, and the hash by which a later change is seen."""

    name: str
    place: Place
    path: Path
    text: str
    sha256: str

    @property
    def own(self) -> bool:
        """Whether a person may change it; what was shipped is copied instead."""
        return self.place != "shipped"


class RecipeFiles:
    """The recipe files of the workspace, the user and the program."""

    def __init__(self, folders: Callable[[], tuple[Path, Path, Path]]) -> None:
        self._folders = folders

    def folder(self, place: Place) -> Path:
        """Return where the recipes of a place lie."""
        return self._folders()[PLACES.index(place)]

    def places(self) -> dict[str, Place]:
        """Return the place of each recipe, those that cannot be read included; the first of one name counts."""
        found: dict[str, Place] = {}
        for place, folder in zip(PLACES, self._folders(), strict=True):
            for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
                found.setdefault(path.stem, place)
        return found

    def read(self, name: str) -> RecipeFile:
        """Read the file of a recipe as it is, whether it can be used or not."""
        place = self.places().get(name)
        if place is None:
            raise NotFound(f"There is no recipe file {name}.toml any more; press F5 to read the recipes again.")
        return self.read_at(self.folder(place) / f"{name}.toml", place)

    def read_at(self, path: Path, place: Place) -> RecipeFile:
        """Read one file."""
        if path.is_fifo():
            raise Unreachable(f"The recipe {path} is not a file: take it away.")
        try:
            data = path.read_bytes()
            text = data.decode("utf-8-sig")
        except OSError as error:
            raise Unreachable(f"The recipe {path} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise InvalidInput(f"The recipe {path.name} is not UTF-8 text; save it as UTF-8.") from None
        if len(data) > LONGEST_RECIPE:
            raise InvalidInput(f"The recipe {path.name} is larger than 256 KB; shorten it.")
        return RecipeFile(path.stem, place, path, text, hashlib.sha256(data).hexdigest())

    def changed_outside(self, file: RecipeFile) -> bool:
        """Return whether a file is no longer as it was read."""
        try:
            return hashlib.sha256(file.path.read_bytes()).hexdigest() != file.sha256
        except OSError:
            return True

    def copy(self, file: RecipeFile) -> str:
        """Return the text of a recipe under a name that is free."""
        title = re.search(r"^title\s*=\s*\"(.*)\"\s*$", file.text, re.MULTILINE)
        text = _with_key(file.text, "name", self.free_name(file.name))
        return _with_key(text, "title", f"{title[1]} (copy)") if title else text

    def free_name(self, name: str) -> str:
        """Return a name like this that no recipe has."""
        taken, number = self.places(), 2
        stem = re.sub(r"-\d+$", "", name)[:58]
        while f"{stem}-{number}" in taken:
            number += 1
        return f"{stem}-{number}"

    def save(self, text: str, place: Place, base: RecipeFile | None = None, *, over: bool = False) -> RecipeFile:
        """Write a recipe to its place in one step.

        It replaces no file but `base`, and that only as it was read; `over` is the word of a person who knows that
        it is no longer so.
        """
        recipe = check_text(text)
        if place == "shipped":
            raise Refused("What was shipped is not written over: save the recipe beside the workspace or as your own.")
        path = self.folder(place) / f"{recipe.name}.toml"
        if path.exists():
            if base is None or path != base.path:
                raise Refused(f"There is a recipe '{recipe.name}' in {path.parent} already: choose another name.")
            if not over and self.changed_outside(base):
                raise ChangedMeanwhile(
                    f"{path.name} was changed since you opened it: read it again, or save once more."
                )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, text.encode("utf-8"), _MODE)
        except OSError as error:
            raise Unreachable(f"The recipe cannot be written to {path.parent}: {error.strerror}.") from None
        return self.read_at(path, place)


def check_text(text: str) -> Recipe:
    """Return the recipe that a text says; an error names line, key and the nearest right word."""
    if len(text.encode("utf-8", "surrogatepass")) > LONGEST_RECIPE:
        raise InvalidInput("The recipe is larger than 256 KB; shorten it.")
    return check_recipe(read_recipe(text), text)


def line_of(problem: str, text: str) -> int | None:
    """Return the line that a problem of a recipe is about, or None where it is about no single line."""
    named = re.search(r"\bline (\d+)", problem)
    if named:
        return int(named[1])
    words = re.findall(r"'([^']+)'", problem.partition(";")[0])
    for word in reversed(words):
        for number, line in enumerate(text.split("\n"), start=1):
            if word in line and not line.lstrip().startswith("#"):
                return number
    return None


def _with_key(text: str, key: str, value: str) -> str:
    """Return the text with another value of a key that stands on one line."""
    line = f"{key} = {json.dumps(value, ensure_ascii=False)}"
    pattern = re.compile(rf"^{key}\s*=.*$", re.MULTILINE)
    return pattern.sub(lambda _: line, text, count=1) if pattern.search(text) else f"{line}\n{text}"


@dataclass(frozen=True, slots=True)
class RecipeDraft:
    """What was typed and not saved, and the hash of the file on which it rests."""

    text: str
    base: str


class RecipeDrafts:
    """What was typed into the editor and not saved yet, kept on this machine so that it outlives a crash."""

    def keep(self, path: Path, draft: RecipeDraft) -> None:
        """Keep what was typed for a file, in place of what was kept of it before."""
        file = _draft_file(path)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_for_now(file, json.dumps({"text": draft.text, "base": draft.base}).encode("utf-8"))

    def find(self, path: Path) -> RecipeDraft | None:
        """Return what was typed for a file and not saved, or None."""
        try:
            kept = json.loads(_draft_file(path).read_bytes())
            return RecipeDraft(str(kept["text"]), str(kept["base"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def drop(self, path: Path) -> None:
        """Forget what was typed for a file: it is saved, or given up."""
        _draft_file(path).unlink(missing_ok=True)


def _draft_file(path: Path) -> Path:
    return state_dir() / "recipes" / f"{hashlib.sha256(str(path).encode()).hexdigest()[:32]}.json"
