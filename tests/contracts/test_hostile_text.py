"""Text that attacks the screen: nothing of it opens a file, asks the network, or brings the program down."""

from __future__ import annotations

import ast
import html
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QStringListModel, Qt
from PySide6.QtGui import QAction, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMenu,
    QMessageBox,
    QPushButton,
    QTableView,
    QTabWidget,
    QToolTip,
    QWidget,
)

from reviewer.ui import safe_text
from tests.canaries import Canaries
from tests.promises import Figures, control, promise

UI = Path(safe_text.__file__).parent.parent

PAYLOADS = {
    "image": '<img src="{file}">',
    "image by address": '<img src="file://{file}">',
    "body": '<body background="{file}">text</body>',
    "css": "<div style=\"background-image: url('{file}')\">text</div><p>more</p>",
    "import": '<style>@import url("{file}");</style><p>text</p>',
    "markdown": "![text]({file})",
    "markdown by reference": "text ![text][pic]\n\n[pic]: {file} 'title'",
    "hidden behind a think tag": '<think>let me see</think><img src="{file}">',
    "behind entities": '&lt;b&gt; <br><img src="{file}"/>',
    "in a table": '<table background="{file}"><tr><td><img src="{file}"></td></tr></table>',
    "from the network": '<img src="{url}"> ![x]({url})',
    "list": "<ul style=\"list-style-image: url('{file}')\"><li><a href='{file}'><img src='{file}'></a></li></ul>",
}


@pytest.fixture
def canaries(tmp_path: Path) -> Iterator[Canaries]:
    with Canaries(tmp_path / "canaries") as watched:
        yield watched


def settle(widget: QWidget) -> None:
    widget.resize(400, 300)
    widget.show()
    QApplication.processEvents()
    widget.grab()


def plain_label(text: str) -> QWidget:
    return safe_text.PlainLabel(text, wrap=True)


def elided_label(text: str) -> QWidget:
    return safe_text.ElidedLabel(text)


def message_box(text: str) -> QWidget:
    return safe_text.plain_message(None, QMessageBox.Icon.Warning, text, text, title=text)


def tooltip(text: str) -> QWidget:
    widget = QWidget()
    safe_text.set_plain_tooltip(widget, text)
    widget.show()
    QToolTip.showText(widget.mapToGlobal(QPoint(5, 5)), widget.toolTip(), widget)
    return widget


def tooltip_of_a_cell(text: str) -> QWidget:
    model = QStandardItemModel(1, 1)
    cell = QStandardItem(safe_text.elide(text))
    cell.setData(safe_text.tooltip_text(text), Qt.ItemDataRole.ToolTipRole)
    model.setItem(0, 0, cell)
    table = QTableView()
    model.setParent(table)
    table.setModel(model)
    table.show()
    QToolTip.showText(table.mapToGlobal(QPoint(5, 5)), str(model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)), table)
    return table


def buttons_tabs_and_menus(text: str) -> QWidget:
    tabs = QTabWidget()
    tabs.addTab(QPushButton(safe_text.menu_text(text)), safe_text.menu_text(text))
    tabs.setWindowTitle(safe_text.one_line(text))
    menu = QMenu(tabs)
    action = QAction(safe_text.menu_text(text), menu)
    safe_text.set_plain_tooltip(action, text)
    menu.addAction(action)
    menu.setToolTipsVisible(True)
    menu.grab()
    return tabs


def source_view(text: str) -> QWidget:
    view = safe_text.SourceView()
    view.set_source(text)
    view.set_highlights([safe_text.Highlight(0, len(text), "hit", 1)])
    return view


def raw_source_view(text: str) -> QWidget:
    view = safe_text.SourceView()
    view.set_marks(False)
    view.set_source(text)
    return view


def rendered_view(text: str) -> QWidget:
    view = safe_text.RenderedView()
    assert view.set_source(text)
    return view


def editor(text: str) -> QWidget:
    made = safe_text.PlainEditor()
    made.set_source(text)
    return made


def editor_after_a_paste(text: str) -> QWidget:
    made = safe_text.PlainEditor()
    data = QMimeData()
    data.setHtml(text)
    data.setText(text)
    made.insertFromMimeData(data)
    return made


def chart(text: str) -> QWidget:
    import pyqtgraph as pg

    name = safe_text.escape_for_chart(text)
    plot = pg.PlotWidget(title=name)
    plot.addLegend()
    plot.setLabel("left", name)
    plot.plot([1, 2], [1, 2], name=name)
    widget: QWidget = plot
    return widget


SINKS: list[Callable[[str], QWidget]] = [
    plain_label,
    elided_label,
    message_box,
    tooltip,
    tooltip_of_a_cell,
    buttons_tabs_and_menus,
    source_view,
    raw_source_view,
    rendered_view,
    editor,
    editor_after_a_paste,
    chart,
]


def close(widget: QWidget) -> None:
    QToolTip.hideText()
    QWidget.close(widget)  # the chart's own close takes its labels apart while Qt still asks them for their size
    widget.deleteLater()
    QApplication.processEvents()


@promise(10)
@pytest.mark.parametrize("sink", SINKS, ids=lambda sink: sink.__name__)
@pytest.mark.usefixtures("qapp")
def test_no_display_of_ours_opens_what_a_text_names(
    sink: Callable[[str], QWidget], canaries: Canaries, figures: Figures
) -> None:
    opened: dict[str, set[str]] = {}
    for number, (name, payload) in enumerate(PAYLOADS.items()):
        text = payload.format(file=canaries.picture(f"{number}.png"), url=canaries.url)
        widget = sink(text)
        settle(widget)
        opened[name] = canaries.touched()
        close(widget)
    figures(10, building_blocks=1, opened=sum(map(len, opened.values())))
    assert not any(opened.values()), opened


@control(10)
@pytest.mark.usefixtures("qapp")
def test_the_watch_sees_that_a_bare_label_and_a_bare_tooltip_open_files(canaries: Canaries, figures: Figures) -> None:
    label = QLabel(PAYLOADS["image"].format(file=canaries.picture("label.png")))
    settle(label)
    assert canaries.touched() == {"label.png"}
    QToolTip.showText(QPoint(5, 5), PAYLOADS["image"].format(file=canaries.picture("tip.png")), label)
    QApplication.processEvents()
    assert canaries.touched() == {"tip.png"}
    figures(10, files_opened_by_a_bare_label_and_a_bare_tooltip=2)
    close(label)


FRAGMENTS = [
    "<table><tr><td>" * 30,
    "<b>" * 200,
    "</div>",
    "<think>",
    "&amp;&#x202e;",
    "![]({file})",
    '<img src="{file}">',
    "[link](javascript:alert(1))",
    "file://{file} ",
    "\u202e",
    "\u200b" * 20,
    "\U000e0041\U000e0042",
    "\ud800",
    "\udfff",
    "\ufeff",
    "\0",
    "\x1b[31m",
    "\x85",
    "\r",
    "\r\n",
    "\n" * 40,
    "\u2028",
    "\u2029",
    "\ufdd0",
    "\ufffc",
    "\uffff",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "a" + "\u0301" * 60,
    "漢字" * 200,
    "x" * 3_000,
    "العربية ",
    "हिन्दी ",
    "|a|b|\n|-|-|\n|c|d|\n",
    "- " * 30,
    "> " * 30,
    "```\n",
    "$x^2$ ",
    "%s %n {{0}} ",
    "word ",
    "&",
]


def hostile(rng: random.Random, file: Path) -> str:
    pieces = rng.choices(FRAGMENTS, k=rng.randrange(1, 14))
    pieces += [chr(rng.choice((rng.randrange(0x250), rng.randrange(0x110000)))) for _ in range(rng.randrange(12))]
    rng.shuffle(pieces)
    return "".join(pieces).replace("{file}", str(file))


@promise(9)
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.usefixtures("qapp")
def test_hostile_texts_neither_crash_the_widgets_nor_open_anything(
    seed: int, canaries: Canaries, full: bool, figures: Figures
) -> None:
    rng = random.Random(seed)
    file = canaries.picture("canary.png")
    view, rendered, editor = safe_text.SourceView(), safe_text.RenderedView(), safe_text.PlainEditor()
    label, line = safe_text.PlainLabel(wrap=True), safe_text.ElidedLabel()
    names = QTableView()
    cells = QStringListModel(names)
    names.setModel(cells)
    widgets = [view, rendered, editor, label, line, names]
    for widget in widgets:
        settle(widget)
    for number in range(2_000 if full else 200):
        text = hostile(rng, file)
        view.set_marks(number % 5 != 0)
        view.set_source(text)
        view.set_highlights([safe_text.Highlight(i, i + 9, "hit", i) for i in range(0, min(len(text), 400), 7)])
        rendered.set_source(text)
        editor.set_source(text)
        label.setText(text)
        line.setText(text)
        safe_text.set_plain_tooltip(line, text)
        cells.setStringList([safe_text.elide(text), safe_text.menu_text(text)])
        line.setWindowTitle(safe_text.one_line(text))
        start = rng.randrange(len(text))
        view.select_span(start, rng.randrange(start, len(text)) + 1)
        view.createMimeDataFromSelection()
        if number % 10 == 0:
            QToolTip.showText(line.mapToGlobal(QPoint(2, 2)), line.toolTip(), line)
            QApplication.processEvents()
            for widget in widgets:
                widget.grab()
        assert view.property("sourceText") == rendered.property("sourceText") == text
        assert editor.exact_text() == text
    touched = canaries.touched()
    figures(9, texts_in_each_building_block=2_000 if full else 200, files_opened=len(touched))
    assert touched == set()
    for widget in widgets:
        close(widget)


# No call of ours may bypass safe_text. What Qt would take for HTML is named here once.

BANNED_CALLS = {
    "setHtml",
    "setMarkdown",
    "insertHtml",
    "appendHtml",
    "setWhatsThis",
    "setOpenExternalLinks",
    "setOpenLinks",
    "setToolTip",
    "setTextFormat",
    "setAcceptRichText",
}
BANNED_CLASSES = {
    "QLabel",
    "QMessageBox",
    "QErrorMessage",
    "QProgressDialog",
    "QInputDialog",
    "QTextEdit",
    "QTextBrowser",
    "QPlainTextEdit",
    "QStaticText",
    "QDesktopServices",
    "QToolTip",
    "QWhatsThis",
    "QWizard",
    "QGraphicsTextItem",
    "QSplashScreen",
}
CHART_CALLS = {"setTitle", "setLabel", "setLabels", "addItem", "plot", "TextItem", "PlotWidget", "PlotItem"}
CHART_WORDS = {"name", "title", "text", "units", "left", "right", "top", "bottom", "html"}


def parents_of(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    return {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}


def is_only_a_type(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """A class may be named in an annotation, in isinstance, or for one of its enumerations."""
    above = parents.get(node)
    if isinstance(above, ast.Attribute) and above.value is node:
        return above.attr[:1].isupper()
    while above is not None and not isinstance(above, ast.stmt):
        if isinstance(above, ast.Call) and isinstance(above.func, ast.Name) and above.func.id == "isinstance":
            return True
        if isinstance(above, ast.arg) or (
            isinstance(above, ast.Call) and getattr(above.func, "attr", "") == "findChildren"
        ):
            return True
        node, above = above, parents.get(above)
    if isinstance(above, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return above.returns is node
    return isinstance(above, ast.AnnAssign) and above.annotation is node


def is_safe_argument(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    return (
        (isinstance(node, ast.Constant))
        or (isinstance(called, ast.Name) and called.id == "escape_for_chart")
        or (isinstance(called, ast.Attribute) and called.attr == "escape_for_chart")
    )


def findings(source: str) -> list[str]:
    """Return what in a module shows text past safe_text, by line."""
    tree = ast.parse(source)
    parents = parents_of(tree)
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    draws = "pyqtgraph" in source
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if name in BANNED_CLASSES and not is_only_a_type(node, parents):
            found.append((getattr(node, "lineno", 0), name))
        if name in ("RichText", "MarkdownText", "AutoText"):
            found.append((getattr(node, "lineno", 0), name))
        if name == "ToolTipRole" and "tooltip_text" not in imported:
            found.append((getattr(node, "lineno", 0), "ToolTipRole without tooltip_text"))
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in BANNED_CALLS:
            found.append((node.lineno, called))
        if draws and called in CHART_CALLS:
            words = [word.value for word in node.keywords if word.arg in CHART_WORDS]
            texts = [*node.args[:2], *words] if called in ("setTitle", "setLabel", "TextItem") else words
            found += [(node.lineno, f"{called} of a chart") for text in texts if not is_safe_argument(text)]
    return [f"line {line}: {what}" for line, what in sorted(set(found))]


@promise(10)
def test_no_module_of_the_window_shows_text_past_safe_text() -> None:
    modules = [path for path in UI.rglob("*.py") if "safe_text" not in path.relative_to(UI).as_posix()]
    assert modules
    found = {path.relative_to(UI).as_posix(): findings(path.read_text("utf-8")) for path in modules}
    assert {name: lines for name, lines in found.items() if lines} == {}


BAD = {
    "label.setText(QLabel('x'))": "QLabel",
    "from PySide6 import QtWidgets\nQtWidgets.QLabel('x')": "QLabel",
    "class Name(QLabel):\n    pass": "QLabel",
    "make = QLabel": "QLabel",
    "QMessageBox.warning(None, 'a', text)": "QMessageBox",
    "QInputDialog.getText(None, 'a', text)": "QInputDialog",
    "box = QProgressDialog(text)": "QProgressDialog",
    "view.setHtml(text)": "setHtml",
    "view.document().setMarkdown(text)": "setMarkdown",
    "cursor.insertHtml(text)": "insertHtml",
    "editor.appendHtml(text)": "appendHtml",
    "QTextBrowser().append(text)": "QTextBrowser",
    "edit = QTextEdit(); edit.setText(text)": "QTextEdit",
    "QErrorMessage().showMessage(text)": "QErrorMessage",
    "QStaticText(text)": "QStaticText",
    "widget.setWhatsThis(text)": "setWhatsThis",
    "widget.setToolTip(text)": "setToolTip",
    "label.setOpenExternalLinks(True)": "setOpenExternalLinks",
    "QDesktopServices.openUrl(url)": "QDesktopServices",
    "if role == Qt.ItemDataRole.ToolTipRole:\n    pass": "ToolTipRole",
    "label.setTextFormat(Qt.TextFormat.RichText)": "RichText",
    "import pyqtgraph\nplot.setTitle(name)": "setTitle of a chart",
    "import pyqtgraph\nplot.plot(x, y, name=detector)": "plot of a chart",
    "import pyqtgraph\nplot.setLabel('left', f'{unit}')": "setLabel of a chart",
}


@control(10)
@pytest.mark.parametrize("source", BAD, ids=lambda source: source[:40])
def test_the_lint_names_what_is_banned(source: str) -> None:
    assert any(BAD[source] in line for line in findings(source)), findings(source)


@pytest.mark.parametrize(
    "source",
    [
        "plain_message(self, QMessageBox.Icon.Warning, text, buttons=QMessageBox.StandardButton.Ok)",
        "def shown(box: QMessageBox) -> QLabel:\n    return find(box)",
        "if isinstance(focus, (QPlainTextEdit, QTextEdit)):\n    pass",
        "from reviewer.ui.safe_text import tooltip_text\nif role == Qt.ToolTipRole:\n    give(tooltip_text(x))",
        "group.setTitle(name)",
        "import pyqtgraph\nplot.plot(x, y, name=escape_for_chart(detector)); plot.setTitle('Agreement')",
    ],
)
def test_the_lint_leaves_alone_what_is_safe(source: str) -> None:
    assert findings(source) == []


def test_a_tooltip_shows_the_text_letter_by_letter() -> None:
    shown = safe_text.tooltip_text("<b>&amp;\u202e" + "x" * 900)
    inside = shown.removeprefix('<qt><p style="white-space:pre-wrap">').removesuffix("</p></qt>")
    assert "<" not in inside
    assert html.unescape(inside).startswith("<b>&amp;⟦U+202E⟧xxx")
    assert len(html.unescape(inside)) == 500
