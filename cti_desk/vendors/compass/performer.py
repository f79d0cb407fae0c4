"""Commands of the core as Compass's REST calls, and what their answers come to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final

from cti_desk.core import commands
from cti_desk.core.commands import CallCommand, Command
from cti_desk.core.errors import CtiError, NoLink, NotOffered, OutcomeUnknown
from cti_desk.core.model import Snapshot
from cti_desk.core.ports import Clock
from cti_desk.core.reports import ACCEPTED, Outcome
from cti_desk.vendors.compass.acting import Acting
from cti_desk.vendors.compass.chosen import ChosenQueues
from cti_desk.vendors.compass.client.call_control import Recipe, Role
from cti_desk.vendors.compass.client.status_body import StatusBody
from cti_desk.vendors.compass.follower import Follower
from cti_desk.vendors.compass.live.own_state import NO_PHONE
from cti_desk.vendors.compass.live.parties import remote_of
from cti_desk.vendors.compass.messages import status
from cti_desk.vendors.compass.messages.callpoints import UserPoint
from cti_desk.vendors.compass.messages.rest_objects import read_started
from cti_desk.vendors.compass.offers import capability_table
from cti_desk.vendors.compass.settings import PauseModel

GONE: Final = 404


class Performer:
    """Performs for the own user; never raises for what Compass answers."""

    def __init__(
        self, follower: Follower, chosen: ChosenQueues, model: PauseModel, clock: Clock
    ) -> None:
        self._follower = follower
        self._chosen = chosen
        self._model = model
        self._clock = clock
        self._doers: dict[type[Command], Callable[[Acting, Any], Awaitable[Outcome]]] = {
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
        self, acting: Acting | None, command: Command, snapshot: Snapshot, why_not: str
    ) -> Outcome:
        """Perform with what there is to act with; ``why_not`` says why there is nothing."""
        if acting is None:
            return Outcome("no_link", message=why_not)
        try:
            table = capability_table(acting, self._model)
            if not (offered := table.of(command.name)).usable:
                return Outcome("not_offered", message=offered.why)
            if type(command) in self._doers:
                return await self._doers[type(command)](acting, command)
            assert isinstance(command, CallCommand)
            return await self._control(acting, command, snapshot)
        except CtiError as error:
            return outcome_of(error)

    # -- taking calls of queues

    async def _log_in(self, acting: Acting, command: commands.LogIn) -> Outcome:
        user = self._follower.user
        if self._follower.loaded and user is not None and user.logged_in is False:
            return _refused(f"Not logged in. {NO_PHONE}")
        names = self._follower.names
        wanted = self._chosen.to_join(names)
        if not wanted:
            return _refused(
                "Not logged in: your profile names no queues to join (queues), and none is known "
                "from your last logout."
            )
        missing = [one for one in wanted if one not in self._follower.memberships]
        done, failure = await self._each(missing, lambda queue: self._join(acting, queue))
        return self._told("Not logged in", wanted, done, failure)

    async def _log_out(self, acting: Acting, command: commands.LogOut) -> Outcome:
        queues = await self._remembered(acting)
        done, failure = await self._each(queues, lambda queue: self._leave(acting, queue))
        if done:
            self._chosen.left(done)
        return self._told("Not logged out", queues, done, failure)

    async def _join_one(self, acting: Acting, command: commands.JoinQueue) -> Outcome:
        await self._join(acting, self._queue(command.queue))
        return ACCEPTED

    async def _leave_one(self, acting: Acting, command: commands.LeaveQueue) -> Outcome:
        await self._remembered(acting)
        await self._leave(acting, self._queue(command.queue))
        return ACCEPTED

    async def _join(self, acting: Acting, queue: str) -> None:
        how = self._chosen.joining(queue)
        follow = "true" if how.follow_forwards else "false"
        await acting.call(
            "user.loginQueue",
            id=acting.url,
            queue=queue,
            priority=str(how.priority),
            callForward=follow,
        )

    async def _leave(self, acting: Acting, queue: str) -> None:
        await acting.call("user.logoutQueue", id=acting.url, queue=queue)

    async def _remembered(self, acting: Acting) -> tuple[str, ...]:
        """The queues the agent is in, after taking down how they are in them."""
        read = await acting.memberships()
        if read is None:
            return tuple(self._follower.memberships)
        self._chosen.seen(read)
        return tuple(one.queue_id for one in read)

    def _queue(self, named: str) -> str:
        return self._chosen.find(named, self._follower.names) or named

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
    ) -> Outcome:
        if failure is None:
            return ACCEPTED
        if not done or isinstance(failure, NoLink | OutcomeUnknown):
            return outcome_of(failure, what)
        names = self._follower.names
        words = ", ".join(names.get(one) or one for one in queues if one not in done)
        return Outcome("accepted", failure.code, f"All but {words}. {failure}")

    # -- pauses

    async def _pause(self, acting: Acting, command: commands.SetNotReady) -> Outcome:
        if self._model == "status":
            return await self._set_status(acting, status.ONLY_DIRECT, command.reason or "")
        return await self._in_queues(acting, "identity.pauseQueue", "Not paused")

    async def _unpause(self, acting: Acting, command: commands.SetReady) -> Outcome:
        if self._model == "status":
            return await self._set_status(acting, status.ALL)
        return await self._in_queues(acting, "identity.unpauseQueue", "Still paused")

    async def _in_queues(self, acting: Acting, method: str, what: str) -> Outcome:
        queues = tuple(self._follower.memberships)
        if not queues:
            return _refused(f"{what}: you take calls of no queue.")
        url = acting.identity_url
        done, failure = await self._each(
            queues, lambda queue: _done(acting.call(method, id=url, queue=queue))
        )
        return self._told(what, queues, done, failure)

    async def _end_wrap_up(self, acting: Acting, command: commands.EndWrapUp) -> Outcome:
        return await self._set_status(acting, status.ALL)

    async def _disturb(self, acting: Acting, command: commands.SetDoNotDisturb) -> Outcome:
        return await self._set_status(acting, status.NONE if command.on else status.ALL)

    async def _set_status(self, acting: Acting, receives: str, text: str = "") -> Outcome:
        known: StatusBody | None = acting.status_body
        body = None if known is None else known.body(receives, text)
        if body is None:
            raise NotOffered("Your platform's word for that status is not known.")
        await acting.call("user.setStatus", id=acting.url, body=body)
        return ACCEPTED

    # -- calls

    async def _dial(self, acting: Acting, command: commands.MakeCall) -> Outcome:
        return await self._start(
            acting,
            command.number,
            command.correlation_id,
            "user.dialNumber",
            {"destination": command.number},
        )

    async def _dial_colleague(self, acting: Acting, command: commands.DialColleague) -> Outcome:
        user_id = self._colleague(command.agent)
        shown = remote_of(UserPoint(user_id=user_id), self._follower.company.users).number
        return await self._start(
            acting, shown or command.agent, None, "user.dialUser", {"callee": user_id}
        )

    async def _start(
        self,
        acting: Acting,
        number: str,
        correlation_id: str | None,
        method: str,
        arguments: Mapping[str, str],
    ) -> Outcome:
        calls = self._follower.calls
        calls.requested(number, correlation_id, self._clock.now())
        try:
            answer = await acting.call(method, id=acting.url, **arguments)
        except OutcomeUnknown:
            raise  # it may ring yet, and is ours then
        except CtiError:
            calls.request_refused()
            raise
        self._follower.dialled(read_started(answer).call_id)
        return ACCEPTED

    def _colleague(self, named: str) -> str:
        """A colleague's id, by their id, name or extension."""
        users = self._follower.company.users
        if named in users:
            return named
        wanted = named.strip().casefold()
        for user in users.values():
            known = (user.name, user.compass_id or "", *user.extensions)
            if wanted in (one.casefold() for one in known):
                return user.id
        return named

    async def _pick_up(self, acting: Acting, command: commands.PickupCall) -> Outcome:
        call_id = command.call_id or self._only_waiting()
        if call_id is None:
            return _refused("Name the call to pick up: not just one waits in your queues.")
        return await self._request(acting, command, call_id)

    def _only_waiting(self) -> str | None:
        waiting = self._follower.company.waiting
        found = [call for queue in self._follower.memberships for call in waiting.of(queue)]
        return found[0] if len(found) == 1 else None

    async def _control(self, acting: Acting, command: CallCommand, snapshot: Snapshot) -> Outcome:
        """Answer, hang up, hold, transfer …, where the platform's description lists it."""
        entry = self._follower.calls.entry(command.call_id or "")
        recipe = _recipe(acting, command)
        if not recipe.names_call and len(snapshot.calls) > 1:
            return _refused(
                "Your platform does not let a call be named here, and you have "
                f"{len(snapshot.calls)}."
            )
        call_id = entry.wire_id if entry is not None else command.call_id
        if recipe.names_call and call_id is None:
            return _refused("Name the call.")
        return await self._request(acting, command, call_id or "")

    async def _request(self, acting: Acting, command: CallCommand, call_id: str) -> Outcome:
        recipe = _recipe(acting, command)
        values: dict[Role, str] = {"user": acting.me.id, "call": call_id}
        if "identity" in recipe.needs:
            values["identity"] = acting.identity_url.rpartition("/")[2]
        if isinstance(command, commands.SingleStepTransfer | commands.ConsultationCall):
            values["number"] = command.number
        path, body = recipe.request(values)
        try:
            await acting.post(path, body)
        except CtiError as error:
            outcome = outcome_of(error)
            missing = error.code == GONE
            return Outcome(outcome.kind, outcome.code, outcome.message, missing=missing)
        return ACCEPTED


def outcome_of(error: CtiError, what: str = "") -> Outcome:
    """What a core error makes of a command."""
    words = f"{what}. {error}" if what else str(error)
    if isinstance(error, OutcomeUnknown):
        return Outcome("unknown", error.code, words)
    if isinstance(error, NoLink):
        return Outcome("no_link", error.code, words)
    if isinstance(error, NotOffered):
        return Outcome("not_offered", error.code, words)
    return Outcome("refused", error.code, words)


def _recipe(acting: Acting, command: Command) -> Recipe:
    recipes = acting.control.recipes if acting.control is not None else {}
    found = recipes.get(command.name)
    if found is None:
        raise NotOffered("Your platform lists no such call.")
    return found


def _refused(words: str) -> Outcome:
    return Outcome("refused", message=words)


async def _done(call: Awaitable[Any]) -> None:
    await call
