"""Which agents are served, and which is the desk's own."""

from __future__ import annotations

from cti_desk.vendors.instantvoice.live.reasons import Reasons
from cti_desk.vendors.instantvoice.live.served_agents import ServedAgents
from cti_desk.vendors.instantvoice.live.source import EventSource
from cti_desk.vendors.instantvoice.messages.values import AgentName
from tests.support.instantvoice import AGENT, DictMemory


def agents() -> ServedAgents:
    return ServedAgents("default", EventSource(Reasons((), DictMemory(), "key")))


def test_an_agent_is_found_by_number_and_by_full_name() -> None:
    made = agents()
    served = made.add(made.name("1001"), own=True)
    assert made.add(made.name(AGENT), own=True) is served
    assert made.find(AGENT) is made.find("1001") is served
    assert made.find("default_1002") is None


def test_the_first_chosen_stays_the_own_one() -> None:
    made = agents()
    assert made.somebody == AgentName("default", "0")
    other = made.add(made.name("default_1004"), own=False)
    assert not made.choose(other)
    assert made.somebody == other.name
    first = made.add(made.name("default_1002"), own=True)
    assert made.choose(first)
    assert not made.choose(made.add(made.name("default_1003"), own=True))
    assert made.own is first
    assert made.own_first[0] is first
    assert made.somebody == first.name
    made.remove(made.by_name["default_1003"])
    made.remove(made.make(made.name("nobody")))
    assert list(made.by_name) == ["default_1004", "default_1002"]
