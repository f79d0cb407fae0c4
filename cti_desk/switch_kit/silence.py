"""Decides when a silent peer is asked for a sign of life, and when it counts as dead.

Each connection, and each service behind one, has a `Silence` of its own: a server that still
answers pings says nothing about a service behind it that has stopped. `Silence` is pure: it is
given the time. `Watch` runs one on asyncio's loop. All times are seconds of a monotonic clock.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import Any, Final, Literal

DEAD_WITHIN_S: Final = 15.0
"""The promise: a peer that stops answering counts as dead within this time."""

ASK_AFTER_S: Final = 8.0
"""How long a peer may be silent before it is asked."""

ANSWER_S: Final = 5.0
"""How long it may take to answer. With `ASK_AFTER_S` this leaves two seconds of the promise."""

_LATE_S: Final = 2.0

Step = Literal["wait", "ask", "dead"]


class Silence:
    """What is known of one peer's silence. Begins as if the peer had just spoken.

    ``now`` is when it begins.
    """

    def __init__(
        self, now: float, *, ask_after_s: float = ASK_AFTER_S, answer_s: float = ANSWER_S
    ) -> None:
        self._ask_after_s = ask_after_s
        self._answer_s = answer_s
        self._heard_at = now
        self._asked_at: float | None = None

    @property
    def due(self) -> float:
        """When `step` must be called next."""
        if self._asked_at is None:
            return self._heard_at + self._ask_after_s
        return self._asked_at + self._answer_s

    def heard(self, now: float) -> None:
        """The peer gave a sign of life: an answer, an event, a part of either."""
        self._heard_at = now
        self._asked_at = None

    def ask_now(self) -> None:
        """Ask at once, without waiting for a long silence, as after the computer woke up."""
        if self._asked_at is None:
            self._heard_at = -math.inf

    def step(self, now: float) -> Step:
        """Return what to do: wait until `due`, send a question, or give the peer up."""
        if now < self.due:
            return "wait"
        late = now - self.due
        if self._asked_at is not None and late <= _LATE_S:
            return "dead"
        # The first question; or we were stopped ourselves meanwhile, and the answer may lie here.
        self._asked_at = now
        return "ask"


class Watch:
    """Watches a peer on the running loop.

    ``ask`` sends the question and returns when it is answered. It needs no time limit of its own.
    """

    def __init__(
        self,
        ask: Callable[[], Awaitable[object]],
        *,
        ask_after_s: float = ASK_AFTER_S,
        answer_s: float = ANSWER_S,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._ask = ask
        self._silence = Silence(self._loop.time(), ask_after_s=ask_after_s, answer_s=answer_s)
        self._woken = asyncio.Event()

    def heard(self) -> None:
        """The peer gave a sign of life."""
        self._silence.heard(self._loop.time())

    def ask_now(self) -> None:
        """Ask the peer at once."""
        self._silence.ask_now()
        self._woken.set()

    async def run(self) -> None:
        """Return when the peer counts as dead.

        What ``ask`` raises is raised here: an answer may say that the peer is gone.
        """
        question: asyncio.Future[object] | None = None
        try:
            while (step := self._silence.step(self._loop.time())) != "dead":
                if step == "ask":
                    _give_up(question)
                    question = asyncio.ensure_future(self._answered())
                if await self._pause(question):
                    question = None
        finally:
            _give_up(question)

    async def _answered(self) -> object:
        return await self._ask()

    async def _pause(self, question: asyncio.Future[object] | None) -> bool:
        """Wait for the next step; return whether the question was answered meanwhile."""
        self._woken.clear()
        woken = asyncio.ensure_future(self._woken.wait())
        either: set[asyncio.Future[Any]] = {woken} if question is None else {woken, question}
        try:
            await asyncio.wait(
                either,
                timeout=max(0.0, self._silence.due - self._loop.time()),
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            woken.cancel()
        if question is None or not question.done():
            return False
        await question
        self.heard()
        return True


def _give_up(question: asyncio.Future[object] | None) -> None:
    if question is not None and not question.cancel() and not question.cancelled():
        question.exception()  # it counts no more
