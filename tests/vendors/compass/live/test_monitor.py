"""From notifications to reports: all read, one thing after another, queues gathered."""

from __future__ import annotations

import asyncio

from msgspec import Struct
from msgspec.structs import replace

from cti_desk.core.events import EventType
from cti_desk.core.model import AgentState, Reason
from cti_desk.core.reports import (
    AgentChanged,
    AgentChosen,
    CallChanged,
    QueueReported,
    Report,
    StateRead,
)
from cti_desk.vendors.compass.live.chosen_queues import ChosenQueues, Joining
from cti_desk.vendors.compass.live.monitor import Monitor
from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.messages.callpoints import ExternalPoint, QueuePoint, UserPoint
from cti_desk.vendors.compass.messages.calls import PARENT, Call
from cti_desk.vendors.compass.messages.members import QueueMember
from cti_desk.vendors.compass.messages.queues import Queue
from cti_desk.vendors.compass.messages.rest_objects import Membership, RestStatus
from cti_desk.vendors.compass.messages.status import WrapUp
from cti_desk.vendors.compass.messages.users import User
from cti_desk.vendors.compass.settings import PauseModel
from tests.support.instantvoice import DictMemory, HandClock
from tests.support.waiting import until

JID = "anna@uc.example.com"
ME = User("17", "Anna", logged_in=True, xmpp_jid=JID.upper(), receive_calls="ALL")
MEMBER = QueueMember("7012", "17", 1)
SUPPORT, SALES = Queue("7012", "Support"), Queue("7013", "Sales")
CALLER = ExternalPoint("1", "ANSWERED", number="31612")
X = Call("x", CALLER, UserPoint("2", "RINGING", user_id="17"))
WAITING = Call("x", CALLER, QueuePoint("3", "ANSWERED", queue_id="7012"))


class Lists(Struct, frozen=True):
    users: tuple[User, ...] = (ME,)
    queues: tuple[Queue, ...] = (SUPPORT, SALES)
    calls: tuple[Call, ...] = ()


class Heard:
    """A monitor, and what it reported."""

    def __init__(self, model: PauseModel = "status", *wanted: str) -> None:
        chosen = ChosenQueues(wanted, Joining(1, False), DictMemory(), "queues")
        self.clock = HandClock()
        self.monitor = Monitor(
            model,
            chosen,
            self.clock,
            lambda seconds, do: asyncio.get_running_loop().call_later(seconds, do),
        )
        self.told: list[Report] = []
        self.monitor.report = self.told.append

    async def load(self, lists: Lists | None = None, *told: n.Notification) -> StateRead:
        self.told.clear()
        monitor = self.monitor
        monitor.begin(monitor.build(lists or Lists(), told), told, JID)
        monitor.report_all(monitor.views())
        (read,) = self.of(StateRead)
        assert isinstance(read, StateRead)
        return read

    def of(self, kind: type[Report]) -> list[Report]:
        return [each for each in self.told if isinstance(each, kind)]

    def take(self, *told: n.Notification) -> list[Report]:
        self.told.clear()
        for one in told:
            self.monitor.take(one)
        return self.told


async def test_the_first_lists_tell_everything() -> None:
    heard = Heard()
    read = await heard.load(Lists(calls=(X,)))
    assert heard.told[0] == AgentChosen("17")
    assert read.agent is not None
    assert (read.agent.state, read.resynchronised) == (AgentState.LOGGED_OUT, False)
    assert [call.id for call in read.calls or ()] == ["x"]
    assert [queue.id for queue in read.queues or ()] == ["7012", "7013"]
    again = await heard.load()
    assert (again.resynchronised, again.calls) == (True, ())


async def test_what_was_told_while_the_lists_were_read_counts() -> None:
    heard = Heard()
    read = await heard.load(
        Lists(calls=(X,)), n.CallEnd("x"), n.CallUpdate(X), n.MemberEnter(MEMBER)
    )
    assert read.calls == ()
    assert read.agent is not None
    assert read.agent.state is AgentState.READY
    assert not heard.of(CallChanged)


async def test_rest_may_say_who_we_are() -> None:
    heard = Heard()
    heard.monitor.is_me("17")
    heard.monitor.is_me("17")
    await heard.load(Lists(users=(replace(ME, xmpp_jid=None),)))
    assert heard.monitor.user_id == "17"
    assert not heard.of(AgentChosen)
    heard.monitor.is_me("18")
    assert heard.of(AgentChosen) == [AgentChosen("18")]


async def test_joining_and_pausing_and_leaving_change_the_state_at_once() -> None:
    heard = Heard()
    await heard.load()
    joined = heard.take(n.MemberEnter(MEMBER))
    assert isinstance(joined[0], AgentChanged)
    assert joined[0].state is AgentState.READY
    assert isinstance(joined[1], QueueReported)
    assert joined[1].event is EventType.QUEUE_MEMBERSHIP_CHANGED
    assert (joined[1].queue.member, joined[1].queue.state) == (True, AgentState.READY)
    (paused, *_) = heard.take(n.UserStatus("17", "ONLY_DIRECT", "Lunch"))
    assert isinstance(paused, AgentChanged)
    assert (paused.state, paused.reason) == (AgentState.NOT_READY, Reason(text="Lunch"))
    (left, *_) = heard.take(n.MemberLeave(MEMBER))
    assert isinstance(left, AgentChanged)
    assert left.state is AgentState.LOGGED_OUT
    heard.monitor.close()


async def test_others_change_no_state_of_ours() -> None:
    heard = Heard()
    await heard.load()
    assert heard.take(n.UserStatus("18", "NONE", ""), n.MemberEnter(QueueMember("9", "18"))) == []
    heard.monitor.close()


async def test_calls_are_told_in_their_order_and_doubts_are_settled() -> None:
    heard = Heard()
    await heard.load(Lists(calls=(WAITING,)))
    attempt = Call(
        "y", QueuePoint("4"), UserPoint("5", "RINGING", user_id="17"), properties={PARENT: "x"}
    )
    (rings,) = heard.take(n.CallStart(attempt))
    assert isinstance(rings, CallChanged)
    assert rings.event is EventType.DELIVERED
    assert heard.take(n.CallEnd("y")) == []
    heard.clock.at += 1.0
    await until(lambda: heard.of(CallChanged))
    assert [each.event for each in heard.of(CallChanged)] == [EventType.CONNECTION_CLEARED]


async def test_queues_are_gathered_and_a_new_caller_is_a_waiting_call() -> None:
    heard = Heard()
    await heard.load()
    assert heard.take(n.CallStart(WAITING), n.CallUpdate(WAITING, "STATE")) == []
    await until(lambda: heard.told)
    (told,) = heard.of(QueueReported)
    assert isinstance(told, QueueReported)
    assert told.event is EventType.WAITING_CALL
    assert [one.number for one in told.queue.waiting or ()] == ["31612"]
    heard.take(n.CallEnd("x"))
    await until(lambda: heard.told)
    (told,) = heard.of(QueueReported)
    assert isinstance(told, QueueReported)
    assert (told.event, told.queue.waiting) == (EventType.QUEUE_CHANGED, ())


async def test_a_queue_that_is_gone_is_listed_no_more() -> None:
    heard = Heard()
    await heard.load(Lists(users=(replace(ME, queue_entries=(MEMBER,)),)))
    told = heard.take(n.QueueDestroy("7012"))
    assert isinstance(told[0], AgentChanged)
    assert told[0].state is AgentState.LOGGED_OUT
    assert isinstance(told[1], StateRead)
    assert [queue.id for queue in told[1].queues or ()] == ["7013"]
    heard.monitor.close()


async def test_what_rest_reads_is_taken_for_what_events_did_not_tell() -> None:
    heard = Heard("queue")
    heard.monitor.is_me("17")
    heard.told.clear()
    paused = Membership("7012", "u", 2, False, paused=True)
    heard.monitor.read([paused], None, {"7012": "Support"})
    (read, queue) = heard.told
    assert isinstance(read, StateRead)
    assert read.calls is None, "calls cannot be read over REST"
    assert read.agent is not None
    assert read.agent.state is AgentState.NOT_READY
    assert isinstance(queue, QueueReported)
    assert (queue.queue.name, queue.queue.member) == ("Support", True)
    heard.monitor.read([], RestStatus(receive_calls="NONE"))
    assert heard.monitor.state is not None
    assert heard.monitor.state.do_not_disturb is True
    assert not heard.monitor.memberships


async def test_nothing_is_read_of_nobody() -> None:
    heard = Heard()
    heard.monitor.read([Membership("7012", "u")], None)
    assert heard.told == []


async def test_a_clock_that_is_wrong_shifts_no_wrap_up() -> None:
    heard = Heard()
    await heard.load(Lists(users=(replace(ME, queue_entries=(MEMBER,)),)))
    ahead = heard.clock.now() + 3600.0
    heard.take(n.UserStatus("17", "ONLY_DIRECT", "", WrapUp("x", ahead + 30.0), timestamp=ahead))
    user = heard.monitor.user
    assert user is not None
    assert user.wrap_up == WrapUp("x", heard.clock.now() + 30.0)
    heard.monitor.close()


async def test_what_is_listed_is_compared_with_what_was_told() -> None:
    heard = Heard()
    await heard.load(Lists(calls=(X,)))
    assert heard.monitor.agrees((X,))
    assert heard.monitor.agrees((X, replace(X, id="over", state="DISCONNECTED")))
    assert not heard.monitor.agrees(())
    assert not heard.monitor.agrees((X, replace(X, id="y")))
    answered = UserPoint("2", "ANSWERED", user_id="17")
    assert not heard.monitor.agrees((replace(X, destination=answered),))
