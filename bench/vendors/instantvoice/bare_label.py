"""stomp.py, a signal and a label: the label shows while a call rings. Argument: the port."""

from __future__ import annotations

import json
import sys
from typing import Any

import qasync
import stomp
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel

from bench.vendors.instantvoice.feeder import AGENT, EVENTS, SECRETS


class Hop(QObject):
    """From the link's thread to Qt's."""

    came = Signal(str)


class Listener:
    """Hands every body over."""

    def __init__(self, hop: Hop) -> None:
        self._hop = hop

    def on_message(self, frame: Any) -> None:
        self._hop.came.emit(frame.body)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("on_"):
            return lambda *args: None
        raise AttributeError(name)


def main() -> None:
    app = QApplication(sys.argv)
    loop = qasync.QEventLoop(app)
    label = QLabel("Somebody calls")
    label.setWindowFlags(
        Qt.WindowType.Tool
        | Qt.WindowType.FramelessWindowHint
        | Qt.WindowType.WindowStaysOnTopHint
        | Qt.WindowType.WindowDoesNotAcceptFocus
    )
    label.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    label.setStyleSheet("background: #204060; color: white")
    label.setGeometry(800, 400, 360, 160)
    hop = Hop()

    def show(body: str) -> None:
        event = json.loads(body)
        if event["agent"] == AGENT:
            label.setVisible(event["type"] == "NEWCALL")

    hop.came.connect(show)
    link = stomp.Connection12([("127.0.0.1", int(sys.argv[1]))], vhost="/")
    link.set_listener("", Listener(hop))
    link.connect("bench", SECRETS["password"], wait=True)
    link.subscribe(EVENTS, id="1")
    loop.run_forever()


if __name__ == "__main__":
    main()
