"""Commands: what is sent, and what each answer comes to."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import UNSET

from cti_desk.core import commands
from cti_desk.core.commands import (
    ClearCall,
    Command,
    DialColleague,
    HoldCall,
    LogIn,
    LogOut,
    MakeCall,
    SetNotReady,
    SetReady,
    SingleStepTransfer,
)
from cti_desk.core.errors import (
    NoLink,
    NotOffered,
    OutcomeUnknown,
    RefusedByVendor,
    UnknownToVendor,
)
from cti_desk.core.model import AgentState, Direction, Pending, Reason
from cti_desk.core.reports import Accepted, AgentChanged, CallChanged, Noticed
from cti_desk.vendors.instantvoice.client import caller as caller_module
from tests.support.fake_broker import FakeBroker
from tests.support.instantvoice import AGENT, DEVICE
from tests.support.instantvoice_acd import Acd, Desk, linked, started
from tests.support.waiting import until

OWN = {"Accountcode": "default", "User": AGENT}
DIALS = {"Accountcode": "default", "Agent": AGENT}


@pytest.mark.shows("instantvoice", "return code 0")
@pytest.mark.parametrize(
    ("command", "method", "arguments"),
    [
        (LogIn(), "AgentLogin", {**OWN, "Interface": DEVICE}),
        (LogIn("SIP/9"), "AgentLogin", {**OWN, "Interface": "SIP/9"}),
        (LogIn("default_0002"), "AgentLogin", {**OWN, "Interface": "SIP/default_0002"}),
        (LogOut(), "AgentLogoff", OWN),
        (SetNotReady("2"), "AgentPause", {**OWN, "Reason": "2"}),
        (SetNotReady("lunch"), "AgentPause", {**OWN, "Reason": "2"}),
        (SetNotReady("99"), "AgentPause", {**OWN, "Reason": "99"}),
        (SetReady(), "AgentUnpause", OWN),
        (MakeCall("6100"), "NewCall", {**DIALS, "Exten": "6100"}),
        (MakeCall("6100", "9"), "NewCall", {**DIALS, "Exten": "6100", "External_id": "9"}),
        (DialColleague("default_1002"), "NewCall", {**DIALS, "Exten": "1002"}),
        (ClearCall("1.1"), "Hangup", {"Accountcode": "default", "Uniqueid": "1.1"}),
        (ClearCall("1.1~2"), "Hangup", {"Accountcode": "default", "Uniqueid": "1.1"}),
        (SingleStepTransfer("1", number="7012"), "BlindTransfer", {**DIALS, "Exten": "7012"}),
    ],
)
async def test_what_is_sent(
    broker: FakeBroker, acd: Acd, command: Command, method: str, arguments: dict[str, Any]
) -> None:
    async with linked(broker, acd) as desk:
        outcome = await desk.perform(command)
        assert (type(outcome), outcome.code) == (Accepted, 0)
        (sent,) = broker.called(method)
        if method == "NewCall" and "External_id" not in arguments:
            # A site may refuse a call without one, and tell the call by it.
            assert len(sent.pop("External_id")) == 9
        assert sent == arguments


ACTIONS: list[Command] = [
    LogIn(),
    LogOut(),
    SetNotReady("1"),
    SetReady(),
    MakeCall("6100"),
    ClearCall("1"),
    SingleStepTransfer("1", number="2"),
]


@pytest.mark.parametrize("command", ACTIONS, ids=lambda command: command.name)
async def test_a_refusal_is_told_in_words_with_its_code(
    broker: FakeBroker, acd: Acd, command: Command
) -> None:
    async with linked(broker, acd) as desk:
        broker.answer = lambda method, arguments: [10, "RESPONSE_NOT_ALLOWED"]
        outcome = await desk.perform(command)
        assert (type(outcome), outcome.code) == (RefusedByVendor, 10)
        assert "(code 10)" in str(outcome.message)


@pytest.mark.parametrize("command", ACTIONS, ids=lambda command: command.name)
async def test_no_answer_is_unknown_and_nothing_is_sent_again(
    broker: FakeBroker, acd: Acd, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    defaults = list(caller_module.Caller.__init__.__defaults__ or ())
    monkeypatch.setattr(caller_module.Caller.__init__, "__defaults__", (*defaults[:-1], 0.3))
    async with linked(broker, acd) as desk:
        before = len(broker.requests)
        broker.answer = lambda method, arguments: None
        assert isinstance(await desk.perform(command), OutcomeUnknown)
        assert len(broker.requests) == before + 1


async def test_without_a_link_nothing_is_sent(broker: FakeBroker) -> None:
    broker.silent = True
    async with started(broker) as desk:
        assert isinstance(await desk.perform(LogIn()), NoLink)


async def test_what_the_telephone_does_is_not_offered(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        outcome = await desk.perform(HoldCall("1"))
        assert isinstance(outcome, NotOffered)
        assert outcome.message == "Use the hold key of your telephone."
        every = {type(one).__name__ for one in ACTIONS} | {"DialColleague"}
        for kind in commands.ALL:
            if kind.__name__ in {"AnswerCall", "RetrieveCall", "PickupCall", "EndWrapUp"}:
                assert kind.__name__ not in every
                assert isinstance(await desk.perform(kind()), NotOffered)


async def test_a_key_that_may_do_nothing_is_told_to_be_wrong(broker: FakeBroker, acd: Acd) -> None:
    acd.deny_readings()
    acd.codes["AgentLogin"] = -2
    async with linked(broker, acd) as desk:
        message = (await desk.perform(LogIn())).message
        assert "does not have the right" in str(message)
        assert "it may be wrong" in str(message)


async def test_a_call_that_is_gone_is_missing(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        broker.event("NEWCALL", "1.1", direction="INBOUND")
        await desk.told("Delivered")
        acd.codes["Hangup"] = 3
        outcome = await desk.perform(ClearCall("1.1"))
        assert (type(outcome), outcome.code) == (UnknownToVendor, 3)
        broker.event("CONNECT", "1.1")
        assert isinstance(await desk.perform(ClearCall()), RefusedByVendor)
        await desk.told("Delivered")


# -- code 4: not acted


@pytest.mark.parametrize(
    ("command", "status", "reason", "interface", "is_so"),
    [
        (LogIn(), "IDLE", "n/a", DEVICE, True),
        (LogIn(), "IDLE", "n/a", "SIP/other", False),
        (LogIn(), "LOGOFF", "n/a", "n/a", False),
        (LogOut(), "LOGOFF", "n/a", "n/a", True),
        (LogOut(), "PENDING_LOGOFF", "n/a", DEVICE, True),
        (LogOut(), "IDLE", "n/a", DEVICE, False),
        (SetNotReady("2"), "PAUSED", "Lunch", DEVICE, True),
        (SetNotReady("2"), "PENDING_PAUSE", "n/a", DEVICE, True),
        (SetNotReady("2"), "PAUSED", "Break", DEVICE, False),
        (SetNotReady("2"), "PAUSED", "Fire drill", DEVICE, False),
        (SetNotReady("2"), "IDLE", "n/a", DEVICE, False),
        (SetReady(), "IDLE", "n/a", DEVICE, True),
        (SetReady(), "PAUSED", "Lunch", DEVICE, False),
        (SetReady(), "UNAVAILABLE_WRAPUP", "n/a", DEVICE, False),
    ],
)
async def test_code_4_is_a_success_only_if_it_reads_so(
    broker: FakeBroker,
    acd: Acd,
    command: Command,
    status: str,
    reason: str,
    interface: str,
    is_so: bool,
) -> None:
    acd.codes = dict.fromkeys(("AgentLogin", "AgentLogoff", "AgentPause", "AgentUnpause"), 4)
    async with linked(broker, acd) as desk:
        acd.status, acd.reason, acd.interface = status, reason, interface
        outcome = await desk.perform(command)
        assert (type(outcome), outcome.code) == (Accepted if is_so else RefusedByVendor, 4)
        assert not isinstance(outcome, Accepted) or outcome.confirmed


async def test_code_4_that_cannot_be_read_back_is_no_success(broker: FakeBroker, acd: Acd) -> None:
    acd.deny_readings()
    acd.codes["AgentPause"] = 4
    async with linked(broker, acd) as desk:
        outcome = await desk.perform(SetNotReady("1"))
        assert isinstance(outcome, RefusedByVendor)
        assert "cannot be read (code 4)" in str(outcome.message)


@pytest.mark.parametrize("command", [MakeCall("6100"), SingleStepTransfer("1", number="2")])
async def test_code_4_is_never_a_call(broker: FakeBroker, acd: Acd, command: Command) -> None:
    acd.codes = {"NewCall": 4, "BlindTransfer": 4}
    async with linked(broker, acd) as desk:
        assert isinstance(await desk.perform(command), RefusedByVendor)


# -- deferred


async def busy(desk: Desk) -> None:
    desk.acd.on_line("1.1")
    desk.broker.event("NEWCALL", "1.1", direction="INBOUND")
    desk.broker.event("CONNECT", "1.1")
    await until(lambda: len(desk.reports.calls) >= 2)


async def test_a_pause_during_a_call_is_pending_until_its_event(
    broker: FakeBroker, acd: Acd
) -> None:
    async with linked(broker, acd) as desk:
        await busy(desk)
        assert isinstance(await desk.perform(SetNotReady("2")), Accepted)
        acd.status, acd.reason = "PAUSED", "Lunch"
        lunch = Reason("2", "Lunch")
        pending = desk.reports.of(AgentChanged)[-1]
        assert (pending.pending, pending.state) == (Pending(AgentState.NOT_READY, lunch), UNSET)
        broker.event("HANGUP", "1.1")
        broker.event("PAUSE", direction="Lunch")
        await until(lambda: desk.reports.state is AgentState.NOT_READY)
        paused = [r for r in desk.reports.of(AgentChanged) if r.state is AgentState.NOT_READY]
        assert (paused[0].reason, paused[0].pending) == (lunch, None)


async def test_ready_takes_a_pending_pause_back(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        await busy(desk)
        await desk.perform(LogOut())
        assert desk.reports.of(AgentChanged)[-1].pending == Pending(AgentState.LOGGED_OUT)
        await desk.perform(SetReady())
        last = desk.reports.of(AgentChanged)[-1]
        assert (last.state, last.pending) == (AgentState.READY, None)


async def test_a_pause_whose_event_came_first_is_not_pending(broker: FakeBroker, acd: Acd) -> None:
    def answer(method: str, arguments: dict[str, Any]) -> Any:
        if method == "AgentPause":
            broker.event("PAUSE", direction="Lunch")
        return acd(method, arguments)

    async with linked(broker, acd) as desk:
        await busy(desk)
        broker.answer = answer
        await desk.perform(SetNotReady("2"))
        await until(lambda: desk.reports.state is AgentState.NOT_READY)
        assert all(not change.pending for change in desk.reports.of(AgentChanged))


async def test_what_is_so_already_is_told_again(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        await desk.perform(SetReady())
        assert desk.reports.of(AgentChanged)[-1].state is AgentState.READY


# -- reasons and devices


async def test_a_pause_without_a_reason(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        outcome = await desk.perform(SetNotReady())
        assert isinstance(outcome, RefusedByVendor)
        assert "1 Break, 2 Lunch" in str(outcome.message)
    async with linked(broker, acd, default_pause_reason="2") as desk:
        await desk.perform(SetNotReady())
    async with linked(broker, acd, pause_reason_required=False) as desk:
        await desk.perform(SetNotReady())
    assert [one["Reason"] for one in broker.called("AgentPause")] == ["2", "1"]


async def test_a_learned_reason_is_bound_to_its_number(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        await desk.perform(SetNotReady("7"))
        broker.event("PAUSE", direction="Coaching")
        await until(lambda: desk.reports.state is AgentState.NOT_READY)
        assert desk.reports.of(AgentChanged)[-1].reason == Reason("7", "Coaching")


async def test_where_to_log_in_is_asked_when_it_is_not_known(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd, device=None) as desk:
        outcome = await desk.perform(LogIn())
        assert isinstance(outcome, RefusedByVendor)
        assert "choose where calls ring (SIP/default_0001, SIP/default_0002)" in str(
            outcome.message
        )
        await desk.perform(LogIn("SIP/default_0002"))
        await desk.perform(LogIn())
    assert [one["Interface"] for one in broker.called("AgentLogin")] == ["SIP/default_0002"] * 2


# -- own calls


async def test_every_call_is_given_a_number_of_its_own(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        for correlation_id in ("9999", None, None):
            await desk.perform(MakeCall("6100", correlation_id))
        given, first, second = [one["External_id"] for one in broker.called("NewCall")]
        assert given == "9999"
        assert first.isdigit()
        assert second not in (first, given)
        broker.event("NEWCALL", "1.1", direction="OUTBOUND", callerid="6100", external_id=second)
        await desk.told("ServiceInitiated")
        assert desk.reports.of(CallChanged)[-1].call.correlation_id is None, "it is not the CRM's"


async def test_a_call_of_which_only_the_failure_is_told_is_told(
    broker: FakeBroker, acd: Acd
) -> None:
    async with linked(broker, acd) as desk:
        await desk.perform(MakeCall("6100"))
        broker.event("HANGUP", "1.1", callerid="6100", reason="FAILED")
        await until(lambda: desk.reports.of(Noticed))
        await desk.told("ServiceInitiated", "Failed", "ConnectionCleared")
        assert desk.reports.of(Noticed)[0].text == "The call to 6100 was not set up (FAILED)."


@pytest.mark.parametrize("callerid", ["6100", ""])
async def test_a_customer_who_calls_while_we_dial_comes_in(
    broker: FakeBroker, acd: Acd, callerid: str
) -> None:
    async with linked(broker, acd) as desk:
        await desk.perform(MakeCall("6100"))
        broker.event("NEWCALL", "5.5", direction="INBOUND", callerid=callerid)
        broker.event("NEWCALL", "1.1", direction="OUTBOUND", callerid="6100")
        await until(lambda: len(desk.reports.calls) >= 2)
        directions = {r.call.id: r.call.direction for r in desk.reports.of(CallChanged)}
        assert directions == {"5.5": Direction.INBOUND, "1.1": Direction.OUTBOUND}


async def test_an_own_call_is_two_legs_and_never_a_pop(broker: FakeBroker, acd: Acd) -> None:
    def answer(method: str, arguments: dict[str, Any]) -> Any:
        if method == "NewCall":  # events overtake the reply
            broker.event("NEWCALL", "1.1", direction="OUTBOUND", callerid="6100")
        return acd(method, arguments)

    async with linked(broker, acd) as desk:
        broker.answer = answer
        await desk.perform(MakeCall("6100", "9"))
        await desk.told("ServiceInitiated")
        assert desk.reports.of(CallChanged)[0].call.correlation_id == "9"
        await desk.perform(ClearCall("1.1"))
        assert broker.called("Hangup")[0]["Uniqueid"] == "1.1"


async def test_a_refused_call_leaves_the_next_customer_alone(broker: FakeBroker, acd: Acd) -> None:
    acd.codes["NewCall"] = 7
    async with linked(broker, acd) as desk:
        await desk.perform(MakeCall("6100"))
        broker.event("NEWCALL", "1.1", direction="INBOUND", callerid="6100")
        await desk.told("Delivered")


@pytest.mark.parametrize(
    ("lines", "disabled", "words"),
    [
        ([{"linenumber": 1, "outbound": 0}], 0, "None of your lines may place calls"),
        ([{"linenumber": 1, "outbound": 1}], 1, "disabled"),
    ],
)
async def test_who_may_not_dial_is_told_why(
    broker: FakeBroker, acd: Acd, lines: list[dict[str, Any]], disabled: int, words: str
) -> None:
    acd.lines, acd.disabled = lines, disabled
    async with linked(broker, acd) as desk:
        outcome = await desk.perform(MakeCall("6100"))
        assert isinstance(outcome, NotOffered)
        assert words in str(outcome.message)
        assert broker.called("NewCall") == []


async def test_what_a_transfer_moved_is_transferred(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        await busy(desk)
        await desk.perform(SingleStepTransfer("1.1", number="7012"))
        broker.event("HANGUP", "1.1", reason="UNKNOWN")
        await until(lambda: desk.reports.calls[-2:] == ["Transferred", "ConnectionCleared"])


async def test_calls_past_the_core_are_known_as_our_own(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        arguments = {"accountcode": "default", "user": AGENT, "exten": "6100"}
        await desk.switch.call_method("NewCall", arguments)
        broker.event("NEWCALL", "1.1", direction="OUTBOUND", callerid="6100")
        await desk.told("ServiceInitiated")
        broker.event("CONNECT", "1.1")
        await until(lambda: len(desk.reports.calls) == 2)
        await desk.switch.call_method("BlindTransfer", arguments)
        broker.event("HANGUP", "1.1")
        await until(lambda: desk.reports.calls[-2:] == ["Transferred", "ConnectionCleared"])
        acd.codes["NewCall"] = 7
        with pytest.raises(RefusedByVendor):
            await desk.switch.call_method("NewCall", arguments)
        broker.event("NEWCALL", "1.2", direction="INBOUND", callerid="6100")
        await until(lambda: desk.reports.calls[-1] == "Delivered")


async def test_another_agent_is_acted_for_by_name(broker: FakeBroker, acd: Acd) -> None:
    async with linked(broker, acd) as desk:
        assert isinstance(await desk.perform(LogOut(), "default_1003"), Accepted)
        assert broker.called("AgentLogoff") == [{"Accountcode": "default", "User": "default_1003"}]
        assert list(desk.switch._context.agents.by_name) == [AGENT]
