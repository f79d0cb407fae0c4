"""One connection to one broker host, on a thread of its own.

The loop never waits for stomp.py: it hands jobs over and is told what happens through an `Inbox`.
A link lives once: opened, lost or closed; the next attempt is a new link.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import Final

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.server_text import one_line, scrub
from cti_desk.vendors.instantvoice.client.broker import Broker, Host, Login
from cti_desk.vendors.instantvoice.client.failures import context_of, expects_tls, login_refused
from cti_desk.vendors.instantvoice.client.heartbeat import OFFER, Beats, agree
from cti_desk.vendors.instantvoice.client.inbox import Inbox, Steps

_log = logging.getLogger(__name__)

CONNECT_S: Final = 5.0
"""For the TCP connection, for the TLS handshake, and again for the answer to CONNECT."""

_DROPS_LATE_REQUESTS: Final = "RabbitMQ/"
"""The broker that is known to drop a message when the time in its header `expiration` is over."""


class Job:
    """One thing to do on the link thread. ``started`` tells whether any of it may have left."""

    __slots__ = ("action", "finished", "started")

    def __init__(self, action: Callable[[], None]) -> None:
        self.action = action
        self.started = False
        self.finished = False

    def run(self) -> None:
        self.started = True
        self.action()
        self.finished = True


class _Connected:
    """CONNECTED has come."""


_Item = tuple[str, bytes] | LinkFailure | _Connected


class Link:
    """Must be made on the loop, where ``on_frame(subscription, body)`` and ``on_lost`` run, too.

    ``on_lost(failure)`` is called once, and only for a link that was opened and not closed by us.
    ``secrets`` are blanked in whatever the broker says. ``login`` is the spelling to log in with,
    the first one unless another is given.
    """

    def __init__(
        self,
        broker: Broker,
        host: Host,
        on_frame: Callable[[str, bytes], Steps],
        on_lost: Callable[[LinkFailure], None],
        secrets: tuple[str, ...] = (),
        login: Login | None = None,
    ) -> None:
        self.host = host
        self.beats = Beats()
        self.drops_late_requests = False
        self._broker = broker
        self._login = login or broker.logins[0]
        self._secrets = (broker.password, self._login.password, *secrets)
        self._on_frame = on_frame
        self._on_lost = on_lost
        loop = asyncio.get_running_loop()
        self._inbox: Inbox[_Item] = Inbox(loop, self._take)
        self._opened: asyncio.Future[None] = loop.create_future()
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._failing = threading.Lock()
        self._failed = False
        self._connected = threading.Event()
        self._cut: Callable[[], None] | None = None
        self._last_sent = 0.0

    async def open(self) -> None:
        """Connect and log in to the broker; raise `LinkFailure`."""
        threading.Thread(target=self._run, name=f"stomp {self.host}", daemon=True).start()
        try:
            await self._opened
        except asyncio.CancelledError:
            self.close()
            raise

    def subscribe(self, destination: str, subscription: str) -> None:
        self._do(Job(lambda: self._connection.subscribe(destination, subscription)))

    def unsubscribe(self, destination: str, subscription: str) -> None:
        self._do(Job(lambda: self._connection.unsubscribe(destination, subscription)))

    def send(self, destination: str, body: bytes, expires_s: float) -> Job:
        """Have a frame sent; the job tells whether it left.

        A broker that can drops it if nobody has read it there within ``expires_s`` seconds.
        """
        return self._do(Job(lambda: self._connection.send(destination, body, expires_s)))

    def lose(self, failure: LinkFailure) -> None:
        """Give the link up for a reason found elsewhere (no answers, a stalled sender)."""
        self._fail(failure)

    def close(self) -> None:
        """End the link without a word to ``on_lost``; returns at once."""
        self._inbox.close()
        if not self._opened.done():
            self._opened.cancel()
        with self._failing:
            self._failed = True
        self._end()

    # -- on the link thread

    def _run(self) -> None:
        try:
            # Imported on this thread: stomp.py and ssl take longer than the loop may be held up.
            from cti_desk.vendors.instantvoice.client.stomp_shim import StompConnection

            self._connection = StompConnection(self)
            self._cut = self._connection.cut
            if not self._failed:
                self._log_in()
                self._work()
        except LinkFailure as failure:
            self._fail(failure)
        except BaseException:  # stomp.py raises what it likes when the socket is gone
            _log.debug("the link ended", exc_info=True)
            self.on_closed()
        finally:
            if self._cut is not None:
                self._cut()

    def _log_in(self) -> None:
        broker = self._broker
        context = context_of(broker.encryption, broker.ca_file)
        self._connection.open(self.host, context, CONNECT_S)
        if not self._failed:
            self._connection.connect(self._login, OFFER)
        self._last_sent = time.monotonic()

    def _work(self) -> None:
        deadline = time.monotonic() + CONNECT_S
        while not self._failed:
            due: float | None = deadline
            if self._connected.is_set():
                due = self.beats.next_due(self._last_sent, self._connection.last_received)
            try:
                job = self._jobs.get(
                    timeout=None if due is None else max(0, due - time.monotonic())
                )
            except queue.Empty:
                job = None
            if job is not None:
                job.run()
                self._last_sent = time.monotonic()
            self._look_after(deadline)

    def _look_after(self, deadline: float) -> None:
        now = time.monotonic()
        if not self._connected.is_set():
            if now >= deadline:
                raise LinkFailure(
                    "timeout", f"{self.host} accepts connections but does not answer as a broker."
                )
        elif self.beats.is_dead(self._connection.last_received, now):
            raise LinkFailure("timeout", f"{self.host} has fallen silent: no heart-beats.")
        elif self.beats.must_send(self._last_sent, now):
            self._connection.beat()
            self._last_sent = now

    # -- on stomp.py's reading thread

    def on_message(self, subscription: str, body: bytes) -> None:
        self._inbox.put((subscription, body))

    def on_connected(self, headers: dict[str, str]) -> None:
        self.beats = agree(headers.get("heart-beat"))
        self.drops_late_requests = headers.get("server", "").startswith(_DROPS_LATE_REQUESTS)
        self._connected.set()
        self._jobs.put(None)  # the link thread must look at its new deadlines
        self._inbox.put(_Connected())

    def on_error(self, text: str) -> None:
        said = scrub(text, self._secrets)
        if not self._connected.is_set():
            self._fail(login_refused(str(self.host), said))
        else:
            self._fail(LinkFailure("protocol", f"{self.host} reports an error: {one_line(said)}"))

    def on_closed(self) -> None:
        if self._connected.is_set():
            self._fail(LinkFailure("closed", f"{self.host} closed the connection."))
        elif self._claim_failure():
            self._end()
            hint = expects_tls(self.host, self._broker.encryption)
            self._inbox.put(
                LinkFailure("closed", f"{self.host} closed the connection before the login.{hint}")
            )

    # -- anywhere

    def _do(self, job: Job) -> Job:
        self._jobs.put(job)
        return job

    def _fail(self, failure: LinkFailure) -> None:
        if self._claim_failure():
            self._inbox.put(failure)
            self._end()

    def _claim_failure(self) -> bool:
        """Whether this is the first failure, the only one that is reported."""
        with self._failing:
            first, self._failed = not self._failed, True
        return first

    def _end(self) -> None:
        self._jobs.put(None)
        if self._cut is not None:
            self._cut()

    # -- on the loop

    def _take(self, item: _Item) -> Steps:
        if isinstance(item, tuple):
            return self._on_frame(*item)
        if isinstance(item, _Connected):
            if not self._opened.done():
                self._opened.set_result(None)
        elif self._opened.done():
            self._on_lost(item)
        else:
            self._opened.set_exception(item)
        return None
