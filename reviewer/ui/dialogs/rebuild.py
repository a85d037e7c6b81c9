"""Where a dataset is to be built again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from reviewer.ui.dialogs.form import FormDialog
from reviewer.ui.language import tr
from reviewer.ui.panes.buttons import KeyButton
from reviewer.ui.panes.parts import Hint
from reviewer.ui.theme import GRID


class RebuildDialog(FormDialog):
    """Asks for a folder that does not exist yet."""

    def __init__(self, parent: QWidget | None, name: str, folder: str) -> None:
        super().__init__(parent, tr("Build {name} again").format(name=name), "rebuild_dialog", tr("Rebuild"))
        said = Hint(
            tr(
                "The dataset is written from the reviews as they were when it was built, to a folder that does not "
                "exist yet; then every byte is compared."
            ),
            "rebuild_says",
        )
        said.setWordWrap(True)
        self.folder = QLineEdit(folder)
        choose = KeyButton(tr("Choose…"), "rebuild_choose_button")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._ask)
        self.fields.addWidget(said)
        self.fields.addSpacing(GRID // 2)
        self.add_field(tr("Folder"), self.folder, "rebuild_folder")
        self.fields.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.setMinimumWidth(560)
        self.folder.setFocus()

    def confirm(self) -> str:
        """Say what is wrong with the folder."""
        folder = Path(self.folder.text().strip())
        if not self.folder.text().strip():
            return tr("Name a folder for the dataset that does not exist yet.")
        if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
            return tr("There is something in this folder already: name another one.")
        return ""

    def _ask(self) -> None:
        parent = Path(self.folder.text()).parent
        found = QFileDialog.getExistingDirectory(
            self, tr("The new folder goes into"), str(parent if parent.is_dir() else "")
        )
        if found:
            self.folder.setText(str(Path(found) / Path(self.folder.text()).name))
