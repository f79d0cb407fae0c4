"""Notifications to and from XML: one reader and one writer for each kind, found by its type."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final, TypeAlias
from xml.etree.ElementTree import Element

from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.messages.callpoints import build_callpoint, parse_callpoint
from cti_desk.vendors.compass.messages.calls import Call, build_call, parse_call
from cti_desk.vendors.compass.messages.elements import (
    Unreadable,
    add,
    add_empty,
    attribute,
    children,
    each,
    identifier,
    make,
    set_xsi_type,
    text_of,
    texts,
    unix_seconds,
    xsi_type,
)
from cti_desk.vendors.compass.messages.members import QueueMember, build_member, parse_member
from cti_desk.vendors.compass.messages.queues import build_queue, parse_queue
from cti_desk.vendors.compass.messages.status import add_wrap_up, parse_wrap_up, receive_calls
from cti_desk.vendors.compass.messages.users import build_user, parse_user

Children: TypeAlias = dict[str, Element]
When: TypeAlias = float | None


def parse_notification(element: Element) -> n.Notification:
    """Read a ``notification``; raise `Unreadable` for one without what it is about."""
    when = unix_seconds(attribute(element, "timestamp"))
    kind = _kind(element)
    reader = _READERS.get(kind.lower())
    if reader is not None:
        return reader(element, children(element), when)
    return n.UnknownNotification(kind, texts(element), timestamp=when)


def build_notification(notification: n.Notification) -> Element:
    """Make a ``notification`` in the order of the printed schema."""
    kind = notification.TYPE or getattr(notification, "kind", "")
    when = notification.timestamp
    stamp = None if when is None else str(int(when))
    element = make("notification", type=f"{n.PREFIX}{kind}", timestamp=stamp)
    if notification.SCHEMA:
        set_xsi_type(element, notification.SCHEMA)
    _WRITERS[type(notification)](element, notification)
    return element


def _kind(element: Element) -> str:
    """The type after its prefix, else what the schema type says; the documents agree on both."""
    told = attribute(element, "type")
    if told:
        return told.removeprefix(n.PREFIX)
    schema = xsi_type(element)
    return _BY_SCHEMA.get(schema.lower(), schema)


# -- reading


def _call(found: Children) -> Call:
    if "call" not in found:
        raise Unreadable("A notification of a call lacks the call.")
    return parse_call(found["call"], identifier(found.get("callId")))


def _needed(found: Children, name: str) -> str:
    value = identifier(found.get(name))
    if not value:
        raise Unreadable(f"A notification lacks {name}.")
    return value


def _member(found: Children) -> QueueMember:
    if "member" not in found:
        raise Unreadable("A notification of a queue's member lacks the member.")
    return parse_member(found["member"])


def _changes(element: Element) -> tuple[n.PropertyChange, ...]:
    changes = []
    for one in each(element, "propertyChange"):
        found = children(one)
        if name := identifier(found.get("name")):
            old, new = text_of(found.get("oldValue")), text_of(found.get("newValue"))
            changes.append(n.PropertyChange(name, old, new))
    return tuple(changes)


def _upper(found: Children, name: str) -> str:
    return identifier(found.get(name)).upper()


def _call_start(element: Element, found: Children, when: When) -> n.Notification:
    return n.CallStart(_call(found), timestamp=when)


def _call_update(element: Element, found: Children, when: When) -> n.Notification:
    return n.CallUpdate(_call(found), _upper(found, "updateType"), timestamp=when)


def _call_end(element: Element, found: Children, when: When) -> n.Notification:
    return n.CallEnd(_needed(found, "callId"), _upper(found, "endReason"), timestamp=when)


def _step_result(element: Element, found: Children, when: When) -> n.Notification:
    point = found.get("callpoint")
    return n.CallStepResult(
        _needed(found, "callId"),
        identifier(found.get("result")),
        _upper(found, "side"),
        None if point is None else parse_callpoint(point),
        timestamp=when,
    )


def _queue_exit(element: Element, found: Children, when: When) -> n.Notification:
    return n.CallQueueExit(
        _needed(found, "callId"), identifier(found.get("queueExit")), timestamp=when
    )


def _user_create(element: Element, found: Children, when: When) -> n.Notification:
    user = parse_user(found["user"]) if "user" in found else None
    user_id = identifier(found.get("userId")) or (user.id if user else "")
    if not user_id:
        raise Unreadable("A notification of a new user names none.")
    return n.UserCreate(user_id, user, timestamp=when)


def _user_update(element: Element, found: Children, when: When) -> n.Notification:
    return n.UserUpdate(_needed(found, "userId"), _changes(element), timestamp=when)


def _user_destroy(element: Element, found: Children, when: When) -> n.Notification:
    return n.UserDestroy(_needed(found, "userId"), timestamp=when)


def _user_status(element: Element, found: Children, when: When) -> n.Notification:
    user = parse_user(found["user"]) if "user" in found else None
    user_id = identifier(found.get("userId")) or (user.id if user else "")
    if not user_id:
        raise Unreadable("A notification of a user's status names no user.")
    receives = receive_calls(text_of(found.get("receiveCalls")))
    shown = text_of(found.get("displayStatus"))
    wrap_up = parse_wrap_up(found.get("wrapupState"))
    if user is not None:
        receives = receives if receives is not None else user.receive_calls
        shown = shown if shown is not None else user.display_status
        wrap_up = wrap_up or user.wrap_up
    return n.UserStatus(user_id, receives, shown, wrap_up, user, timestamp=when)


def _queue_create(element: Element, found: Children, when: When) -> n.Notification:
    if "queue" not in found:
        raise Unreadable("A notification of a new queue lacks the queue.")
    return n.QueueCreate(parse_queue(found["queue"]), timestamp=when)


def _queue_update(element: Element, found: Children, when: When) -> n.Notification:
    return n.QueueUpdate(_needed(found, "queueId"), _changes(element), timestamp=when)


def _queue_destroy(element: Element, found: Children, when: When) -> n.Notification:
    return n.QueueDestroy(_needed(found, "queueId"), timestamp=when)


def _queue_call(
    kind: type[n.QueueCallEnter | n.QueueCallLeave],
    element: Element,
    found: Children,
    when: When,
) -> n.Notification:
    inner = children(found["queueCall"]) if "queueCall" in found else found
    return kind(_needed(found, "queueId"), _needed(inner, "callId"), timestamp=when)


def _member_moved(
    kind: type[n.MemberEnter | n.MemberLeave], element: Element, found: Children, when: When
) -> n.Notification:
    return kind(_member(found), timestamp=when)


def _member_update(element: Element, found: Children, when: When) -> n.Notification:
    return n.MemberUpdate(_member(found), _changes(element), timestamp=when)


_Reader: TypeAlias = Callable[[Element, Children, When], n.Notification]

_KINDS: Final[dict[type[n.Notification], _Reader]] = {
    n.CallStart: _call_start,
    n.CallUpdate: _call_update,
    n.CallEnd: _call_end,
    n.CallStepResult: _step_result,
    n.CallQueueExit: _queue_exit,
    n.UserCreate: _user_create,
    n.UserUpdate: _user_update,
    n.UserDestroy: _user_destroy,
    n.UserStatus: _user_status,
    n.QueueCreate: _queue_create,
    n.QueueUpdate: _queue_update,
    n.QueueDestroy: _queue_destroy,
    n.QueueCallEnter: partial(_queue_call, n.QueueCallEnter),
    n.QueueCallLeave: partial(_queue_call, n.QueueCallLeave),
    n.MemberEnter: partial(_member_moved, n.MemberEnter),
    n.MemberLeave: partial(_member_moved, n.MemberLeave),
    n.MemberUpdate: _member_update,
}
_READERS: Final = {kind.TYPE.lower(): reader for kind, reader in _KINDS.items()}
_BY_SCHEMA: Final = {kind.SCHEMA.lower(): kind.TYPE for kind in _KINDS} | {
    # As the vendor's own tests spell them.
    "createusernotification": n.UserCreate.TYPE,
    "updateusernotification": n.UserUpdate.TYPE,
    "destroyusernotification": n.UserDestroy.TYPE,
}


# -- writing


def _write_call_start(element: Element, told: Any) -> None:
    # The schema wants the id beside the call, which the printed example lacks.
    add(element, "callId", told.call.id)
    element.append(build_call(told.call))


def _write_call_update(element: Element, told: Any) -> None:
    element.append(build_call(told.call))
    add(element, "updateType", told.update_type)


def _write_call_end(element: Element, told: Any) -> None:
    add(element, "callId", told.call_id)
    add(element, "endReason", told.end_reason)


def _write_step_result(element: Element, told: Any) -> None:
    add(element, "callId", told.call_id)
    add(element, "result", told.result)
    add(element, "side", told.side)
    if told.callpoint is not None:
        element.append(build_callpoint(told.callpoint))


def _write_queue_exit(element: Element, told: Any) -> None:
    add(element, "callId", told.call_id)
    add(element, "queueExit", told.queue_exit)


def _write_user(element: Element, told: Any) -> None:
    add(element, "userId", told.user_id)
    if told.user is not None:
        element.append(build_user(told.user))


def _write_user_status(element: Element, told: Any) -> None:
    add(element, "userId", told.user_id)
    add(element, "receiveCalls", told.receive_calls)
    add(element, "displayStatus", told.display_status)
    add_wrap_up(element, told.wrap_up)
    if told.user is not None:
        element.append(build_user(told.user))


def _write_user_id(element: Element, told: Any) -> None:
    add(element, "userId", told.user_id)


def _write_user_update(element: Element, told: Any) -> None:
    add(element, "userId", told.user_id)
    _write_changes(element, told.changes)


def _write_queue_create(element: Element, told: Any) -> None:
    add(element, "queueId", told.queue.id)
    element.append(build_queue(told.queue))


def _write_queue_id(element: Element, told: Any) -> None:
    add(element, "queueId", told.queue_id)


def _write_queue_update(element: Element, told: Any) -> None:
    add(element, "queueId", told.queue_id)
    _write_changes(element, told.changes)


def _write_queue_call(element: Element, told: Any) -> None:
    add(element, "queueId", told.queue_id)
    add(add_empty(element, "queueCall"), "callId", told.call_id)


def _write_member(element: Element, told: Any) -> None:
    element.append(build_member(told.member, "member"))
    _write_changes(element, getattr(told, "changes", ()))


def _write_unknown(element: Element, told: Any) -> None:
    for name, text in told.raw.items():
        add(element, name, text)


def _write_changes(element: Element, changes: tuple[n.PropertyChange, ...]) -> None:
    for change in changes:
        inner = add_empty(element, "propertyChange")
        add(inner, "name", change.name)
        add(inner, "oldValue", change.old)
        add(inner, "newValue", change.new)


_WRITERS: Final[dict[type[n.Notification], Callable[[Element, Any], None]]] = {
    n.CallStart: _write_call_start,
    n.CallUpdate: _write_call_update,
    n.CallEnd: _write_call_end,
    n.CallStepResult: _write_step_result,
    n.CallQueueExit: _write_queue_exit,
    n.UserCreate: _write_user,
    n.UserUpdate: _write_user_update,
    n.UserDestroy: _write_user_id,
    n.UserStatus: _write_user_status,
    n.QueueCreate: _write_queue_create,
    n.QueueUpdate: _write_queue_update,
    n.QueueDestroy: _write_queue_id,
    n.QueueCallEnter: _write_queue_call,
    n.QueueCallLeave: _write_queue_call,
    n.MemberEnter: _write_member,
    n.MemberLeave: _write_member,
    n.MemberUpdate: _write_member,
    n.UnknownNotification: _write_unknown,
}
