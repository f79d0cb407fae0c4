"""What is offered at this moment: of the agent, the key, and how the state becomes known."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.vendors.instantvoice.capability_reports import NOTHING_READ, CapabilityReports
from cti_desk.vendors.instantvoice.client.reader import READINGS, Reader
from cti_desk.vendors.instantvoice.live.devices import Devices
from cti_desk.vendors.instantvoice.live.reasons import Reasons
from cti_desk.vendors.instantvoice.live.served_agents import ServedAgents
from cti_desk.vendors.instantvoice.live.source import EventSource, PollingSource
from cti_desk.vendors.instantvoice.messages.records import AgentInfo, Line, QueueInfo
from cti_desk.vendors.instantvoice.settings import read_profile
from tests.support.instantvoice import AGENT, DEVICE, DictMemory, setup_for

REASONS = Reasons((), DictMemory(), "key")


class Office:
    """Reports about one agent."""

    def __init__(self, source: EventSource | None = None) -> None:
        setup = setup_for("acd")
        profile = read_profile("office", setup.settings, setup.secrets)
        source = source or EventSource(REASONS)
        self.agents = ServedAgents("default", source)
        self.own = self.agents.add(self.agents.name(AGENT), own=True)
        devices = Devices(DictMemory(), "devices", DEVICE)
        self.reports = CapabilityReports(profile, REASONS, devices, self.agents, source)

    def table(self, **codes: int) -> CapabilityTable:
        """What is offered after these answers."""
        reader = Reader(_never)
        reader.codes.update(codes)
        self.reports.changed(reader)
        assert self.reports.table is not None
        return self.reports.table


async def _never(*_: Any) -> Any:
    raise AssertionError("nothing is asked here")


def test_what_is_offered_is_reported_when_it_changes() -> None:
    office = Office()
    assert office.reports.changed(None) is not None
    assert office.reports.changed(None) is None
    office.agents.choose(office.own)
    office.own.lines = (Line(outbound=False),)
    office.own.queues = (QueueInfo("7012", requires_send_info=True),)
    change = office.reports.changed(None)
    assert change is not None
    assert not change.table.of("MakeCall").usable
    assert "7012" in change.table.warnings[0]


def test_an_agent_that_is_not_known_is_a_warning_and_an_obstacle() -> None:
    office = Office()
    office.agents.choose(office.own)
    table = office.table(AgentInfo=3)
    assert "does not know the agent" in table.warnings[0]
    assert [each.what for each in table.obstacles] == ["agent"]


def test_the_sources_warning_is_shown() -> None:
    office = Office(EventSource(REASONS, warning="Nothing posted yet."))
    assert office.table().warnings == ("Nothing posted yet.",)


@pytest.mark.parametrize(
    ("codes", "denied", "words"),
    [
        ({"AgentInfo": 1000}, frozenset[str](), "The state cannot be read"),
        ({"AgentInfo": -2}, READINGS, NOTHING_READ),
    ],
)
def test_without_events_it_is_said_that_the_state_cannot_be_read(
    codes: dict[str, int], denied: frozenset[str], words: str
) -> None:
    office = Office(PollingSource(REASONS))
    office.reports.denied = denied
    assert any(words in warning for warning in office.table(**codes).warnings)


def test_without_events_a_state_that_is_not_said_is_never_known() -> None:
    office = Office(PollingSource(REASONS))
    office.agents.choose(office.own)
    assert "agent.since" in office.table().unknowable
    office.own.tracker.read(AgentInfo(status="IDLE"))
    assert "agent.since" not in office.table().unknowable
