"""The build's modern object: verbs, errors in words, events without polling."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk_process import AGENT, CUSTOMER
from tests.support.windows import WindowsDesk, Wine
from tests.support.windows_com import ComPrograms, heard
from tests.windows.conftest import Exchange

DESK = "CtiDesk.Application"


@pytest.fixture
def programs(wine: Wine, build: Path, desk: WindowsDesk, exchange: Exchange) -> ComPrograms:
    made = ComPrograms(wine, build)
    made.register()
    exchange.simulator.call("phone", agent=AGENT, auto_answer=True)
    return made


def test_verbs_properties_and_errors_in_visual_basic(programs: ComPrograms) -> None:
    said = programs.values("application.vbs")
    assert said[:5] == [
        ("link", "UP"),
        ("login", "confirmed"),
        ("state", "READY"),
        ("pause", "confirmed"),
        ("state", "NOT_READY"),
    ]
    words = dict(said[5:])
    assert '"7012"' in words["info"] or "7012" in words["info"]
    assert words["hold"].startswith("80040204 ")
    assert "CallDial needs number" in words["dial"]
    assert words["hangup"] == "80040202 CtiDesk.Application"
    assert words["logout"] == "confirmed"


def test_errors_in_python_carry_words_and_numbers(programs: ComPrograms) -> None:
    hold, dial, state = programs.calls(
        [DESK, "CallHold"], [DESK, "Call", "call.dial", '{"number": ""}'], [DESK, "State"]
    )
    assert hold[1][1] == DESK
    assert hold[1][3] == 0x80040204
    assert dial[1][3] == 0x80040202
    assert state[1] == "LOGGED_OUT"


def test_events_come_by_themselves(programs: ComPrograms, exchange: Exchange) -> None:
    programs.calls([DESK, "AgentLogin", "SIP/default_0001", AGENT, 10])
    crm = programs.start("events.py")
    heard(crm, "OnEvent Snapshot True")
    call = exchange.simulator.ring(CUSTOMER, agent=AGENT)
    heard(crm, f"INBOUND ALERTING {CUSTOMER}")
    exchange.simulator.call("hangup", call=call, by="caller")
    heard(crm, "OnCall ConnectionCleared")
    lines = crm.output().splitlines()
    assert "state READY" in lines
    assert "OnDesk True" in lines
    assert f"OnCall Delivered INBOUND ALERTING {CUSTOMER}" in lines
    assert "OnEvent Delivered True" in lines
