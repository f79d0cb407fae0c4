"""The platform's queues as the core shows them: who waits, who takes their calls (pure)."""

from __future__ import annotations

from cti_desk.core.model import AgentState, Queue, QueueAgents, QueueMember, Reason, Waiting
from cti_desk.vendors.compass.live.company import Company
from cti_desk.vendors.compass.live.own_state import OwnState, queue_state
from cti_desk.vendors.compass.live.parties import remote_of
from cti_desk.vendors.compass.live.server_clock import ServerClock
from cti_desk.vendors.compass.messages import members as wire
from cti_desk.vendors.compass.messages import status
from cti_desk.vendors.compass.settings import PauseModel


class QueueViewer:
    """Makes core queues of a company; ``user_id`` is the own user."""

    def __init__(self, model: PauseModel, clock: ServerClock) -> None:
        self._model = model
        self._clock = clock

    def view(
        self, company: Company, queue_id: str, user_id: str | None, own: OwnState | None, now: float
    ) -> Queue:
        """One queue. What nobody told is left out, and a queue nobody listed has no name."""
        queue = company.queues.get(queue_id)
        members = tuple(
            self._member(company, member) for member in company.members.get(queue_id, {}).values()
        )
        own_member = company.members.get(queue_id, {}).get(user_id or "")
        state = None if own is None else queue_state(own, own_member, self._model)
        return Queue(
            queue_id,
            queue.name or None if queue is not None else None,
            None if user_id is None else own_member is not None,
            state,
            own.reason if own is not None and state is AgentState.NOT_READY else None,
            self._waiting(company, queue_id, now),
            _figures(members),
            members,
        )

    def _waiting(self, company: Company, queue_id: str, now: float) -> tuple[Waiting, ...]:
        found = []
        for call_id, since in company.waiting.of(queue_id).items():
            call = company.calls.get(call_id)
            at = self._clock.past(since, now)
            if call is None:
                found.append(Waiting(None, now if at is None else at, id=call_id))
                continue
            caller = remote_of(call.source, company.users)
            found.append(Waiting(caller.number, now if at is None else at, caller.name, call_id))
        return tuple(sorted(found, key=lambda waiting: waiting.since))

    def _member(self, company: Company, member: wire.QueueMember) -> QueueMember:
        user = company.users.get(member.user_id)
        state, reason = self._state(company, member)
        since = None if member.paused_since is None else member.paused_since / 1000
        return QueueMember(
            member.user_id,
            user.name or None if user is not None else None,
            state,
            reason,
            self._clock.here(since) if state is AgentState.NOT_READY else None,
            None if self._model == "status" else member.paused,
        )

    def _state(
        self, company: Company, member: wire.QueueMember
    ) -> tuple[AgentState, Reason | None]:
        """Whether a queue's call would reach this member; either way of pausing keeps it away."""
        user = company.users.get(member.user_id)
        if user is not None and user.logged_in is False:
            return AgentState.LOGGED_OUT, None
        if company.in_call(member.user_id):
            return AgentState.BUSY, None
        if user is not None and user.wrap_up is not None:
            return AgentState.WORKING_AFTER_CALL, None
        away = user is not None and user.receive_calls in (status.NONE, status.ONLY_DIRECT)
        if member.paused or away:
            text = user.display_status if user is not None else None
            return AgentState.NOT_READY, Reason(text=text) if text else None
        return AgentState.READY, None


def _figures(members: tuple[QueueMember, ...]) -> QueueAgents:
    states = [member.state for member in members]
    away = (AgentState.NOT_READY, AgentState.WORKING_AFTER_CALL)
    return QueueAgents(
        states.count(AgentState.READY),
        sum(states.count(state) for state in away),
        states.count(AgentState.BUSY),
    )
