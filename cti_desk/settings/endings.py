"""What the desk does with the agent's state when it quits, the session ends or the screen locks."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

EndingKind = Literal["ask", "stay", "pause", "logout"]


class Ending(Struct, frozen=True):
    """``reason`` is the pause reason's code, with ``pause`` only."""

    kind: EndingKind
    reason: str | None = None


def parse_ending(text: str) -> Ending:
    """Read ``ask``, ``stay``, ``logout``, ``pause`` or ``pause REASON``; raises `ValueError`."""
    word, _, reason = text.strip().partition(" ")
    match word:
        case "pause":
            return Ending("pause", reason.strip() or None)
        case "ask" | "stay" | "logout" if not reason:
            return Ending(word)
    raise ValueError(text)


def check_ending(text: str) -> str | None:
    """What is wrong with an ending, if anything."""
    try:
        parse_ending(text)
    except ValueError:
        return 'should be "ask", "stay", "logout" or "pause REASON"'
    return None


def check_silent_ending(text: str) -> str | None:
    """The same, where nobody is there to be asked."""
    if text.strip() == "ask":
        return 'should be "stay", "logout" or "pause REASON": nobody is there to be asked'
    return check_ending(text)
