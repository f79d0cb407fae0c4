"""The capability table in an agent's words."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.core import commands
from cti_desk.core.capabilities import CapabilityTable, Offer
from cti_desk.core.model import Reason
from cti_desk.vendors.instantvoice.capabilities import (
    NO_EVENTS,
    NOTHING_READ,
    CapabilityReports,
    capability_table,
    warnings_of,
    why_no_dialling,
)
from cti_desk.vendors.instantvoice.client.reader import READINGS, Reader
from cti_desk.vendors.instantvoice.live.devices import Devices
from cti_desk.vendors.instantvoice.live.reasons import Reasons
from cti_desk.vendors.instantvoice.live.served_agents import ServedAgents
from cti_desk.vendors.instantvoice.live.source import EventSource, PollingSource
from cti_desk.vendors.instantvoice.messages.records import AgentInfo, Line, QueueInfo
from cti_desk.vendors.instantvoice.settings import read_profile
from tests.support.instantvoice import AGENT, DEVICE, DictMemory, setup_for


def table(**more: object) -> CapabilityTable:
    values: dict[str, object] = {
        "reasons": (Reason("1", "Break"),),
        "default_reason": None,
        "reason_required": True,
        "devices": ("SIP/1",),
    }
    return capability_table(**{**values, **more})  # type: ignore[arg-type]


def test_every_command_is_offered_or_says_why_not() -> None:
    for name in commands.NAMES:
        capability = table().commands[name]
        explained = capability.why if capability.offer is Offer.NOT_OFFERED else capability.how
        assert capability.offer is Offer.OFFERED or (explained and explained.endswith("."))


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("AnswerCall", "Answer on your telephone."),
        ("HoldCall", "Use the hold key of your telephone."),
        ("ConsultationCall", "Use the transfer key of your telephone."),
    ],
)
def test_what_the_telephone_does(command: str, why: str) -> None:
    assert table().of(command).why == why


def test_transfers_move_all_and_a_pause_needs_a_reason() -> None:
    assert table().transfers_all
    assert table().pause_reason == "required"
    assert table(reason_required=False).pause_reason == "optional"


def test_readings_that_the_key_may_not_call_are_unknowable() -> None:
    assert "calls.queue" in table(denied={"AgentLineList"}).unknowable
    assert "calls.queue" not in table().unknowable


@pytest.mark.parametrize(
    ("disabled", "lines", "words"),
    [
        (False, None, None),
        (False, (Line(outbound=True), Line(outbound=False)), None),
        (False, (Line(),), None),
        (False, (Line(outbound=False),), "None of your lines may place calls"),
        (False, (), "no line"),
        (True, None, "disabled"),
    ],
)
def test_why_dialling_is_not_offered(
    disabled: bool, lines: tuple[Line, ...] | None, words: str | None
) -> None:
    why = why_no_dialling(disabled, lines)
    assert why is None if words is None else words in (why or "")
    assert table(no_dialling=why).of("MakeCall").usable is (why is None)


def test_a_queue_that_needs_the_desk_is_warned_of() -> None:
    (warning,) = warnings_of(
        [QueueInfo("7012", description="Support", requires_send_info=True), QueueInfo("7013")]
    )
    assert "7012 Support" in warning
    assert "requiresendinfo" in warning


def test_without_events_the_table_says_so_and_what_is_not_told() -> None:
    polled = table(polled=True, denied={"AgentInfo"}, warnings=("first",))
    assert polled.warnings == (NO_EVENTS, "first")
    told_never = {"calls.direction", "calls.queue", "queues.agents", "agent.since", "agent.state"}
    assert told_never <= set(polled.unknowable)
    assert "agent.state" not in table(denied={"AgentInfo"}).unknowable, "events tell it"
    assert len(polled.unknowable) == len(set(polled.unknowable))
    assert polled.of("MakeCall").usable
    assert table().warnings == ()


# -- what is offered at this moment

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
