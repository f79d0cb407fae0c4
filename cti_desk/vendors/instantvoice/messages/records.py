"""What the reading methods answer, as typed records made from tolerant input."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct

from cti_desk.core.model import ServiceLevel
from cti_desk.vendors.instantvoice.messages.values import (
    decimal_of,
    flag_of,
    members,
    number_of,
    text_of,
)


class AgentInfo(Struct, frozen=True):
    """AgentInfo. ``status`` is InstantVoice's word (`LOGOFF` is the only one documented)."""

    user: str | None = None
    name: str | None = None
    status: str | None = None
    status_since: float | None = None
    login_since: float | None = None
    reason: str | None = None
    interface: str | None = None
    extension: str | None = None
    disabled: bool = False


class Line(Struct, frozen=True):
    """One line of AgentLineList; ``uniqueid`` is the call on it, if any."""

    number: str | None = None
    inbound: bool | None = None
    outbound: bool | None = None
    status: str | None = None
    status_since: float | None = None
    uniqueid: str | None = None
    queue_id: str | None = None


class QueueMembership(Struct, frozen=True):
    """One queue of AgentQueueList, by its number (leading zeros may be lost)."""

    name: str
    priority: int | None = None


class QueueInfo(Struct, frozen=True):
    """QueueInfo, as far as a desk needs it. Times are seconds, 0 where InstantVoice has none."""

    number: str
    id: str | None = None
    description: str | None = None
    wrap_up_s: int = 0
    quarantine_s: int = 0
    requires_send_info: bool | None = None
    waiting: int | None = None
    longest_wait_s: int | None = None
    agents: int | None = None
    idle: int | None = None
    paused: int | None = None
    on_call: int | None = None
    service_levels: tuple[ServiceLevel, ...] = ()
    read_at: float | None = None

    @property
    def has_figures(self) -> bool:
        """Whether the answer told anything that changes with each call (SOAP's does not)."""
        figures = (self.waiting, self.idle, self.paused, self.on_call)
        return any(figure is not None for figure in figures)


_NO_ID: Final = ("0", None)
_THREE: Final = (1, 2, 3)


def agent_info(data: Any) -> AgentInfo | None:
    """Read AgentInfo's answer, ``None`` if it is no record."""
    got = members(data)
    if not got:
        return None
    return AgentInfo(
        user=text_of(got.get("user")),
        name=text_of(got.get("name")),
        status=text_of(got.get("agentstatus")),
        status_since=_moment(got.get("agentstatusts")),
        login_since=_moment(got.get("logints")),
        reason=text_of(got.get("reasons_reason")),
        interface=text_of(got.get("interface")),
        extension=text_of(got.get("extension")),
        disabled=flag_of(got.get("disabled")) or False,
    )


def lines(data: Any) -> tuple[Line, ...] | None:
    """Read AgentLineList's answer, ``None`` if it is no list of records."""
    records = _records(data)
    return None if records is None else tuple(_line(got) for got in records)


def _line(got: dict[str, Any]) -> Line:
    queue_id = text_of(got.get("queues_id"))
    return Line(
        number=text_of(got.get("linenumber")),
        inbound=flag_of(got.get("inbound")),
        outbound=flag_of(got.get("outbound")),
        status=text_of(got.get("linestatus")),
        status_since=_moment(got.get("linestatusts")),
        uniqueid=text_of(got.get("uniqueid")),
        queue_id=None if queue_id in _NO_ID else queue_id,
    )


def queue_memberships(data: Any) -> tuple[QueueMembership, ...] | None:
    """Read AgentQueueList's answer, ``None`` if it is no list of records."""
    records = _records(data)
    if records is None:
        return None
    found = ((text_of(got.get("name")), number_of(got.get("priority"))) for got in records)
    return tuple(QueueMembership(name, priority) for name, priority in found if name)


def queue_info(data: Any, asked_for: str, accountcode: str) -> QueueInfo | None:
    """Read QueueInfo's answer about the queue ``asked_for``, ``None`` if it is no record.

    STOMP gives the full name (``default_7012``), SOAP the bare number: we keep the number.
    """
    got = members(data)
    if not got:
        return None
    name = (text_of(got.get("name")) or asked_for).removeprefix(f"{accountcode}_")
    return QueueInfo(
        number=name,
        id=text_of(got.get("id")),
        description=text_of(got.get("description")),
        wrap_up_s=max(0, number_of(got.get("wrapuptime")) or 0),
        quarantine_s=max(0, number_of(got.get("quarantinetime")) or 0),
        requires_send_info=flag_of(got.get("requiresendinfo")),
        waiting=number_of(got.get("len")),
        longest_wait_s=number_of(got.get("maxwait")),
        agents=number_of(got.get("agents_total")),
        idle=number_of(got.get("agents_idle")),
        paused=number_of(got.get("agents_paused")),
        on_call=number_of(got.get("agents_oncall")),
        service_levels=_service_levels(got),
    )


def _service_levels(got: dict[str, Any]) -> tuple[ServiceLevel, ...]:
    """``sl_w1_a1`` to ``sl_w3_a3``: window and interval; the manual shows them null only.

    Inferred: percent of the callers who were answered before interval ``a`` (whose seconds are
    ``sl_answeredbefore_1`` to ``_3``), in the stretch of time ``w``.
    """
    found: list[ServiceLevel] = []
    for window in _THREE:
        for interval in _THREE:
            percent = decimal_of(got.get(f"sl_w{window}_a{interval}"))
            if percent is not None:
                within = number_of(got.get(f"sl_answeredbefore_{interval}"))
                found.append(ServiceLevel(window, within, percent))
    return tuple(found)


def queue_members(data: Any) -> tuple[str, ...] | None:
    """Read AgentQueueMembers' answer: the agents' numbers; ``None`` if it is no list of records."""
    records = _records(data)
    if records is None:
        return None
    return tuple(name for got in records if (name := text_of(got.get("user"))) is not None)


def _records(data: Any) -> list[dict[str, Any]] | None:
    if isinstance(data, dict):
        data = [data]
    if not isinstance(data, list):
        return None
    return [got for item in data if (got := members(item))]


def _moment(value: Any) -> float | None:
    seconds = number_of(value)
    return float(seconds) if seconds and seconds > 0 else None
