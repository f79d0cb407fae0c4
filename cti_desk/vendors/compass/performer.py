"""Commands of the core as Compass's REST calls, and what their answers come to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final

from cti_desk.core import commands
from cti_desk.core.commands import CallCommand, Command
from cti_desk.core.errors import (
    CtiError,
    NoLink,
    NotOffered,
    OutcomeUnknown,
    RefusedByVendor,
    UnknownToVendor,
)
from cti_desk.core.model import Snapshot
from cti_desk.core.ports import Clock
from cti_desk.core.reports import ACCEPTED, Accepted
from cti_desk.vendors.compass.capabilities import capability_table
from cti_desk.vendors.compass.client.call_control import Recipe, Role
from cti_desk.vendors.compass.client.rest_session import RestSession
from cti_desk.vendors.compass.client.status_body import StatusBody
from cti_desk.vendors.compass.live.chosen_queues import ChosenQueues
from cti_desk.vendors.compass.live.monitor import Monitor
from cti_desk.vendors.compass.live.own_state import NO_PHONE
from cti_desk.vendors.compass.live.parties import remote_of
from cti_desk.vendors.compass.messages import status
from cti_desk.vendors.compass.messages.callpoints import UserPoint
from cti_desk.vendors.compass.messages.rest_objects import read_started
from cti_desk.vendors.compass.settings import PauseModel

GONE: Final = 404


class Performer:
    """Performs for the own user. What is not accepted is raised as a core error."""

    def __init__(
        self, monitor: Monitor, chosen: ChosenQueues, model: PauseModel, clock: Clock
    ) -> None:
        self._monitor = monitor
        self._chosen = chosen
        self._model = model
        self._clock = clock
        self._doers: dict[type[Command], Callable[[RestSession, Any], Awaitable[Accepted]]] = {
            commands.LogIn: self._log_in,
            commands.LogOut: self._log_out,
            commands.SetNotReady: self._pause,
            commands.SetReady: self._unpause,
            commands.EndWrapUp: self._end_wrap_up,
            commands.SetDoNotDisturb: self._disturb,
            commands.MakeCall: self._dial,
            commands.DialColleague: self._dial_colleague,
            commands.JoinQueue: self._join_one,
            commands.LeaveQueue: self._leave_one,
            commands.PickupCall: self._pick_up,
        }

    async def perform(
        self, session: RestSession | None, command: Command, snapshot: Snapshot, why_not: str
    ) -> Accepted:
        """Perform with what there is to act with; ``why_not`` says why there is nothing."""
        if session is None:
            raise NoLink(why_not)
        table = capability_table(session, self._model)
        if not (offered := table.of(command.name)).usable:
            raise NotOffered(offered.why or "Not offered by this telephone system.")
        if type(command) in self._doers:
            return await self._doers[type(command)](session, command)
        assert isinstance(command, CallCommand)
        return await self._control(session, command, snapshot)

    # -- taking calls of queues

    async def _log_in(self, session: RestSession, command: commands.LogIn) -> Accepted:
        user = self._monitor.user
        if self._monitor.loaded and user is not None and user.logged_in is False:
            raise RefusedByVendor(f"Not logged in. {NO_PHONE}")
        names = self._monitor.names
        wanted = self._chosen.to_join(names)
        if not wanted:
            raise RefusedByVendor(
                "Not logged in: your profile names no queues to join (queues), and none is known "
                "from your last logout."
            )
        missing = [one for one in wanted if one not in self._monitor.memberships]
        done, failure = await self._each(missing, lambda queue: self._join(session, queue))
        return self._told("Not logged in", wanted, done, failure)

    async def _log_out(self, session: RestSession, command: commands.LogOut) -> Accepted:
        queues = await self._remembered(session)
        done, failure = await self._each(queues, lambda queue: self._leave(session, queue))
        if done:
            self._chosen.left(done)
        return self._told("Not logged out", queues, done, failure)

    async def _join_one(self, session: RestSession, command: commands.JoinQueue) -> Accepted:
        await self._join(session, self._queue(command.queue))
        return ACCEPTED

    async def _leave_one(self, session: RestSession, command: commands.LeaveQueue) -> Accepted:
        await self._remembered(session)
        await self._leave(session, self._queue(command.queue))
        return ACCEPTED

    async def _join(self, session: RestSession, queue: str) -> None:
        how = self._chosen.joining(queue)
        follow = "true" if how.follow_forwards else "false"
        await session.call(
            "user.loginQueue",
            id=session.url,
            queue=queue,
            priority=str(how.priority),
            callForward=follow,
        )

    async def _leave(self, session: RestSession, queue: str) -> None:
        await session.call("user.logoutQueue", id=session.url, queue=queue)

    async def _remembered(self, session: RestSession) -> tuple[str, ...]:
        """The queues the agent is in, after taking down how they are in them."""
        read = await session.memberships()
        if read is None:
            return tuple(self._monitor.memberships)
        self._chosen.seen(read)
        return tuple(one.queue_id for one in read)

    def _queue(self, named: str) -> str:
        return self._chosen.find(named, self._monitor.names) or named

    async def _each(
        self, queues: Iterable[str], do: Callable[[str], Awaitable[None]]
    ) -> tuple[list[str], CtiError | None]:
        """One queue after the other; the first that fails for want of a link is the last."""
        done: list[str] = []
        failure: CtiError | None = None
        for queue in queues:
            try:
                await do(queue)
                done.append(queue)
            except (NoLink, OutcomeUnknown) as error:
                return done, error
            except CtiError as error:
                failure = failure or error
        return done, failure

    def _told(
        self, what: str, queues: Iterable[str], done: list[str], failure: CtiError | None
    ) -> Accepted:
        if failure is None:
            return ACCEPTED
        if not done or isinstance(failure, NoLink | OutcomeUnknown):
            failure.message = f"{what}. {failure}"
            raise failure
        names = self._monitor.names
        words = ", ".join(names.get(one) or one for one in queues if one not in done)
        return Accepted(code=failure.code, message=f"All but {words}. {failure}")

    # -- pauses

    async def _pause(self, session: RestSession, command: commands.SetNotReady) -> Accepted:
        if self._model == "status":
            return await self._set_status(session, status.ONLY_DIRECT, command.reason or "")
        return await self._in_queues(session, "identity.pauseQueue", "Not paused")

    async def _unpause(self, session: RestSession, command: commands.SetReady) -> Accepted:
        if self._model == "status":
            return await self._set_status(session, status.ALL)
        return await self._in_queues(session, "identity.unpauseQueue", "Still paused")

    async def _in_queues(self, session: RestSession, method: str, what: str) -> Accepted:
        queues = tuple(self._monitor.memberships)
        if not queues:
            raise RefusedByVendor(f"{what}: you take calls of no queue.")
        url = session.identity_url
        done, failure = await self._each(
            queues, lambda queue: _done(session.call(method, id=url, queue=queue))
        )
        return self._told(what, queues, done, failure)

    async def _end_wrap_up(self, session: RestSession, command: commands.EndWrapUp) -> Accepted:
        return await self._set_status(session, status.ALL)

    async def _disturb(self, session: RestSession, command: commands.SetDoNotDisturb) -> Accepted:
        return await self._set_status(session, status.NONE if command.on else status.ALL)

    async def _set_status(self, session: RestSession, receives: str, text: str = "") -> Accepted:
        known: StatusBody | None = session.status_body
        body = None if known is None else known.body(receives, text)
        if body is None:
            raise NotOffered("Your platform's word for that status is not known.")
        await session.call("user.setStatus", id=session.url, body=body)
        return ACCEPTED

    # -- calls

    async def _dial(self, session: RestSession, command: commands.MakeCall) -> Accepted:
        return await self._start(
            session,
            command.number,
            command.correlation_id,
            "user.dialNumber",
            {"destination": command.number},
        )

    async def _dial_colleague(
        self, session: RestSession, command: commands.DialColleague
    ) -> Accepted:
        user_id = self._colleague(command.agent)
        shown = remote_of(UserPoint(user_id=user_id), self._monitor.company.users).number
        return await self._start(
            session, shown or command.agent, None, "user.dialUser", {"callee": user_id}
        )

    async def _start(
        self,
        session: RestSession,
        number: str,
        correlation_id: str | None,
        method: str,
        arguments: Mapping[str, str],
    ) -> Accepted:
        calls = self._monitor.calls
        calls.requested(number, correlation_id, self._clock.now())
        try:
            answer = await session.call(method, id=session.url, **arguments)
        except OutcomeUnknown:
            raise  # it may ring yet, and is ours then
        except CtiError:
            calls.request_refused()
            raise
        self._monitor.dialled(read_started(answer).call_id)
        return ACCEPTED

    def _colleague(self, named: str) -> str:
        """A colleague's id, by their id, name or extension."""
        users = self._monitor.company.users
        if named in users:
            return named
        wanted = named.strip().casefold()
        for user in users.values():
            known = (user.name, user.compass_id or "", *user.extensions)
            if wanted in (one.casefold() for one in known):
                return user.id
        return named

    async def _pick_up(self, session: RestSession, command: commands.PickupCall) -> Accepted:
        call_id = command.call_id or self._only_waiting()
        if call_id is None:
            raise RefusedByVendor("Name the call to pick up: not just one waits in your queues.")
        return await self._request(session, command, call_id)

    def _only_waiting(self) -> str | None:
        waiting = self._monitor.company.waiting
        found = [call for queue in self._monitor.memberships for call in waiting.of(queue)]
        return found[0] if len(found) == 1 else None

    async def _control(
        self, session: RestSession, command: CallCommand, snapshot: Snapshot
    ) -> Accepted:
        """Answer, hang up, hold, transfer …, where the platform's description lists it."""
        entry = self._monitor.calls.entry(command.call_id or "")
        recipe = _recipe(session, command)
        if not recipe.names_call and len(snapshot.calls) > 1:
            raise RefusedByVendor(
                "Your platform does not let a call be named here, and you have "
                f"{len(snapshot.calls)}."
            )
        call_id = entry.wire_id if entry is not None else command.call_id
        if recipe.names_call and call_id is None:
            raise RefusedByVendor("Name the call.")
        return await self._request(session, command, call_id or "")

    async def _request(self, session: RestSession, command: CallCommand, call_id: str) -> Accepted:
        recipe = _recipe(session, command)
        values: dict[Role, str] = {"user": session.me.id, "call": call_id}
        if "identity" in recipe.needs:
            values["identity"] = session.identity_url.rpartition("/")[2]
        if isinstance(command, commands.SingleStepTransfer | commands.ConsultationCall):
            values["number"] = command.number
        path, body = recipe.request(values)
        try:
            await session.post(path, body)
        except RefusedByVendor as error:
            if error.code != GONE:
                raise
            raise UnknownToVendor(error.message, vendor=error.vendor, code=GONE) from error
        return ACCEPTED


def _recipe(session: RestSession, command: Command) -> Recipe:
    recipes = session.control.recipes if session.control is not None else {}
    found = recipes.get(command.name)
    if found is None:
        raise NotOffered("Your platform lists no such call.")
    return found


async def _done(call: Awaitable[Any]) -> None:
    await call
