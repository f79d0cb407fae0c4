from __future__ import annotations

import asyncio
import json
import select
import socket
from typing import Any

import pytest
from msgspec.structs import replace

from cti_desk.ipc.connection import LINES_A_TURN, Limits
from tests.support.api import Served, delivered, served
from tests.support.fake_desk import FakeDesk, snapshot
from tests.support.waiting import until


async def connect(server: Served) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_unix_connection(server.endpoint.address, limit=1 << 24)


def raw(server: Served) -> socket.socket:
    """A connection that takes little at a time."""
    peer = socket.socket(socket.AF_UNIX)
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    peer.connect(server.endpoint.address)
    return peer


async def read(reader: asyncio.StreamReader) -> Any:
    return json.loads(await asyncio.wait_for(reader.readline(), 10))


def request(method: str, identity: int = 1, params: Any = None) -> bytes:
    message = {"jsonrpc": "2.0", "id": identity, "method": method, "params": params}
    return json.dumps(message).encode() + b"\n"


async def test_lines_in_pieces_several_at_once_and_empty_ones() -> None:
    with served() as server:
        reader, writer = await connect(server)
        whole = request("queue.list", 1) + b"\n\r\n  \n" + request("queue.list", 2)
        for i in range(0, len(whole), 11):
            writer.write(whole[i : i + 11])
            await asyncio.sleep(0)
        writer.write(request("queue.list", 3) + request("queue.list", 4))
        assert [(await read(reader))["id"] for _ in range(4)] == [1, 2, 3, 4]
        writer.close()


async def test_a_flood_of_requests_is_answered_in_turns() -> None:
    count = LINES_A_TURN * 40
    with served() as server:
        flooding, writer = await connect(server)
        quiet, quiet_writer = await connect(server)
        writer.write(b"".join(request("queue.list", number) for number in range(count)))
        quiet_writer.write(request("queue.list", 7))
        assert (await read(quiet))["id"] == 7
        assert [(await read(flooding))["id"] for _ in range(count)] == list(range(count))
        writer.close()
        quiet_writer.close()


@pytest.mark.parametrize("end", [b"", b"\n"])
@pytest.mark.expected_log("a line longer than")
async def test_a_10_mb_line_is_refused_and_cut(end: bytes) -> None:
    with served() as server:
        reader, writer = await connect(server)
        writer.write(b'{"jsonrpc": "2.0", "id": 1, "method": "' + b"x" * 10_000_000 + end)
        reply = await read(reader)
        assert reply["id"] is None
        assert reply["error"]["code"] == -32600
        with pytest.raises(ConnectionError):
            await asyncio.wait_for(reader.readexactly(1), 10)
        await until(lambda: server.endpoint.connections == 0)
        writer.close()
        other, other_writer = await connect(server)
        other_writer.write(request("queue.list"))
        assert (await read(other))["result"]
        other_writer.close()


async def test_a_long_line_within_the_limit_is_read() -> None:
    with served(FakeDesk(vendor_result=0), limits=Limits(line=1 << 20)) as server:
        reader, writer = await connect(server)
        params = {"method": "SendSms", "params": {"Text": "x" * 900_000}}
        writer.write(request("vendor.call", 1, params))
        assert (await read(reader))["result"] == 0
        assert len(server.desk.vendor_calls[0][1]["Text"]) == 900_000
        writer.close()


async def test_half_a_line_at_the_end_harms_nobody() -> None:
    with served() as server:
        _reader, writer = await connect(server)
        writer.write(b'{"jsonrpc": "2.0"')
        await writer.drain()
        await until(lambda: server.endpoint.connections == 1)
        writer.close()
        await until(lambda: server.endpoint.connections == 0)


async def test_events_follow_the_reply_and_none_is_lost_in_a_burst() -> None:
    with served() as server:
        reader, writer = await connect(server)
        writer.write(request("events.subscribe"))
        assert (await read(reader))["result"]["sequence"] == 0
        log = server.dispatcher.events
        for turn in range(20):
            for number in range(50):
                log.publish(delivered(turn * 50 + number))
            await asyncio.sleep(0)
        numbers = [(await read(reader))["params"]["sequence"] for _ in range(1_000)]
        assert numbers == list(range(1, 1_001))
        writer.close()


async def test_a_slow_reader_gets_a_gap_with_a_snapshot_then_goes_on() -> None:
    with served() as server:
        reader, writer = await connect(server)
        writer.write(request("events.subscribe"))
        await read(reader)
        log = server.dispatcher.events
        for _ in range(6_000):  # more than the socket and the buffer take in one turn
            log.publish(delivered())
        last, gaps = 0, 0
        while last < 6_000:
            event = (await read(reader))["params"]
            if event["event"] == "Gap":
                gaps += 1
                assert event["snapshot"]["sequence"] == event["sequence"]
            else:
                assert event["sequence"] == last + 1
            last = event["sequence"]
        assert gaps == 1
        log.publish(delivered())
        assert (await read(reader))["params"]["sequence"] == 6_001
        writer.close()


async def test_a_resumed_program_reads_ten_thousand_events() -> None:
    with served() as server:
        log = server.dispatcher.events
        for _ in range(10_000):
            log.publish(delivered())
        reader, writer = await connect(server)
        since = {"epoch": log.epoch, "sequence": 0}
        writer.write(request("events.subscribe", 1, {"since": since}))
        reply = (await read(reader))["result"]
        assert (reply["resumed"], reply["snapshot"], reply["sequence"]) == (True, None, 10_000)
        numbers = [(await read(reader))["params"]["sequence"] for _ in range(10_000)]
        assert numbers == list(range(1, 10_001))
        writer.close()


ROW = {"kind": "call", "started": 1_795_298_371.25, "name": "Maria Souza", "note": "x" * 500}


async def test_a_batch_of_three_long_lists_reaches_who_reads() -> None:
    with served(FakeDesk(rows=[ROW] * 1_000)) as server:
        reader, writer = await connect(server)
        one = {"jsonrpc": "2.0", "method": "journal.list", "params": {"limit": 1000}}
        writer.write(json.dumps([{**one, "id": number} for number in range(3)]).encode() + b"\n")
        replies = await read(reader)
        assert [len(reply["result"]) for reply in replies] == [1_000] * 3
        writer.close()


async def test_a_snapshot_of_many_megabytes_reaches_who_reads_slowly() -> None:
    """Each piece late, for minutes in all: what is read is never a reason to cut."""
    now = [0.0]
    limits = Limits(unread_s=0.06, stalled_s=0.04)  # looked after every 10 ms
    big = snapshot(1)
    call = replace(big.calls[0], raw={"text": "x" * 8_000_000})
    desk = FakeDesk(current=replace(big, calls=(call,)))
    with served(desk, limits=limits, clock=lambda: now[0]) as server:
        peer = raw(server)
        await until(lambda: server.endpoint._connections)
        [connection] = server.endpoint._connections
        looks = 0
        look = connection.close_if_unread

        def counted() -> None:
            nonlocal looks
            looks += 1
            look()

        connection.close_if_unread = counted  # type: ignore[method-assign]
        peer.send(request("session.snapshot"))
        waiting = select.poll()
        waiting.register(peer, select.POLLIN)
        received, pieces = bytearray(), 0
        while not received.endswith(b"\n"):
            await until(lambda: waiting.poll(0))
            piece = peer.recv(40_000)
            assert piece, "cut although it reads"
            received += piece
            pieces += 1
            if pieces % 8 == 0:
                seen = looks
                await until(lambda seen=seen: looks > seen)
                now[0] += 0.03
        assert now[0] > 10 * limits.unread_s
        assert len(json.loads(received)["result"]["calls"][0]["raw"]["text"]) == 8_000_000
        peer.close()


async def test_requests_of_who_does_not_read_wait_and_cost_nothing() -> None:
    with served(FakeDesk(rows=[ROW] * 1_000)) as server:
        asked = 0
        journal = server.desk.journal

        def counted(*arguments: Any) -> None:
            nonlocal asked
            asked += 1
            journal(*arguments)

        server.desk.journal = counted  # type: ignore[method-assign]
        reader, writer = await connect(server)
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        count = 60
        for number in range(count):
            writer.write(request("journal.list", number, {"limit": 1000}))
        other, other_writer = await connect(server)
        for _ in range(5):
            other_writer.write(request("queue.list", 7))
            assert (await read(other))["id"] == 7
        assert asked < 10, "the rest waits"
        reader._transport.resume_reading()  # type: ignore[attr-defined]
        assert [(await read(reader))["id"] for _ in range(count)] == list(range(count))
        assert asked == count
        writer.close()
        other_writer.close()
