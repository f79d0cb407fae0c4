from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from cti_desk.core.link import LONGEST_RETRY_S
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.compass.client import xmpp as xmpp_module
from cti_desk.vendors.compass.client.xmpp import Xmpp
from cti_desk.vendors.compass.messages.notifications import UserDestroy
from tests.support.compass_xmpp import BIND, PASSWORD, UC, Refuse, Trouble, XmppServer
from tests.support.compass_xmpp_link import Told, failure_of, linked
from tests.support.waiting import until

END = (
    "<notification xmlns='http://iperity.com/compass' type='notification.call.end'>"
    "<callId>{}</callId></notification>"
)


@pytest.fixture
def server(tmp_path: Path) -> XmppServer:
    """Not yet listening: use it as ``async with server``."""
    return XmppServer(tmp_path)


# -- opening


@pytest.mark.shows(
    "compass",
    "XMPP session: subscribed before anything is read",
    "XMPP session: users, queues and calls are read side by side",
    "contradiction: 3: fetch then subscribe, or the other way round",
)
async def test_reads_the_company_after_it_subscribed(server: XmppServer) -> None:
    server.answers["user"] = lambda: (
        "<result xmlns='http://iperity.com/compass'><user id='7'><name>Anna</name></user>"
        "<user/></result>"
    )
    async with linked(server) as (xmpp, _):
        snapshot = xmpp.snapshot
    assert snapshot is not None
    assert snapshot.company.id == "15"
    assert [user.name for user in snapshot.users] == ["Anna"]
    assert snapshot.unreadable == 1
    assert not snapshot.visible
    order = [server_heard.tag.rpartition("}")[2] for server_heard in server.heard[:4]]
    assert order == ["iq", "iq", "iq", "presence"]


@pytest.mark.shows(
    "compass",
    "XMPP session: SASL with the JID and the web password",
)
async def test_a_password_goes_once_and_as_it_is(server: XmppServer) -> None:
    async with linked(server):
        assert server.passwords == [PASSWORD]


@pytest.mark.shows(
    "compass",
    "XMPP session: a resource for each connection",
)
async def test_each_connection_has_a_name_of_its_own(server: XmppServer) -> None:
    async with linked(server, resource="reception") as (first, _):
        second = Xmpp(server.site(resource="reception"), print, print)
        await second.open()
        await second.close()
        assert first.jid != second.jid
        assert first.jid.startswith(f"joe@{UC}/reception-")


async def test_takes_the_name_that_the_server_gives(server: XmppServer) -> None:
    server.answers["bind"] = lambda: f"{BIND[:-2]}><jid>joe@{UC}/other</jid></bind>"
    server.answers["subscribe"] = lambda: (
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscription node='15' "
        f"jid='joe@{UC}/other' subscription='subscribed'/></pubsub>"
    )
    async with linked(server) as (xmpp, _):
        assert xmpp.jid == f"joe@{UC}/other"
        assert server.asked("subscribe")[0][0][0].get("jid") == f"joe@{UC}/other"


@pytest.mark.shows(
    "compass",
    "XMPP session: ready at the message subscribed",
)
async def test_waits_for_the_message_that_confirms_the_subscription(server: XmppServer) -> None:
    server.answers["subscribe"] = lambda: server.subscription("pending")
    async with server:
        xmpp = Xmpp(server.site(), print, print)
        opening = asyncio.ensure_future(xmpp.open())
        await until(lambda: server.asked("subscribe"))
        assert not server.asked("user")
        await server.tell("", state="subscribed")
        await opening
        assert server.asked("user")
        await xmpp.close()


@pytest.mark.shows(
    "compass",
    "XMPP session: pubsub#expire, and without where it is refused",
    "contradiction: 2: pubsub#expire is demanded and never sent",
)
async def test_subscribes_again_without_a_refused_option(server: XmppServer) -> None:
    def once() -> str:
        if len(server.asked("subscribe")) == 1:
            raise Refuse("not-acceptable", "modify")
        return server.subscription("subscribed")

    server.answers["subscribe"] = once
    async with linked(server):
        assert [len(iq[0]) for iq in server.asked("subscribe")] == [2, 1]


async def test_starts_a_session_where_the_server_still_wants_one(server: XmppServer) -> None:
    server.features = BIND + "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>"
    async with linked(server):
        assert server.asked("session")
    server.heard.clear()
    server.features = server.features.replace("/>", "><optional/></session>", 2).replace(
        "><optional/></session>", "/>", 1
    )
    async with linked(server):
        assert not server.asked("session")


@pytest.mark.parametrize(
    ("invisible", "visible", "lists"), [("preferred", True, 1), ("off", True, 0)]
)
async def test_is_seen_only_where_the_settings_allow(
    server: XmppServer, invisible: Any, visible: bool, lists: int
) -> None:
    def refuse() -> str:
        raise Refuse("feature-not-implemented")

    server.answers["privacy"] = refuse
    async with linked(server, invisible=invisible) as (xmpp, _):
        assert xmpp.snapshot is not None
        assert xmpp.snapshot.visible is visible
        assert len(server.asked("privacy")) == lists
        assert server.asked("presence")[0][0].text == "-1"


async def test_does_not_appear_where_it_cannot_be_hidden(server: XmppServer) -> None:
    def refuse() -> str:
        raise Refuse("feature-not-implemented")

    server.answers["privacy"] = refuse
    failure = await failure_of(server)
    assert failure.failure == "protocol"
    assert "invisible" in str(failure)
    assert not server.asked("presence")


# -- what the platform may say instead


@pytest.mark.parametrize(
    ("what", "error", "failure", "words"),
    [
        ("bind", Refuse("resource-constraint", "wait"), "protocol", "10 already"),
        ("bind", Refuse("conflict"), "closed", "another connection"),
        ("company", Refuse("item-not-found"), "protocol", "belongs to no company"),
        ("company", Refuse("service-unavailable", "wait"), "unreachable", f"phone.{UC}"),
        ("subscribe", Refuse("forbidden", "auth", "Not you"), "protocol", "Not you"),
        ("subscribe", Refuse("remote-server-timeout"), "unreachable", f"pubsub.{UC}"),
        ("queue", Refuse("forbidden"), "protocol", "queues"),
        ("call", Refuse("internal-server-error"), "unreachable", f"phone.{UC}"),
    ],
)
async def test_says_what_was_refused(
    server: XmppServer, what: str, error: Refuse, failure: str, words: str
) -> None:
    def refuse() -> str:
        raise error

    server.answers[what] = refuse
    raised = await failure_of(server)
    assert raised.failure == failure
    assert words in str(raised)


@pytest.mark.parametrize("company", ["", "<result/>", "<result><id/></result>"])
async def test_a_company_without_an_id_is_no_company(server: XmppServer, company: str) -> None:
    server.answers["company"] = lambda: company
    assert "which company" in str(await failure_of(server))


async def test_an_answer_that_never_comes(
    server: XmppServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cti_desk.vendors.compass.client.xmpp_steps.READ_S", 0.05)
    server.answers["queue"] = lambda: None
    failure = await failure_of(server)
    assert failure.failure == "timeout"
    assert "0.05 s" in str(failure)


async def test_a_subscription_that_is_never_confirmed(
    server: XmppServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xmpp_module, "SUBSCRIBED_S", 0.05)
    server.answers["subscribe"] = lambda: server.subscription("pending")
    assert (await failure_of(server)).failure == "timeout"


@pytest.mark.parametrize(
    ("trouble", "failure", "words"),
    [
        ("silent", "timeout", "does not begin to encrypt"),
        ("slams", "closed", "block this address"),
        ("tls silent", "timeout", "does not begin to encrypt"),
        ("tls cut", "tls", "during TLS"),
        ("tls garbage", "tls", "does not speak TLS"),
    ],
)
async def test_a_server_in_trouble_before_it_says_much(
    server: XmppServer,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Trouble,
    failure: str,
    words: str,
) -> None:
    if "silent" in trouble:
        monkeypatch.setattr(xmpp_module, "CONNECT_S", 0.2)
    server.trouble = trouble
    raised = await failure_of(server)
    assert raised.failure == failure
    assert words in str(raised)
    assert server.logins == 0


async def test_nobody_listens(server: XmppServer) -> None:
    async with server:
        site = server.site()
    with pytest.raises(LinkFailure, match="connection refused") as caught:
        await Xmpp(site, print, print).open()
    assert caught.value.failure == "unreachable"


async def test_opening_can_be_given_up_at_any_time(server: XmppServer) -> None:
    server.answers["user"] = lambda: None
    async with server:
        opening = asyncio.ensure_future(Xmpp(server.site(), print, print).open())
        await until(lambda: server.asked("user"))
        opening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await opening


# -- events


async def test_keeps_what_comes_until_it_is_wanted(server: XmppServer) -> None:
    server.answers["user"] = lambda: None
    async with server:
        told = Told()
        xmpp = Xmpp(server.site(), told.notifications.extend, told.lost.append)
        opening = asyncio.ensure_future(xmpp.open())
        await until(lambda: server.asked("user"))
        await server.tell(END.format("early"))
        number = server.asked("user")[0].get("id")
        await server.send(f"<iq type='result' id='{number}' from='anyone@else.example'/>")
        await opening
        await server.tell(END.format("late"))
        await xmpp.check()
        assert told.ended == []
        xmpp.follow()
        await until(lambda: told.ended == ["early", "late"])
        await server.tell(END.format("later"))
        await until(lambda: told.ended == ["early", "late", "later"])
        await xmpp.close()


@pytest.mark.parametrize(
    "sender", [f"eve@{UC}", f"eve@{UC}/x", "evil.example", f"{UC}.evil.example", ""]
)
async def test_believes_no_event_of_a_person(server: XmppServer, sender: str) -> None:
    async with linked(server) as (xmpp, told):
        xmpp.follow()
        await server.tell(END.format("forged"), sender=sender)
        await server.tell(END.format("real"))
        await until(lambda: told.ended)
        assert told.ended == ["real"]


async def test_what_is_not_known_or_broken_hides_nothing(server: XmppServer) -> None:
    async with linked(server) as (xmpp, told):
        xmpp.follow()
        await server.send("<strange xmlns='urn:x'/><message/><presence from='a@b'/>")
        await server.send("<iq type='result' id='nobody-asked'/><message><body>hi</body></message>")
        await server.tell(END.format(""))
        await server.tell("<notification type='notification.new.thing'><x>1</x></notification>")
        await server.tell(
            "<notification type='notification.user.destroy'><userId>7</userId></notification>"
        )
        await until(lambda: len(told.notifications) == 2)
        assert isinstance(told.notifications[1], UserDestroy)
        assert told.lost == []


async def test_reads_what_is_long_piece_by_piece_and_in_order(server: XmppServer) -> None:
    many = 3000
    user = "<user id='{}'><name>" + "x" * 300 + "</name></user>"
    users = "".join(user.format(number) for number in range(many))
    server.answers["user"] = lambda: f"<result>{users}</result>"
    async with linked(server) as (xmpp, told):
        assert xmpp.snapshot is not None
        assert [user.id for user in xmpp.snapshot.users] == [str(one) for one in range(many)]
        xmpp.follow()
        for number in range(many):
            await server.tell(END.format(number))
        await until(lambda: len(told.ended) == many)
        assert told.ended == [str(one) for one in range(many)]


async def test_answers_a_server_that_asks(server: XmppServer) -> None:
    async with linked(server):
        await server.send("<iq type='get' id='p1' from='x'><ping xmlns='urn:xmpp:ping'/></iq>")
        reply = await until(lambda: [one for one in server.heard if one.get("id") == "p1"])
        assert reply[0].get("type") == "error"


@pytest.mark.shows(
    "compass",
    "XMPP session: stream management",
)
async def test_counts_stanzas_where_the_server_wants_it(server: XmppServer) -> None:
    server.features = BIND + "<sm xmlns='urn:xmpp:sm:3'/>"
    async with linked(server) as (xmpp, _):
        assert server.asked("enable")
        await server.send("<enabled xmlns='urn:xmpp:sm:3'/>")
        await server.send("<message/><presence/><r xmlns='urn:xmpp:sm:3'/>")
        acknowledged = await until(lambda: server.asked("a"))
        assert acknowledged[0].get("h") == "2"
        assert xmpp.snapshot is not None


# -- losing it


async def lost_by(server: XmppServer, said: str | bytes) -> LinkFailure:
    async with linked(server) as (_, told):
        await server.send(said)
        if not said:
            server.cut()
        await until(lambda: told.lost)
        return told.lost[0]


STREAM_ERROR = "<stream:error><{} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
BOMB = (
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>"
    "<stream:stream xmlns:stream='http://etherx.jabber.org/streams'>&b;"
)


@pytest.mark.parametrize(
    ("said", "failure", "words"),
    [
        ("", "closed", "closed the connection"),
        ("</stream:stream>", "closed", "closed the connection"),
        (STREAM_ERROR.format("system-shutdown"), "closed", "going down"),
        (STREAM_ERROR.format("policy-violation"), "unreachable", "ten minutes"),
        (STREAM_ERROR.format("undefined-condition"), "protocol", "undefined-condition"),
        ("<message><event></message>", "protocol", "no XML"),
        ("<message>&x;</message>", "protocol", "no XML"),
        (b"<message>\xff\xfe</message>", "protocol", "no XML"),
        ("<a>" * 200, "protocol", "nested"),
    ],
)
async def test_says_why_it_is_lost(
    server: XmppServer, said: str | bytes, failure: str, words: str
) -> None:
    lost = await lost_by(server, said)
    assert lost.failure == failure
    assert words in str(lost)


async def test_a_cut_in_the_middle_of_a_stanza_is_told_once(server: XmppServer) -> None:
    async with linked(server) as (xmpp, told):
        xmpp.follow()
        await server.send("<message from='pubsub.uc.test.example'><event><items><it")
        server.cut()
        await until(lambda: told.lost)
        with pytest.raises(LinkFailure):
            await xmpp.check()
        assert len(told.lost) == 1
        assert told.notifications == []


@pytest.mark.shows(
    "compass",
    "XMPP session: a replaced connection does not come back",
)
async def test_who_was_replaced_does_not_fight(server: XmppServer) -> None:
    lost = await lost_by(server, STREAM_ERROR.format("conflict"))
    assert lost.retry_after_s == LONGEST_RETRY_S
    assert server.connections == 1


async def test_an_entity_bomb_is_not_read(server: XmppServer) -> None:
    server.on_connection = lambda: BOMB
    failure = await failure_of(server)
    assert failure.failure == "protocol"
    assert "declaration" in str(failure)


async def test_a_stanza_without_end_is_cut_short(
    server: XmppServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = "cti_desk.vendors.compass.client.xmpp_shim.StreamReader"
    from cti_desk.vendors.compass.client.xmpp_reader import StreamReader

    monkeypatch.setattr(reader, lambda: StreamReader(longest=200_000))
    lost = await lost_by(server, "<message><body>" + "x" * 400_000)
    assert "too long" in str(lost)


async def test_a_subscription_that_ends_is_a_loss(server: XmppServer) -> None:
    async with linked(server) as (_, told):
        await server.tell("", state="none")
        await until(lambda: told.lost)
        assert "ended the subscription" in str(told.lost[0])


async def test_more_events_than_can_be_kept(
    server: XmppServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xmpp_module, "MOST_BUFFERED", 3)
    async with linked(server) as (_, told):
        for number in range(4):
            await server.tell(END.format(number))
        await until(lambda: told.lost)


async def test_a_ping_without_an_answer_is_a_loss(server: XmppServer) -> None:
    server.answers["ping"] = lambda: None
    async with linked(server, ping_every_s=0.01, ping_patience_s=0.05) as (_, told):
        await until(lambda: told.lost)
        assert told.lost[0].failure == "timeout"
        assert len(server.asked("ping")) == 1


@pytest.mark.shows(
    "compass",
    "XMPP session: ping every 30 s",
)
async def test_pings_go_on_while_they_are_answered(server: XmppServer) -> None:
    def refuse() -> str:
        raise Refuse("service-unavailable")

    async with linked(server, ping_every_s=0.01) as (_, told):
        await until(lambda: len(server.asked("ping")) > 2)
        server.answers["ping"] = refuse
        count = len(server.asked("ping"))
        await until(lambda: len(server.asked("ping")) > count + 1)
        assert told.lost == []


async def test_a_telephone_service_that_is_gone_is_a_loss(server: XmppServer) -> None:
    def refuse() -> str:
        raise Refuse("service-unavailable", "wait")

    server.answers["ping"] = refuse
    async with linked(server) as (xmpp, told):
        with pytest.raises(LinkFailure, match=f"phone.{UC}"):
            await xmpp.check()
        assert [lost.failure for lost in told.lost] == ["unreachable"]


async def test_nothing_is_told_any_more_once_it_closes(server: XmppServer) -> None:
    async with linked(server) as (xmpp, told):
        await server.tell(END.format("1"))
        await xmpp.check()
        xmpp.follow()
        await xmpp.close()
        assert told.notifications == []


async def test_closing_says_goodbye_and_tells_nobody(server: XmppServer) -> None:
    async with linked(server) as (xmpp, told):
        await xmpp.close()
        await xmpp.close()
        assert told.lost == []
        with pytest.raises(LinkFailure, match="closed"):
            await xmpp.check()
