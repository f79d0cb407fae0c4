"""A client that only follows what is told always knows what a fresh GET would answer.

And whatever is told is as the schemas want it.
"""

from __future__ import annotations

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cti_desk.simulator.errors import ExchangeError
from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.messages.members import QueueMember
from cti_desk.vendors.compass.messages.notification_wire import build_notification
from cti_desk.vendors.compass.simulator.changes import Step
from cti_desk.vendors.compass.simulator.view import View
from tests.support.compass_schema import problems
from tests.support.compass_sim import ANNA, BRAM, CARLA, Company


class Follower:
    """Applies notifications, and is surprised by whatever cannot follow from what it knows."""

    def __init__(self, view: View) -> None:
        self.calls = dict(view.calls)
        self.waiting = {
            (queue.id, call) for queue in view.queues.values() for call in queue.call_ids
        }
        self.members = members(view)
        self.users = {
            user.id: (user.logged_in, user.receive_calls, user.wrap_up)
            for user in view.users.values()
        }

    def hear(self, steps: list[Step]) -> None:
        for step in steps:
            for one in step:
                self._hear(one)

    def _hear(self, one: n.Notification) -> None:
        assert problems(build_notification(one)) == []
        match one:
            case n.CallStart(call=call):
                assert call.id not in self.calls
                self.calls[call.id] = call
            case n.CallUpdate(call=call):
                assert call.id in self.calls
                assert self.calls[call.id] != call
                self.calls[call.id] = call
            case n.CallEnd(call_id=call_id):
                del self.calls[call_id]
            case n.QueueCallEnter(queue_id=queue, call_id=call_id):
                assert (queue, call_id) not in self.waiting
                self.waiting.add((queue, call_id))
            case n.QueueCallLeave(queue_id=queue, call_id=call_id):
                self.waiting.remove((queue, call_id))
            case n.MemberEnter(member=member) | n.MemberUpdate(member=member):
                self.members[member.queue_id, member.user_id] = member
            case n.MemberLeave(member=member):
                del self.members[member.queue_id, member.user_id]
            case n.UserStatus(user_id=user):
                self.users[user] = (self.users[user][0], one.receive_calls, one.wrap_up)
            case n.UserUpdate(user_id=user, changes=changes):
                logged_in = {change.name: change.new for change in changes}["loggedIn"] == "true"
                self.users[user] = (logged_in, *self.users[user][1:])
            case n.CallQueueExit(call_id=call_id):
                assert call_id in self.calls
            case _:
                raise AssertionError(one)


def members(view: View) -> dict[tuple[str, str], QueueMember]:
    return {
        (member.queue_id, member.user_id): member
        for queue in view.queues.values()
        for member in queue.members
    }


USERS = st.sampled_from([ANNA, BRAM, CARLA])
TARGETS = st.sampled_from(["1001", "1002", "1003", "7012", "6100", "6101", "6103", "0612345678"])
CHOICE = st.integers(0, 9)
ACTIONS = st.one_of(
    st.tuples(st.just("ring"), TARGETS),
    st.tuples(st.sampled_from(["dial", "request"]), USERS, TARGETS),
    st.tuples(st.just("answer"), CHOICE),
    st.tuples(st.just("hang up"), CHOICE, st.sampled_from(["caller", "callee"])),
    st.tuples(st.sampled_from(["hold", "retrieve"]), CHOICE),
    st.tuples(st.sampled_from(["blind", "attended"]), CHOICE, TARGETS),
    st.tuples(st.sampled_from(["pick up", "take", "listen"]), CHOICE, USERS),
    st.tuples(st.just("log in"), USERS, st.integers(1, 3)),
    st.tuples(st.sampled_from(["log out", "pause", "unpause"]), USERS),
    st.tuples(st.just("status"), USERS, st.sampled_from(["ALL", "ONLY_DIRECT", "NONE"])),
    st.tuples(st.sampled_from(["phone off", "phone on"]), USERS),
    st.tuples(st.just("advance"), st.sampled_from([1, 5, 30, 60])),
)


def act(company: Company, action: tuple) -> None:
    exchange, platform = company.exchange, company.platform
    calls = list(exchange.world.calls)

    def some(choice: int) -> str:
        return calls[choice % len(calls)] if calls else "none"

    match action:
        case ("ring", to):
            exchange.calls.incoming(to, "0201234567")
        case ("dial" | "request" as how, user, to):
            getattr(exchange.calls, how)(user, to)
        case ("answer", choice):
            exchange.calls.answer(some(choice))
        case ("hang up", choice, by):
            exchange.calls.hang_up(some(choice), by)
        case ("hold" | "retrieve" as how, choice):
            getattr(exchange.transfers, how)(some(choice))
        case ("blind" | "attended" as how, choice, to):
            getattr(exchange.transfers, how)(some(choice), to)
        case ("pick up", choice, user):
            exchange.transfers.pick_up(some(choice), user)
        case ("take", choice, user):
            exchange.queues.pick_up(some(choice), user)
        case ("listen", choice, user):
            platform.listen_in(user, some(choice))
        case ("log in", user, priority):
            platform.log_in(user, "7012", priority, False)
        case ("log out", user):
            platform.log_out(user, "7012")
        case ("pause" | "unpause" as how, user):
            platform.pause(user, "7012", how == "pause")
        case ("status", user, receives):
            with company.chronicle.one_step():
                platform.set_status(user, receives, "Lunch")
        case ("phone off", user):
            exchange.agents.log_out(user)
        case ("phone on", user):
            exchange.agents.log_in(user, f"275{user[-3:]}")
        case ("advance", seconds):
            company.advance(seconds)


@settings(max_examples=150)
@given(st.lists(ACTIONS, max_size=30), st.sampled_from([0, 10]), st.sampled_from([0, 20]))
def test_who_follows_knows_what_a_fresh_look_shows(
    actions: list[tuple], wrap_up: int, patience: int
) -> None:
    company = Company()
    company.in_queue(ANNA, BRAM)
    queue = company.exchange.world.queues["7012"]
    queue.wrap_up_time, queue.timeout = wrap_up, patience
    follower = Follower(company.chronicle.view)
    company.chronicle.told = follower.hear
    for action in actions:
        with contextlib.suppress(ExchangeError):
            act(company, action)
        view = company.chronicle.view
        assert follower.calls == view.calls
        assert follower.waiting == {(q.id, c) for q in view.queues.values() for c in q.call_ids}
        assert follower.members == members(view)
        assert {user.id: user.receive_calls for user in view.users.values()} == {
            user: known[1] for user, known in follower.users.items()
        }


def test_nothing_is_told_when_nothing_changed() -> None:
    company = Company()
    company.exchange.world.look()
    assert company.steps == []


def test_ended_calls_are_remembered_with_their_end() -> None:
    company = Company()
    call = company.ring(ANNA)
    company.advance(3)
    company.exchange.calls.hang_up(call.id, "caller")
    (past,) = company.chronicle.history
    assert isinstance(past, Call)
    assert (past.id, past.state) == (call.id, "DISCONNECTED")
    assert past.source.time_ended == past.source.time_created + 3  # type: ignore[operator]
    assert replace(past.source, time_ended=None).state == "DISCONNECTED"


def test_what_happens_in_one_step_is_told_once() -> None:
    company = Company()
    with company.chronicle.one_step():
        company.platform.set_status(ANNA, "NONE", "Lunch")
    assert [one.TYPE for one in company.told] == ["user.status"]
