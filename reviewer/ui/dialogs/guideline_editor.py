"""The editor of the guideline and the policies: the source at the left; preview, changes, versions, gaps beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reviewer.ui.language import later, tr
from reviewer.ui.panes.buttons import KeyButton, PrimaryButton, QuietButton
from reviewer.ui.panes.parts import Chip, Hint, label
from reviewer.ui.panes.rendered_looks import rendered_looks
from reviewer.ui.panes.splits import split
from reviewer.ui.panes.text_block import lean
from reviewer.ui.presenters.guideline_editing import EditingState, GuidelineEditing
from reviewer.ui.rooms import WindowContext
from reviewer.ui.safe_text import (
    Highlight,
    HighlightStyle,
    PlainEditor,
    RenderedView,
    SourceView,
    elide,
    menu_text,
    one_line,
)
from reviewer.ui.safe_text.line_spacing import READING
from reviewer.ui.theme import GRID, Theme

_WIDTH, _HEIGHT = 1120, 700
PAGES = (
    ("preview", later("Preview"), "Alt+1"),
    ("changes", later("Changes"), "Alt+2"),
    ("versions", later("Versions"), "Alt+3"),
    ("gaps", later("Gaps"), "Alt+4"),
    ("again", later("Judge again"), "Alt+5"),
)


class GuidelineEditorDialog(QDialog):
    """Edits a text; saving makes it the next version, and what was judged before can be sent to review again."""

    def __init__(self, presenter: GuidelineEditing, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guideline_editor_dialog")
        self.setWindowTitle(tr("Guideline and policies"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._presenter, self._theme = presenter, theme
        self._written = -1
        self._shown: EditingState | None = None
        self._asked_to_leave = False
        self._build()
        presenter.changed.connect(self.show_state)
        self.finished.connect(lambda: presenter.changed.disconnect(self.show_state))
        self.show_state(presenter.state)
        self._turn_to("preview")
        self._fit(parent)
        self.editor.setFocus()

    # Building

    def _fit(self, parent: QWidget | None) -> None:
        room = parent.window().size() if parent is not None else None
        width, height = (room.width() - 80, room.height() - 80) if room is not None else (_WIDTH, _HEIGHT)
        self.resize(min(_WIDTH, width), min(_HEIGHT, height))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        column.setSpacing(GRID)
        column.addLayout(self._head())
        column.addWidget(self._body(), 1)
        self._problem = Hint("", "guideline_editor_problem", "bad")
        self._said = Hint("", "guideline_editor_said", "good")
        for line in (self._problem, self._said):
            line.setWordWrap(True)
            column.addWidget(line)
        column.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        self._about = QComboBox()
        self._about.setObjectName("guideline_editor_about")
        self._about.setAccessibleName(tr("Text that is edited"))
        self._about.activated.connect(lambda number: self._presenter.choose(self._about.itemData(number)))
        self._version = Chip("", "plain", "guideline_editor_version")
        self._count = Chip("", "warn", "guideline_editor_count")
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._about)
        row.addWidget(self._version)
        row.addWidget(self._count)
        row.addStretch(1)
        self._tabs: dict[str, KeyButton] = {}
        for name, title, key in PAGES:
            tab = KeyButton(tr(title), f"guideline_tab_{name}", key, checkable=True)
            tab.set_small(True)
            tab.setAutoDefault(False)
            self._bind(key, tab)
            tab.clicked.connect(lambda _checked=False, name=name: self._turn_to(name))
            self._tabs[name] = tab
            row.addWidget(tab)
        return row

    def _body(self) -> QSplitter:
        self.editor = PlainEditor(line_share=READING)
        self.editor.setObjectName("guideline_source")
        self.editor.setAccessibleName(tr("Text in Markdown"))
        self.editor.setFont(self._theme.reading_font())
        self.editor.setTabChangesFocus(True)
        self.editor.textChanged.connect(self._typed)
        self._pages = QStackedWidget()
        self.preview = RenderedView()
        self.preview.setObjectName("guideline_preview")
        self.preview.setAccessibleName(tr("Preview"))
        self.preview.setFont(self._theme.reading_font())
        self.preview.set_looks(rendered_looks(self._theme))
        self.changes = SourceView(line_share=READING)
        self.changes.setObjectName("guideline_changes")
        self.changes.setAccessibleName(tr("Changes against the version in force"))
        self.changes.setFont(self._theme.reading_font())
        self.changes.set_highlight_styles(
            {
                "removed": HighlightStyle(background=self._theme.hex("removed"), line="none", struck=True),
                "added": HighlightStyle(
                    background=self._theme.hex("added"), line="solid", line_color=self._theme.hex("good")
                ),
            }
        )
        for page in (self.preview, self.changes, self._versions_page(), self._gaps_page(), self._again_page()):
            self._pages.addWidget(page)
        return split("guideline_editor_splitter", self.editor, self._pages, sizes=(540, 540), grow=(1, 1))

    def _versions_page(self) -> QWidget:
        self.versions = _list("guideline_versions", tr("Versions of this text, newest first"))
        self.versions.currentItemChanged.connect(self._show_version)
        self.versions.itemActivated.connect(self._restore)
        self.version_view = SourceView(line_share=READING)
        self.version_view.setObjectName("guideline_version_text")
        self.version_view.setAccessibleName(tr("Text of the chosen version"))
        self.version_view.setFont(self._theme.reading_font())
        self.restore_button = KeyButton(tr("Put this text into the editor"), "guideline_restore", "Return")
        self.restore_button.setAutoDefault(False)
        self.restore_button.clicked.connect(lambda: self._restore(self.versions.currentItem()))
        return _column(self.versions, self.version_view, self.restore_button)

    def _gaps_page(self) -> QWidget:
        told = Hint(tr("What leads found the guideline to leave open, since the version in force."))
        told.setWordWrap(True)
        self.gaps = _list("guideline_gaps", tr("Gaps of the guideline"))
        self.gaps.setWordWrap(True)
        return _column(told, self.gaps)

    def _again_page(self) -> QWidget:
        self._older = label("", "plain", "guideline_older_reviews")
        self._older.setWordWrap(True)
        told = Hint(
            tr(
                "Reviews keep the version that they were made under, and what was exported stays as it is. One more "
                "review goes to somebody who has not judged the item; afresh puts its reviews aside, so that the same "
                "people judge it again."
            )
        )
        told.setWordWrap(True)
        self.one_more = KeyButton(tr("Ask for one more review"), "guideline_one_more", "Alt+6")
        self.afresh = KeyButton(tr("Judge afresh"), "guideline_afresh", "Alt+7")
        self._bind("Alt+6", self.one_more)
        self._bind("Alt+7", self.afresh)
        self.one_more.clicked.connect(lambda: self._presenter.send_again(afresh=False))
        self.afresh.clicked.connect(lambda: self._presenter.send_again(afresh=True))
        row = QWidget()
        buttons = QHBoxLayout(row)
        buttons.setContentsMargins(0, 0, 0, 0)
        for button in (self.one_more, self.afresh):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        page = _column(self._older, told, row)
        layout = page.layout()
        if isinstance(layout, QVBoxLayout):
            layout.addStretch(1)
        return page

    def _bind(self, key: str, button: QPushButton) -> None:
        """Let a key press a button; not as the button's own, which Qt forgets with its next text."""
        QShortcut(QKeySequence(key), self).activated.connect(button.click)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addStretch(1)
        close = QuietButton(tr("Close"), "guideline_editor_close", "Escape")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        row.addWidget(close)
        self.save_button = PrimaryButton(tr("Save as the next version"), "guideline_save", "Ctrl+Return")
        self.save_button.setAutoDefault(False)
        self._bind("Ctrl+Return", self.save_button)
        self.save_button.clicked.connect(self._presenter.save)
        row.addWidget(self.save_button)
        return row

    # Showing

    def show_state(self, state: EditingState) -> None:
        """Show a state; only what differs is touched."""
        before, self._shown = self._shown, state
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self._said.setText(state.said)
        self._said.setVisible(bool(state.said) and not state.problem)
        self.editor.setReadOnly(not state.loaded)
        if state.written != self._written:
            self._written = state.written
            self.editor.set_source(state.text)
            lean(self.editor)
        if before is None or before.paused != state.paused:
            self.preview.set_source(state.text)
        if before is None or before.diff is not state.diff:
            self._show_changes(state)
        if before is None or (before.versions, before.about) != (state.versions, state.about):
            self._show_versions(state)
        if before is None or before.gaps != state.gaps:
            self._show_gaps(state)
        self._show_older(state)
        self.save_button.setEnabled(state.changed and not state.busy)
        if state.changed:
            self._asked_to_leave = False

    def _show_changes(self, state: EditingState) -> None:
        diff = state.diff
        marks, at = [], 0
        for part in diff.parts if diff is not None else ():
            if part.kind != "same":
                marks.append(Highlight(at, at + len(part.text), part.kind))
            at += len(part.text)
        self.changes.set_source("".join(part.text for part in diff.parts) if diff is not None else state.text)
        self.changes.set_highlights(marks)
        count = diff.changes if diff is not None else 0
        said = tr("{n:,} changes", "{n:,} change", count).format(n=count)
        self._count.show_text(said if count else tr("no changes yet"), "warn" if count else "plain")

    def _show_versions(self, state: EditingState) -> None:
        self._about.clear()
        self._about.addItem(tr("Guideline"), None)
        for policy, title in state.policies:
            self._about.addItem(menu_text(tr("Policy: {title}").format(title=title)).replace("&&", "&"), policy)
        self._about.setCurrentIndex(max(0, self._about.findData(state.about)))
        now = state.in_force
        name = one_line(state.name_of(now), 20) if now else ""
        self._version.show_text(tr("version {version}").format(version=name) if now else "")
        self.versions.clear()
        for version in state.history:
            when = f"{version.applied_at.astimezone():%Y-%m-%d %H:%M}"
            text = tr("version {version} · {when}").format(version=one_line(state.name_of(version), 20), when=when)
            entry = QListWidgetItem(text)
            entry.setData(Qt.ItemDataRole.UserRole, version.version)
            self.versions.addItem(entry)
        self.versions.setCurrentRow(0)

    def _show_version(self, entry: QListWidgetItem | None, _before: object = None) -> None:
        state = self._shown
        if entry is None or state is None:
            return
        number = entry.data(Qt.ItemDataRole.UserRole)
        found = next((one for one in state.versions if one.version == number), None)
        self.version_view.set_source(found.find_text(state.about) if found else "")

    def _show_gaps(self, state: EditingState) -> None:
        self.gaps.clear()
        for gap in state.gaps:
            reason = elide(gap.reason, 400) if gap.reason else tr("no reason given")
            self.gaps.addItem(
                QListWidgetItem(tr("{item}: {reason}").format(item=one_line(gap.item_id, 60), reason=reason))
            )
        title = tr("Gaps")
        self._tabs["gaps"].set_caption(f"{title} {len(state.gaps)}" if state.gaps else title)

    def _show_older(self, state: EditingState) -> None:
        older = state.older
        if older is None:
            self._older.setText(tr("Counting …") if state.busy else "")
        else:
            reviews, items = older.reviews, len(older.items)
            said = (
                tr(
                    "{n:,} reviews are from another version.",
                    "{n:,} review is from another version.",
                    reviews,
                ),
                tr("{n:,} settled items rest on such alone.", "{n:,} settled item rests on such alone.", items),
            )
            self._older.setText(" ".join(one.format(n=n) for one, n in zip(said, (reviews, items), strict=True)))
        for button in (self.one_more, self.afresh):
            button.setEnabled(bool(older and older.items) and not state.busy)

    # What the person did

    def reject(self) -> None:
        """Close; what is not saved yet is given up only when that is asked for twice."""
        if self._presenter.state.changed and not self._asked_to_leave:
            self._asked_to_leave = True
            self._problem.setText(tr("The changes are not saved: press Escape again to give them up."))
            self._problem.show()
            return
        super().reject()

    def _turn_to(self, name: str) -> None:
        for place, (known, _, _) in enumerate(PAGES):
            self._tabs[known].setChecked(known == name)
            if known == name:
                self._pages.setCurrentIndex(place)
        if name == "versions":
            self.versions.setFocus()
        elif name == "again" and self._presenter.state.older is None and not self._presenter.state.busy:
            self._presenter.look_for_older()

    def _typed(self) -> None:
        if self._presenter.state.loaded:
            self._presenter.edit(self.editor.exact_text())

    def _restore(self, entry: QListWidgetItem | None) -> None:
        if entry is not None:
            self._presenter.restore(int(entry.data(Qt.ItemDataRole.UserRole)))
            self._turn_to("changes")
            self.editor.setFocus()


def edit_guideline(context: WindowContext, parent: QWidget, about: str | None = None) -> GuidelineEditorDialog:
    """Open the editor over a room, on the guideline or on the text of a policy."""
    presenter = GuidelineEditing(context.workspace, context.tasks, wrote=context.broadcast)
    dialog = GuidelineEditorDialog(presenter, context.theme, parent)
    presenter.setParent(dialog)
    presenter.load(about)
    dialog.open()
    return dialog


def _list(name: str, title: str) -> QListWidget:
    made = QListWidget()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def _column(*parts: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID)
    for part in parts:
        column.addWidget(part)
    return page
