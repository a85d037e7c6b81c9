"""The window's texts in the language of the person: each text that the program itself says goes through `tr`."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tr(text: str, singular: str = "", n: int = -1) -> str:
    """Return a text of the window in the person's language.

    What is filled in comes afterwards, `tr("Held by {name}").format(name=name)`, so that the text can be looked up.
    A text with a count gives both English forms and the count: `tr("%n items", "%n item", n)`; a translation may have
    as many forms as its language. Qt writes `%n` without separators: where a count may be above 999 it is filled in
    like everything else, `tr("{n:,} items", "{n:,} item", n).format(n=n)`.
    """
    found = QCoreApplication.translate("", text, singular or None, n)
    if n == 1 and singular and found == text.replace("%n", "1"):
        return singular.replace("%n", "1")
    return found


def later(text: str) -> str:
    """Name a text for the translators where it is written down before the language is known.

    Where the text is shown it goes through `tr`.
    """
    return text
