"""Retry or stop? One pure function, tested as a table.

A refused login is the only thing that stops a desk: some systems block a whole office's address
after repeated wrong passwords. Everything else is retried for ever, 1 s to 30 s apart, with full
jitter so that an office's desks do not return in one wave.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

Failure = Literal["unreachable", "timeout", "closed", "tls", "protocol", "authentication"]

FIRST_RETRY_S: Final = 1.0
LONGEST_RETRY_S: Final = 30.0
WAKE_RETRY_S: Final = 1.0


class Retry(Struct, frozen=True):
    """Try again after so many seconds."""

    after_s: float


class Stop(Struct, frozen=True):
    """Send nothing more with these credentials; tell the agent."""

    reason: str


def decide(
    failure: Failure, attempt: int, jitter: float, reason: str, *, woken: bool = False
) -> Retry | Stop:
    """Return what to do after the ``attempt``-th failure in a row (counted from 1).

    ``jitter`` is a random number in [0, 1). ``woken`` says that the computer woke or the network
    returned since the last attempt.
    """
    if failure == "authentication":
        return Stop(reason)
    if woken:
        return Retry(jitter * WAKE_RETRY_S)
    ceiling = min(LONGEST_RETRY_S, FIRST_RETRY_S * 2.0 ** min(max(attempt, 1) - 1, 10))
    return Retry(max(0.1, jitter * ceiling))
