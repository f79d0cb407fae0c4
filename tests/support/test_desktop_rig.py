"""The rig's desktop: a window, a tray icon, clicks, keys and pictures are real."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.desktop_rig import Area, Desktop, Typist, parse_tree
from tests.support.processes import Program
from tests.support.waiting import wait_for

TREE = """\

xwininfo: Window id: 0x40000a "panel"

  Root window id: 0x505 (the root window) (has no name)
  Parent window id: 0x505 (the root window) (has no name)
     2 children:
     0x40000e "icon": ("icon" "Icon")  24x24+2+3  +1200+691
     0x400010 (has no name): ()  1x1+-1+-1  +-1+-1
"""

PROGRAM = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QIcon
from PySide6.QtWidgets import QApplication, QLabel, QSystemTrayIcon

app = QApplication(sys.argv)
square = QPixmap(32, 32)
square.fill(Qt.GlobalColor.red)
tray = QSystemTrayIcon(QIcon(square))
tray.activated.connect(lambda reason: print(reason.name, flush=True))
tray.show()
label = QLabel("hello")
label.setWindowTitle("a label")
label.show()
app.exec()
"""


def test_the_tree_is_read_with_places_on_the_screen() -> None:
    assert parse_tree(TREE) == [
        Area("0x40000e", "icon", 1200, 691, 24, 24),
        Area("0x400010", "", -1, -1, 1, 1),
    ]


def test_windows_tray_mouse_and_picture(desktop: Desktop, tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM]
    program = Program(command, tmp_path / "out", desktop.env)
    try:
        assert desktop.window("a label", program.pid).width > 10
        icon = wait_for(desktop.tray_icons, what="the icon")[0]
        desktop.click(*icon.centre)
        wait_for(lambda: "Trigger" in program.output(), what="the click")
        desktop.click(*icon.centre, button=3)
        wait_for(lambda: "Context" in program.output(), what="the right click")
        assert desktop.picture(tmp_path / "screen.png").read_bytes().startswith(b"\x89PNG")
    finally:
        program.end()


def test_the_typist_gets_every_key(typist: Typist) -> None:
    typist.type("The quick brown fox, 123!")
    wait_for(lambda: typist.received == ".The quick brown fox, 123!", what="all keys")
