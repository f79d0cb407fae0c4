"""Sees that a subscription to a company's events still stands, and renews one that is gone.

A pubsub service that was restarted may have forgotten it, while the stream and everything else goes
on: nothing would come any more, for ever.
"""

from __future__ import annotations

import asyncio
from enum import Enum, auto
from typing import Final

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.compass.client import xmpp_steps as steps
from cti_desk.vendors.compass.client.failures import link_failure
from cti_desk.vendors.compass.client.xmpp_steps import Asking
from cti_desk.vendors.compass.messages.pubsub import SUBSCRIBED
from cti_desk.vendors.compass.messages.session import build_presence

LIST_S: Final = 2.0
"""How long a service is waited for that has never listed its subscriptions: it may ignore us."""

CONFIRM_S: Final = 1.0
"""How long the message is waited for that confirms a subscription. It may have stood all along."""


class Standing(Enum):
    """What a look at the subscription has found."""

    STANDS = auto()
    RENEWED = auto()
    """It was gone: events were missed."""
    UNSURE = auto()
    """It stands now. Whether it did before is not known: the service does not list them."""


class Subscribed:
    """A subscription of a full JID to a company (``node``) that was confirmed once.

    `confirm` is called by whoever reads the messages of the service.
    """

    def __init__(self, session: Asking, node: str, jid: str) -> None:
        self._session = session
        self._node = node
        self._jid = jid
        self._confirmed = asyncio.Event()
        self._lists: bool | None = None

    def confirm(self) -> None:
        """The service says that the subscription stands."""
        self._confirmed.set()

    async def look(self) -> Standing:
        """See that it stands, or renew it; raises `LinkFailure`."""
        if await self._listed():
            return Standing.STANDS
        await self._subscribe()
        if self._lists is False:
            return Standing.UNSURE
        if await self._listed():
            return Standing.RENEWED
        if self._lists:
            raise link_failure(
                "protocol",
                f"{self._session.site.pubsub} does not renew the subscription to events.",
            )
        self._lists = False  # it lists some, but never ours
        return Standing.UNSURE

    async def _listed(self) -> bool:
        """Whether the service lists it. Until it has once, what it says proves nothing."""
        if self._lists is False:
            return False
        try:
            patience_s = steps.READ_S if self._lists else LIST_S
            found = await steps.list_subscriptions(self._session, self._node, patience_s)
        except LinkFailure:
            if self._lists:
                raise
            found = None
        if found is None:
            self._lists = False
            return False
        jid = self._jid.casefold()
        listed = any(
            one.jid.casefold() == jid
            and one.node in ("", self._node)
            and one.state in ("", SUBSCRIBED)
            for one in found
        )
        self._lists = self._lists or listed or None
        return listed

    async def _subscribe(self) -> None:
        session = self._session
        self._confirmed.clear()
        # A service that was restarted may not know who is present.
        session.send(build_presence(session.site.priority))
        answer = await steps.subscribe(session, self._node, self._jid)
        if answer.ready:
            return
        try:
            async with asyncio.timeout(CONFIRM_S):
                await self._confirmed.wait()
        except TimeoutError:
            return
