"""A bare PySide6 program on qasync: a tray icon and a window with four buttons."""

from __future__ import annotations

import sys

import qasync
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QSystemTrayIcon, QWidget


def main() -> None:
    app = QApplication(sys.argv)
    loop = qasync.QEventLoop(app)
    square = QPixmap(32, 32)
    square.fill(Qt.GlobalColor.darkGreen)
    tray = QSystemTrayIcon(QIcon(square))
    tray.show()
    # Without a frame: its first pixel is its own, not the window manager's.
    window = QWidget(None, Qt.WindowType.FramelessWindowHint)
    layout = QHBoxLayout(window)
    for word in ("One", "Two", "Three", "Four"):
        layout.addWidget(QPushButton(word))
    window.show()
    loop.run_forever()


if __name__ == "__main__":
    main()
