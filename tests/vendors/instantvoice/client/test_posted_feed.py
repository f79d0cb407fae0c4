"""Posted events wait for the link, in their order."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.instantvoice.client import posted_feed as module
from cti_desk.vendors.instantvoice.client.broker import Host
from cti_desk.vendors.instantvoice.client.listening import Listening
from cti_desk.vendors.instantvoice.client.posted_feed import PostedFeed
from cti_desk.vendors.instantvoice.messages.events import Event
from tests.support.posting import post

ANYWHERE = Listening(Host("127.0.0.1", 0), senders=(ip_network("127.0.0.1"),))


async def test_events_are_held_until_the_link_is_up() -> None:
    heard: list[Event] = []
    async with PostedFeed(ANYWHERE, heard.append) as feed:
        for number in range(3):
            await post(feed.receiver.host, type="PAUSE", agent=f"default_{number}")
        assert not heard
        feed.release()
        await post(feed.receiver.host, type="PAUSE", agent="default_3")
        feed.release()
    assert [event.agent for event in heard] == [f"default_{number}" for number in range(4)]


async def test_what_is_held_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_HELD", 2)
    heard: list[Event] = []
    async with PostedFeed(ANYWHERE, heard.append) as feed:
        for number in range(4):
            await post(feed.receiver.host, type="PAUSE", agent=f"default_{number}")
        feed.release()
    assert [event.agent for event in heard] == ["default_2", "default_3"]


async def test_an_address_that_is_taken_is_a_link_that_fails() -> None:
    async with PostedFeed(ANYWHERE, print) as feed:
        taken = Listening(feed.receiver.host)
        with pytest.raises(LinkFailure, match="cannot be received at") as raised:
            async with PostedFeed(taken, print):
                pass
    assert raised.value.failure == "unreachable"
