"""stomp.py and json, and nothing else: reads events until the sentinel. Argument: the port."""

from __future__ import annotations

import json
import sys
import threading
from typing import Any

import stomp

from bench.vendors.instantvoice.feeder import EVENTS, SECRETS, SENTINEL


class Listener:
    """Counts what comes."""

    def __init__(self, link: Any) -> None:
        self._link = link
        self.over = threading.Event()
        self.count = 0

    def on_message(self, frame: Any) -> None:
        event = json.loads(frame.body)
        self.count += 1
        if event["callerid"] == SENTINEL:
            self._link.send("/queue/done", str(self.count))
            self.over.set()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("on_"):
            return lambda *args: None
        raise AttributeError(name)


def main() -> None:
    link = stomp.Connection12([("127.0.0.1", int(sys.argv[1]))], vhost="/")
    listener = Listener(link)
    link.set_listener("", listener)
    link.connect("bench", SECRETS["password"], wait=True)
    link.subscribe(EVENTS, id="1")
    listener.over.wait()


if __name__ == "__main__":
    main()
