from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from cti_desk.api.client import connect
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Agent, AgentState, Link, LinkState, Reason
from cti_desk.ipc.com import feed as module
from cti_desk.ipc.com.feed import Feed
from tests.support.api import delivered, served
from tests.support.waiting import until


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AGAIN_S", 0.02)
    monkeypatch.setattr(module, "_LOOK_UP_S", 0.02)


class Told:
    def __init__(self, name: str) -> None:
        self.all: list[tuple[str, tuple[Any, ...]]] = []
        self.feed = Feed(lambda: connect(name), lambda *said: self.all.append(said), self._run)
        self.ended = False

    def _run(self, work: Callable[[], None]) -> None:
        work()
        self.ended = True

    def names(self) -> list[str]:
        return [name if name != "OnEvent" else given[0] for name, given in self.all]

    async def __aenter__(self) -> Told:
        self.feed.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.feed.stop()
        await until(lambda: self.ended)


async def test_a_snapshot_first_and_then_every_event() -> None:
    with served() as server:
        async with Told(server.name) as told:
            await until(lambda: told.names() == ["OnDesk", "Snapshot"])
            assert told.all[0] == ("OnDesk", (True,))
            assert json.loads(told.all[1][1][1])["profile"] == "office"
            events = server.dispatcher.events
            events.publish(delivered())
            agent = Agent(state=AgentState.NOT_READY, reason=Reason("2", "Lunch"))
            events.publish(Event(EventType.AGENT_NOT_READY, agent=agent))
            events.publish(Event(EventType.LINK_DOWN, link=Link(LinkState.DOWN, since=1.0)))
            await until(lambda: len(told.all) == 8)
            assert told.all[2][1][0] == "Delivered"
            assert told.all[3] == (
                "OnCall",
                (
                    "Delivered",
                    "1282781304.2.1",
                    "INBOUND",
                    "CONNECTED",
                    "2198765456",
                    "Maria Souza",
                ),
            )
            assert told.all[5] == ("OnAgent", ("NOT_READY", "Lunch"))
            assert told.all[7] == ("OnLink", ("DOWN", ""))


async def test_a_desk_that_comes_back_is_found_and_says_what_was_missed() -> None:
    with served() as server:
        async with Told(server.name) as told:
            await until(lambda: "Snapshot" in told.names())
            server.endpoint.close()
            server.instance.release()
            await until(lambda: told.all[-1] == ("OnDesk", (False,)))
            with served(name=server.name) as again:
                await until(lambda: told.names()[3:5] == ["OnDesk", "Snapshot"])
                await until(lambda: "Gap" in told.names())
                again.dispatcher.events.publish(delivered())
                await until(lambda: told.names()[-1] == "OnCall")


async def test_a_feed_waits_for_a_desk() -> None:
    async with Told("nobody") as told:
        await until(lambda: told.all)
        assert told.all == [("OnDesk", (False,))]


async def test_nothing_is_told_after_stop() -> None:
    with served() as server:
        async with Told(server.name) as told:
            await until(lambda: "Snapshot" in told.names())
        await until(lambda: server.endpoint.connections == 0)
        server.dispatcher.events.publish(delivered())
        assert told.names() == ["OnDesk", "Snapshot"]
