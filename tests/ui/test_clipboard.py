"""What was copied in the window survives its end, and does not bring the program down."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
from PySide6.QtWidgets import QApplication
from reviewer.ui.clipboard import leave_copied_text
from reviewer.ui.safe_text.source_view import SourceView

app = QApplication([])
view = SourceView()
view.set_source("copied, then closed")
view.selectAll()
view.copy()
leave_copied_text()
print(app.clipboard().text())
"""


def test_a_program_that_copied_text_ends_well_and_leaves_the_text() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, cwd=Path(__file__).parents[2], timeout=60
    )
    assert (ended.returncode, ended.stdout.strip()) == (0, "copied, then closed"), ended.stderr
