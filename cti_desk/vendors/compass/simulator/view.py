"""What a client of Compass sees of the exchange: its users, queues and calls as wire structs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from msgspec.structs import replace

from cti_desk.simulator import model
from cti_desk.simulator.model import AgentState, LegState
from cti_desk.vendors.compass.messages.callpoints import (
    ANSWERED,
    CONNECTING,
    INACTIVE,
    RINGING,
    Callpoint,
    DialplanPoint,
    ExternalPoint,
    ListenInPoint,
    QueuePoint,
    ResourcePoint,
    UserPoint,
)
from cti_desk.vendors.compass.messages.calls import PARENT, Call
from cti_desk.vendors.compass.messages.members import QueueMember
from cti_desk.vendors.compass.messages.queues import Queue
from cti_desk.vendors.compass.messages.status import WrapUp
from cti_desk.vendors.compass.messages.users import NOWHERE, User
from cti_desk.vendors.compass.simulator.platform import Account, Listening, Platform

OPEN_ENDED: Final = 1_000_000
"""A queue's ``wrap_up_time`` from which on wrap-up has no end that is told (the manual's -1)."""

_STATES: Final = {
    LegState.INITIATED: CONNECTING,
    LegState.RINGING: RINGING,
    LegState.QUEUED: ANSWERED,
    LegState.CONNECTED: ANSWERED,
    LegState.HELD: INACTIVE,
}


@dataclass(frozen=True)
class View:
    """All of it at one moment, each by id."""

    users: dict[str, User] = field(default_factory=dict)
    queues: dict[str, Queue] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)


@dataclass
class _Known:
    """What a callpoint keeps from when it was first seen."""

    id: str
    created: float
    started: float | None = None


class Viewer:
    """Makes views. Callpoints keep their ids and times from one view to the next."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._world = platform.exchange.world
        self._points: dict[str, dict[tuple[str, str], _Known]] = {}
        self._last_point = 8_093_724
        self._served: dict[str, str] = {}
        self._last: dict[str, Call] = {}

    def view(self) -> View:
        calls = {call.id: call for call in self._calls()}
        self._points = {call_id: self._points.get(call_id, {}) for call_id in calls}
        self._last = calls
        users = {account.id: self._user(account) for account in self._platform.users()}
        queues = {queue.id: self._queue(queue) for queue in self._world.queues.values()}
        return View(users, queues, calls)

    # Users and queues

    def _user(self, account: Account) -> User:
        agent = self._world.agents[account.id]
        receives, shown = self._platform.status(account.id)
        own = account.domain == self._platform.uc
        entries = (self._member(queue, account.id) for queue in self._world.queues.values())
        return User(
            account.id,
            account.name,
            agent.state is not AgentState.LOGGED_OUT,
            lisa_id=account.id,
            xmpp_jid=account.jid,
            compass_id=account.username if own else account.jid,
            queue_entries=tuple(entry for entry in entries if entry is not None),
            contact=account.contact,
            shortname=account.username,
            language=account.language,
            extensions=(account.extension,),
            location=agent.phone or NOWHERE,
            receive_calls=receives,
            display_status=shown,
            wrap_up=self._wrap_up(agent),
        )

    def _wrap_up(self, agent: model.Agent) -> WrapUp | None:
        """Not while the user has set a status of their own."""
        until = agent.wrap_up_until
        if until is None or agent.state is AgentState.PAUSED or agent.do_not_disturb:
            return None
        open_ended = until - self._world.now() > OPEN_ENDED / 2
        return WrapUp(self._served.get(agent.id, ""), None if open_ended else float(int(until)))

    def _member(self, queue: model.Queue, user: str) -> QueueMember | None:
        if user not in queue.members:
            return None
        since = queue.paused.get(user)
        paused = None if since is None else int(since * 1000)
        return QueueMember(queue.id, user, queue.members[user], paused)

    def _queue(self, queue: model.Queue) -> Queue:
        members = (self._member(queue, user) for user in queue.members)
        waiting = self._platform.exchange.queues.waiting(queue.id)
        return Queue(
            queue.id,
            queue.name,
            tuple(member for member in members if member is not None),
            tuple(call.id for call in waiting),
            f"queue-{queue.id}",
        )

    # Calls

    def _calls(self) -> Iterator[Call]:
        for call in self._world.calls.values():
            if call.replaces is not None and call.callee is None and not call.waiting:
                continue  # a transfer that has not reached anybody yet
            yield self._call(call)
            if call.waiting:
                yield from (self._ring(call, leg) for leg in call.legs if leg is not call.caller)
        for listening in self._platform.listening.values():
            if listening.call in self._world.calls:
                yield self._listening(listening)

    def _call(self, call: model.Call) -> Call:
        if call.queue is not None and call.answered_at is not None and call.callee is not None:
            self._served[call.callee.party.agent or ""] = call.id
        if call.prompting:
            # The user's own phone rings first, for the platform's dialler.
            source: Callpoint = self._dialplan(call, "source", "dialler")
            destination = self._party(call, "destination", call.caller)
        else:
            source = self._party(call, "source", call.caller)
            destination = self._destination(call)
        return Call(call.id, source, destination, _call_state(source, destination))

    def _destination(self, call: model.Call) -> Callpoint:
        if call.waiting and call.queue is not None:
            return self._queue_point(call.id, "destination", call.queue, ANSWERED)
        if call.callee is not None:
            return self._party(call, "destination", call.callee)
        if call.answered_at is not None and call.id in self._last:
            return self._last[call.id].destination
        return self._dialplan(call, "destination", "dialler" if call.origin == "request" else "")

    def _ring(self, call: model.Call, leg: model.Leg) -> Call:
        """A queue's attempt to reach an agent: a call of its own."""
        ring_id = call.id_at(leg)
        assert call.queue is not None
        source = self._queue_point(ring_id, "source", call.queue, CONNECTING)
        destination = self._party(call, "destination", leg, ring_id)
        state = _call_state(source, destination)
        return Call(ring_id, source, destination, state, {PARENT: call.id})

    def _listening(self, listening: Listening) -> Call:
        who = self._platform.accounts[listening.user]
        source = self._user_point(listening.id, "source", who, ANSWERED)
        common = self._common(listening.id, "destination", f"call {listening.call}", ANSWERED)
        destination = ListenInPoint(**common, listened_to_call_id=listening.call)
        return Call(listening.id, source, destination, ANSWERED)

    # Callpoints

    def _party(
        self, call: model.Call, side: str, leg: model.Leg, call_id: str | None = None
    ) -> Callpoint:
        state = _STATES[leg.state]
        if leg.state is LegState.RINGING and self._cannot_ring(leg):
            state = CONNECTING
        call_id = call_id or call.id
        account = self._platform.accounts.get(leg.party.agent or "")
        if account is not None:
            return self._user_point(call_id, side, account, state)
        number = leg.party.number
        if side == "destination" and number in self._world.extensions:
            common = self._common(call_id, side, f"extension {number}", state)
            return ResourcePoint(
                **common, resource_type="extension", resource_id=number, name=number
            )
        common = self._common(call_id, side, f"number {number}", state)
        return ExternalPoint(**common, number=number, name=leg.party.name or number)

    def _cannot_ring(self, leg: model.Leg) -> bool:
        agent = self._world.agents.get(leg.party.agent or "")
        return agent is not None and self._platform.exchange.calls.obstacle(agent, leg) is not None

    def _user_point(self, call_id: str, side: str, account: Account, state: str) -> UserPoint:
        common = self._common(call_id, side, f"user {account.id}", state)
        return UserPoint(
            **common, user_id=account.id, user_name=account.name, identity_id=account.identity
        )

    def _queue_point(self, call_id: str, side: str, queue: str, state: str) -> QueuePoint:
        common = self._common(call_id, side, f"queue {queue}", state)
        name = self._world.queues[queue].name
        return QueuePoint(**common, queue_id=queue, queue_name=name)

    def _dialplan(self, call: model.Call, side: str, description: str = "") -> DialplanPoint:
        return self.dialplan(call.id, side, self._platform.dialled(call), description)

    def dialplan(self, call_id: str, side: str, exten: str, description: str = "") -> DialplanPoint:
        """Where every call begins, before it is routed."""
        common = self._common(call_id, side, "dialplan", CONNECTING)
        return DialplanPoint(**common, exten=exten, digits="", description=description)

    def _common(self, call_id: str, side: str, who: str, state: str) -> dict[str, Any]:
        points = self._points.setdefault(call_id, {})
        known = points.get((side, who))
        if known is None:
            self._last_point += 1
            known = points[side, who] = _Known(str(self._last_point), self._second())
        if known.started is None and state == ANSWERED:
            known.started = self._second()
        return {
            "id": known.id,
            "state": state,
            "time_created": known.created,
            "time_started": known.started,
        }

    def _second(self) -> float:
        """The wire has whole seconds."""
        return float(int(self._world.now()))


def ended(call: Call, at: float) -> Call:
    """A call of the past, as a GET with its history tells it."""
    over = {"state": "DISCONNECTED", "time_ended": float(int(at))}
    source, destination = replace(call.source, **over), replace(call.destination, **over)
    return replace(call, source=source, destination=destination, state="DISCONNECTED")


def _call_state(source: Callpoint, destination: Callpoint) -> str:
    """Deprecated by the vendor, but still told."""
    if destination.state == RINGING:
        return RINGING
    up = (ANSWERED, INACTIVE)
    return ANSWERED if source.state in up and destination.state in up else CONNECTING
