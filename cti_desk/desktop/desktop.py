"""The desktop as the rest of the desk sees it: it shows the snapshots and events that
it is given.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from cti_desk.core import commands
from cti_desk.core.commands import Command
from cti_desk.core.errors import CtiError
from cti_desk.core.events import Event
from cti_desk.core.model import LinkState
from cti_desk.core.ports import Memory
from cti_desk.desktop import platform
from cti_desk.desktop.actions import DeskActions, QuitChoice
from cti_desk.desktop.clearing_actions import ClearingActions
from cti_desk.desktop.options import DesktopOptions
from cti_desk.desktop.pop.pops import Pops
from cti_desk.desktop.presenters.call_buttons import ButtonView
from cti_desk.desktop.presenters.failure import failure_text
from cti_desk.desktop.presenters.menu import READY_KEY, Section, state_menu
from cti_desk.desktop.presenters.quit import quit_view
from cti_desk.desktop.presenters.strip import StripView, strip_view
from cti_desk.desktop.queues.panel import QueuePanel
from cti_desk.desktop.quit_window import QuitWindow
from cti_desk.desktop.recent_devices import RecentDevices
from cti_desk.desktop.shown_desk import DeskState, ShownDesk
from cti_desk.desktop.strip.main_menu import QUEUES_KEY, SETTINGS_KEY, fill_main_menu
from cti_desk.desktop.strip.state_menu import add_states
from cti_desk.desktop.strip.strip import Strip
from cti_desk.desktop.theme import Theme
from cti_desk.desktop.tray import Tray
from cti_desk.desktop.widgets.breath import Breath
from cti_desk.desktop.widgets.menu import Menu
from cti_desk.desktop.words import tr

if TYPE_CHECKING:
    from cti_desk.desktop.settings.window import SettingsWindow

FRAME_MS: Final = 16
CLOCK_MS: Final = 1000
MINUTES_MS: Final = 15_000
_WAYLAND_SAID: Final = "desktop.wayland_said"
_CALL_COMMANDS: Final = frozenset(
    kind.__name__ for kind in commands.ALL if issubclass(kind, commands.CallCommand)
)


class Desktop:
    """Strip, tray and screen-pops.

    However many updates come, the strip is painted at most once a frame; a pop appears at once.
    A clock runs only while a running time is on the screen.
    """

    def __init__(self, actions: DeskActions, memory: Memory, options: DesktopOptions) -> None:
        self._root = QObject()
        self._actions = ClearingActions(actions, lambda: self.strip.bar.clear())
        self._memory, self._options = memory, options
        self._state, self._state_at = DeskState(), time.monotonic()
        self.shown = ShownDesk()
        self._view: StripView | None = None
        self._started = False
        self._quit_window: QuitWindow | None = None
        self.settings: SettingsWindow | None = None
        self.theme = Theme(options.theme, self._root)
        self._breath = Breath(options.animations, self._root)
        self._devices = RecentDevices(memory)
        self.strip = Strip(self.theme, self._actions, memory, options, self._breath, self.shown)
        self.pops = Pops(
            self.theme,
            self._actions,
            options,
            self._breath,
            self.shown,
            self._strip_rect,
            self._root,
        )
        self.tray = Tray(self.theme, options.title, self._submit, self._press, self._root)
        self.queues = QueuePanel(
            self.theme,
            self._submit,
            memory,
            options.queues,
            self.shown,
            self.now,
            self._root,
            self._actions.look_at_queues,
        )
        self.state_menu, self.main_menu = Menu(self.theme), Menu(self.theme)
        self._start = QTimer(self._root, singleShot=True, interval=0)
        self._frame = QTimer(self._root, singleShot=True, interval=FRAME_MS)
        self._clock = QTimer(self._root, interval=CLOCK_MS)
        self._clock.setTimerType(Qt.TimerType.CoarseTimer)
        self._wire()

    def show(self) -> None:
        """Show the strip without taking the keyboard, and the tray icon where there is a tray."""
        self._refresh()
        self.strip.show()
        self._start.start()

    def close(self) -> None:
        """Remove everything from the screen for good."""
        for timer in (self._start, self._frame, self._clock):
            timer.stop()
        self._breath.run(False)
        self.tray.close()
        self.pops.close()
        self.queues.close()
        for menu in (self.state_menu, self.main_menu):
            menu.close()
            menu.deleteLater()
        if self._quit_window is not None:
            self._quit_window.close()
        if self.settings is not None:
            self.settings.close_for_good()
        self.strip.hide()
        self.strip.deleteLater()
        self._root.deleteLater()

    def use(self, options: DesktopOptions) -> None:
        """Follow other options; nothing that is typed, shown or ringing is disturbed."""
        self._options = options
        self._breath.wish(options.animations)
        self.pops.use(options)
        self.strip.use(options)
        self.queues.use(options.queues)
        self.theme.use(options.theme)
        self._refresh()

    def update(self, state: DeskState) -> None:
        """Show another state, within a frame."""
        self._state, self._state_at = state, time.monotonic()
        if not self._frame.isActive():
            self._frame.start()

    def event(self, event: Event) -> None:
        """Follow an event: calls show, change and hide their pop."""
        self.pops.take(event)

    def failure(self, command_name: str, error: CtiError, call_id: str | None = None) -> None:
        """Say beside the control what did not happen, why, and what still holds."""
        text = failure_text(command_name, error, self._state.snapshot, self._state.table)
        if self.queues.failed(command_name, text):
            return
        if command_name == commands.MakeCall.__name__:
            self.strip.calls.give_back()
        of_call = command_name in _CALL_COMMANDS
        if of_call and call_id is None and len(self._state.snapshot.calls) == 1:
            call_id = self._state.snapshot.calls[0].id
        of_agent = not of_call and command_name != commands.MakeCall.__name__
        self.strip.bar.say("failure", text, self.strip.row.control_x(call_id, of_agent))

    def notice(self, text: str) -> None:
        """Say a sentence in the strip."""
        self.strip.bar.say("notice", text)

    def withdraw(self, text: str) -> None:
        """Remove a notice that is no longer true, if it is still shown."""
        self.strip.bar.withdraw(text)

    def raise_strip(self) -> None:
        """Bring the strip to the front, with the keyboard in the number field."""
        self.strip.raise_strip()
        self.strip.row.dial.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def now(self) -> float:
        """Unix seconds, going on from the last update."""
        return self._state.now + time.monotonic() - self._state_at

    def ask_quit(self) -> None:
        """Ask what becomes of the agent, if that makes a difference; then end the desk."""
        view = quit_view(self._state.snapshot, self._state.table)
        if view is None or self._options.on_quit != "ask":
            choice = "stay" if self._options.on_quit == "ask" else self._options.on_quit
            self._quit(choice)
            return
        if self._quit_window is None:
            self._quit_window = QuitWindow(self.theme, view, self.strip)
            self._quit_window.chosen.connect(self._quit)
            self._quit_window.destroyed.connect(self._quit_answered)
        self._quit_window.show()
        self._quit_window.raise_()
        self._quit_window.activateWindow()

    def open_settings(self) -> None:
        """Show the settings form, or bring it to the front."""
        if self.settings is not None:
            self.settings.bring_up()
            return
        # Imported when it is opened: an agent's day needs none of it.
        from cti_desk.desktop.settings.window import SettingsWindow

        self.settings = SettingsWindow(self.theme, self._actions.settings_form())
        self.settings.closed.connect(self._settings_closed)
        self.settings.open_on(self.strip.screen().availableGeometry())

    def settings_changed(self) -> None:
        """The settings file, or the administrator's, has changed."""
        if self.settings is not None:
            self.settings.file_changed()

    def hide_strip(self) -> None:
        """Take the strip out of sight; the desk goes on."""
        self.strip.hide_strip()

    def about(self) -> None:
        """Say what this program is."""
        parts = [f"{self._options.title} {self._options.version}".strip()]
        if self._options.profile:
            parts.append(tr("profile {name}", name=self._options.profile))
        icons = tr("Icons by Lucide (ISC licence).")
        self.notice(f"{', '.join(parts)}. {icons}")

    def open_queues(self) -> None:
        """Show the queue panel."""
        self.queues.open()

    def open_log(self) -> None:
        """Show the log."""
        self._actions.open_log()

    def _wire(self) -> None:
        row, tray = self.strip.row, self.tray
        self._start.timeout.connect(self._after_start)
        self._frame.timeout.connect(self._refresh)
        self._clock.timeout.connect(self._refresh)
        row.state.clicked.connect(self.open_state_menu)
        row.menu.clicked.connect(self.open_main_menu)
        row.queues.clicked.connect(self.open_queues)
        self.pops.pressed.connect(self._press)
        self.strip.can_hide = tray.is_shown
        self.strip.shown_or_hidden.connect(self._strip_shown_or_hidden)
        tray.raise_asked.connect(self.raise_strip)
        tray.dial_asked.connect(self.raise_strip)
        tray.queues_asked.connect(self.open_queues)
        tray.settings_asked.connect(self.open_settings)
        tray.log_asked.connect(self.open_log)
        tray.quit_asked.connect(self.ask_quit)
        tray.vanished.connect(self.raise_strip)
        for keys, call in (
            (READY_KEY, self._ready),
            ("Ctrl+L", self.raise_strip),
            ("Alt+S", self.open_state_menu),
            ("F10", self.open_main_menu),
            (QUEUES_KEY, self.open_queues),
            (SETTINGS_KEY, self.open_settings),
            ("Ctrl+Q", self.ask_quit),
        ):
            QShortcut(QKeySequence(keys), self.strip).activated.connect(call)
        self.theme.changed.connect(self._refresh)

    def _after_start(self) -> None:
        self._started = True
        self.tray.look()
        self.pops.prepare()
        self.queues.open_again()
        if platform.is_native_wayland() and not self._memory.get(_WAYLAND_SAID):
            self._memory.set(_WAYLAND_SAID, True)
            self.notice(platform.wayland_notice())

    def open_state_menu(self) -> None:
        """Show the settings that the agent can change."""
        self.state_menu.empty()
        add_states(self.state_menu, self._state_sections(), self._submit)
        if self._state.snapshot.link.state is LinkState.STOPPED:  # where one looks for a way on
            self.state_menu.section()
            self.state_menu.line(tr("Settings…"), self.open_settings, key=SETTINGS_KEY)
        self.state_menu.popup_at(self.strip.row.state, self.strip.row)

    def open_main_menu(self) -> None:
        """Show what can be done with the strip and the desk."""
        can_place = not platform.is_native_wayland()
        fill_main_menu(self.main_menu, self.strip, self, can_place)
        self.main_menu.popup_at(self.strip.row.menu, self.strip.row)

    def _refresh(self) -> None:
        snapshot, table, now = self._state.snapshot, self._state.table, self.now()
        self.shown.show(DeskState(snapshot, table, now))
        self._devices.used(snapshot.agent.device)
        crm = self._actions.crm_available()
        options = self._options
        view = strip_view(snapshot, table, now, options.simulator, crm, options.queues)
        self._say_stopped(view)
        self._view = view
        self.strip.show_view(view)
        self.pops.update()
        self.queues.update()
        self.tray.show_state(view.state)
        self.tray.show_menu(self._state_sections(), view.calls)
        self._breath.run(self.pops.ringing() or self._strip_rings(view))
        self._run_clock()

    def _say_stopped(self, view: StripView) -> None:
        """Say that only a person can go on. The message stays until the link's state changes."""
        stopped = view.link.tone == "stopped"
        if stopped and (self._view is None or self._view.link != view.link):
            self.strip.bar.say("standing", view.link.text)
        elif not stopped and self.strip.bar.kind() == "standing":
            self.strip.bar.clear()

    def _state_sections(self) -> tuple[Section, ...]:
        return state_menu(self._state.snapshot, self._state.table, self._devices.all())

    def _run_clock(self) -> None:
        view = self._view if self._strip_visible() else None
        if view is None or not (view.ticking or view.state.slowly):
            self._clock.stop()
            return
        interval = CLOCK_MS if view.ticking else MINUTES_MS
        if not self._clock.isActive() or self._clock.interval() != interval:
            self._clock.start(interval)

    def _strip_shown_or_hidden(self) -> None:
        self._run_clock()
        if self._started:
            self.tray.watch(not self.strip.isVisible())

    def _strip_visible(self) -> bool:
        return self.strip.isVisible() and not self.strip.isMinimized()

    def _strip_rings(self, view: StripView) -> bool:
        return self._strip_visible() and any(call.ringing for call in view.calls)

    def _strip_rect(self) -> QRect:
        return self.strip.geometry() if self._strip_visible() else QRect()

    def _submit(self, command: Command) -> None:
        self._actions.submit(command)

    def _ready(self) -> None:
        if self._state.table.for_agent(commands.SetReady.__name__, self._state.snapshot).usable:
            self._submit(commands.SetReady())

    def _press(self, call_id: str, button: ButtonView) -> None:
        """Press a call's button outside the strip. If a number is needed, it is typed
        in the strip.
        """
        if button.asks != "nothing":
            self.strip.raise_strip()
        self.strip.calls.press(call_id, button)

    def _quit(self, choice: str) -> None:
        self._actions.quit(cast(QuitChoice, choice))

    def _settings_closed(self) -> None:
        self.settings = None

    def _quit_answered(self) -> None:
        self._quit_window = None
