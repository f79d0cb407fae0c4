"""What InstantVoice's answers say about calls that do not come."""

from __future__ import annotations

import pytest

from cti_desk.core.capabilities import Obstacle
from cti_desk.vendors.instantvoice.live.obstacles import KEY_REFUSED, QUARANTINE, obstacles_of
from cti_desk.vendors.instantvoice.live.reasons import Reasons
from cti_desk.vendors.instantvoice.live.served_agent import ServedAgent
from cti_desk.vendors.instantvoice.live.source import EventSource
from cti_desk.vendors.instantvoice.messages.records import AgentInfo, Line
from cti_desk.vendors.instantvoice.messages.values import AgentName
from tests.support.instantvoice import DictMemory


def served(lines: tuple[Line, ...] | None = None, *, disabled: bool = False) -> ServedAgent:
    source = EventSource(Reasons((), DictMemory(), "x"))
    made = ServedAgent(AgentName("default", "1001"), source, own=True)
    made.lines = lines
    made.tracker.read(AgentInfo(status="IDLE", interface="SIP/1", disabled=disabled))
    return made


def whats(found: tuple[Obstacle, ...]) -> list[str]:
    return [each.what for each in found]


def test_an_agent_in_order_has_none() -> None:
    lines = (Line("1", inbound=True, status="IDLE"),)
    assert obstacles_of(served(lines), {"AgentInfo": 0}, key_refused=False) == ()
    assert obstacles_of(None, {}, key_refused=False) == ()
    assert obstacles_of(served(), {"AgentInfo": -2}, key_refused=False) == ()


def test_a_quarantine_is_one_while_it_lasts() -> None:
    agent = served()
    agent.tracker.read(AgentInfo(status="UNAVAILABLE_QUARANTINE"))
    (found,) = obstacles_of(agent, {"AgentInfo": 0}, key_refused=False)
    assert (found.what, found.text) == ("pause", QUARANTINE)
    agent.tracker.read(AgentInfo(status="IDLE"))
    assert obstacles_of(agent, {"AgentInfo": 0}, key_refused=False) == ()


def test_a_refused_key_is_one() -> None:
    assert obstacles_of(None, {}, key_refused=True) == (Obstacle("rights", KEY_REFUSED),)


def test_an_unknown_agent_is_one() -> None:
    (found,) = obstacles_of(served(), {"AgentInfo": 3}, key_refused=False)
    assert found.what == "agent"
    assert "does not know the agent default_1001" in found.text


@pytest.mark.parametrize(("disabled", "code"), [(True, 0), (False, 11)])
def test_a_disabled_agent_is_one(disabled: bool, code: int) -> None:
    own = served(disabled=disabled)
    (found,) = obstacles_of(own, {"AgentInfo": code}, key_refused=False)
    assert found.what == "agent"
    assert "is disabled" in found.text


def test_a_call_distribution_that_is_switched_off_is_one() -> None:
    assert whats(obstacles_of(served(), {"AgentInfo": 1000}, key_refused=False)) == ["link"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((), "has no line"),
        ((Line("1", inbound=False, status="IDLE"),), "may receive calls"),
        ((Line("1", inbound=True, status="UNAVAILABLE"),), "SIP/1 cannot be reached"),
        (
            (Line("1", inbound=False, status="IDLE"), Line("2", status="unavailable")),
            "SIP/1 cannot be reached",
        ),
    ],
)
def test_lines_that_cannot_ring_are_one(lines: tuple[Line, ...], words: str) -> None:
    (found,) = obstacles_of(served(lines), {"AgentInfo": 0}, key_refused=False)
    assert found.what == "phone"
    assert words in found.text


def test_one_line_that_can_ring_is_enough() -> None:
    lines = (Line("1", inbound=True, status="UNAVAILABLE"), Line("2", inbound=True, status="IDLE"))
    assert obstacles_of(served(lines), {"AgentInfo": 0}, key_refused=False) == ()
