from __future__ import annotations

import json
from typing import Any

import pytest

from cti_desk.api import ivclient as module
from cti_desk.api.dispatcher import Dispatcher
from cti_desk.core import commands as c
from cti_desk.core.errors import (
    CtiError,
    NoLink,
    NotOffered,
    OutcomeUnknown,
    RefusedByVendor,
    RepeatedCommand,
    UsageError,
)
from cti_desk.core.reports import ACCEPTED, Accepted
from tests.support.api import Program
from tests.support.fake_desk import FakeDesk

LOGIN = ["default", "default_1001", "SIP/default_0001"]
RING = {"direction": "INBOUND", "callerid": "1", "type": "NEWCALL", "uniqueid": "9"}


@pytest.mark.parametrize(
    ("method", "arguments", "command", "agent"),
    [
        ("AgentLogin", LOGIN, c.LogIn("SIP/default_0001"), "default_1001"),
        ("AgentLogoff", ["default", "default_1001"], c.LogOut(), "default_1001"),
        ("AgentPause", ["default", "default_1001", "1"], c.SetNotReady("1"), "default_1001"),
        ("AgentPause", ["default", "default_1001", 1], c.SetNotReady("1"), "default_1001"),
        ("AgentPause", ["default", "1001", 2.0], c.SetNotReady("2"), "default_1001"),
        ("AgentUnpause", ["default", "default_1001"], c.SetReady(), "default_1001"),
        (
            "BlindTransfer",
            ["default", "default_1001", 6100],
            c.SingleStepTransfer(number="6100", all=True),
            "default_1001",
        ),
        (
            "NewCall",
            ["default", "default_1001", "+55 21", "9999"],
            c.MakeCall("+55 21", "9999"),
            "default_1001",
        ),
        ("NewCall", ["default", "default_1001", "6100"], c.MakeCall("6100"), "default_1001"),
        ("FollowAgent", ["default", 1001], c.FollowAgent(), "default_1001"),
        ("Hangup", ["default", "1286208779.1.30"], c.ClearCall("1286208779.1.30"), None),
    ],
)
def test_arguments_go_to_the_vendor_as_they_are(
    program: Program,
    desk: FakeDesk,
    method: str,
    arguments: list[Any],
    command: c.Command,
    agent: str | None,
) -> None:
    assert program.call(f"ivclient.{method}", arguments) == 0
    (asked,) = desk.asked
    assert (asked.command, asked.agent_id, asked.direct) == (command, agent, True)


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (ACCEPTED, 0),
        (Accepted(), 0),
        (RefusedByVendor("No.", code=3), 3),
        (RefusedByVendor("No.", code="12"), 12),
        (RefusedByVendor("No.", code=-2), -2),
        (RefusedByVendor("No.", code=1000), 1000),
        (RefusedByVendor("No.", code="item-not-found"), 9999),
        (RefusedByVendor("No."), 9999),
        (OutcomeUnknown("No."), -1),
        (NoLink("No."), -1),
        (NotOffered("No."), 10),
        (UsageError("No."), 1),
        (RefusedByVendor("No.", code=7), 7),
        (RepeatedCommand("A repeat."), 4),
        (CtiError("No."), 9999),
    ],
)
def test_results_are_codes_of_the_manual(
    program: Program, desk: FakeDesk, outcome: Any, code: int
) -> None:
    desk.outcome = outcome
    assert program.call("ivclient.AgentUnpause", LOGIN[:2]) == code


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("AgentLogin", ["default", "default_1001", ""]),
        ("AgentPause", ["default", "default_1001", " "]),
        ("NewCall", ["default", "", "6100", "1"]),
        ("Hangup", ["default", ""]),
    ],
)
def test_an_empty_argument_is_answered_with_1_and_nothing_is_done(
    program: Program, desk: FakeDesk, method: str, arguments: list[str]
) -> None:
    assert program.call(f"ivclient.{method}", arguments) == module.MISSING_ARGUMENT
    assert not desk.asked


def test_no_answer_in_5_seconds_is_minus_1_once(program: Program, desk: FakeDesk) -> None:
    desk.outcome = None
    assert program.ask("ivclient.NewCall", ["default", "default_1001", "6100", "1"]) is None
    desk.advance(4.9)
    assert program.sent == []
    desk.advance(0.2)
    (reply,) = program.sent
    assert json.loads(reply)["result"] == -1
    desk.asked[0].done(ACCEPTED)
    assert len(program.sent) == 1


def test_an_answer_in_time_ends_the_timer(program: Program, desk: FakeDesk) -> None:
    desk.outcome = None
    program.ask("ivclient.AgentUnpause", LOGIN[:2])
    desk.asked[0].done(RefusedByVendor("No.", code=3))
    assert json.loads(program.sent[0])["result"] == 3
    assert desk.timers == []


@pytest.mark.expected_log("SetReady failed inside the desk")
def test_a_fault_inside_is_9999(
    program: Program, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(desk, "submit", fail)
    assert program.call("ivclient.AgentUnpause", LOGIN[:2]) == 9999


def test_start_tray_raises_the_desk_and_may_be_called_again(
    program: Program, desk: FakeDesk
) -> None:
    assert program.call("ivclient.StartTray", []) == 0
    assert program.call("ivclient.StartTray") == 0
    assert desk.raised == 2


def test_events_are_polled_as_a_text(program: Program) -> None:
    dispatcher = program.connection._dispatcher
    assert program.call("ivclient.PollEvents", []) == "[]"
    dispatcher.ivclients.vendor_event("default_1001", {**RING, "agent": "default_1001"})
    events = json.loads(program.call("ivclient.PollEvents", []))
    assert [event["type"] for event in events] == ["NEWCALL"]


def test_methods_before_start_tray_begin_the_queue(program: Program) -> None:
    dispatcher = program.connection._dispatcher
    program.call("ivclient.AgentLogin", ["default", "default_1002", "SIP/2"])
    dispatcher.ivclients.vendor_event("default_1002", {**RING, "agent": "default_1002"})
    assert "default_1002" in program.call("ivclient.PollEvents")


def test_a_restarted_program_finds_its_agents_subscribed(desk: FakeDesk) -> None:
    dispatcher = Dispatcher(desk)
    first = Program(dispatcher)
    first.call("ivclient.AgentLogin", ["default", "default_1002", "SIP/2"])
    first.connection.close()
    second = Program(dispatcher)
    second.call("ivclient.StartTray")
    dispatcher.ivclients.vendor_event("default_1002", {**RING, "agent": "default_1002"})
    assert len(json.loads(second.call("ivclient.PollEvents"))) == 1


def test_one_shot_programs_share_a_queue_by_name(desk: FakeDesk) -> None:
    dispatcher = Dispatcher(desk)
    Program(dispatcher).call("ivclient.AgentLogin", LOGIN, client="crm")
    dispatcher.ivclients.vendor_event(None, RING)
    for beside, params in (({"client": "other"}, []), ({}, [])):
        assert Program(dispatcher).call("ivclient.PollEvents", params, **beside) == "[]"
    assert "NEWCALL" in Program(dispatcher).call("ivclient.PollEvents", {"client": "crm"})


def test_stop_tray_ends_only_the_caller_s_queue(desk: FakeDesk) -> None:
    dispatcher = Dispatcher(desk)
    one, other = Program(dispatcher), Program(dispatcher)
    for program in (one, other):
        program.call("ivclient.StartTray")
    assert one.call("ivclient.StopTray") == 0
    dispatcher.ivclients.vendor_event(None, RING)
    assert one.call("ivclient.PollEvents") == "[]"
    assert "NEWCALL" in other.call("ivclient.PollEvents")
    assert one.call("ivclient.AgentUnpause", LOGIN[:2]) == 0  # methods still work
    one.call("ivclient.AgentLogin", LOGIN)
    dispatcher.ivclients.vendor_event(None, RING)
    assert "NEWCALL" in one.call("ivclient.PollEvents")
