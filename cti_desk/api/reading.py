"""Handlers of the methods that only look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from cti_desk.api import params as p
from cti_desk.api.events import Subscribed
from cti_desk.api.method import LATER, Request
from cti_desk.api.wire import WireSnapshot
from cti_desk.core import commands
from cti_desk.core.capabilities import Capability
from cti_desk.core.errors import CtiError, UsageError
from cti_desk.core.explanation import Explanation
from cti_desk.core.model import Reason
from cti_desk.core.ports import Contact


class Capabilities(Struct, frozen=True):
    """What can be asked here and now.

    ``commands``: what the vendor has. ``agent``: the same in the agent's present state. ``calls``:
    the same for each call that is up. ``unknowable``: what this vendor can never tell.
    ``more_reasons``: others than ``reasons`` may be given too.
    """

    vendor: str
    commands: dict[str, Capability]
    agent: dict[str, Capability]
    calls: dict[str, dict[str, Capability]]
    unknowable: tuple[str, ...]
    pause_reason: str
    default_reason: str | None
    reasons: tuple[Reason, ...]
    devices: tuple[str, ...]
    transfers_all: bool
    warnings: tuple[str, ...]
    more_reasons: bool


class Raised(Struct, frozen=True):
    """Whose strip was shown, and on which displays (X11's and Wayland's names, where there are)."""

    profile: str
    displays: tuple[str, ...] = ()
    settings: str = ""


_CALL_COMMANDS = tuple(
    kind.__name__ for kind in commands.ALL if issubclass(kind, commands.CallCommand)
)


def snapshot(request: Request, _params: p.Params) -> WireSnapshot:
    request.desk.glance_at_queues()
    return request.events.snapshot()


def capabilities(request: Request, _params: p.Params) -> Capabilities:
    table, now = request.desk.table(), request.desk.snapshot()
    return Capabilities(
        vendor=request.desk.vendor(),
        commands={name: table.of(name) for name in commands.NAMES},
        agent={name: table.for_agent(name, now) for name in commands.NAMES},
        calls={
            call.id: {name: table.for_call(name, call, now.calls) for name in _CALL_COMMANDS}
            for call in now.calls
        },
        unknowable=table.unknowable,
        pause_reason=table.pause_reason,
        default_reason=table.default_reason,
        reasons=table.reasons,
        devices=table.devices,
        transfers_all=table.transfers_all,
        warnings=table.warnings,
        more_reasons=table.more_reasons,
    )


def queues(request: Request, _params: p.Params) -> Any:
    request.desk.glance_at_queues(lambda: request.answer(request.desk.snapshot().queues))
    return LATER


def look_up(request: Request, params: p.LookUpParams) -> Contact:
    return request.desk.look_up(params.number)


def explain(request: Request, params: p.ExplainParams) -> Explanation:
    return request.desk.explain(params.text, params.caller, params.outside_line)


def journal(request: Request, params: p.JournalParams) -> Any:
    request.desk.journal(params.limit, params.before, _finish(request))
    return LATER


def check(request: Request, _params: p.Params) -> Any:
    request.desk.check(_finish(request))
    return LATER


def subscribe(request: Request, params: p.SubscribeParams) -> Subscribed:
    program = request.program
    reply, subscription = request.events.subscribe(params.since, program.wake)
    program.follow(subscription)
    request.after = subscription.release
    return reply


def vendor_call(request: Request, params: p.VendorParams) -> Any:
    request.desk.call_vendor(params.method, params.params, _finish(request))
    return LATER


def raise_strip(request: Request, params: p.RaiseParams) -> Raised:
    running = request.desk.profile()
    if params.profile is not None and params.profile != running:
        raise UsageError(
            f"CTI Desk already runs with the profile “{running}”. "
            f"End it first to use “{params.profile}”.",
            details={"profile": running},
        )
    settings = request.desk.settings_file()
    if params.config is not None and params.config != settings:
        raise UsageError(
            f"CTI Desk already runs with the settings file {settings}. End it first to use "
            f"{params.config}, or start a desk of its own with --instance NAME.",
            details={"settings": settings},
        )
    request.desk.raise_strip()
    return Raised(running, request.desk.displays(), settings)


def _finish(request: Request) -> Callable[[Any, CtiError | None], None]:
    """Make a function that answers a request later, with a result or an error."""

    def done(result: Any, error: CtiError | None) -> None:
        if error is not None:
            request.refuse(error)
        else:
            request.answer(result)

    return done
