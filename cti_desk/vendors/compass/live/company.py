"""The company as it is now: users, queues, members and calls, kept by its notifications.

Tolerant as the vendor's own libraries are (docs/protocols/compass.md §6): what is unknown is added
when it changes, what ended stays ended though a late message tells of it, and everything may come
twice.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from cti_desk.vendors.compass.live.occupancy import Occupancy
from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.messages.callpoints import (
    ANSWERED,
    DISCONNECTED,
    INACTIVE,
    Callpoint,
    DialplanPoint,
    QueuePoint,
    UnknownPoint,
    UserPoint,
)
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.messages.elements import boolean
from cti_desk.vendors.compass.messages.members import QueueMember
from cti_desk.vendors.compass.messages.queues import Queue
from cti_desk.vendors.compass.messages.users import User

REMEMBERED_ENDS: Final = 127
"""As many as the vendor's older library remembers."""

_NOT_TOLD: Final = UnknownPoint()
_IN_CALL: Final = (ANSWERED, INACTIVE)


class Touched(Struct, frozen=True):
    """What one notification was about. ``queues`` look different now, in whatever respect.

    ``root`` is the call that changed or ended or, of a queue's attempt, the one that waits.
    """

    root: str | None = None
    user_id: str | None = None
    queues: frozenset[str] = frozenset()
    memberships: bool = False


NOTHING: Final = Touched()


class Ended(Struct, frozen=True):
    """A call that is over: why, empty if that was not told, and its root."""

    reason: str
    root: str


class Facts(Struct):
    """What of a call's past still counts: what was dialled, the last queue, since when there."""

    dialled: str | None = None
    queue: QueuePoint | None = None
    queued_at: float | None = None
    exit: str | None = None


class Company:
    """Begins with the first lists, which tell everything that came before.

    ``members`` are by queue and user, ``memberships`` the same by user and queue.
    """

    def __init__(
        self,
        users: Iterable[User] = (),
        queues: Iterable[Queue] = (),
        calls: Iterable[Call] = (),
    ) -> None:
        self.users: dict[str, User] = {}
        self.queues: dict[str, Queue] = {}
        self.members: dict[str, dict[str, QueueMember]] = {}
        self.memberships: dict[str, dict[str, QueueMember]] = {}
        self.calls: dict[str, Call] = {}
        self.waiting = Occupancy()
        self._attempts: dict[str, dict[str, None]] = {}  # by the waiting call
        self._talking: dict[str, set[str]] = {}  # calls by user
        self._facts: dict[str, Facts] = {}
        self._ended: OrderedDict[str, Ended] = OrderedDict()
        self._handlers: dict[type, Callable[[Any], Touched]] = {
            n.CallStart: self._call_changed,
            n.CallUpdate: self._call_changed,
            n.CallEnd: self._call_ended,
            n.CallQueueExit: self._queue_exit,
            n.UserCreate: self._user_created,
            n.UserUpdate: self._user_updated,
            n.UserDestroy: self._user_destroyed,
            n.UserStatus: self._user_status,
            n.QueueCreate: self._queue_created,
            n.QueueUpdate: self._queue_updated,
            n.QueueDestroy: self._queue_destroyed,
            n.QueueCallEnter: self._queue_entered,
            n.QueueCallLeave: self._queue_left,
            n.MemberEnter: self._member_changed,
            n.MemberUpdate: self._member_changed,
            n.MemberLeave: self._member_left,
        }
        for user in users:
            self._add_user(user)
        for queue in queues:
            self._add_queue(queue)
        going_on = [call for call in calls if not _is_over(call)]
        for call in sorted(going_on, key=lambda call: call.parent_id is not None):
            self._put(call)

    # -- asking

    def attempts(self, call_id: str) -> tuple[Call, ...]:
        """The queue's attempts to reach an agent for a waiting call."""
        return tuple(self.calls[each] for each in self._attempts.get(call_id, ()))

    def facts(self, call_id: str) -> Facts:
        return self._facts.get(call_id) or Facts()

    def end_of(self, call_id: str) -> str | None:
        """Why a call ended, if it has, lately; empty while that is not told."""
        ended = self._ended.get(call_id)
        return None if ended is None else ended.reason

    def in_call(self, user_id: str) -> bool:
        """Whether a user speaks, or holds somebody."""
        return bool(self._talking.get(user_id))

    # -- changing

    def take(self, told: n.Notification) -> Touched:
        """Take one notification; what nobody knows changes nothing."""
        handler = self._handlers.get(type(told))
        return NOTHING if handler is None else handler(told)

    # -- calls

    def _call_changed(self, told: n.CallStart | n.CallUpdate) -> Touched:
        if told.call.id in self._ended:
            return NOTHING
        if _is_disconnected(told.call):
            return self._over(told.call.id, "")  # why may be told by an end behind it
        queues = self._put(told.call)
        return Touched(self.calls[told.call.id].parent_id or told.call.id, queues=queues)

    def _put(self, told: Call) -> frozenset[str]:
        before = self.calls.get(told.id)
        call = told if before is None else _completed(before, told)
        self.calls[call.id] = call
        if before is None and call.parent_id is not None:
            self._attempts.setdefault(call.parent_id, {})[call.id] = None
        facts = self._facts.setdefault(call.id, Facts())
        destination = call.destination
        if isinstance(destination, DialplanPoint) and facts.dialled is None:
            facts.dialled = destination.exten or None
        queue_id = None
        if isinstance(destination, QueuePoint) and destination.state != DISCONNECTED:
            queue_id = destination.queue_id
            if facts.queue is None or facts.queue.queue_id != queue_id:
                facts.queue = destination
                facts.queued_at = destination.time_started or destination.time_created
        changed = self.waiting.leads_to(queue_id, call.id, facts.queued_at)
        return frozenset(changed) | self._speakers_changed(before, call)

    def _speakers_changed(self, before: Call | None, call: Call | None) -> frozenset[str]:
        """Queues with a member who began or stopped speaking."""
        was, now = _speakers(before), _speakers(call)
        if was == now:
            return frozenset()
        changed: set[str] = set()
        for user_id in was - now:
            self._talking[user_id].discard((before or call).id)  # type: ignore[union-attr]
            changed |= self.memberships.get(user_id, {}).keys()
        for user_id in now - was:
            assert call is not None
            self._talking.setdefault(user_id, set()).add(call.id)
            changed |= self.memberships.get(user_id, {}).keys()
        return frozenset(changed)

    def _call_ended(self, told: n.CallEnd) -> Touched:
        ended = self._ended.get(told.call_id)
        if ended is None:
            return self._over(told.call_id, told.end_reason)
        if ended.reason or not told.end_reason:
            return NOTHING
        self._ended[told.call_id] = Ended(told.end_reason, ended.root)
        return Touched(ended.root)

    def _over(self, call_id: str, reason: str) -> Touched:
        call = self.calls.pop(call_id, None)
        root = call_id if call is None or call.parent_id is None else call.parent_id
        self._ended[call_id] = Ended(reason, root)
        while len(self._ended) > REMEMBERED_ENDS:
            self._ended.popitem(last=False)
        changed = frozenset(self.waiting.leads_to(None, call_id))
        if call is None:
            return Touched(root, queues=changed)
        changed |= self._speakers_changed(call, None)
        if call.parent_id is not None and call.parent_id in self._attempts:
            attempts = self._attempts[call.parent_id]
            attempts.pop(call_id, None)
            if not attempts:
                del self._attempts[call.parent_id]
        self._facts.pop(call_id, None)
        return Touched(root, queues=changed)

    def _queue_exit(self, told: n.CallQueueExit) -> Touched:
        if (facts := self._facts.get(told.call_id)) is not None:
            facts.exit = told.queue_exit
        return NOTHING

    def _queue_entered(self, told: n.QueueCallEnter) -> Touched:
        if told.call_id in self._ended:
            return NOTHING
        changed = self.waiting.entered(told.queue_id, told.call_id, told.timestamp)
        return Touched(queues=frozenset(changed))

    def _queue_left(self, told: n.QueueCallLeave) -> Touched:
        return Touched(queues=frozenset(self.waiting.left(told.queue_id, told.call_id)))

    # -- users

    def _add_user(self, user: User) -> None:
        self.users[user.id] = user
        for member in user.queue_entries:
            self._add_member(member)

    def _user_created(self, told: n.UserCreate) -> Touched:
        self._add_user(told.user or self.users.get(told.user_id) or User(told.user_id))
        return self._user_touched(told.user_id, memberships=True)

    def _user_updated(self, told: n.UserUpdate) -> Touched:
        user = self.users.get(told.user_id) or User(told.user_id)
        for change in told.changes:
            user = _changed(user, change)
        self.users[user.id] = user
        return self._user_touched(user.id)

    def _user_destroyed(self, told: n.UserDestroy) -> Touched:
        touched = self._user_touched(told.user_id, memberships=True)
        self.users.pop(told.user_id, None)
        for queue_id in self.memberships.pop(told.user_id, {}):
            self.members[queue_id].pop(told.user_id, None)
        return touched

    def _user_status(self, told: n.UserStatus) -> Touched:
        known = self.users.get(told.user_id) or User(told.user_id)
        said = told if told.user is None else told.user
        user = replace(
            known,
            receive_calls=said.receive_calls or known.receive_calls,
            display_status=said.display_status,
            wrap_up=said.wrap_up,
        )
        if told.user is not None:
            whole = told.user
            user = replace(
                user,
                name=whole.name or user.name,
                logged_in=user.logged_in if whole.logged_in is None else whole.logged_in,
                location=user.location if whole.location is None else whole.location,
            )
        self.users[user.id] = user
        return self._user_touched(user.id)

    def _user_touched(self, user_id: str, *, memberships: bool = False) -> Touched:
        queues = frozenset(self.memberships.get(user_id, ()))
        return Touched(user_id=user_id, queues=queues, memberships=memberships)

    # -- queues

    def _add_queue(self, queue: Queue) -> None:
        self.queues[queue.id] = replace(queue, members=(), call_ids=())
        for member in queue.members:
            self._add_member(member)
        for call_id in queue.call_ids:
            if call_id not in self._ended:
                self.waiting.entered(queue.id, call_id, None)

    def _queue_created(self, told: n.QueueCreate) -> Touched:
        self._add_queue(told.queue)
        return Touched(queues=frozenset((told.queue.id,)), memberships=bool(told.queue.members))

    def _queue_updated(self, told: n.QueueUpdate) -> Touched:
        queue = self.queues.get(told.queue_id) or Queue(told.queue_id)
        for change in told.changes:
            if change.name == "name" and change.new is not None:
                queue = replace(queue, name=change.new)
        self.queues[queue.id] = queue
        return Touched(queues=frozenset((queue.id,)))

    def _queue_destroyed(self, told: n.QueueDestroy) -> Touched:
        self.queues.pop(told.queue_id, None)
        for user_id in self.members.pop(told.queue_id, {}):
            self.memberships[user_id].pop(told.queue_id, None)
        self.waiting.close(told.queue_id)
        return Touched(queues=frozenset((told.queue_id,)), memberships=True)

    # -- members

    def _add_member(self, member: QueueMember) -> None:
        self.members.setdefault(member.queue_id, {})[member.user_id] = member
        self.memberships.setdefault(member.user_id, {})[member.queue_id] = member

    def _member_changed(self, told: n.MemberEnter | n.MemberUpdate) -> Touched:
        self._add_member(told.member)
        return self._member_touched(told.member)

    def _member_left(self, told: n.MemberLeave) -> Touched:
        member = told.member
        self.members.get(member.queue_id, {}).pop(member.user_id, None)
        self.memberships.get(member.user_id, {}).pop(member.queue_id, None)
        return self._member_touched(member)

    def _member_touched(self, member: QueueMember) -> Touched:
        queues = frozenset((member.queue_id,))
        return Touched(user_id=member.user_id, queues=queues, memberships=True)


def _is_over(call: Call) -> bool:
    """A GET with history has ended calls, too."""
    return _is_disconnected(call) or call.destination.time_ended is not None


def _is_disconnected(call: Call) -> bool:
    """Whether its own state, or that of both its ends, says that it is over."""
    ends = (call.source.state, call.destination.state)
    return call.state == DISCONNECTED or ends == (DISCONNECTED, DISCONNECTED)


def _completed(before: Call, told: Call) -> Call:
    """What an update leaves out is as it was."""
    source = before.source if told.source == _NOT_TOLD else told.source
    destination = before.destination if told.destination == _NOT_TOLD else told.destination
    properties = {**before.properties, **told.properties}
    return Call(told.id, source, destination, told.state or before.state, properties)


def _speakers(call: Call | None) -> frozenset[str]:
    if call is None:
        return frozenset()
    points: tuple[Callpoint, ...] = (call.source, call.destination)
    return frozenset(
        point.user_id
        for point in points
        if isinstance(point, UserPoint) and point.user_id and point.state in _IN_CALL
    )


def _changed(user: User, change: n.PropertyChange) -> User:
    values: Mapping[str, Any] = {
        "name": {"name": change.new or ""},
        "loggedIn": {"logged_in": boolean(change.new)},
        "location": {"location": change.new},
    }
    return replace(user, **values.get(change.name, {}))
