"""The capability table in an agent's words."""

from __future__ import annotations

import pytest

from cti_desk.core import commands
from cti_desk.core.capabilities import CapabilityTable, Offer
from cti_desk.core.model import Reason
from cti_desk.vendors.instantvoice.capabilities import (
    NO_EVENTS,
    capability_table,
    warnings_of,
    why_no_dialling,
)
from cti_desk.vendors.instantvoice.messages.records import Line, QueueInfo


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
