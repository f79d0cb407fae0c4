"""What keeps calls from the agent, as far as InstantVoice's answers tell it (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cti_desk.core.capabilities import Obstacle
from cti_desk.vendors.instantvoice.live.line_states import UNREACHABLE, word_of
from cti_desk.vendors.instantvoice.live.served_agent import ServedAgent
from cti_desk.vendors.instantvoice.messages.codes import DISABLED, NOT_FOUND, UNDEFINED, explain
from cti_desk.vendors.instantvoice.messages.records import Line

KEY_REFUSED: Final = (
    "InstantVoice refuses the access key for everything that was asked with it (code -2): the key "
    "is wrong, or has no rights. An administrator finds it under Configuration, Web Service."
)

QUARANTINE: Final = "InstantVoice holds calls back for a while after a missed one (quarantine)."


def obstacles_of(
    own: ServedAgent | None, codes: Mapping[str, int], *, key_refused: bool
) -> tuple[Obstacle, ...]:
    """The obstacles of the desk's own agent; ``codes`` are the last answers to the readings."""
    found = []
    code = codes.get("AgentInfo")
    if code == UNDEFINED:
        words = explain(code)
        found.append(Obstacle("link", f"{words[0].upper()}{words[1:]} (code {code})."))
    if key_refused:
        found.append(Obstacle("rights", KEY_REFUSED))
    if own is None:
        return tuple(found)
    if code == NOT_FOUND:
        found.append(Obstacle("agent", unknown_agent(own)))
    elif own.tracker.disabled or code == DISABLED:
        words = f"The agent {own.name.full} is disabled: ask your administrator."
        found.append(Obstacle("agent", words))
    if (words_of_lines := _no_line(own.lines, own.tracker.device)) is not None:
        found.append(Obstacle("phone", words_of_lines))
    if own.tracker.unavailable == "quarantine":
        found.append(Obstacle("pause", QUARANTINE))
    return tuple(found)


def unknown_agent(own: ServedAgent) -> str:
    """The sentence about an agent whom InstantVoice does not know."""
    return f"InstantVoice does not know the agent {own.name.full} (code 3)."


def _no_line(lines: tuple[Line, ...] | None, device: str | None) -> str | None:
    """Why no line of the agent can ring, ``None`` if one can or it is not known."""
    if lines is None:
        return None
    if not lines:
        return "The agent has no line: ask your administrator."
    if all(line.inbound is False for line in lines):
        return "None of the agent's lines may receive calls: ask your administrator."
    usable = [line for line in lines if line.inbound is not False]
    if all(word_of(line) in UNREACHABLE for line in usable):
        where = device or "The agent's telephone"
        return f"{where} cannot be reached by InstantVoice: check whether it is connected."
    return None
