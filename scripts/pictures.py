"""Takes pictures of the desktop in every situation: light and dark, at 100 % and 200 %.

    .venv/bin/python -m scripts.pictures [FOLDER]

Real windows on an Xvfb screen of its own are photographed into FOLDER (default build/pictures),
one picture for each situation and one sheet for each theme and scale.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.errors import RefusedByVendor
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import (
    Agent,
    AgentState,
    Asked,
    ConnectionState,
    Direction,
    Link,
    LinkState,
    Pending,
    Remote,
    Snapshot,
)
from cti_desk.desktop.application import make_application
from cti_desk.desktop.desktop import Desktop
from cti_desk.desktop.icons import disc_icon
from cti_desk.desktop.options import DesktopOptions
from cti_desk.desktop.presenters.state import Symbol
from cti_desk.desktop.shown_desk import DeskState
from cti_desk.desktop.theme import SYMBOL_COLOURS
from scripts.form_pictures import take_form
from scripts.people_pictures import take_people
from scripts.queue_pictures import take_queues
from scripts.situations import (
    BUSY,
    LUNCH,
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

MARGIN = 14  # of what is around, in logical pixels
SETTLE_MS = 60  # for the X server to map and paint


class Photographer:
    """Puts situations on the screen and keeps pictures of them."""

    def __init__(self, theme: str, scale: int, folder: Path) -> None:
        self.prefix, self.folder = f"{theme}-{scale}", folder
        self.dark = theme == "dark"
        self.back = QWidget()
        self.back.setWindowFlags(Qt.WindowType.X11BypassWindowManagerHint)
        colour = QColor("#0D1015" if self.dark else "#C9D3DF")
        palette = self.back.palette()
        palette.setColor(palette.ColorRole.Window, colour)
        self.back.setPalette(palette)
        self.back.setGeometry(QGuiApplication.primaryScreen().geometry())
        self.back.show()
        self.shots: dict[str, QPixmap] = {}
        memory = Forgetful()
        memory.set("strip.place", {"right": 1150, "top": 80, "dock": "free", "screen": ""})
        options = DesktopOptions(theme=theme, animations=False, version="0.1.0", profile="office")
        self.desk = Desktop(Actions(), memory, options)
        self.desk.show()

    def set(self, snapshot: Snapshot, table: CapabilityTable = TABLE) -> None:
        self.desk.update(DeskState(snapshot, table, NOW))
        QTest.qWait(SETTLE_MS)

    def take(self, name: str, *windows: QWidget) -> None:
        QTest.qWait(SETTLE_MS)
        area = QRect()
        for window in windows or (self.desk.strip,):
            area = area.united(window.frameGeometry())
        area = area.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        screen = QGuiApplication.primaryScreen()
        shot = screen.grabWindow(0, area.x(), area.y(), area.width(), area.height())
        self.shots[name] = shot
        shot.save(str(self.folder / f"{self.prefix}-{name}.png"))

    def sheet(self) -> None:
        """All pictures below each other."""
        gap = 16
        width = max(round(shot.deviceIndependentSize().width()) for shot in self.shots.values())
        heights = [round(shot.deviceIndependentSize().height()) for shot in self.shots.values()]
        ratio = next(iter(self.shots.values())).devicePixelRatio()
        height = sum(heights) + gap * (len(heights) + 1)
        sheet = QPixmap(round((width + 2 * gap) * ratio), round(height * ratio))
        sheet.setDevicePixelRatio(ratio)
        sheet.fill(QColor("#0D1015" if self.dark else "#C9D3DF"))
        painter, y = QPainter(sheet), gap
        for shot, high in zip(self.shots.values(), heights, strict=True):
            painter.drawPixmap(gap, y, shot)
            y += high + gap
        painter.end()
        sheet.save(str(self.folder / f"{self.prefix}-sheet.png"))


def take_all(one: Photographer) -> None:
    """Every situation, one after the other."""
    one.set(Snapshot(UP, READY))
    one.take("01-ready")
    one.set(Snapshot(UP, BUSY, (MARIA, SALES)))
    one.take("02-two-calls")
    one.set(Snapshot(UP, replace(BUSY, pending=Pending(AgentState.NOT_READY, LUNCH)), (MARIA,)))
    one.take("03-lunch-after-this-call")
    asked = Asked("SetNotReady", AgentState.NOT_READY, LUNCH, NOW)
    one.set(Snapshot(UP, replace(READY, asked=asked)))
    one.take("04-asked")
    lost = Link(LinkState.DOWN, NOW - 23, NOW - 23, NOW + 4, "The broker closed the connection.")
    one.set(Snapshot(lost, READY))
    one.take("05-stale")
    marks = ("The link is not encrypted.", "The published default password is in use.")
    simulator = "Simulator: this is not a real telephone system."
    one.set(Snapshot(replace(UP, marks=(simulator, *marks)), _paused()))
    one.take("06-marks")
    after = replace(READY, state=AgentState.WORKING_AFTER_CALL, since=NOW - 12)
    note = "no calls until about 14:32:10 (wrap-up, expected)"
    one.set(Snapshot(UP, replace(after, note=note)))
    one.take("07-wrap-up")
    out = replace(
        MARIA,
        direction=Direction.OUTBOUND,
        local_state=ConnectionState.ALERTING,
        remote_state=ConnectionState.INITIATED,
        queue=None,
    )
    one.set(Snapshot(UP, READY, (out,)))
    one.take("08-dialled")
    _calls(one)
    _dial_field(one)
    _menus(one)
    _pops(one)
    _small_windows(one)
    take_people(one.desk, one.set, one.take)
    take_form(one.take, one.desk.theme)
    take_queues(one.desk, one.set, one.take)


def _calls(one: Photographer) -> None:
    desk, row = one.desk, one.desk.strip.row
    one.set(Snapshot(UP, BUSY, (MARIA,)))
    desk.failure("SingleStepTransfer", RefusedByVendor("6100 is not known to InstantVoice", code=3))
    one.take("09-failure")
    desk.strip.bar.clear()
    entry = row.calls.entries()[0]
    entry.buttons()[0].click()
    one.take("10-transfer")
    entry.close_field()
    held = replace(MARIA, id="x", remote=Remote(number="6102", display="6102", name="Ana Lima"))
    one.set(Snapshot(UP, BUSY, (MARIA, held)))
    row.calls.entries()[0].buttons()[0].click()
    field = row.calls.entries()[0].field
    assert field is not None
    field.number.edit.setText("6100")
    field.number.submitted.emit("6100")
    one.take("11-transfer-of-several")
    desk.strip.bar.clear()
    many = tuple(replace(SALES, id=f"m{n}") for n in range(9))
    one.set(Snapshot(UP, BUSY, (MARIA, *many)))
    one.take("12-folded")


def _dial_field(one: Photographer) -> None:
    desk, row = one.desk, one.desk.strip.row
    one.set(Snapshot(UP, READY))
    row.dial.edit.setText("mar")
    row.dial.offer_now()
    listed = row.dial.list_shown()
    assert listed is not None
    one.take("13-suggestions", desk.strip, listed)
    row.dial.edit.setText("(21) 98765-4321")
    row.dial.offer_now()
    one.take("14-preview", desk.strip, listed)
    row.dial.clear()


def _paused() -> Agent:
    return replace(READY, state=AgentState.NOT_READY, underlying=AgentState.NOT_READY, reason=LUNCH)


def _menus(one: Photographer) -> None:
    desk = one.desk
    one.set(Snapshot(UP, READY))
    desk.open_state_menu()
    desk.state_menu.setActiveAction(desk.state_menu.actions()[3])
    one.take("20-state-menu", desk.strip, desk.state_menu)
    desk.state_menu.close()
    one.set(
        Snapshot(UP, replace(READY, state=AgentState.LOGGED_OUT, underlying=AgentState.LOGGED_OUT))
    )
    desk.open_state_menu()
    one.take("21-log-in-menu", desk.strip, desk.state_menu)
    desk.state_menu.close()
    one.set(Snapshot(UP, BUSY, (MARIA,)))
    desk.open_state_menu()
    one.take("22-menu-on-a-call", desk.strip, desk.state_menu)
    desk.state_menu.close()
    one.set(Snapshot(UP, READY))
    desk.open_main_menu()
    one.take("23-main-menu", desk.strip, desk.main_menu)
    desk.main_menu.close()


def _pops(one: Photographer) -> None:
    desk = one.desk
    withheld = replace(
        SALES, id="w", remote=Remote(withheld=True), called="0800 555 1234", waited_s=None
    )
    guess = replace(
        SALES,
        id="g",
        remote=Remote(
            number="40028922", display="4002-8922", name="João & Filhos <Ltda>", guess=True
        ),
    )
    for call, name in ((RINGING, "30-pop"), (withheld, "31-pop-withheld"), (guess, "32-pop-guess")):
        snapshot = Snapshot(UP, READY, (call,))
        desk.event(Event(EventType.DELIVERED, call=call))
        one.set(snapshot)
        one.take(name, desk.pops.windows()[call.root])
        if call is RINGING:
            answered = replace(MARIA)
            one.set(Snapshot(UP, BUSY, (answered,)))
            one.take("33-pop-answered", desk.pops.windows()[call.root])
        one.set(Snapshot(UP, READY))
    calls = (RINGING, withheld, guess)
    for call in calls:
        desk.event(Event(EventType.DELIVERED, call=call))
    one.set(Snapshot(UP, READY, calls))
    one.take("34-pops-stacked", *desk.pops.windows().values())
    one.set(Snapshot(UP, READY))


def _small_windows(one: Photographer) -> None:
    desk = one.desk
    warning = "Queue Support hangs callers up while no CTI Desk runs (it requires CTI information)."
    one.set(Snapshot(UP, READY, (MARIA,)), replace(TABLE, warnings=(warning,)))
    desk.ask_quit()
    window = desk._quit_window
    assert window is not None
    window.move(300, 300)
    one.take("40-quit", window)
    window.close()
    one.set(Snapshot(UP, READY))
    desk.about()
    one.take("41-about")
    desk.strip.bar.clear()
    tray = _Tray()
    palette = tray.palette()
    palette.setColor(palette.ColorRole.Window, QColor("#1D2127" if one.dark else "#F6F7F9"))
    tray.setPalette(palette)
    tray.setGeometry(100, 500, 8 * 32, 96)
    tray.show()
    one.take("42-tray", tray)
    tray.close()


class _Tray(QWidget):
    """The tray's icons at the sizes trays have."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.X11BypassWindowManagerHint)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for line, size in enumerate((16, 22, 32)):
            for index, symbol in enumerate(Symbol):
                icon = disc_icon(symbol, SYMBOL_COLOURS[Symbol.LOGGED_OUT])
                icon.paint(painter, QRect(8 + index * 40, 4 + (0, 20, 50)[line], size, size))
        painter.end()


def child(theme: str, scale: int, folder: Path) -> int:
    make_application()
    one = Photographer(theme, scale, folder)
    take_all(one)
    one.sheet()
    one.desk.close()
    return 0


def with_screen(run: Callable[[dict[str, str]], int]) -> int:
    """Run with an X server of one's own, ended afterwards by its process."""
    reader, writer = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writer),
        "-screen",
        "0",
        "2600x2000x24",
        "-nolisten",
        "tcp",
    ]
    server = subprocess.Popen(
        command, pass_fds=[writer], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as line:
            display = ":" + line.readline().strip()
        env = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        return run(env)
    finally:
        server.terminate()
        server.wait()


def take(folder: Path, looks: Sequence[tuple[str, int]]) -> int:
    """Take all pictures in each theme and scale (in percent); each in a process of its own."""

    def run(env: dict[str, str]) -> int:
        for theme, scale in looks:
            me = [sys.executable, "-m", "scripts.pictures", "--child"]
            extra = {"QT_SCALE_FACTOR": str(scale / 100)}
            subprocess.run([*me, theme, str(scale), str(folder)], env={**env, **extra}, check=True)
        return 0

    return with_screen(run)


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--child"]:
        return child(arguments[1], int(arguments[2]), Path(arguments[3]))
    folder = Path(arguments[0] if arguments else "build/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    status = take(folder, [(theme, scale) for theme in ("light", "dark") for scale in (100, 200)])
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    return status


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
