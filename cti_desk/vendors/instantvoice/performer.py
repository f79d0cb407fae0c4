"""Commands of the core as InstantVoice's methods, and what their codes come to."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from cti_desk.core import commands
from cti_desk.core.commands import Command
from cti_desk.core.errors import CtiError, NoLink, NotOffered, RefusedByVendor, UnknownToVendor
from cti_desk.core.model import AgentState, Reason
from cti_desk.core.reports import ACCEPTED, Accepted
from cti_desk.declarations.methods import find_method
from cti_desk.vendors.instantvoice.capabilities import capability_table, why_no_dialling
from cti_desk.vendors.instantvoice.client.monitor.context import Context
from cti_desk.vendors.instantvoice.client.monitor.follow_ups import AllFollowUps
from cti_desk.vendors.instantvoice.client.reader import READINGS
from cti_desk.vendors.instantvoice.live.agent_state import status_of
from cti_desk.vendors.instantvoice.live.own_request import new_external_id
from cti_desk.vendors.instantvoice.live.served_agent import ServedAgent
from cti_desk.vendors.instantvoice.messages.bodies import Reply
from cti_desk.vendors.instantvoice.messages.codes import (
    DUPLICATE,
    NOT_FOUND,
    PERMISSION_DENIED,
    SUCCESS,
    refusal,
    why_refused,
)
from cti_desk.vendors.instantvoice.messages.records import AgentInfo
from cti_desk.vendors.instantvoice.methods import METHODS

BEFORE_S: Final = 0.5
AFTER_S: Final = 1.0
"""How long an action over SOAP may wait for the state to be read before and after it."""

_IS_SO: Final = Accepted(code=DUPLICATE, message="It is so already.", confirmed=True)
_NO_AGENT: Final = "No agent is chosen yet: log in with an agent's name first."


class Performer:
    """Performs commands for one served agent. What is not accepted is raised as a core error."""

    def __init__(self, context: Context, follow_ups: AllFollowUps) -> None:
        self._context = context
        self._follow_ups = follow_ups
        self._doers: dict[type[Command], Callable[[ServedAgent, Any], Awaitable[Accepted]]] = {
            commands.LogOut: self._log_out,
            commands.SetNotReady: self._pause,
            commands.SetReady: self._unpause,
            commands.MakeCall: self._dial,
            commands.DialColleague: self._dial_colleague,
            commands.ClearCall: self._hang_up,
            commands.SingleStepTransfer: self._transfer,
        }

    async def perform(self, command: Command, agent_id: str | None) -> Accepted:
        """Perform for the named agent (`None`: the desk's own)."""
        if self._context.caller is None:
            raise NoLink("There is no link to InstantVoice.")
        if isinstance(command, commands.LogIn):
            return await self._log_in(command, agent_id)
        doer = self._doers.get(type(command))
        if doer is None:
            raise _not_offered(command)
        served = self._agent(agent_id)
        if served is None:
            raise RefusedByVendor(_NO_AGENT)
        return await doer(served, command)

    def _agent(self, agent_id: str | None) -> ServedAgent | None:
        """The agent meant; one who is not served is acted for, but not followed."""
        if agent_id is None:
            return self._context.agents.own
        known = self._context.agents.find(agent_id)
        return known or self._context.agents.make(self._context.agents.name(agent_id))

    # -- the agent's state

    async def _log_in(self, command: commands.LogIn, agent_id: str | None) -> Accepted:
        own = self._context.agents.own
        if agent_id is None and own is None:
            raise RefusedByVendor(_NO_AGENT)
        device = self._context.devices.find(command.device)
        if device is None:
            choices = ", ".join(self._context.devices.all) or "none is set in the profile"
            raise RefusedByVendor(f"Not logged in: choose where calls ring ({choices}).")
        name = own.name if agent_id is None and own else self._context.agents.name(str(agent_id))
        newcomer = name.full not in self._context.agents.by_name
        served = self._context.serve(name, own=own is None)
        arguments = {**_of(served), "interface": device}
        try:
            accepted = await self._act(
                served,
                "AgentLogin",
                arguments,
                "Not logged in",
                lambda info: served.tracker.logged_in and info.interface == device,
            )
        except (RefusedByVendor, NoLink):
            if newcomer and served is not self._context.agents.own:
                self._context.dismiss(served)
            raise
        await self._logged_in(served, device)
        return accepted

    async def _logged_in(self, served: ServedAgent, device: str) -> None:
        self._context.choose(served)
        self._context.report(served.tracker.at(device))
        if served.own and self._context.devices.remember(device):
            self._context.offer()
        if self._context.source.polled:
            await self._read_or_believe(served, AgentState.READY)
        login = self._follow_ups.of(served).login_reported
        if login is not None:
            # LOGIN came before the answer: who dials right after it must find the agent logged in.
            await asyncio.wait({login})

    async def _log_out(self, served: ServedAgent, command: commands.LogOut) -> Accepted:
        def is_out(info: AgentInfo) -> bool:
            pending = served.tracker.pending
            out = served.tracker.state is AgentState.LOGGED_OUT
            return out or (pending is not None and pending.state is AgentState.LOGGED_OUT)

        version = served.tracker.version
        accepted = await self._act(
            served, "AgentLogoff", _of(served), "Not logged out", is_out, AgentState.LOGGED_OUT
        )
        await self._accepted(served, accepted, version, AgentState.LOGGED_OUT)
        return accepted

    async def _pause(self, served: ServedAgent, command: commands.SetNotReady) -> Accepted:
        code = self._reason(command.reason)
        if code is None:
            choices = ", ".join(
                f"{r.code} {r.text or ''}".strip() for r in self._context.reasons.all
            )
            raise RefusedByVendor(f"Not paused: choose a reason ({choices or 'none is set'}).")
        served.tracker.ask(code)

        def is_paused(info: AgentInfo) -> bool:
            return self._is_paused_for(served, code)

        arguments = {**_of(served), "reason": code}
        version = served.tracker.version
        try:
            accepted = await self._act(
                served, "AgentPause", arguments, "Not paused", is_paused, AgentState.NOT_READY
            )
        except (RefusedByVendor, NoLink):
            served.tracker.asked_reason = None
            raise
        reason = Reason(code, self._context.reasons.text_of(code))
        await self._accepted(served, accepted, version, AgentState.NOT_READY, reason)
        return accepted

    def _reason(self, asked: str | None) -> str | None:
        if asked:
            return self._context.reasons.find(asked)
        profile, known = self._context.profile, self._context.reasons.all
        if profile.default_reason or profile.reason_required or not known:
            return profile.default_reason
        return known[0].code

    def _is_paused_for(self, served: ServedAgent, code: str) -> bool:
        tracker = served.tracker
        if tracker.state is AgentState.NOT_READY:
            return tracker.reason is not None and tracker.reason.code == code
        pending = tracker.pending
        if pending is None or pending.state is not AgentState.NOT_READY:
            return False
        return pending.reason is None or pending.reason.code == code

    async def _unpause(self, served: ServedAgent, command: commands.SetReady) -> Accepted:
        def is_ready(info: AgentInfo) -> bool:
            tracker = served.tracker
            return tracker.state is AgentState.READY and tracker.pending is None

        version = served.tracker.version
        accepted = await self._act(
            served, "AgentUnpause", _of(served), "Not set ready", is_ready, AgentState.READY
        )
        told = served.tracker.version != version
        if (back := served.tracker.expect_nothing()) is not None:
            self._context.report(back)
        if not told:
            await self._accepted(served, accepted, served.tracker.version, AgentState.READY)
        return accepted

    async def _accepted(
        self,
        served: ServedAgent,
        accepted: Accepted,
        version: int,
        state: AgentState,
        reason: Reason | None = None,
    ) -> None:
        """Accepted, with no event since ``version``: it is so already, or waits for the call's end.

        During a call the switch may defer a pause or logoff: then it is pending until its event.
        """
        tracker = served.tracker
        if accepted.confirmed or tracker.version != version:
            return
        if self._context.source.polled:
            await self._read_or_believe(served, state, reason)
            return
        if tracker.state is state and (reason is None or tracker.reason == reason):
            self._context.report(tracker.again())
        elif served.book.busy and state is not AgentState.READY:
            self._context.report(tracker.expect(state, reason))

    async def _read_or_believe(
        self, served: ServedAgent, state: AgentState, reason: Reason | None = None
    ) -> None:
        """No event will tell: read it back, and where that tells nothing believe the answer."""
        tracker = served.tracker
        await self._poll(AFTER_S)
        if tracker.told:
            return
        waits = served.book.busy and state is not AgentState.READY
        change = tracker.expect(state, reason) if waits else tracker.believe(state, reason)
        self._context.report(change)
        self._context.offer()

    async def _poll(self, within_s: float) -> None:
        """Where no events come, read how things are; who asked for something waits no longer."""
        link = self._context.link
        if link is None or link.poll is None:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await link.poll()

    # -- calls

    async def _dial(self, served: ServedAgent, command: commands.MakeCall) -> Accepted:
        why = why_no_dialling(served.tracker.disabled, served.lines)
        if why is not None:
            raise NotOffered(why)
        number, correlation_id = command.number, command.correlation_id
        await self._poll(BEFORE_S)  # what is up already is not the call to come
        # Sites may refuse a call without a number of its own, and tell it by that number.
        external_id = correlation_id or new_external_id()
        arguments = {**_of(served), "exten": number, "external_id": external_id}
        served.book.requested(number, correlation_id, self._context.clock.now(), external_id)
        try:
            accepted = await self._act(served, "NewCall", arguments, "Not dialled")
        except (RefusedByVendor, NoLink):
            served.book.request_refused()
            raise
        await self._poll(AFTER_S)
        return accepted

    async def _dial_colleague(
        self, served: ServedAgent, command: commands.DialColleague
    ) -> Accepted:
        number = self._context.agents.name(command.agent).number
        return await self._dial(served, commands.MakeCall(number))

    async def _hang_up(self, served: ServedAgent, command: commands.ClearCall) -> Accepted:
        if command.call_id is None:
            raise RefusedByVendor("Not hung up: no call was named.")
        if served.book.is_derived(command.call_id):
            raise NotOffered("InstantVoice gave no number for this call.")
        arguments = {
            "accountcode": served.name.accountcode,
            "uniqueid": served.book.vendor_id(command.call_id),
        }
        try:
            return await self._act(served, "Hangup", arguments, "Not hung up")
        except RefusedByVendor as error:
            if error.code != NOT_FOUND:
                raise
            served.book.forget(command.call_id)
            words = f"This call has ended already (code {NOT_FOUND})."
            raise UnknownToVendor(words, code=NOT_FOUND) from error

    async def _transfer(
        self, served: ServedAgent, command: commands.SingleStepTransfer
    ) -> Accepted:
        served.book.transfer_requested()
        arguments = {**_of(served), "exten": command.number}
        try:
            return await self._act(served, "BlindTransfer", arguments, "Not transferred")
        except CtiError:
            served.book.transfer_refused()
            raise

    # -- requests

    async def _act(
        self,
        served: ServedAgent,
        method: str,
        arguments: Mapping[str, Any],
        what: str,
        is_so: Callable[[AgentInfo], bool] | None = None,
        wanted: AgentState | None = None,
    ) -> Accepted:
        """Send an acting request once. ``is_so`` looks, after code 4, whether it is so already."""
        caller = self._context.caller
        if caller is None:
            raise NoLink("There is no link to InstantVoice.")
        declared = METHODS[method]
        reply = await caller.request(declared, declared.check(arguments))
        if reply.code == SUCCESS:
            return ACCEPTED
        if reply.code == DUPLICATE and is_so is not None:
            return await self._already(served, what, is_so, wanted)
        if wanted is not None and (doubt := served.tracker.refused(reply.code)) is not None:
            self._context.report(doubt)
        why = why_refused(method, arguments, reply.code)
        raise RefusedByVendor(self._refusal(what, reply, why), code=reply.code)

    async def _already(
        self,
        served: ServedAgent,
        what: str,
        is_so: Callable[[AgentInfo], bool],
        wanted: AgentState | None,
    ) -> Accepted:
        """Code 4 means *not acted*: a success only if AgentInfo reads back what was wanted.

        Where it never tells a state, code 4 itself is believed, unless it contradicts what is.
        """
        served.tracker.asked_reason = None
        reader = self._context.reader
        info = await reader.agent(served.name) if reader is not None else None
        tracker = served.tracker
        untold = self._context.source.polled and (info is None or status_of(info) is None)
        if untold and wanted is not None and tracker.state is not wanted:
            self._context.report(tracker.believe(wanted))
            return _IS_SO
        if untold:
            info = AgentInfo(interface=tracker.device) if tracker.logged_in else None
        if info is None:
            unread = "; whether it is so already cannot be read"
            words = refusal(what, DUPLICATE).replace(" (code", f"{unread} (code")
            raise RefusedByVendor(words, code=DUPLICATE)
        change = served.tracker.read(info)
        self._context.report(change)
        if is_so(info):
            return _IS_SO
        raise RefusedByVendor(refusal(what, DUPLICATE), code=DUPLICATE)

    def _refusal(self, what: str, reply: Reply, why: str | None = None) -> str:
        words = refusal(what, reply.code, why)
        reader = self._context.reader
        if reply.code == PERMISSION_DENIED and reader is not None and reader.denied >= READINGS:
            words += " Every request is refused with this key: it may be wrong."
        return words

    async def call_method(self, method: str, params: Mapping[str, Any]) -> Any:
        """Call any declared method; its reply comes back with secrets covered."""
        declared = find_method(METHODS, method)
        arguments = declared.check(params)
        caller = self._context.caller
        if caller is None:
            raise NoLink("There is no link to InstantVoice.", vendor="instantvoice")
        served = self._context.agents.find(str(arguments.get("user", "")))
        self._announce(served, declared.name, arguments)
        reply = await caller.request(declared, arguments)
        if reply.code == SUCCESS:
            return declared.mask(reply.data)
        self._withdraw(served, declared.name)
        what = f"{declared.name} was refused"
        raise RefusedByVendor(self._refusal(what, reply), vendor="instantvoice", code=reply.code)

    def _announce(
        self, served: ServedAgent | None, method: str, arguments: Mapping[str, Any]
    ) -> None:
        """Asked for past the core, and still our own: no call of ours pops up as a customer's."""
        if served is not None and method == "NewCall":
            now = self._context.clock.now()
            served.book.requested(arguments["exten"], arguments.get("external_id"), now)
        elif served is not None and method == "BlindTransfer":
            served.book.transfer_requested()

    def _withdraw(self, served: ServedAgent | None, method: str) -> None:
        if served is not None and method == "NewCall":
            served.book.request_refused()
        elif served is not None and method == "BlindTransfer":
            served.book.transfer_refused()


def _of(served: ServedAgent) -> dict[str, Any]:
    return {"accountcode": served.name.accountcode, "user": served.name.full}


def _not_offered(command: Command) -> NotOffered:
    table = capability_table(reasons=(), default_reason=None, reason_required=True, devices=())
    return NotOffered(table.of(command.name).why or "Not offered by this telephone system.")
