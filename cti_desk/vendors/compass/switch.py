"""Compass as the core sees it: `CompassSwitch` implements `cti_desk.core.ports.Switch`.

The way of an event: `client.xmpp` → `client.event_link` → `live.monitor` → reports. The way of a
command: `performer` → `client.rest_session` → `client.rest` → what was accepted, or an error. Each
way is a link with a `LinkKeeper` of its own, and both log in with the same credentials, under one
`LoginGuard`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.commands import Command
from cti_desk.core.errors import CtiError, NoLink, NotOffered
from cti_desk.core.model import LinkState, Snapshot
from cti_desk.core.ports import Reporter, SwitchSetup
from cti_desk.core.reports import Accepted, CapabilitiesChanged, LinkChanged
from cti_desk.core.workers import OWN_MISTAKE
from cti_desk.switch_kit.link_keeper import LinkKeeper
from cti_desk.switch_kit.login_guard import LoginGuard
from cti_desk.vendors.compass.capabilities import REACHABLE, capability_table
from cti_desk.vendors.compass.client.event_link import EventLink
from cti_desk.vendors.compass.client.failures import VENDOR
from cti_desk.vendors.compass.client.hosts import Hosts
from cti_desk.vendors.compass.client.rest_link import RestLink
from cti_desk.vendors.compass.client.rest_session import RestSession
from cti_desk.vendors.compass.client.site import Site
from cti_desk.vendors.compass.client.xmpp_lookup import find_domain
from cti_desk.vendors.compass.client.xmpp_site import XmppSite
from cti_desk.vendors.compass.live.chosen_queues import ChosenQueues, Joining
from cti_desk.vendors.compass.live.link_verdict import link_of
from cti_desk.vendors.compass.live.monitor import Monitor, Timer
from cti_desk.vendors.compass.live.obstacles import obstacles_of, warnings_of
from cti_desk.vendors.compass.performer import Performer
from cti_desk.vendors.compass.settings import read_profile

_log = logging.getLogger(__name__)

READ_EVERY_S: Final = 15.0
"""How often the own state is read over REST while no events arrive."""

MOST_READINGS: Final = 3
"""So often a reading is repeated because something changed while it was under way."""

VISIBLE: Final = "Your colleagues see this connection as you being present."


class CompassSwitch:
    """One desk's connection to Compass. Raises `SettingsError` for an unusable profile."""

    def __init__(self, setup: SwitchSetup) -> None:
        self._profile = profile = read_profile(setup.profile, setup.settings, setup.secrets)
        self._clock = setup.clock
        self._memory = setup.memory
        self._report: Reporter = lambda report: None
        usual = Joining(profile.queue_priority, profile.follow_forwards)
        self._chosen = ChosenQueues(profile.queues, usual, setup.memory, profile.key("queues"))
        self._monitor = Monitor(profile.pause_model, self._chosen, setup.clock, _later)
        self._performer = Performer(self._monitor, self._chosen, profile.pause_model, setup.clock)
        self._guard = guard = LoginGuard(profile.refusals(setup.memory), VENDOR, code=401)
        self._xmpp = EventLink(self._xmpp_site, guard, self._monitor, self._loaded)
        self._rest = RestLink(profile, self._rest_site, guard, self._opened)
        self._events = LinkKeeper(
            "events", self._xmpp.connect, setup.clock, self._link_moved, guard=guard
        )
        self._actions = LinkKeeper(
            "actions", self._rest.connect, setup.clock, self._link_moved, guard=guard
        )
        self._hosts: Hosts | None = None
        self._told: LinkChanged | None = None
        self._table: CapabilityTable | None = None
        self._registered: bool | None = None
        self._workers = setup.workers
        self._keeping: list[asyncio.Task[None]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    # -- the core's doors

    def start(self, report: Reporter) -> None:
        """Begin to keep both links; everything arrives through ``report``."""
        self._report = self._monitor.report = report
        remembered = self._memory.get(self._profile.key("user_id"))
        if isinstance(remembered, str) and remembered:
            self._monitor.is_me(remembered)
        self._offer()
        self._link_moved()
        keeping = self._workers.keep_task(
            "The link to Compass", self._keep_links, asyncio.sleep, self._keeper_died
        )
        self._keeping = [self._task(keeping, "Compass")]

    def _keeper_died(self, seconds: float) -> None:
        self._told = LinkChanged(LinkState.DOWN, OWN_MISTAKE, self._clock.now() + seconds)
        self._report(self._told)

    async def perform(
        self, command: Command, snapshot: Snapshot, agent_id: str | None = None
    ) -> Accepted:
        """Perform a command; raises a core error for what Compass does not accept."""
        if agent_id not in (None, self._monitor.user_id, self._profile.user):
            raise NotOffered("Compass lets you act for yourself only.")
        why_not = f"Nothing can be done from here: {self._actions.reason or 'no link yet.'}"
        try:
            accepted = await self._performer.perform(self._rest.session, command, snapshot, why_not)
        finally:
            self._monitor.version += 1
        if not self._events.up:
            self._spawn(self.read_back(), "reading what came of it")
        return accepted

    async def read_back(self) -> None:
        """Read the own state over REST, beside what events tell, and report it."""
        session = self._rest.session
        if session is None:
            self._monitor.report_again()
            return
        try:
            for _ in range(MOST_READINGS):
                version = self._monitor.version
                memberships, status = await session.memberships(), await session.status()
                queues = {} if self._monitor.names else await session.queues()
                if version == self._monitor.version:
                    self._chosen.seen(memberships or ())
                    self._monitor.read(memberships, status, queues)
                    break
            await self._look_at_phone(session)
        except CtiError as error:
            _log.info("the state could not be read: %s", error)

    async def _look_at_phone(self, session: RestSession) -> None:
        """Whether the own telephone can ring: it is registered at the platform, or not."""
        user = self._monitor.user
        phone = user.phone_id if self._monitor.loaded and user is not None else None
        self._registered = None if phone is None else await session.phone_registered(phone)
        self._offer()

    async def call_method(self, method: str, params: Mapping[str, Any]) -> Any:
        """Call any declared method; raises a core error."""
        if self._rest.session is None:
            raise NoLink(self._actions.reason or "There is no link to Compass.", vendor="compass")
        return await self._rest.session.call(method, **params)

    def retry_now(self) -> None:
        """The computer woke or the network returned: connect, or see whether the links live."""
        self._events.retry_now()
        self._actions.retry_now()
        self._rest.look_now()
        if self._events.up:
            self._spawn(self._xmpp.check(), "looking for events")

    async def close(self) -> None:
        """End both links and everything that goes on beside them."""
        self._report = self._monitor.report = lambda report: None
        self._monitor.close()
        tasks = [*self._keeping, *self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._keeping.clear()
        await self._guard.store()

    # -- both links

    async def _keep_links(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._actions.run(), name="Compass actions")
            group.create_task(self._events.run(), name="Compass events")
            group.create_task(self._read_while_deaf(), name="Compass reading")

    async def _where(self) -> Hosts:
        """The platform's hosts, looked up where the profile does not say."""
        if self._hosts is None:
            domain, own = self._profile.domain, self._profile.company_domain
            if domain is None and own is not None:
                domain = await find_domain(own)
            self._hosts = self._profile.hosts(domain)
        return self._hosts

    def _link_moved(self) -> None:
        """A link came up or went down."""
        marks = (VISIBLE,) if self._xmpp.visible else ()
        link = link_of(self._events, self._actions, marks)
        self._offer()
        if link != self._told:
            self._told = link
            self._report(link)
        if self._guard.refused is not None:
            self._rest.look_now()  # whoever was let in before must not go on either

    def _offer(self) -> None:
        """Tell what is offered, if that has changed."""
        table = capability_table(
            self._rest.session,
            self._profile.pause_model,
            reasons=self._profile.pause_reasons,
            why_not=self._actions.reason,
            warnings=warnings_of(self._monitor, self._chosen, self._profile.user),
            unknowable=(REACHABLE,) if self._registered is None else (),
            obstacles=obstacles_of(self._monitor, self._profile.user, registered=self._registered),
        )
        if table != self._table:
            self._table = table
            self._report(CapabilitiesChanged(table))

    # -- what the links bring

    async def _rest_site(self) -> Site:
        return self._profile.site(await self._where())

    async def _xmpp_site(self) -> XmppSite:
        return self._profile.xmpp_site(await self._where())

    async def _opened(self, session: RestSession) -> None:
        """REST has answered: nothing is done before the queues and the own state are known."""
        self._i_am(session.me.id)
        if not self._events.up:
            await self.read_back()

    def _loaded(self) -> None:
        """The company was read over XMPP."""
        self._remember_me()
        self._offer()

    def _i_am(self, user_id: str) -> None:
        """REST says so; events may know the user by another id, and say so themselves."""
        if user_id and not self._monitor.loaded:
            self._monitor.is_me(user_id)
        if user_id and self._monitor.user_id == user_id:
            self._remember_me()

    def _remember_me(self) -> None:
        if self._memory.get(self._profile.key("user_id")) != self._monitor.user_id:
            self._memory.set(self._profile.key("user_id"), self._monitor.user_id)

    async def _read_while_deaf(self) -> None:
        """As long as no events arrive, the own state can at least be read."""
        while True:
            await asyncio.sleep(READ_EVERY_S)
            if self._rest.session is not None and not self._events.up:
                await self.read_back()

    # -- what goes on beside

    def _task(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work, name=name)
        task.add_done_callback(self._tell_crash)
        return task

    def _tell_crash(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("%s failed", task.get_name(), exc_info=error)
            self._workers.failed(f"Compass: {task.get_name()}", error)

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = self._task(work, name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _later(seconds: float, do: Callable[[], None]) -> Timer:
    return asyncio.get_running_loop().call_later(seconds, do)
