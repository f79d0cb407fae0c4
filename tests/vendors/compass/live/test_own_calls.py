"""The sequences of docs/protocols/compass.md §7 as an agent sees them, and what may go wrong."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from cti_desk.core.events import EventType
from cti_desk.core.model import Call as CoreCall
from cti_desk.core.model import ConnectionState, Direction, QueueRef
from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.messages.callpoints import (
    Callpoint,
    DialplanPoint,
    ExternalPoint,
    QueuePoint,
    ResourcePoint,
    UnknownPoint,
    UserPoint,
)
from cti_desk.vendors.compass.messages.calls import PARENT, Call
from cti_desk.vendors.compass.simulator.view import View
from tests.support.compass_live import NOW, Desk, names, of

ME, COLLEAGUE = "17", "18"
NUMBER = "31614241111"
CALLER = ExternalPoint("1", "CONNECTING", NOW, number=NUMBER, name="Customer BV")
DIALPLAN = DialplanPoint("2", "CONNECTING", NOW, exten="31201234567")
QUEUE = QueuePoint("4", "ANSWERED", NOW - 20, queue_id="7012", queue_name="Support")
X = Call("x.0", CALLER, DIALPLAN, "CONNECTING")


def user(user_id: str, state: str) -> UserPoint:
    return UserPoint("3", state, NOW, user_id=user_id, user_name=f"User {user_id}")


def start(call: Call) -> n.CallStart:
    return n.CallStart(call)


def to(destination: Callpoint, call: Call = X) -> n.CallUpdate:
    return n.CallUpdate(replace(call, destination=destination), "DESTINATION")


def state(destination: Callpoint, call: Call = X, source: str = "ANSWERED") -> n.CallUpdate:
    own = replace(call.source, state=source)
    return n.CallUpdate(replace(call, source=own, destination=destination), "STATE")


def end(call_id: str, reason: str = "SOURCE_HANGUP") -> n.CallEnd:
    return n.CallEnd(call_id, reason)


def attempt(number: int, user_id: str, how: str = "CONNECTING") -> Call:
    source = QueuePoint("5", "CONNECTING", NOW, queue_id="7012", queue_name="Support")
    return Call(f"y.{number}", source, user(user_id, how), how, {PARENT: "x.0"})


def ringing(number: int, user_id: str) -> n.CallUpdate:
    return n.CallUpdate(attempt(number, user_id, "RINGING"), "STATE")


@pytest.fixture
def desk() -> Desk:
    return Desk(ME)


def in_queue(desk: Desk) -> None:
    desk.hear(start(X), to(QUEUE), n.QueueCallEnter("7012", "x.0"))


def ring_in_queue(desk: Desk) -> CoreCall:
    in_queue(desk)
    desk.hear(start(attempt(1, COLLEAGUE)), ringing(1, COLLEAGUE))
    told = desk.hear(start(attempt(2, ME)), ringing(2, ME))
    assert names(told) == ["Delivered"]
    return told[0].call


# -- simple inbound


@pytest.mark.shows(
    "compass",
    "sequence: simple call",
    "end reason: SOURCE_HANGUP",
)
def test_a_simple_call_comes_in(desk: Desk) -> None:
    assert not desk.hear(start(X), to(user(ME, "CONNECTING")))
    told = desk.hear(state(user(ME, "RINGING"), source="RINGING"))
    assert names(told) == ["Delivered"]
    call = told[0].call
    assert (call.id, call.parent, call.direction) == ("x.0", None, Direction.INBOUND)
    assert (call.local_state, call.remote.number, call.called) == (
        ConnectionState.ALERTING,
        NUMBER,
        "31201234567",
    )
    assert call.remote.name == "Customer BV"
    assert names(desk.hear(state(user(ME, "ANSWERED")))) == ["Established"]
    assert names(desk.hear(end("x.0", "DESTINATION_HANGUP"))) == [
        "ConnectionCleared DESTINATION_HANGUP"
    ]
    assert not desk.calls


def test_what_is_told_twice_is_news_once(desk: Desk) -> None:
    told = [start(X), to(user(ME, "CONNECTING")), state(user(ME, "RINGING"))]
    found = [one for each in told for one in (desk.hear(each), desk.hear(each))]
    assert names(one for each in found for one in each) == ["Delivered"]
    desk.hear(end("x.0"))
    assert not desk.hear(end("x.0"), *told)


def test_a_call_to_a_menu_reaches_the_user_at_last(desk: Desk) -> None:
    menu = ResourcePoint("6", "ANSWERED", resource_type="ivr", name="IVR menu")
    assert not desk.hear(start(X), to(menu), to(user(ME, "CONNECTING")))
    (told,) = desk.hear(state(user(ME, "RINGING")))
    assert told.call.called == "31201234567"


@pytest.mark.shows(
    "compass",
    "sequence: a busy telephone",
)
def test_a_busy_phone_shows_nothing(desk: Desk) -> None:
    assert not desk.hear(start(X), to(user(ME, "CONNECTING")), end("x.0", "DESTINATION_BUSY"))


def test_calls_of_others_are_nobodys_business(desk: Desk) -> None:
    assert not desk.hear(start(X), to(user(COLLEAGUE, "RINGING")), end("x.0"))


def test_a_withheld_number_says_so(desk: Desk) -> None:
    hidden = replace(X, source=ExternalPoint("1", "CONNECTING", number="anonymous"))
    (told,) = desk.hear(start(hidden), to(user(ME, "RINGING"), hidden))
    assert (told.call.remote.withheld, told.call.remote.number) == (True, None)


# -- hold


@pytest.mark.shows(
    "compass",
    "sequence: hold and retrieve",
)
def test_hold_and_retrieve(desk: Desk) -> None:
    desk.hear(start(X), to(user(ME, "RINGING")), state(user(ME, "ANSWERED")))
    assert names(desk.hear(state(user(ME, "INACTIVE")))) == ["Held"]
    assert names(desk.hear(state(user(ME, "ANSWERED")))) == ["Retrieved"]
    (told,) = desk.hear(state(user(ME, "ANSWERED"), source="INACTIVE"))
    assert (told.event, told.call.remote_state) == (
        EventType.CALL_INFORMATION,
        ConnectionState.HELD,
    )


# -- transfers


def answered(desk: Desk) -> None:
    desk.hear(start(X), to(user(ME, "RINGING")), state(user(ME, "ANSWERED")))


@pytest.mark.shows(
    "compass",
    "sequence: unattended transfer",
    "end reason: REPLACE",
    "contradiction: 4: REPLACE is in the prose, not in the schema",
)
def test_an_unattended_transfer_ends_with_replace(desk: Desk) -> None:
    answered(desk)
    other = Call("y.0", CALLER, user(COLLEAGUE, "CONNECTING"))
    assert not desk.hear(start(other), state(user(COLLEAGUE, "ANSWERED"), other))
    assert names(desk.hear(end("x.0", "REPLACE"))) == [
        "Transferred REPLACE",
        "ConnectionCleared REPLACE",
    ]


@pytest.mark.shows(
    "compass",
    "sequence: unattended transfer that is declined",
)
def test_an_unattended_transfer_that_fails_changes_nothing(desk: Desk) -> None:
    answered(desk)
    other = Call("y.0", CALLER, user(COLLEAGUE, "RINGING"))
    assert not desk.hear(start(other), end("y.0", "DESTINATION_HANGUP"))
    assert [call.id for call in desk.calls] == ["x.0"]


def test_a_transfer_may_also_move_the_call_itself(desk: Desk) -> None:
    """The other form: one call, from answered back to ringing, at somebody else."""
    answered(desk)
    told = desk.hear(to(user(COLLEAGUE, "RINGING")))
    assert names(told) == ["Transferred", "ConnectionCleared"]
    assert not desk.hear(state(user(COLLEAGUE, "ANSWERED")), end("x.0"))


def test_a_transferred_call_that_comes_back_is_a_new_one_of_the_same_root(desk: Desk) -> None:
    answered(desk)
    desk.hear(to(user(COLLEAGUE, "RINGING")))
    (told,) = desk.hear(to(user(ME, "RINGING")))
    assert (told.event, told.call.id, told.call.root) == (EventType.DELIVERED, "x.0~2", "x.0")
    assert [call.id for call in desk.calls] == ["x.0~2"]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.shows(
    "compass",
    "sequence: attended transfer",
)
def test_an_attended_transfer_by_us(desk: Desk, turned: bool) -> None:
    answered(desk)
    desk.hear(state(user(ME, "INACTIVE")))
    mine = Call("y.0", user(ME, "CONNECTING"), DialplanPoint("7", "CONNECTING", exten="1002"))
    assert names(desk.hear(start(mine))) == ["ServiceInitiated"]
    assert names(desk.hear(to(user(COLLEAGUE, "CONNECTING"), mine))) == ["Originated"]
    assert names(desk.hear(to(user(COLLEAGUE, "RINGING"), mine))) == ["Delivered"]
    (told,) = desk.hear(state(user(COLLEAGUE, "ANSWERED"), mine))
    assert (told.event, told.call.direction) == (EventType.ESTABLISHED, Direction.OUTBOUND)
    last = [end("y.0"), to(user(COLLEAGUE, "ANSWERED"))]
    found = [names(desk.hear(one)) for one in (reversed(last) if turned else last)]
    found = list(reversed(found)) if turned else found
    assert found == [
        ["ConnectionCleared SOURCE_HANGUP"],
        ["Transferred", "ConnectionCleared"],
    ]
    assert not desk.calls


def test_an_attended_transfer_to_us_shows_the_customer(desk: Desk) -> None:
    asking = Call("y.0", user(COLLEAGUE, "ANSWERED"), user(ME, "ANSWERED"))
    (first,) = desk.hear(start(asking))
    assert first.call.remote.number == COLLEAGUE
    told = desk.hear(end("y.0"), to(user(ME, "ANSWERED")))
    assert names(told) == ["ConnectionCleared SOURCE_HANGUP", "Established"]
    assert told[1].call.remote.number == NUMBER


def test_whoever_we_speak_with_transfers_us(desk: Desk) -> None:
    mine = Call("x.0", user(ME, "ANSWERED"), user(COLLEAGUE, "ANSWERED"))
    desk.hear(start(mine))
    (told,) = desk.hear(to(user("19", "RINGING"), mine))
    assert (told.event, told.call.remote.number) == (EventType.CALL_INFORMATION, "19")
    assert told.call.remote_state is ConnectionState.ALERTING


# -- queue calls


def test_while_a_queue_rings_its_caller_is_shown(desk: Desk) -> None:
    call = ring_in_queue(desk)
    assert (call.id, call.parent, call.root) == ("y.2", "x.0", "x.0")
    assert (call.remote.number, call.called) == (NUMBER, "31201234567")
    assert (call.queue, call.waited_s) == (QueueRef("7012", "Support"), 20.0)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.shows(
    "compass",
    "sequence: queue call at several agents",
)
def test_who_answers_a_queue_has_one_call_from_ring_to_end(desk: Desk, turned: bool) -> None:
    ring_in_queue(desk)
    last = [
        to(user(ME, "ANSWERED")),
        n.QueueCallLeave("7012", "x.0"),
        end("y.1"),
        end("y.2"),
    ]
    told = desk.hear(*(reversed(last) if turned else last))
    assert names(told) == ["Established"]
    (call,) = desk.calls
    assert (call.id, call.root, call.local_state) == ("y.2", "x.0", ConnectionState.CONNECTED)
    assert call.queue == QueueRef("7012", "Support")
    assert not desk.settle()
    assert names(desk.hear(end("x.0"))) == ["ConnectionCleared SOURCE_HANGUP"]
    assert not desk.calls


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.shows(
    "compass",
    "sequence: queue call answered by a colleague",
)
def test_answered_elsewhere_is_not_missed(desk: Desk, turned: bool) -> None:
    ring_in_queue(desk)
    last = [
        to(user(COLLEAGUE, "ANSWERED")),
        n.QueueCallLeave("7012", "x.0"),
        end("y.1"),
        end("y.2"),
    ]
    told = desk.hear(*(reversed(last) if turned else last))
    assert names(told) == ["Diverted ANSWERED_ELSEWHERE", "ConnectionCleared ANSWERED_ELSEWHERE"]
    assert not desk.hear(ringing(2, ME)), "a late message rings nowhere"
    assert not desk.settle()


def test_the_caller_gives_up_while_we_ring(desk: Desk) -> None:
    ring_in_queue(desk)
    told = desk.hear(end("y.1"), end("y.2"), n.QueueCallLeave("7012", "x.0"), end("x.0"))
    assert names(told) == ["ConnectionCleared SOURCE_HANGUP"]


def test_the_waiting_call_may_end_first(desk: Desk) -> None:
    ring_in_queue(desk)
    told = desk.hear(end("x.0"), end("y.2"))
    assert names(told) == ["ConnectionCleared SOURCE_HANGUP"]
    assert not desk.calls


def test_a_ring_that_nobody_answers_is_over_after_a_moment(desk: Desk) -> None:
    ring_in_queue(desk)
    assert not desk.hear(end("y.2", "DESTINATION_BUSY"))
    assert desk.own.doubtful
    assert names(desk.settle()) == ["ConnectionCleared DESTINATION_BUSY"]
    assert not desk.own.doubtful


def test_a_caller_who_is_offered_again_is_a_new_call_of_the_same_root(desk: Desk) -> None:
    ring_in_queue(desk)
    told = desk.hear(end("y.2"), start(attempt(3, ME)), ringing(3, ME))
    assert names(told) == ["ConnectionCleared SOURCE_HANGUP", "Delivered"]
    assert (told[1].call.id, told[1].call.root) == ("y.3", "x.0")


@pytest.mark.shows(
    "compass",
    "sequence: queue exit",
)
def test_a_call_that_leaves_the_queue_without_an_agent_stops_ringing(desk: Desk) -> None:
    ring_in_queue(desk)
    mail = ResourcePoint("8", "ANSWERED", resource_type="voicemail", name="Mailbox")
    told = desk.hear(
        n.CallQueueExit("x.0", "max_waittime"),
        n.QueueCallLeave("7012", "x.0"),
        to(mail),
        end("y.2"),
    )
    assert names(told) == ["ConnectionCleared max_waittime"]


def test_an_attempt_may_be_told_before_the_call_it_is_for(desk: Desk) -> None:
    (told,) = desk.hear(start(attempt(2, ME, "RINGING")))
    assert (told.call.id, told.call.root, told.call.remote.number) == ("y.2", "x.0", None)
    (told,) = desk.hear(start(X))
    assert (told.event, told.call.remote.number) == (EventType.CALL_INFORMATION, NUMBER)


def test_an_attempt_for_a_call_that_somebody_has_answered_rings_nowhere(desk: Desk) -> None:
    in_queue(desk)
    assert not desk.hear(to(user(COLLEAGUE, "ANSWERED")), start(attempt(2, ME)), ringing(2, ME))


def test_a_queues_call_that_is_picked_up(desk: Desk) -> None:
    in_queue(desk)
    (told,) = desk.hear(to(user(ME, "ANSWERED")))
    assert (told.event, told.call.id, told.call.queue) == (
        EventType.ESTABLISHED,
        "x.0",
        QueueRef("7012", "Support"),
    )


# -- outgoing


def test_a_number_dialled_on_the_telephone(desk: Desk) -> None:
    mine = Call("x.0", user(ME, "CONNECTING"), DialplanPoint("2", "CONNECTING", exten="0612"))
    (told,) = desk.hear(start(mine))
    assert (told.event, told.call.remote.number) == (EventType.SERVICE_INITIATED, "0612")
    line = ExternalPoint("3", "CONNECTING", number="31612", name="31612")
    found = [desk.hear(to(replace(line, state=how), mine)) for how in ("CONNECTING", "RINGING")]
    assert [names(each) for each in found] == [["Originated"], ["Delivered"]]
    assert found[1][0].call.direction is Direction.OUTBOUND
    assert names(desk.hear(state(replace(line, state="ANSWERED"), mine))) == ["Established"]
    assert names(desk.hear(end("x.0"))) == ["ConnectionCleared SOURCE_HANGUP"]


@pytest.mark.shows(
    "compass",
    "end reason: DESTINATION_BUSY",
)
def test_who_is_busy_could_not_be_reached(desk: Desk) -> None:
    mine = Call("x.0", user(ME, "CONNECTING"), user(COLLEAGUE, "RINGING"))
    desk.hear(start(mine))
    told = desk.hear(end("x.0", "DESTINATION_BUSY"))
    assert names(told) == ["Failed DESTINATION_BUSY", "ConnectionCleared DESTINATION_BUSY"]
    assert not desk.calls


def test_we_wait_in_a_queue_ourselves(desk: Desk) -> None:
    mine = Call("x.0", user(ME, "ANSWERED"), QUEUE)
    (told,) = desk.hear(start(mine))
    assert (told.event, told.call.remote_state) == (EventType.QUEUED, ConnectionState.QUEUED)
    assert told.call.remote.name == "Support"


DIALLER = DialplanPoint("2", "CONNECTING", exten="0612", description="dialler")


@pytest.mark.parametrize(
    "source", [DIALLER, UnknownPoint("2", "CONNECTING"), user(ME, "CONNECTING")]
)
@pytest.mark.shows(
    "compass",
    "sequence: click-to-dial",
)
def test_click_to_dial_rings_us_first_and_never_pops_up(desk: Desk, source: Callpoint) -> None:
    desk.own.requested("0612", "ticket 7", desk.now)
    first = Call("x.0", source, user(ME, "RINGING"))
    (told,) = desk.hear(start(first))
    call = told.call
    assert (told.event, call.direction) == (EventType.SERVICE_INITIATED, Direction.OUTBOUND)
    assert (call.local_state, call.remote.number) == (ConnectionState.ALERTING, "0612")
    assert call.correlation_id == "ticket 7"
    assert names(desk.hear(to(user(ME, "ANSWERED"), first))) == ["Originated"]
    both = Call("x.0", user(ME, "ANSWERED"), DIALLER)
    assert not desk.hear(n.CallUpdate(both, "BOTH"))
    line = ExternalPoint("3", "RINGING", number="31612")
    assert names(desk.hear(to(line, both))) == ["Delivered"]
    assert names(desk.hear(to(replace(line, state="ANSWERED"), both))) == ["Established"]
    assert [(call.id, call.correlation_id) for call in desk.calls] == [("x.0", "ticket 7")]


def test_click_to_dial_of_somebody_elses_program_does_not_pop_up_either(desk: Desk) -> None:
    (told,) = desk.hear(start(Call("x.0", DIALLER, user(ME, "RINGING"))))
    assert told.call.direction is Direction.OUTBOUND
    assert told.call.remote.number == "0612"


def test_a_customer_who_rings_while_we_dial_is_still_a_customer(desk: Desk) -> None:
    desk.own.requested("0612", None, desk.now)
    (told,) = desk.hear(start(X), to(user(ME, "RINGING")))
    assert told.call.direction is Direction.INBOUND
    (told,) = desk.hear(start(Call("z.0", DIALLER, user(ME, "RINGING"))))
    assert told.call.remote.number == "0612"


def test_the_id_of_the_call_asked_for_may_come_behind_it(desk: Desk) -> None:
    desk.own.requested("0612", "ticket 7", desk.now)
    odd = Call("x.0", ResourcePoint("2", "CONNECTING"), user(ME, "RINGING"))
    desk.hear(start(odd))
    told = desk.own.request_is("x.0", desk.company, desk.now)
    assert [(one.call.direction, one.call.correlation_id) for one in told][-1] == (
        Direction.OUTBOUND,
        "ticket 7",
    )


def test_a_refused_request_is_no_request(desk: Desk) -> None:
    desk.own.requested("0612", "ticket 7", desk.now)
    desk.own.request_refused()
    (told,) = desk.hear(start(Call("x.0", user(ME, "CONNECTING"), DIALPLAN)))
    assert told.call.correlation_id is None


# -- reading everything


def test_what_happened_during_a_cut_is_found_by_reading(desk: Desk) -> None:
    ring_in_queue(desk)
    platform = replace(X, destination=user(ME, "ANSWERED"))
    desk.read(View({}, {}, {"x.0": platform}))
    (call,) = desk.calls
    assert (call.id, call.local_state) == ("y.2", ConnectionState.CONNECTED)
    desk.read(View({}, {}, {}))
    assert not desk.calls
    assert of(desk.events, "y.2")[-1] is EventType.CONNECTION_CLEARED


def test_before_we_know_who_we_are_nothing_is_ours() -> None:
    desk = Desk(ME)
    desk.own.user_id = None
    assert not desk.hear(start(X), to(user(ME, "RINGING")))
    assert desk.own.resynchronise(desk.company, NOW) == ()
    desk.own.user_id = ME
    assert [call.id for call in desk.own.resynchronise(desk.company, NOW)] == ["x.0"]


def test_a_number_that_is_told_as_a_name_is_none(desk: Desk) -> None:
    """Else it would hide the name in the contacts."""
    machine = ResourcePoint("8", "RINGING", resource_type="extension", name="6100")
    out = Call("x.0", user(ME, "ANSWERED"), DialplanPoint("2", "CONNECTING", exten="6100"))
    desk.hear(start(out))
    told = desk.hear(to(machine))
    assert {(one.call.remote.number, one.call.remote.name) for one in told} == {("6100", None)}
