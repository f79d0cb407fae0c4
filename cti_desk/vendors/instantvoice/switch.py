"""InstantVoice as the core sees it: `InstantVoiceSwitch` implements `cti_desk.core.ports.Switch`.

The way of an event: `client`, `over_stomp`, `follower` (which asks `live`), reports. Over SOAP
there are no events: `over_soap` reads the state. What has to be asked besides: `follow_ups`.
The way of a command: `performer`, `client`, what was accepted or an error.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from cti_desk.core.commands import Command, FollowAgent
from cti_desk.core.errors import NoLink, UnknownToVendor
from cti_desk.core.model import LinkState, Snapshot
from cti_desk.core.ports import Memory, Reporter, SwitchSetup
from cti_desk.core.reports import ACCEPTED, Accepted, AgentChosen, LinkChanged
from cti_desk.core.workers import OWN_MISTAKE
from cti_desk.switch_kit.link_keeper import LinkKeeper, link_changed
from cti_desk.switch_kit.login_guard import LoginGuard
from cti_desk.vendors.instantvoice.client.broker import Broker
from cti_desk.vendors.instantvoice.client.broker_login import login_guard
from cti_desk.vendors.instantvoice.client.monitor.context import Context
from cti_desk.vendors.instantvoice.client.monitor.follow_ups import AllFollowUps
from cti_desk.vendors.instantvoice.client.monitor.follower import Follower
from cti_desk.vendors.instantvoice.client.monitor.queue_figures import QueueFigures
from cti_desk.vendors.instantvoice.client.web_service import WebService
from cti_desk.vendors.instantvoice.performer import Performer
from cti_desk.vendors.instantvoice.settings import Profile, read_profile

_log = logging.getLogger(__name__)


class Transport(Protocol):
    """A way to InstantVoice; ``connect`` is what a `LinkKeeper` calls."""

    async def connect(self, index: int, up: Callable[[], None]) -> None: ...

    def look(self) -> None: ...


class InstantVoiceSwitch:
    """One desk's connection to InstantVoice. Raises `SettingsError` for an unusable profile."""

    def __init__(self, setup: SwitchSetup) -> None:
        profile = read_profile(setup.profile, setup.settings, setup.secrets)
        self._context = Context(profile, setup.clock, setup.memory, setup.workers)
        self._follow_ups = AllFollowUps(self._context)
        self._figures = QueueFigures(self._context)
        self._transport = _transport(self._context, self._follow_ups, self._figures)
        self._performer = Performer(self._context, self._follow_ups)
        self._guard = _guard(profile, setup.memory)
        self._keeper: LinkKeeper | None = None
        self._keeping: asyncio.Task[None] | None = None

    def start(self, report: Reporter) -> None:
        """Begin to keep the link; everything arrives through ``report``."""
        context = self._context
        context.report = report
        if context.agents.own is not None:
            report(AgentChosen(context.agents.own.name.full))
        context.offer()
        report(LinkChanged(LinkState.CONNECTING, marks=context.profile.server.marks))
        self._keeping = asyncio.get_running_loop().create_task(
            context.workers.keep_task(
                "The link to InstantVoice", self._keep_link, asyncio.sleep, self._keeper_died
            ),
            name="InstantVoice link",
        )

    async def _keep_link(self) -> None:
        context = self._context

        def changed() -> None:
            context.report(link_changed(keeper))

        keeper = self._keeper = LinkKeeper(
            "InstantVoice",
            self._transport.connect,
            context.clock,
            changed,
            hosts=[str(host) for host in context.profile.server.hosts],
            guard=self._guard,
        )
        await keeper.run()

    def _keeper_died(self, seconds: float) -> None:
        retry_at = self._context.clock.now() + seconds
        self._context.report(LinkChanged(LinkState.DOWN, OWN_MISTAKE, retry_at))

    async def perform(
        self, command: Command, snapshot: Snapshot, agent_id: str | None = None
    ) -> Accepted:
        """Perform a command; raises a core error for what InstantVoice does not accept."""
        if isinstance(command, FollowAgent):
            return await self._follow(agent_id)
        try:
            return await self._performer.perform(command, agent_id)
        except UnknownToVendor:  # the call ended unseen: what followed it was not seen either
            self._context.tasks.spawn(self.read_back(), "reading after a call that was gone")
            raise

    async def _follow(self, agent_id: str | None) -> Accepted:
        """Serve an agent from now on; the first one is the desk's, as after a login here."""
        context = self._context
        if context.caller is None:
            raise NoLink("There is no link to InstantVoice.")
        if agent_id is not None and context.agents.find(agent_id) is None:
            served = context.serve(context.agents.name(agent_id), own=context.agents.own is None)
            context.choose(served)
            await self._follow_ups.of(served).read_all(after_cut=True)
        return ACCEPTED

    async def read_back(self) -> None:
        """Read the state of every served agent back and report it."""
        served = self._context.agents.by_name.values()
        await asyncio.gather(*[self._follow_ups.of(each).read_until_told() for each in served])

    async def call_method(self, method: str, params: Mapping[str, Any]) -> Any:
        """Call any documented method; raises a core error."""
        return await self._performer.call_method(method, params)

    def watch_queues(self, every_s: float | None) -> None:
        """See `cti_desk.core.ports.ReadsQueues`."""
        self._figures.watch(every_s)

    def retry_now(self) -> None:
        """The computer woke or the network returned: connect, or see whether the link lives."""
        if self._keeper is not None:
            self._keeper.retry_now()
        self._transport.look()

    async def close(self) -> None:
        """End the link and everything that goes on beside it."""
        self._context.report = lambda report: None
        self._follow_ups.close()
        await self._context.tasks.end()
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
            self._keeping = None


def _guard(profile: Profile, memory: Memory) -> LoginGuard | None:
    """The guard of a broker's login; a web service has none that could be refused."""
    server = profile.server
    return login_guard(server, profile.name, memory) if isinstance(server, Broker) else None


def _transport(context: Context, follow_ups: AllFollowUps, figures: QueueFigures) -> Transport:
    """The profile's transport; the other one's library is not imported."""
    server, listening = context.profile.server, context.profile.listening
    follower = Follower(context, follow_ups, figures)
    if isinstance(server, WebService) and listening is not None:
        from cti_desk.vendors.instantvoice.client.monitor.over_posts import OverPosts

        return OverPosts(server, listening, context, follow_ups, follower)
    if isinstance(server, WebService):
        from cti_desk.vendors.instantvoice.client.monitor.over_soap import OverSoap

        return OverSoap(server, context, follow_ups)
    from cti_desk.vendors.instantvoice.client.monitor.over_stomp import OverStomp

    return OverStomp(server, context, follow_ups, follower)
