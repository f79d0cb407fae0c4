"""Hidden it costs nothing; opened it shows the present, and remembers how it was."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from cti_desk.core import commands
from cti_desk.core.model import Snapshot
from cti_desk.desktop.options import QueueOptions
from cti_desk.desktop.presenters.queue_rows import QueueRows
from cti_desk.desktop.theme import Theme
from scripts.queue_situations import BILLING, COUNTED, OFFICE, SUPPORT
from scripts.situations import READY, UP, Forgetful
from tests.desktop.queues.conftest import Rig


def test_nothing_is_built_until_it_is_opened(rig: Rig) -> None:
    rig.show(Snapshot(UP, READY, queues=(SUPPORT,)))
    assert rig.panel.window is None
    rig.panel.open()
    assert rig.titles()[0] == "Support"


def test_hidden_it_makes_no_rows(opened: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    opened.window.close()
    made: list[object] = []
    blocks = QueueRows.blocks
    monkeypatch.setattr(
        QueueRows, "blocks", lambda self, *args: (made.append(args), blocks(self, *args))[1]
    )
    opened.show(Snapshot(UP, READY, queues=(SUPPORT,)))
    assert made == []
    opened.panel.open()
    assert len(opened.titles()) == 9


def test_a_frame_without_news_makes_no_rows(opened: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr(opened.panel, "_refresh", lambda: made.append(1))
    opened.show()
    assert made == []
    opened.show(replace(opened.snapshot))
    assert made == [1]


def test_a_membership_is_asked_until_it_is_confirmed(opened: Rig) -> None:
    opened.go_to("Billing")
    opened.window.foot.pressed.emit()
    opened.window.foot.pressed.emit()  # a double click asks once
    assert opened.asked == [commands.JoinQueue("7014")]
    number = opened.titles().index("Billing")
    assert opened.window.model.view(number).toggle.words == "Joining…"
    opened.change(replace(BILLING, member=True))
    number = opened.titles().index("Billing")
    assert number == 0  # own queues first
    assert opened.window.model.view(number).toggle.words == "Leave"


def test_a_refusal_stands_in_the_panel(opened: Rig) -> None:
    assert not opened.panel.failed("JoinQueue", "Queue not joined: closed.")
    opened.go_to("Billing")
    opened.window.foot.pressed.emit()
    assert not opened.panel.failed("MakeCall", "Not dialled.")
    assert opened.panel.failed("JoinQueue", "Queue not joined: closed.")
    assert opened.window.foot.text() == "Queue not joined: closed."
    assert opened.window.model.view(opened.titles().index("Billing")).toggle.words == "Join"
    opened.window.foot.pressed.emit()
    assert opened.window.foot.text() == "You are not in Billing."


def test_a_refusal_of_what_was_asked_before_closing_is_said_elsewhere(opened: Rig) -> None:
    opened.go_to("Billing")
    opened.window.foot.pressed.emit()
    opened.window.close()
    assert not opened.panel.failed("JoinQueue", "Queue not joined: closed.")


def test_what_is_never_confirmed_is_not_asked_for_ever(opened: Rig) -> None:
    opened.go_to("Support")
    opened.window.foot.pressed.emit()
    opened.panel._patience.timeout.emit()
    assert opened.window.model.view(opened.titles().index("Support")).toggle.words == "Leave"


def test_what_is_not_offered_or_gone_is_not_asked(opened: Rig) -> None:
    opened.window.asked.emit("nowhere")
    opened.show(table=COUNTED)
    opened.window.asked.emit("7012")
    assert opened.asked == []


def test_it_comes_back_where_and_how_it_was(
    opened: Rig, theme: Theme, memory: Forgetful, qapp: QApplication
) -> None:
    opened.window.setGeometry(QRect(40, 50, 450, 420))
    opened.view.turned.emit("7012")
    opened.panel.close()
    assert opened.panel.window is None
    again = Rig(theme, memory)
    again.panel.open_again()
    assert again.window.geometry() == QRect(40, 50, 450, 420)
    assert "Maria Souza" not in again.titles()
    assert not again.window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    again.window.close()
    again.panel.close()
    third = Rig(theme, memory)
    third.panel.open_again()
    assert third.panel.window is None


class Watcher(QObject):
    """Whether a window asked for the keyboard when it was shown."""

    def __init__(self) -> None:
        super().__init__()
        self.quiet: list[bool] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            quiet = watched.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            self.quiet.append(quiet)
        return False


def test_at_the_start_it_never_takes_the_keyboard(
    opened: Rig, theme: Theme, memory: Forgetful
) -> None:
    opened.panel.close()
    again, watcher = Rig(theme, memory), Watcher()
    again.panel._window().installEventFilter(watcher)
    again.panel.open_again()
    again.window.close()
    again.panel.open()
    assert watcher.quiet == [True, False]
    again.panel.close()


def test_other_settings_are_followed(opened: Rig) -> None:
    assert len(OFFICE) == 4
    opened.panel.use(QueueOptions(show="own"))
    assert "Billing" not in opened.titles()
    opened.panel.use(QueueOptions(only=("billing",), waiting_warning=1))
    assert opened.titles() == ["Billing"]


def test_it_follows_the_theme(opened: Rig) -> None:
    opened.window.theme.use("dark")
    palette = opened.view.palette()
    assert palette.color(palette.ColorRole.Base) == opened.window.theme.colours.window


def test_it_says_while_somebody_can_see_it(rig: Rig, qapp: QApplication) -> None:
    rig.panel.open()
    rig.panel.open()
    assert rig.looks == [True]
    rig.window.setWindowState(Qt.WindowState.WindowMinimized)
    qapp.processEvents()
    assert rig.looks == [True, False]
    rig.panel.open()
    qapp.processEvents()
    rig.window.close()
    rig.panel.close()
    assert rig.looks == [True, False, True, False]


def test_closing_for_good_is_seen_too(rig: Rig) -> None:
    rig.panel.open()
    rig.panel.close()
    assert rig.looks == [True, False]
