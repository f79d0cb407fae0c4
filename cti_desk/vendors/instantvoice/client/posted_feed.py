"""Posted events (IVCEP) beside a link that has none of its own: held until the link is up."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final

from cti_desk.core.errors import CtiError
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.instantvoice.client.event_receiver import EventReceiver
from cti_desk.vendors.instantvoice.client.listening import Listening
from cti_desk.vendors.instantvoice.messages.events import Event

MOST_HELD: Final = 1_000


class PostedFeed:
    """The events of one link for ``take``, in their order."""

    def __init__(self, listening: Listening, take: Callable[[Event], None]) -> None:
        self._take = take
        self._held: deque[Event] | None = deque(maxlen=MOST_HELD)
        self.receiver = EventReceiver(listening, self._took)

    async def __aenter__(self) -> PostedFeed:
        """Begin to receive; raise `LinkFailure` when the address cannot be had."""
        try:
            await self.receiver.open()
        except CtiError as error:
            raise LinkFailure("unreachable", str(error)) from error
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.receiver.close()

    def release(self) -> None:
        """The link is up: hand over what was held, and from now on everything at once."""
        held, self._held = self._held or (), None
        for event in held:
            self._take(event)

    def _took(self, event: Event) -> None:
        if self._held is not None:
            self._held.append(event)
        else:
            self._take(event)
