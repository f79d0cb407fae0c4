"""A call may be over by its state alone: an update says DISCONNECTED, and no end follows."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.messages.callpoints import ExternalPoint, QueuePoint, UserPoint
from cti_desk.vendors.compass.messages.calls import PARENT, Call
from tests.support.compass_live import NOW, Desk, names

ME = "17"
CALLER = ExternalPoint("1", "ANSWERED", NOW, number="31614241111")
OWN = UserPoint("2", "ANSWERED", NOW, user_id=ME)
TALKING = Call("x.0", CALLER, OWN, "ANSWERED")
QUEUE = QueuePoint("4", "ANSWERED", NOW, queue_id="7012", queue_name="Support")


def off(call: Call, *, call_state: bool = True, ends: bool = True) -> n.CallUpdate:
    """The update that says it is over, by the call's state, by its ends', or both."""
    over = call
    if ends:
        over = replace(
            over,
            source=replace(call.source, state="DISCONNECTED"),
            destination=replace(call.destination, state="DISCONNECTED"),
        )
    return n.CallUpdate(replace(over, state="DISCONNECTED") if call_state else over, "STATE")


@pytest.fixture
def desk() -> Desk:
    desk = Desk(ME)
    desk.hear(n.CallStart(TALKING))
    assert desk.calls
    return desk


@pytest.mark.parametrize(("call_state", "ends"), [(True, True), (True, False), (False, True)])
def test_it_ends_a_call(desk: Desk, call_state: bool, ends: bool) -> None:
    assert not desk.hear(off(TALKING, call_state=call_state, ends=ends))
    assert names(desk.settle()) == ["ConnectionCleared"]
    assert desk.calls == ()
    assert not desk.company.calls
    assert not desk.company.in_call(ME)


def test_an_end_behind_it_tells_why(desk: Desk) -> None:
    told = desk.hear(off(TALKING), n.CallEnd("x.0", "DESTINATION_HANGUP"))
    assert names(told) == ["ConnectionCleared DESTINATION_HANGUP"]
    assert not desk.settle()


def test_an_end_before_it_is_enough(desk: Desk) -> None:
    told = desk.hear(n.CallEnd("x.0", "SOURCE_HANGUP"), off(TALKING))
    assert names(told) == ["ConnectionCleared SOURCE_HANGUP"]


def test_it_is_not_brought_back_by_what_comes_late(desk: Desk) -> None:
    desk.hear(off(TALKING), off(TALKING), n.CallUpdate(TALKING, "STATE"), n.CallStart(TALKING))
    desk.settle()
    assert desk.calls == ()
    assert not desk.company.calls


def test_one_that_was_never_known_is_no_news() -> None:
    desk = Desk(ME)
    assert not desk.hear(off(TALKING), n.CallUpdate(TALKING, "STATE"))
    assert not desk.settle()
    assert not desk.company.calls


def test_who_waited_waits_no_more() -> None:
    desk = Desk(ME)
    waiting = replace(TALKING, destination=QUEUE)
    desk.hear(n.CallStart(waiting), n.QueueCallEnter("7012", "x.0"))
    assert desk.company.waiting.of("7012")
    desk.hear(off(waiting))
    assert not desk.company.waiting.of("7012")


def test_a_queues_attempt_may_end_so_too() -> None:
    desk = Desk(ME)
    attempt = Call("y.1", QUEUE, replace(OWN, state="RINGING"), "RINGING", {PARENT: "x.0"})
    desk.hear(n.CallStart(replace(TALKING, destination=QUEUE)), n.CallStart(attempt))
    assert desk.calls
    desk.hear(off(attempt))
    assert names(desk.settle()) == ["ConnectionCleared"]
    assert desk.company.attempts("x.0") == ()


def test_one_end_alone_is_still_a_call(desk: Desk) -> None:
    """While a call is transferred, one of its ends may be gone before the next is there."""
    gone = replace(CALLER, state="DISCONNECTED")
    desk.hear(n.CallUpdate(replace(TALKING, source=gone), "STATE"))
    desk.settle()
    assert desk.calls
