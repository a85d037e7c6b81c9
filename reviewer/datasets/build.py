"""Building a dataset: rows, card, manifest and checksums in one folder, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from reviewer.datasets.annotations import COLUMNS as JUDGEMENT_COLUMNS
from reviewer.datasets.annotations import Values, annotations_of
from reviewer.datasets.bare import LineageSheet, SeenColumns
from reviewer.datasets.beside import BesideSheets
from reviewer.datasets.card import card_text
from reviewer.datasets.cases import Record, Setting
from reviewer.datasets.checks import Check, Checking, Elsewhere
from reviewer.datasets.columns import Column
from reviewer.datasets.croissant import croissant_text
from reviewer.datasets.folder import file_sha256, make_durable, new_folder, refuse_taken, write_file
from reviewer.datasets.licence import FILE as LICENCE_FILE
from reviewer.datasets.licence import licence_text
from reviewer.datasets.manifest import manifest_text
from reviewer.datasets.recipe import SPLITS, Recipe
from reviewer.datasets.recipe_problems import nearest, sentence
from reviewer.datasets.reviewer_names import without_names
from reviewer.datasets.rows import data_columns_of, fitted, task_of
from reviewer.datasets.selection import Dropped, Kept, select
from reviewer.datasets.sidecars import sidecar_files
from reviewer.datasets.splits import Assign, near_pairs
from reviewer.datasets.tally import Tally
from reviewer.datasets.writers import ROWS_IN_A_BATCH, Sheet, Writer, csv, find_writer, parquet
from reviewer.datasets.writers.parquet import ParquetSheet
from reviewer.domain.canonical import sha256_text
from reviewer.domain.errors import Cancelled, Damaged, InvalidInput, Refused
from reviewer.domain.model import Frozen

Progress = Callable[[int, int | None], None]
SUMS = "SHA256SUMS"
_ITEMS_SAID = 5
_CANNOT_WRITE = (ValueError, TypeError, OverflowError)


class BuildResult(Frozen):
    """What was built: the folder, the rows of each split, what was left out, and the hash of the whole."""

    dataset: str
    recipe: str
    rows: dict[str, int]
    excluded: dict[str, int]
    sha256: str
    format: str = "parquet"
    checks: tuple[Check, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return the JSON object that the terminal prints."""
        return self.model_dump(mode="json", include={"dataset", "recipe", "rows", "excluded", "sha256"})


class Restored(NamedTuple):
    """What a rebuild takes from the manifest, since it reads only what became rows: counts of the rest, and checks."""

    tally: Tally
    checks: tuple[Check, ...]


def build_dataset(
    records: Iterable[Record],
    recipe: Recipe,
    setting: Setting,
    out: Path,
    *,
    format: str | None = None,
    unresolved: int = 0,
    total: int | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    assign: Assign | None = None,
    elsewhere: Elsewhere | None = None,
    restored: Restored | None = None,
    kept: Callable[[Kept], None] | None = None,
    finish: Callable[[BuildResult, str], None] | None = None,
) -> BuildResult:
    """Write the dataset of a recipe to the new folder `out`, or nothing at all.

    Without a format it is the first of those that the recipe names. `assign` gives each case its split, by default the
    hash of its group; `elsewhere` tells the checks where items stand besides. `kept` is called for each case that
    became rows. `finish` is called with the result and the manifest while the folder still has its temporary name, so
    that what it does and the folder come about together: if it raises, there is no folder.
    """
    writer = writer_for(recipe, format)
    recipe = fitted(recipe, setting.project)
    with new_folder(out) as work:
        records = _watched(records, total, progress, cancelled)
        checking = Checking(recipe, near_pairs(assign), elsewhere)
        making = _Making(work, recipe, setting, writer, kept, assign, checking, restored)
        try:
            tally, checks = making.write(records, unresolved)
        finally:
            making.close()
        result, manifest = _describe(work, recipe, setting, writer, tally, checks, making.columns, out)
        make_durable(work)
        refuse_taken(out)
        if finish is not None:
            finish(result, manifest)
    return result


def writer_for(recipe: Recipe, format: str | None) -> Writer:
    """Return the writer of a format that the recipe allows, by default its first, or raise InvalidInput."""
    format = format or recipe.formats[0]
    if recipe.spreadsheet and format != "csv":
        raise InvalidInput("What is escaped for spreadsheets is CSV: add --format csv, or take 'spreadsheet' away.")
    writer = csv.FOR_SPREADSHEETS if recipe.spreadsheet else find_writer(format)
    if writer is None or format not in recipe.formats:
        raise InvalidInput(
            sentence(f"The recipe '{recipe.name}' has no format '{format}'{nearest(format, recipe.formats)}")
        )
    return writer


def _watched(
    records: Iterable[Record],
    total: int | None,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> Iterator[Record]:
    """Pass the records on, report progress, and stop when the person asks for it."""
    done = 0
    for done, record in enumerate(records, start=1):
        if done % 100 == 1 and cancelled is not None and cancelled():
            raise Cancelled("The export was cancelled; nothing was written.")
        if done % 1_000 == 0 and progress is not None:
            progress(done, total)
        yield record
    if progress is not None:
        progress(done, total)


class _Making:
    """The open files of one build and the rows that wait to be written."""

    def __init__(
        self,
        work: Path,
        recipe: Recipe,
        setting: Setting,
        writer: Writer,
        kept: Callable[[Kept], None] | None,
        assign: Assign | None,
        checking: Checking,
        restored: Restored | None,
    ) -> None:
        self._work, self._recipe, self._setting, self._writer = work, recipe, setting, writer
        self._tell_kept, self._assign = kept, assign
        self.columns = data_columns_of(recipe)
        self._written = self.columns
        self._bare = task_of(recipe).bare
        self._sheets: dict[str, Sheet] = {}
        self._waiting: dict[str, list[Kept]] = {name: [] for name in SPLITS}
        self._judgements: list[Values] = []
        self._long_form: ParquetSheet | None = None
        self._beside: BesideSheets | None = None
        self._lineage: LineageSheet | None = None
        self._seen = SeenColumns(self.columns)
        self._tally, self._checking = Tally(), checking
        self._restored = restored
        if restored is not None:
            self._tally = restored.tally

    def write(self, records: Iterable[Record], unresolved: int) -> tuple[Tally, tuple[Check, ...]]:
        """Write all rows; what a check finds wrong, or a killed disk, ends the build."""
        (self._work / "data").mkdir(mode=0o700)
        self._long_form = parquet.WRITER.open(self._work / "annotations.parquet", JUDGEMENT_COLUMNS)
        self._beside = BesideSheets(self._work, self._recipe, self._setting)
        self._lineage = LineageSheet(self._work) if self._bare else None
        for found in select(records, self._chosen(), self._setting, self._assign):
            if isinstance(found, Dropped):
                if self._restored is None:  # else it stands among what was left out then, such as reviews of others
                    self._tally.drop(found)
                continue
            waiting = self._waiting[found.split]
            waiting.append(found)
            if len(waiting) >= ROWS_IN_A_BATCH:
                self._flush(found.split)
        for split in SPLITS:
            self._flush(split)
        self._flush_judgements(at_least=1)
        self._beside.flush()
        if self._lineage is not None:
            self._lineage.flush()
            self.columns = self._seen.columns()
        self._tally.drop_unresolved(unresolved)
        if not self._sheets:  # a dataset without rows still has the split that was asked for
            self._sheet(next(name for name, share in zip(SPLITS, self._recipe.split, strict=True) if share > 0))
        checks = self._checking.results()
        for check in checks:
            if check.state == "failed":
                raise (Refused if check.id in self._recipe.checks else Damaged)(_refusal(check))
        return self._tally, checks if self._restored is None else self._restored.checks

    def _chosen(self) -> Recipe:
        """Return the recipe to choose by: what is built again passed the filter then, perhaps beside other reviews."""
        if self._restored is None or task_of(self._recipe).tells_of_others:
            return self._recipe
        return self._recipe.model_copy(update={"where": None})

    def close(self) -> None:
        """Close every file, those too that come after one that the disk has no room to finish."""
        with ExitStack() as closing:
            for sheet in (*self._sheets.values(), self._long_form, self._beside, self._lineage):
                if sheet is not None:
                    closing.callback(sheet.close)

    def _flush(self, split: str) -> None:
        batch = self._waiting[split]
        self._waiting[split] = []
        if not batch:
            return
        sheet = self._sheet(split)
        try:
            sheet.write([row for kept in batch for row in kept.rows])
            written = batch
        except _CANNOT_WRITE:
            written = [kept for kept in batch if self._write_alone(sheet, kept)]
        for kept in written:
            self._count(kept)

    def _write_alone(self, sheet: Sheet, kept: Kept) -> bool:
        """Write the rows of one case, or list it among what cannot be written."""
        try:
            sheet.write(kept.rows)
        except _CANNOT_WRITE:
            self._tally.reject(kept)
            return False
        return True

    def _count(self, kept: Kept) -> None:
        self._tally.keep(kept)
        if self._tell_kept is not None:
            self._tell_kept(kept)
        self._checking.look_at(kept)
        if self._beside is not None:
            self._beside.take(kept)
        if self._lineage is not None:
            self._lineage.take(kept)
            self._seen.take(kept)
        self._judgements += annotations_of(kept, self._setting)
        self._flush_judgements(at_least=ROWS_IN_A_BATCH)

    def _flush_judgements(self, at_least: int) -> None:
        if self._long_form is not None and len(self._judgements) >= at_least:
            self._long_form.write_columns(list(zip(*self._judgements, strict=True)))
            self._judgements = []

    def _sheet(self, split: str) -> Sheet:
        if split not in self._sheets:
            path = self._work / "data" / f"{split}-00000-of-00001.{self._writer.suffix}"
            self._sheets[split] = self._writer.open(path, self._written)
        return self._sheets[split]


def _refusal(check: Check) -> str:
    more = ", …" if len(check.items) > _ITEMS_SAID else ""
    rows = "row" if check.count == 1 else "rows"
    named = f" (items {', '.join(check.items[:_ITEMS_SAID])}{more})" if check.items else ""
    return f"Nothing was written: the check that {check.title} failed for {check.count:,} {rows}{named}."


def _describe(
    work: Path,
    recipe: Recipe,
    setting: Setting,
    writer: Writer,
    tally: Tally,
    checks: Sequence[Check],
    columns: tuple[Column, ...],
    out: Path,
) -> tuple[BuildResult, str]:
    """Write card, manifest, Croissant and checksums beside the data."""
    recipe = without_names(recipe, setting)
    files = checksums(work)
    texts = {
        **task_of(recipe).extra_files(recipe, setting),
        **sidecar_files(recipe, files),
        LICENCE_FILE: licence_text(setting.project),
    }
    for name, text in texts.items():
        (work / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_file(work / name, text)
        files[name] = sha256_text(text)
    manifest = manifest_text(recipe, setting, tally, checks, columns, files, writer.name)
    beside = {
        "manifest.json": manifest,
        "README.md": card_text(recipe, setting, tally, checks, columns, files, writer),
        "croissant.json": croissant_text(recipe, setting, tally, columns, files, writer),
    }
    for name, text in beside.items():
        write_file(work / name, text)
        files[name] = sha256_text(text)
    write_file(work / SUMS, "".join(f"{digest}  {path}\n" for path, digest in sorted(files.items())))
    result = BuildResult(
        dataset=str(out),
        recipe=recipe.name,
        rows=tally.rows_by_split(),
        excluded=tally.excluded_by_reason(),
        sha256=file_sha256(work / SUMS),
        format=writer.name,
        checks=tuple(checks),
    )
    return result, manifest


def checksums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a dataset but the list of checksums, by its path in the folder."""
    files = (path for path in folder.rglob("*") if path.is_file() and path != folder / SUMS)
    return {path.relative_to(folder).as_posix(): file_sha256(path) for path in files}


def verify_folder(folder: Path) -> tuple[str, ...]:
    """Return what is wrong with a dataset on disk: files that changed, are missing, or do not belong there."""
    try:
        listed = (folder / SUMS).read_text("utf-8")
    except (OSError, ValueError):
        raise InvalidInput(f"{folder} is not a dataset: there is no readable {SUMS} in it.") from None
    expected = {path: digest for digest, _, path in (line.partition("  ") for line in listed.splitlines() if line)}
    found = checksums(folder)
    problems = [f"{path} is missing" for path in sorted(expected.keys() - found.keys())]
    problems += [f"{path} does not belong to the dataset" for path in sorted(found.keys() - expected.keys())]
    problems += [
        f"{path} was changed" for path in sorted(expected) if found.get(path, expected[path]) != expected[path]
    ]
    return tuple(problems)
