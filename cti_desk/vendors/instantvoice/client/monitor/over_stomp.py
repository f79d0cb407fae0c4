"""A link over STOMP, from the connection to its loss: events come, and the state is read once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

from cti_desk.core.errors import CtiError, OutcomeUnknown
from cti_desk.core.reports import Noticed
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.silence import ANSWER_S, ASK_AFTER_S, Watch
from cti_desk.vendors.instantvoice.client.broker import Broker
from cti_desk.vendors.instantvoice.client.caller import Caller
from cti_desk.vendors.instantvoice.client.monitor.context import Context
from cti_desk.vendors.instantvoice.client.monitor.follow_ups import AllFollowUps
from cti_desk.vendors.instantvoice.client.monitor.follower import Follower
from cti_desk.vendors.instantvoice.client.monitor.linked import Linked
from cti_desk.vendors.instantvoice.client.reader import Reader
from cti_desk.vendors.instantvoice.messages.events import Event
from cti_desk.vendors.instantvoice.methods import METHODS

PROBE_EVERY_S: Final = ASK_AFTER_S
"""How long InstantVoice may say nothing before it is asked. A broker's heart-beats are its own."""

ALL_AGENTS: Final = ("/topic/iv.agents.#", "iv.agents.#", None)
"""Everybody's events. The manual's bare form is tried only after an ERROR frame, and after another
one the desk does without: its own agent comes first.
"""


class OverStomp:
    """Keeps one link at a time; `connect` is what the keeper calls."""

    def __init__(
        self, broker: Broker, context: Context, follow_ups: AllFollowUps, follower: Follower
    ) -> None:
        self._broker = broker
        self._context = context
        self._follow_ups = follow_ups
        self._follower = follower
        self._spellings: dict[str, int] = {}
        self._silence: Watch | None = None
        self._buffer: list[Event] | None = None
        self._form = 0

    async def connect(self, index: int, up: Callable[[], None]) -> None:
        """Connect to a host and stay until the link is lost; always raises `LinkFailure`."""
        context = self._context
        lost: asyncio.Future[LinkFailure] = asyncio.get_running_loop().create_future()

        def on_lost(failure: LinkFailure) -> None:
            if not lost.done():
                lost.set_result(failure)

        caller = Caller(context.profile.key, self._take_event, on_lost, self._spellings)
        await caller.open(self._broker, index)
        try:
            self._buffer = []
            reader = Reader(caller.request, context.clock.now)
            context.link = Linked(caller, reader, None if context.follows_all else caller)
            self._subscribe(caller)
            await self._come_up(index, reader, lost)
            up()
            await self._follow_ups.read_everybody(after_cut=True)
            context.was_linked = True
            self._release_buffer()
            await self._watch(caller, lost)
        finally:
            context.link = self._silence = None
            self._buffer = None
            caller.close()

    def look(self) -> None:
        """The computer woke or the network returned: see whether the link lives."""
        if self._silence is not None:
            self._silence.ask_now()

    def _subscribe(self, caller: Caller) -> None:
        if (everybody := self._everybody) is not None:
            # No subscription for the own agent besides: its events would come twice.
            caller.follow_destination(everybody)
            return
        for name in self._context.agents.by_name:
            caller.follow(name)

    @property
    def _everybody(self) -> str | None:
        return ALL_AGENTS[self._form] if self._context.follows_all else None

    async def _come_up(self, index: int, reader: Reader, lost: asyncio.Future[LinkFailure]) -> None:
        """The link is up when InstantVoice, not just the broker, has answered: any code will do."""
        context = self._context
        await reader.agent(context.agents.somebody)
        if lost.done():
            failure = lost.result()
            if failure.failure == "protocol" and context.follows_all:
                self._form += 1
                if self._everybody is None:
                    context.report(Noticed(f"Only your own events are followed: {failure.message}"))
                    context.follows_all = False
            raise failure
        if "AgentInfo" not in reader.codes:
            raise LinkFailure(
                "timeout",
                f"{self._broker.hosts[index]} accepts the login, but InstantVoice does not answer "
                "there. It may be a stand-by system.",
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
        """Stay until the broker is lost, or InstantVoice behind it has fallen silent."""
        silence = self._silence = Watch(
            lambda: self._probe(caller), ask_after_s=PROBE_EVERY_S, answer_s=ANSWER_S
        )
        caller.heard = silence.heard
        watching = asyncio.ensure_future(silence.run())
        either: set[asyncio.Future[Any]] = {lost, watching}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if lost.done():
                raise lost.result()
            await watching
            raise _silent()
        finally:
            watching.cancel()
            await asyncio.wait((watching,))

    async def _probe(self, caller: Caller) -> None:
        """Ask for a sign of life, to which any answer will do; raise `LinkFailure` without one."""
        name = self._context.agents.somebody
        try:
            await caller.request(
                METHODS["AgentInfo"], {"accountcode": name.accountcode, "user": name.number}
            )
        except OutcomeUnknown as error:
            raise _silent() from error
        except CtiError:
            return  # the link is gone already


def _silent() -> LinkFailure:
    return LinkFailure("timeout", "InstantVoice does not answer any more.")
