"""What is known of one agent: from events, and from AgentInfo read back (pure)."""

from __future__ import annotations

import re
from typing import Any, Final, Literal

from msgspec import UNSET, Struct

from cti_desk.core.model import AgentState, Pending, Reason
from cti_desk.core.reports import AgentChanged
from cti_desk.vendors.instantvoice.live.reasons import Reasons
from cti_desk.vendors.instantvoice.messages import events as wire
from cti_desk.vendors.instantvoice.messages.events import Event
from cti_desk.vendors.instantvoice.messages.records import AgentInfo

Unavailable = Literal["wrap-up", "quarantine"]

BELIEVED: Final = "last known: set here"
"""Beside a state that InstantVoice does not tell: all that is known is what it accepted here."""

NOT_TOLD: Final = "not known over SOAP"


class Status(Struct, frozen=True):
    """What a word of ``agentstatus`` says. ``state`` ``None``: logged in, ready or not unsaid."""

    state: AgentState | None
    pending: AgentState | None = None
    unavailable: Unavailable | None = None


# Only LOGOFF is documented; the other words are inferred from QueueInfo's counters
# (agents_idle, agents_oncall, agents_pending_pause, agents_unavailable_wrapup …).
_STATUS: Final[dict[str, Status]] = {
    **dict.fromkeys(
        ("LOGOFF", "LOGOUT", "LOGGEDOFF", "LOGGEDOUT", "LOGOFFPAUSE"),
        Status(AgentState.LOGGED_OUT),
    ),
    **dict.fromkeys(
        ("IDLE", "LOGIN", "LOGON", "LOGGEDIN", "READY", "AVAILABLE", "UNPAUSE"),
        Status(AgentState.READY),
    ),
    **dict.fromkeys(("PAUSE", "PAUSED"), Status(AgentState.NOT_READY)),
    **dict.fromkeys(("ONCALL", "BUSY", "INUSE", "RINGING", "DIALING"), Status(None)),
    "PENDINGPAUSE": Status(None, pending=AgentState.NOT_READY),
    "PENDINGLOGOFF": Status(None, pending=AgentState.LOGGED_OUT),
    "WRAPUP": Status(AgentState.WORKING_AFTER_CALL, unavailable="wrap-up"),
    "UNAVAILABLEWRAPUP": Status(AgentState.WORKING_AFTER_CALL, unavailable="wrap-up"),
    "QUARANTINE": Status(AgentState.READY, unavailable="quarantine"),
    "UNAVAILABLEQUARANTINE": Status(AgentState.READY, unavailable="quarantine"),
}


def status_of(info: AgentInfo) -> Status | None:
    """What AgentInfo's status word says, ``None`` for a word we do not know."""
    return _STATUS.get(re.sub(r"[^A-Z]", "", (info.status or "").upper()))


class AgentTracker:
    """One agent's state; each change of it comes out as an `AgentChanged`.

    ``asked_reason`` is the number of a pause that was asked for and has not begun, ``device`` where
    calls ring, ``on_call`` whether AgentInfo spoke of a call when it was read last. ``version``
    counts events and commands (``events`` the former alone): a reading that was asked for before
    the latest one says nothing new.

    ``told``: AgentInfo said the state when it was read last; where it does not, `believe` what was
    accepted. Where there are no events the tracker is a `PolledTracker`.
    """

    def __init__(self, agent_id: str | None, reasons: Reasons) -> None:
        self.told = False
        self.agent_id = agent_id
        self.state = AgentState.UNKNOWN
        self.reason: Reason | None = None
        self.pending: Pending | None = None
        self.device: str | None = None
        self.disabled = False
        self.unavailable: Unavailable | None = None
        self.asked_reason: str | None = None
        self.on_call = False
        self.events = 0
        self.version = 0
        self._reasons = reasons

    @property
    def logged_in(self) -> bool:
        return self.state not in (AgentState.UNKNOWN, AgentState.LOGGED_OUT)

    def take(self, event: Event) -> AgentChanged | None:
        """Take LOGIN, LOGOUT, PAUSE or UNPAUSE; ``None`` for other events."""
        if event.type not in wire.AGENT_TYPES:
            return None
        self.events += 1
        self.version += 1
        self.unavailable = None
        asked, self.asked_reason = self.asked_reason, None
        if event.type == wire.PAUSE:
            text = event.direction.strip()
            return self._enter(AgentState.NOT_READY, self._reasons.seen(text, asked))
        if event.type in (wire.LOGIN, wire.UNPAUSE):
            return self._enter(AgentState.READY)
        return self._enter(AgentState.LOGGED_OUT)

    def read(self, info: AgentInfo) -> AgentChanged:
        """Take AgentInfo's answer."""
        self.disabled = info.disabled
        self.device = info.interface or self.device
        status = status_of(info)
        before, self.told = self.told, status is not None
        if status is None:
            return self._changed(device=self.device or UNSET, **self._untold())
        more: dict[str, Any] = {} if before else self._told_again()
        self.unavailable = status.unavailable
        self.on_call = status.state is None
        state, reason = status.state, None
        if state is None:
            state, reason = self._while_busy(info, status)
        else:
            asked, self.asked_reason = self.asked_reason, None
            if state is AgentState.NOT_READY:
                reason = self._reasons.seen(info.reason, asked)
        dated = info.status_since
        if status.state is None or (status.unavailable and dated == info.login_since):
            dated = None  # that of the call's status, or of the login
        return self._enter(
            state,
            reason,
            self._pending(status.pending),
            device=self.device or UNSET,
            since=dated or UNSET,
            **more,
        )

    def believe(self, state: AgentState, reason: Reason | None = None) -> AgentChanged:
        """InstantVoice has accepted this, and does not tell what the state is."""
        self.version += 1
        self.asked_reason = None
        return self._enter(state, reason, note=BELIEVED)

    def refused(self, code: int) -> AgentChanged | None:
        """A refusal that makes no sense in a state that was believed: it is another one.

        Where events come nothing is believed.
        """
        return None

    def settle(self) -> AgentChanged | None:
        """No call is up: what was put off until its end may be believed to be so now.

        Where events come they say it.
        """
        return None

    def _untold(self) -> dict[str, Any]:
        """What is reported beside a state that AgentInfo did not say."""
        return {}

    def _told_again(self) -> dict[str, Any]:
        """What is reported beside a state that AgentInfo says, and did not say before."""
        return {}

    def expect(self, state: AgentState, reason: Reason | None = None) -> AgentChanged:
        """The switch has accepted a state that it will enter after the call."""
        self.version += 1
        self.pending = Pending(state, reason)
        return self._changed(pending=self.pending)

    def expect_nothing(self) -> AgentChanged | None:
        """What was pending has been taken back."""
        self.asked_reason = None
        if self.pending is None:
            return None
        self.version += 1
        self.pending = None
        return self._changed(pending=None)

    def ask(self, reason: str) -> None:
        """A pause with this number is about to be asked for."""
        self.version += 1
        self.asked_reason = reason

    def at(self, device: str) -> AgentChanged:
        """Calls ring there from now on."""
        self.device = device
        return self._changed(device=device)

    def again(self) -> AgentChanged:
        """The present state once more: an answer to who asked for what is so already."""
        return self._changed(state=self.state, reason=self.reason, pending=self.pending)

    def enter(self, state: AgentState) -> AgentChanged:
        """A state that follows from something else than an agent event."""
        self.unavailable = None
        return self._enter(state, self.reason if state is self.state else None, self.pending)

    def _while_busy(self, info: AgentInfo, status: Status) -> tuple[AgentState, Reason | None]:
        """The word says only that the agent is logged in: what is known is kept.

        A reason beside it may be that of a past pause (the manual shows one beside LOGOFF), or of
        the present one. Which it is will be read when the call has ended.
        """
        if self.logged_in and self.state is not AgentState.WORKING_AFTER_CALL:
            return self.state, self.reason
        if info.reason and status.pending is None:
            return AgentState.UNKNOWN, None
        return AgentState.READY, None

    def _pending(self, state: AgentState | None) -> Pending | None:
        """What waits for the end of the call. Its reason is known only if it was asked for here."""
        if state is None:
            return None
        if self.pending is not None and self.pending.state is state:
            return self.pending
        asked = self.asked_reason if state is AgentState.NOT_READY else None
        return Pending(state, self._reasons.seen(None, asked))

    def _enter(
        self,
        state: AgentState,
        reason: Reason | None = None,
        pending: Pending | None = None,
        **more: Any,
    ) -> AgentChanged:
        self.state, self.reason, self.pending = state, reason, pending
        return self._changed(state=state, reason=reason, pending=pending, **more)

    def _changed(self, **what: Any) -> AgentChanged:
        return AgentChanged(self.agent_id, **what)
