from __future__ import annotations

import pytest
from msgspec.structs import replace

from cti_desk.core.errors import UsageError
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call, ConnectionState, Direction, QueueRef, Remote
from cti_desk.core.ports import Contact
from cti_desk.core.screen_pop import TRIGGERS, VARIABLES, ScreenPop, Trigger, check_url

RINGING = Call(
    "7.1",
    parent="7.0",
    direction=Direction.INBOUND,
    local_state=ConnectionState.ALERTING,
    remote=Remote(number="2198765456", e164="+552198765456"),
    queue=QueueRef("7012", "Support"),
)
TALKING = replace(
    RINGING, local_state=ConnectionState.CONNECTED, remote_state=ConnectionState.CONNECTED
)
INBOUND_DAY = [
    Event(EventType.DELIVERED, call=RINGING),
    Event(EventType.CALL_INFORMATION, call=RINGING),
    Event(EventType.ESTABLISHED, call=TALKING),
    Event(EventType.HELD, call=replace(TALKING, local_state=ConnectionState.HELD)),
    Event(EventType.RETRIEVED, call=TALKING),
    Event(EventType.CONNECTION_CLEARED, call=TALKING, cause="BYCALLER"),
]
DIALLING = Call(
    "8.1",
    direction=Direction.OUTBOUND,
    local_state=ConnectionState.ALERTING,
    remote=Remote(number="6100"),
)
OUTBOUND_DAY = [
    Event(EventType.SERVICE_INITIATED, call=DIALLING),
    Event(EventType.ORIGINATED, call=replace(DIALLING, local_state=ConnectionState.CONNECTED)),
    Event(EventType.ESTABLISHED, call=replace(DIALLING, local_state=ConnectionState.CONNECTED)),
    Event(EventType.CONNECTION_CLEARED, call=DIALLING),
]


class Book:
    def look_up(self, number: str) -> Contact:
        return Contact(name="Maria Souza", e164="+55" + number, display=number)


@pytest.mark.parametrize(
    ("trigger", "inbound", "outbound"),
    [
        ("ringing", [0], []),
        ("answered", [2], []),
        ("ended", [5], []),
        ("dialled", [], [0]),
        ("clicked", [], []),
    ],
)
def test_the_moment(trigger: Trigger, inbound: list[int], outbound: list[int]) -> None:
    for day, expected in ((INBOUND_DAY, inbound), (OUTBOUND_DAY, outbound)):
        pop = ScreenPop(trigger)
        assert [i for i, event in enumerate(day) if pop.decide(event)] == expected


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_once_for_each_root_call(trigger: Trigger) -> None:
    pop = ScreenPop(trigger)
    offered_five_times = [
        replace(event, call=replace(event.call, id=f"7.{attempt}"))
        for attempt in range(1, 6)
        for event in INBOUND_DAY
    ]
    opened = [event for event in offered_five_times if pop.decide(event)]
    assert len(opened) == (0 if trigger in ("dialled", "clicked") else 1)


def test_an_event_without_a_call_is_no_moment() -> None:
    assert ScreenPop("ringing").decide(Event(EventType.LINK_UP)) is None


def test_every_click_opens() -> None:
    pop = ScreenPop("clicked")
    assert pop.clicked(RINGING) == pop.clicked(RINGING) != {}


def test_variables_name_what_is_known() -> None:
    assert ScreenPop("ringing").decide(INBOUND_DAY[0], agent="default_1001") == {
        "number": "2198765456",
        "e164": "+552198765456",
        "direction": "inbound",
        "queue": "7012",
        "queue_name": "Support",
        "call_id": "7.1",
        "root_id": "7.0",
        "agent": "default_1001",
    }


def test_contacts_tell_what_the_call_does_not_say_yet() -> None:
    variables = ScreenPop("ringing", Book()).variables(
        replace(RINGING, remote=Remote(number="2198765456"))
    )
    assert variables["name"] == "Maria Souza"
    assert variables["e164"] == "+552198765456"


def test_a_withheld_number_is_not_looked_up() -> None:
    hidden = replace(RINGING, remote=Remote(number="anonymous", withheld=True))
    assert "name" not in ScreenPop("ringing", Book()).variables(hidden)


def test_only_published_variables_are_given() -> None:
    assert set(ScreenPop("ended", Book()).variables(TALKING, "a", "BYCALLER")) <= set(VARIABLES)


def test_memory_of_roots_is_bounded() -> None:
    pop = ScreenPop("ringing")
    for number in range(3_000):
        event = Event(EventType.DELIVERED, call=replace(RINGING, parent=str(number)))
        assert pop.decide(event)
        assert pop.decide(event) is None


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("https://crm.example.com/call?n=%2B55", ("crm.example.com",)),
        ("https://CRM.example.com:8443/", ("crm.example.com",)),
        ("https://crm.example.com:8443/", ("crm.example.com:8443",)),
        ("https://a.b.example.com/", ("*.example.com",)),
        ("http://127.0.0.1:8080/x", ("127.0.0.1",)),
        ("http://[::1]/x", ("::1",)),
        ("http://[::1]:8080/x", ("[::1]",)),
        ("http://[::1]:8080/x", ("[::1]:8080",)),
        ("http://[::1]:8080/x", ("0:0:0:0:0:0:0:1",)),
        ("https://[2001:DB8::0a]/x", ("2001:db8::a",)),
    ],
)
def test_allowed_addresses(url: str, hosts: tuple[str, ...]) -> None:
    check_url(url, ("http", "https"), hosts)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("javascript:alert(1)", "not allowed"),
        ("file:///etc/passwd", "not allowed"),
        ("https://evil.example/", "not allowed"),
        ("https://crm.example.com.evil.example/", "not allowed"),
        ("https://evilexample.com/", "not allowed"),
        ("https://crm.example.com:9/", "not allowed"),
        ("https://crm.example.com@evil.example/", "user name"),
        ("https://evil.example\\@crm.example.com/", "user name|valid"),
        ("https://[bad/", "valid"),
        ("https://crm.example.com:port/", "valid"),
        ("https://crm.example.com/a b", "valid"),
        ("", "not allowed"),
        ("https:///path", "not allowed"),
        ("https://[::2]/", "not allowed"),
        ("https://[::1]:9/", "not allowed"),
    ],
)
def test_refused_addresses(url: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as refusal:
        check_url(url, ("https",), ("crm.example.com:443", "[::1]:443", "*.b.example"))
    assert "passwd" not in str(refusal.value)


def test_a_bare_host_is_allowed_on_any_port_and_none_without_hosts() -> None:
    check_url("https://crm.example.com:1234/", ("https",), ("crm.example.com",))
    with pytest.raises(UsageError):
        check_url("https://crm.example.com/", ("https",), ())
