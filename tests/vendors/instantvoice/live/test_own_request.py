"""Which events are those of a call that was asked for here."""

from __future__ import annotations

import pytest

from cti_desk.vendors.instantvoice.live.own_request import Habit, OwnRequest, new_external_id
from tests.support.instantvoice import AGENT, DictMemory, event

OWN_NAMES = {AGENT, "1001"}


def request() -> OwnRequest:
    return OwnRequest("6100", None, "123456789", until=60.0)


def inbound_site() -> Habit:
    habit = Habit()
    habit.learn_inbound()
    return habit


@pytest.mark.parametrize(
    ("kind", "direction", "callerid", "own"),
    [
        ("NEWCALL", "OUTBOUND", "6100", True),
        ("NEWCALL", "OUTBOUND", "", True),
        ("NEWCALL", "OUTBOUND", "6101", False),
        ("NEWCALL", "", "6100", True),
        ("NEWCALL", "", "", True),
        ("NEWCALL", "INBOUND", "6100", False),
        ("NEWCALL", " inbound", "6100", False),
        ("NEWCALL", "INBOUND", "", False),
        ("NEWCALL", "INBOUND", "1001", True),
        ("CONNECT", "INBOUND", "6100", False),
        ("CONNECT", "OUTBOUND", "6100", True),
        ("DNEWCALL", "INBOUND", "6100", True),
        ("HANGUP", "", "6100", True),
        ("HANGUP", "", "2198765456", False),
        ("HANGUP", "", "", False),
    ],
)
def test_by_what_the_event_says(kind: str, direction: str, callerid: str, own: bool) -> None:
    told = event(kind, "1", direction=direction, callerid=callerid)
    assert request().is_told_by(told, OWN_NAMES, Habit()) is own


def test_a_failure_without_a_number_is_that_of_the_call_that_was_asked_for() -> None:
    assert request().is_told_by(event("HANGUP", "1", reason="FAILED"), OWN_NAMES, Habit())
    assert not request().is_told_by(event("HANGUP", "1", reason="BYCALLER"), OWN_NAMES, Habit())


def test_the_number_that_was_sent_names_the_call() -> None:
    echo = event("NEWCALL", "1", direction="INBOUND", external_id="123456789")
    assert request().is_told_by(echo, OWN_NAMES, Habit())
    other = event("NEWCALL", "1", direction="OUTBOUND", callerid="6100", external_id="7")
    assert not request().is_told_by(other, OWN_NAMES, Habit())


def test_on_a_site_that_calls_its_own_calls_inbound_the_number_decides() -> None:
    own = event("NEWCALL", "1", direction="INBOUND", callerid="6100")
    assert request().is_told_by(own, OWN_NAMES, inbound_site())
    other = event("NEWCALL", "1", direction="INBOUND", callerid="2198765456")
    assert not request().is_told_by(other, OWN_NAMES, inbound_site())


def test_what_was_learned_of_a_site_is_remembered() -> None:
    memory = DictMemory()
    Habit(memory, "site.inbound").learn_inbound()
    assert Habit(memory, "site.inbound").inbound
    assert not Habit(memory, "other.inbound").inbound


def test_numbers_of_our_own_look_like_the_manuals_and_differ() -> None:
    made = {new_external_id() for _ in range(100)}
    assert len(made) == 100
    assert all(len(one) == 9 and one.isdigit() for one in made)
