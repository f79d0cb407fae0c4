"""What InstantVoice offers an agent: the capability table, in an agent's words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from cti_desk.core import commands
from cti_desk.core.capabilities import (
    OFFERED,
    Capability,
    CapabilityTable,
    Obstacle,
    Offer,
    PauseReason,
    not_offered,
)
from cti_desk.core.model import Reason
from cti_desk.core.reports import CapabilitiesChanged
from cti_desk.vendors.instantvoice.client.listening import Listening
from cti_desk.vendors.instantvoice.client.reader import READINGS, Reader
from cti_desk.vendors.instantvoice.live.devices import Devices
from cti_desk.vendors.instantvoice.live.obstacles import obstacles_of, unknown_agent
from cti_desk.vendors.instantvoice.live.reasons import Reasons
from cti_desk.vendors.instantvoice.live.served_agents import ServedAgents
from cti_desk.vendors.instantvoice.live.source import EventSource
from cti_desk.vendors.instantvoice.messages.codes import (
    NOT_FOUND,
    PERMISSION_DENIED,
    SUCCESS,
    explain,
)
from cti_desk.vendors.instantvoice.messages.records import Line, QueueInfo
from cti_desk.vendors.instantvoice.settings import Profile

TITLE: Final = "InstantVoice"

_OFFERED: Final = (
    commands.LogIn,
    commands.LogOut,
    commands.SetNotReady,
    commands.SetReady,
    commands.MakeCall,
    commands.ClearCall,
    commands.SingleStepTransfer,
)

_NOT_OFFERED: Final[dict[type[commands.Command], str]] = {
    commands.EndWrapUp: "InstantVoice ends the wrap-up by itself.",
    commands.AnswerCall: "Answer on your telephone.",
    commands.HoldCall: "Use the hold key of your telephone.",
    commands.RetrieveCall: "Use the hold key of your telephone.",
    commands.ConsultationCall: "Use the transfer key of your telephone.",
    commands.TransferCall: "Use the transfer key of your telephone.",
    commands.ReconnectCall: "Use the transfer key of your telephone.",
    commands.PickupCall: "Dial *8 on your telephone to take a colleague's call.",
    commands.GenerateDigits: "Use the keys of your telephone.",
    commands.JoinQueue: "Your queues are set by your administrator.",
    commands.LeaveQueue: "Your queues are set by your administrator.",
    commands.SetDoNotDisturb: "InstantVoice has no do-not-disturb: use a pause.",
    commands.SetForwarding: "InstantVoice has no forwarding that can be set from here.",
}

# That a colleague is reached by dialling their agent number is inferred: BlindTransfer's target may
# be "another agent", NewCall's is described alike.
_COLLEAGUE: Final = Capability(Offer.EMULATED, how="Dials the colleague's agent number.")

UNKNOWABLE: Final = (
    "agent.do_not_disturb",
    "agent.device_reachable",
    "calls.called",
    "calls.waited_s",
    "calls.remote.name",
    "queues.state",
    "queues.waiting",
    "queues.changes",
)

_UNKNOWABLE_POLLED: Final = ("calls.direction", "calls.remote.number", "queues.agents")
"""Nor these where lines and queues are read over SOAP, which carries less of both."""

NO_EVENTS: Final = (
    "SOAP has no events: calls and state are read every few seconds, so a call may be shown late, "
    "and a short one not at all."
)

_READINGS: Final = {
    "AgentInfo": ("agent.device", "agent.since"),
    "AgentLineList": ("calls.queue",),
    "AgentQueueList": ("queues",),
    "QueueInfo": ("queues.name", "queues.agents", "queues.waiting_count", "queues.service_levels"),
    "AgentQueueMembers": ("queues.members",),
}
"""What is never known when the key may not call a reading method."""


NOTHING_READ: Final = (
    "The access key may read nothing (code -2), so neither calls nor state are known. If all the "
    "rest is refused, too, the key is wrong."
)

_TOLD_OTHERWISE: Final = frozenset({SUCCESS, NOT_FOUND, PERMISSION_DENIED})


def capability_table(
    *,
    reasons: tuple[Reason, ...],
    default_reason: str | None,
    reason_required: bool,
    devices: tuple[str, ...],
    no_dialling: str | None = None,
    denied: Collection[str] = (),
    warnings: tuple[str, ...] = (),
    polled: bool = False,
    more_reasons: bool = False,
    obstacles: tuple[Obstacle, ...] = (),
) -> CapabilityTable:
    """The table for one agent. ``no_dialling`` says why the agent cannot place calls, ``polled``
    that no events come, ``more_reasons`` that the list of reasons may not be complete.
    """
    offers = {kind.__name__: OFFERED for kind in _OFFERED}
    offers |= {kind.__name__: not_offered(why) for kind, why in _NOT_OFFERED.items()}
    offers[commands.DialColleague.__name__] = _COLLEAGUE
    if no_dialling is not None:
        for kind in (commands.MakeCall, commands.DialColleague):
            offers[kind.__name__] = not_offered(no_dialling)
    pause_reason: PauseReason = "required" if reason_required else "optional"
    unread = tuple(
        name for method, names in _READINGS.items() if method in denied for name in names
    )
    if polled:
        unread += (*_UNKNOWABLE_POLLED, *_READINGS["AgentLineList"])
        if "AgentInfo" in denied:
            unread += ("agent.state",)  # what is shown was accepted here last
        warnings = (NO_EVENTS, *warnings)
    return CapabilityTable(
        vendor=TITLE,
        commands=offers,
        unknowable=tuple(dict.fromkeys([*UNKNOWABLE, *unread])),
        pause_reason=pause_reason,
        default_reason=default_reason,
        reasons=reasons,
        devices=devices,
        transfers_all=True,
        warnings=warnings,
        more_reasons=more_reasons,
        obstacles=obstacles,
    )


def why_no_dialling(disabled: bool, lines: Iterable[Line] | None) -> str | None:
    """Why the agent cannot place calls, ``None`` if they can or it is not known."""
    if disabled:
        return "Your agent is disabled: ask your administrator."
    known = None if lines is None else [line.outbound for line in lines]
    if known is None or any(outbound is not False for outbound in known):
        return None
    if not known:
        return "Your agent has no line: ask your administrator."
    return "None of your lines may place calls: ask your administrator."


def warnings_of(queues: Iterable[QueueInfo]) -> tuple[str, ...]:
    """Standing warnings about the agent's queues."""
    return tuple(
        f"Queue {queue_words(queue)} hangs up on callers while CTI Desk is not connected "
        "(requiresendinfo)."
        for queue in queues
        if queue.requires_send_info
    )


def nothing_posted(listening: Listening) -> str:
    """What is said until the first event has been posted: without any, calls stay unseen."""
    return (
        f"InstantVoice has posted no event yet to port {listening.host.port}, {listening.path} "
        f"(by {b' or '.join(listening.methods).decode()}): until it does (Integration, Call Events "
        "Post), calls and states are not seen."
    )


def queue_words(queue: QueueInfo) -> str:
    return f"{queue.number} {queue.description}" if queue.description else queue.number


class CapabilityReports:
    """``denied`` are the readings that the key has no right to, as of the last reading."""

    def __init__(
        self,
        profile: Profile,
        reasons: Reasons,
        devices: Devices,
        agents: ServedAgents,
        source: EventSource,
    ) -> None:
        self.denied: frozenset[str] = frozenset()
        self.table: CapabilityTable | None = None
        self._profile = profile
        self._reasons = reasons
        self._devices = devices
        self._agents = agents
        self._source = source

    def changed(self, reader: Reader | None) -> CapabilitiesChanged | None:
        """The table, if it is another than before; ``reader`` is that of the link, while linked."""
        table = self._new_table(reader)
        if table == self.table:
            return None
        self.table = table
        return CapabilitiesChanged(table)

    def _new_table(self, reader: Reader | None) -> CapabilityTable:
        profile, own, polled = self._profile, self._agents.own, self._source.polled
        code = reader.codes.get("AgentInfo", SUCCESS) if reader is not None else SUCCESS
        denied = self.denied
        if polled and not denied >= READINGS and own is not None and not own.tracker.told:
            denied |= {"AgentInfo"}  # it answers, but not what it was asked for
        return capability_table(
            reasons=self._reasons.all,
            default_reason=profile.default_reason,
            reason_required=profile.reason_required,
            devices=self._devices.all,
            no_dialling=why_no_dialling(own.tracker.disabled, own.lines) if own else None,
            denied=denied,
            warnings=self._warnings(code),
            polled=polled,
            more_reasons=not profile.reasons,  # what was learned is no list
            obstacles=()
            if reader is None
            else obstacles_of(own, reader.codes, key_refused=reader.key_refused),
        )

    def _warnings(self, code: int) -> tuple[str, ...]:
        """The standing warnings; ``code`` is that of the last answer to AgentInfo."""
        own, polled = self._agents.own, self._source.polled
        warnings: list[str] = []
        if polled and self.denied >= READINGS:
            warnings.append(NOTHING_READ)
        if polled and code not in _TOLD_OTHERWISE:
            warnings.append(f"The state cannot be read: {explain(code)} (code {code}).")
        if self._source.warning is not None:
            warnings.append(self._source.warning)
        if own is not None and code == NOT_FOUND:
            warnings.append(unknown_agent(own))
        return (*warnings, *warnings_of(own.queues or () if own is not None else ()))
