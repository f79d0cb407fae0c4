"""The manual's examples: all kept as fixtures, each read and produced again, or said why not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from cti_desk.vendors.compass.messages import callpoints as cp
from cti_desk.vendors.compass.messages import pubsub, requests, session
from cti_desk.vendors.compass.messages.calls import Call, build_call, parse_call
from cti_desk.vendors.compass.messages.elements import COMPASS, XSI, namespace
from cti_desk.vendors.compass.messages.members import QueueMember
from cti_desk.vendors.compass.messages.notifications import CallStart
from cti_desk.vendors.compass.messages.queues import Queue, build_queue, parse_queue
from cti_desk.vendors.compass.messages.users import User, build_user, parse_user
from tests.support.compass_manual import (
    FIXTURES,
    MANUALS,
    SCHEMA,
    elements,
    exchanges,
    manual,
    squeezed,
)
from tests.support.compass_schema import PRINTED, problems, said
from tests.support.compass_xml import over_the_wire, shape

REPAIRED = {
    "02-queue.xml": ("<queue ", f'<queue xmlns="{COMPASS}" '),
    "03-call.xml": ("<call ", f'<call xmlns="{COMPASS}" xmlns:xsi="{XSI}" '),
    "08-subscribe.request.xml": ('"node', '" node'),
}
"""Examples that are not well formed, or lack the namespaces that stand around them on the wire."""

JID = "user@uc.example.com/resource"
DESK = "testuser@uc.example.com/LisaApi_BplUI0bnYj"

ALEX = User(
    "883",
    "Alex Groot",
    False,
    "883",
    "alex@domain.nl",
    "alex",
    (QueueMember("2", "883", 10),),
    "alex@groot.nl",
    extensions=("333",),
    address="Straat 123",
)
TEST_USERS = (
    User(
        "105",
        "Test User",
        False,
        "105",
        "testuser@domain.nl",
        "testuser",
        (),
        "",
        "",
        "nl",
        (),
        "-1",
    ),
    User(
        "16",
        "Test User",
        False,
        "16",
        "othertestuser@domain.nl",
        "Other Test User",
        tuple(QueueMember(queue, "16", 10) for queue in ("641", "663", "665")),
        "testuser@testdomain.com",
        "",
        "en",
        ("222",),
        "776",
    ),
)
SESSION_USER = User(
    "8323556",
    "Test User",
    True,
    "8323556",
    "testuser@uc.example.com",
    "test",
    tuple(QueueMember(queue, "8323556", 10) for queue in ("1442896", "1761056")),
    "test@iperity.com",
    language="nl",
    extensions=("200",),
    location="1442646",
)
WAITING = "30680e334948d50e0ae355db5bae6a05316e5438"


def _user_point(point: str, user: str, name: str, identity: str) -> cp.UserPoint:
    return cp.UserPoint(
        point,
        "CONNECTING",
        1384535809.0,
        user_id=user,
        user_name=name,
        identity_id=identity,
    )


QUEUE_CALL = Call(
    f"{WAITING}/1",
    _user_point("192", "17", "Jan Jansen", "73"),
    _user_point("194", "16", "Alex Groot", "74"),
    "CONNECTING",
    {"QueueCallForCall": WAITING},
)
INCOMING = Call(
    "IKhDw.MuTOkUTDa8nEV-6dd.c133ada042758fa0b92a6ed8621bd224.0",
    cp.ExternalPoint(
        "8093725", "CONNECTING", 1492705754.0, number="31614241111", name="31614241111"
    ),
    cp.DialplanPoint("8093726", "CONNECTING", 1492705754.0, exten="31413231111"),
    "CONNECTING",
)


def _waiting_queue() -> Queue:
    call = "528638e0d5ee-m9u68m629b7.bf9fd24cbe10dd80439bc413.0"
    return Queue("641", "Queue 1", (QueueMember("641", "16", 10),), (call,), "queue-641")


def _subscription(jid: str, node: str, state: str) -> pubsub.Subscription:
    return pubsub.Subscription(node, jid, state)


Build = Callable[[Any], Element]
Parse = Callable[[Element], Any]


def _build_subscribe(asked: tuple[pubsub.Subscription, str | None]) -> Element:
    return pubsub.build_subscribe(asked[0].node, asked[0].jid, expire=asked[1] is not None)


def _build_news(event: pubsub.Event) -> Element:
    assert event.subscription is not None
    return pubsub.build_subscription_event(event.subscription)


def _build_items(event: pubsub.Event) -> Element:
    built = pubsub.build_event(event.node, event.items)
    for call_start in built.iter(f"{{{COMPASS}}}notification"):
        # We send what the schema wants too, which the example lacks.
        call_start.remove(call_start[0])
    return built


_REQUEST: tuple[Parse, Build] = (requests.parse_request, requests.build_request)
_COMPANY: tuple[Parse, Build] = (requests.parse_company, requests.build_company)
_FOUND: tuple[Parse, Build] = (requests.parse_found, requests.build_found)
_SUBSCRIBE: tuple[Parse, Build] = (pubsub.parse_subscribe, _build_subscribe)
_SUBSCRIPTION: tuple[Parse, Build] = (pubsub.parse_subscription, pubsub.build_subscription)
_NEWS: tuple[Parse, Build] = (pubsub.parse_event, _build_news)

MEANT: dict[str, tuple[Any, tuple[Parse, Build]]] = {
    "01-user.xml": (ALEX, (parse_user, build_user)),
    "02-queue.xml": (_waiting_queue(), (parse_queue, build_queue)),
    "03-call.xml": (QUEUE_CALL, (parse_call, build_call)),
    "04-get-company.request.xml": (requests.get_company(), _REQUEST),
    "05-get-company.result.xml": (requests.Company("15", "companyname"), _COMPANY),
    "06-get-user.request.xml": (requests.get("user"), _REQUEST),
    "07-get-user.result.xml": (requests.Found(users=TEST_USERS), _FOUND),
    "08-subscribe.request.xml": ((_subscription(JID, "15", ""), None), _SUBSCRIBE),
    "09-subscribe.result.xml": (_subscription(JID, "15", "pending"), _SUBSCRIPTION),
    "10-subscribed.message.xml": (
        pubsub.Event(subscription=_subscription(JID, "15", "subscribed")),
        _NEWS,
    ),
    "14-session-get-company.request.xml": (requests.get_company(), _REQUEST),
    "15-session-get-company.result.xml": (
        requests.Company("8323166", "My Company Name"),
        _COMPANY,
    ),
    "16-session-get-user.request.xml": (requests.get("user"), _REQUEST),
    "17-session-get-user.result.xml": (requests.Found(users=(SESSION_USER,)), _FOUND),
    "18-session-get-queue.request.xml": (requests.get("queue"), _REQUEST),
    "19-session-get-queue.result.xml": (
        requests.Found(
            queues=(Queue("1442896", "My Queue", (QueueMember("1442896", "8323556", 10),)),)
        ),
        _FOUND,
    ),
    "20-session-get-call.request.xml": (requests.get("call"), _REQUEST),
    "21-session-get-call.result.xml": (requests.Found(), _FOUND),
    "22-session-subscribe.request.xml": ((_subscription(DESK, "8323266", ""), None), _SUBSCRIBE),
    "23-session-subscribe.result.xml": (
        _subscription(DESK, "8323266", "pending"),
        _SUBSCRIPTION,
    ),
    "24-session-subscribed.message.xml": (
        pubsub.Event(subscription=_subscription(DESK, "8323266", "subscribed")),
        _NEWS,
    ),
    "25-call-start.message.xml": (
        pubsub.Event(
            "8323266",
            (pubsub.Item("5D4AC4DA3888", CallStart(INCOMING, timestamp=1492705754.0)),),
        ),
        (pubsub.parse_event, _build_items),
    ),
}
"""What each example means, and how it is read and written."""

ONLY_SENT: dict[str, Callable[[], Element]] = {
    "11-invisible-list.request.xml": session.build_invisible_list,
    "12-invisible-active.request.xml": session.build_activate_invisible,
    "13-presence.xml": partial(session.build_presence, 1),
}
"""What a server alone reads, by protocols of its own."""

NOT_BY_THE_SCHEMA = {
    "01-user.xml": "address is in the prose, not in the schema; shortname and language are missing",
    "03-call.xml": "properties stand before the state",
    "07-get-user.result.xml": "location is not in the schema; extensions stand before the end",
    "17-session-get-user.result.xml": "the same, and there is no shortname",
    "19-session-get-queue.result.xml": "there is no xmppJid",
    "21-session-get-call.result.xml": "the schema wants one call at least",
    "25-call-start.message.xml": "there is no callId beside the call",
}
"""Examples that the manual's own schemas refuse, with the reason."""


def example(name: str) -> Element:
    text = (FIXTURES / name).read_text("utf-8")
    if name in REPAIRED:
        old, new = REPAIRED[name]
        assert text.count(old) == 1
        text = text.replace(old, new)
    return fromstring(text)


def payload(element: Element) -> Element:
    """What an `iq` carries; other stanzas and bare elements are their own payload."""
    return element[0] if element.tag.endswith("}iq") else element


def event_of(element: Element) -> Element:
    """A message's first child is what we build; headers stand beside it."""
    return element[0] if element.tag.endswith("}message") else payload(element)


@pytest.mark.parametrize("name", MEANT)
@pytest.mark.shows(
    "compass",
    "example *.xml",
    "request *",
    "filter *",
)
def test_an_example_is_read(name: str) -> None:
    meant, (parse, _) = MEANT[name]
    assert parse(payload(example(name))) == meant


@pytest.mark.parametrize("name", MEANT)
def test_an_example_is_produced(name: str) -> None:
    meant, (_, build) = MEANT[name]
    assert shape(over_the_wire(build(meant))) == shape(event_of(example(name)))


@pytest.mark.parametrize("name", ONLY_SENT)
@pytest.mark.shows(
    "compass",
    "example 11-invisible-list.request.xml",
    "example 12-invisible-active.request.xml",
    "example 13-presence.xml",
)
def test_an_example_that_is_only_sent_is_produced(name: str) -> None:
    assert shape(over_the_wire(ONLY_SENT[name]())) == shape(payload(example(name)))


@pytest.mark.shows(
    "compass",
    "XMPP session: events come with the company's id as SHIM header",
)
def test_the_headers_of_an_event_are_produced() -> None:
    message = example("25-call-start.message.xml")
    assert shape(pubsub.build_headers("8323266")) == shape(message[1])


@pytest.mark.parametrize("name", MEANT)
@pytest.mark.shows(
    "compass",
    "contradiction: 8: location, address and status are not in the schema",
)
def test_examples_are_as_the_printed_schemas_want_or_listed(name: str) -> None:
    for element in example(name).iter():
        if namespace(element) == COMPASS:
            assert bool(said(element, PRINTED)) == (name in NOT_BY_THE_SCHEMA)
            return
    assert name not in NOT_BY_THE_SCHEMA


@pytest.mark.parametrize(
    "broken", [name for name in REPAIRED if name != "02-queue.xml"], ids=lambda name: name[:2]
)
def test_a_repair_is_needed(broken: str) -> None:
    with pytest.raises(SyntaxError):
        fromstring((FIXTURES / broken).read_text("utf-8"))


def test_every_fixture_is_tested() -> None:
    assert {*MEANT, *ONLY_SENT} == {path.name for path in FIXTURES.glob("*.xml")}
    assert not MEANT.keys() & ONLY_SENT.keys()


@pytest.mark.parametrize("path", MANUALS, ids=lambda path: path.name[:3])
def test_no_example_of_the_manual_is_missing(path: Any) -> None:
    if not path.exists():
        pytest.skip(f"the manual is not beside this checkout ({path.name})")
    text = manual(path)
    for found, kind in ((elements(text), "xml"), (exchanges(text), "http")):
        kept = [each.read_text("utf-8") for each in sorted(FIXTURES.glob(f"*.{kind}"))]
        assert list(map(squeezed, found)) == list(map(squeezed, kept))


@pytest.mark.shows(
    "compass",
    "schema: the printed types",
)
def test_no_printed_type_is_missing() -> None:
    path = MANUALS[1]
    if not path.exists():
        pytest.skip(f"the manual is not beside this checkout ({path.name})")
    kept = squeezed((SCHEMA / PRINTED).read_text("utf-8"))
    printed = list(elements(manual(path), schemas=True))
    assert len(printed) == 46
    assert all(squeezed(each) in kept for each in printed)


def test_examples_are_found_in_a_text() -> None:
    text = 'words\n<a x="1">\n  <b/>\n</a>\n<c/>\n<xs:type name="t">\n</xs:type>\ninline <d/>\n'
    assert list(elements(text)) == ['<a x="1">\n  <b/>\n</a>', "<c/>"]
    assert list(elements(text, schemas=True)) == ['<xs:type name="t">\n</xs:type>']
    text = "words\nGET /a HTTP/1.1\nHost: b\n\n>> HTTP/1.1 200 OK\n\nwords\n"
    assert list(exchanges(text)) == ["GET /a HTTP/1.1\nHost: b\n\n>> HTTP/1.1 200 OK"]


@pytest.mark.shows(
    "compass",
    "schema: what we send is valid",
)
def test_what_we_send_is_as_the_schemas_want() -> None:
    assert problems(requests.build_request(requests.get("call", history=True))) == []
    assert problems(requests.build_found(requests.Found(queues=(_waiting_queue(),)))) == []
    assert "not expected" in problems(example("03-call.xml"))[0]
