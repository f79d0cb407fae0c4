"""Commands on their way to the vendor, from submission to answer.

A command waits for the link, is performed once and never resent, and is answered when accepted
or, if the asker waits, when confirmed. ``now`` is in monotonic seconds here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from cti_desk.core import errors
from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.command_check import check, is_dial
from cti_desk.core.commands import AgentCommand, ClearCall, Command, DialColleague, MakeCall
from cti_desk.core.confirmation import Fulfilment, confirmed, observable
from cti_desk.core.effects import Answer, Effect, Perform
from cti_desk.core.model import Call, Direction, LinkState, Snapshot
from cti_desk.core.reports import Accepted, Performed, Result, Submit

LINK_WAIT_S: Final = 10.0
READ_WAIT_S: Final = 2.0
"""After a cut a command waits so long for the state to be read: it is checked against that."""

DIAL_OUTSTANDING_S: Final = 30.0

Verdict = Literal["accepted", "confirmed", "refused", "unknown"]

_VENDORS_ANSWERS: Final = (
    errors.RefusedByVendor,
    errors.OutcomeUnknown,
    errors.NoLink,
    errors.NotOffered,
)


class Request(Struct, frozen=True):
    """A submitted command that is not answered yet.

    ``calls`` were up when it was performed, ``nobody``: with no agent chosen; ``accepted`` is
    what the vendor answered, ``ended`` why the call that was dialled is over already.
    """

    submit: Submit
    since: float
    command: Command
    own: bool = True
    nobody: bool = False
    calls: frozenset[str] = frozenset()
    performing: bool = False
    ended: errors.RefusedByVendor | None = None
    accepted: Accepted | None = None
    accepted_at: float = 0.0


class Applied(Struct, frozen=True):
    """What follows from a vendor's answer.

    ``verdict`` is what it means for the agent's state that was asked for, and ``None`` if none
    was. ``gone`` is an own call that the vendor turned out not to know any more.
    """

    effects: list[Effect]
    verdict: Verdict | None = None
    gone: str | None = None


class _Dial(Struct, frozen=True):
    request: int
    since: float
    calls: frozenset[str]
    target: str
    accepted: bool = False


class RequestBook:
    """All open requests, by their number."""

    def __init__(self) -> None:
        self._open: dict[int, Request] = {}
        self._dials: dict[str | None, _Dial] = {}
        self._unread_since: float | None = None

    def link_came_back(self, now: float) -> None:
        """The link was lost and is up: what is known is old until the state has been read."""
        self._unread_since = now

    def state_was_read(self) -> None:
        """What is known is so now."""
        self._unread_since = None

    def _may_perform(self, snapshot: Snapshot, now: float) -> bool:
        if not snapshot.link.takes_commands:
            return False
        return self._unread_since is None or now - self._unread_since >= READ_WAIT_S

    @property
    def open(self) -> bool:
        """Whether any request waits for its answer."""
        return bool(self._open)

    def submit(
        self, submit: Submit, snapshot: Snapshot, table: CapabilityTable, now: float
    ) -> list[Effect]:
        """Take a command in; without a link it waits `LINK_WAIT_S` for one."""
        if submit.request in self._open:
            return []
        if snapshot.link.state is LinkState.STOPPED:
            return [Answer(submit.request, _no_link(snapshot, table))]
        request = Request(submit, now, submit.command)
        if not self._may_perform(snapshot, now):
            self._open[submit.request] = request
            return []
        return self._perform(request, snapshot, table, now)

    def _perform(
        self, request: Request, snapshot: Snapshot, table: CapabilityTable, now: float
    ) -> list[Effect]:
        submit = request.submit
        self._open.pop(submit.request, None)
        own = submit.agent_id in (None, snapshot.agent.id)
        calls = frozenset(call.id for call in snapshot.calls) if own else frozenset()
        try:
            command = check(submit, snapshot, table)
            if is_dial(command):
                self._claim_dial(None if own else submit.agent_id, request, command, calls, now)
        except errors.CtiError as error:
            return [Answer(submit.request, error)]
        nobody = snapshot.agent.id is None
        self._open[submit.request] = replace(
            request, command=command, own=own, nobody=nobody, calls=calls, performing=True
        )
        return [Perform(submit.request, command, submit.agent_id)]

    def _claim_dial(
        self,
        agent: str | None,
        request: Request,
        command: Command,
        calls: frozenset[str],
        now: float,
    ) -> None:
        """One MakeCall at a time: a double click never rings a customer twice."""
        dial = self._dials.get(agent)
        if dial is not None and now - dial.since < DIAL_OUTSTANDING_S:
            raise errors.RepeatedCommand(
                "Not dialled: the call you asked for before is still being set up."
            )
        self._dials[agent] = _Dial(request.submit.request, now, calls, _target(command))

    def rings(self, agent: str | None, call: Call) -> None:
        """A call of the agent (``None``: the own one) is seen: it may be the one dialled."""
        dial = self._dials.get(agent)
        if dial is None or call.direction is not Direction.OUTBOUND or call.id in dial.calls:
            return
        del self._dials[agent]

    def ended(self, call: Call, cause: str | None, vendor: str | None) -> None:
        """An own call has ended: one that was dialled and never shown cannot be waited for."""
        if call.direction is not Direction.OUTBOUND:
            return
        for number, request in self._open.items():
            waits = request.performing and request.own and request.submit.wait_s is not None
            if waits and is_dial(request.command) and call.id not in request.calls:
                why = f" ({cause})" if cause else ""
                words = f"The call to {_target(request.command)} was accepted, and has ended{why}."
                error = errors.RefusedByVendor(words, vendor=vendor, code=cause)
                self._open[number] = replace(request, ended=error)

    def take_lost_dial(self, up: Iterable[str]) -> str | None:
        """Whom the agent dialled in vain, now that the calls ``up`` were read after a cut.

        A call that was accepted and is not among them ended unseen, or never began.
        """
        dial = self._dials.get(None)
        if dial is None or not dial.accepted or set(up) - dial.calls:
            return None
        del self._dials[None]
        return dial.target

    def performed(
        self, done: Performed, snapshot: Snapshot, now: float, vendor: str | None = None
    ) -> Applied:
        """Apply the vendor's answer; an answer to nothing open is ignored."""
        request = self._open.get(done.request)
        if request is None or not request.performing or request.accepted is not None:
            return Applied([])
        verdict = _verdict(done.result) if isinstance(request.command, AgentCommand) else None
        if isinstance(done.result, Accepted):
            effects = self._accepted(done.request, request, done.result, snapshot, now)
            return Applied(effects, verdict)
        return self._failed(done.request, request, _vendors_answer(done.result, vendor), verdict)

    def _accepted(
        self, number: int, request: Request, accepted: Accepted, snapshot: Snapshot, now: float
    ) -> list[Effect]:
        self._accept_dial(number)
        waits = request.submit.wait_s is not None and not accepted.confirmed
        if waits and observable(request.command, own=request.own):
            self._open[number] = replace(request, accepted=accepted, accepted_at=now)
            return []
        del self._open[number]
        if accepted.confirmed:  # the vendor has seen it: whatever is still asked here
            known = replace(snapshot, agent=replace(snapshot.agent, asked=None))
            accepted = _as_seen(accepted, _seen(request, known))
        return [Answer(number, accepted)]

    def _failed(
        self, number: int, request: Request, error: errors.CtiError, verdict: Verdict | None
    ) -> Applied:
        command = request.command
        del self._open[number]
        if is_dial(command) and not isinstance(error, errors.OutcomeUnknown):
            self._free_dial(number)
        unknown = isinstance(error, errors.UnknownToVendor) and request.own
        gone = command.call_id if unknown and isinstance(command, ClearCall) else None
        return Applied([Answer(number, error)], verdict, gone)

    def _accept_dial(self, request: int) -> None:
        for agent, dial in self._dials.items():
            if dial.request == request:
                self._dials[agent] = replace(dial, accepted=True)

    def _free_dial(self, request: int) -> None:
        for agent, dial in list(self._dials.items()):
            if dial.request == request:
                del self._dials[agent]

    def settle(self, snapshot: Snapshot, table: CapabilityTable, now: float) -> list[Effect]:
        """Go on with what waited: for the link, for a confirmation, for time to run out."""
        out: list[Effect] = []
        for number, request in list(self._open.items()):
            if request.accepted is not None:
                out += self._settle_accepted(number, request, request.accepted, snapshot, now)
            elif not request.performing:
                out += self._settle_waiting(number, request, snapshot, table, now)
        return out

    def _settle_waiting(
        self,
        number: int,
        request: Request,
        snapshot: Snapshot,
        table: CapabilityTable,
        now: float,
    ) -> list[Effect]:
        # Before the link is looked at: one that comes late, after a sleep, carries nothing out.
        if snapshot.link.state is LinkState.STOPPED or now - request.since >= LINK_WAIT_S:
            del self._open[number]
            return [Answer(number, _no_link(snapshot, table))]
        if self._may_perform(snapshot, now):
            return self._perform(request, snapshot, table, now)
        return []

    def _settle_accepted(
        self, number: int, request: Request, accepted: Accepted, snapshot: Snapshot, now: float
    ) -> list[Effect]:
        if (seen := _seen(request, snapshot)) is not None:
            del self._open[number]
            return [Answer(number, _as_seen(accepted, seen))]
        if request.ended is not None:
            del self._open[number]
            return [Answer(number, request.ended)]
        wait_s = request.submit.wait_s or 0.0
        if now - request.accepted_at < wait_s:
            return []
        del self._open[number]
        error = errors.OutcomeUnknown(f"Accepted, but not confirmed within {wait_s:g} s.")
        return [Answer(number, error)]


def _target(command: Command) -> str:
    """Who is dialled."""
    assert isinstance(command, (MakeCall, DialColleague))
    return command.number if isinstance(command, MakeCall) else command.agent


def _seen(request: Request, snapshot: Snapshot) -> Fulfilment | None:
    """Whether the snapshot shows what was asked, of the agent it was asked for."""
    agent_id = request.submit.agent_id
    chosen = request.nobody and snapshot.agent.id is not None  # by this login, in full
    own = chosen or agent_id == snapshot.agent.id
    if not observable(request.command, own=request.own):
        return None
    return confirmed(request.command, snapshot, request.calls, None if own else agent_id)


def _as_seen(accepted: Accepted, seen: Fulfilment | None) -> Accepted:
    return replace(accepted, confirmed=True, pending=seen == "after_call")


def _verdict(result: Result) -> Verdict:
    if isinstance(result, Accepted):
        return "confirmed" if result.confirmed else "accepted"
    return "unknown" if isinstance(result, errors.OutcomeUnknown) else "refused"


def _vendors_answer(error: errors.CtiError, vendor: str | None) -> errors.CtiError:
    """The error with its vendor's name; one that is no vendor's answer counts as a refusal."""
    if not isinstance(error, _VENDORS_ANSWERS):
        return errors.RefusedByVendor(error.message, vendor=vendor, code=error.code)
    error.vendor = error.vendor or vendor
    return error


def _no_link(snapshot: Snapshot, table: CapabilityTable) -> errors.NoLink:
    reason = snapshot.link.reason
    name = table.vendor or "the telephone system"
    return errors.NoLink(f"No link to {name}: {reason}" if reason else f"No link to {name} yet.")
