from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from cti_desk.core.errors import UsageError
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call, ConnectionState, Direction, QueueRef, Remote
from cti_desk.core.moment import Moment
from cti_desk.core.ports import Contact
from cti_desk.core.screen_pop import (
    TRIGGERS,
    VARIABLES,
    No,
    Page,
    ScreenPop,
    Trigger,
    Wait,
    check_url,
    template_names,
)

RINGING = Call(
    "7.1",
    parent="7.0",
    direction=Direction.INBOUND,
    local_state=ConnectionState.ALERTING,
    remote=Remote(number="2198765456", e164="+552198765456"),
    queue=QueueRef("7012", "Support"),
)
TALKING = replace(
    RINGING,
    local_state=ConnectionState.CONNECTED,
    remote_state=ConnectionState.CONNECTED,
    answered_at=5.0,
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
    Event(
        EventType.ORIGINATED,
        call=replace(
            DIALLING,
            local_state=ConnectionState.CONNECTED,
            remote_state=ConnectionState.ALERTING,
        ),
    ),
    Event(
        EventType.ESTABLISHED,
        call=replace(
            DIALLING,
            local_state=ConnectionState.CONNECTED,
            remote_state=ConnectionState.CONNECTED,
        ),
    ),
    Event(EventType.CONNECTION_CLEARED, call=DIALLING),
]


class Book:
    def look_up(self, number: str) -> Contact:
        return Contact(name="Maria Souza", e164="+55" + number, display=number)


ALL = frozenset(VARIABLES)
NUMBER = frozenset({"number"})


def opened(
    pop: ScreenPop, events: list[Event], *, apart_s: float = 1.0, **more: Any
) -> list[tuple[int, dict[str, str]]]:
    """Which of a call's events opens a page, with which values; they come ``apart_s`` seconds."""
    found: list[tuple[int, dict[str, str]]] = []
    for number, event in enumerate(events):
        now = 1_000.0 + number * apart_s
        decision = pop.decide(event, Moment(now, now), **more)
        if isinstance(decision, Page):
            found.append((number, decision.variables))
    return found


def moments(pop: ScreenPop, events: list[Event]) -> list[int]:
    return [number for number, _ in opened(pop, events)]


@pytest.mark.parametrize(
    ("trigger", "inbound", "outbound"),
    [
        ("ringing", [0], []),
        ("answered", [2], []),
        ("party", [2], [2]),
        ("ended", [5], []),
        ("dialled", [], [0]),
        ("clicked", [], []),
    ],
)
def test_the_moment(trigger: Trigger, inbound: list[int], outbound: list[int]) -> None:
    for day, expected in ((INBOUND_DAY, inbound), (OUTBOUND_DAY, outbound)):
        assert moments(ScreenPop(trigger, named=NUMBER), day) == expected


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_once_for_each_party_of_a_root_call(trigger: Trigger) -> None:
    pop = ScreenPop(trigger, named=NUMBER)
    offered_five_times = [
        replace(event, call=replace(event.call, id=f"7.{attempt}"))
        for attempt in range(1, 6)
        for event in INBOUND_DAY
    ]
    assert len(moments(pop, offered_five_times)) == (0 if trigger in ("dialled", "clicked") else 1)


COLLEAGUE = Remote("1002", name="Rui Lima")
CONSULTED = replace(TALKING, id="9.1", parent=None, queue=None, remote=COLLEAGUE, answered_at=5.0)
CONNECTED_TO = [
    Event(EventType.DELIVERED, call=replace(CONSULTED, local_state=ConnectionState.ALERTING)),
    Event(EventType.ESTABLISHED, call=CONSULTED),
    Event(EventType.CALL_INFORMATION, call=replace(CONSULTED, remote=Remote("2198765456"))),
    Event(EventType.CALL_INFORMATION, call=replace(CONSULTED, remote=COLLEAGUE)),
    Event(EventType.CALL_INFORMATION, call=replace(CONSULTED, remote=Remote(withheld=True))),
    Event(EventType.CONNECTION_CLEARED, call=replace(CONSULTED, remote=Remote(withheld=True))),
]


@pytest.mark.parametrize(
    ("trigger", "expected"),
    [("ringing", [0, 2, 4]), ("answered", [1, 2, 4]), ("party", [1, 2, 4]), ("ended", [5])],
)
def test_a_party_who_is_connected_has_a_page_of_their_own(
    trigger: Trigger, expected: list[int]
) -> None:
    found = opened(ScreenPop(trigger, named=NUMBER), CONNECTED_TO)
    assert [number for number, _ in found] == expected
    if trigger != "ended":
        assert [page.get("number") for _, page in found] == ["1002", "2198765456", None]
        assert [page.get("name") for _, page in found] == ["Rui Lima", None, None]


def test_one_whom_the_agent_has_dialled_may_connect_somebody_too() -> None:
    dialled = replace(CONSULTED, direction=Direction.OUTBOUND)
    events = [
        Event(EventType.ESTABLISHED, call=dialled),
        Event(EventType.CALL_INFORMATION, call=replace(dialled, remote=Remote("2198765456"))),
    ]
    assert moments(ScreenPop("party", named=NUMBER), events) == [0, 1]


@pytest.mark.parametrize("trigger", ["ringing", "answered", "party"])
def test_a_call_that_was_answered_unseen_has_its_page(trigger: Trigger) -> None:
    pop = ScreenPop(trigger, named=NUMBER)
    events = [Event(EventType.CALL_INFORMATION, call=TALKING)]
    assert moments(pop, events) == [0]


def test_a_party_who_becomes_known_is_no_other() -> None:
    pop = ScreenPop("ringing", named={"call_id"})
    unknown = Event(EventType.DELIVERED, call=replace(RINGING, remote=Remote()))
    named = Event(EventType.CALL_INFORMATION, call=replace(RINGING, remote=Remote(name="Ana")))
    numbered = Event(
        EventType.CALL_INFORMATION, call=replace(RINGING, remote=Remote("2198765456", name="Ana"))
    )
    assert moments(pop, [unknown, named, numbered, unknown]) == [0]


@pytest.mark.parametrize(
    ("trigger", "cleared"),
    [("ended", RINGING), ("ended", replace(DIALLING, answered_at=3.0))],
)
def test_what_was_not_answered_or_not_incoming_has_no_page_at_its_end(
    trigger: Trigger, cleared: Call
) -> None:
    pop = ScreenPop(trigger, named=NUMBER)
    decision = pop.decide(Event(EventType.CONNECTION_CLEARED, call=cleared), Moment(1.0, 1.0))
    assert isinstance(decision, No)
    assert decision.why


def test_the_end_comes_once_for_the_root_call() -> None:
    pop = ScreenPop("ended", named=NUMBER)
    missed = [INBOUND_DAY[0], Event(EventType.CONNECTION_CLEARED, call=RINGING)]
    again = [
        replace(event, call=replace(event.call, id="7.2", answered_at=4.0))
        for event in INBOUND_DAY[2:]
    ]
    assert moments(pop, [*missed, *missed, *again, *again]) == [7]


# -- waiting


UNQUEUED = replace(RINGING, queue=None)


def test_it_waits_for_what_comes_a_little_later() -> None:
    pop = ScreenPop("ringing", named={"number", "queue"})
    first = pop.decide(Event(EventType.DELIVERED, call=UNQUEUED), Moment(1.0, 1.0))
    assert first == Wait(pytest.approx(0.3), ("queue",))
    came = pop.decide(Event(EventType.CALL_INFORMATION, call=RINGING), Moment(1.036, 1.036))
    assert isinstance(came, Page)
    assert came.variables["queue"] == "7012"


def test_it_does_not_wait_longer() -> None:
    pop = ScreenPop("ringing", named={"number", "queue"})
    event = Event(EventType.DELIVERED, call=UNQUEUED)
    pop.decide(event, Moment(1.0, 1.0))
    later = pop.decide(event, Moment(1.0, 1.2))
    assert later == Wait(pytest.approx(0.1), ("queue",))
    assert isinstance(pop.decide(event, Moment(1.0, 1.3)), Page)


@pytest.mark.parametrize(
    ("named", "call", "unknowable", "missing"),
    [
        ({"number"}, UNQUEUED, (), ()),
        ({"queue_name"}, UNQUEUED, (), ("queue_name",)),
        ({"queue", "queue_name"}, UNQUEUED, ("calls.queue",), ()),
        ({"queue", "queue_name"}, UNQUEUED, ("queues.name",), ("queue",)),
        ({"called"}, RINGING, (), ("called",)),
        ({"called"}, RINGING, ("calls.called",), ()),
        ({"name"}, RINGING, (), ("name",)),
        ({"name"}, RINGING, ("calls.remote.name",), ()),
        ({"number", "e164"}, replace(RINGING, remote=Remote()), (), ("number", "e164")),
        ({"number"}, replace(RINGING, remote=Remote()), ("calls.remote.number",), ()),
        ({"number", "name"}, replace(RINGING, remote=Remote(withheld=True)), (), ()),
        ({"e164", "display"}, replace(RINGING, remote=Remote("6100")), (), ()),
        ({"correlation_id", "cause", "agent"}, RINGING, (), ()),
    ],
)
def test_it_waits_only_for_what_the_template_names_and_the_vendor_tells(
    named: set[str], call: Call, unknowable: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    pop = ScreenPop("ringing", named=named)
    event = Event(EventType.DELIVERED, call=call)
    decision = pop.decide(event, Moment(1.0, 1.0), unknowable=unknowable)
    assert (decision.missing if isinstance(decision, Wait) else ()) == missing


def test_nothing_is_waited_for_when_the_party_is_here_for_longer() -> None:
    pop = ScreenPop("answered", named=ALL)
    assert moments(pop, INBOUND_DAY) == [2]


def test_nothing_is_waited_for_at_the_end() -> None:
    pop = ScreenPop("ended", named=ALL)
    ended = Event(EventType.CONNECTION_CLEARED, call=replace(TALKING, answered_at=1.0))
    assert isinstance(pop.decide(ended, Moment(1.0, 1.0)), Page)


# -- what is said


def test_an_event_without_a_call_is_no_moment() -> None:
    assert ScreenPop("ringing").decide(Event(EventType.LINK_UP), Moment(1.0, 1.0)) == No()


def test_every_click_opens() -> None:
    pop = ScreenPop("clicked")
    assert pop.clicked(RINGING) == pop.clicked(RINGING) != {}


def test_variables_name_what_is_known() -> None:
    found = opened(ScreenPop("ringing", named=NUMBER), INBOUND_DAY[:1], agent="default_1001")
    assert found == [
        (
            0,
            {
                "number": "2198765456",
                "e164": "+552198765456",
                "direction": "inbound",
                "queue": "7012",
                "queue_name": "Support",
                "call_id": "7.1",
                "root_id": "7.0",
                "agent": "default_1001",
            },
        )
    ]


def test_what_a_page_is_given_is_valid_text() -> None:
    odd = replace(RINGING, remote=Remote("2198765456", name="Maria \ud800\n Souza"))
    assert ScreenPop("ringing").variables(odd)["name"] == "Maria \ufffd Souza"


def test_an_id_of_our_own_is_never_given_away() -> None:
    polled = replace(RINGING, id="line1.1795298371", parent=None, id_source="derived")
    for pop in (ScreenPop("ringing"), ScreenPop("clicked")):
        assert not {"call_id", "root_id"} & pop.variables(polled).keys()


def test_a_page_that_could_say_nothing_is_not_opened() -> None:
    polled = replace(RINGING, id="line1.1", parent=None, id_source="derived", remote=Remote())
    polled = replace(polled, queue=None)
    event = Event(EventType.DELIVERED, call=polled)
    unknowable = ("calls.remote.number", "calls.queue")
    for named, opens in (({"number", "call_id"}, False), (set(), True), ({"agent"}, True)):
        pop = ScreenPop("ringing", named=named)
        assert bool(opened(pop, [event], unknowable=unknowable)) is opens
    pop = ScreenPop("ringing", named={"number", "call_id"})
    known = Event(EventType.CALL_INFORMATION, call=replace(polled, remote=Remote("6100")))
    assert [n for n, _ in opened(pop, [event, known], unknowable=unknowable)] == [1]


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


@pytest.mark.parametrize(
    ("template", "names"),
    [
        ("https://crm.example.com/", set()),
        ("https://crm.example.com/call{?number,name,queue}", {"number", "name", "queue"}),
        (
            "https://a/{number}/{+call_id}{#root_id:5}{&e164*}",
            {"number", "call_id", "root_id", "e164"},
        ),
    ],
)
def test_the_names_of_a_template(template: str, names: set[str]) -> None:
    assert template_names(template) == names


def test_memory_of_calls_is_bounded() -> None:
    pop = ScreenPop("ringing", named=NUMBER)
    for number in range(3_000):
        call = replace(RINGING, id=f"{number}.1", parent=str(number))
        events = [
            Event(EventType.DELIVERED, call=call),
            Event(EventType.CONNECTION_CLEARED, call=call),
        ]
        assert moments(pop, events) == [0]
    assert pop._seen == {}


# -- addresses


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
