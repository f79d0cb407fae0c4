from __future__ import annotations

from msgspec.structs import replace

from cti_desk.core.capabilities import not_offered
from cti_desk.core.model import ConnectionState
from tests.support.api import Program
from tests.support.fake_desk import FakeDesk, call, snapshot


def test_capabilities_of_vendor_agent_and_calls(desk: FakeDesk, program: Program) -> None:
    commands = {**desk.capabilities.commands, "HoldCall": not_offered("No hold here.")}
    desk.capabilities = replace(desk.capabilities, commands=commands)
    desk.current = replace(
        snapshot(0), calls=(call(1), call(2, local_state=ConnectionState.ALERTING))
    )
    found = program.call("session.capabilities")
    assert found["vendor"] == "instantvoice"
    assert found["unknowable"] == ["calls.called"]
    assert found["pause_reason"] == "required"
    assert found["reasons"] == [{"code": "1", "text": "Break"}, {"code": "2", "text": "Lunch"}]
    assert found["commands"]["LogIn"]["offer"] == "OFFERED"
    assert found["agent"]["LogIn"] == {
        "offer": "NOT_OFFERED",
        "how": None,
        "why": "You are logged in already. To use another telephone, log out first.",
    }
    connected, ringing = found["calls"].values()
    assert connected["AnswerCall"]["offer"] == "NOT_OFFERED"
    assert ringing["AnswerCall"]["offer"] == "OFFERED"
    assert connected["HoldCall"]["why"] == "No hold here."


def test_queues_contacts_and_journal(desk: FakeDesk, program: Program) -> None:
    desk.rows = [{"id": n} for n in range(150)]
    assert program.call("queue.list")[0]["name"] == "Support"
    assert program.call("contacts.lookup", {"number": "2198765456"})["name"] == "Maria Souza"
    explained = program.call("contacts.explain", {"text": "tel:+49-30-123456;ext=12"})
    assert (explained["dialled"], explained["extension"]) == ("00004930123456", "12")
    caller = {"text": "02198765456", "caller": True, "outside_line": "9"}
    assert program.call("contacts.explain", caller)["dialled"] == "902198765456"
    assert len(program.call("journal.list")) == 100
    assert program.call("journal.list", {"limit": 2, "before": 1.5}) == [{"id": 0}, {"id": 1}]


def test_who_asks_what_is_known_looks_at_the_queues(desk: FakeDesk, program: Program) -> None:
    program.call("session.capabilities")
    assert desk.glances == 0
    program.call("session.snapshot")
    program.call("queue.list")
    assert desk.glances == 2


def test_a_vendor_s_method(desk: FakeDesk, program: Program) -> None:
    desk.vendor_result = {"name": "1234"}
    params = {"accountcode": "default", "user": "1001"}
    asked = {"method": "AgentInfo", "params": params}
    assert program.call("vendor.call", asked) == {"name": "1234"}
    assert desk.vendor_calls == [("AgentInfo", params)]
    assert program.code("vendor.call", {"method": "NoSuchMethod"}) == -32004


def test_raising_the_strip(desk: FakeDesk, program: Program) -> None:
    desk.shown_on = (":0",)
    shown = {"profile": "office", "displays": [":0"], "settings": desk.settings_path}
    assert program.call("desk.raise") == shown
    wanted = {"profile": "office", "config": desk.settings_path}
    assert program.call("desk.raise", wanted) == shown
    assert desk.raised == 2
    error = program.ask("desk.raise", {"profile": "home"})["error"]
    assert error["code"] == -32002
    assert "office" in error["message"]
    assert error["data"]["profile"] == "office"
    error = program.ask("desk.raise", {"config": "/other.toml"})["error"]
    assert (error["code"], error["data"]["settings"]) == (-32002, desk.settings_path)
    assert desk.raised == 2
    assert desk.raised == 2


def test_the_check(program: Program) -> None:
    assert program.call("desk.check") == [
        {"what": "link", "state": "ok", "text": "The telephone system answers."}
    ]
