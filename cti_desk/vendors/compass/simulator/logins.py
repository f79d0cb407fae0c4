"""Counts logins over all doors, and blocks whoever guesses."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

MOST_REFUSED: Final = 20
BLOCKED_S: Final = 600.0


class Logins:
    """``blocked`` is called at every 20th refusal, as the platform blocks the address then."""

    def __init__(self, blocked: Callable[[], None]) -> None:
        self._blocked = blocked
        self._lock = threading.Lock()
        self._accepted: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._row = 0

    def accepted(self, door: str) -> None:
        with self._lock:
            self._accepted[door] += 1

    def refused(self, door: str) -> None:
        """A login with wrong credentials."""
        with self._lock:
            self._refused[door] += 1
            self._row += 1
            block = self._row >= MOST_REFUSED
            if block:
                self._row = 0
        if block:
            self._blocked()

    def stats(self) -> dict[str, Any]:
        """``login_attempts`` counts each SASL exchange and each REST request that was refused."""
        with self._lock:
            accepted, refused = self._accepted.total(), self._refused.total()
            return {
                "logins": accepted,
                "login_attempts": accepted + refused,
                "logins_refused": refused,
                "refused_by": dict(self._refused),
            }
