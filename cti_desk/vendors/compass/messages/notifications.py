"""The platform's notifications (docs/protocols/compass.md §6): a struct for each kind.

What nobody documented is an `UnknownNotification`.
"""

from __future__ import annotations

from typing import ClassVar, Final

from msgspec import Struct

from cti_desk.vendors.compass.messages.callpoints import Callpoint
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.messages.members import QueueMember
from cti_desk.vendors.compass.messages.queues import Queue
from cti_desk.vendors.compass.messages.status import WrapUp
from cti_desk.vendors.compass.messages.users import User

PREFIX: Final = "notification."


class PropertyChange(Struct, frozen=True):
    """One element that changed, by its wire name."""

    name: str
    old: str | None = None
    new: str | None = None


class Notification(Struct, frozen=True, kw_only=True):
    """``TYPE`` is the ``type`` attribute after its prefix, ``SCHEMA`` the ``xsi:type``.

    ``timestamp`` is in Unix seconds, ``None`` if there was none.
    """

    TYPE: ClassVar[str] = ""
    SCHEMA: ClassVar[str] = ""

    timestamp: float | None = None


class CallStart(Notification, frozen=True):
    TYPE: ClassVar[str] = "call.start"
    SCHEMA: ClassVar[str] = "callStartNotification"

    call: Call


class CallUpdate(Notification, frozen=True):
    """``update_type``: SOURCE, DESTINATION, BOTH, STATE, or what else came.

    An end may change its state in the same message whatever the type says.
    """

    TYPE: ClassVar[str] = "call.update"
    SCHEMA: ClassVar[str] = "callUpdateNotification"

    call: Call
    update_type: str = ""


class CallEnd(Notification, frozen=True):
    """``end_reason``: SOURCE_HANGUP, DESTINATION_HANGUP, DESTINATION_BUSY, REPLACE, or another."""

    TYPE: ClassVar[str] = "call.end"
    SCHEMA: ClassVar[str] = "callEndNotification"

    call_id: str
    end_reason: str = ""


class CallStepResult(Notification, frozen=True):
    """What a menu or an input gathered from one side; ``result`` are digits."""

    TYPE: ClassVar[str] = "call.stepresult"
    SCHEMA: ClassVar[str] = "callStepResultNotification"

    call_id: str
    result: str = ""
    side: str = ""
    callpoint: Callpoint | None = None


class CallQueueExit(Notification, frozen=True):
    """A call left a queue without an agent; ``queue_exit`` as it came (max_waittime, key_1, …)."""

    TYPE: ClassVar[str] = "call.queueExit"
    # Not published: inferred from its neighbours.
    SCHEMA: ClassVar[str] = "callQueueExitNotification"

    call_id: str
    queue_exit: str = ""


class UserCreate(Notification, frozen=True):
    TYPE: ClassVar[str] = "user.create"
    SCHEMA: ClassVar[str] = "userCreateNotification"

    user_id: str
    user: User | None = None


class UserUpdate(Notification, frozen=True):
    """Known properties are ``name``, ``loggedIn`` and ``location``."""

    TYPE: ClassVar[str] = "user.update"
    SCHEMA: ClassVar[str] = "userUpdateNotification"

    user_id: str
    changes: tuple[PropertyChange, ...] = ()


class UserDestroy(Notification, frozen=True):
    TYPE: ClassVar[str] = "user.destroy"
    SCHEMA: ClassVar[str] = "userDestroyNotification"

    user_id: str


class UserStatus(Notification, frozen=True):
    """``user`` is set when the platform told the whole user in place of the status' fields."""

    TYPE: ClassVar[str] = "user.status"
    SCHEMA: ClassVar[str] = "userStatusNotification"

    user_id: str
    receive_calls: str | None = None
    display_status: str | None = None
    wrap_up: WrapUp | None = None
    user: User | None = None


class QueueCreate(Notification, frozen=True):
    TYPE: ClassVar[str] = "queue.create"
    SCHEMA: ClassVar[str] = "queueCreateNotification"

    queue: Queue


class QueueUpdate(Notification, frozen=True):
    """The property is ``name``; old servers told their statistics this way."""

    TYPE: ClassVar[str] = "queue.update"
    SCHEMA: ClassVar[str] = "queueUpdateNotification"

    queue_id: str
    changes: tuple[PropertyChange, ...] = ()


class QueueDestroy(Notification, frozen=True):
    TYPE: ClassVar[str] = "queue.destroy"
    SCHEMA: ClassVar[str] = "queueDestroyNotification"

    queue_id: str


class QueueCallEnter(Notification, frozen=True):
    TYPE: ClassVar[str] = "queue.call.enter"
    SCHEMA: ClassVar[str] = "queueCallEnterNotification"

    queue_id: str
    call_id: str


class QueueCallLeave(Notification, frozen=True):
    TYPE: ClassVar[str] = "queue.call.leave"
    SCHEMA: ClassVar[str] = "queueCallLeaveNotification"

    queue_id: str
    call_id: str


class MemberEnter(Notification, frozen=True):
    TYPE: ClassVar[str] = "queueMember.enter"
    SCHEMA: ClassVar[str] = "queueMemberEnterNotification"

    member: QueueMember


class MemberLeave(Notification, frozen=True):
    TYPE: ClassVar[str] = "queueMember.leave"
    SCHEMA: ClassVar[str] = "queueMemberLeaveNotification"

    member: QueueMember


class MemberUpdate(Notification, frozen=True):
    """The member as it now is; ``changes`` may be empty although the schema wants one."""

    TYPE: ClassVar[str] = "queueMember.update"
    SCHEMA: ClassVar[str] = "queueMemberUpdateNotification"

    member: QueueMember
    changes: tuple[PropertyChange, ...] = ()


class UnknownNotification(Notification, frozen=True):
    """A kind that nobody documented: its ``type`` as it came, its children as texts."""

    kind: str
    raw: dict[str, str]
