"""The model of the company follows whatever is told, in whatever order it may come."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cti_desk.simulator.errors import ExchangeError
from cti_desk.vendors.compass.live.company import REMEMBERED_ENDS, Company
from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.messages.callpoints import (
    DialplanPoint,
    ExternalPoint,
    QueuePoint,
    UserPoint,
)
from cti_desk.vendors.compass.messages.calls import PARENT, Call
from cti_desk.vendors.compass.messages.members import QueueMember
from cti_desk.vendors.compass.messages.queues import Queue
from cti_desk.vendors.compass.messages.status import NONE, ONLY_DIRECT, WrapUp
from cti_desk.vendors.compass.messages.users import User
from cti_desk.vendors.compass.simulator.changes import Step
from cti_desk.vendors.compass.simulator.view import View
from tests.support.compass_sim import ANNA, BRAM
from tests.support.compass_sim import Company as Platform
from tests.vendors.compass.simulator.test_chronicle import ACTIONS, act

CALLER = ExternalPoint("1", "CONNECTING", number="31614241111", name="31614241111")
DIALPLAN = DialplanPoint("2", "CONNECTING", exten="31201234567")
CALL = Call("x.0", CALLER, DIALPLAN, "CONNECTING")


def to_user(user: str, state: str, call: Call = CALL) -> Call:
    return replace(call, destination=UserPoint("3", state, user_id=user), state=state)


def to_queue(call: Call = CALL) -> Call:
    queue = QueuePoint("4", "ANSWERED", 1000.0, queue_id="7012", queue_name="Support")
    return replace(call, destination=queue)


# -- calls


def test_an_update_of_an_unknown_call_adds_it() -> None:
    company = Company()
    assert company.take(n.CallUpdate(CALL, "STATE")).root == "x.0"
    assert company.calls == {"x.0": CALL}


def test_what_ended_stays_ended() -> None:
    company = Company()
    company.take(n.CallEnd("x.0", "SOURCE_HANGUP"))
    company.take(n.CallStart(CALL))
    company.take(n.CallUpdate(CALL, "STATE"))
    company.take(n.QueueCallEnter("7012", "x.0"))
    assert not company.calls
    assert not company.waiting.of("7012")
    assert company.end_of("x.0") == "SOURCE_HANGUP"


def test_so_many_ends_are_remembered_and_no_more() -> None:
    company = Company()
    for number in range(REMEMBERED_ENDS + 1):
        company.take(n.CallEnd(f"c{number}", ""))
    company.take(n.CallStart(replace(CALL, id="c0")))
    company.take(n.CallStart(replace(CALL, id="c1")))
    assert list(company.calls) == ["c0"]


def test_what_an_update_leaves_out_is_as_it_was() -> None:
    company = Company()
    attempt = replace(to_user("17", "RINGING"), properties={PARENT: "y.0"})
    company.take(n.CallStart(attempt))
    answered = UserPoint("3", "ANSWERED", user_id="17")
    company.take(n.CallUpdate(Call("x.0", destination=answered), "DESTINATION"))
    call = company.calls["x.0"]
    assert (call.source, call.destination, call.parent_id) == (CALLER, answered, "y.0")


def test_an_attempt_is_found_by_the_call_that_waits() -> None:
    company = Company()
    attempt = Call("y.0", to_queue().destination, properties={PARENT: "x.0"})
    assert company.take(n.CallStart(attempt)).root == "x.0"
    assert company.attempts("x.0") == (attempt,)
    assert company.take(n.CallEnd("y.0", "SOURCE_HANGUP")).root == "x.0"
    assert company.attempts("x.0") == ()


def test_what_was_dialled_and_the_last_queue_are_remembered_while_it_lasts() -> None:
    company = Company()
    company.take(n.CallStart(CALL))
    company.take(n.CallUpdate(to_queue(), "DESTINATION"))
    company.take(n.CallUpdate(to_user("17", "ANSWERED"), "DESTINATION"))
    facts = company.facts("x.0")
    assert (facts.dialled, facts.queue and facts.queue.queue_id) == ("31201234567", "7012")
    assert facts.queued_at == 1000.0
    company.take(n.CallEnd("x.0"))
    assert company.facts("x.0").dialled is None


def test_calls_of_the_past_are_not_taken_for_calls() -> None:
    over = replace(to_user("17", "DISCONNECTED"), state="DISCONNECTED")
    assert not Company(calls=[over]).calls


def test_who_speaks_is_in_a_call() -> None:
    company = Company(queues=[Queue("7012", "Support", (QueueMember("7012", "17"),))])
    assert not company.take(n.CallStart(to_user("17", "RINGING"))).queues
    assert company.take(n.CallUpdate(to_user("17", "ANSWERED"))).queues == {"7012"}
    assert company.in_call("17")
    assert not company.take(n.CallUpdate(to_user("17", "INACTIVE"))).queues
    assert company.take(n.CallEnd("x.0")).queues == {"7012"}
    assert not company.in_call("17")


# -- queues and members


@pytest.mark.parametrize("first", ["enter", "update"])
def test_a_waiting_call_is_told_of_twice_in_either_order(first: str) -> None:
    company = Company(calls=[CALL])
    told: list[n.Notification] = [
        n.QueueCallEnter("7012", "x.0", timestamp=1001.0),
        n.CallUpdate(to_queue(), "DESTINATION"),
    ]
    for one in told if first == "enter" else reversed(told):
        company.take(one)
    assert list(company.waiting.of("7012")) == ["x.0"]
    gone: list[n.Notification] = [
        n.QueueCallLeave("7012", "x.0"),
        n.CallUpdate(to_user("17", "ANSWERED"), "DESTINATION"),
    ]
    for one in gone if first == "enter" else reversed(gone):
        company.take(one)
        assert not company.waiting.of("7012")


def test_who_left_does_not_wait_though_their_call_still_leads_there() -> None:
    company = Company(calls=[to_queue()])
    company.take(n.QueueCallLeave("7012", "x.0"))
    company.take(n.CallUpdate(to_queue(), "STATE"))
    assert not company.waiting.of("7012")
    company.take(n.QueueCallEnter("7012", "x.0"))
    assert company.waiting.of("7012")


def test_a_call_waits_in_one_queue_at_a_time() -> None:
    company = Company(calls=[to_queue()])
    other = replace(to_queue(), destination=QueuePoint("5", "ANSWERED", queue_id="7013"))
    assert company.take(n.CallUpdate(other, "DESTINATION")).queues == {"7012", "7013"}
    assert (dict(company.waiting.of("7012")), list(company.waiting.of("7013"))) == ({}, ["x.0"])


def test_members_come_and_change_and_go() -> None:
    company = Company(users=[User("17")], queues=[Queue("7012", "Support")])
    member = QueueMember("7012", "17", 1)
    assert company.take(n.MemberEnter(member)).memberships
    paused = replace(member, paused_since=1_337_295_600_000)
    company.take(n.MemberUpdate(paused))
    assert company.members["7012"]["17"] is company.memberships["17"]["7012"] is paused
    company.take(n.MemberLeave(member))
    company.take(n.MemberLeave(member))
    assert not company.members["7012"]
    assert not company.memberships["17"]


def test_members_are_those_of_the_users_and_of_the_queues() -> None:
    company = Company(
        [User("17", queue_entries=(QueueMember("7012", "17", 1),))],
        [Queue("7013", "Sales", (QueueMember("7013", "17", 2),))],
    )
    assert company.memberships["17"].keys() == {"7012", "7013"}


def test_a_queue_that_goes_takes_its_members_and_calls_with_it() -> None:
    queue = Queue("7012", "Support", (QueueMember("7012", "17"),), ("x.0",))
    company = Company([User("17")], [queue], [to_queue()])
    assert company.take(n.QueueDestroy("7012")).queues == {"7012"}
    assert not company.queues
    assert not company.memberships["17"]
    assert not company.waiting.of("7012")
    company.take(n.CallEnd("x.0"))


def test_a_queue_is_renamed_known_or_not() -> None:
    company = Company(queues=[Queue("7012", "Support")])
    company.take(n.QueueUpdate("7012", (n.PropertyChange("name", "Support", "Help"),)))
    company.take(n.QueueUpdate("9", (n.PropertyChange("totalCalls", "1", "2"),)))
    assert (company.queues["7012"].name, company.queues["9"].name) == ("Help", "")


# -- users


def test_a_users_status_comes_in_fields_or_as_the_whole_user() -> None:
    company = Company([User("17", "Anna", logged_in=True, receive_calls="ALL")])
    wrap_up = WrapUp("x.0", 2000.0)
    company.take(n.UserStatus("17", ONLY_DIRECT, "break", wrap_up))
    user = company.users["17"]
    assert (user.name, user.receive_calls, user.display_status) == ("Anna", ONLY_DIRECT, "break")
    assert user.wrap_up == wrap_up
    whole = User("17", "Anna B", logged_in=False, receive_calls=NONE, display_status="")
    company.take(n.UserStatus("17", user=whole))
    user = company.users["17"]
    assert (user.name, user.logged_in, user.receive_calls) == ("Anna B", False, NONE)
    assert user.wrap_up is None


def test_users_come_and_change_and_go() -> None:
    company = Company()
    company.take(n.UserCreate("17", User("17", "Anna", queue_entries=(QueueMember("7", "17"),))))
    changes = (
        n.PropertyChange("loggedIn", "false", "true"),
        n.PropertyChange("location", "-1", "275001"),
        n.PropertyChange("shoeSize", "38", "39"),
    )
    company.take(n.UserUpdate("17", changes))
    user = company.users["17"]
    assert (user.logged_in, user.phone_id) == (True, "275001")
    company.take(n.UserDestroy("17"))
    company.take(n.UserDestroy("17"))
    assert not company.users
    assert not company.members["7"]
    company.take(n.UserUpdate("18", changes))
    assert company.users["18"].logged_in is True


def test_what_nobody_knows_changes_nothing() -> None:
    company = Company()
    touched = company.take(n.UnknownNotification(kind="notification.moon", raw={}))
    assert (touched.root, touched.queues, touched.user_id) == (None, frozenset(), None)
    assert company.take(n.CallStepResult("x.0", "1", "SOURCE")).root is None


# -- against the simulator, in every order that the documents leave open


@settings(max_examples=100, deadline=None)
@given(st.lists(ACTIONS, max_size=25), st.randoms(use_true_random=False), st.sampled_from([0, 20]))
@pytest.mark.shows(
    "compass",
    "sequence: any order within a step",
)
def test_whatever_the_order_within_a_step_it_comes_to_the_same(
    actions: list[tuple], random: object, patience: int
) -> None:
    platform = Platform()
    platform.in_queue(ANNA, BRAM)
    queue = platform.exchange.world.queues["7012"]
    queue.wrap_up_time, queue.timeout = 10, patience
    company = of_view(platform.chronicle.view)

    def hear(steps: list[Step]) -> None:
        for step in steps:
            for one in in_some_order(step, random):
                company.take(one)

    platform.chronicle.told = hear
    for action in actions:
        with contextlib.suppress(ExchangeError):
            act(platform, action)
        assert_same(company, platform.chronicle.view)


def in_some_order(step: Step, random: object) -> list[n.Notification]:
    """Different things turn round, one call's own messages do not; and some come twice."""
    subjects: dict[str, list[n.Notification]] = {}
    for one in step:
        call = getattr(one, "call", None)
        subject = call.id if call is not None else getattr(one, "call_id", one.TYPE)
        kind = "queue" if one.TYPE.startswith("queue") else "call"
        subjects.setdefault(f"{kind} {subject}", []).append(one)
    order = list(subjects)
    random.shuffle(order)  # type: ignore[attr-defined]
    twice = random.random() < 0.2  # type: ignore[attr-defined]
    return [one for key in order for one in subjects[key] for _ in range(1 + twice)]


def of_view(view: View) -> Company:
    return Company(view.users.values(), view.queues.values(), view.calls.values())


def assert_same(company: Company, view: View) -> None:
    assert company.calls == view.calls
    for queue in view.queues.values():
        assert set(company.waiting.of(queue.id)) == set(queue.call_ids)
        assert set(company.members.get(queue.id, {}).values()) == set(queue.members)
    for user in view.users.values():
        known = company.users[user.id]
        assert (known.logged_in, known.receive_calls, known.wrap_up) == (
            user.logged_in,
            user.receive_calls,
            user.wrap_up,
        )


def test_ten_thousand_notifications_in_a_large_company() -> None:
    """As large as they come; how long it takes is measured in the bench."""
    users = [User(f"u{i}", f"User {i}", logged_in=True) for i in range(5_000)]
    queues = [
        Queue(f"q{q}", members=tuple(QueueMember(f"q{q}", f"u{q * 25 + i}") for i in range(25)))
        for q in range(200)
    ]
    calls = [replace(to_user(f"u{i}", "ANSWERED"), id=f"c{i}") for i in range(2_000)]
    company = Company(users, queues, calls)
    told = [
        one
        for i in range(3_334)
        for one in (
            n.CallStart(replace(CALL, id=f"n{i}")),
            n.CallUpdate(replace(to_user(f"u{i}", "ANSWERED"), id=f"n{i}")),
            n.CallEnd(f"n{i}", "SOURCE_HANGUP"),
        )
    ]
    for one in told:
        company.take(one)
    assert len(company.calls) == 2_000
    assert [user for user in company.users if company.in_call(user)] == [u.id for u in users[:2000]]
