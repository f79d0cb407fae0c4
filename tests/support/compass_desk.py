"""A desk's switch at a simulated Compass: its reports, and what the core makes of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from cti_desk.core.commands import Command
from cti_desk.core.effects import Publish
from cti_desk.core.errors import CtiError
from cti_desk.core.events import Event
from cti_desk.core.model import Call, LinkState, Snapshot
from cti_desk.core.moment import Moment
from cti_desk.core.ports import SwitchSetup
from cti_desk.core.reports import Report, Result
from cti_desk.core.session import Session
from cti_desk.simulator.model import Agent
from cti_desk.vendors.compass.simulator import seeds
from cti_desk.vendors.compass.simulator.server import CompassSimulator
from cti_desk.vendors.compass.switch import CompassSwitch
from tests.support.instantvoice import DictMemory
from tests.support.waiting import until


class SystemClock:
    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()


class CompassDesk:
    """Hears a switch as the desk does."""

    def __init__(self, setup: SwitchSetup) -> None:
        self.switch = CompassSwitch(setup)
        self.session = Session()
        self.reports: list[Report] = []
        self.events: list[Event] = []

    def hear(self, report: Report) -> None:
        self.reports.append(report)
        effects = self.session.handle(report, Moment(time.time(), time.monotonic()))
        self.events += [each.event for each in effects if isinstance(each, Publish)]

    @property
    def snapshot(self) -> Snapshot:
        return self.session.snapshot

    @property
    def call(self) -> Call:
        (call,) = self.snapshot.calls
        return call

    @property
    def told(self) -> list[str]:
        """The calls' events, in order."""
        return [event.event.value for event in self.events if event.call is not None]

    async def perform(self, command: Command) -> Result:
        """Perform a command; an error is returned."""
        try:
            return await self.switch.perform(command, self.snapshot)
        except CtiError as error:
            return error

    async def up(self) -> None:
        await until(lambda: self.snapshot.link.state is LinkState.UP, what="the link to come up")


def setup_at(
    compass: CompassSimulator,
    memory: DictMemory | None = None,
    password: str | None = None,
    **settings: Any,
) -> SwitchSetup:
    values = {**seeds.profile_values(compass.addresses, compass.ca_file), **settings}
    values.pop("dialing", None)
    return SwitchSetup(
        "office",
        values,
        {"password": password or compass.password},
        SystemClock(),
        DictMemory() if memory is None else memory,
    )


@asynccontextmanager
async def desk_at(
    compass: CompassSimulator, *, wait: bool = True, **more: Any
) -> AsyncIterator[CompassDesk]:
    desk = CompassDesk(setup_at(compass, **more))
    desk.switch.start(desk.hear)
    try:
        if wait:
            await desk.up()
        yield desk
    finally:
        await desk.switch.close()


def anna(compass: CompassSimulator) -> Agent:
    account = compass.platform.named("1001")
    assert account is not None
    return compass.exchange.world.agents[account.id]


async def off_loop(do: Any, *arguments: Any, **named: Any) -> Any:
    """The exchange has a lock of its own, which must not be waited for on the loop."""
    return await asyncio.to_thread(do, *arguments, **named)
