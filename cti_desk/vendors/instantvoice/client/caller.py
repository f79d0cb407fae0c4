"""One generic caller for InstantVoice's methods and events over STOMP, usable alone::

    import asyncio
    from cti_desk.vendors.instantvoice.client.broker import Broker, Host
    from cti_desk.vendors.instantvoice.client.caller import Caller

    async def main() -> None:
        broker = Broker((Host("acd.example.com"),), password="...", ca_file="site-ca.pem")
        async with await Caller.connect(broker, key="...", on_event=print) as caller:
            caller.follow("default_1001")
            info = await caller.call("AgentInfo", accountcode="default", user="1001")
            print(info["agentstatus"])
            await caller.call(
                "AgentPause", accountcode="default", user="default_1001", reason="1"
            )

    asyncio.run(main())

A call is sent once. When its answer does not come in time its outcome is unknown, which is an
error of its own: calls that act (`Method.acting`) are never sent again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, MutableMapping
from typing import Any, Final

from cti_desk.core.errors import NoLink, OutcomeUnknown
from cti_desk.declarations.methods import Method
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.instantvoice.client.broker import Broker, Host
from cti_desk.vendors.instantvoice.client.correlation import Correlation
from cti_desk.vendors.instantvoice.client.inbox import Steps
from cti_desk.vendors.instantvoice.client.link import Job, Link
from cti_desk.vendors.instantvoice.client.typed import TypedCalls
from cti_desk.vendors.instantvoice.messages.bodies import Reply, build_request, parse_reply
from cti_desk.vendors.instantvoice.messages.codes import MISSING_ARGUMENTS
from cti_desk.vendors.instantvoice.messages.events import Event, parse_events

_log = logging.getLogger(__name__)

ANSWER_S: Final = 5.0
"""No answer for so long: the outcome is unknown (the COM methods may block no longer)."""

WAITS_IN_BROKER: Final = 0.9
"""So much of that time a request may wait to be read in a broker that can drop it afterwards."""

REQUESTS: Final = "/queue/config"
EVENTS: Final = "/topic/iv.agents."
TRANSPORT: Final = "stomp"

_LOGIN: Final = "CONNECT"
"""What the spelling of the login is remembered under, beside those of the methods."""

_BOTH_WAYS: Final = "Brokers read a backslash in two ways: both were tried."

_REPLIES: Final = "replies"
_EVENTS_OF: Final = "events:"


class _Waiting:
    """A request on its way: its answer to come, and whether it has left.

    ``doubt`` is what is said if no answer comes.
    """

    __slots__ = ("answer", "doubt", "job")

    def __init__(self, answer: asyncio.Future[Reply]) -> None:
        self.answer = answer
        self.job: Job | None = None
        self.doubt = "it may or may not have happened"

    @property
    def left(self) -> bool:
        return self.job is not None and self.job.started


class Caller(TypedCalls):
    """Requests and events over one link. ``on_event`` and ``on_lost`` are called on the loop.

    ``heard`` may be set: it is called whenever InstantVoice says something.

    ``spellings`` remembers which spelling of a method's arguments the server took; hand the same
    mapping to the next caller.
    """

    def __init__(
        self,
        key: str,
        on_event: Callable[[Event], None],
        on_lost: Callable[[LinkFailure], None] = lambda failure: None,
        spellings: MutableMapping[str, int] | None = None,
        answer_s: float = ANSWER_S,
    ) -> None:
        self.heard: Callable[[], None] = lambda: None
        self._key = key
        self._on_event = on_event
        self._on_lost = on_lost
        self._spellings = {} if spellings is None else spellings
        self._answer_s = answer_s
        self._link: Link | None = None
        self._correlation: Correlation[_Waiting] = Correlation()
        self._one_at_a_time = asyncio.Lock()

    @classmethod
    async def connect(
        cls,
        broker: Broker,
        key: str,
        on_event: Callable[[Event], None] = lambda event: None,
        on_lost: Callable[[LinkFailure], None] = lambda failure: None,
    ) -> Caller:
        """Connect to the first host that answers; raise the last host's `LinkFailure`."""
        caller = cls(key, on_event, on_lost)
        last = LinkFailure("unreachable", "No broker host is set.")
        for index in range(len(broker.hosts)):
            try:
                await caller.open(broker, index)
            except LinkFailure as failure:
                last = failure
                if failure.failure == "authentication":
                    break
            else:
                return caller
        raise last

    async def __aenter__(self) -> Caller:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    async def open(self, broker: Broker, index: int = 0) -> None:
        """Connect to one of the broker's hosts and listen for replies; raise `LinkFailure`."""
        self._link = await self._log_in(broker, broker.hosts[index])
        self._link.subscribe(f"/topic/{self._key}", _REPLIES)

    async def _log_in(self, broker: Broker, host: Host) -> Link:
        """Log in, in another spelling if the broker does not read the first one as it is meant."""
        logins = broker.logins
        refused: LinkFailure | None = None
        first = self._spellings.get(_LOGIN, 0)
        for attempt in range(first, first + len(logins)):
            login = logins[attempt % len(logins)]
            link = Link(broker, host, self._take_frame, self._lost, (self._key,), login)
            try:
                await link.open()
            except LinkFailure as failure:
                if failure.failure not in ("authentication", "closed"):
                    raise
                if refused is None or failure.failure == "authentication":
                    refused = failure
            else:
                self._spellings[_LOGIN] = attempt % len(logins)
                return link
        assert refused is not None
        if len(logins) > 1:
            raise LinkFailure(refused.failure, f"{refused.message} {_BOTH_WAYS}") from refused
        raise refused

    def follow(self, agent: str) -> None:
        """Receive the events of one agent, by their full name; ``#`` is everybody's."""
        self.follow_destination(f"{EVENTS}{agent}")

    def follow_destination(self, destination: str) -> None:
        """Receive the events of a destination as it stands (the manual's bare ``iv.agents.#``)."""
        if self._link is not None:
            self._link.subscribe(destination, f"{_EVENTS_OF}{destination}")

    def unfollow(self, agent: str) -> None:
        """Receive the events of this agent no more."""
        if self._link is not None:
            destination = f"{EVENTS}{agent}"
            self._link.unsubscribe(destination, f"{_EVENTS_OF}{destination}")

    async def request(self, method: Method, arguments: dict[str, Any]) -> Reply:
        """Send a request with checked arguments and return the reply, whatever its code.

        Code 1 says that nothing was done for want of an argument: where the manual has another
        spelling it is tried, once, and remembered.
        """
        attempt = self._spellings.get(method.name, 0)
        reply = await self._send(method, method.spell(arguments, TRANSPORT, attempt))
        others = method.attempts(TRANSPORT)
        if reply.code == MISSING_ARGUMENTS and others > 1:
            other = (attempt + 1) % others
            again = await self._send(method, method.spell(arguments, TRANSPORT, other))
            if again.code != MISSING_ARGUMENTS:
                self._spellings[method.name] = other
            return again
        return reply

    def lose(self, failure: LinkFailure) -> None:
        """Give the link up for a reason found by the caller's user."""
        if self._link is not None:
            self._link.lose(failure)

    def close(self) -> None:
        """End the link; what is still open has an unknown outcome."""
        if self._link is not None:
            self._link.close()
            self._link = None
        self._settle_open("The link was closed")

    # -- sending

    async def _send(self, method: Method, arguments: dict[str, Any]) -> Reply:
        if self._correlation.echoes(method.name):
            reply = await self._exchange(method, arguments)
        else:
            async with self._one_at_a_time:
                reply = await self._exchange(method, arguments)
        # By its code alone: the data may carry secrets.
        _log.debug("%s was answered with code %s", method.name, reply.code)
        return reply

    async def _exchange(self, method: Method, arguments: dict[str, Any]) -> Reply:
        if self._link is None:
            raise NoLink(f"{method.name} was not sent: there is no link to InstantVoice.")
        identifier = self._correlation.new_identifier()
        waiting = _Waiting(asyncio.get_running_loop().create_future())
        self._correlation.opened(identifier, method.name, waiting)
        _log.debug("asking %s %s", method.name, method.mask(arguments))
        body = build_request(method.name, self._key, arguments, identifier)
        waiting.job = self._link.send(REQUESTS, body, self._answer_s * WAITS_IN_BROKER)
        late = _late(method, drops=self._link.drops_late_requests)
        waiting.doubt = f"it may or may not have happened{late}"
        try:
            async with asyncio.timeout(self._answer_s):
                return await waiting.answer
        except TimeoutError:
            self._look_for_stall(waiting)
            raise OutcomeUnknown(
                f"InstantVoice did not answer within {self._answer_s:g} s ({method.name}): "
                f"{waiting.doubt}.",
                vendor="instantvoice",
            ) from None
        finally:
            self._correlation.gave_up(identifier)

    def _look_for_stall(self, waiting: _Waiting) -> None:
        if self._link is not None and waiting.job is not None and not waiting.job.finished:
            self._link.lose(
                LinkFailure("timeout", f"{self._link.host} has stopped reading what is sent.")
            )

    # -- receiving

    def _take_frame(self, subscription: str, body: bytes) -> Steps:
        self.heard()
        if subscription == _REPLIES or subscription == f"/topic/{self._key}":
            self._take_reply(body)
            return None
        events = parse_events(body)
        if events is None:
            _log.info("skipped an event that cannot be read (%d bytes)", len(body))
            return None
        if _log.isEnabledFor(logging.DEBUG):
            _log.debug("told %s", body.decode("utf-8", "replace"))
        return map(self._on_event, events)  # an array may hold thousands

    def _take_reply(self, body: bytes) -> None:
        reply = parse_reply(body)
        if reply is None:  # told without its content: a reply may carry secrets
            _log.info("skipped a reply that cannot be read (%d bytes)", len(body))
            return
        waiting = self._correlation.take(reply)
        if waiting is not None and not waiting.answer.done():
            waiting.answer.set_result(reply)

    def _lost(self, failure: LinkFailure) -> None:
        self._link = None
        self._settle_open(failure.message.rstrip("."))
        self._on_lost(failure)

    def _settle_open(self, why: str) -> None:
        for waiting in self._correlation.take_all():
            if waiting.answer.done():
                continue
            if waiting.left:
                error: NoLink | OutcomeUnknown = OutcomeUnknown(
                    f"{why} before the answer came: {waiting.doubt}.",
                    vendor="instantvoice",
                )
            else:
                error = NoLink(f"{why} before anything was sent.", vendor="instantvoice")
            waiting.answer.set_exception(error)


def _late(method: Method, *, drops: bool) -> str:
    """What becomes of a request that acts and that nobody has read at the broker yet."""
    if not method.acting:
        return ""
    if drops:
        return ". If it still waits in the broker, it is dropped there"
    return ". If it still waits in the broker, it may happen later"
