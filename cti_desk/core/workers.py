"""The desk's own workers: if a thread or task dies, the agent is told, and it is started again.

A worker is whatever runs beside the loop's callbacks for as long as the desk runs: the journal's
thread, the keeper of a link. If one died in silence, the day would only look quiet. `Workers` notes
each death; the strip and `cti-desk check` show it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Final

from msgspec import Struct

_log = logging.getLogger(__name__)

FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 60.0
SOUND_S: Final = 300.0
"""A worker that has run for so long starts again at once, however often it died before."""
REMEMBERED_S: Final = 3_600.0
"""How long a death is listed, and for how long the same death is not reported again."""
MOST_REMEMBERED: Final = 20
OWN_MISTAKE: Final = "An internal error of the desk; see its log."
"""The reason of a link whose keeper died."""


class Death(Struct, frozen=True):
    """``what`` died: the subject of a sentence. ``text`` is that sentence, for the agent.

    ``at`` is in monotonic seconds, ``times`` how often it died since it was sound.
    """

    what: str
    text: str
    at: float
    times: int


class Workers:
    """The workers that died lately. All methods may be called on any thread.

    ``on_death(sentence)`` is called on the worker's own thread, once an hour for the same worker.
    """

    def __init__(
        self,
        on_death: Callable[[str], None] = lambda text: None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._on_death = on_death
        self._monotonic = monotonic
        self._deaths: dict[str, Death] = {}
        self._said: dict[str, float] = {}
        self._lock = threading.Lock()

    @property
    def deaths(self) -> tuple[Death, ...]:
        """The deaths of the last hour, the oldest first."""
        since = self._monotonic() - REMEMBERED_S
        with self._lock:
            return tuple(each for each in self._deaths.values() if each.at > since)

    def died(self, what: str, *, again: bool, ran_s: float = 0.0) -> float:
        """Note a death, which the caller logs; return the seconds to wait before a new start.

        ``again``: somebody does start it again; otherwise it was a thing done once, or is called
        again when there is need. ``ran_s``: how long it had run.
        """
        happened = "stopped because of an internal error and is started again"
        if not again:
            happened = "failed because of an internal error"
        text = f"{what} {happened}; the desk's log says more."
        now = self._monotonic()
        with self._lock:
            before = self._deaths.pop(what, None)
            times = 1 if before is None or ran_s >= SOUND_S else before.times + 1
            self._deaths[what] = Death(what, text, now, times)
            while len(self._deaths) > MOST_REMEMBERED:
                self._said.pop(next(iter(self._deaths)), None)
                del self._deaths[next(iter(self._deaths))]
            said = self._said.get(what)
            tell = said is None or now - said >= REMEMBERED_S
            if tell:
                self._said[what] = now
        if tell:
            self._on_death(text)
        return float(min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(times - 1, 10)))

    def failed(self, what: str, error: BaseException) -> None:
        """Note that something done once went wrong by ``error``, which the caller logs."""
        self.died(what, again=False)

    def keep(
        self,
        what: str,
        work: Callable[[], None],
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        """Run a thread's work until it returns; start it again whatever it dies of."""
        while True:
            started = self._monotonic()
            try:
                work()
                return
            except BaseException:  # also what only a whole program should raise
                _log.exception("%s died", what)
                pause(self.died(what, again=True, ran_s=self._monotonic() - started))

    async def keep_task(
        self,
        what: str,
        work: Callable[[], Awaitable[None]],
        pause: Callable[[float], Awaitable[object]],
        on_death: Callable[[float], None] = lambda seconds: None,
    ) -> None:
        """The same for a task: ``pause`` is asyncio's sleep, cancelling ends it.

        ``on_death(seconds)`` is told how long the pause will be.
        """
        while True:
            started = self._monotonic()
            try:
                await work()
                return
            except Exception:
                _log.exception("%s died", what)
                seconds = self.died(what, again=True, ran_s=self._monotonic() - started)
            on_death(seconds)
            await pause(seconds)
