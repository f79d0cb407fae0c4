"""Check a command against what is known: is it offered, which call is meant, for what reason?"""

from __future__ import annotations

from msgspec.structs import replace

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.commands import (
    CallCommand,
    Command,
    DialColleague,
    JoinQueue,
    LeaveQueue,
    MakeCall,
    PickupCall,
    SetNotReady,
    SingleStepTransfer,
)
from cti_desk.core.errors import AmbiguousCall, NotOffered, UsageError
from cti_desk.core.model import Call, Reason, Snapshot
from cti_desk.core.reports import Submit


def check(submit: Submit, snapshot: Snapshot, table: CapabilityTable) -> Command:
    """Return the command with its call named, its reason filled in and its queue by its id.

    Raises `NotOffered` if the vendor, the agent's state or the call does not have the command;
    `AmbiguousCall` if several calls can be meant, or more than one would be moved; `UsageError` if
    the named call is not up, or a pause has no reason, or a reason that is not listed.
    """
    command = submit.command
    if submit.direct or submit.agent_id not in (None, snapshot.agent.id):
        return command
    if isinstance(command, CallCommand) and not isinstance(command, PickupCall):
        return _check_call_command(command, snapshot, table)
    capability = table.for_agent(command.name, snapshot)
    if not capability.usable:
        raise NotOffered(capability.why or "Not offered.", vendor=table.vendor or None)
    if isinstance(command, SetNotReady):
        return replace(command, reason=_check_reason(command.reason, table))
    if isinstance(command, (JoinQueue, LeaveQueue)):
        return replace(command, queue=_queue_id(command.queue, snapshot))
    return command


def _queue_id(named: str, snapshot: Snapshot) -> str:
    """A queue's id; a queue may be given by its name. If it is not listed, the vendor decides."""
    if any(queue.id == named for queue in snapshot.queues):
        return named
    by_name = [q.id for q in snapshot.queues if (q.name or "").casefold() == named.casefold()]
    return by_name[0] if len(by_name) == 1 else named


def _check_call_command(
    command: CallCommand, snapshot: Snapshot, table: CapabilityTable
) -> Command:
    known = table.of(command.name)
    if not known.usable:
        raise NotOffered(known.why or "Not offered.", vendor=table.vendor or None)
    call = _the_call(command, snapshot, table)
    capability = table.for_call(command.name, call, snapshot.calls)
    if not capability.usable:
        raise NotOffered(capability.why or "Not offered.", vendor=table.vendor or None)
    if isinstance(command, SingleStepTransfer) and table.transfers_all and not command.all:
        moved = [other for other in snapshot.calls if other.up]
        if len(moved) > 1:
            raise AmbiguousCall(
                f"Not transferred: this would move all your {len(moved)} calls. "
                "Ask for all of them, or end the others first.",
                details=_candidates(moved),
            )
    return replace(command, call_id=call.id)


def _the_call(command: CallCommand, snapshot: Snapshot, table: CapabilityTable) -> Call:
    if command.call_id is not None:
        call = snapshot.call(command.call_id)
        if call is None:
            raise UsageError(
                f"No call {command.call_id} is up.", details=_candidates(snapshot.calls)
            )
        return call
    if not snapshot.calls:
        raise NotOffered("There is no call.")
    fitting = [
        call for call in snapshot.calls if table.for_call(command.name, call, snapshot.calls).usable
    ]
    if isinstance(command, SingleStepTransfer) and command.all and fitting:
        return fitting[0]
    if len(fitting) > 1:
        raise AmbiguousCall(
            f"{len(fitting)} calls can be meant. Name one of them.", details=_candidates(fitting)
        )
    return fitting[0] if fitting else snapshot.calls[0]


def _candidates(calls: tuple[Call, ...] | list[Call]) -> dict[str, list[dict[str, str | None]]]:
    return {
        "calls": [
            {
                "id": call.id,
                "number": call.remote.number,
                "name": call.remote.name,
                "state": call.local_state.value,
            }
            for call in calls
        ]
    }


def _check_reason(reason: str | None, table: CapabilityTable) -> str | None:
    """Find a reason by its code or its text. Where the list is complete, it must be in the list."""
    choices = {"reasons": [{"code": r.code, "text": r.text} for r in table.reasons]}
    names = ", ".join(f"{r.code or ''} {r.text or ''}".strip() for r in table.reasons)
    if reason is None:
        if table.pause_reason != "required" or table.default_reason is not None:
            return table.default_reason
        raise UsageError(
            f"A pause needs a reason here. Choose one of: {names or 'none is configured'}.",
            details=choices,
        )
    for known in table.reasons:
        if reason == known.code or (known.text and reason.casefold() == known.text.casefold()):
            return known.code or known.text
    if table.reasons and not table.more_reasons:
        raise UsageError(
            f"There is no pause reason “{reason}” here. Choose one of: {names}.", details=choices
        )
    return reason


def reason_of(command: Command, table: CapabilityTable) -> Reason | None:
    """The reason a pause asks for, with its text where that is known."""
    if not isinstance(command, SetNotReady) or command.reason is None:
        return None
    return next((r for r in table.reasons if r.code == command.reason), Reason(command.reason))


def is_dial(command: Command) -> bool:
    """Whether the command makes a telephone ring somewhere."""
    return isinstance(command, (MakeCall, DialColleague))
