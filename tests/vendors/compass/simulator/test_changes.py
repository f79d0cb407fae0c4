"""The flows of docs/protocols/compass.md §7, in the exact order of their notifications."""

from __future__ import annotations

import pytest

from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.simulator.changes import Hints, changes
from cti_desk.vendors.compass.simulator.view import View
from tests.support.compass_sim import ANNA, BRAM, CARLA, Company

INBOUND = [
    "start X CONNECTING: External CONNECTING -> Dialplan CONNECTING",
    "DESTINATION X CONNECTING: External CONNECTING -> User CONNECTING",
    "STATE X RINGING: External CONNECTING -> User RINGING",
    "STATE X ANSWERED: External ANSWERED -> User ANSWERED",
]
HELD = "STATE X ANSWERED: External ANSWERED -> User INACTIVE"


def talking() -> tuple[Company, str]:
    company = Company()
    call = company.ring(ANNA)
    company.exchange.calls.answer(call.id)
    return company, call.id


@pytest.mark.parametrize(
    ("by", "reason"), [("caller", "SOURCE_HANGUP"), ("callee", "DESTINATION_HANGUP")]
)
@pytest.mark.shows(
    "compass",
    "end reason: DESTINATION_HANGUP",
)
def test_a_simple_call(by, reason: str) -> None:
    company, call = talking()
    company.exchange.calls.hang_up(call, by)
    assert company.flow("X") == [*INBOUND, f"end X {reason}"]
    assert all(len(step) == 1 for step in company.steps)


def test_a_busy_telephone_never_rings() -> None:
    company = Company()
    company.exchange.phone(ANNA).busy = True
    company.ring(ANNA)
    assert company.flow("X") == [*INBOUND[:2], "end X DESTINATION_BUSY"]


def test_hold_and_retrieve() -> None:
    company, call = talking()
    company.exchange.transfers.hold(call)
    company.exchange.transfers.retrieve(call)
    assert company.flow("X") == [*INBOUND, HELD, INBOUND[3]]


def test_an_unattended_transfer() -> None:
    company, call = talking()
    target = company.exchange.transfers.blind(call, "1002")
    company.exchange.calls.answer(target)
    assert company.flow("X", "Y") == [
        *INBOUND,
        "start Y CONNECTING: External CONNECTING -> User CONNECTING",
        "STATE Y RINGING: External CONNECTING -> User RINGING",
        "STATE Y ANSWERED: External ANSWERED -> User ANSWERED",
        "end X REPLACE",
    ]


def test_an_unattended_transfer_that_is_declined_leaves_the_call_as_it_was() -> None:
    company, call = talking()
    target = company.exchange.transfers.blind(call, "1002")
    company.exchange.calls.hang_up(target, "callee")
    assert company.flow("X", "Y")[-1] == "end Y DESTINATION_BUSY"
    assert set(company.chronicle.view.calls) == {call}


def test_a_transfer_into_a_queue_waits_there() -> None:
    company, call = talking()
    target = company.exchange.transfers.blind(call, "7012")
    assert company.flow("X", "Y")[4:] == [
        "start Y CONNECTING: External CONNECTING -> Dialplan CONNECTING",
        "DESTINATION Y CONNECTING: External CONNECTING -> Queue CONNECTING",
        "queue.call.enter 7012 Y",
        "STATE Y ANSWERED: External ANSWERED -> Queue ANSWERED",
        "end X REPLACE",
    ]
    assert list(company.chronicle.view.calls) == [target]


def test_an_attended_transfer() -> None:
    company, call = talking()
    consultation = company.exchange.transfers.attended(call, "1002")
    company.exchange.calls.answer(consultation)
    company.exchange.calls.hang_up(consultation, "caller")
    assert company.flow("X", "Y") == [
        *INBOUND,
        HELD,
        "start Y CONNECTING: User CONNECTING -> Dialplan CONNECTING",
        "DESTINATION Y CONNECTING: User CONNECTING -> User CONNECTING",
        "STATE Y RINGING: User CONNECTING -> User RINGING",
        "STATE Y ANSWERED: User ANSWERED -> User ANSWERED",
        "end Y SOURCE_HANGUP",
        "DESTINATION X ANSWERED: External ANSWERED -> User ANSWERED",
    ]


@pytest.mark.shows(
    "compass",
    "sequence: attended transfer that comes to nothing",
)
def test_who_was_consulted_hangs_up_and_the_agent_is_back() -> None:
    company, call = talking()
    consultation = company.exchange.transfers.attended(call, "1002")
    company.exchange.calls.answer(consultation)
    company.exchange.calls.hang_up(consultation, "callee")
    assert company.flow("X", "Y")[-2:] == ["end Y DESTINATION_HANGUP", INBOUND[3]]


def test_a_queue_rings_several_at_once() -> None:
    company = Company()
    company.exchange.world.queues["7012"].wrap_up_time = 30
    company.in_queue(ANNA, BRAM)
    call = company.ring("7012")
    company.exchange.calls.answer(call.id, BRAM)
    company.exchange.calls.hang_up(call.id, "caller")
    company.advance(30)
    assert company.flow("X", "Y1", "Y2") == [
        "start X CONNECTING: External CONNECTING -> Dialplan CONNECTING",
        "DESTINATION X CONNECTING: External CONNECTING -> Queue CONNECTING",
        "queue.call.enter 7012 X",
        "STATE X ANSWERED: External ANSWERED -> Queue ANSWERED",
        "start Y1 CONNECTING: Queue CONNECTING -> User CONNECTING",
        "STATE Y1 RINGING: Queue CONNECTING -> User RINGING",
        "start Y2 CONNECTING: Queue CONNECTING -> User CONNECTING",
        "STATE Y2 RINGING: Queue CONNECTING -> User RINGING",
        "DESTINATION X ANSWERED: External ANSWERED -> User ANSWERED",
        "queue.call.leave 7012 X",
        "end Y1 SOURCE_HANGUP",
        "end Y2 SOURCE_HANGUP",
        "end X SOURCE_HANGUP",
        "status ONLY_DIRECT after X",
        "status ALL",
    ]
    attempts = [one.call for one in company.told if isinstance(one, n.CallStart)][1:]
    assert {one.parent_id for one in attempts} == {call.id}


def test_a_caller_who_gives_up_ends_what_rings_for_them() -> None:
    company = Company()
    company.in_queue(ANNA)
    call = company.ring("7012")
    company.exchange.calls.hang_up(call.id, "caller")
    assert company.flow("X", "Y")[-3:] == [
        "end Y SOURCE_HANGUP",
        "queue.call.leave 7012 X",
        "end X SOURCE_HANGUP",
    ]


def test_a_queue_exit() -> None:
    company = Company()
    company.exchange.world.queues["7012"].timeout = 5
    company.ring("7012")
    company.advance(5)
    assert company.flow("X")[-3:] == [
        "queueExit X max_waittime",
        "queue.call.leave 7012 X",
        "end X DESTINATION_HANGUP",
    ]


def test_click_to_dial_rings_the_own_phone_first() -> None:
    company = Company()
    call = company.exchange.calls.request(ANNA, "0612345678")
    company.exchange.calls.answer(call.id)
    company.exchange.calls.answer(call.id)
    assert company.flow("X") == [
        "start X CONNECTING: Dialplan CONNECTING -> User CONNECTING",
        "STATE X RINGING: Dialplan CONNECTING -> User RINGING",
        "BOTH X CONNECTING: User ANSWERED -> Dialplan CONNECTING",
        "DESTINATION X CONNECTING: User ANSWERED -> External CONNECTING",
        "STATE X RINGING: User ANSWERED -> External RINGING",
        "STATE X ANSWERED: User ANSWERED -> External ANSWERED",
    ]
    first = company.told[0]
    assert isinstance(first, n.CallStart)
    assert getattr(first.call.source, "description", "") == "dialler"


def test_a_call_taken_from_a_colleague() -> None:
    company = Company()
    company.in_queue(CARLA)
    call = company.ring(ANNA)
    company.exchange.transfers.pick_up(call.id, BRAM)
    assert company.flow("X")[3:] == [
        "DESTINATION X RINGING: External CONNECTING -> User RINGING",
        "STATE X ANSWERED: External ANSWERED -> User ANSWERED",
    ]


def test_listening_in_is_a_call_of_its_own() -> None:
    company, call = talking()
    company.platform.listen_in(BRAM, call)
    company.exchange.calls.hang_up(call, "caller")
    assert company.flow("X", "L")[4:] == [
        "start L CONNECTING: User CONNECTING -> ListenIn CONNECTING",
        "STATE L ANSWERED: User ANSWERED -> ListenIn ANSWERED",
        "end X SOURCE_HANGUP",
        "end L SOURCE_HANGUP",
    ]


def test_members_and_their_pauses() -> None:
    company = Company()
    company.platform.log_in(ANNA, "7012", 1, False)
    company.platform.log_in(ANNA, "7012", 3, False)
    company.platform.pause(ANNA, "7012", True)
    company.platform.log_out(ANNA, "7012")
    assert company.flow() == [
        "queueMember.enter",
        "queueMember.update",
        "queueMember.update",
        "queueMember.leave",
    ]
    paused = company.told[2]
    assert isinstance(paused, n.MemberUpdate)
    assert [change.name for change in paused.changes] == ["pausedSince"]
    assert paused.member.paused_since == 1_492_705_754_000


def test_statuses_and_logging_off() -> None:
    company = Company()
    with company.chronicle.one_step():
        company.platform.set_status(ANNA, "NONE", "Lunch")
    with company.chronicle.one_step():
        company.platform.set_status(ANNA, "ALL", "")
    company.exchange.agents.log_out(ANNA)
    assert company.flow() == ["status NONE Lunch", "status ALL", "user.update"]
    update = company.told[-1]
    assert isinstance(update, n.UserUpdate)
    assert [(one.name, one.old, one.new) for one in update.changes] == [
        ("loggedIn", "true", "false"),
        ("location", "275001", "-1"),
    ]


def test_a_status_may_be_told_with_the_whole_user() -> None:
    company = Company()
    company.variants.status_as_user = True
    company.platform.set_status(ANNA, "ONLY_DIRECT", "Break")
    told = company.told[0]
    assert isinstance(told, n.UserStatus)
    assert told.user is not None
    assert told.user.display_status == "Break"


def test_users_and_queues_come_and_go() -> None:
    view = Company().chronicle.view
    came = changes(View(), view, Hints(), 1.0)
    went = changes(view, View(), Hints(), 2.0)
    assert [one.TYPE for step in came for one in step] == ["user.create"] * 5 + ["queue.create"] * 2
    assert [one.TYPE for step in went for one in step] == [
        *["user.destroy"] * 5,
        *["queue.destroy"] * 2,
    ]
    assert {one.timestamp for step in went for one in step} == {2.0}


def test_a_renamed_queue_is_told() -> None:
    company = Company()
    with company.chronicle.one_step():
        company.exchange.world.queues["7012"].name = "Helpdesk"
    assert company.flow() == ["queue.update"]
