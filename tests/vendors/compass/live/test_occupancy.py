"""Who waits is told twice, in either order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cti_desk.vendors.compass.live.occupancy import Occupancy


def test_the_second_telling_adds_only_the_time() -> None:
    waiting = Occupancy()
    assert waiting.entered("q", "a", None) == ("q",)
    assert waiting.leads_to("q", "a", 5.0) == ("q",)
    assert waiting.leads_to("q", "a", 6.0) == ()
    assert waiting.entered("q", "a", 7.0) == ()
    assert dict(waiting.of("q")) == {"a": 5.0}
    assert waiting.queue_of("a") == "q"


def test_a_late_leave_of_another_queue_says_nothing() -> None:
    waiting = Occupancy()
    waiting.entered("q", "a", None)
    assert waiting.leads_to("r", "a") == ("q", "r")
    assert waiting.left("q", "a") == ()
    assert list(waiting.of("r")) == ["a"]


def test_who_left_may_come_again() -> None:
    waiting = Occupancy()
    waiting.leads_to("q", "a")
    waiting.left("q", "a")
    assert waiting.leads_to("q", "a") == ()
    waiting.leads_to(None, "a")
    assert waiting.leads_to("q", "a") == ("q",)


def test_a_queue_that_is_no_more_has_nobody() -> None:
    waiting = Occupancy()
    waiting.entered("q", "a", None)
    waiting.close("q")
    waiting.close("r")
    assert (dict(waiting.of("q")), waiting.queue_of("a")) == ({}, None)


STEPS = st.tuples(
    st.sampled_from(["entered", "left", "leads"]),
    st.sampled_from(["q", "r", None]),
    st.sampled_from("abc"),
)


@given(st.lists(STEPS))
def test_nobody_waits_in_two_queues(steps: list[tuple[str, str | None, str]]) -> None:
    waiting = Occupancy()
    for what, queue, call in steps:
        if what == "leads":
            waiting.leads_to(queue, call)
        elif what == "entered":
            waiting.entered(queue or "q", call, None)
        else:
            waiting.left(queue or "q", call)
        for each in "abc":
            queues = [name for name in ("q", "r") if each in waiting.of(name)]
            assert queues == [name for name in [waiting.queue_of(each)] if name]
