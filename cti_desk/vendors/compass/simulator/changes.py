"""What changed from one view to the next, as the platform tells it (docs/protocols/compass.md §7).

The notifications come in steps. The order of steps, and that of one call's notifications, is
documented; that of different things within one step is promised nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from msgspec.structs import replace

from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.messages.callpoints import (
    CONNECTING,
    Callpoint,
    DialplanPoint,
    QueuePoint,
    UserPoint,
)
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.messages.status import WrapUp
from cti_desk.vendors.compass.messages.users import User
from cti_desk.vendors.compass.simulator.view import View

Step: TypeAlias = tuple[n.Notification, ...]

REPLACE: Final = "REPLACE"
SOURCE_HANGUP: Final = "SOURCE_HANGUP"
_PROPERTIES: Final = {"name": "name", "loggedIn": "logged_in", "location": "location"}


@dataclass(frozen=True)
class Hints:
    """What two views cannot say: where a new call began, and why one ended (by call id)."""

    starts: dict[str, Callpoint] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    exits: dict[str, str] = field(default_factory=dict)


def changes(old: View, new: View, hints: Hints, at: float, *, whole: bool = False) -> list[Step]:
    """The steps that lead from one view to the next; ``at`` is their time.

    ``whole``: a change of status is told with the user.
    """
    found = [
        *_users_and_queues(old, new),
        *_calls(old, new, hints),
        *_statuses(old, new, whole),
    ]
    return [tuple(replace(one, timestamp=at) for one in step) for step in found if step]


# -- calls


def _calls(old: View, new: View, hints: Hints) -> Iterator[Step]:
    gone = [call for call_id, call in old.calls.items() if call_id not in new.calls]
    # A queue's attempts end after the waiting call has gone to an agent, and a call that is
    # replaced after the one in its place was answered; all others end before anything begins.
    late = [call for call in gone if _replaced(call, new, hints)]
    yield _ends(old, [call for call in gone if call not in late], hints)
    for call_id, call in new.calls.items():
        before = old.calls.get(call_id)
        if before is not None and before != call:
            yield from _go_on(before, call)
    attempts: dict[str, list[n.Notification]] = {}
    for call_id, call in new.calls.items():
        if call_id in old.calls:
            continue
        steps = _begin(call, hints)
        if call.parent_id is None:
            yield from steps
        else:
            attempts.setdefault(call.parent_id, []).extend(one for step in steps for one in step)
    yield from (tuple(told) for told in attempts.values())
    yield _ends(old, late, hints)


def _replaced(call: Call, new: View, hints: Hints) -> bool:
    parent = new.calls.get(call.parent_id or "")
    if parent is not None:
        return not isinstance(parent.destination, QueuePoint)
    return hints.reasons.get(call.id) == REPLACE


def _ends(old: View, gone: list[Call], hints: Hints) -> Step:
    """Attempts before the call they were made for."""
    told: list[n.Notification] = []
    for call in sorted(gone, key=lambda call: call.parent_id is None):
        exit_by = hints.exits.get(call.id)
        if exit_by is not None:
            told.append(n.CallQueueExit(call.id, exit_by))
        if isinstance(call.destination, QueuePoint):
            told.append(n.QueueCallLeave(call.destination.queue_id or "", call.id))
        told.append(n.CallEnd(call.id, hints.reasons.get(call.id, SOURCE_HANGUP)))
    return tuple(told)


def _begin(call: Call, hints: Hints) -> list[Step]:
    """Every call begins unanswered, most of them in the dial plan."""
    destination = hints.starts.get(call.id, call.destination)
    first = replace(
        call,
        source=_fresh(call.source),
        destination=_fresh(destination),
        state=CONNECTING,
    )
    return [(n.CallStart(first),), *(_go_on(first, call) if first != call else ())]


def _go_on(before: Call, call: Call) -> list[Step]:
    """One call's way from one state to another."""
    moved = _moved(before, call)
    steps: list[Step] = []
    told: list[n.Notification] = []
    left = _left_queue(before, call)
    entered = moved and isinstance(call.destination, QueuePoint)
    if moved and _out_of_the_dialplan(before, call):
        # It reaches its destination first, and that rings or answers then.
        reached = replace(call, destination=_fresh(call.destination), state=CONNECTING)
        reached = replace(reached, source=replace(call.source, state=before.source.state))
        told.append(n.CallUpdate(reached, moved))
        if entered and isinstance(call.destination, QueuePoint):
            told.append(n.QueueCallEnter(call.destination.queue_id or "", call.id))
            told.append(n.CallUpdate(call, "STATE"))
        elif reached != call:
            steps = [tuple(told)]
            told = [n.CallUpdate(call, "STATE")]
    elif moved:
        told.append(n.CallUpdate(call, moved))
    else:
        told.append(n.CallUpdate(call, "STATE"))
    return [*steps, (*told, *left)]


def _out_of_the_dialplan(before: Call, call: Call) -> bool:
    return (
        isinstance(before.destination, DialplanPoint)
        and not isinstance(call.destination, DialplanPoint)
        and call.destination.state != CONNECTING
    )


def _left_queue(before: Call, call: Call) -> Step:
    was, now = before.destination, call.destination
    if isinstance(was, QueuePoint) and not isinstance(now, QueuePoint):
        return (n.QueueCallLeave(was.queue_id or "", call.id),)
    return ()


def _moved(before: Call, call: Call) -> str:
    """Which ends are somebody else now."""
    source = _who(before.source) != _who(call.source)
    destination = _who(before.destination) != _who(call.destination)
    if source and destination:
        return "BOTH"
    if source or destination:
        return "SOURCE" if source else "DESTINATION"
    return ""


def _who(point: Callpoint) -> tuple[str, str]:
    if isinstance(point, UserPoint):
        return point.type, point.user_id or ""
    return point.type, point.id


def _fresh(point: Callpoint) -> Callpoint:
    return replace(point, state=CONNECTING, time_started=None)


# -- users and queues


def _users_and_queues(old: View, new: View) -> Iterator[Step]:
    for user_id in old.users.keys() - new.users.keys():
        yield (n.UserDestroy(user_id),)
    for queue_id in old.queues.keys() - new.queues.keys():
        yield (n.QueueDestroy(queue_id),)
    for user_id, user in new.users.items():
        if user_id not in old.users:
            yield (n.UserCreate(user_id, user),)
        elif told := _properties(old.users[user_id], user):
            yield (n.UserUpdate(user_id, told),)
    for queue_id, queue in new.queues.items():
        before = old.queues.get(queue_id)
        if before is None:
            yield (n.QueueCreate(queue),)
        elif before.name != queue.name:
            change = n.PropertyChange("name", before.name, queue.name)
            yield (n.QueueUpdate(queue_id, (change,)),)
    yield from _members(old, new)


def _properties(before: User, user: User) -> tuple[n.PropertyChange, ...]:
    pairs = (
        (wire, getattr(before, name), getattr(user, name)) for wire, name in _PROPERTIES.items()
    )
    return tuple(
        n.PropertyChange(wire, _text(was), _text(now)) for wire, was, now in pairs if was != now
    )


def _text(value: str | bool | None) -> str:
    return str(value).lower() if isinstance(value, bool) else value or ""


def _members(old: View, new: View) -> Iterator[Step]:
    before = {(e.queue_id, e.user_id): e for queue in old.queues.values() for e in queue.members}
    now = {(e.queue_id, e.user_id): e for queue in new.queues.values() for e in queue.members}
    for key, member in before.items():
        if key not in now and key[0] in new.queues:
            yield (n.MemberLeave(member),)
    for key, member in now.items():
        was = before.get(key)
        if was is None:
            if key[0] in old.queues:
                yield (n.MemberEnter(member),)
        elif was != member:
            pairs = (
                ("priority", was.priority, member.priority),
                ("pausedSince", was.paused_since, member.paused_since),
            )
            told = [
                n.PropertyChange(name, _number(a), _number(b)) for name, a, b in pairs if a != b
            ]
            # The schema has exactly one change in each.
            yield tuple(n.MemberUpdate(member, (change,)) for change in told)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _statuses(old: View, new: View, whole: bool) -> Iterator[Step]:
    for user_id, user in new.users.items():
        before = old.users.get(user_id)
        if before is None or _status(before) == _status(user):
            continue
        if whole:
            yield (n.UserStatus(user_id, user=user),)
        else:
            yield (n.UserStatus(user_id, *_status(user)),)


def _status(user: User) -> tuple[str | None, str | None, WrapUp | None]:
    return user.receive_calls, user.display_status, user.wrap_up
