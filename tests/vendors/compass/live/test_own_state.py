"""The agent's state: by the site's way of pausing, never by both."""

from __future__ import annotations

import time

import pytest
from msgspec.structs import replace

from cti_desk.core.model import AgentState, Reason
from cti_desk.vendors.compass.live.own_state import (
    NO_DISTURB,
    NO_PHONE,
    NO_QUEUE,
    OTHER_STATUS,
    Queues,
    own_state,
    queue_state,
)
from cti_desk.vendors.compass.messages.members import QueueMember
from cti_desk.vendors.compass.messages.status import ALL, NONE, ONLY_DIRECT, WrapUp
from cti_desk.vendors.compass.messages.users import User
from cti_desk.vendors.compass.settings import PauseModel

USER = User("17", "Anna", logged_in=True, location="275001", receive_calls=ALL)
IN = QueueMember("7012", "17", 1)
PAUSED = QueueMember("7012", "17", 1, 1_337_295_600_000)
ALSO_IN = QueueMember("7013", "17", 1)
NAMES = {"7012": "Support", "7013": "Sales"}

READY, NOT_READY, OUT, AFTER = (
    AgentState.READY,
    AgentState.NOT_READY,
    AgentState.LOGGED_OUT,
    AgentState.WORKING_AFTER_CALL,
)


def queues(*members: QueueMember, chosen: str = "") -> Queues:
    return Queues({one.queue_id: one for one in members}, frozenset(chosen.split()), NAMES)


@pytest.mark.parametrize(
    ("model", "receives", "member", "state", "note"),
    [
        ("status", ALL, IN, READY, None),
        ("status", ONLY_DIRECT, IN, NOT_READY, None),
        ("status", NONE, IN, NOT_READY, NO_DISTURB),
        ("status", None, IN, READY, None),
        ("status", ALL, PAUSED, READY, None),
        ("queue", ALL, IN, READY, None),
        ("queue", ALL, PAUSED, NOT_READY, None),
        ("queue", NONE, IN, READY, OTHER_STATUS),
        ("queue", ONLY_DIRECT, PAUSED, NOT_READY, OTHER_STATUS),
        ("undecided", ALL, IN, READY, None),
        ("undecided", ALL, PAUSED, NOT_READY, None),
        ("undecided", None, PAUSED, NOT_READY, None),
        ("undecided", ONLY_DIRECT, IN, NOT_READY, None),
    ],
)
def test_the_state(
    model: PauseModel,
    receives: str | None,
    member: QueueMember,
    state: AgentState,
    note: str | None,
) -> None:
    found = own_state(replace(USER, receive_calls=receives), queues(member), model)
    assert (found.state, found.note) == (state, note)
    assert found.device == "275001"


def test_a_pause_has_its_words_or_its_time() -> None:
    user = replace(USER, receive_calls=ONLY_DIRECT, display_status="Lunch")
    assert own_state(user, queues(IN), "status").reason == Reason(text="Lunch")
    assert own_state(USER, queues(PAUSED), "queue").since == 1_337_295_600.0


def test_paused_in_some_queues_is_ready_with_a_note() -> None:
    found = own_state(USER, queues(PAUSED, ALSO_IN), "queue")
    assert (found.state, found.note) == (READY, "Paused in Support.")


@pytest.mark.parametrize(
    ("receives", "known"), [(ALL, False), (ONLY_DIRECT, False), (NONE, True), (None, None)]
)
def test_do_not_disturb(receives: str | None, known: bool | None) -> None:
    user = replace(USER, receive_calls=receives)
    assert own_state(user, queues(IN), "status").do_not_disturb is known


def test_who_is_on_no_telephone_is_logged_out_and_told_why() -> None:
    found = own_state(replace(USER, logged_in=False), queues(IN), "status")
    assert (found.state, found.note, found.device) == (OUT, NO_PHONE, None)


@pytest.mark.parametrize("chosen", ["", "7012"])
def test_a_member_of_no_queue_is_logged_out_and_told_why(chosen: str) -> None:
    found = own_state(USER, queues(chosen=chosen), "status")
    assert (found.state, found.note) == (OUT, NO_QUEUE)


@pytest.mark.parametrize("model", ["status", "queue", "undecided"])
def test_any_queue_lets_calls_arrive(model: PauseModel) -> None:
    """The profile names Support; the agent has joined Sales by hand, whose calls ring."""
    found = own_state(USER, queues(ALSO_IN, chosen="7012"), model)
    assert found.state is READY
    assert found.note == "You take calls of Sales, and of none of your profile's queues."
    assert queue_state(found, ALSO_IN, model) is READY
    assert own_state(USER, queues(ALSO_IN, IN, chosen="7012"), model).note is None


def test_a_pause_counts_in_every_queue_that_sends_calls() -> None:
    also = replace(PAUSED, queue_id="7013")
    assert own_state(USER, queues(also, chosen="7012"), "queue").state is NOT_READY
    assert own_state(USER, queues(also, PAUSED, chosen="7012"), "queue").state is NOT_READY
    found = own_state(USER, queues(ALSO_IN, PAUSED, chosen="7012"), "queue")
    assert (found.state, found.note) == (READY, "Paused in Support.")
    found = own_state(USER, queues(also, IN, chosen="7012"), "queue")
    assert (found.state, found.note) == (READY, "Paused in Sales.")


@pytest.mark.parametrize("model", ["status", "queue", "undecided"])
def test_wrap_up_says_when_calls_come_again(model: PauseModel) -> None:
    user = replace(USER, receive_calls=ONLY_DIRECT, wrap_up=WrapUp("x", 1_795_298_371.0))
    found = own_state(user, queues(IN), model)
    at = time.strftime("%H:%M:%S", time.localtime(1_795_298_371.0))
    assert found.state is AFTER
    assert at in (found.note or "")
    found = own_state(replace(user, wrap_up=WrapUp("x")), queues(IN), model)
    assert "until you end" in (found.note or "")


@pytest.mark.parametrize(
    ("model", "receives", "member", "state"),
    [
        ("status", ALL, None, None),
        ("status", ALL, IN, READY),
        ("status", ONLY_DIRECT, IN, NOT_READY),
        ("status", ALL, PAUSED, READY),
        ("queue", ALL, IN, READY),
        ("queue", ALL, PAUSED, NOT_READY),
    ],
)
def test_the_state_in_one_queue(
    model: PauseModel, receives: str, member: QueueMember | None, state: AgentState | None
) -> None:
    user = replace(USER, receive_calls=receives)
    own = own_state(user, queues(*(member,) if member else (), ALSO_IN), model)
    assert queue_state(own, member, model) is state
