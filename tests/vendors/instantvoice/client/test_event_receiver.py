"""The receiver with real sockets: who is heard, what is answered, what is cut."""

from __future__ import annotations

import asyncio
import http.client
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlencode

import pytest

from cti_desk.core.errors import CtiError
from cti_desk.vendors.instantvoice.client import event_receiver as module
from cti_desk.vendors.instantvoice.client.broker import Host
from cti_desk.vendors.instantvoice.client.event_receiver import EventReceiver
from cti_desk.vendors.instantvoice.client.listening import Listening
from cti_desk.vendors.instantvoice.client.posted_events import LONGEST_HEAD
from cti_desk.vendors.instantvoice.messages.events import Event
from tests.support.waiting import until

LOOPBACK = (ip_network("127.0.0.0/8"),)
EVENT = {"type": "NEWCALL", "agent": "default_1001", "callerid": "219", "uniqueid": "1.1"}
POST = f"/events?{urlencode(EVENT)}"


@asynccontextmanager
async def receiving(**more: Any) -> AsyncIterator[tuple[EventReceiver, list[Event]]]:
    heard: list[Event] = []
    patience = {"patience_s": more.pop("patience_s")} if "patience_s" in more else {}
    values = {"senders": LOOPBACK, "by_get": True, **more}
    listening = Listening(Host("127.0.0.1", 0), **values)
    async with EventReceiver(listening, heard.append, **patience) as receiver:
        yield receiver, heard


async def ask(receiver: EventReceiver, method: str, target: str, body: str | None = None) -> Any:
    """Status, words and headers, as an ordinary HTTP client reads them."""

    def asking() -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", receiver.host.port, timeout=10)
        try:
            form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
            connection.request(method, target, body, form)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.headers
        finally:
            connection.close()

    return await asyncio.to_thread(asking)


async def told(receiver: EventReceiver, sent: bytes) -> bytes:
    """What comes back until the end, for bytes sent as they are."""
    reader, writer = await asyncio.open_connection("127.0.0.1", receiver.host.port)
    try:
        writer.write(sent)
        return await rest(reader)
    finally:
        writer.close()


async def rest(reader: asyncio.StreamReader) -> bytes:
    """What still comes; nothing from a connection that is cut."""
    try:
        return await reader.read()
    except ConnectionError:
        return b""


async def test_alone_from_python() -> None:
    async with receiving() as (receiver, heard):
        assert (await ask(receiver, "GET", POST))[:2] == (200, "Taken.\n")
        assert (await ask(receiver, "POST", "/events", urlencode(EVENT)))[0] == 200
        assert (await ask(receiver, "POST", POST))[0] == 200
    assert heard == [Event(**EVENT)] * 3


@pytest.mark.expected_log("refused with 400: The field type is missing")
@pytest.mark.expected_log("refused with 404")
@pytest.mark.expected_log("refused with 405")
async def test_what_is_wrong_is_answered_in_words(caplog: pytest.LogCaptureFixture) -> None:
    async with receiving(path="/a/b") as (receiver, heard):
        for _ in range(2):
            assert (await ask(receiver, "GET", "/events"))[0] == 404
        assert (await ask(receiver, "GET", "/a/b"))[:2] == (400, "The field type is missing.\n")
        status, _, headers = await ask(receiver, "DELETE", "/a/b")
        assert (status, headers["Allow"]) == (405, "GET, POST")
    assert not heard
    warnings = [one for one in caplog.records if one.levelno == logging.WARNING]
    assert len(warnings) == 3  # each once


@pytest.mark.expected_log("refused with 405: Events come by POST")
@pytest.mark.expected_log("refused with 403: Events do not come from a browser")
async def test_a_page_in_a_browser_makes_no_call_up() -> None:
    async with receiving(by_get=False) as (receiver, heard):
        status, words, headers = await ask(receiver, "GET", POST)  # <img src="http://...">
        assert (status, headers["Allow"]) == (405, "POST")
        assert "events_get" in words
        form = f"POST {POST} HTTP/1.1\r\nOrigin: null\r\nContent-Length: 0\r\n\r\n"
        assert (await told(receiver, form.encode())).startswith(b"HTTP/1.1 403 Forbidden")
        assert (await ask(receiver, "POST", POST))[0] == 200
    assert heard == [Event(**EVENT)]


@pytest.mark.expected_log("127.0.0.1 may not post events")
@pytest.mark.parametrize("senders", [(), (ip_network("10.0.0.0/8"), ip_network("::1"))])
async def test_nobody_else_is_heard(senders: Any) -> None:
    async with receiving(senders=senders) as (receiver, heard):
        for _ in range(3):
            assert await told(receiver, f"GET {POST} HTTP/1.1\r\n\r\n".encode()) == b""
    assert not heard


@pytest.mark.expected_log("refused with 400")
async def test_a_request_that_does_not_end_is_refused() -> None:
    async with receiving() as (receiver, heard):
        answer = await told(receiver, b"GET /events?" + b"x" * (3 * LONGEST_HEAD))
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert f"at most {LONGEST_HEAD} bytes".encode() in answer
    assert not heard


SLOW = [b"", b"GET /ev", b"POST /events HTTP/1.1\r\nContent-Length: 9\r\n\r\ntyp"]


@pytest.mark.parametrize("sent", SLOW)
async def test_who_is_slow_is_cut(sent: bytes) -> None:
    async with receiving(patience_s=0.05) as (receiver, heard):
        assert await told(receiver, sent) == b""
        await until(lambda: not receiver._open)
    assert not heard


async def test_who_is_slow_holds_nobody_up() -> None:
    async with receiving() as (receiver, heard):
        slow = [asyncio.create_task(told(receiver, sent)) for sent in SLOW]
        await until(lambda: len(receiver._open) == len(slow))
        assert (await ask(receiver, "GET", POST))[0] == 200
    assert await asyncio.gather(*slow) == [b""] * len(slow)
    assert heard == [Event(**EVENT)]


@pytest.mark.expected_log("more than 2 posts at once")
async def test_there_are_never_more_than_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_OPEN", 2)
    async with receiving() as (receiver, heard):
        held = [await asyncio.open_connection("127.0.0.1", receiver.host.port) for _ in range(2)]
        await until(lambda: len(receiver._open) == 2)
        assert await told(receiver, f"GET {POST} HTTP/1.1\r\n\r\n".encode()) == b""
        held[0][1].close()
        await until(lambda: len(receiver._open) == 1)
        assert (await ask(receiver, "GET", POST))[0] == 200
        held[1][1].close()
    assert heard == [Event(**EVENT)]


async def test_many_events_come_in_their_order() -> None:
    async with receiving() as (receiver, heard):
        for number in range(50):
            answer = await told(receiver, f"GET {POST}&queue={number} HTTP/1.1\r\n\r\n".encode())
            assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert [event.queue for event in heard] == [str(number) for number in range(50)]


async def test_closing_cuts_what_is_open_and_frees_the_address() -> None:
    async with receiving() as (receiver, _):
        host = receiver.host
        reader, writer = await asyncio.open_connection("127.0.0.1", host.port)
        await until(lambda: receiver._open)
        await receiver.close()
        assert await rest(reader) == b""
        writer.close()
        async with EventReceiver(Listening(host, senders=LOOPBACK), print) as again:
            assert again.host == host


async def test_an_address_that_is_taken_is_told() -> None:
    async with receiving() as (receiver, _):
        second = EventReceiver(Listening(receiver.host, senders=LOOPBACK), print)
        with pytest.raises(CtiError, match=rf"cannot be received at {receiver.host}: "):
            await second.open()
