"""InstantVoice as the core sees it: `InstantVoiceSwitch` implements `cti_desk.core.ports.Switch`.

The way of an event: `client` → `_take_event` → `follower` (calls, agent_state) → reports.
The way of a command: `performer` → `client` → outcome. What has to be asked besides: `errands`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

from cti_desk.core.commands import Command, FollowAgent
from cti_desk.core.errors import CtiError, OutcomeUnknown
from cti_desk.core.model import Snapshot
from cti_desk.core.ports import Reporter, SwitchSetup
from cti_desk.core.reports import ACCEPTED, AgentChosen, Noticed, Outcome
from cti_desk.vendors.instantvoice.client.caller import Caller
from cti_desk.vendors.instantvoice.client.failures import LinkFailure
from cti_desk.vendors.instantvoice.errands import Errands
from cti_desk.vendors.instantvoice.events import Event
from cti_desk.vendors.instantvoice.follower import Follower
from cti_desk.vendors.instantvoice.keeper import Keeper
from cti_desk.vendors.instantvoice.methods import METHODS
from cti_desk.vendors.instantvoice.performer import Performer
from cti_desk.vendors.instantvoice.reader import Reader
from cti_desk.vendors.instantvoice.refused_logins import RefusedLogins
from cti_desk.vendors.instantvoice.settings import read_profile
from cti_desk.vendors.instantvoice.site import Site
from cti_desk.vendors.instantvoice.values import AgentName

_log = logging.getLogger(__name__)

PROBE_EVERY_S: Final = 8.0
"""How often a link without heart-beats is asked whether it lives; with `ANSWER_S` under 15 s."""

ALL_AGENTS: Final = ("/topic/iv.agents.#", "iv.agents.#", None)
"""Everybody's events. The manual's bare form is tried only after an ERROR frame, and after another
one the desk does without: its own agent comes first.
"""

_NOBODY: Final = "0"
"""Asked about where no agent is known: any answer proves that InstantVoice is there."""


class InstantVoiceSwitch:
    """One desk's connection to InstantVoice. Raises `SettingsError` for an unusable profile."""

    def __init__(self, setup: SwitchSetup) -> None:
        profile = read_profile(setup.profile, setup.settings, setup.secrets)
        self._site = Site(profile, setup.clock, setup.memory)
        self._errands = Errands(self._site)
        self._follower = Follower(self._site, self._errands)
        self._performer = Performer(self._site)
        self._refused = RefusedLogins(setup.memory, self._site.key("refused_login"))
        self._keeper: Keeper | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._spellings: dict[str, int] = {}
        self._buffer: list[Event] | None = None
        self._form = 0

    def start(self, report: Reporter) -> None:
        """Begin to keep the link; everything arrives through ``report``."""
        site = self._site
        site.report = report
        if site.own is not None:
            report(AgentChosen(site.own.name.full))
        site.offer()
        self._keeper = Keeper(site.profile.broker, self._stay, self._refused, site.clock, report)
        self._keeping = asyncio.get_running_loop().create_task(
            self._keeper.run(), name="InstantVoice link"
        )
        self._keeping.add_done_callback(_tell_crash)

    async def perform(
        self, command: Command, snapshot: Snapshot, agent_id: str | None = None
    ) -> Outcome:
        """Perform a command; never raises for what InstantVoice answers."""
        if isinstance(command, FollowAgent):
            return await self._follow(agent_id)
        try:
            return await self._performer.perform(command, agent_id)
        except CtiError as error:
            return Outcome("refused", error.code, str(error))

    async def _follow(self, agent_id: str | None) -> Outcome:
        """Serve an agent from now on; the first one is the desk's, as after his login here."""
        site = self._site
        if site.caller is None:
            return Outcome("no_link", message="There is no link to InstantVoice.")
        if agent_id is not None and site.find(agent_id) is None:
            served = site.serve(site.name(agent_id), own=site.own is None)
            site.choose(served)
            await self._errands.read_all(served, after_cut=True)
        return ACCEPTED

    async def read_back(self) -> None:
        """Read the state of every served agent back and report it."""
        served = self._site.served.values()
        await asyncio.gather(*[self._errands.read_until_told(each) for each in served])

    async def call_method(self, method: str, params: Mapping[str, Any]) -> Any:
        """Call any documented method; raises a core error."""
        return await self._performer.call_method(method, params)

    def retry_now(self) -> None:
        """The computer woke or the network returned: connect, or see whether the link lives."""
        if self._keeper is not None:
            self._keeper.retry_now()
        if self._site.caller is not None:
            self._site.spawn(self._probe(self._site.caller), "probing the link")

    async def close(self) -> None:
        """End the link and everything that goes on beside it."""
        self._site.report = lambda report: None
        self._errands.close()
        await self._site.end_tasks()
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
            self._keeping = None

    # -- one link, from the connection to its loss

    async def _stay(self, index: int, up: Callable[[], None]) -> None:
        """Connect to a host and stay until the link is lost; always raises `LinkFailure`."""
        site = self._site
        lost: asyncio.Future[LinkFailure] = asyncio.get_running_loop().create_future()

        def on_lost(failure: LinkFailure) -> None:
            if not lost.done():
                lost.set_result(failure)

        caller = Caller(site.profile.key, self._take_event, on_lost, self._spellings)
        await caller.open(site.profile.broker, index)
        try:
            self._buffer = []
            site.caller, site.reader = caller, Reader(caller.request)
            self._subscribe(caller)
            await self._come_up(index, site.reader, lost)
            up()
            for served in list(site.served.values()):
                await self._errands.read_all(served, after_cut=True)
            site.was_linked = True
            self._release_buffer()
            await self._watch(caller, lost)
        finally:
            site.caller = site.reader = None
            self._buffer = None
            caller.close()

    def _subscribe(self, caller: Caller) -> None:
        if (everybody := self._everybody) is not None:
            # No subscription for the own agent besides: its events would come twice.
            caller.follow_destination(everybody)
            return
        for name in self._site.served:
            caller.follow(name)

    @property
    def _everybody(self) -> str | None:
        return ALL_AGENTS[self._form] if self._site.follows_all else None

    async def _come_up(self, index: int, reader: Reader, lost: asyncio.Future[LinkFailure]) -> None:
        """The link is up when InstantVoice, not just the broker, has answered: any code will do."""
        site = self._site
        served = site.own or next(iter(site.served.values()), None)
        name = served.name if served else AgentName(site.profile.accountcode, _NOBODY)
        await reader.agent(name)
        if lost.done():
            failure = lost.result()
            if failure.failure == "protocol" and site.follows_all:
                self._form += 1
                if self._everybody is None:
                    site.report(Noticed(f"Only your own events are followed: {failure.reason}"))
                    site.follows_all = False
            raise failure
        if "AgentInfo" not in reader.codes:
            host = site.profile.broker.hosts[index]
            raise LinkFailure(
                "timeout",
                f"{host} accepts the login, but InstantVoice does not answer there. "
                "It may be a stand-by system.",
            )

    def _take_event(self, event: Event) -> None:
        if self._buffer is not None:
            self._buffer.append(event)
        else:
            self._follower.take(event)

    def _release_buffer(self) -> None:
        """What came while the state was read is taken now, in its order."""
        buffer, self._buffer = self._buffer or [], None
        for event in buffer:
            self._follower.take(event)

    async def _watch(self, caller: Caller, lost: asyncio.Future[LinkFailure]) -> None:
        every = None if caller.has_heart_beats else PROBE_EVERY_S
        while True:
            await asyncio.wait({lost}, timeout=every)
            if lost.done():
                raise lost.result()
            await self._probe(caller)

    async def _probe(self, caller: Caller) -> None:
        """Ask for a sign of life; a link without one is given up."""
        method = METHODS["AgentInfo"]
        own = self._site.own
        name = own.name if own else AgentName(self._site.profile.accountcode, _NOBODY)
        try:
            await caller.request(method, {"accountcode": name.accountcode, "user": name.number})
        except OutcomeUnknown:
            caller.lose(LinkFailure("timeout", "InstantVoice does not answer any more."))
        except CtiError:
            return  # the link is gone already


def _tell_crash(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("the link's keeper failed", exc_info=error)
