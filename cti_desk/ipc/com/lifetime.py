"""How long the server's process lives: as long as there is an object, and a little longer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

GRACE_S: Final = 5.0
"""How long the process waits for a next object: a script that makes one object after another finds
the same process.
"""


class Lifetime:
    """Objects are `born` and `died`, on any thread; ``busy`` says what else keeps the process."""

    def __init__(self, busy: Callable[[], bool], grace_s: float = GRACE_S) -> None:
        self._busy = busy
        self._grace_s = grace_s
        self._changed = threading.Condition()
        self._objects = 0
        self._births = 0

    @property
    def objects(self) -> int:
        return self._objects

    def born(self) -> None:
        with self._changed:
            self._objects += 1
            self._births += 1
            self._changed.notify_all()

    def died(self) -> None:
        with self._changed:
            self._objects -= 1
            self._changed.notify_all()

    def wait(self) -> None:
        """Return when there has been no object for the whole grace, and nothing keeps it."""
        with self._changed:
            while True:
                self._changed.wait_for(lambda: self._objects == 0)
                before = self._births
                if not self._comes_one(before) and not self._busy():
                    return

    def _comes_one(self, before: int) -> bool:
        return self._changed.wait_for(lambda: self._births > before, self._grace_s)
