"""Compass's XMPP interface, usable alone::

    import asyncio
    from cti_desk.vendors.compass.client.xmpp import Xmpp
    from cti_desk.vendors.compass.client.xmpp_site import XmppSite

    async def main() -> None:
        site = XmppSite(
            "joe@uc.example.com", "...", "example.com",
            "phone.uc.example.com", "pubsub.uc.example.com",
            "uc.example.com", 5222, ("uc.example.com",),
        )
        lost = asyncio.get_running_loop().create_future()
        xmpp = Xmpp(site, print, lost.set_result)
        print(await xmpp.open())
        xmpp.follow()
        print(await lost)

    asyncio.run(main())

An `Xmpp` is one attempt and one connection: after a loss make another, and read everything again.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final, Literal
from xml.etree.ElementTree import Element

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginGuard, LoginRefused
from cti_desk.switch_kit.silence import ANSWER_S, ASK_AFTER_S
from cti_desk.switch_kit.tls import OTHER_NAME, client_context
from cti_desk.vendors.compass.client import xmpp_steps as steps
from cti_desk.vendors.compass.client.failures import link_failure
from cti_desk.vendors.compass.client.xmpp_site import XmppSite, new_resource
from cti_desk.vendors.compass.client.xmpp_speakers import Speakers
from cti_desk.vendors.compass.client.xmpp_steps import Snapshot
from cti_desk.vendors.compass.client.xmpp_subscription import Subscribed
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.messages.notifications import Notification
from cti_desk.vendors.compass.messages.pubsub import PENDING, Subscription, parse_event

if TYPE_CHECKING:
    from cti_desk.vendors.compass.client.xmpp_session import Session

CONNECT_S: Final = 10.0
"""For the connection and its encryption, and again for the login."""
SUBSCRIBED_S: Final = 10.0
MOST_BUFFERED: Final = 100_000
"""Notifications that wait for `Xmpp.follow`."""

Stage = Literal["connection", "tls", "login", "session", "company", "subscription", "reading"]
"""What `Xmpp.open` does, in this order; the first two again for another name of a certificate."""

_log = logging.getLogger(__name__)


class Xmpp:
    """Make it on the loop, where the callbacks run, too.

    ``on_notification`` gets what has come, in its order, after `follow`. ``on_lost`` is called once
    with the reason when a link that was opened is gone, but not when `close` ended it. ``on_stage``
    is called with what `open` begins with.

    Events may have been missed while the link stood. Then everything is read again, and
    ``on_snapshot`` gets it before the notifications that follow it. ``agrees`` says whether the
    calls just read are those that are known: where the service cannot say that it lost a
    subscription, this is how it shows.
    """

    def __init__(
        self,
        site: XmppSite,
        on_notification: Callable[[list[Notification]], None],
        on_lost: Callable[[LinkFailure], None],
        guard: LoginGuard | None = None,
        *,
        on_stage: Callable[[Stage], None] = lambda stage: None,
        on_snapshot: Callable[[Snapshot], None] = lambda snapshot: None,
        agrees: Callable[[tuple[Call, ...]], bool] = lambda calls: True,
        ping_every_s: float = ASK_AFTER_S,
        ping_patience_s: float = ANSWER_S,
    ) -> None:
        self.site = site
        self.guard = guard or LoginGuard()
        self.jid = site.jid
        self.snapshot: Snapshot | None = None
        self._on_notification = on_notification
        self._on_lost = on_lost
        self._on_stage = on_stage
        self._on_snapshot = on_snapshot
        self._agrees = agrees
        self._ping_every_s = ping_every_s
        self._ping_patience_s = ping_patience_s
        self._session: Session | None = None
        self._node = ""
        self._subscribed = asyncio.Event()
        self._subscription: Subscribed | None = None
        self._waiting: list[Notification] = []
        self._following = False
        self._flushing = False
        self._speakers: Speakers | None = None
        self._reading: asyncio.Task[None] | None = None

    async def open(self) -> Snapshot:
        """Connect, log in once, subscribe and read the company. What changes meanwhile is kept.

        Raises `LoginRefused`, after which nothing leaves with these credentials any more,
        `LinkFailure`, or `SettingsError`.
        """
        self.guard.check()
        self._subscribed.clear()
        self._waiting.clear()
        try:
            self._session = session = await self._log_in()
            self.snapshot = await self._enter(session)
        except BaseException:
            await self._drop()
            raise
        assert self._subscription is not None
        self._speakers = Speakers(
            session,
            self._subscription,
            self,
            session.stream.fail,
            ask_after_s=self._ping_every_s,
            answer_s=self._ping_patience_s,
        )
        return self.snapshot

    def follow(self) -> None:
        """From now on hand over what is told, and first what was told since the subscription."""
        self._following = True
        self._hand_over_soon()

    async def check(self) -> None:
        """See at once that the link still works, as after sleep; raises `LinkFailure`.

        A link that does not is lost. Whether the subscription stands is looked at besides.
        """
        if self._session is None:
            raise link_failure("closed", "The link is closed.")
        if self._speakers is not None:
            self._speakers.look_for_events()
        try:
            await steps.ping(self._session, self._ping_patience_s)
        except LinkFailure as failure:
            self._session.stream.fail(failure)
            raise

    async def close(self) -> None:
        """End the session; nothing more is told, and nothing is left behind."""
        self._on_lost = lambda _: None
        self._following = False
        self._waiting.clear()
        await self._drop()

    # -- opening

    async def _log_in(self) -> Session:
        """Try the names that the certificate may be for; the login itself happens once."""
        context = await asyncio.to_thread(_prepare, self.site)
        names = self.site.names if self.site.websocket is None else self.site.names[:1]
        for name in names[:-1]:
            try:
                return await self._connect(context, name)
            except LinkFailure as failure:
                if not _for_another_name(failure):
                    raise
                await self._drop()
        return await self._connect(context, names[-1])

    async def _connect(self, context: ssl.SSLContext, name: str) -> Session:
        # Imported when it is needed, and before in a worker thread: slixmpp takes 150 ms.
        from cti_desk.vendors.compass.client.xmpp_session import Session
        from cti_desk.vendors.compass.client.xmpp_shim import (
            LOGGED_IN,
            NEGOTIATED,
            SECURED,
            Stream,
        )

        site = self.site
        session = Session(site, self._heard, self._ended)
        session.stream = stream = Stream(
            site.jid, site.password, context, name, site.where, session.take, session.ended
        )
        self._session = session
        self._on_stage("connection")
        await self._in_time(self._reach_server(session, context), "is not ready to log in")
        self._on_stage("tls")
        await self._in_time(stream.reach(SECURED), "does not begin to encrypt")
        async with self.guard.attempt():
            self._on_stage("login")
            stream.log_in()
            try:
                await self._in_time(stream.reach(LOGGED_IN), "does not answer to the login")
            except LoginRefused as refusal:
                self.guard.refuse(str(refusal))
                raise
            self.guard.accept()
        await self._in_time(stream.reach(NEGOTIATED), "does not go on after the login")
        return session

    async def _reach_server(self, session: Session, context: ssl.SSLContext) -> None:
        site = self.site
        if site.websocket is None:
            await session.stream.connect_tcp(site.host, site.port)
            return
        from cti_desk.vendors.compass.client.xmpp_websocket import connect_websocket

        await connect_websocket(
            session.stream, site.websocket, site.jid_domain, context, proxy=not site.on_loopback
        )

    async def _in_time(self, step: Awaitable[None], does_not: str) -> None:
        try:
            async with asyncio.timeout(CONNECT_S):
                await step
        except TimeoutError:
            raise link_failure("timeout", f"{self.site.where} {does_not}.") from None

    async def _enter(self, session: Session) -> Snapshot:
        self._on_stage("session")
        offered = session.stream.offered
        resource = new_resource(self.site.resource)
        self.jid = await steps.bind(session, resource, legacy_session="session" in offered)
        if "sm" in offered:
            session.manage()
        visible = await steps.appear(session)
        self._on_stage("company")
        company = await steps.company_of(session)
        self._node = company.id
        self._on_stage("subscription")
        if (await steps.subscribe(session, company.id, self.jid)).ready:
            self._subscribed.set()  # a message that says so may have come before, too
        await self._wait_for_subscription(session)
        self._subscription = Subscribed(session, company.id, self.jid)
        self._on_stage("reading")
        return await steps.read_all(session, company, visible=visible)

    async def _wait_for_subscription(self, session: Session) -> None:
        try:
            async with asyncio.timeout(SUBSCRIBED_S):
                await self._subscribed.wait()
        except TimeoutError:
            raise link_failure(
                "timeout", f"{self.site.pubsub} has not confirmed the subscription to events."
            ) from None
        if session.failure is not None:
            raise session.failure

    # -- hearing

    def _heard(self, message: Element) -> None:
        if not self.site.trusts(message.get("from")):
            return
        event = parse_event(message)
        if self._speakers is not None:
            self._speakers.events_came()
        for sentence in event.unreadable:
            _log.info("an event could not be read: %s", sentence)
        if event.subscription is not None:
            self._stands(event.subscription)
        if event.items:
            self._waiting += [item.notification for item in event.items]
            self._hand_over_soon()

    def _stands(self, subscription: Subscription) -> None:
        if subscription.node != self._node or subscription.jid not in ("", self.jid):
            return
        if subscription.ready:
            self._subscribed.set()
            if self._subscription is not None:
                self._subscription.confirm()
        elif subscription.state != PENDING and self._session is not None:
            self._session.stream.fail(
                link_failure("protocol", f"{self.site.pubsub} ended the subscription to events.")
            )

    def _hand_over_soon(self) -> None:
        if not self._following and len(self._waiting) > MOST_BUFFERED and self._session is not None:
            self._waiting.clear()
            self._session.stream.fail(
                link_failure("protocol", "More events came than can be kept until all was read.")
            )
        elif self._following and self._waiting and not self._flushing:
            self._flushing = True
            asyncio.get_running_loop().call_soon(self._hand_over)

    def _hand_over(self) -> None:
        self._flushing = False
        if self._following and self._waiting:
            told, self._waiting = self._waiting, []
            self._on_notification(told)

    def _ended(self, failure: LinkFailure | LoginRefused) -> None:
        self._subscribed.set()  # who waits for it looks at the failure
        if self._speakers is not None and isinstance(failure, LinkFailure):
            self._speakers.cancel()
            self._on_lost(failure)

    # -- what the speakers ask of us

    @property
    def is_reading(self) -> bool:
        """Whether the company is being read again."""
        return self._reading is not None

    def agrees(self, calls: tuple[Call, ...]) -> bool:
        """Whether these are the calls that were handed over."""
        return self._agrees(calls)

    def missed_events(self) -> None:
        """Read the company again, beside what goes on."""
        if self._session is not None and self._reading is None:
            self._reading = asyncio.ensure_future(self._read_again(self._session))

    async def _read_again(self, session: Session) -> None:
        """Events were missed: begin anew from what is there now."""
        assert self.snapshot is not None
        followed, self._following = self._following, False
        try:
            before = self.snapshot
            self.snapshot = await steps.read_all(session, before.company, visible=before.visible)
        except LinkFailure as failure:
            session.stream.fail(failure)
            return
        finally:
            self._reading = None
        self._on_snapshot(self.snapshot)
        if followed:
            self.follow()

    # -- ending

    async def _drop(self) -> None:
        speakers, self._speakers = self._speakers, None
        if speakers is not None:
            await speakers.stop()
        reading, self._reading = self._reading, None
        if reading is not None:
            reading.cancel()
            await asyncio.wait((reading,))
        session, self._session = self._session, None
        if session is not None:
            await session.stream.close()


def _prepare(site: XmppSite) -> ssl.SSLContext:
    """Whatever takes its time, for a worker thread; raises `SettingsError`."""
    from cti_desk.vendors.compass.client import xmpp_session  # noqa: F401 - loads slixmpp
    from cti_desk.vendors.compass.client.xmpp_shim import check_login

    if site.websocket is not None:
        from cti_desk.vendors.compass.client import xmpp_websocket  # noqa: F401 - loads websockets
    check_login(site.jid, site.password)
    return client_context(site.ca_file)


def _for_another_name(failure: LinkFailure) -> bool:
    """Whether a certificate was good, but for another host."""
    cause = failure.__cause__
    return isinstance(cause, ssl.SSLCertVerificationError) and cause.verify_code in OTHER_NAME
