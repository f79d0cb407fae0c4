"""The programs that want one object's events: each a sink that COM calls."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any, Final, Protocol

from cti_desk.ipc.com.feed import Feed, Tell
from cti_desk.ipc.com.members import EVENTS

_DISPIDS: Final = {event.name: event.dispid for event in EVENTS}

_log = logging.getLogger(__name__)


class SinkGone(Exception):
    """The program behind a sink has ended or cannot be reached."""


class Sink(Protocol):
    """``invoke`` raises `SinkGone` only if the program is gone; errors of the program itself are
    ignored.
    """

    def invoke(self, dispid: int, arguments: tuple[Any, ...]) -> None: ...


class Sinks:
    """A feed runs while there is a sink; ``make_feed(tell)`` makes it."""

    def __init__(self, make_feed: Callable[[Tell], Feed]) -> None:
        self._make_feed = make_feed
        self._turn = threading.Lock()
        self._sinks: dict[int, Sink] = {}
        self._cookies = 0
        self._feed: Feed | None = None

    def advise(self, sink: Sink) -> int:
        """Tell this sink all events from now on; returns the cookie that `unadvise` takes."""
        with self._turn:
            self._cookies += 1
            self._sinks[self._cookies] = sink
            # Everyone is told from the snapshot on, so a newcomer gets a feed from the beginning.
            self._restart()
            return self._cookies

    def unadvise(self, cookie: int) -> bool:
        """Tell it nothing more; whether the cookie was known."""
        with self._turn:
            known = self._sinks.pop(cookie, None) is not None
            if not self._sinks:
                self._end()
            return known

    def close(self) -> None:
        """The object is gone."""
        with self._turn:
            self._sinks.clear()
            self._end()

    def _restart(self) -> None:
        self._end()
        feed: list[Feed] = []

        def tell(name: str, arguments: tuple[Any, ...]) -> None:
            if feed and feed[0] is self._feed:
                self._tell(name, arguments)

        self._feed = self._make_feed(tell)
        feed.append(self._feed)
        self._feed.start()

    def _end(self) -> None:
        if self._feed is not None:
            self._feed.stop()
            self._feed = None

    def _tell(self, name: str, arguments: tuple[Any, ...]) -> None:
        with self._turn:
            sinks = list(self._sinks.items())
        for cookie, sink in sinks:
            try:
                sink.invoke(_DISPIDS[name], arguments)
            except SinkGone as gone:
                _log.info("a program that wanted events is gone: %s", gone)
                self.unadvise(cookie)
