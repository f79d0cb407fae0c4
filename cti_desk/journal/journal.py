"""The journal: events go in by a queue, one thread writes, nobody waits for the disk."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cti_desk.core.events import Event
from cti_desk.core.moment import Moment
from cti_desk.journal.last_calls import LastCalls
from cti_desk.journal.rows import Row
from cti_desk.journal.store import read
from cti_desk.journal.writer import Given, Writer

_log = logging.getLogger(__name__)

BACK_AFTER_S: Final = (0.0, 1.0, 5.0, 30.0)
"""How long to wait before the journal is started again, by how often it has failed."""


class SqliteJournal:
    """Implements `cti_desk.core.ports.Journal`. Rows: `cti_desk.journal.rows`.

    ``on_notice(sentence)`` is called on the journal's thread when rows cannot be kept, and
    ``on_open()`` when what an earlier run wrote is known.
    """

    def __init__(
        self,
        path: Path,
        retention_days: int = 90,
        on_notice: Callable[[str], None] = lambda sentence: None,
        now: Callable[[], float] = time.time,
        on_open: Callable[[], None] = lambda: None,
    ) -> None:
        self._path = path
        self._last = LastCalls()
        self._given: queue.SimpleQueue[Given] = queue.SimpleQueue()
        self._writer = Writer(path, self._last, on_notice, now, on_open)
        self._writer.retention_days = retention_days
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    @property
    def problem(self) -> str | None:
        """Why calls are not kept now, as a sentence; ``None`` while they are."""
        return self._writer.problem

    def record(self, event: Event, at: Moment) -> None:
        """Note an event of the agent or of their calls; others are ignored. Returns at once."""
        if event.colleague is None and (event.call is not None or event.agent is not None):
            self._given.put((event, at))

    def last_with(self, number: str, but_not: str | None = None) -> Row | None:
        """What `LastCalls` remembers of the last ended call with this number."""
        return self._last.find(number, but_not)

    def remembered(self, root: str) -> Row | None:
        """The row of a root call that is up, or was lately."""
        return self._writer.find(root)

    def list(self, limit: int = 100, before: float | None = None) -> list[Row]:
        """The newest rows, newest first; ``before`` is the ``started`` of the last one seen."""
        return read(self._path, limit, before)

    def keep_for(self, days: int) -> None:
        """Use another retention from now on."""
        self._writer.retention_days = days

    def flush(self, timeout_s: float = 5.0) -> bool:
        """Wait until all that was recorded so far is written; for the end, and for tests."""
        done = threading.Event()
        self._given.put(done)
        return done.wait(timeout_s)

    def close(self, timeout_s: float = 5.0) -> None:
        """Write what is left and end the thread; a disk that hangs is not waited for."""
        self._closing.set()
        self._given.put(None)
        self._thread.join(timeout_s)

    def _run(self) -> None:
        """Run the journal's thread. Whatever fails in it, it goes on with the next event."""
        failures = failures_at_the_end = 0
        while failures_at_the_end < len(BACK_AFTER_S):
            try:
                self._writer.run(self._given)
                return
            except BaseException:  # "anything" includes what a library raises to end a thread
                _log.exception("the journal stopped")
            with contextlib.suppress(Exception):
                self._writer.stopped()
            ends = self._closing.wait(BACK_AFTER_S[min(failures, len(BACK_AFTER_S) - 1)])
            failures += 1
            failures_at_the_end += ends
