"""Return codes of the acting methods, as the manual's list of codes describes them."""

from __future__ import annotations

from typing import Any

import pytest

from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.errors import (
    AlreadySo,
    Disabled,
    Empty,
    ExchangeError,
    Full,
    Invalid,
    NotAllowed,
    NotFound,
)
from cti_desk.simulator.exchange import Exchange
from cti_desk.simulator.observations import Kind, Observation
from cti_desk.vendors.instantvoice.simulator import acting, wire
from cti_desk.vendors.instantvoice.simulator.arguments import Arguments, Refusal
from cti_desk.vendors.instantvoice.simulator.platform import Platform
from cti_desk.vendors.instantvoice.simulator.seeds import seed

AGENT = {"Accountcode": "default", "User": "default_1001"}


class Bench:
    def __init__(self) -> None:
        self.exchange = Exchange(SimulatedTime(frozen_at=0))
        self.platform = Platform(self.exchange)
        seed(self.platform)
        self.seen: list[Observation] = []
        self.exchange.listen(self.seen.append)

    def __call__(self, method: Any, **values: Any) -> str:
        text = method(self.platform, Arguments({**AGENT, **values}, "both"))
        assert isinstance(text, str)
        return text

    def log_in(self) -> Bench:
        self(acting.agent_login, Interface="SIP/default_0001")
        return self


def test_login_says_what_the_manual_prints() -> None:
    assert Bench()(acting.agent_login, Interface="SIP/default_0001") == "Successful QueueAdd"


@pytest.mark.parametrize(
    ("method", "values", "error"),
    [
        (acting.agent_login, {"Interface": "SIP/default_0001"}, AlreadySo),
        (acting.agent_login, {"User": "default_9999", "Interface": "SIP/default_0001"}, NotFound),
        (acting.agent_login, {"User": "default_1002", "Interface": "SIP/default_0001"}, Full),
        (acting.agent_login, {"User": "default_1002", "Interface": "SIP/nope"}, NotFound),
        (acting.agent_login, {"User": "default_1003", "Interface": "SIP/default_0003"}, Disabled),
        (acting.agent_pause, {"Reason": "9"}, NotFound),
        (acting.agent_pause, {"User": "default_1002", "Reason": "1"}, Invalid),
        (acting.agent_unpause, {}, AlreadySo),
        (acting.agent_logoff, {"User": "default_1002"}, AlreadySo),
        (acting.new_call, {"Exten": "not a number"}, Invalid),
        (acting.new_call, {"User": "default_1004", "Exten": "6100"}, NotAllowed),
        (acting.blind_transfer, {"Exten": "6100"}, Empty),
        (acting.hang_up, {"Uniqueid": "1.2.3"}, NotFound),
    ],
)
def test_refusals(method: Any, values: dict[str, str], error: type[ExchangeError]) -> None:
    bench = Bench().log_in()
    bench.exchange.world.agents["default_1003"].disabled = True
    bench(acting.agent_login, User="default_1004", Interface="SIP/default_0004")
    for line in bench.exchange.world.agents["default_1004"].lines:
        line.outbound = False
    with pytest.raises(error):
        bench(method, **values)


def test_pause_ready_and_logoff() -> None:
    bench = Bench().log_in()
    bench(acting.agent_pause, Reason="2")
    bench(acting.agent_unpause)
    bench(acting.agent_logoff)
    kinds = [Kind.LOGGED_IN, Kind.PAUSED, Kind.UNPAUSED, Kind.LOGGED_OUT]
    assert [one.kind for one in bench.seen] == kinds


def test_new_call_keeps_the_external_id_to_itself() -> None:
    bench = Bench().log_in()
    bench(acting.new_call, Exten="6100", External_id="9999")
    (call,) = bench.exchange.world.calls.values()
    assert call.external_id == "9999"
    assert "9999" not in repr(bench.seen)


def test_a_site_may_insist_on_an_external_id() -> None:
    bench = Bench().log_in()
    bench.platform.variants.change({"external_id": "mandatory"})
    with pytest.raises(Refusal) as refused:
        bench(acting.new_call, Exten="6100")
    assert refused.value.code == wire.MISSING
    bench(acting.new_call, Exten="6100", External_id="9999")


def test_blind_transfer_moves_all_answered_calls() -> None:
    bench = Bench().log_in()
    for number in ("11", "22"):
        call = bench.exchange.calls.incoming("default_1001", number)
        bench.exchange.calls.answer(call.id)
    bench(acting.blind_transfer, Exten="6100")
    calls = bench.exchange.world.calls.values()
    assert [call.callee.party.number for call in calls if call.callee] == ["6100", "6100"]


@pytest.mark.parametrize("own", [True, False])
def test_hangup_is_the_agents_doing_whichever_side_they_are(own: bool) -> None:
    bench = Bench().log_in()
    if own:
        call = bench.exchange.calls.dial("default_1001", "6102")
    else:
        call = bench.exchange.calls.incoming("default_1001", "219")
    bench.exchange.calls.answer(call.id)
    bench(acting.hang_up, Uniqueid=call.id)
    assert bench.seen[-1].cause is not None
    assert bench.seen[-1].cause.value == ("by_caller" if own else "by_callee")
