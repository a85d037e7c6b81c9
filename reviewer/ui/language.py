"""The window's texts in the language of the person: each text that the program itself says goes through `tr`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

from reviewer.config.paths import shipped

if TYPE_CHECKING:
    from PySide6.QtCore import QLocale, QTranslator
    from PySide6.QtGui import QGuiApplication

_spoken: list[QTranslator] = []


def speak(app: QGuiApplication, locale: QLocale | None = None, folder: Path | None = None) -> bool:
    """Let the window speak a language, of itself that of the system; tell whether there is a translation into it.

    Qt's own texts follow only where ours are translated too: one window speaks one language, from one side.
    """
    if _spoken:
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    while _spoken:
        app.removeTranslator(_spoken.pop())
    if locale is None and not any((folder or shipped("resources/translations")).glob("*.qm")):
        return False  # nothing to choose from; to ask Qt for the locale would cost each start a tenth of its time
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

    locale = locale or QLocale.system()
    if locale.language() in (QLocale.Language.English, QLocale.Language.C):
        return False
    ours = QTranslator(app)
    if not ours.load(locale, "reviewer", "_", str(folder or shipped("resources/translations"))):
        return False
    of_qt = QTranslator(app)
    of_qt.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for translator in (of_qt, ours):  # the one that was installed last is asked first
        app.installTranslator(translator)
        _spoken.append(translator)
    app.setLayoutDirection(locale.textDirection())
    return True


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
