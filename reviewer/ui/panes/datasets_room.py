"""The datasets room: choose a recipe, see what it would give and what it leaves out, write it, verify it later."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer.domain.changes import Changes
from reviewer.ui.actions import Binding
from reviewer.ui.language import tr
from reviewer.ui.panes.dataset_preview import PreviewPane
from reviewer.ui.panes.dataset_ready import ReadyPane
from reviewer.ui.panes.dataset_versions import VersionsPane
from reviewer.ui.panes.dataset_writing import SameAs
from reviewer.ui.panes.recipe_list import RecipePane
from reviewer.ui.panes.splits import at_least, split
from reviewer.ui.presenters.dataset_export import ExportPresenter, ExportState, free_folder
from reviewer.ui.presenters.dataset_versions import VersionsPresenter
from reviewer.ui.presenters.datasets import DatasetsPresenter, DatasetsState
from reviewer.ui.rooms import Room, WindowContext

if TYPE_CHECKING:
    from reviewer.store.datasets import StoredDataset


class DatasetsRoom(Room):
    """Where an engineer gets training data."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.presenter = DatasetsPresenter(context.workspace, context.reviewer, context.tasks, self)
        self.export = ExportPresenter(context.workspace, context.reviewer, context.tasks, self)
        self.built = VersionsPresenter(context.workspace, context.tasks, self)
        cancel = context.key_of("datasets.cancel")
        self.recipes = RecipePane(context.key_of("datasets.copy_recipe"), context.key_of("datasets.edit_recipe"))
        keys = ("cancel", "unveil", "filter", "lineage", "verify", "compare", "rebuild")
        known = {name: context.key_of(f"datasets.{name}") for name in keys}
        self.preview = PreviewPane(context.theme, known)
        self.ready = ReadyPane(context.key_of("datasets.export"), cancel)
        self.versions = VersionsPane(known, cancel)
        self.same_as = SameAs()
        self._build()
        self._connect()
        context.settings.changed.connect(self._take_settings)
        self._take_settings()

    def activated(self) -> None:
        """Count again what others may have changed meanwhile."""
        self.presenter.look()
        self.built.load()
        self.export.propose()
        self.recipes.view.setFocus()

    def refresh(self, changes: Changes) -> None:
        """Count again what a write touched, if somebody looks."""
        if not self.isVisible():
            return
        if changes.touches("items", "reviews", "resolutions", "project"):
            self.presenter.look()
        if changes.touches("datasets", "reviews", "resolutions"):
            self.built.load()

    def bindings(self) -> list[Binding]:
        """Return the keys of this room."""
        return [
            Binding("datasets.export", self.export.export, enabled=lambda: not self.export.state.running),
            Binding("datasets.cancel", self._escape, enabled=self._can_escape),
            Binding("datasets.unveil", self.presenter.unveil, enabled=lambda: bool(self.presenter.state.item_veil)),
            Binding("datasets.reload", self.presenter.reload),
            Binding("datasets.lineage", self._trace, enabled=self._can_trace),
            Binding("datasets.verify", lambda: self._do("verify"), enabled=self._has_version),
            Binding("datasets.compare", lambda: self._do("compare"), enabled=self._has_version),
            Binding("datasets.compare_now", lambda: self._do("compare_now"), enabled=self._has_version),
            Binding("datasets.rebuild", lambda: self._do("rebuild"), enabled=self._has_version),
            Binding("datasets.filter", self._narrow, enabled=lambda: not self.presenter.state.where_problem),
            Binding("datasets.copy_recipe", self._copy_recipe, enabled=self._has_recipe),
            Binding("datasets.edit_recipe", self._edit_recipe, enabled=self._has_recipe),
        ]

    def status(self) -> str:
        """Return what an export does."""
        return tr("card, manifest and checksums are written beside the data · nothing leaves this machine")

    def top_right(self) -> QWidget:
        """Return the command that does the same."""
        return self.same_as

    def close_down(self) -> None:
        """Stop counting and writing."""
        self.context.settings.changed.disconnect(self._take_settings)
        for presenter in (self.presenter, self.export, self.built):
            presenter.close()

    def _build(self) -> None:
        above = split("datasets_split", self.preview, self.ready, sizes=(880, 330), grow=(1, 0))
        right = split("datasets_versions_split", above, self.versions, upright=True, sizes=(665, 225), grow=(1, 0))
        whole = split("datasets_recipes_split", self.recipes, right, sizes=(288, 1220), grow=(0, 1))
        at_least(self.recipes, 200)
        at_least(self.ready, 300)
        QVBoxLayout(self).addWidget(whole)

    def _connect(self) -> None:
        presenter, export, writing = self.presenter, self.export, self.ready.writing
        presenter.changed.connect(self._show)
        export.changed.connect(self._show_export)
        export.written.connect(self.context.broadcast)
        export.written.connect(lambda _changes: self.built.load())
        self.recipes.recipe_chosen.connect(presenter.choose)
        self.recipes.copy_wanted.connect(self._copy_recipe)
        self.recipes.edit_wanted.connect(self._edit_recipe)
        self.preview.where_edited.connect(presenter.filter)
        self.preview.part_removed.connect(presenter.widen)
        self.preview.more_wanted.connect(self._narrow)
        self.preview.row_chosen.connect(presenter.choose_row)
        page = self.preview.page
        page.item_chosen.connect(presenter.choose_item)
        page.back_wanted.connect(self._escape)
        page.unveil_wanted.connect(presenter.unveil)
        page.lineage_wanted.connect(presenter.show_lineage)
        self.preview.review_wanted.connect(lambda: self.context.go_to("review"))
        self.ready.reason_opened.connect(presenter.open_reason)
        self.ready.check_opened.connect(presenter.open_check)
        self.ready.replace_wanted.connect(presenter.replace_personal_data)
        writing.format_chosen.connect(export.choose_format)
        writing.folder_edited.connect(export.type_folder)
        writing.parent_chosen.connect(export.choose_parent)
        writing.export_wanted.connect(export.export)
        writing.cancel_wanted.connect(export.cancel)
        self.built.changed.connect(self.versions.show_state)
        self.built.found.connect(presenter.open_items)
        self.versions.wanted.connect(self._do)
        self.versions.cancel_wanted.connect(self.built.cancel)
        for part in (writing.copied, self.same_as.copied):
            part.connect(lambda _text: self.context.show_toast(tr("Copied.")))
        self.context.theme.changed.connect(self.preview.restyle)

    def _take_settings(self, _settings: object = None) -> None:
        self.presenter.veil_choice = self.context.settings.current.veil

    def _show(self, state: DatasetsState) -> None:
        self.recipes.show_state(state)
        self.preview.show_state(state)
        self.ready.show_state(state)
        self.export.aim(state)

    def _show_export(self, state: ExportState) -> None:
        self.ready.show_export(state)
        self.same_as.show_state(state)

    def _has_recipe(self) -> bool:
        return self.presenter.state.recipe is not None

    def _narrow(self) -> None:
        """Offer the fields and values that the filter can ask for."""
        from reviewer.ui.dialogs.dataset_filter import DatasetFilterDialog  # the room opens without its dialogs

        presenter = self.presenter
        dialog = DatasetFilterDialog(self, self.context.workspace.clock)
        dialog.chosen.connect(lambda found: presenter.narrow(*found))
        dialog.finished.connect(lambda _result: presenter.stop_looking())
        presenter.look_for_values(dialog.show_fields)
        dialog.open()

    def _copy_recipe(self) -> None:
        """Open a copy of the chosen recipe, which is a file once it is saved."""
        if self._has_recipe():
            self._edit(self.presenter.state.name, copy=True)

    def _edit_recipe(self, name: str | None = None) -> None:
        """Open the file of a recipe, or a copy of one that was shipped."""
        wanted = name or self.presenter.state.name
        self._edit(wanted, copy=(self.presenter.state.places or {}).get(wanted) == "shipped")

    def _edit(self, name: str, *, copy: bool) -> None:
        from reviewer.ui.dialogs.recipe_editor import RecipeEditorDialog
        from reviewer.ui.presenters.recipe_editing import RecipeEditing

        editing = RecipeEditing(self.context.workspace, self.context.tasks)
        dialog = RecipeEditorDialog(editing, self.context.theme, self)
        dialog.saved.connect(self.presenter.take_recipe)
        dialog.finished.connect(lambda _result: editing.close())
        editing.load(name, copy=copy)
        dialog.open()

    def _has_version(self) -> bool:
        return self.versions.chosen() is not None and self.built.state.busy is None

    def _do(self, deed: str, version: StoredDataset | None = None) -> None:
        """Verify, compare or rebuild a version, by default the chosen one."""
        built = version or self.versions.chosen()
        if built is None or self.built.state.busy is not None:
            return
        if deed == "verify":
            self.built.verify(built)
        elif deed == "rebuild":
            self._ask_where(built)
        else:
            self.built.compare(built, now=deed == "compare_now")

    def _ask_where(self, built: StoredDataset) -> None:
        from reviewer.ui.dialogs.rebuild import RebuildDialog

        folder = Path(built.folder)
        dialog = RebuildDialog(self, built.name, str(free_folder(folder.with_name(f"{folder.name}-again"))))
        dialog.accepted.connect(lambda: self.built.rebuild(built, dialog.folder.text().strip()))
        dialog.open()

    def _can_trace(self) -> bool:
        state = self.presenter.state
        return bool(state.behind.entries) if state.behind is not None else bool(state.shown and state.shown.rows)

    def _trace(self) -> None:
        """Show what became of the chosen item, or where the chosen row comes from."""
        state = self.presenter.state
        if state.behind is None:
            self.presenter.open_row()
        else:
            self.presenter.show_lineage(not state.tracing)

    def _can_escape(self) -> bool:
        busy = self.export.state.running or self.built.state.busy is not None
        return busy or self.presenter.state.behind is not None

    def _escape(self) -> None:
        """Cancel what is being written, else go back from the items to the rows."""
        if self.export.state.running:
            self.export.cancel()
        elif self.built.state.busy is not None:
            self.built.cancel()
        elif self.presenter.state.behind is not None:
            self.presenter.close_items()
            self.preview.table.setFocus()
