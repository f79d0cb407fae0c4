"""Each service that must speak is watched by itself; what a whole client makes of it is beside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.compass.client.xmpp_speakers import Speakers
from cti_desk.vendors.compass.client.xmpp_subscription import Standing
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.messages.elements import local_name
from tests.support.waiting import until
from tests.vendors.compass.client.test_xmpp_site import SITE


class Rig:
    """A session, a subscription and a reader in one."""

    site = SITE

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.silent: set[str] = set()
        self.standing = Standing.STANDS
        self.looks = 0
        self.is_reading = False
        self.known = True
        self.missed = 0
        self.lost: list[LinkFailure] = []

    def send(self, element: Element) -> None:
        raise AssertionError("only questions are sent")

    async def ask(
        self, kind: Any, payload: Element, to: str | None = None, seconds: float | None = None
    ) -> Element | None:
        self.asked.append(local_name(payload))
        if local_name(payload) in self.silent:
            await asyncio.get_running_loop().create_future()
        return None

    async def look(self) -> Standing:
        self.looks += 1
        if "look" in self.silent:
            await asyncio.get_running_loop().create_future()
        return self.standing

    def agrees(self, calls: tuple[Call, ...]) -> bool:
        return self.known

    def missed_events(self) -> None:
        self.missed += 1

    @asynccontextmanager
    async def watched(self, answer_s: float = 5.0) -> AsyncIterator[Speakers]:
        subscription: Any = self
        speakers = Speakers(
            self, subscription, self, self.lost.append, ask_after_s=0.01, answer_s=answer_s
        )
        try:
            yield speakers
        finally:
            await speakers.stop()


@pytest.fixture
def rig() -> Rig:
    return Rig()


async def test_both_are_asked_as_long_as_they_answer(rig: Rig) -> None:
    async with rig.watched():
        await until(lambda: rig.looks > 2 and rig.asked.count("ping") > 2)
    assert rig.lost == []


@pytest.mark.parametrize(("who", "named"), [("ping", SITE.phone), ("look", SITE.pubsub)])
async def test_either_may_die_alone(rig: Rig, who: str, named: str) -> None:
    rig.silent = {who}
    async with rig.watched(answer_s=0.1):
        await until(lambda: rig.lost)
    assert rig.lost[0].failure == "timeout"
    assert str(rig.lost[0]) == f"{named} does not answer any more."


async def test_nobody_is_asked_behind_long_answers(rig: Rig) -> None:
    rig.is_reading = True
    async with rig.watched(answer_s=0.05) as speakers:
        for _ in range(3):
            speakers.look_for_events()
            await asyncio.sleep(0)
        rig.is_reading = False
        await until(lambda: rig.looks and rig.asked)
    assert rig.lost == []


async def test_events_that_were_missed_are_told(rig: Rig) -> None:
    rig.standing = Standing.RENEWED
    async with rig.watched():
        await until(lambda: rig.missed)


async def test_who_is_unsure_compares_the_calls_twice(rig: Rig) -> None:
    rig.standing, rig.known = Standing.UNSURE, False
    async with rig.watched():
        await until(lambda: rig.missed)
        assert rig.asked.count("request") >= 2
        rig.known = True
        await until(lambda: rig.asked.count("request") > 6)
        missed = rig.missed
        seen = rig.asked.count("request")
        await until(lambda: rig.asked.count("request") > seen + 2)
        assert rig.missed == missed


async def test_an_event_puts_the_question_off(rig: Rig) -> None:
    async with rig.watched() as speakers:
        speakers.events_came()
        await until(lambda: rig.looks)
    assert rig.lost == []
