"""InstantVoice as the core sees it: `InstantVoiceSwitch` implements `cti_desk.core.ports.Switch`.

The way of an event: `client` → `over_stomp` → `follower` (calls, agent_state) → reports; over SOAP
there is none, and `over_soap` reads the state instead.
The way of a command: `performer` → `client` → outcome. What has to be asked besides: `follow_ups`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from cti_desk.core.commands import Command, FollowAgent
from cti_desk.core.errors import CtiError
from cti_desk.core.model import LinkState, Snapshot
from cti_desk.core.ports import Memory, Reporter, SwitchSetup
from cti_desk.core.reports import ACCEPTED, AgentChosen, LinkChanged, Outcome
from cti_desk.core.workers import OWN_MISTAKE
from cti_desk.switch_kit.link_keeper import LinkKeeper, link_changed
from cti_desk.switch_kit.login_guard import LoginGuard
from cti_desk.vendors.instantvoice.client.broker import Broker
from cti_desk.vendors.instantvoice.client.broker_login import login_guard
from cti_desk.vendors.instantvoice.client.web_service import WebService
from cti_desk.vendors.instantvoice.follow_ups import FollowUps
from cti_desk.vendors.instantvoice.performer import Performer
from cti_desk.vendors.instantvoice.settings import Profile, read_profile
from cti_desk.vendors.instantvoice.site import Site

_log = logging.getLogger(__name__)


class Transport(Protocol):
    """A way to InstantVoice; ``connect`` is what a `LinkKeeper` calls."""

    async def connect(self, index: int, up: Callable[[], None]) -> None: ...

    def look(self) -> None: ...


class InstantVoiceSwitch:
    """One desk's connection to InstantVoice. Raises `SettingsError` for an unusable profile."""

    def __init__(self, setup: SwitchSetup) -> None:
        profile = read_profile(setup.profile, setup.settings, setup.secrets)
        self._site = Site(profile, setup.clock, setup.memory)
        self._follow_ups = FollowUps(self._site)
        self._transport = _transport(self._site, self._follow_ups)
        self._performer = Performer(self._site)
        self._guard = _guard(profile, setup.memory)
        self._keeper: LinkKeeper | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._workers = self._site.workers = setup.workers

    def start(self, report: Reporter) -> None:
        """Begin to keep the link; everything arrives through ``report``."""
        site = self._site
        site.report = report
        if site.own is not None:
            report(AgentChosen(site.own.name.full))
        site.offer()
        report(LinkChanged(LinkState.CONNECTING, marks=site.profile.server.marks))
        self._keeping = asyncio.get_running_loop().create_task(
            self._workers.keep_task(
                "The link to InstantVoice", self._keep_link, asyncio.sleep, self._keeper_died
            ),
            name="InstantVoice link",
        )

    async def _keep_link(self) -> None:
        site = self._site

        def changed() -> None:
            site.report(link_changed(keeper))

        keeper = self._keeper = LinkKeeper(
            "InstantVoice",
            self._transport.connect,
            site.clock,
            changed,
            hosts=[str(host) for host in site.profile.server.hosts],
            guard=self._guard,
        )
        await keeper.run()

    def _keeper_died(self, seconds: float) -> None:
        retry_at = self._site.clock.now() + seconds
        self._site.report(LinkChanged(LinkState.DOWN, OWN_MISTAKE, retry_at))

    async def perform(
        self, command: Command, snapshot: Snapshot, agent_id: str | None = None
    ) -> Outcome:
        """Perform a command; never raises for what InstantVoice answers."""
        if isinstance(command, FollowAgent):
            return await self._follow(agent_id)
        try:
            outcome = await self._performer.perform(command, agent_id)
        except CtiError as error:
            return Outcome("refused", error.code, str(error))
        if outcome.missing:  # the call ended unseen: whatever followed it was not seen either
            self._site.spawn(self.read_back(), "reading after a call that was gone")
        return outcome

    async def _follow(self, agent_id: str | None) -> Outcome:
        """Serve an agent from now on; the first one is the desk's, as after a login here."""
        site = self._site
        if site.caller is None:
            return Outcome("no_link", message="There is no link to InstantVoice.")
        if agent_id is not None and site.find(agent_id) is None:
            served = site.serve(site.name(agent_id), own=site.own is None)
            site.choose(served)
            await self._follow_ups.read_all(served, after_cut=True)
        return ACCEPTED

    async def read_back(self) -> None:
        """Read the state of every served agent back and report it."""
        served = self._site.served.values()
        await asyncio.gather(*[self._follow_ups.read_until_told(each) for each in served])

    async def call_method(self, method: str, params: Mapping[str, Any]) -> Any:
        """Call any documented method; raises a core error."""
        return await self._performer.call_method(method, params)

    def watch_queues(self, every_s: float | None) -> None:
        """See `cti_desk.core.ports.ReadsQueues`."""
        self._follow_ups.figures.watch(every_s)

    def retry_now(self) -> None:
        """The computer woke or the network returned: connect, or see whether the link lives."""
        if self._keeper is not None:
            self._keeper.retry_now()
        self._transport.look()

    async def close(self) -> None:
        """End the link and everything that goes on beside it."""
        self._site.report = lambda report: None
        self._follow_ups.close()
        await self._site.end_tasks()
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
            self._keeping = None


def _guard(profile: Profile, memory: Memory) -> LoginGuard | None:
    """The guard of a broker's login; a web service has none that could be refused."""
    server = profile.server
    return login_guard(server, profile.name, memory) if isinstance(server, Broker) else None


def _transport(site: Site, follow_ups: FollowUps) -> Transport:
    """The profile's transport; the other one's library is not imported."""
    server, listening = site.profile.server, site.profile.listening
    if isinstance(server, WebService) and listening is not None:
        from cti_desk.vendors.instantvoice.over_posts import OverPosts

        return OverPosts(server, listening, site, follow_ups)
    if isinstance(server, WebService):
        from cti_desk.vendors.instantvoice.over_soap import OverSoap

        return OverSoap(server, site, follow_ups)
    from cti_desk.vendors.instantvoice.over_stomp import OverStomp

    return OverStomp(server, site, follow_ups)
