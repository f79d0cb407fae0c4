"""What can be asked here and now: one table for buttons, API, COM codes and documentation."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, Literal

from msgspec import Struct, field

from cti_desk.core import commands
from cti_desk.core.model import AgentState, Call, ConnectionState, Direction, Reason, Snapshot

PauseReason = Literal["required", "optional", "local", "none"]


class Offer(StrEnum):
    """Whether the vendor has a thing, whether we build it, or neither."""

    OFFERED = "OFFERED"
    EMULATED = "EMULATED"
    NOT_OFFERED = "NOT_OFFERED"


class Capability(Struct, frozen=True):
    """``how`` explains EMULATED, ``why`` explains NOT_OFFERED, both in an agent's words."""

    offer: Offer
    how: str | None = None
    why: str | None = None

    @property
    def usable(self) -> bool:
        return self.offer is not Offer.NOT_OFFERED


OFFERED: Final = Capability(Offer.OFFERED)


def not_offered(why: str) -> Capability:
    """A capability that is missing, and why."""
    return Capability(Offer.NOT_OFFERED, why=why)


class Obstacle(Struct, frozen=True):
    """What keeps calls from the agent, as far as the vendor tells it.

    ``what`` says who can mend it: the site (``link``), the person who grants rights (``rights``),
    the person who sets the agent up (``agent``), the person who looks after the telephone
    (``phone``), or nobody, for it passes by itself (``pause``).
    """

    what: Literal["link", "rights", "agent", "phone", "pause"]
    text: str


class CapabilityTable(Struct, frozen=True):
    """What this vendor offers this agent. A command that is not in the table is not offered.

    ``reasons`` are the pause reasons to choose from. With ``more_reasons`` the vendor may know
    others, and judges them itself. ``devices`` are where calls may ring. ``transfers_all`` is true
    when a transfer moves every call of the agent. ``without_login`` are commands that this vendor
    accepts although the agent is logged out. ``obstacles`` keep calls from the agent, beside what
    the agent's state says.
    """

    vendor: str = ""
    commands: dict[str, Capability] = field(default_factory=dict)
    unknowable: tuple[str, ...] = ()
    pause_reason: PauseReason = "none"
    default_reason: str | None = None
    reasons: tuple[Reason, ...] = ()
    devices: tuple[str, ...] = ()
    transfers_all: bool = False
    without_login: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    more_reasons: bool = False
    obstacles: tuple[Obstacle, ...] = ()

    def of(self, command: str) -> Capability:
        """What the vendor says of a command, whatever the calls."""
        return self.commands.get(command) or not_offered(
            f"{self.vendor or 'This telephone system'} has no such function."
        )

    def for_agent(self, command: str, snapshot: Snapshot) -> Capability:
        """What is offered to the agent in their present state."""
        known = self.of(command)
        why = _agent_obstacle(command, snapshot, command not in self.without_login)
        return not_offered(why) if known.usable and why else known

    def for_call(self, command: str, call: Call, calls: Iterable[Call]) -> Capability:
        """What is offered for one call in its present state; ``calls`` are all that are up."""
        known = self.of(command)
        if known.usable and (why := _call_obstacle(command, call, calls)):
            return not_offered(why)
        return known


_CALL_STATES: Final[dict[str, tuple[frozenset[ConnectionState], str]]] = {
    commands.AnswerCall.__name__: (
        frozenset({ConnectionState.ALERTING}),
        "This call is not ringing.",
    ),
    commands.HoldCall.__name__: (
        frozenset({ConnectionState.CONNECTED}),
        "Only an answered call can be held.",
    ),
    commands.RetrieveCall.__name__: (frozenset({ConnectionState.HELD}), "This call is not held."),
    commands.SingleStepTransfer.__name__: (
        frozenset({ConnectionState.CONNECTED, ConnectionState.HELD}),
        "Only an answered call can be transferred.",
    ),
    commands.ConsultationCall.__name__: (
        frozenset({ConnectionState.CONNECTED, ConnectionState.HELD}),
        "Only an answered call can be consulted about.",
    ),
    commands.GenerateDigits.__name__: (
        frozenset({ConnectionState.CONNECTED}),
        "Digits can only be sent in an answered call.",
    ),
    commands.TransferCall.__name__: (
        frozenset({ConnectionState.CONNECTED}),
        "Only the call of your consultation can be transferred to.",
    ),
    commands.ReconnectCall.__name__: (
        frozenset({ConnectionState.CONNECTED}),
        "Only the call of your consultation can be given up.",
    ),
}


_OF_A_CONSULTATION: Final = {
    commands.TransferCall.__name__: "There is no call on hold to transfer to this one.",
    commands.ReconnectCall.__name__: "There is no call on hold to return to.",
}


def _call_obstacle(command: str, call: Call, calls: Iterable[Call]) -> str | None:
    states, why = _CALL_STATES.get(command, (None, ""))
    if states is not None and call.local_state not in states:
        return why
    if command in _OF_A_CONSULTATION and not _other_is_held(call, calls):
        return _OF_A_CONSULTATION[command]
    if command == commands.AnswerCall.__name__ and call.direction is Direction.OUTBOUND:
        return "Pick up your telephone: it rings for a call you dialled."
    if command == commands.SingleStepTransfer.__name__ and not _talking(call):
        return "The other side has not answered yet."
    if command in _BY_CALL_ID and call.id_source == "derived":
        return "The telephone system gave no number for this call."
    return None


def _other_is_held(call: Call, calls: Iterable[Call]) -> bool:
    """A consultation is two calls: the first is held while the agent asks in the second."""
    return any(other.id != call.id and other.local_state is ConnectionState.HELD for other in calls)


def _talking(call: Call) -> bool:
    return call.remote_state in (None, ConnectionState.CONNECTED, ConnectionState.HELD)


_BY_CALL_ID: Final = frozenset({commands.ClearCall.__name__})

_LOGGED_OUT: Final = "You are not logged in."


def _agent_obstacle(command: str, snapshot: Snapshot, needs_login: bool) -> str | None:
    agent = snapshot.agent
    state = agent.underlying
    if command == commands.LogIn.__name__:
        logged_in = state not in (AgentState.LOGGED_OUT, AgentState.UNKNOWN)
        words = "You are logged in already. To use another telephone, log out first."
        return words if logged_in else None
    # A login is on its way: the vendor decides what it allows after it, in the order asked.
    coming = agent.asked is not None and agent.asked.command == commands.LogIn.__name__
    if state is AgentState.LOGGED_OUT and command in _NEEDS_LOGIN and needs_login and not coming:
        return _LOGGED_OUT
    if command == commands.EndWrapUp.__name__ and state is not AgentState.WORKING_AFTER_CALL:
        return "There is no wrap-up to end."
    return None


_NEEDS_LOGIN: Final = frozenset(
    kind.__name__
    for kind in (
        commands.LogOut,
        commands.SetNotReady,
        commands.SetReady,
        commands.EndWrapUp,
        commands.MakeCall,
    )
)
