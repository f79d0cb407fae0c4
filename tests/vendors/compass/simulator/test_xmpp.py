"""What a bare client sees on the wire of a real Prosody."""

from __future__ import annotations

import asyncio
import re
import socket

import httpx
import pytest
from slixmpp.exceptions import IqError

from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.messages.elements import make
from cti_desk.vendors.compass.messages.pubsub import parse_subscription
from cti_desk.vendors.compass.messages.requests import get, get_company, parse_company
from cti_desk.vendors.compass.messages.session import (
    build_activate_invisible,
    build_invisible_list,
    build_ping,
)
from cti_desk.vendors.compass.simulator.server import CompassSimulator
from tests.support.compass_schema import problems
from tests.support.prosody import Bare, client
from tests.support.prosody import compass as compass
from tests.support.waiting import until


async def stats(simulator: CompassSimulator) -> dict:
    return await asyncio.get_running_loop().run_in_executor(None, simulator.stats)


async def test_a_session_as_the_manual_has_it(compass: CompassSimulator) -> None:
    async with client(compass) as bare:
        await bare.ask(None, build_invisible_list(), "set")
        await bare.ask(None, build_activate_invisible(), "set")
        company = parse_company(await bare.request(get_company()))
        assert (company.id, company.name) == ("15", "Example BV")
        answer = await bare.subscribe()
        assert parse_subscription(next(iter(answer))).state == "pending"
        for what in ("user", "queue", "call"):
            result = await bare.request(get(what))  # type: ignore[arg-type]
            assert problems(result) == []
        await bare.ask(bare.phone, build_ping())
        found = await stats(compass)
    assert (found["logins"], found["login_attempts"], found["subscriptions"]) == (1, 1, 1)


async def test_events_come_in_order_and_as_the_schemas_want_them(compass: CompassSimulator) -> None:
    exchange = compass.exchange
    async with client(compass) as bare:
        await bare.subscribe()
        for user in ("8323001", "8323002"):
            compass.platform.log_in(user, "7012", 1, False)
        call = exchange.calls.incoming("7012", "31614241111", "Ünal <& Co>")
        exchange.calls.answer(call.id, "8323002")
        exchange.calls.hang_up(call.id, "caller")
        await until(lambda: sum(isinstance(one, n.CallEnd) for one in bare.told) == 3)
        assert [one.TYPE for one in bare.told] == [
            *["queueMember.enter"] * 2,
            *["call.start", "call.update", "queue.call.enter", "call.update"],
            *["call.start", "call.update"] * 2,
            *["call.update", "queue.call.leave", "call.end", "call.end"],
            "call.end",
        ]
        first = next(one for one in bare.told if isinstance(one, n.CallStart))
        assert first.call.source.name == "Ünal <& Co>"  # type: ignore[attr-defined]
        for message in bare.xml:
            for notification in message.iter("{http://iperity.com/compass}notification"):
                assert problems(notification) == []
        (headers,) = bare.xml[-1].iter("{http://jabber.org/protocol/shim}headers")
        assert (headers[0].get("name"), headers[0].text) == ("Collection", "15")
        assert bare.xml[-1].get("type") == "headline"


async def test_one_wrong_password_is_one_attempt_at_the_server(compass: CompassSimulator) -> None:
    async with client(compass, password="wrong") as bare:
        await until(lambda: bare.refused.is_set() and bare.gone.is_set())
        found = await stats(compass)
    assert (found["login_attempts"], found["refused_by"]) == (1, {"xmpp": 1})


async def test_a_changed_password_counts_at_once(compass: CompassSimulator) -> None:
    account = compass.platform.account("8323001")
    compass.set_password(account, "another")
    async with client(compass) as bare:
        assert bare.refused.is_set()
    async with client(compass, password="another") as bare:
        assert bare.started.is_set()


async def test_a_user_of_the_companys_own_domain(compass: CompassSimulator) -> None:
    async with client(compass, user="1005") as bare:
        assert bare.boundjid.host == "example.localhost"
        await bare.subscribe()
        compass.exchange.calls.incoming("1001", "11")
        await until(lambda: bare.told)


async def test_who_belongs_to_no_company_is_told_so(compass: CompassSimulator) -> None:
    async with client(compass, user="reseller") as bare:
        with pytest.raises(IqError) as caught:
            await bare.request(get_company())
        assert caught.value.condition == "item-not-found"


async def test_without_presence_nothing_is_told_and_leaving_ends_it(
    compass: CompassSimulator,
) -> None:
    async with client(compass) as bare, client(compass, resource="other") as other:
        await bare.subscribe()
        await other.subscribe()
        bare.send_presence(ptype="unavailable")

        async def one_is_left() -> bool:
            return bool((await stats(compass))["subscriptions"] == 1)

        await until(one_is_left)
        compass.exchange.calls.incoming("1001", "11")
        await until(lambda: len(other.told) == 3)
        assert bare.told == []


async def test_who_is_cut_off_must_subscribe_again(compass: CompassSimulator) -> None:
    async with client(compass) as bare:
        await bare.subscribe()
        bare.abort()

        async def nobody_is_left() -> bool:
            found = await stats(compass)
            return (found["subscriptions"], found["present"]) == (0, 0)

        await until(nobody_is_left)
    async with client(compass) as bare:
        bare.send_presence(ppriority=-1)
        await bare.request(get_company())
        compass.exchange.calls.incoming("1001", "11")
        await bare.read("call")
        assert bare.told == []


async def test_streams_can_be_resumed_where_that_is_wanted() -> None:
    for wanted in (True, False):
        with CompassSimulator(stream_management=wanted) as simulator:
            async with client(simulator) as bare:
                assert ("sm" in bare.features_seen) == wanted


async def test_a_second_connection_of_the_same_name_replaces_the_first(
    compass: CompassSimulator,
) -> None:
    async with client(compass) as first, client(compass) as second:
        await until(first.gone.is_set)
        assert first.ended == ["conflict"]
        assert second.started.is_set()


async def test_the_eleventh_connection_is_refused(compass: CompassSimulator) -> None:
    clients: list[Bare] = []
    async with asyncio.timeout(30):
        async with _many(compass, 10, clients):
            async with client(compass, resource="eleventh") as late:
                assert late.unbound.is_set()
                assert not late.started.is_set()
            async with client(compass, resource="r3") as again:
                assert again.started.is_set()


class _many:
    """So many clients at once."""

    def __init__(self, simulator: CompassSimulator, count: int, clients: list[Bare]) -> None:
        self._ways = [client(simulator, resource=f"r{number}") for number in range(count)]
        self._clients = clients

    async def __aenter__(self) -> None:
        for way in self._ways:
            self._clients.append(await way.__aenter__())

    async def __aexit__(self, *_: object) -> None:
        for way in self._ways:
            await way.__aexit__(None, None, None)


async def test_variants_of_subscription_invisibility_and_host(compass: CompassSimulator) -> None:
    compass.variant({"expire": False, "invisible": False, "rpc_host": "phone"})
    async with client(compass) as bare:
        with pytest.raises(IqError) as caught:
            await bare.ask(None, build_invisible_list(), "set")
        assert caught.value.condition == "feature-not-implemented"
        with pytest.raises(IqError):
            await bare.subscribe()
        await bare.subscribe(expire=False)
        senders: list[str] = []
        bare.add_filter("in", lambda got: senders.append(str(got["from"])) or got)
        iq = bare.make_iq(ito=bare.phone, itype="get")
        iq.append(build_ping())
        bare.send(iq)
        await until(lambda: f"phone.{compass.platform.domain}" in senders)


async def test_replies_and_events_can_fail(compass: CompassSimulator) -> None:
    faults = compass.faults
    async with client(compass) as bare:
        await bare.subscribe()
        faults.add("refuse", {"what": "replies", "method": "GET", "count": 1, "text": "broken"})
        with pytest.raises(IqError) as caught:
            await bare.read("user")
        assert (caught.value.condition, caught.value.text) == ("internal-server-error", "broken")
        faults.add("delay", {"what": "replies", "seconds": 600, "count": 1})
        late = asyncio.ensure_future(bare.read("user"))
        await until(lambda: not faults.find("delay", "replies"))
        compass.exchange.time.advance(600)
        assert len((await late).users) == 5
        faults.add("garble", {"what": "events", "count": 1})
        faults.add("duplicate", {"what": "events", "count": 1})
        compass.platform.log_in("8323001", "7012", 1, False)
        faults.add("drop", {"what": "events", "count": 1})
        compass.platform.log_in("8323001", "7012", 2, False)
        faults.add("delay", {"what": "events", "seconds": 600, "count": 1})
        compass.platform.log_in("8323001", "7012", 3, False)
        compass.platform.log_out("8323001", "7012")
        await until(lambda: bare.told)
        compass.exchange.time.advance(600)
        await until(lambda: len(bare.told) == 2)
        broken = [event for event in bare.events if event.unreadable]
        assert len(broken) == 2
        assert [one.TYPE for one in bare.told] == ["queueMember.leave", "queueMember.update"]


async def test_a_fault_reorders_what_is_not_promised(compass: CompassSimulator) -> None:
    compass.platform.log_in("8323001", "7012", 1, False)
    async with client(compass) as bare:
        await bare.subscribe()
        call = compass.exchange.calls.incoming("7012", "11")
        compass.faults.add("reorder", {"what": "events", "count": 1})
        compass.exchange.calls.answer(call.id)
        await until(lambda: any(isinstance(one, n.CallEnd) for one in bare.told))
        types = [one.TYPE for one in bare.told]
        assert types[-3:] == ["queue.call.leave", "call.update", "call.end"]


async def test_what_is_asked_of_nobody_is_refused(compass: CompassSimulator) -> None:
    async with client(compass) as bare:
        with pytest.raises(IqError) as caught:
            await bare.ask(bare.phone, make("question"))
        assert caught.value.condition == "service-unavailable"


async def test_prosody_killed_and_started_again_knows_nobody(compass: CompassSimulator) -> None:
    async with client(compass) as bare:
        await bare.subscribe()
        compass.end_prosody()
        await until(bare.gone.is_set)
    compass.start_prosody()
    async with client(compass) as bare:
        assert (await stats(compass))["subscriptions"] == 0
        await bare.subscribe()
        compass.exchange.calls.incoming("1001", "11")
        await until(lambda: bare.told)


def test_without_encryption_no_login_is_offered(compass: CompassSimulator) -> None:
    host, _, port = compass.addresses["xmpp"].rpartition(":")
    with socket.create_connection((host, int(port)), timeout=5) as plain:
        plain.sendall(
            b"<stream:stream xmlns='jabber:client' version='1.0' to='uc.compass.localhost' "
            b"xmlns:stream='http://etherx.jabber.org/streams'>"
        )
        said = b""
        while b"</stream:features>" not in said:
            said += plain.recv(4096)
    assert re.search(rb"<starttls[^>]*><required/></starttls>", said)
    assert b"mechanism" not in said


def test_websocket_and_bosh_are_served(compass: CompassSimulator) -> None:
    import ssl

    trusted = ssl.create_default_context(cafile=str(compass.ca_file))
    with httpx.Client(base_url=f"https://{compass.addresses['web']}", verify=trusted) as web:
        upgrade = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
            "Sec-WebSocket-Protocol": "xmpp",
            "Origin": "https://crm.example",
        }
        with web.stream("GET", "/ws", headers=upgrade) as answer:
            assert answer.status_code == 101
        body = (
            "<body xmlns='http://jabber.org/protocol/httpbind' rid='1' wait='1' hold='1' "
            "to='uc.compass.localhost' ver='1.6' xml:lang='en'/>"
        )
        assert " sid='" in web.post("/http-bind", content=body).text
