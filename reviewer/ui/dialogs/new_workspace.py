"""Asks for the name, the template and the place of a new workspace."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from reviewer.ui.dialogs.form import FormDialog
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.safe_text import menu_text


class NewWorkspaceDialog(FormDialog):
    """Three fields; `wanted` carries location, name and template."""

    wanted = Signal(object, object, object)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, tr("New workspace"), "new_workspace_dialog", tr("Create"))
        self.name = QLineEdit()
        self.name.setMaxLength(200)
        self.name.setPlaceholderText(tr("Support assistant"))
        self.add_field(tr("Name of the project"), self.name, "workspace_name")
        self.template = QComboBox()
        for template_id, title in _templates():
            self.template.addItem(menu_text(title), template_id)
        self.add_field(
            tr("Template"), self.template, "workspace_template", tr("Verdicts, questions and labels to begin with.")
        )
        self.place = QLineEdit(str(Path.home() / "project.reviewer"))
        self.add_field(tr("File"), self.place, "workspace_place")
        self._own_place = False
        self.place.textEdited.connect(self._place_edited)
        self.name.textEdited.connect(self._suggest_place)
        choose = KeyButton(tr("Choose…"), "workspace_choose")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(choose)
        self.fields.addLayout(row)

    def confirm(self) -> str:
        """Tell of the three values, or say what is missing."""
        name, place = self.name.text().strip(), self.place.text().strip()
        if not name:
            return tr("Write a name for the project.")
        if not place:
            return tr("Write or choose the file to keep the workspace in.")
        path = Path(place).expanduser()
        if "://" not in place and path.suffix != ".reviewer":
            path = path.with_name(f"{path.name}.reviewer")
        if "://" not in place and path.exists():
            return tr("{name} is there already: choose another name, or open it instead.").format(name=path.name)
        self.wanted.emit(place if "://" in place else str(path), name, self.template.currentData())
        return ""

    def _place_edited(self) -> None:
        self._own_place = True

    def _suggest_place(self, name: str) -> None:
        if not self._own_place:
            plain = "".join(letter if letter.isalnum() else "-" for letter in name.lower()).strip("-")
            self.place.setText(str(Path.home() / f"{plain[:40] or 'project'}.reviewer"))

    def _choose(self) -> None:
        dialog = QFileDialog(self, tr("Where to keep it"), self.place.text(), tr("Reviewer workspaces (*.reviewer)"))
        dialog.setObjectName("file_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("reviewer")
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, path: str) -> None:
        self._own_place = True
        self.place.setText(path)


def _templates() -> tuple[tuple[str, str], ...]:
    from reviewer.services.templates import templates

    return templates()
