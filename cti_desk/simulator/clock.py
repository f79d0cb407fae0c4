"""Time that passes by itself and can be pushed forward.

Everything in an exchange that waits (rings, wrap-up, quarantine, faults) waits here, so that a
test, or ``cti-desk sim clock``, can let an hour pass at once.
"""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable

_log = logging.getLogger(__name__)


class Timer:
    """A callback that is due at a time; `cancel` makes it never happen."""

    __slots__ = ("callback", "cancelled", "due")

    def __init__(self, due: float, callback: Callable[[], None]) -> None:
        self.due = due
        self.callback = callback
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class SimulatedTime:
    """Unix seconds plus what was advanced, and the timers that wait for them.

    ``frozen_at`` makes time stand still except for `advance` (unit tests). Callbacks run with
    ``lock`` held, on the clock's thread or in `advance`; the lock is the exchange's only one.
    """

    def __init__(self, *, frozen_at: float | None = None) -> None:
        self.lock = threading.RLock()
        self._changed = threading.Condition(self.lock)
        self._frozen = frozen_at is not None
        self._base = time.time() if frozen_at is None else frozen_at
        self._started = time.monotonic()
        self._shift = 0.0
        self._heap: list[tuple[float, int, Timer]] = []
        self._count = itertools.count()
        self._thread: threading.Thread | None = None
        self._stopping = False

    def now(self) -> float:
        """Unix seconds as the exchange sees them."""
        passed = 0.0 if self._frozen else time.monotonic() - self._started
        return self._base + passed + self._shift

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call ``callback`` when so much time has passed or was advanced."""
        with self._changed:
            timer = Timer(self.now() + max(0.0, seconds), callback)
            heapq.heappush(self._heap, (timer.due, next(self._count), timer))
            self._changed.notify_all()
            return timer

    def advance(self, seconds: float) -> float:
        """Let time pass at once, each timer seeing the moment it was due; return the new time."""
        if seconds < 0:
            raise ValueError("Time can only be advanced, not turned back.")
        with self._changed:
            target = self.now() + seconds
            while (timer := self._pop_due(target)) is not None:
                self._move_to(timer.due)
                timer.callback()
            self._move_to(target)
            self._changed.notify_all()
            return self.now()

    def start(self) -> None:
        """Run timers as real time passes."""
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="exchange clock", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the clock's thread and forget every timer."""
        with self._changed:
            self._stopping = True
            self._heap.clear()
            self._changed.notify_all()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()
        self._thread = None

    def _move_to(self, moment: float) -> None:
        self._shift += max(0.0, moment - self.now())

    def _pop_due(self, moment: float) -> Timer | None:
        while self._heap and (self._heap[0][2].cancelled or self._heap[0][0] <= moment):
            timer = heapq.heappop(self._heap)[2]
            if not timer.cancelled:
                return timer
        return None

    @staticmethod
    def _call(timer: Timer) -> None:
        try:
            timer.callback()
        except Exception:
            # One bad timer must not stop the exchange's time.
            _log.exception("a timer of the exchange failed")

    def _run(self) -> None:
        with self._changed:
            while not self._stopping:
                timer = self._pop_due(self.now())
                if timer is not None:
                    self._call(timer)
                    continue
                wait = self._heap[0][0] - self.now() if self._heap else None
                self._changed.wait(wait)
