"""A link over SOAP: no events come, so the state of the served agents is read again and again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from cti_desk.core.errors import CtiError, NoLink, OutcomeUnknown
from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.silence import ASK_AFTER_S
from cti_desk.vendors.instantvoice.client.monitor.context import Context
from cti_desk.vendors.instantvoice.client.monitor.follow_ups import AllFollowUps
from cti_desk.vendors.instantvoice.client.monitor.linked import Linked
from cti_desk.vendors.instantvoice.client.reader import Reader, Request
from cti_desk.vendors.instantvoice.client.soap_caller import SoapCaller
from cti_desk.vendors.instantvoice.client.web_service import WebService
from cti_desk.vendors.instantvoice.messages.codes import OFFLINE, explain
from cti_desk.vendors.instantvoice.methods import METHODS

POLL_S: Final = 5.0
SOON_S: Final = 1.0
"""How often the state is read for `LIVELY_S` after an action, whose effects come one by one."""

LIVELY_S: Final = 6.0
SHARE: Final = 4.0
"""A slow server is given time: so many times what its last answers took."""
SLOWEST_S: Final = ASK_AFTER_S
"""But no longer: whether it lives must be known."""


class OverSoap:
    """Keeps one link at a time; `connect` is what the keeper calls."""

    def __init__(self, service: WebService, context: Context, follow_ups: AllFollowUps) -> None:
        self._service = service
        self._context = context
        self._follow_ups = follow_ups
        self._reading = asyncio.Lock()
        self._wake = asyncio.Event()
        self._lively_until = 0.0
        self._took_s = 0.0
        self._at_once = False

    async def connect(self, index: int, up: Callable[[], None]) -> None:
        """Stay with a host as long as it answers; always raises `LinkFailure`."""
        context = self._context
        caller = SoapCaller(context.profile.key)
        await caller.open(self._service, index)
        try:
            reader = self._make_reader(caller.request)
            reader.stops_at_silence = True
            poll = self.poll if context.source.polled else None
            context.link = Linked(caller, reader, poll=poll)
            await self._come_up(reader)
            up()
            await self._follow_ups.read_everybody(after_cut=True)
            context.was_linked = True
            while True:
                self._look_at(reader)
                if await self._rest():
                    await self._read(reader)
        finally:
            context.link = None
            caller.close()

    def _make_reader(self, request: Request) -> Reader:
        return Reader(request, self._context.clock.now)

    def look(self) -> None:
        """The computer woke or the network returned: read at once."""
        self._at_once = True
        self._wake.set()

    async def poll(self) -> None:
        """Read the state now, after or before an action, and often for a while."""
        reader = self._context.reader
        if reader is None:
            return
        self._lively_until = asyncio.get_running_loop().time() + LIVELY_S
        await self._read(reader)
        self._wake.set()

    async def _come_up(self, reader: Reader) -> None:
        """The link is up when InstantVoice has answered a question: any code but -1 will do."""
        await reader.agent(self._context.agents.somebody)
        self._look_at(reader)

    def _look_at(self, reader: Reader) -> None:
        for why in reader.unanswered.values():
            raise LinkFailure("timeout", why)
        if reader.codes.get("AgentInfo") == OFFLINE:
            # It answers, and knows nothing: what was read before must not look fresh.
            words = explain(OFFLINE)
            raise LinkFailure("closed", f"{words[0].upper()}{words[1:]} (code {OFFLINE}).")

    async def _rest(self) -> bool:
        """Wait for the next reading; ``False``: things have changed, look anew how long."""
        now = asyncio.get_running_loop().time()
        every = SOON_S if now < self._lively_until else POLL_S
        self._wake.clear()
        try:
            async with asyncio.timeout(min(SLOWEST_S, max(every, SHARE * self._took_s))):
                await self._wake.wait()
        except TimeoutError:
            return True
        at_once, self._at_once = self._at_once, False
        return at_once

    async def _read(self, reader: Reader) -> None:
        """Read everybody's state, one reading at a time."""
        loop = asyncio.get_running_loop()
        async with self._reading:
            began = loop.time()
            for served in list(self._context.agents.by_name.values()):
                await self._follow_ups.of(served).read_all(after_cut=False)
            if not self._context.agents.by_name or "AgentInfo" in reader.denied:
                await self._ask_for_life(reader)
            self._took_s = loop.time() - began

    async def _ask_for_life(self, reader: Reader) -> None:
        """Where nothing may be read, any answer still shows that there is a link."""
        caller, name = self._context.caller, self._context.agents.somebody
        if caller is None:
            return
        question = {"accountcode": name.accountcode, "user": name.number}
        try:
            await caller.request(METHODS["AgentInfo"], question)
        except (NoLink, OutcomeUnknown) as error:
            reader.unanswered["AgentInfo"] = str(error)
        except CtiError:
            return  # it answers, if only with a fault
