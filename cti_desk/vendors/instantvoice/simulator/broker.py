"""What the simulator needs of a broker, embedded or real."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class BrokerError(Exception):
    """The broker cannot be reached or refuses; `str()` says which and why, without secrets."""


class Broker(Protocol):
    """A STOMP broker. ``address`` is where clients find it, as (host, port)."""

    @property
    def address(self) -> tuple[str, int]: ...

    def start(self) -> None:
        """Start or connect; raises BrokerError."""
        ...

    def stop(self) -> None: ...

    def consume(self, destination: str, handler: Callable[[bytes], None]) -> None: ...

    def publish(self, destination: str, body: bytes) -> None: ...
