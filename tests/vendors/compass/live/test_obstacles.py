"""What keeps calls from an agent, and what their profile has wrong."""

from __future__ import annotations

import pytest

from cti_desk.core.capabilities import Obstacle
from cti_desk.vendors.compass.live.chosen_queues import ChosenQueues, Joining
from cti_desk.vendors.compass.live.company import Company
from cti_desk.vendors.compass.live.monitor import Monitor, Timer
from cti_desk.vendors.compass.live.obstacles import not_listed, obstacles_of, warnings_of
from cti_desk.vendors.compass.live.own_state import NO_PHONE, UNREGISTERED
from cti_desk.vendors.compass.messages.queues import Queue
from cti_desk.vendors.compass.messages.users import User
from tests.support.instantvoice import DictMemory, HandClock


def chosen(*queues: str) -> ChosenQueues:
    return ChosenQueues(queues, Joining(1, False), DictMemory(), "queues")


def never(seconds: float, do: object) -> Timer:
    raise AssertionError


def monitor(user_id: str = "17", logged_in: bool | None = True) -> Monitor:
    found = Monitor("queue", chosen(), HandClock(), never)
    found.company = Company([User("17", logged_in=logged_in)], [Queue("7", "Sales")], [])
    found.user_id = user_id
    found.loaded = True
    return found


def test_nothing_is_said_before_the_company_is_known() -> None:
    unknown = monitor("18")
    unknown.loaded = False
    assert warnings_of(unknown, chosen("Nothing"), "joe") == ()
    assert obstacles_of(unknown, "joe", registered=False) == ()


def test_queues_that_there_are_not_are_named() -> None:
    assert warnings_of(monitor(), chosen("Sales"), "joe") == ()
    assert warnings_of(monitor(), chosen("sales", "Sale"), "joe") == (
        "Your profile names a queue that there is not: Sale.",
    )


def test_a_user_whom_the_company_does_not_have() -> None:
    words = "Compass does not list joe among the company's users."
    assert not_listed("joe") == words
    assert warnings_of(monitor("18"), chosen(), "joe") == (words,)
    assert obstacles_of(monitor("18"), "joe", registered=True) == (Obstacle("agent", words),)


@pytest.mark.parametrize(
    ("logged_in", "registered", "words"),
    [
        (True, True, None),
        (True, None, None),
        (None, None, None),
        (True, False, UNREGISTERED),
        (False, True, NO_PHONE),
        (False, False, NO_PHONE),
    ],
)
def test_a_telephone_that_cannot_ring(
    logged_in: bool | None, registered: bool | None, words: str | None
) -> None:
    found = obstacles_of(monitor(logged_in=logged_in), "joe", registered=registered)
    assert found == (() if words is None else (Obstacle("phone", words),))
