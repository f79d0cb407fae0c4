"""The agent's state, from the user's status, memberships and the site's way of pausing (pure).

The two ways of pausing do not see each other, and each undoes the other: only the one that the
site has declared is read as the state. What the other one says is told beside it, for it keeps
calls away all the same.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from cti_desk.core.model import AgentState, Reason
from cti_desk.vendors.compass.messages import status
from cti_desk.vendors.compass.messages.members import QueueMember
from cti_desk.vendors.compass.messages.status import WrapUp
from cti_desk.vendors.compass.messages.users import User
from cti_desk.vendors.compass.settings import PauseModel

NO_PHONE: Final = "You are not logged on to a telephone: dial *1 there."
UNREGISTERED: Final = (
    "Your telephone is not registered at Compass and cannot ring: check whether it is connected."
)
NO_QUEUE: Final = "You take calls of no queue."
OTHER_STATUS: Final = (
    "Another program has set your status so that no queue calls reach you. "
    "Dial *49 to be available again."
)
NO_DISTURB: Final = "Do not disturb: no calls reach you."


class OwnState(Struct, frozen=True):
    """What is known of the agent. ``do_not_disturb`` is ``None`` where it is not told."""

    state: AgentState
    reason: Reason | None = None
    note: str | None = None
    do_not_disturb: bool | None = None
    device: str | None = None
    since: float | None = None


class Queues(Struct, frozen=True):
    """``chosen`` are the ids of the queues that the profile names; ``names`` by id."""

    memberships: Mapping[str, QueueMember]
    chosen: frozenset[str] = frozenset()
    names: Mapping[str, str] = {}

    @property
    def note(self) -> str | None:
        """Said of a member whose queues are all others than the profile's: it may be a mistake."""
        if not self.chosen or not self.memberships or self.chosen & self.memberships.keys():
            return None
        words = self.words(self.memberships)
        return f"You take calls of {words}, and of none of your profile's queues."

    def words(self, ids: Iterable[str]) -> str:
        return ", ".join(sorted(self.names.get(each) or each for each in ids))


def own_state(user: User, queues: Queues, model: PauseModel) -> OwnState:
    """Read the state. The times in ``user`` are those of the desk's clock."""
    disturb = user.receive_calls == status.NONE if user.receive_calls else None
    if user.logged_in is False:
        return OwnState(AgentState.LOGGED_OUT, note=NO_PHONE, do_not_disturb=disturb)
    device = user.phone_id
    # Any queue sends calls, whether the profile names it or not.
    if not queues.memberships:
        return OwnState(AgentState.LOGGED_OUT, note=NO_QUEUE, do_not_disturb=disturb, device=device)
    found = _by_status(user) if model != "queue" else None
    if found is None or (model == "undecided" and found.state is AgentState.READY):
        found = _by_pauses(queues) if model != "status" else found
    if found is None:
        found = OwnState(AgentState.READY)
    if user.wrap_up is not None:
        # Wrap-up is shown as a status of its own, on sites that pause by queue, too.
        found = OwnState(AgentState.WORKING_AFTER_CALL, note=_wrap_up_words(user.wrap_up))
    elif model == "queue" and user.receive_calls in (status.NONE, status.ONLY_DIRECT):
        found = OwnState(found.state, found.reason, OTHER_STATUS, since=found.since)
    note = found.note or queues.note
    return OwnState(found.state, found.reason, note, disturb, device, found.since)


def queue_state(own: OwnState, member: QueueMember | None, model: PauseModel) -> AgentState | None:
    """The agent's state in one queue; ``None`` where they are no member."""
    if member is None:
        return None
    if member.paused and model != "status":
        return AgentState.NOT_READY
    if own.state in (AgentState.WORKING_AFTER_CALL, AgentState.LOGGED_OUT) or model != "queue":
        return own.state
    return AgentState.READY


def _by_status(user: User) -> OwnState | None:
    """``None`` where the platform tells no status: older ones have none."""
    shown = Reason(text=user.display_status) if user.display_status else None
    match user.receive_calls:
        case status.ALL:
            return OwnState(AgentState.READY)
        case status.ONLY_DIRECT:
            return OwnState(AgentState.NOT_READY, shown)
        case status.NONE:
            return OwnState(AgentState.NOT_READY, shown, NO_DISTURB)
    return None


def _by_pauses(queues: Queues) -> OwnState:
    paused = {key: one for key, one in queues.memberships.items() if one.paused}
    if not paused:
        return OwnState(AgentState.READY)
    if len(paused) < len(queues.memberships):
        return OwnState(AgentState.READY, note=f"Paused in {queues.words(paused)}.")
    since = max(one.paused_since or 0 for one in paused.values()) / 1000
    return OwnState(AgentState.NOT_READY, since=since)


def _wrap_up_words(wrap_up: WrapUp) -> str:
    if wrap_up.end_time is None:
        return "No queue calls until you end your wrap-up."
    until = time.strftime("%H:%M:%S", time.localtime(wrap_up.end_time))
    return f"No queue calls until about {until} (wrap-up)."
