"""What the platform tells becomes what the core is told: the own user, their calls, the queues."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Protocol

from msgspec import UNSET
from msgspec.structs import replace

from cti_desk.core.events import EventType
from cti_desk.core.model import Queue
from cti_desk.core.ports import Clock, Reporter
from cti_desk.core.reports import AgentChanged, AgentChosen, QueueReported, StateRead
from cti_desk.vendors.compass.live.chosen_queues import ChosenQueues
from cti_desk.vendors.compass.live.company import Company
from cti_desk.vendors.compass.live.own_calls import SETTLE_S, OwnCalls
from cti_desk.vendors.compass.live.own_state import OwnState, Queues, own_state
from cti_desk.vendors.compass.live.queue_view import QueueViewer
from cti_desk.vendors.compass.live.server_clock import ServerClock
from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.messages.calls import Call as WireCall
from cti_desk.vendors.compass.messages.members import QueueMember
from cti_desk.vendors.compass.messages.queues import Queue as WireQueue
from cti_desk.vendors.compass.messages.rest_objects import Membership, RestStatus
from cti_desk.vendors.compass.messages.users import User
from cti_desk.vendors.compass.settings import PauseModel

QUEUES_S: Final = 0.1
"""Changes of queues are gathered so long: in a busy company everybody's calls move them."""


class Timer(Protocol):
    """What waits for its time; asyncio's handles are such."""

    def cancel(self) -> None: ...


Later = Callable[[float, Callable[[], None]], Timer]
"""Calls something after so many seconds, as asyncio's ``call_later`` does."""


class Lists(Protocol):
    """The first lists, as the XMPP client reads them."""

    @property
    def users(self) -> tuple[User, ...]: ...

    @property
    def queues(self) -> tuple[WireQueue, ...]: ...

    @property
    def calls(self) -> tuple[WireCall, ...]: ...


class Monitor:
    """``report`` is where it all goes. ``later`` calls something after so many seconds.

    ``version`` counts what is told of the own user and what they do: a reading that was asked for
    before the latest of it says nothing new.
    """

    def __init__(self, model: PauseModel, chosen: ChosenQueues, clock: Clock, later: Later) -> None:
        self.report: Reporter = lambda report: None
        self.company = Company()
        self.user_id: str | None = None
        self.loaded = False  # the company is known, and as it is now
        self.version = 0
        self._was_loaded = False
        self._model = model
        self._chosen = chosen
        self._clock = clock
        self._later = later
        self._server = ServerClock()
        self.calls = OwnCalls(self._server)
        self._viewer = QueueViewer(model, self._server)
        self._own: OwnState | None = None
        self._shown: dict[str, Queue] = {}
        self._stale: set[str] = set()
        self._timers: dict[str, Timer] = {}

    # -- what is known

    @property
    def names(self) -> dict[str, str]:
        """The company's queues by id."""
        return {queue.id: queue.name for queue in self.company.queues.values()}

    @property
    def memberships(self) -> Mapping[str, QueueMember]:
        """The own user's, by queue."""
        return self.company.memberships.get(self.user_id or "", {})

    @property
    def state(self) -> OwnState | None:
        """The agent's state, once the own user is known."""
        return self._own

    @property
    def user(self) -> User | None:
        """The own user, with the times of our clock."""
        if self.user_id is None:
            return None
        user = self.company.users.get(self.user_id) or User(self.user_id)
        if user.wrap_up is None:
            return user
        end = self._server.here(user.wrap_up.end_time)
        return replace(user, wrap_up=replace(user.wrap_up, end_time=end))

    def is_me(self, user_id: str) -> None:
        """REST, or the list of users, says who we are."""
        if user_id == self.user_id:
            return
        self.user_id = self.calls.user_id = user_id
        self.report(AgentChosen(user_id))
        if self.loaded:
            self.report_again()

    # -- everything, read

    @staticmethod
    def build(lists: Lists, told: Iterable[n.Notification]) -> Company:
        """The company as it was read, and as ``told`` has changed it since.

        A large one takes its time: for a worker thread.
        """
        company = Company(lists.users, lists.queues, lists.calls)
        for one in told:
            company.take(one)
        return company

    def begin(self, company: Company, told: Iterable[n.Notification], jid: str) -> None:
        """Begin anew with a company that was built; ``jid`` is the own bare JID."""
        now = self._clock.now()
        for one in told:
            self._server.heard(one.timestamp, now)
        self.company = company
        me = self._find(jid)
        if me is not None and me != self.user_id:
            self.user_id = self.calls.user_id = me
            self.report(AgentChosen(me))
        self._own = self._read_state()

    def views(self) -> dict[str, Queue]:
        """All queues as they are shown. Many take their time: for a worker thread."""
        ids = dict.fromkeys([*self.company.queues, *self.memberships])
        return {queue_id: self._view(queue_id) for queue_id in ids}

    def report_all(self, views: dict[str, Queue]) -> None:
        """Report everything after `begin`. Nothing else may be taken between the two."""
        self._shown = views
        self._stale.clear()
        calls = self.calls.resynchronise(self.company, self._clock.now())
        self.report(
            StateRead(
                self._agent(),
                calls,
                tuple(self._shown.values()),
                self._was_loaded,
                remote_complete=True,
            )
        )
        self.loaded = self._was_loaded = True
        self.version += 1

    def agrees(self, calls: Iterable[WireCall]) -> bool:
        """Whether the calls that the platform lists are those that events have told of."""
        return _ends(Company(calls=calls)) == _ends(self.company)

    def lost(self) -> None:
        """What is known grows old from now on."""
        self.loaded = False
        self.close()

    def close(self) -> None:
        """End what waits for its time."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        self._stale.clear()

    def read(
        self,
        memberships: Iterable[Membership] | None,
        status: RestStatus | None,
        queues: Mapping[str, str] | None = None,
    ) -> None:
        """Take what REST reads of the own user; ``None`` could not be read.

        ``queues`` are names by id, where nothing else has told them.
        """
        if self.user_id is None:
            return
        for queue_id, name in (queues or {}).items():
            self.company.take(n.QueueCreate(WireQueue(queue_id, name)))
        if memberships is not None:
            self._take_memberships(self.user_id, {one.queue_id: one for one in memberships})
        if status is not None and status.receive_calls is not None:
            user = self.company.users.get(self.user_id) or User(self.user_id)
            text = status.display_status
            told = n.UserStatus(
                user.id,
                status.receive_calls,
                user.display_status if text is None else text,
                None if status.receive_calls == "ALL" else user.wrap_up,
            )
            self.company.take(told)
        self.report_again()

    def _take_memberships(self, user_id: str, read: Mapping[str, Membership]) -> None:
        known = dict(self.memberships)
        for queue_id, member in known.items():
            if queue_id not in read:
                self.company.take(n.MemberLeave(member))
        for queue_id, one in read.items():
            before = known.get(queue_id) or QueueMember(queue_id, user_id)
            since = before.paused_since
            if one.paused is not None:
                since = (since or int(self._clock.now() * 1000)) if one.paused else None
            priority = before.priority if one.priority is None else one.priority
            self.company.take(n.MemberEnter(QueueMember(queue_id, user_id, priority, since)))

    def _find(self, jid: str) -> str | None:
        """The own user's id; that which REST told counts first."""
        users = self.company.users
        if self.user_id in users:
            return self.user_id
        wanted = jid.lower()
        found = (each.id for each in users.values() if (each.xmpp_jid or "").lower() == wanted)
        return next(found, None)

    def report_again(self) -> None:
        """Tell of the own user, their calls and their queues once more."""
        self._own = self._read_state()
        now = self._clock.now()
        calls = self.calls.resynchronise(self.company, now) if self.loaded else None
        self.report(StateRead(self._agent(), calls, remote_complete=True))
        for queue_id in list(self._shown):
            if self._shown[queue_id].member or queue_id in self.memberships:
                self._show(queue_id, EventType.QUEUE_MEMBERSHIP_CHANGED)
        for queue_id in self.memberships.keys() - self._shown.keys():
            self._show(queue_id, EventType.QUEUE_MEMBERSHIP_CHANGED)

    def _agent(self) -> AgentChanged | None:
        return None if self._own is None else _changed(None, self._own)

    # -- one thing after the other

    def take(self, told: n.Notification) -> None:
        """Take one notification."""
        now = self._clock.now()
        self._server.heard(told.timestamp, now)
        touched = self.company.take(told)
        if touched.root is not None:
            for each in self.calls.changed(self.company, touched.root, now):
                self.report(each)
            self._settle_later()
        mine = touched.user_id is not None and touched.user_id == self.user_id
        if mine or isinstance(told, n.QueueDestroy | n.QueueCreate):
            self.version += 1
            self._tell_state()
        if isinstance(told, n.QueueDestroy):
            self._shown.pop(told.queue_id, None)
            self.report(StateRead(queues=tuple(self._shown.values())))
            return
        if mine and touched.memberships:
            for queue_id in touched.queues:
                self._show(queue_id, EventType.QUEUE_MEMBERSHIP_CHANGED)
        if touched.queues:
            self._stale |= touched.queues
            self._in(QUEUES_S, "queues", self._show_stale)

    def dialled(self, call_id: str | None) -> None:
        """The platform told the id of a call that was asked for, if its version does."""
        if call_id is not None:
            for each in self.calls.request_is(call_id, self.company, self._clock.now()):
                self.report(each)

    def _settle(self) -> None:
        for each in self.calls.settle(self._clock.now()):
            self.report(each)
        self._settle_later()

    def _settle_later(self) -> None:
        if self.calls.doubtful:
            self._in(SETTLE_S, "calls", self._settle)

    def _tell_state(self) -> None:
        before, self._own = self._own, self._read_state()
        if self._own is not None and self._own != before:
            self.report(_changed(before, self._own))
            if before is None or before.state is not self._own.state:
                self._stale |= self.memberships.keys()

    def _read_state(self) -> OwnState | None:
        user = self.user
        if user is None:
            return None
        names = self.names
        return own_state(
            user, Queues(self.memberships, self._chosen.ids(names), names), self._model
        )

    # -- queues

    def _view(self, queue_id: str) -> Queue:
        now = self._clock.now()
        return self._viewer.view(self.company, queue_id, self.user_id, self._own, now)

    def _show(self, queue_id: str, event: EventType) -> None:
        known = (self.company.queues, self.memberships, self._shown)
        if not any(queue_id in one for one in known):
            return  # nobody listed it, and it is not ours
        queue = self._view(queue_id)
        if queue != self._shown.get(queue_id):
            self._shown[queue_id] = queue
            self.report(QueueReported(queue, event))

    def _show_stale(self) -> None:
        stale, self._stale = self._stale, set()
        for queue_id in stale:
            before = self._shown.get(queue_id)
            waited = {one.id for one in before.waiting or ()} if before is not None else set()
            came = self.company.waiting.of(queue_id).keys() - waited
            self._show(queue_id, EventType.WAITING_CALL if came else EventType.QUEUE_CHANGED)

    def _in(self, seconds: float, name: str, do: Callable[[], None]) -> None:
        if name in self._timers:
            return

        def due() -> None:
            self._timers.pop(name, None)
            do()

        self._timers[name] = self._later(seconds, due)


def _changed(before: OwnState | None, now: OwnState) -> AgentChanged:
    entered = before is None or before.state is not now.state or before.reason != now.reason
    return AgentChanged(
        state=now.state,
        reason=now.reason,
        device=now.device,
        note=now.note,
        since=now.since if entered and now.since is not None else UNSET,
        do_not_disturb=now.do_not_disturb,
    )


def _ends(company: Company) -> dict[str, tuple[str, str]]:
    """How both ends of each call are."""
    calls = company.calls.values()
    return {each.id: (each.source.state, each.destination.state) for each in calls}
