"""One program that is connected to the API, over any endpoint."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cti_desk.api.events import Subscription

if TYPE_CHECKING:
    from cti_desk.api.dispatcher import Dispatcher


class Program:
    """A connection as the API sees it.

    The endpoint hands every message to `receive`, sends what ``send`` is given (without line
    ends), calls `take` when ``wake`` was called and its peer reads, and ends with `close`.
    """

    def __init__(
        self, dispatcher: Dispatcher, send: Callable[[bytes], None], wake: Callable[[], None]
    ) -> None:
        self.send = send
        self.wake = wake
        self.open_requests = 0
        self._dispatcher = dispatcher
        self._subscription: Subscription | None = None
        self._closed = False

    @property
    def pending(self) -> bool:
        """Whether `take` would return events."""
        return self._subscription is not None and self._subscription.pending

    @property
    def in_use(self) -> bool:
        """Whether the desk owes the program something: an answer, or events that it follows or
        polls.
        """
        polls = self._dispatcher.ivclients.has_queue(self)
        return self.open_requests > 0 or self._subscription is not None or polls

    @property
    def closed(self) -> bool:
        return self._closed

    def receive(self, message: bytes) -> None:
        """Take one whole message: a request, a notification or a batch."""
        self._dispatcher.receive(self, message)

    def take(self, budget: int) -> list[bytes]:
        """Return event notifications to send, about ``budget`` bytes of them."""
        return [] if self._subscription is None else self._subscription.take(budget)

    def follow(self, subscription: Subscription) -> None:
        """This program subscribed; an earlier subscription of it ends."""
        self._unsubscribe()
        self._subscription = subscription

    def close(self) -> None:
        """The connection is gone."""
        self._closed = True
        self._unsubscribe()
        self._dispatcher.forget(self)

    def _unsubscribe(self) -> None:
        if self._subscription is not None:
            self._dispatcher.events.unsubscribe(self._subscription)
            self._subscription = None
