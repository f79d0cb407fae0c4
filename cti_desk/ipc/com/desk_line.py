"""One object's connection to the desk: made when needed, made again when lost, never waited for
longer than the caller allows.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from cti_desk.api.client import Client
from cti_desk.core.errors import CtiError, DeskNotRunning, OutcomeUnknown
from cti_desk.ipc.com.deadline import Deadline
from cti_desk.ipc.com.starter import Starter

_PAUSE_S: Final = 0.05

Connect = Callable[[], Client]


class DeskLine:
    """``greet(client)`` is called with each new connection, before any other request is made on it.

    The line serves one call at a time; `turn` waits for that. ``reached`` says whether there was
    ever a desk, ``epoch`` which run of a desk the line leads to.
    """

    def __init__(self, connect: Connect, starter: Starter, greet: Callable[[Client], None]) -> None:
        self.reached = False
        self.epoch = ""
        self._connect = connect
        self._starter = starter
        self._greet = greet
        self._turn = threading.Lock()
        self._client: Client | None = None

    @contextmanager
    def turn(self, seconds: float) -> Iterator[Deadline]:
        """Use the line alone; wait for it at most so many seconds. Raises `OutcomeUnknown`."""
        deadline = Deadline(seconds)
        if not self._turn.acquire(timeout=seconds):
            raise OutcomeUnknown("Another call of this object has not ended yet.")
        try:
            yield deadline
        finally:
            self._turn.release()

    @property
    def connected(self) -> bool:
        return self._client is not None and not self._client.closed

    def request(self, method: str, params: Any, deadline: Deadline) -> Any:
        """Call a method of the desk, which is started if it does not run.

        Raises `DeskNotRunning` when there is none, `OutcomeUnknown` when it does not answer or
        ends before it does, and the errors it answers with.
        """
        return self.client(deadline).request(method, params, within_s=deadline.left)

    def client(self, deadline: Deadline, *, start: bool = True) -> Client:
        """A connection on which the desk has just answered; the desk is started if need be.

        If the desk of before is gone, the caller learns it here, before anything that acts is sent.
        Raises `DeskNotRunning`, and `OutcomeUnknown` for a desk that is there and says nothing.
        """
        if self._client is not None and not self._client.closed:
            try:
                self._ask_epoch(self._client, deadline)
            except OutcomeUnknown:
                if not self._client.closed:
                    raise
            else:
                return self._client
        self._client = None
        client = self._reach(deadline, start)
        try:
            self._ask_epoch(client, deadline)
        except CtiError:
            client.close()
            raise
        self._client = client
        self.reached = True
        self._greet(client)
        return client

    def _ask_epoch(self, client: Client, deadline: Deadline) -> None:
        self.epoch = str(client.request("session.snapshot", {}, within_s=deadline.left)["epoch"])

    def _reach(self, deadline: Deadline, start: bool) -> Client:
        while True:
            try:
                return self._connect()
            except DeskNotRunning:
                if not start:
                    raise
                self._starter.start()
                if deadline.left <= _PAUSE_S:
                    raise DeskNotRunning("CTI Desk is being started: try again.") from None
                time.sleep(_PAUSE_S)

    def close(self) -> None:
        """The object is gone: end its connection, and with it its event queue."""
        if self._client is not None:
            self._client.close()
