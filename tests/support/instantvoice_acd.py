"""A scripted InstantVoice behind a fake broker, and a switch connected to it.

Where a test needs a telephone system that thinks for itself it takes the simulator; here every
answer is the test's own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from cti_desk.core.commands import Command
from cti_desk.core.errors import CtiError
from cti_desk.core.model import LinkState, Snapshot
from cti_desk.core.reports import Result
from cti_desk.vendors.instantvoice.switch import InstantVoiceSwitch
from tests.support.fake_broker import FakeBroker
from tests.support.instantvoice import (
    AGENT,
    DEVICE,
    DictMemory,
    HandClock,
    Reports,
    setup_for,
)
from tests.support.waiting import until


class Acd:
    """The answers; change its fields to change them. ``codes`` overrule by method."""

    def __init__(self) -> None:
        self.status = "IDLE"
        self.reason = "n/a"
        self.interface = DEVICE
        self.disabled = 0
        self.lines: list[dict[str, Any]] = [{"linenumber": 1, "outbound": 1, "inbound": 1}]
        self.queues: list[dict[str, Any]] = []
        self.members: dict[str, list[str]] = {}  # numbers of agents, by queue
        self.others: dict[str, dict[str, Any]] = {}  # their AgentInfo, by number
        self.codes: dict[str, int] = {}
        self.mute: set[str] = set()
        self.refused_queues: set[str] = set()

    def __call__(self, method: str, arguments: dict[str, Any]) -> Any:
        if method in self.mute:
            return None
        if method == "QueueInfo" and not self._has_queue(arguments["name"]):
            return [3, "RESPONSE_NOT_FOUND"]
        if code := self.codes.get(method):
            return [code, "refused"]
        return [0, self._data(method, arguments)]

    def _data(self, method: str, arguments: dict[str, Any]) -> Any:
        if method == "AgentInfo" and (other := self.others.get(arguments["user"])):
            return other
        if method == "AgentQueueMembers":
            return [{"user": one, "priority": "0"} for one in self.members[arguments["name"]]]
        if method == "AgentInfo":
            return {
                "agentstatus": self.status,
                "reasons_reason": self.reason,
                "interface": self.interface,
                "disabled": self.disabled,
                "user": AGENT,
                "pass": "4321",
            }
        if method == "AgentLineList":
            return self.lines
        if method == "AgentQueueList":
            return [{"name": _number(queue), "priority": 0} for queue in self.queues]
        if method == "QueueInfo":
            return next(q for q in self.queues if _number(q) == int(arguments["name"]))
        return "Success"

    def _has_queue(self, name: str) -> bool:
        there = any(_number(queue) == int(name) for queue in self.queues)
        return there and name not in self.refused_queues

    def deny_readings(self) -> None:
        """The key of an IVClient site."""
        for method in ("AgentInfo", "AgentLineList", "AgentQueueList", "QueueInfo"):
            self.codes[method] = -2

    def on_line(self, *calls: str, status: str = "ONCALL", queue: int = 0) -> None:
        """These calls are on the agent's lines."""
        self.lines = [
            {
                "linenumber": n,
                "outbound": 1,
                "linestatus": status,
                "uniqueid": c,
                "queues_id": queue,
            }
            for n, c in enumerate(calls or ("",), 1)
        ]


def _number(queue: dict[str, Any]) -> int:
    """As lists give it: without leading zeros, and without the accountcode."""
    return int(queue["name"].removeprefix("default_"))


class Desk:
    """A started switch and all it has reported."""

    def __init__(self, switch: InstantVoiceSwitch, broker: FakeBroker, acd: Acd) -> None:
        self.switch = switch
        self.broker = broker
        self.acd = acd
        self.reports = Reports()
        self.clock = HandClock()

    async def perform(self, command: Command, agent_id: str | None = None) -> Result:
        """Perform a command; an error is returned."""
        try:
            return await self.switch.perform(command, Snapshot(), agent_id)
        except CtiError as error:
            return error

    async def link_is(self, state: LinkState) -> None:
        await until(
            lambda: (link := self.reports.link) is not None and link.state is state,
            what=f"link {state}",
        )

    async def told(self, *events: str) -> None:
        """Wait for exactly these own call events, by name."""
        await until(
            lambda: len(self.reports.calls) >= len(events),
            what=f"{events}, got {self.reports.calls}",
        )
        assert self.reports.calls == list(events)


@asynccontextmanager
async def started(
    broker: FakeBroker, acd: Acd | None = None, memory: DictMemory | None = None, **settings: Any
) -> AsyncIterator[Desk]:
    """A switch on this broker, not yet linked."""
    if acd is not None:
        broker.answer = acd
    hosts = settings.pop("hosts", [broker.address])
    secrets = settings.pop("secrets", None)
    clock = HandClock()
    setup = setup_for(*hosts, memory=memory, clock=clock, secrets=secrets, **settings)
    desk = Desk(InstantVoiceSwitch(setup), broker, acd or Acd())
    desk.clock = clock
    desk.switch.start(desk.reports.append)
    try:
        yield desk
    finally:
        await desk.switch.close()


@asynccontextmanager
async def linked(
    broker: FakeBroker, acd: Acd | None = None, memory: DictMemory | None = None, **settings: Any
) -> AsyncIterator[Desk]:
    """The same, with the link up and the state read."""
    async with started(broker, acd or Acd(), memory, **settings) as desk:
        await desk.link_is(LinkState.UP)
        await until(lambda: desk.switch._transport._buffer is None, what="the state to be read")
        yield desk
