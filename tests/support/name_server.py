"""A name server on loopback that answers what a test tells it, over UDP."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

SRV = 33
NAME_UNKNOWN = 3
FAILED = 2


class NameServer(asyncio.DatagramProtocol):
    """``records`` are priority, weight and target by name; ``code`` refuses every question.

    With ``silent`` it answers nothing. ``asked`` are the names of the questions.
    """

    def __init__(self) -> None:
        self.records: dict[str, list[tuple[int, int, str]]] = {}
        self.code = 0
        self.silent = False
        self.asked: list[str] = []
        self.address = ""
        self._transport: asyncio.DatagramTransport | None = None

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[NameServer]:
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=("127.0.0.1", 0)
        )
        self._transport = transport
        self.address = "127.0.0.1:{1}".format(*transport.get_extra_info("sockname"))
        try:
            yield self
        finally:
            transport.close()

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        question, name = _question(data)
        self.asked.append(name)
        if self.silent or self._transport is None:
            return
        found = self.records.get(name, [])
        code = self.code or (0 if name in self.records else NAME_UNKNOWN)
        head = data[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, len(found), 0, 0)
        answers = b"".join(_record(*record) for record in found)
        self._transport.sendto(head + question + answers, address)


def _question(data: bytes) -> tuple[bytes, str]:
    labels, at = [], 12
    while length := data[at]:
        labels.append(data[at + 1 : at + 1 + length].decode())
        at += 1 + length
    return data[12 : at + 5], ".".join(labels)


def _record(priority: int, weight: int, target: str) -> bytes:
    encoded = b"".join(
        bytes([len(label)]) + label.encode() for label in target.strip(".").split(".") if label
    )
    body = struct.pack("!HHH", priority, weight, 5269) + encoded + b"\0"
    return struct.pack("!HHHIH", 0xC00C, SRV, 1, 60, len(body)) + body
