"""Heart-beats: when to send one, and when the other side must be taken for dead (pure)."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

OFFERED_MS: Final = 10_000
OFFER: Final = f"{OFFERED_MS},{OFFERED_MS}"

SEND_EARLY: Final = 0.8
"""A beat leaves after this share of the interval: it must arrive within it."""

PATIENCE: Final = 1.4
"""Silence of this many intervals is a dead link: 14 s at 10 s, seen within the promised 15."""


class Beats(Struct, frozen=True):
    """What both sides agreed on; ``None``: no beats in that direction. Seconds."""

    send_every_s: float | None = None
    silence_s: float | None = None

    def next_due(self, last_sent: float, last_received: float) -> float | None:
        """The moment at which something must be done, ``None`` if never."""
        due = []
        if self.send_every_s is not None:
            due.append(last_sent + self.send_every_s)
        if self.silence_s is not None:
            due.append(last_received + self.silence_s)
        return min(due, default=None)

    def must_send(self, last_sent: float, now: float) -> bool:
        return self.send_every_s is not None and now >= last_sent + self.send_every_s

    def is_dead(self, last_received: float, now: float) -> bool:
        return self.silence_s is not None and now >= last_received + self.silence_s


def agree(header: str | None) -> Beats:
    """What follows from the broker's ``heart-beat: sx,sy`` (milliseconds) and our own offer."""
    numbers = [part.strip() for part in (header or "0,0").split(",")]
    if len(numbers) != 2 or not all(n.isascii() and n.isdigit() and len(n) < 10 for n in numbers):
        return Beats()
    their_sending, their_wish = int(numbers[0]), int(numbers[1])
    return Beats(
        max(OFFERED_MS, their_wish) / 1000 * SEND_EARLY if their_wish else None,
        max(OFFERED_MS, their_sending) / 1000 * PATIENCE if their_sending else None,
    )
