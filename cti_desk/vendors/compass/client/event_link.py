"""The link of events: XMPP, and what comes over it in its order."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginGuard
from cti_desk.vendors.compass.client.xmpp import Xmpp
from cti_desk.vendors.compass.client.xmpp_site import XmppSite
from cti_desk.vendors.compass.client.xmpp_steps import Snapshot
from cti_desk.vendors.compass.live.monitor import Lists, Monitor
from cti_desk.vendors.compass.messages.notifications import Notification

_log = logging.getLogger(__name__)


SLICE_S: Final = 0.008
"""How long the loop is held at a time by what came in bulk."""


async def load(monitor: Monitor, lists: Lists, told: Sequence[Notification], jid: str) -> None:
    """Begin anew with what was read; ``told`` came since, ``jid`` is the own bare JID.

    Nothing else may be taken meanwhile. A large company is built beside the loop.
    """
    monitor.begin(await asyncio.to_thread(monitor.build, lists, told), told, jid)
    monitor.report_all(await asyncio.to_thread(monitor.views))


async def hear(monitor: Monitor, told: Sequence[Notification]) -> None:
    """Take notifications in their order, many of them without holding the loop."""
    began = time.perf_counter()
    for one in told:
        monitor.take(one)
        if time.perf_counter() - began > SLICE_S:
            await asyncio.sleep(0)
            began = time.perf_counter()


class EventLink:
    """``site()`` finds the platform; ``loaded()`` is called when all was read, or read again.

    ``visible``: colleagues see this connection.
    """

    def __init__(
        self,
        site: Callable[[], Awaitable[XmppSite]],
        guard: LoginGuard,
        monitor: Monitor,
        loaded: Callable[[], None],
    ) -> None:
        self.visible = False
        self._site = site
        self._guard = guard
        self._monitor = monitor
        self._loaded = loaded
        self._xmpp: Xmpp | None = None

    async def connect(self, _: int, up: Callable[[], None]) -> None:
        """Connect and stay; what `LinkKeeper` calls. Returns only by raising a core error."""
        site = await self._site()
        inbox: asyncio.Queue[list[Notification] | Snapshot | LinkFailure] = asyncio.Queue()
        xmpp = Xmpp(
            site,
            inbox.put_nowait,
            inbox.put_nowait,
            self._guard,
            on_snapshot=inbox.put_nowait,
            agrees=self._monitor.agrees,
        )
        try:
            snapshot = await xmpp.open()
            xmpp.follow()
            await asyncio.sleep(0)  # what was told since the subscription comes in one piece
            told: list[Notification] = []
            while not inbox.empty():
                told += _news(inbox.get_nowait())
            self.visible = snapshot.visible
            await load(self._monitor, snapshot, told, site.jid)
            self._xmpp = xmpp
            self._loaded()
            up()
            while True:
                what = await inbox.get()
                if isinstance(what, Snapshot):
                    await load(self._monitor, what, (), site.jid)
                    self._loaded()  # queues may have come or gone meanwhile
                else:
                    await hear(self._monitor, _news(what))
        finally:
            self._xmpp = None
            self._monitor.lost()
            await xmpp.close()

    async def check(self) -> None:
        """See at once whether the link lives; one that does not is lost."""
        if self._xmpp is not None:
            try:
                await self._xmpp.check()
            except LinkFailure as failure:
                _log.info("the events' link does not live: %s", failure)


def _news(what: list[Notification] | Snapshot | LinkFailure) -> list[Notification]:
    """What was told; raises why nothing more will be."""
    if isinstance(what, LinkFailure):
        raise what
    return what if isinstance(what, list) else []
