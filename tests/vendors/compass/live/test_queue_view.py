"""The platform's queues, as the core and the queue panel have them."""

from __future__ import annotations

from msgspec.structs import replace

from cti_desk.core.model import AgentState, Queue, QueueAgents, QueueMember, Reason, Waiting
from cti_desk.vendors.compass.live.company import Company
from cti_desk.vendors.compass.live.own_state import OwnState
from cti_desk.vendors.compass.live.queue_view import QueueViewer
from cti_desk.vendors.compass.live.server_clock import ServerClock
from cti_desk.vendors.compass.messages import members as wire
from cti_desk.vendors.compass.messages import queues as wire_queues
from cti_desk.vendors.compass.messages.callpoints import ExternalPoint, QueuePoint, UserPoint
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.messages.status import NONE, WrapUp
from cti_desk.vendors.compass.messages.users import User
from cti_desk.vendors.compass.settings import PauseModel

NOW = 1_795_298_371.0
PAUSED_MS = 1_795_298_000_000
ANNA = User("17", "Anna", logged_in=True, receive_calls="ALL")


def waiting(call_id: str, number: str, since: float) -> Call:
    queue = QueuePoint("4", "ANSWERED", since, queue_id="7012", queue_name="Support")
    return Call(call_id, ExternalPoint("1", "ANSWERED", number=number, name="Jan"), queue)


def company(*users: User, paused: bool = False, calls: tuple[Call, ...] = ()) -> Company:
    since = PAUSED_MS if paused else None
    members = tuple(wire.QueueMember("7012", user.id, 1, since) for user in users)
    return Company(users, [wire_queues.Queue("7012", "Support", members)], calls)


def view(
    known: Company,
    model: PauseModel = "status",
    user: str | None = "17",
    state: AgentState = AgentState.READY,
) -> Queue:
    return QueueViewer(model, ServerClock()).view(known, "7012", user, OwnState(state), NOW)


def test_who_waits_longest_comes_first() -> None:
    calls = (waiting("b", "31602", NOW - 5), waiting("a", "31601", NOW - 50))
    assert view(company(ANNA, calls=calls)).waiting == (
        Waiting("31601", NOW - 50, "Jan", "a"),
        Waiting("31602", NOW - 5, "Jan", "b"),
    )


def test_a_call_of_which_only_its_waiting_is_known_is_counted() -> None:
    known = company(ANNA)
    known.waiting.entered("7012", "a", None)
    assert view(known).waiting == (Waiting(None, NOW, None, "a"),)


def test_members_and_their_figures() -> None:
    away = replace(ANNA, id="18", name="", receive_calls=NONE, display_status="Lunch")
    after = replace(ANNA, id="19", wrap_up=WrapUp("x"))
    gone = replace(ANNA, id="20", logged_in=False)
    talks = replace(ANNA, id="21")
    call = Call("c", ExternalPoint("1"), UserPoint("2", "ANSWERED", user_id="21"))
    queue = view(company(ANNA, away, after, gone, talks, calls=(call,)))
    states = {member.agent_id: member.state for member in queue.members or ()}
    assert states == {
        "17": AgentState.READY,
        "18": AgentState.NOT_READY,
        "19": AgentState.WORKING_AFTER_CALL,
        "20": AgentState.LOGGED_OUT,
        "21": AgentState.BUSY,
    }
    assert queue.agents == QueueAgents(1, 2, 1)
    assert queue.members is not None
    assert queue.members[1] == QueueMember(
        "18", None, AgentState.NOT_READY, Reason(text="Lunch"), None, None
    )


def test_a_members_pause_has_its_time_in_seconds() -> None:
    (member,) = view(company(ANNA, paused=True), "queue").members or ()
    assert (member.state, member.paused, member.since) == (
        AgentState.NOT_READY,
        True,
        PAUSED_MS / 1000,
    )


def test_the_own_membership_and_state() -> None:
    queue = view(company(ANNA), state=AgentState.NOT_READY)
    assert (queue.name, queue.member, queue.state) == ("Support", True, AgentState.NOT_READY)
    other = view(company(ANNA), user="99")
    assert (other.member, other.state) == (False, None)
    assert view(company(ANNA), user=None).member is None


def test_a_queue_that_nobody_listed_has_no_name() -> None:
    assert view(Company()) == Queue("7012", None, False, None, None, (), QueueAgents(0, 0, 0), ())
