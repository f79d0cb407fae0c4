"""The local API: nobody hears before it is open; then programs get what is published."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import pytest

from cti_desk.core.moment import Moment
from cti_desk.core.reports import VendorEvent
from cti_desk.desk.local_api import LocalApi
from cti_desk.ipc.instance import Instance
from tests.support.api import delivered
from tests.support.fake_desk import FakeDesk

SUBSCRIBE = b'{"jsonrpc": "2.0", "id": 1, "method": "events.subscribe", "params": {}}\n'


@pytest.fixture
def instance() -> Iterator[Instance]:
    claimed = Instance("local-api")
    claimed.claim()
    yield claimed
    claimed.release()


async def test_what_happens_before_it_opens_is_in_no_log(instance: Instance) -> None:
    api = LocalApi(FakeDesk(), instance)
    event, at = delivered(), Moment(1.0, 1.0)
    api.on_event(event, at)
    api.on_vendor_event(VendorEvent("default_1001", {}))
    assert not api.is_open
    api.close()


async def test_programs_hear_from_when_it_is_open(instance: Instance) -> None:
    api = LocalApi(FakeDesk(), instance)
    api.open()
    assert api.is_open
    reader, writer = await asyncio.open_unix_connection(instance.address)
    writer.write(SUBSCRIBE)
    reply = json.loads(await asyncio.wait_for(reader.readline(), 10))
    assert "result" in reply
    event, at = delivered(), Moment(1.0, 1.0)
    api.on_event(event, at)
    api.on_vendor_event(VendorEvent("default_1001", {"type": "NEWCALL"}))
    told = json.loads(await asyncio.wait_for(reader.readline(), 10))
    assert told["params"]["event"] == event.event
    writer.close()
    api.close()
    assert await asyncio.wait_for(reader.read(), 10) == b""
