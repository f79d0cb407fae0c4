"""The desk's SOAP caller over HTTP to the simulator, faults and all."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from cti_desk.core.errors import NotOffered, OutcomeUnknown, RefusedByVendor
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.instantvoice.client.broker import Host
from cti_desk.vendors.instantvoice.client.soap_caller import SoapCaller
from cti_desk.vendors.instantvoice.client.web_service import WebService
from cti_desk.vendors.instantvoice.simulator import InstantVoiceSimulator
from tests.support.ivws import AS_PRINTED

ACCOUNT = {"accountcode": "default"}
DIAL = {**ACCOUNT, "user": "default_1001", "exten": "6100", "external_id": "7"}
LOGIN = {**ACCOUNT, "user": "default_1001", "interface": "SIP/default_0001"}


@pytest.fixture
def sim(tmp_path: Path) -> Iterator[InstantVoiceSimulator]:
    with InstantVoiceSimulator(profile_dir=tmp_path) as made:
        yield made


@asynccontextmanager
async def caller_at(sim: InstantVoiceSimulator, answer_s: float = 5.0) -> AsyncIterator[SoapCaller]:
    host, _, port = sim.addresses["ivws"].rpartition(":")
    caller = SoapCaller(sim.key, answer_s)
    await caller.open(WebService((Host(host, int(port)),), encryption="none"))
    try:
        yield caller
    finally:
        caller.close()


@pytest.mark.parametrize("variants", [{}, AS_PRINTED], ids=["valid", "as printed"])
async def test_what_is_added_is_told(sim: InstantVoiceSimulator, variants: dict[str, str]) -> None:
    sim.variant(variants)
    async with caller_at(sim) as caller:
        call = caller.call
        await call("SipUserAdd", **ACCOUNT, name="0031", secret="creative-password")
        await call("AgentAdd", **ACCOUNT, user="0042", password="456", name="Zoë <&>")
        await call("AgentLineAdd", **ACCOUNT, user="0042", lines=[{"linenumber": 4, "inbound": 0}])
        await call("AgentQueueAdd", **ACCOUNT, user="0042", queues=[{"name": "7012"}])
        await call("AgentLogin", **{**LOGIN, "user": "default_0042"})
        info = await call("AgentInfo", **ACCOUNT, user="0042")
        assert (info["user"], info["pass"], info["name"]) == ("default_0042", "456", "Zoë <&>")
        *_, line = await call("AgentLineList", **ACCOUNT, user="0042")
        assert (line["linenumber"], line["inbound"], line["outbound"]) == (4, 0, 1)
        queues = await call("AgentQueueList", **ACCOUNT, user="0042")
        assert queues == [{"name": 7012, "priority": 0}]
        assert (await call("SipUserList", **ACCOUNT))[-1] == "0031"
        assert (await call("QueueInfo", **ACCOUNT, name="7012"))["requiresendinfo"] == "no"


async def test_no_call_is_made_twice_whatever_becomes_of_its_answer(
    sim: InstantVoiceSimulator,
) -> None:
    async with caller_at(sim, answer_s=2.0) as caller:
        await caller.call("AgentLogin", **LOGIN)
        for made, kind in enumerate(("drop", "garble", "silent"), 1):
            sim.faults.add(kind, {"what": "replies", "method": "NewCall", "count": 1})
            with pytest.raises(OutcomeUnknown):
                await caller.call("NewCall", **DIAL)
            assert sim.stats()["requests"]["NewCall"] == made
        sim.faults.add("refuse", {"method": "NewCall", "code": 12, "count": 1})
        with pytest.raises(RefusedByVendor, match="no more agents are licensed"):
            await caller.call("NewCall", **DIAL)


async def test_rights_and_a_web_service_that_has_gone(sim: InstantVoiceSimulator) -> None:
    sim.rights(None, ["AgentLogin"])
    async with caller_at(sim) as caller:
        await caller.call("AgentLogin", **LOGIN)
        for method, arguments in (("AgentLogoff", {"user": "default_1001"}), ("QueueList", {})):
            with pytest.raises((RefusedByVendor, NotOffered)) as refused:
                await caller.call(method, **ACCOUNT, **arguments)
            assert refused.value.code == -2
    sim.faults.add("cut", {"what": "connections"})
    with pytest.raises(LinkFailure):
        async with caller_at(sim):
            pass
