from __future__ import annotations

import subprocess
import sys

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cti_desk.core import commands
from cti_desk.core.errors import RefusedByVendor
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import AgentState, Link, LinkState, Snapshot
from cti_desk.desktop import platform
from cti_desk.desktop.desktop import Desktop
from cti_desk.desktop.options import DesktopOptions
from cti_desk.desktop.shown_desk import DeskState
from cti_desk.desktop.widgets.buttons import TextButton
from cti_desk.desktop.widgets.text import Line
from scripts.queue_situations import NAMED, OFFICE
from scripts.situations import (
    BUSY,
    MARIA,
    NOW,
    READY,
    RINGING,
    SALES,
    TABLE,
    UP,
    Actions,
    Forgetful,
)

OUT = replace(READY, state=AgentState.LOGGED_OUT, underlying=AgentState.LOGGED_OUT)


def show(desk: Desktop, snapshot: Snapshot) -> None:
    desk.update(DeskState(snapshot, TABLE, NOW))
    desk._frame.stop()
    desk._refresh()


def test_many_updates_are_one_painting(desk: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[Snapshot] = []
    show_view = desk.strip.show_view
    monkeypatch.setattr(
        desk.strip,
        "show_view",
        lambda view: (painted.append(desk.shown.snapshot), show_view(view)),
    )
    for number in range(50):
        desk.update(DeskState(Snapshot(UP, replace(READY, since=NOW - number)), TABLE, NOW))
    assert painted == []
    desk._frame.timeout.emit()
    assert len(painted) == 1
    assert painted[0].agent.since == NOW - 49


def test_a_frame_comes_by_itself(desk: Desktop, qtbot: QtBot) -> None:
    desk.update(DeskState(Snapshot(UP, READY), TABLE, NOW))
    qtbot.waitUntil(lambda: desk.strip.row.state.view().word == "Ready")


def test_a_clock_runs_only_while_a_time_is_on_the_screen(desk: Desktop) -> None:
    show(desk, Snapshot(UP, OUT))
    assert not desk._clock.isActive()
    show(desk, Snapshot(UP, READY))
    assert desk._clock.isActive()
    assert desk._clock.interval() == 15_000  # whole minutes: nothing moves on an idle desk
    show(desk, Snapshot(UP, BUSY))
    assert desk._clock.interval() == 1000
    desk.strip.can_hide = lambda: True
    desk.hide_strip()
    assert not desk._clock.isActive()
    desk.raise_strip()
    assert desk._clock.isActive()


def test_the_clock_goes_on_between_updates(desk: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    show(desk, Snapshot(UP, READY))
    monkeypatch.setattr(desk, "_state_at", desk._state_at - 60)
    desk._clock.timeout.emit()
    assert desk.strip.row.state.view().line == "13 min"


def test_an_incoming_call_pops_and_goes(desk: Desktop) -> None:
    desk.event(Event(EventType.DELIVERED, call=RINGING))
    show(desk, Snapshot(UP, READY, (RINGING,)))
    assert list(desk.pops.windows()) == [RINGING.root]
    desk.event(Event(EventType.CONNECTION_CLEARED, call=RINGING))
    assert desk.pops.windows() == {}


def test_a_failure_stands_in_the_strip_until_the_next_action(
    desk: Desktop, actions: Actions
) -> None:
    show(desk, Snapshot(UP, BUSY, (MARIA,)))
    desk.failure("SingleStepTransfer", RefusedByVendor("6100 is not known", code=3))
    said = "Not transferred: 6100 is not known (code 3). The call is still with you."
    assert desk.strip.bar.text() == desk.strip.bar.accessibleName() == said
    entry = desk.strip.row.calls.entries()[0]
    assert desk.strip.bar._anchor == entry.mapTo(desk.strip.row, entry.rect().topLeft()).x()
    entry.buttons()[1].click()
    assert actions.done == [(commands.ClearCall(MARIA.id),)]
    assert desk.strip.bar.text() == ""


def test_a_failed_dial_gives_the_number_back(desk: Desktop, actions: Actions) -> None:
    show(desk, Snapshot(UP, READY))
    desk.strip.row.dial.edit.setText("6100")
    desk.strip.row.dial.submitted.emit("6100")
    desk.failure("MakeCall", RefusedByVendor("Nobody there", code=5))
    assert desk.strip.row.dial.text() == "6100"


def test_a_stopped_link_stays_written_until_it_moves(desk: Desktop) -> None:
    show(desk, Snapshot(Link(LinkState.STOPPED, reason="The password is wrong."), OUT))
    assert "The password is wrong." in desk.strip.bar.text()
    assert desk.strip.bar.kind() == "standing"
    show(desk, Snapshot(UP, OUT))
    assert desk.strip.bar.text() == ""


def test_the_state_menu_does_what_it_says(desk: Desktop, actions: Actions) -> None:
    show(desk, Snapshot(UP, READY))
    desk.strip.row.state.click()
    assert desk.state_menu.isVisible()
    lunch = next(one for one in desk.state_menu.actions() if one.text() == "Lunch\t2")
    lunch.trigger()
    desk.state_menu.close()
    assert actions.done == [(commands.SetNotReady("2"),)]


def test_ready_has_a_shortcut_where_it_is_offered(
    desk: Desktop, actions: Actions, qtbot: QtBot
) -> None:
    show(desk, Snapshot(UP, OUT))
    desk._ready()
    show(desk, Snapshot(UP, READY))
    desk._ready()
    assert actions.done == [(commands.SetReady(),)]


def test_the_main_menu_reaches_log_and_about(desk: Desktop, actions: Actions) -> None:
    desk.strip.row.menu.click()
    assert desk.main_menu.isVisible()
    desk.main_menu.close()
    desk.open_log()
    desk.about()
    assert actions.done == [("log",)]
    assert desk.strip.bar.text().startswith("CTI Desk")


def test_the_settings_are_opened_once_and_follow_their_file(
    desk: Desktop, actions: Actions, qapp: QApplication
) -> None:
    desk.settings_changed()
    desk.open_settings()
    window = desk.settings
    assert window is not None
    desk.open_settings()
    assert desk.settings is window
    actions.form.asked.clear()
    desk.settings_changed()
    assert actions.form.asked == [("read",)]
    window.close()
    assert desk.settings is None
    assert actions.form.closed
    desk.tray.settings_asked.emit()
    assert desk.settings is not None
    assert window is not desk.settings


def test_a_stopped_desk_offers_its_settings_where_one_looks(desk: Desktop) -> None:
    reason = "CTI Desk does not know your telephone system yet: settings.toml does not exist."
    show(desk, Snapshot(Link(LinkState.STOPPED, reason=reason), OUT))
    desk.open_state_menu()
    lines = [each.text() for each in desk.state_menu.actions() if not each.isSeparator()]
    assert lines == ["No link to the telephone system", "Settings…\tCtrl+,"]
    desk.state_menu.actions()[-1].trigger()
    desk.state_menu.close()
    assert desk.settings is not None


def test_the_form_is_loaded_only_when_it_is_opened() -> None:
    script = (
        "import sys; import cti_desk.desk.app, cti_desk.desktop.desktop; "
        "print([name for name in sys.modules if name.startswith(('tomlkit', "
        "'cti_desk.desktop.settings', 'cti_desk.desk.form_actions', 'cti_desk.settings.writing'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_a_device_used_once_is_offered_first(desk: Desktop, memory: Forgetful) -> None:
    show(desk, Snapshot(UP, replace(READY, device="SIP/default_0002")))
    show(desk, Snapshot(UP, OUT))
    assert memory.get("desktop.devices") == ["SIP/default_0001", "SIP/default_0002"]


def test_a_transfer_from_the_pop_is_typed_in_the_strip(desk: Desktop) -> None:
    desk.event(Event(EventType.DELIVERED, call=RINGING))
    show(desk, Snapshot(UP, BUSY, (MARIA,)))
    desk.pops.windows()[MARIA.root].buttons()[0].click()
    entry = desk.strip.row.calls.entry(MARIA.id)
    assert entry is not None
    assert entry.field is not None


def test_quitting_asks_once_when_it_makes_a_difference(
    desk: Desktop, actions: Actions, qapp: QApplication
) -> None:
    show(desk, Snapshot(UP, READY))
    desk.ask_quit()
    window = desk._quit_window
    desk.ask_quit()
    assert window is not None
    assert desk._quit_window is window
    assert window.isVisible()
    button = next(one for one in window.findChildren(TextButton) if "Log out" in one.text())
    button.click()
    qapp.processEvents()
    assert actions.done == [("quit", "logout")]


@pytest.mark.parametrize(
    ("on_quit", "snapshot", "choice"),
    [
        ("ask", Snapshot(UP, OUT), "stay"),
        ("stay", Snapshot(UP, READY), "stay"),
        ("logout", Snapshot(UP, READY), "logout"),
    ],
)
def test_quitting_does_not_ask_needlessly(
    desk: Desktop, actions: Actions, on_quit: str, snapshot: Snapshot, choice: str
) -> None:
    desk.use(DesktopOptions(on_quit=on_quit))  # type: ignore[arg-type]
    show(desk, snapshot)
    desk.ask_quit()
    assert actions.done == [("quit", choice)]


def test_changed_options_disturb_nothing_that_is_typed(desk: Desktop) -> None:
    show(desk, Snapshot(UP, READY, (SALES,)))
    desk.strip.row.dial.edit.setText("219")
    desk.use(DesktopOptions(theme="dark", simulator=True))
    assert desk.strip.row.dial.text() == "219"
    assert desk.theme.colours is not None
    assert [one.accessibleName() for one in desk.strip.row.marks.marks()] == [
        "Simulator: this is not a real telephone system."
    ]


def test_raising_the_strip_gives_the_number_field_the_keyboard(desk: Desktop) -> None:
    desk.raise_strip()
    assert desk.strip.focusWidget() is desk.strip.row.dial.edit
    assert desk.strip.isVisible()


def test_native_wayland_is_explained_once(
    actions: Actions, memory: Forgetful, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    monkeypatch.setattr(platform, "is_native_wayland", lambda: True)
    for said in (platform.wayland_notice(), ""):
        desk = Desktop(actions, memory, DesktopOptions())
        desk._after_start()
        assert desk.strip.bar.text() == said
        desk.close()


def test_the_strip_comes_without_taking_the_keyboard(desk: Desktop) -> None:
    assert desk.strip.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert desk.strip.isVisible()


def test_a_vanished_tray_brings_a_hidden_strip_back(desk: Desktop) -> None:
    desk.strip.hide()
    desk.tray.vanished.emit()
    assert desk.strip.isVisible()


def test_queues_open_from_strip_menu_tray_and_keyboard(
    desk: Desktop, actions: Actions, qapp: QApplication
) -> None:
    show(desk, Snapshot(UP, READY))
    assert desk.strip.row.queues.isHidden()
    show(desk, Snapshot(UP, READY, queues=OFFICE))
    assert desk.strip.row.queues.toolTip() == "Queues: 15 waiting, too many"
    desk.open_main_menu()
    line = next(each for each in desk.main_menu.actions() if each.text().startswith("Queues"))
    shortcuts = {each.key().toString(): each for each in desk.strip.findChildren(QShortcut)}
    for ask in (
        desk.strip.row.queues.click,
        line.trigger,
        desk.tray.queues_asked.emit,
        shortcuts["Alt+Q"].activated.emit,
    ):
        ask()
        assert desk.queues.is_seen()
        assert desk.queues.window is not None
        desk.queues.window.close()
    desk.main_menu.close()


def test_a_queue_that_is_not_joined_says_so_in_the_panel(desk: Desktop, actions: Actions) -> None:
    desk.update(DeskState(Snapshot(UP, READY, queues=OFFICE), NAMED, NOW))
    desk._frame.stop()
    desk._refresh()
    error = RefusedByVendor("Billing is closed", code=409)
    desk.failure("JoinQueue", error)
    said = "Queue not joined: Billing is closed (code 409)."
    assert desk.strip.bar.text() == said
    desk.open_queues()
    assert desk.queues.window is not None
    desk.queues.window.asked.emit("7014")
    assert actions.done == [(commands.JoinQueue("7014"),)]
    assert desk.strip.bar.text() == ""
    desk.failure("JoinQueue", error)
    assert desk.queues.window.foot.text() == said
    assert desk.strip.bar.text() == ""


def test_many_ringing_calls_make_no_more_windows_than_a_few(desk: Desktop) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    counts = []
    calls = tuple(replace(RINGING, id=f"r{number}") for number in range(300))
    for many in (20, 300):
        for call in calls[:many]:
            desk.event(Event(EventType.DELIVERED, call=call))
        show(desk, Snapshot(UP, READY, calls[:many]))
        counts.append(len(application.allWidgets()))
    assert len(desk.pops.windows()) == 3
    assert counts[0] == counts[1]
    entries = len(desk.strip.row.calls.entries())
    assert desk.strip.row.calls.fold.button.text() == f"+{300 - entries}"
    show(desk, Snapshot(UP, READY))
    assert desk.pops.windows() == {}
    assert desk.strip.row.calls.isHidden()


def test_words_of_folded_and_unfolded_calls_are_never_clipped(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.strip.placer, "area", lambda: QRect(0, 0, 2400, 1000))
    calls = tuple(replace(RINGING, id=f"r{number}") for number in range(300))
    for many in (7, 300, 4, 12, 0, 300):
        show(desk, Snapshot(UP, READY, calls[:many]))
        QApplication.processEvents()
        entries = desk.strip.row.calls.entries()
        assert bool(entries) == bool(many)
        for entry in entries:
            for line in entry.findChildren(Line):
                if not line.isHidden():
                    assert line.width() >= line.sizeHint().width(), (many, line.text())
