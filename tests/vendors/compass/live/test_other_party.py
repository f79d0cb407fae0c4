"""The other end of a call may change: then nothing stays of who was there before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cti_desk.core.events import EventType
from cti_desk.core.model import Direction, QueueRef, Remote
from cti_desk.core.moment import Moment
from cti_desk.core.reports import Identified
from cti_desk.vendors.compass.live.company import Company
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
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.messages.users import User
from tests.support.compass_live import NOW, Desk, names

ME = "17"
BOB = UserPoint("3", "ANSWERED", NOW, user_id="18", user_name="Bob")
EVE = UserPoint("3", "ANSWERED", NOW, user_id="19", user_name="Eve")
CUSTOMER = ExternalPoint("1", "ANSWERED", NOW, number="31614241111", name="Customer BV")
NAMELESS = ExternalPoint("1", "ANSWERED", NOW, number="31614242222", name="31614242222")
WITHHELD = ExternalPoint("1", "ANSWERED", NOW, number="anonymous", name="anonymous")
UNHEARD_OF = ExternalPoint("1", "ANSWERED", NOW)
SUPPORT = QueuePoint("4", "ANSWERED", NOW, queue_id="7012", queue_name="Support")
VOICEMAIL = ResourcePoint(
    "6", "ANSWERED", NOW, resource_type="voicemail", resource_id="5", name="Voicemail"
)
UNKNOWN = UnknownPoint("9", "ANSWERED", NOW)

THERE: list[tuple[Callpoint, Remote]] = [
    (BOB, Remote("201", name="Bob")),
    (EVE, Remote("202", name="Eve")),
    (CUSTOMER, Remote("31614241111", name="Customer BV")),
    (NAMELESS, Remote("31614242222")),
    (WITHHELD, Remote(withheld=True)),
    (UNHEARD_OF, Remote()),
    (SUPPORT, Remote(name="Support")),
    (VOICEMAIL, Remote(name="Voicemail")),
    (UNKNOWN, Remote()),
]
POINTS = [point for point, _ in THERE]


def shown(point: Callpoint) -> Remote:
    """What the desk shows of who is there."""
    return next(remote for each, remote in THERE if each is point)


def me(state: str = "ANSWERED") -> UserPoint:
    return UserPoint("2", state, NOW, user_id=ME)


def company() -> Company:
    return Company([User("18", "Bob", extensions=("201",)), User("19", "Eve", extensions=("202",))])


@pytest.fixture
def desk() -> Desk:
    return Desk(ME, company())


def called_by(desk: Desk, first: Callpoint) -> Call:
    """A call that somebody made to us, and we answered."""
    call = Call("y.0", first, me(), "ANSWERED")
    desk.hear(n.CallStart(call))
    return call


def contacts_know(desk: Desk) -> None:
    """What contacts and number formatting add."""
    for call in desk.calls:
        if call.remote.number is None:
            continue
        who = Identified(call.id, "+31…", "+31 …", "From contacts", True, call.remote.number)
        desk.session.handle(who, Moment(NOW, NOW))


@pytest.mark.parametrize("then", [point for point in POINTS if point is not BOB])
def test_a_colleague_connects_us_to_somebody_else(desk: Desk, then: Callpoint) -> None:
    call = called_by(desk, BOB)
    contacts_know(desk)
    assert desk.calls[0].remote.display
    told = desk.hear(n.CallUpdate(replace(call, source=then), "SOURCE"))
    assert names(told) == ["CallInformation"]
    assert desk.calls[0].remote == shown(then)
    assert desk.events[-1].event is EventType.CALL_INFORMATION
    assert desk.events[-1].call == desk.calls[0]
    assert desk.calls[0].direction is Direction.INBOUND


def test_what_contacts_know_of_the_same_party_stays(desk: Desk) -> None:
    call = called_by(desk, NAMELESS)
    contacts_know(desk)
    held = replace(call, destination=me("INACTIVE"))
    desk.hear(n.CallUpdate(held, "STATE"))
    assert desk.calls[0].remote == Remote(
        "31614242222", "+31…", "+31 …", "From contacts", guess=True
    )


def test_a_late_answer_about_the_old_party_is_not_the_new_ones(desk: Desk) -> None:
    call = called_by(desk, BOB)
    desk.hear(n.CallUpdate(replace(call, source=WITHHELD), "SOURCE"))
    who = Identified("y.0", "+31…", "+31 …", "Bob of the contacts", False, "201")
    desk.session.handle(who, Moment(NOW, NOW))
    assert desk.calls[0].remote == Remote(withheld=True)


def test_it_may_change_while_we_are_rung(desk: Desk) -> None:
    call = replace(called_by(desk, BOB), destination=me("RINGING"))
    desk.hear(n.CallUpdate(call, "STATE"))
    desk.hear(n.CallUpdate(replace(call, source=CUSTOMER), "SOURCE"))
    assert desk.calls[0].remote == shown(CUSTOMER)


@pytest.mark.parametrize("turned", [False, True])
def test_after_a_consultation_the_customer_is_there(desk: Desk, turned: bool) -> None:
    """A colleague asks us, we answer, the colleague hangs up: in whatever order it is told."""
    theirs = Call("x.0", CUSTOMER, DialplanPoint("7", "CONNECTING", NOW, exten="31201234567"))
    desk.hear(n.CallStart(theirs))
    desk.hear(n.CallUpdate(replace(theirs, destination=SUPPORT), "DESTINATION"))
    desk.hear(n.CallUpdate(replace(theirs, destination=BOB), "DESTINATION"))
    called_by(desk, BOB)
    assert desk.calls[0].remote == shown(BOB)
    last: list[n.Notification] = [
        n.CallEnd("y.0", "SOURCE_HANGUP"),
        n.CallUpdate(replace(theirs, destination=me()), "DESTINATION"),
    ]
    desk.hear(*(reversed(last) if turned else last))
    (call,) = desk.calls
    assert (call.id, call.remote) == ("x.0", shown(CUSTOMER))
    assert (call.queue, call.called) == (QueueRef("7012", "Support"), "31201234567")


# -- calls that we made


def dialled(desk: Desk, *reached: Callpoint) -> Call:
    """A call that we made to 201, and who was reached one after the other."""
    call = Call("x.0", me(), DialplanPoint("7", "CONNECTING", NOW, exten="201"))
    desk.hear(n.CallStart(call))
    for point in reached:
        call = replace(call, destination=point)
        desk.hear(n.CallUpdate(call, "DESTINATION"))
    return call


@pytest.mark.parametrize("then", [point for point in POINTS if point is not BOB])
def test_whom_we_called_connects_us_to_somebody_else(desk: Desk, then: Callpoint) -> None:
    dialled(desk, BOB, then)
    assert desk.calls[0].remote == shown(then)


@pytest.mark.parametrize("point", [UNHEARD_OF, SUPPORT, VOICEMAIL])
def test_what_we_dialled_is_the_number_of_who_has_none(desk: Desk, point: Callpoint) -> None:
    dialled(desk, point)
    assert desk.calls[0].remote.number == "201"


def test_a_menu_on_the_way_keeps_the_number_but_not_its_name(desk: Desk) -> None:
    dialled(desk, VOICEMAIL, SUPPORT)
    assert desk.calls[0].remote == Remote("201", name="Support")
    dialled(desk, VOICEMAIL, SUPPORT, EVE)
    assert desk.calls[0].remote == shown(EVE)


def test_a_transfer_to_a_number_shows_that_number(desk: Desk) -> None:
    onward = DialplanPoint("8", "CONNECTING", NOW, exten="0612345678")
    call = dialled(desk, BOB, onward)
    assert desk.calls[0].remote == Remote("0612345678")
    desk.hear(n.CallUpdate(replace(call, destination=UNHEARD_OF), "DESTINATION"))
    assert desk.calls[0].remote == Remote("0612345678")
    desk.hear(n.CallUpdate(replace(call, destination=VOICEMAIL), "DESTINATION"))
    assert desk.calls[0].remote.name == "Voicemail"


def test_a_call_asked_for_from_here_may_be_transferred_too(desk: Desk) -> None:
    desk.own.requested("201", "ticket 7", NOW)
    call = Call("x.0", UnknownPoint("9", "CONNECTING", NOW), me("RINGING"))
    desk.hear(n.CallStart(call))
    assert desk.calls[0].remote == Remote("201")
    call = replace(call, source=me(), destination=BOB)
    desk.hear(n.CallUpdate(call, "BOTH"))
    assert desk.calls[0].remote == shown(BOB)
    desk.hear(n.CallUpdate(replace(call, destination=WITHHELD), "DESTINATION"))
    assert desk.calls[0].remote == shown(WITHHELD)


# -- while the link is cut, and in general


@pytest.mark.parametrize("then", [point for point in POINTS if point is not BOB])
def test_it_may_change_while_nothing_is_heard(desk: Desk, then: Callpoint) -> None:
    call = called_by(desk, BOB)
    contacts_know(desk)
    now = company()
    now.take(n.CallStart(replace(call, source=then)))
    desk.company = now
    desk.read_again()
    assert desk.calls[0].remote == shown(then)


@given(st.lists(st.sampled_from(POINTS), min_size=1, max_size=8), st.booleans())
def test_whatever_was_before_who_is_there_now_is_shown(
    points: list[Callpoint], known: bool
) -> None:
    desk = Desk(ME, company())
    call = called_by(desk, CUSTOMER)
    for point in points:
        if known:
            contacts_know(desk)
        desk.hear(n.CallUpdate(replace(call, source=point), "SOURCE"))
    remote, there = desk.calls[0].remote, shown(points[-1])
    assert (remote.number, remote.withheld) == (there.number, there.withheld)
    assert remote.name == there.name or (remote.guess and remote.number)
    assert remote.number or not (remote.e164 or remote.display or remote.guess)
