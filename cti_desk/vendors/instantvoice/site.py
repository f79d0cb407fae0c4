"""What all parts of the switch share: the profile, the agents served, the link of the moment."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, Protocol

from cti_desk.core.capabilities import CapabilityTable, Obstacle
from cti_desk.core.ports import Clock, Memory, Reporter
from cti_desk.core.reports import AgentChosen, CapabilitiesChanged
from cti_desk.core.workers import Workers
from cti_desk.vendors.instantvoice.capabilities import (
    capability_table,
    nothing_posted,
    warnings_of,
    why_no_dialling,
)
from cti_desk.vendors.instantvoice.client.calling import Calling
from cti_desk.vendors.instantvoice.client.reader import READINGS, Reader
from cti_desk.vendors.instantvoice.client.web_service import WebService
from cti_desk.vendors.instantvoice.live.obstacles import obstacles_of, unknown_agent
from cti_desk.vendors.instantvoice.live.own_request import Habit
from cti_desk.vendors.instantvoice.live.reasons import Reasons
from cti_desk.vendors.instantvoice.live.served_agent import ServedAgent
from cti_desk.vendors.instantvoice.messages.codes import (
    NOT_FOUND,
    PERMISSION_DENIED,
    SUCCESS,
    explain,
)
from cti_desk.vendors.instantvoice.messages.values import AgentName, agent_name
from cti_desk.vendors.instantvoice.settings import Profile

_log = logging.getLogger(__name__)

MOST_RECENT: Final = 5

NOTHING_READ: Final = (
    "The access key may read nothing (code -2), so neither calls nor state are known. If all the "
    "rest is refused, too, the key is wrong."
)

_TOLD_OTHERWISE: Final = frozenset({SUCCESS, NOT_FOUND, PERMISSION_DENIED})
_NOBODY: Final = "0"
"""Asked about where no agent is known: any answer proves that InstantVoice is there."""


class Listener(Protocol):
    """Who can be told whose events to receive."""

    def follow(self, agent: str) -> None: ...

    def unfollow(self, agent: str) -> None: ...


class Site:
    """``own`` is the desk's agent once known; ``caller`` and ``reader`` are set while linked, so is
    ``listener`` where there are events.

    ``was_linked``: there has been a link before the present one. ``denied`` are the readings that
    the key has no right to. ``follows_all``: one subscription brings the events of all agents.
    ``polled``: there are no events; then ``poll`` reads the state of all served agents, while
    linked. ``unheard``: events are to be posted here, and none has come yet. ``workers`` is told
    what failed inside the desk.
    """

    def __init__(self, profile: Profile, clock: Clock, memory: Memory) -> None:
        self.profile = profile
        self.clock = clock
        self.memory = memory
        self.reasons = Reasons(profile.reasons, memory, self.key("pause_reasons"))
        self.habit = Habit(memory, self.key("inbound_requests"))
        self.report: Reporter = lambda report: None
        self.served: dict[str, ServedAgent] = {}
        self.own: ServedAgent | None = None
        self.caller: Calling | None = None
        self.listener: Listener | None = None
        self.reader: Reader | None = None
        self.polled = isinstance(profile.server, WebService) and profile.listening is None
        self.unheard = profile.listening is not None
        self.poll: Callable[[], Awaitable[None]] | None = None
        self.was_linked = False
        self.follows_all = profile.supervisor
        self.denied: frozenset[str] = frozenset()
        self._table: CapabilityTable | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.workers = Workers()
        if profile.agent is not None:
            self.choose(self.serve(profile.agent, own=True))

    def key(self, name: str) -> str:
        """The name under which something of this profile is remembered."""
        return f"instantvoice.{self.profile.name}.{name}"

    # -- agents

    def name(self, agent: str) -> AgentName:
        return agent_name(agent, self.profile.accountcode)

    def find(self, agent: str) -> ServedAgent | None:
        """The served agent that an event or a command names."""
        return self.served.get(agent) or self.served.get(self.name(agent).full)

    def serve(self, name: AgentName, *, own: bool) -> ServedAgent:
        """Serve an agent, from now on or already; their events are subscribed to while linked."""
        served = self.served.get(name.full)
        if served is None:
            served = ServedAgent(
                name,
                self.reasons,
                own=own,
                polled=self.polled,
                habit=self.habit,
                monotonic=self.clock.monotonic,
            )
            self.served[name.full] = served
            if self.listener is not None and not self.follows_all:
                self.listener.follow(name.full)
        return served

    @property
    def own_first(self) -> list[ServedAgent]:
        """All agents served, the desk's own before the others."""
        return sorted(self.served.values(), key=lambda served: served is not self.own)

    def dismiss(self, served: ServedAgent) -> None:
        """Serve an agent no more (their login was refused)."""
        self.served.pop(served.name.full, None)
        if self.listener is not None and not self.follows_all:
            self.listener.unfollow(served.name.full)

    def choose(self, served: ServedAgent) -> None:
        """This is the desk's own agent, if none is known yet."""
        if self.own is None and served.own:
            self.own = served
            self.report(AgentChosen(served.name.full, served.tracker.device))

    @property
    def somebody(self) -> AgentName:
        """An agent to ask about when only an answer is wanted."""
        served = self.own or next(iter(self.served.values()), None)
        return served.name if served else AgentName(self.profile.accountcode, _NOBODY)

    # -- capabilities

    def offer(self) -> None:
        """Tell what is offered, if that has changed."""
        table = self._new_table()
        if table != self._table:
            self._table = table
            self.report(CapabilitiesChanged(table))

    def _new_table(self) -> CapabilityTable:
        profile, own = self.profile, self.own
        warnings: tuple[str, ...] = ()
        no_dialling = None
        if own is not None:
            warnings = warnings_of(own.queues or ())
            if self.reader is not None and self.reader.codes.get("AgentInfo") == NOT_FOUND:
                warnings = (unknown_agent(own), *warnings)
            no_dialling = why_no_dialling(own.tracker.disabled, own.lines)
        if self.unheard and profile.listening is not None:
            warnings = (nothing_posted(profile.listening), *warnings)
        denied = self.denied
        code = self.reader.codes.get("AgentInfo", SUCCESS) if self.reader is not None else SUCCESS
        if self.polled and code not in _TOLD_OTHERWISE:
            warnings = (f"The state cannot be read: {explain(code)} (code {code}).", *warnings)
        if self.polled and denied >= READINGS:
            warnings = (NOTHING_READ, *warnings)
        elif self.polled and own is not None and not own.tracker.told:
            denied |= {"AgentInfo"}  # it answers, but not what it was asked for
        return capability_table(
            reasons=self.reasons.all,
            default_reason=profile.default_reason,
            reason_required=profile.reason_required,
            devices=self.devices,
            no_dialling=no_dialling,
            denied=denied,
            warnings=warnings,
            polled=self.polled,
            more_reasons=not profile.reasons,  # what was learned is no list
            obstacles=self._obstacles(),
        )

    def _obstacles(self) -> tuple[Obstacle, ...]:
        reader = self.reader
        if reader is None:
            return ()
        return obstacles_of(self.own, reader.codes, key_refused=reader.key_refused)

    # -- devices

    @property
    def devices(self) -> tuple[str, ...]:
        """Where calls may ring, the most recent first."""
        usual = (self.profile.device,) if self.profile.device else ()
        return tuple(dict.fromkeys([*self._recent(), *usual, *self.profile.devices]))

    @property
    def usual_device(self) -> str | None:
        """Where to log in when nothing is said: the last, the profile's, or the only one."""
        recent = self._recent()
        if recent:
            return recent[0]
        if self.profile.device:
            return self.profile.device
        return self.profile.devices[0] if len(self.profile.devices) == 1 else None

    def used_device(self, device: str) -> None:
        """Remember where the own agent logged in."""
        recent = [device, *(one for one in self._recent() if one != device)][:MOST_RECENT]
        if recent != self._recent():
            self.memory.set(self.key("devices"), recent)
            self.offer()

    def _recent(self) -> list[str]:
        kept = self.memory.get(self.key("devices"), [])
        return [one for one in kept if isinstance(one, str)] if isinstance(kept, list) else []

    # -- what goes on beside

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Let something run beside; what goes wrong in it is told."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("%s failed", task.get_name(), exc_info=error)
            self.workers.failed(f"InstantVoice: {task.get_name()}", error)

    async def end_tasks(self) -> None:
        """Cancel what still runs and wait for its end."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
