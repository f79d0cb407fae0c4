"""The tray icon: the state by shape and colour, every action in its menu. It may be missing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from cti_desk.desktop.icons import disc_icon
from cti_desk.desktop.presenters.calls import CallView
from cti_desk.desktop.presenters.menu import Section
from cti_desk.desktop.presenters.state import StateView, Symbol
from cti_desk.desktop.strip.call_menu import Press, add_calls
from cti_desk.desktop.strip.state_menu import Submit, add_states
from cti_desk.desktop.theme import SYMBOL_COLOURS, Theme
from cti_desk.desktop.widgets.menu import Menu
from cti_desk.desktop.widgets.plain import show_tooltip
from cti_desk.desktop.words import tr

_LOOK_AGAIN_MS = 5000
_MOST_CALLS = 5  # each is a menu of its own, made anew whenever one changes


class Tray(QObject):
    """`raise_asked`, `dial_asked`, `queues_asked`, `settings_asked`, `log_asked` and `quit_asked`
    come from its menu.

    A tray that is missing at the start is looked for until it appears, and no longer; one that is
    the only way back to a hidden strip is watched.
    """

    raise_asked = Signal()
    dial_asked = Signal()
    queues_asked = Signal()
    settings_asked = Signal()
    log_asked = Signal()
    quit_asked = Signal()
    appeared = Signal()
    vanished = Signal()

    def __init__(
        self,
        theme: Theme,
        title: str,
        submit: Submit,
        press: Press,
        parent: QObject | None = None,
        is_available: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
    ) -> None:
        super().__init__(parent)
        self._theme, self._title = theme, title
        self._submit, self._press = submit, press
        self._is_available = is_available
        self._icon: QSystemTrayIcon | None = None
        self._menu: Menu | None = None
        self._symbol: Symbol | None = None
        self._watching = False
        self._state = StateView(Symbol.UNKNOWN, "", "")
        self._lines: tuple[tuple[Section, ...], tuple[CallView, ...]] = ((), ())
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.look)
        theme.changed.connect(self._fill)

    def look(self) -> None:
        """Appear in the tray if there is one, else look again later."""
        if self._icon is not None:
            if self._watching and not self._is_available():
                self.vanished.emit()
            return
        if not self._is_available():
            self._timer.start()
            return
        if not self._watching:
            self._timer.stop()
        self._menu = Menu(self._theme)
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._symbol = None
        self.show_state(self._state)
        self._fill()
        self._icon.show()
        self.appeared.emit()

    def watch(self, needed: bool) -> None:
        """Say when the tray goes, while it is needed."""
        self._watching = needed
        if needed or self._icon is None:
            self._timer.start()
        else:
            self._timer.stop()

    def is_shown(self) -> bool:
        """Whether the agent can find the desk in the tray now."""
        return self._icon is not None and self._icon.isVisible() and self._is_available()

    def menu(self) -> Menu | None:
        """The context menu, once there is an icon."""
        return self._menu

    def tooltip(self) -> str:
        """The words under the pointer."""
        return self._icon.toolTip() if self._icon else ""

    def show_state(self, state: StateView) -> None:
        """Show a state: words without running times, for they would never stand still."""
        self._state = state
        if self._icon is None:
            return
        words = f"{self._title}: {state.word}"
        show_tooltip(self._icon, words)
        if state.symbol is not self._symbol:
            self._symbol = state.symbol
            ring = SYMBOL_COLOURS[Symbol.LOGGED_OUT]
            self._icon.setIcon(disc_icon(state.symbol, ring))

    def show_menu(self, states: tuple[Section, ...], calls: tuple[CallView, ...]) -> None:
        """Offer these states and calls; the menu is built anew only when they change."""
        lines = (states, calls[: _MOST_CALLS + 1])
        if lines != self._lines:
            self._lines = lines
            self._fill()

    def close(self) -> None:
        """Leave the tray."""
        self._timer.stop()
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None
        if self._menu is not None:
            self._menu.deleteLater()
            self._menu = None

    def _fill(self) -> None:
        if self._menu is None:
            return
        menu, (states, calls) = self._menu, self._lines
        menu.empty()
        add_states(menu, states, self._submit)
        menu.section()
        more = tr("More calls in the strip") if len(calls) > _MOST_CALLS else ""
        add_calls(menu, calls[:_MOST_CALLS], self._press, more)
        menu.section()
        menu.line(tr("Show the strip"), self.raise_asked.emit)
        menu.line(tr("Dial…"), self.dial_asked.emit)
        menu.line(tr("Queues"), self.queues_asked.emit)
        menu.line(tr("Settings…"), self.settings_asked.emit)
        menu.line(tr("Debug log"), self.log_asked.emit)
        menu.section()
        menu.line(tr("Quit…"), self.quit_asked.emit)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        reasons = QSystemTrayIcon.ActivationReason
        if reason in (reasons.Trigger, reasons.DoubleClick, reasons.MiddleClick):
            self.raise_asked.emit()
