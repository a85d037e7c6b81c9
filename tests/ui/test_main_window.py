from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from reviewer.domain.changes import Changes
from reviewer.domain.errors import Unreachable
from reviewer.domain.projects import Project
from reviewer.services.workspace import Workspace, create_workspace
from reviewer.ui.live_settings import LiveSettings
from reviewer.ui.main_window import MainWindow
from reviewer.ui.memory import Memory, bring_onto_a_screen
from reviewer.ui.tasks import InlineRunner
from reviewer.ui.theme import Theme
from tests.windows import part, raise_it

Open = Callable[..., MainWindow]


def test_the_window_says_which_project_is_open_and_who_judges(open_window: Open, workspace: Workspace) -> None:
    window = open_window(workspace, "Dana Weber")
    assert window.top_bar.project_label.text() == "Support"
    assert window.top_bar.environment_chip.text() == "production"
    assert window.top_bar.person_button.initials() == "DW"
    assert "support.reviewer" in window.status_line.queue_label.text()
    assert window.windowTitle() == "Support – Reviewer"


def test_the_navigation_leads_to_the_settings_and_back(open_window: Open, workspace: Workspace) -> None:
    window = open_window(workspace)
    settings = part(window, "settings_room")
    assert not settings.isVisible()
    QTest.mouseClick(part(window, "nav_settings"), Qt.MouseButton.LeftButton)
    assert settings.isVisible()
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert not settings.isVisible()
    assert window.current_room == "review"


def test_each_room_has_its_name_before_it_is_entered(open_window: Open, workspace: Workspace) -> None:
    window = open_window(workspace)
    for room in ("review", "queue", "quality", "datasets", "audit", "settings"):
        part(window, f"{room}_room")
        part(window, f"nav_{room}")


def test_the_item_on_screen_is_a_property_of_the_window(open_window: Open, workspace: Workspace) -> None:
    window = open_window(workspace)
    window.set_item_id("item-7")
    assert window.property("itemId") == "item-7"
    window.set_item_id(None)
    assert window.property("itemId") is None


def test_another_person_gets_rooms_of_their_own(open_window: Open, workspace: Workspace) -> None:
    window = open_window(workspace, "ana")
    before = window.room("review")
    window.become("ben")
    after = window.room("review")
    assert after is not None
    assert after is not before
    assert after.context.reviewer == "ben"
    assert window.top_bar.person_button.initials() == "BE"


def test_what_another_person_does_with_the_queue_stands_in_the_ledger_under_that_name(
    open_window: Open, workspace: Workspace
) -> None:
    window = open_window(workspace, "ana")
    workspace.queue.prioritise("item-1", 3)
    window.become("ben")
    workspace.queue.prioritise("item-1", 4)
    told = [event.actor for event in workspace.audit.log() if event.action == "item.prioritised"]
    assert told == ["ben", "ana"]
    claimed = [event.actor for event in workspace.audit.log() if event.action == "item.released"]
    assert set(claimed) <= {"ana"}, "what ana held was given back by ana"


def test_an_error_is_one_sentence_that_stays_until_it_is_closed(open_window: Open, workspace: Workspace) -> None:
    window = open_window(workspace)
    window.handle_error(Unreachable("The database is locked by another program: close it and try again."))
    assert window.error_banner.isVisible()
    assert "locked by another program" in window.error_banner.text()
    QTest.mouseClick(part(window, "error_close"), Qt.MouseButton.LeftButton)
    assert not window.error_banner.isVisible()


def test_markup_in_an_error_or_a_project_name_is_shown_as_it_is(
    open_window: Open, tmp_path: Path, qapp: QApplication
) -> None:
    name = "<b>bold</b> & <img src='file:///etc/passwd'>"
    with create_workspace(tmp_path / "a.reviewer", Project(name=name), actor="ana") as workspace:
        window = open_window(workspace)
        window.show_error(name)
        assert window.top_bar.project_label.whole_text == name
        assert window.error_banner.text() == name
        labels = [label for label in window.findChildren(QLabel) if name in label.text()]
        assert labels
        assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
        window.close()


def test_an_unexpected_error_is_reported_to_a_file_that_the_window_names(
    open_window: Open, workspace: Workspace, reviewer_home: Path
) -> None:
    window = open_window(workspace)
    try:
        raise KeyError("the secret text of an item")
    except KeyError as error:
        window.handle_error(error)
    reports = list(reviewer_home.rglob("crash-*.txt"))
    assert len(reports) == 1
    assert str(reports[0]) in window.error_banner.text()
    assert "KeyError" in reports[0].read_text("utf-8")
    assert "secret text" not in reports[0].read_text("utf-8")


def test_one_room_that_fails_does_not_keep_the_others_from_the_news(open_window: Open, workspace: Workspace) -> None:
    window = open_window(workspace)
    window.go_to("settings")
    heard: list[Changes] = []
    review, settings = window.room("review"), window.room("settings")
    assert review is not None
    assert settings is not None

    def fail(changes: Changes) -> None:
        raise Unreachable("The review room could not be refreshed: try again.")

    review.refresh = fail  # type: ignore[method-assign]
    settings.refresh = heard.append  # type: ignore[method-assign,assignment]
    window.broadcast(Changes(nouns=frozenset({"items"})))
    assert len(heard) == 1
    assert "could not be refreshed" in window.error_banner.text()


def test_saved_is_said_with_a_mark_and_not_with_colour_alone(open_window: Open, workspace: Workspace) -> None:
    window = open_window(workspace)
    window.status_line.show_saved("saved 09:31:07")
    assert window.status_line.saved_label.text() == "● saved 09:31:07"
    window.status_line.show_saved("not saved", ok=False)
    assert window.status_line.saved_label.text() == "▲ not saved"


def test_a_dropped_workspace_file_is_opened(
    open_window: Open, workspace: Workspace, tmp_path: Path, qapp: QApplication
) -> None:
    other = tmp_path / "other.reviewer"
    create_workspace(other, Project(name="The other one"), actor="ana").close()
    window = open_window(workspace)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(other))])
    window.dropEvent(
        QDropEvent(
            QPointF(10, 10),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert window.top_bar.project_label.text() == "The other one"


def test_a_file_that_is_no_workspace_is_refused_in_one_sentence(
    open_window: Open, workspace: Workspace, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.reviewer"
    wrong.write_text("this is not a database, " * 100)
    window = open_window(workspace)
    window.actions_of_window.open_path(str(wrong))
    assert "wrong.reviewer" in window.error_banner.text()
    assert window.top_bar.project_label.text() == "Support"


@pytest.fixture
def bare_window(qapp: QApplication) -> Iterator[MainWindow]:
    theme = Theme()
    theme.install(qapp)
    window = MainWindow(theme, LiveSettings(), InlineRunner(raise_it), Memory())
    window.show()
    yield window
    window.close()
    window.deleteLater()
    theme.uninstall()


def test_without_a_workspace_the_start_screen_offers_the_ways_in(bare_window: MainWindow, qapp: QApplication) -> None:
    bare_window.start_screen.show_recent(["/home/ana/support.reviewer", "postgresql://host/team"])
    qapp.processEvents()
    for name in ("start_open", "start_new", "start_demo", "recent_0", "recent_1"):
        widget = part(bare_window, name)
        assert widget.isVisible(), name
    chosen: list[str] = []
    bare_window.start_screen.recent_chosen.disconnect()
    bare_window.start_screen.recent_chosen.connect(chosen.append)
    QTest.mouseClick(part(bare_window, "recent_0"), Qt.MouseButton.LeftButton)
    assert chosen == ["/home/ana/support.reviewer"]


def test_a_window_from_a_screen_that_is_gone_comes_back_into_sight(qapp: QApplication) -> None:
    window = QMainWindow()
    window.setGeometry(QRect(QPoint(90_000, 90_000), window.size()))
    bring_onto_a_screen(window)
    assert QGuiApplication.primaryScreen().availableGeometry().contains(window.frameGeometry().topLeft())


def test_the_window_opens_where_it_was_closed(bare_window: MainWindow) -> None:
    bare_window.setGeometry(20, 30, 744, 555)
    bare_window.close()
    again = MainWindow(bare_window.theme, LiveSettings(), InlineRunner(raise_it), Memory())
    assert (again.x(), again.y(), again.width(), again.height()) == (20, 30, 744, 555)
    again.close()
    again.deleteLater()


def test_a_small_window_cuts_nothing_of_the_start_screen(bare_window: MainWindow, qapp: QApplication) -> None:
    bare_window.start_screen.show_recent(["postgresql://ana@db.example.org/reviews", "/home/ana/support.reviewer"])
    bare_window.start_screen.show_unreachable("postgresql://ana@db.example.org/reviews", "It did not answer. " * 12)
    bare_window.resize(744, 555)
    qapp.processEvents()
    for name in ("recent_0", "recent_1", "unreachable_reason"):
        shown = part(bare_window, name)
        needed = shown.heightForWidth(shown.width()) if shown.hasHeightForWidth() else shown.sizeHint().height()
        assert shown.height() >= needed, name


def test_a_passing_word_stands_in_the_status_line_and_covers_no_room(bare_window: MainWindow) -> None:
    bare_window.show_toast("Approve recorded.")
    line = bare_window.status_line
    assert bare_window.toast.geometry().center().y() == pytest.approx(line.geometry().center().y(), abs=4)
    assert bare_window.toast.geometry().right() <= line.keys_button.x()
