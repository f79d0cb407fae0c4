from __future__ import annotations

import asyncio
from typing import Any, cast
from xml.etree.ElementTree import Element, fromstring

import pytest

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.compass.client.failures import link_failure
from cti_desk.vendors.compass.client.xmpp_failures import StanzaError
from cti_desk.vendors.compass.client.xmpp_session import Session
from cti_desk.vendors.compass.client.xmpp_shim import Stream
from cti_desk.vendors.compass.messages.session import build_ping
from tests.support.waiting import until
from tests.vendors.compass.client.test_xmpp_site import SITE


class Wire:
    """Stands for the stream: keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[Element] = []

    def send_element(self, element: Element) -> None:
        self.sent.append(element)


class Rig:
    def __init__(self) -> None:
        self.wire = Wire()
        self.messages: list[Element] = []
        self.ends: list[Any] = []
        self.session = Session(SITE, self.messages.append, self.ends.append)
        self.session.stream = cast(Stream, self.wire)

    def take(self, text: str) -> None:
        self.session.take(fromstring(text))


@pytest.mark.shows(
    "compass",
    "contradiction: 11: phone.uc. or phone.",
)
async def test_only_the_id_says_what_an_answer_belongs_to() -> None:
    rig = Rig()
    asking = asyncio.ensure_future(rig.session.ask("get", build_ping(), "phone.uc.test.example"))
    await until(lambda: rig.wire.sent)
    number = rig.wire.sent[0].get("id")
    rig.take("<iq xmlns='jabber:client' type='result' id='other' from='phone.uc.test.example'/>")
    rig.take(f"<iq xmlns='jabber:client' type='get' id='{number}'><x/></iq>")
    rig.take(f"<iq xmlns='jabber:client' type='result' id='{number}' from='x'><a/></iq>")
    rig.take(f"<iq xmlns='jabber:client' type='result' id='{number}' from='x'><b/></iq>")
    answer = await asking
    assert answer is not None
    assert answer.tag == "{jabber:client}a"
    rig.take(f"<iq xmlns='jabber:client' type='result' id='{number}'><late/></iq>")


async def test_an_error_is_raised() -> None:
    rig = Rig()
    asking = asyncio.ensure_future(rig.session.ask("set", build_ping()))
    await until(lambda: rig.wire.sent)
    number = rig.wire.sent[0].get("id")
    rig.take(
        f"<iq xmlns='jabber:client' type='error' id='{number}'><error type='auth'><forbidden/>"
        "</error></iq>"
    )
    with pytest.raises(StanzaError, match="forbidden"):
        await asking


async def test_nobody_waits_for_a_session_that_is_over() -> None:
    rig = Rig()
    asking = [asyncio.ensure_future(rig.session.ask("get", build_ping())) for _ in range(3)]
    await until(lambda: len(rig.wire.sent) == 3)
    rig.session.ended(link_failure("closed", "gone"))
    for one in asking:
        with pytest.raises(LinkFailure, match="gone"):
            await one
    with pytest.raises(LinkFailure, match="gone"):
        await rig.session.ask("get", build_ping())
    assert len(rig.ends) == 1


async def test_an_answer_that_does_not_come_in_time() -> None:
    rig = Rig()
    with pytest.raises(LinkFailure, match="phone did not answer") as caught:
        await rig.session.ask("get", build_ping(), "phone", 0.01)
    assert caught.value.failure == "timeout"


async def test_counts_only_what_is_to_be_counted() -> None:
    rig = Rig()
    rig.session.manage()
    rig.take("<message xmlns='jabber:client'/>")
    rig.take("<r xmlns='urn:xmpp:sm:3'/>")
    assert [one.tag for one in rig.wire.sent] == ["{urn:xmpp:sm:3}enable"]
    rig.take("<enabled xmlns='urn:xmpp:sm:3'/>")
    rig.take("<a xmlns='urn:xmpp:sm:3' h='1'/>")
    rig.take("<message xmlns='jabber:client'/>")
    rig.take("<other xmlns='urn:x'/>")
    rig.take("<r xmlns='urn:xmpp:sm:3'/>")
    assert rig.wire.sent[-1].get("h") == "1"
    rig.take("<failed xmlns='urn:xmpp:sm:3'/>")
    rig.take("<r xmlns='urn:xmpp:sm:3'/>")
    assert len(rig.wire.sent) == 2
    assert len(rig.messages) == 2
