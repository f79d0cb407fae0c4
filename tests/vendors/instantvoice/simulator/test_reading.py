"""The fields and values of the reading methods, against the manual's examples."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.errors import NotFound
from cti_desk.simulator.exchange import Exchange
from cti_desk.vendors.instantvoice.simulator import reading
from cti_desk.vendors.instantvoice.simulator.arguments import Arguments
from cti_desk.vendors.instantvoice.simulator.platform import Platform
from cti_desk.vendors.instantvoice.simulator.seeds import seed

AGENT = "default_1001"

# Keys of the manual's own JSON replies.
INFO = {
    *("accountcode", "name", "extension", "reasons_reason", "agentstatusts", "logints"),
    *("disabled", "user", "pass", "interface", "agentstatus", "id"),
}
LINE = {
    *("id", "queues_id", "outbound", "inbound", "linestatus", "uniqueid", "linenumber"),
    "linestatusts",
}
QUEUE = {
    *("id", "name", "description", "accountcode", "timestamp", "len", "maxwait", "announce"),
    *("joinempty", "leavewhenempty", "requiresendinfo", "timeout", "dialtimeout", "maxlen"),
    *("wrapuptime", "quarantinetime", "musiconhold", "conditionalmon", "monitorfilename"),
    *("monitor_format", "max_recordings", "agents_total", "agents_loggedin"),
    *("agents_loggedoff", "agents_idle", "agents_oncall", "agents_paused"),
    *("agents_pending_pause", "agents_pending_logoff", "agents_logoff_pause"),
    *("agents_unavailable_wrapup", "agents_unavailable_quarantine"),
    *(f"sl_answeredbefore_{n}" for n in (1, 2, 3)),
    *(f"sl_w{w}_a{a}" for w in (1, 2, 3) for a in (1, 2, 3)),
}


@pytest.fixture
def platform() -> Platform:
    one = Platform(Exchange(SimulatedTime(frozen_at=1_282_781_304.5)))
    seed(one)
    return one


@pytest.fixture
def exchange(platform: Platform) -> Exchange:
    return platform.exchange


@pytest.fixture
def ask(platform: Platform) -> Any:
    def asked(method: Any, **values: str) -> Any:
        arguments = {"accountcode": "default", "user": "1001", **values}
        return method(platform, Arguments(arguments, "both"))

    return asked


def test_agent_info_of_somebody_logged_out(exchange: Exchange, ask: Any) -> None:
    info = ask(reading.agent_info)
    assert set(info) == INFO
    assert info["agentstatus"] == "LOGOFF"
    assert info["logints"] == 0
    assert {info[name] for name in ("extension", "interface", "reasons_reason")} == {"n/a"}
    with pytest.raises(NotFound):
        ask(reading.agent_info, user="9999")


def test_agent_status_follows_what_happens(exchange: Exchange, ask: Any) -> None:
    def status() -> str:
        return str(ask(reading.agent_info)["agentstatus"])

    exchange.world.queues["7012"].wrap_up_time = 10
    exchange.world.queues["7012"].quarantine_time = 10
    exchange.agents.log_in(AGENT, "SIP/default_0001")
    assert status() == "IDLE"
    call = exchange.calls.incoming("7012", "219")
    assert status() == "IDLE"
    exchange.calls.answer(call.id)
    assert status() == "ONCALL"
    exchange.agents.log_out(AGENT)
    assert status() == "PENDING_LOGOFF"
    exchange.agents.pause(AGENT, "1")
    assert status() == "PENDING_PAUSE"
    exchange.calls.hang_up(call.id, "caller")
    assert status() == "PAUSED"
    exchange.agents.unpause(AGENT)
    assert status() == "UNAVAILABLE_WRAPUP"
    exchange.time.advance(10)
    exchange.calls.incoming("7012", "219")
    exchange.time.advance(10)
    assert status() == "UNAVAILABLE_QUARANTINE"


def test_lines_tell_their_call(exchange: Exchange, ask: Any) -> None:
    exchange.agents.log_in(AGENT, "SIP/default_0001")
    call = exchange.calls.incoming("7012", "219")
    first, second = ask(reading.agent_line_list)
    assert set(first) == set(second) == LINE
    assert (first["linestatus"], first["uniqueid"], first["queues_id"]) == ("RINGING", call.id, 1)
    assert (second["linestatus"], second["uniqueid"], second["queues_id"]) == ("IDLE", "", 0)
    assert (first["linenumber"], second["linenumber"]) == (1, 2)
    exchange.calls.answer(call.id)
    exchange.transfers.hold(call.id)
    assert ask(reading.agent_line_list)[0]["linestatus"] == "ONCALL"


def test_queues_of_an_agent_are_numbers(exchange: Exchange, ask: Any) -> None:
    assert ask(reading.agent_queue_list) == [{"name": 7012, "priority": 0}]


def test_queue_info(exchange: Exchange, ask: Any) -> None:
    exchange.calls.incoming("7012", "219")
    exchange.time.advance(7)
    info = ask(reading.queue_info, name="7012")
    assert set(info) == QUEUE
    assert (info["name"], info["description"]) == ("default_7012", "Support")
    assert (info["len"], info["maxwait"]) == (1, 7)
    assert (info["agents_total"], info["agents_loggedoff"]) == (5, 5)
    assert info == ask(reading.queue_info, name="default_7012")
    with pytest.raises(NotFound):
        ask(reading.queue_info, name="7013")
