"""The same calls over STOMP and over SOAP on the simulator: the same answers, one platform."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from cti_desk.core.errors import CtiError
from cti_desk.vendors.instantvoice.client.broker import Broker, parse_host
from cti_desk.vendors.instantvoice.client.caller import Caller
from cti_desk.vendors.instantvoice.client.calling import Calling
from cti_desk.vendors.instantvoice.client.soap_caller import SoapCaller
from cti_desk.vendors.instantvoice.client.web_service import WebService
from cti_desk.vendors.instantvoice.methods import METHODS
from cti_desk.vendors.instantvoice.simulator import InstantVoiceSimulator
from tests.support.instantvoice import AGENT

ON = {"accountcode": "default"}
OLD = {"original_accountcode": "default"}
ME = {**ON, "user": AGENT}

DAY: list[tuple[str, dict[str, Any]]] = [
    ("AgentAdd", {**ON, "user": "0042", "password": "456", "name": "João & <Söhne>"}),
    ("AgentAdd", {**ON, "user": "0042"}),
    ("AgentInfo", {**ON, "user": "0042"}),
    ("AgentInfo", {**ON, "user": "4711"}),
    ("AgentList", ON),
    ("AgentModify", {**OLD, "original_user": "0042", "name": "Foo"}),
    ("AgentInfo", {**ON, "user": "0042"}),
    ("AgentLineAdd", {**ON, "user": "0042", "lines": [{"linenumber": 1}, {"linenumber": 2}]}),
    ("AgentLineModify", {**OLD, "original_user": "0042", "original_linenumber": 2, "inbound": 0}),
    ("AgentLineDelete", {**ON, "user": "0042", "linenumber": 1}),
    ("AgentLineDelete", {**ON, "user": "0042", "linenumber": 2}),
    ("AgentLineList", {**ON, "user": "0042"}),
    ("QueueAdd", {**ON, "name": "7015", "description": "Sales", "wrapuptime": 5}),
    ("QueueInfo", {**ON, "name": "7015"}),
    ("QueueInfo", {**ON, "name": "9"}),
    ("QueueModify", {**OLD, "original_name": "7015", "description": "Sales & more"}),
    ("QueueInfo", {**ON, "name": "7015"}),
    ("QueueList", ON),
    ("AgentQueueAdd", {**ON, "user": "0042", "queues": [{"name": "7015", "priority": 1}]}),
    ("AgentQueueAdd", {**ON, "user": "0042", "queues": [{"name": "7012"}]}),
    ("AgentQueueModify", {**OLD, "original_user": "0042", "original_name": "7012", "priority": 3}),
    ("AgentQueueList", {**ON, "user": "0042"}),
    ("AgentQueueMembers", {**ON, "name": "7012"}),
    ("AgentQueueDelete", {**ON, "user": "0042", "name": "7012"}),
    ("QueueDelete", {**ON, "name": "7012"}),
    ("AgentAddPermission", {**ON, "user": "0042", "location": "1"}),
    ("AgentInfoPermission", {**ON, "user": "0042"}),
    ("AgentModifyPermission", {**ON, "user": "0042", "location": "2"}),
    ("AgentInfoPermission", {**ON, "user": "0042"}),
    ("AgentDeletePermission", {**ON, "user": "0042"}),
    ("AgentInfoPermission", {**ON, "user": "0042"}),
    ("SipUserAdd", {**ON, "name": "0031", "secret": "creative-password", "allow": "gsm;ulaw"}),
    ("SipUserInfo", {**ON, "name": "0031"}),
    ("SipUserModify", {**OLD, "original_name": "0031", "call_limit": "2", "language": "pt_BR"}),
    ("SipUserInfo", {**ON, "name": "0031"}),
    ("SipUserList", ON),
    ("SipUserAddPermission", {**ON, "name": "0031", "location": "1"}),
    ("SipUserInfoPermission", {**ON, "name": "0031"}),
    ("SipUserModifyPermission", {**ON, "name": "0031", "location": "2"}),
    ("SipUserDeletePermission", {**ON, "name": "0031"}),
    ("SipUserInfoPermission", {**ON, "name": "0031"}),
    ("SipUserDelete", {**ON, "name": "0031"}),
    ("SipUserInfo", {**ON, "name": "0031"}),
    ("AgentPause", {**ME, "reason": "1"}),
    ("AgentLogin", {**ME, "interface": "SIP/default_0001"}),
    ("AgentLogin", {**ME, "interface": "SIP/default_0001"}),
    ("AgentPause", {**ME, "reason": "2"}),
    ("AgentUnpause", ME),
    ("AgentInfo", {**ON, "user": "1001"}),
    ("NewCall", {**ME, "exten": "6102", "external_id": "9999"}),
    ("AgentLineList", {**ON, "user": "1001"}),
    ("BlindTransfer", {**ME, "exten": "6102"}),
    ("Hangup", {**ON, "uniqueid": "1.2.3"}),
    ("SendSms", {**ON, "number": "2199998888", "text": "Olá, ½ & <ok>"}),
    ("NewCallBack", {**ON, "mcdu": "6100", "originator": "2177277722", "language": "pt_BR"}),
    ("AgentLogoff", ME),
    ("AgentDelete", {**ON, "user": "0042"}),
    ("AgentList", {"accountcode": "nobody"}),
    ("AgentInfo", {**ON, "user": ""}),
    ("SipUserList", {**ON, "colour": "red"}),
]
MOVING = {"agentstatusts", "linestatusts", "id", "regseconds"}
"""What differs from one run to the next."""

NIL = {"ipaddr", "useclientcode"}
"""What SOAP says is not set where STOMP tells the default (the manual's SipUserInfo)."""


@pytest.fixture
def sim(tmp_path: Path) -> Iterator[InstantVoiceSimulator]:
    with InstantVoiceSimulator(profile_dir=tmp_path) as made:
        yield made


@pytest.fixture
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InstantVoiceSimulator]:
    with InstantVoiceSimulator(profile_dir=tmp_path_factory.mktemp("other")) as made:
        yield made


@asynccontextmanager
async def over_stomp(sim: InstantVoiceSimulator) -> AsyncIterator[Calling]:
    hosts = (parse_host(sim.addresses["stomp"]),)
    broker = Broker(hosts, sim.password, encryption="none")
    async with await Caller.connect(broker, sim.key) as caller:
        yield caller


@asynccontextmanager
async def over_soap(sim: InstantVoiceSimulator) -> AsyncIterator[Calling]:
    service = WebService((parse_host(sim.addresses["ivws"]),), "none")
    async with await SoapCaller.connect(service, sim.key) as caller:
        yield caller


async def told(caller: Calling, method: str, arguments: dict[str, Any]) -> Any:
    """What a call answers, or how it is refused."""
    try:
        return await caller.call_method(method, arguments)
    except CtiError as error:
        return type(error).__name__, error.code, str(error)


def shared(stomp: Any, soap: Any) -> tuple[Any, Any]:
    """Both answers, records by the members that both have and that do not move."""
    if isinstance(stomp, list) and stomp and isinstance(stomp[0], dict):
        assert len(stomp) == len(soap)
        pairs = [shared(one, two) for one, two in zip(stomp, soap, strict=True)]
        return [one for one, _ in pairs], [two for _, two in pairs]
    if isinstance(stomp, str) and stomp.startswith("Successful"):
        return "Successful", str(soap).partition(" ")[0]  # the manual names the wrong method
    if not isinstance(stomp, dict) or not isinstance(soap, dict):
        return stomp, soap
    both = (stomp.keys() & soap.keys()) - MOVING
    both -= {name for name in NIL if soap.get(name) == ""}
    assert both
    return {name: stomp[name] for name in both}, {name: soap[name] for name in both}


def test_the_day_has_every_method() -> None:
    assert {method for method, _ in DAY} == METHODS.keys()


@pytest.mark.shows("instantvoice", "method * over SOAP")
@pytest.mark.parametrize(
    "variants",
    [
        {},
        {
            "soap_prefixes": "mlns",
            "soap_old_instance": True,
            "soap_nil": "xs",
            "soap_array_types": True,
            "soap_sip_names": "tuples",
            "soap_permission_refusal": "code",
        },
    ],
    ids=["as the WSDL says", "as the manual prints it"],
)
async def test_every_method_answers_the_same_over_both(
    sim: InstantVoiceSimulator, other: InstantVoiceSimulator, variants: dict[str, Any]
) -> None:
    other.variant(variants)
    async with over_stomp(sim) as stomp, over_soap(other) as soap:
        for method, arguments in DAY:
            answers = await told(stomp, method, arguments), await told(soap, method, arguments)
            one, two = shared(*answers)
            assert one == two, (method, arguments)


async def test_what_one_side_adds_the_other_lists(sim: InstantVoiceSimulator) -> None:
    async with over_stomp(sim) as stomp, over_soap(sim) as soap:
        await soap.call_method("AgentAdd", {**ON, "user": "0042", "name": "Foo"})
        await stomp.call_method("QueueAdd", {**ON, "name": "7015"})
        await soap.call_method("SipUserAdd", {**ON, "name": "0031"})
        for method in ("AgentList", "QueueList", "SipUserList"):
            assert await told(stomp, method, ON) == await told(soap, method, ON)
        assert 42 in await told(stomp, "AgentList", ON)
        assert "7015" in await told(soap, "QueueList", ON)


async def test_soap_loses_leading_zeros_where_the_manual_has_whole_numbers(
    sim: InstantVoiceSimulator,
) -> None:
    async with over_stomp(sim) as stomp, over_soap(sim) as soap:
        await soap.call_method("QueueAdd", {**ON, "name": "0015"})
        assert "0015" in await told(stomp, "QueueList", ON)
        assert "15" in await told(soap, "QueueList", ON)
        assert (await told(soap, "QueueInfo", {**ON, "name": "0015"}))["name"] == "default_0015"


@pytest.mark.parametrize("method", sorted(METHODS))
async def test_a_key_without_the_right_is_refused_by_both(
    sim: InstantVoiceSimulator, method: str
) -> None:
    sim.rights(None, [])
    needed = {argument.name: "1" for argument in METHODS[method].arguments if argument.mandatory}
    for name in ("lines", "queues"):
        if name in needed:
            needed[name] = [{"name": "1"} if name == "queues" else {}]  # type: ignore[assignment]
    async with over_stomp(sim) as stomp, over_soap(sim) as soap:
        one, two = await told(stomp, method, needed), await told(soap, method, needed)
    assert one == two
    assert one[1] == -2
