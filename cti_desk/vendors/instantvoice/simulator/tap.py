"""Listens in on a STOMP connection: who logs in, who listens to what, and refusing logins."""

from __future__ import annotations

from typing import Final

from cti_desk.simulator.faults import Faults
from cti_desk.vendors.instantvoice.simulator.frames import FrameError, FrameReader, StompFrame
from cti_desk.vendors.instantvoice.simulator.topics import matches

HALF_A_FRAME: Final = b'MESSAGE\ndestination:/topic/iv.agents.x\ncontent-length:400\n\n{"direc'


class Logins:
    """What was counted over all connections."""

    def __init__(self) -> None:
        self.attempts = 0
        self.accepted = 0
        self.refused = 0


class StompTap:
    """One connection. A login that a fault refuses never reaches the broker."""

    def __init__(self, logins: Logins, faults: Faults) -> None:
        self._logins = logins
        self._faults = faults
        self._client = FrameReader()
        self._answer = FrameReader()
        self._greeting = False
        self._subscriptions: dict[str, str] = {}
        self._deaf = False

    def client_sent(self, data: bytes) -> bytes | None:
        if self._deaf:
            return None
        try:
            frames = self._client.feed(data)
        except FrameError:
            # The broker will say so itself; from here on there is nothing to follow.
            self._deaf = True
            return None
        for frame in frames:
            if frame.command in ("CONNECT", "STOMP"):
                refusal = self._login()
                if refusal is not None:
                    return refusal
            self._follow(frame)
        return None

    def server_sent(self, data: bytes) -> None:
        """Only the answer to the login is looked at: reading every event would cost time."""
        if not self._greeting:
            return
        try:
            frames = self._answer.feed(data)
        except FrameError:
            self._greeting = False
            return
        for frame in frames[:1]:
            self._greeting = False
            if frame.command == "CONNECTED":
                self._logins.accepted += 1
            else:
                self._logins.refused += 1

    def closed(self) -> None:
        self._subscriptions.clear()

    def hears(self, topic: str) -> bool:
        """Whether this connection is subscribed to a topic."""
        return any(matches(pattern, topic) for pattern in tuple(self._subscriptions.values()))

    def _login(self) -> bytes | None:
        self._logins.attempts += 1
        self._greeting = True
        fault = self._faults.take("refuse", "login")
        if fault is None:
            return None
        self._greeting = False
        self._logins.refused += 1
        why = fault.text or "Bad CONNECT"
        return f"ERROR\nmessage:{why}\ncontent-type:text/plain\n\nAccess refused.\n\0".encode()

    def _follow(self, frame: StompFrame) -> None:
        number = frame.headers.get("id", "")
        if frame.command == "SUBSCRIBE":
            self._subscriptions[number] = frame.headers.get("destination", "")
        elif frame.command == "UNSUBSCRIBE":
            self._subscriptions.pop(number, None)
