"""Which reply on ``/topic/KEY`` belongs to which request (pure).

Everybody with the same key sees everybody's replies. Ours carry an identifier with a random
prefix. A server may leave identifiers out, perhaps for some methods only: until a method has been
answered with one, its requests go out one at a time, and a reply without identifier belongs to
the only open request that can be meant.
"""

from __future__ import annotations

import itertools
import secrets
from typing import Generic, TypeVar

from cti_desk.vendors.instantvoice.messages.bodies import Reply

T = TypeVar("T")


class Correlation(Generic[T]):
    """Open requests, each with whatever waits for its reply."""

    def __init__(self, prefix: str | None = None) -> None:
        self._prefix = prefix or secrets.token_hex(4)
        self._counter = itertools.count(1)
        self._open: dict[str, tuple[str, T]] = {}
        self._echoing: set[str] = set()

    def new_identifier(self) -> str:
        """Unique over all clients of the key."""
        return f"{self._prefix}-{next(self._counter)}"

    def echoes(self, method: str) -> bool:
        """Whether this method's replies are known to carry the identifier."""
        return method in self._echoing

    def opened(self, identifier: str, method: str, waiting: T) -> None:
        self._open[identifier] = (method, waiting)

    def gave_up(self, identifier: str) -> None:
        self._open.pop(identifier, None)

    def take(self, reply: Reply) -> T | None:
        """Return who waits for this reply, ``None`` if it is not ours."""
        if reply.identifier is not None:
            if (found := self._open.pop(reply.identifier, None)) is None:
                return None
            self._echoing.add(found[0])
            return found[1]
        silent = [key for key, (method, _) in self._open.items() if method not in self._echoing]
        return self._open.pop(silent[0])[1] if len(silent) == 1 else None

    def take_all(self) -> list[T]:
        """Give up every open request."""
        waiting = [one for _, one in self._open.values()]
        self._open.clear()
        return waiting
