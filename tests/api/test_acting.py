from __future__ import annotations

from typing import Any

import pytest

from cti_desk.api.dispatcher import Dispatcher
from cti_desk.core import commands as c
from cti_desk.core.reports import Accepted
from tests.support.api import Program
from tests.support.fake_desk import FakeDesk

CASES: list[tuple[str, dict[str, Any], c.Command]] = [
    ("agent.login", {"device": "SIP/1"}, c.LogIn("SIP/1")),
    ("agent.login", {}, c.LogIn()),
    ("agent.logout", {}, c.LogOut()),
    ("agent.pause", {"reason": "Lunch"}, c.SetNotReady("Lunch")),
    ("agent.pause", {}, c.SetNotReady()),
    ("agent.ready", {}, c.SetReady()),
    ("agent.end_wrap_up", {}, c.EndWrapUp()),
    ("agent.dnd", {"on": False}, c.SetDoNotDisturb(False)),
    ("agent.forward", {"kind": "busy"}, c.SetForwarding("busy")),
    ("agent.forward", {"kind": "always", "number": "1"}, c.SetForwarding("always", "1")),
    ("call.dial", {"number": "+55 (21) 98"}, c.MakeCall("+552198")),
    ("call.dial", {"number": "*8", "correlation_id": "x"}, c.MakeCall("*8", "x")),
    ("call.answer", {}, c.AnswerCall()),
    ("call.hangup", {"call_id": "1.2"}, c.ClearCall("1.2")),
    ("call.hold", {}, c.HoldCall()),
    ("call.retrieve", {}, c.RetrieveCall()),
    ("call.transfer", {"number": "70 12"}, c.SingleStepTransfer(number="7012")),
    (
        "call.transfer",
        {"number": "7012", "all": True, "call_id": "1"},
        c.SingleStepTransfer("1", number="7012", all=True),
    ),
    ("call.consult", {"number": "61-00"}, c.ConsultationCall(number="6100")),
    ("call.complete_transfer", {}, c.TransferCall()),
    ("call.reconnect", {}, c.ReconnectCall()),
    ("call.pickup", {}, c.PickupCall()),
    ("call.digits", {"digits": "12#"}, c.GenerateDigits(digits="12#")),
    ("queue.join", {"queue": "7012"}, c.JoinQueue("7012")),
    ("queue.leave", {"queue": "7012"}, c.LeaveQueue("7012")),
]


@pytest.mark.parametrize(("method", "params", "command"), CASES)
def test_a_method_becomes_its_command(
    method: str, params: dict[str, Any], command: c.Command
) -> None:
    desk = FakeDesk()
    reply = Program(Dispatcher(desk)).call(method, params)
    assert reply == {
        "confirmed": False,
        "code": 0,
        "message": None,
        "accepted": True,
        "pending": False,
    }
    assert [asked.command for asked in desk.asked] == [command]
    assert (desk.asked[0].wait_s, desk.asked[0].direct) == (None, False)


@pytest.mark.parametrize(
    ("wait", "seconds"), [(True, 10.0), (False, None), (None, None), (3, 3.0), (2.5, 2.5)]
)
def test_waiting_is_passed_on(wait: Any, seconds: float | None) -> None:
    desk = FakeDesk()
    reply = Program(Dispatcher(desk)).call("agent.ready", {"wait": wait})
    assert desk.asked[0].wait_s == seconds
    assert reply["confirmed"] is (seconds is not None)


def test_another_agent_can_be_logged_in() -> None:
    desk = FakeDesk()
    Program(Dispatcher(desk)).call("agent.login", {"agent": "default_1002", "device": "SIP/2"})
    assert desk.asked[0].agent_id == "default_1002"


def test_the_vendor_s_code_and_words_are_told() -> None:
    desk = FakeDesk(outcome=Accepted(code=4, message="Already so.", confirmed=True))
    reply = Program(Dispatcher(desk)).call("agent.ready")
    assert (reply["code"], reply["message"], reply["confirmed"]) == (4, "Already so.", True)
