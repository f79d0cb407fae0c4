"""The snapshot, the event notification and replies as JSON (docs/contracts.md §1–2).

The core's structs are encoded as they are; only what depends on the moment (how long the link has
been gone) and on the desk (epoch, sequence, profile) is added here.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from cti_desk.api.desk import DeskPort
from cti_desk.core.causes import Cause
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Agent, Call, Colleague, Link, LinkState, Queue


class WireLink(Struct, frozen=True):
    """The link. ``stale_s`` counts from the moment it was lost; it and ``retry_in_s`` are null
    while it is up. ``read_s`` is the age of what is known where no events tell of changes, else
    null.
    ``can_act``: commands reach the vendor although the link is not up.
    """

    state: LinkState
    since: float
    stale_s: float | None
    retry_in_s: float | None
    reason: str | None
    marks: tuple[str, ...]
    read_s: float | None
    can_act: bool


class WireSnapshot(Struct, frozen=True):
    """Everything the desk knows after event ``sequence`` of ``epoch``."""

    epoch: str
    sequence: int
    time: float
    profile: str
    vendor: str
    link: WireLink
    agent: Agent
    calls: tuple[Call, ...]
    queues: tuple[Queue, ...]
    colleagues: tuple[Colleague, ...]


class WireEvent(Struct, frozen=True, omit_defaults=True):
    """One event. It has only the members that the event is about.

    ``snapshot`` comes with a ``Gap`` that follows an overflow: it replaces what was missed.
    """

    epoch: str
    sequence: int
    time: float
    event: EventType
    call: Call | None = None
    agent: Agent | None = None
    colleague: Colleague | None = None
    queue: Queue | None = None
    link: WireLink | None = None
    cause: str | None = None
    text: str | None = None
    snapshot: WireSnapshot | None = None
    csta_cause: Cause | None = None
    transferred_to: str | None = None


class Notification(Struct, frozen=True):
    """The JSON-RPC notification around an event."""

    jsonrpc: Literal["2.0"]
    method: Literal["event"]
    params: WireEvent


class Response(Struct, frozen=True):
    """A JSON-RPC result."""

    jsonrpc: Literal["2.0"]
    id: Any
    result: Any


class ErrorBody(Struct, frozen=True):
    """A JSON-RPC error; ``data`` carries the vendor, its code, a sentence and any candidates."""

    code: int
    message: str
    data: Any


class ErrorResponse(Struct, frozen=True):
    """A JSON-RPC error reply."""

    jsonrpc: Literal["2.0"]
    id: Any
    error: ErrorBody


def wire_link(link: Link, now: float) -> WireLink:
    """The link as it is at ``now``."""
    down = link.state is not LinkState.UP
    stale = now - link.lost_at if down and link.lost_at is not None else None
    retry = link.retry_at - now if down and link.retry_at is not None else None
    read = None if down or link.read_at is None else now - link.read_at
    return WireLink(
        state=link.state,
        since=link.since,
        stale_s=None if stale is None else round(max(0.0, stale), 3),
        retry_in_s=None if retry is None else round(max(0.0, retry), 3),
        reason=link.reason,
        marks=link.marks,
        read_s=None if read is None else round(max(0.0, read), 3),
        can_act=link.can_act,
    )


def wire_snapshot(desk: DeskPort, epoch: str, sequence: int) -> WireSnapshot:
    """The desk's snapshot after the event with this number."""
    snapshot = desk.snapshot()
    now = desk.now()
    return WireSnapshot(
        epoch=epoch,
        sequence=sequence,
        time=now,
        profile=desk.profile(),
        vendor=desk.vendor(),
        link=wire_link(snapshot.link, now),
        agent=snapshot.agent,
        calls=snapshot.calls,
        queues=snapshot.queues,
        colleagues=snapshot.colleagues,
    )


def wire_event(event: Event, epoch: str, sequence: int, time: float) -> WireEvent:
    """The event with its number and time."""
    return WireEvent(
        epoch=epoch,
        sequence=sequence,
        time=time,
        event=event.event,
        call=event.call,
        agent=event.agent,
        colleague=event.colleague,
        queue=event.queue,
        link=None if event.link is None else wire_link(event.link, time),
        cause=event.cause,
        text=event.text,
        csta_cause=event.csta_cause,
        transferred_to=event.transferred_to,
    )


def encode_event(event: WireEvent) -> bytes:
    """The whole notification, without a line end."""
    return encode(Notification("2.0", "event", event))


_ENCODER: Final = msgspec.json.Encoder()


def encode(message: Any) -> bytes:
    """JSON of a message, without a line end.

    Text from a telephone line can hold half a character (a lone surrogate), which is no UTF-8. It
    is replaced, so that the event is not lost.
    """
    try:
        return _ENCODER.encode(message)
    except UnicodeEncodeError:
        return _ENCODER.encode(_clean(msgspec.to_builtins(message)))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
