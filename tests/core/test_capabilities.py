"""One table of what is offered: for the vendor, for the agent's state, for a call's state."""

from __future__ import annotations

import pytest

from cti_desk.core import commands
from cti_desk.core.capabilities import (
    OFFERED,
    Capability,
    CapabilityTable,
    Offer,
    not_offered,
)
from cti_desk.core.model import Agent, AgentState, Asked, Call, ConnectionState, Direction, Snapshot
from tests.support.play import ALERTING, CONNECTED, EVERYTHING, HELD

UNKNOWN, LOGGED_OUT, NOT_READY, READY, _BUSY, WRAPPING_UP = AgentState
INITIATED, QUEUED = ConnectionState.INITIATED, ConnectionState.QUEUED
INBOUND, OUTBOUND = Direction

EMULATED = Capability(Offer.EMULATED, how="By dialling *8.")


# -- the vendor


@pytest.mark.parametrize(
    ("capability", "usable"), [(OFFERED, True), (EMULATED, True), (not_offered("No."), False)]
)
def test_what_is_emulated_can_be_used(capability: Capability, usable: bool) -> None:
    assert capability.usable is usable


def test_what_the_table_does_not_name_is_not_offered_and_says_why() -> None:
    named = CapabilityTable(vendor="instantvoice").of("HoldCall")
    assert (named.offer, named.why) == (Offer.NOT_OFFERED, "instantvoice has no such function.")
    assert "telephone system" in (CapabilityTable().of("HoldCall").why or "")


def test_the_vendors_word_counts_whatever_the_state() -> None:
    table = CapabilityTable(
        commands={"LogIn": EMULATED, "MakeCall": not_offered("No line."), "HoldCall": EMULATED}
    )
    out = Snapshot(agent=Agent(underlying=LOGGED_OUT))
    assert table.for_agent("LogIn", out) is EMULATED
    assert table.for_agent("MakeCall", out).why == "No line."
    assert table.for_call("HoldCall", Call("1", local_state=CONNECTED), ()) is EMULATED
    assert table.for_call("AnswerCall", Call("1"), ()).why == table.of("AnswerCall").why


# -- the agent's state


def test_what_follows_a_login_on_its_way_is_left_to_the_vendor() -> None:
    asked = Asked("LogIn", READY, None, 1.0)
    coming = Snapshot(agent=Agent(underlying=LOGGED_OUT, asked=asked))
    for command in ("MakeCall", "SetNotReady", "LogOut"):
        assert EVERYTHING.for_agent(command, coming).usable
    going = Snapshot(agent=Agent(underlying=LOGGED_OUT, asked=Asked("LogOut", LOGGED_OUT, None, 1)))
    assert not EVERYTHING.for_agent("MakeCall", going).usable


NOBODY = "You are not logged in."
THERE = "You are logged in already. To use another telephone, log out first."
NO_WRAP_UP = "There is no wrap-up to end."

AGENT_TABLE = [
    # command, in which states it is offered, why not in the first of the others
    ("LogIn", {UNKNOWN, LOGGED_OUT}, THERE),
    ("LogOut", {UNKNOWN, NOT_READY, READY, WRAPPING_UP}, NOBODY),
    ("SetNotReady", {UNKNOWN, NOT_READY, READY, WRAPPING_UP}, NOBODY),
    ("SetReady", {UNKNOWN, NOT_READY, READY, WRAPPING_UP}, NOBODY),
    ("MakeCall", {UNKNOWN, NOT_READY, READY, WRAPPING_UP}, NOBODY),
    ("EndWrapUp", {WRAPPING_UP}, None),
    ("SetDoNotDisturb", {UNKNOWN, LOGGED_OUT, NOT_READY, READY, WRAPPING_UP}, None),
    ("JoinQueue", {UNKNOWN, LOGGED_OUT, NOT_READY, READY, WRAPPING_UP}, None),
]


@pytest.mark.parametrize("state", [UNKNOWN, LOGGED_OUT, NOT_READY, READY, WRAPPING_UP])
@pytest.mark.parametrize(("command", "offered", "why"), AGENT_TABLE)
def test_for_agent(
    command: str, offered: set[AgentState], why: str | None, state: AgentState
) -> None:
    busy = Snapshot(agent=Agent(state=AgentState.BUSY, underlying=state))
    capability = EVERYTHING.for_agent(command, busy)
    assert capability.usable is (state in offered)
    if not capability.usable:
        assert capability.why == (why or capability.why)
        assert capability.why


def test_the_end_of_a_wrap_up_says_what_is_missing() -> None:
    ready, out = (Snapshot(agent=Agent(underlying=state)) for state in (READY, LOGGED_OUT))
    assert EVERYTHING.for_agent("EndWrapUp", ready).why == NO_WRAP_UP
    assert EVERYTHING.for_agent("EndWrapUp", out).why == NOBODY


# -- a call's state

EVERY = {INITIATED, ALERTING, CONNECTED, HELD, QUEUED}

CALL_TABLE = [
    ("AnswerCall", {ALERTING}),
    ("ClearCall", EVERY),
    ("HoldCall", {CONNECTED}),
    ("RetrieveCall", {HELD}),
    ("SingleStepTransfer", {CONNECTED, HELD}),
    ("ConsultationCall", {CONNECTED, HELD}),
    ("TransferCall", {CONNECTED}),
    ("ReconnectCall", {CONNECTED}),
    ("GenerateDigits", {CONNECTED}),
]


@pytest.mark.parametrize("state", sorted(EVERY))
@pytest.mark.parametrize(("command", "offered"), CALL_TABLE)
def test_for_call(command: str, offered: set[ConnectionState], state: ConnectionState) -> None:
    call = Call("1", direction=INBOUND, local_state=state, remote_state=CONNECTED)
    first = Call("0", direction=INBOUND, local_state=HELD)  # of a consultation
    capability = EVERYTHING.for_call(command, call, (first, call))
    assert capability.usable is (state in offered)
    assert capability.usable or capability.why


def test_every_command_about_a_call_is_in_the_table() -> None:
    kinds = {kind.__name__ for kind in commands.ALL if issubclass(kind, commands.CallCommand)}
    assert kinds - {name for name, _ in CALL_TABLE} == {"PickupCall"}, "no call of the agent's own"


@pytest.mark.parametrize(
    ("command", "call", "why"),
    [
        (
            "AnswerCall",
            Call("1", direction=OUTBOUND, local_state=ALERTING),
            "Pick up your telephone: it rings for a call you dialled.",
        ),
        (
            "SingleStepTransfer",
            Call("1", direction=OUTBOUND, local_state=CONNECTED, remote_state=ALERTING),
            "The other side has not answered yet.",
        ),
        (
            "ClearCall",
            Call("?", local_state=CONNECTED, id_source="derived"),
            "The telephone system gave no number for this call.",
        ),
    ],
)
def test_a_call_may_be_in_the_way_by_itself(command: str, call: Call, why: str) -> None:
    assert EVERYTHING.for_call(command, call, (call,)) == not_offered(why)


@pytest.mark.parametrize("remote", [None, CONNECTED, HELD])
def test_an_answered_or_unknown_other_side_can_be_transferred(
    remote: ConnectionState | None,
) -> None:
    call = Call("1", local_state=CONNECTED, remote_state=remote)
    assert EVERYTHING.for_call("SingleStepTransfer", call, (call,)).usable


@pytest.mark.parametrize("command", ["TransferCall", "ReconnectCall"])
@pytest.mark.parametrize(
    ("others", "usable"),
    [
        ((), False),
        ((HELD,), True),
        ((CONNECTED,), False),
        ((ALERTING,), False),
        ((ALERTING, HELD), True),
    ],
)
def test_a_consultation_needs_another_call_on_hold(
    command: str, others: tuple[ConnectionState, ...], usable: bool
) -> None:
    call = Call("1", direction=OUTBOUND, local_state=CONNECTED, remote_state=CONNECTED)
    calls = (call, *(Call(f"o{n}", local_state=state) for n, state in enumerate(others)))
    capability = EVERYTHING.for_call(command, call, calls)
    assert capability.usable is usable
    assert usable or "on hold" in (capability.why or "")
