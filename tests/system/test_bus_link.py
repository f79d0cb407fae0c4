"""What a stranger or a broken bus can do to the connection: nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from jeepney import DBusAddress, HeaderFields, new_signal
from jeepney.io.blocking import open_dbus_connection

from cti_desk.system.bus import Match, Signal
from cti_desk.system.bus_link import BusLink, socket_path
from tests.support.keyring import private_bus
from tests.support.waiting import until

MATCH = Match("system", "org.example.Phone", "", "org.example.Phone", "Rang")


async def connect(path: str, heard: list[Signal], match: Match = MATCH) -> BusLink:
    link = BusLink([match], heard.append)
    await asyncio.get_running_loop().create_unix_connection(lambda: link, path)
    return link


async def test_a_signal_sent_to_us_alone_is_not_believed(tmp_path: Path) -> None:
    """It needs no rule to be delivered, so whoever knows our name could send it."""
    heard: list[Signal] = []
    with private_bus(tmp_path / "bus") as address:
        link = await connect(socket_path(address), heard)
        await until(lambda: link.listening)
        stranger = open_dbus_connection(bus=address)
        forged = new_signal(DBusAddress("/phone", interface=MATCH.interface), "Rang", "s", ("x",))
        for number in range(10):
            forged.header.fields[HeaderFields.destination] = f":1.{number}"
            stranger.send(forged)
        # What it sends to everybody under a name of its own comes after those.
        honest = Match("system", stranger.unique_name, "", MATCH.interface, "Rang")
        heard_honestly: list[Signal] = []
        other = await connect(socket_path(address), heard_honestly, honest)
        await until(lambda: other.listening)
        stranger.send(new_signal(DBusAddress("/phone", interface=MATCH.interface), "Rang"))
        await until(lambda: heard_honestly)
        stranger.close()
        link.close()
        other.close()
    assert heard == []


@asynccontextmanager
async def strange_bus(path: Path, *answers: bytes) -> AsyncIterator[None]:
    """A server that gives these answers to whatever it is told, and then closes."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            if not await reader.read(1000):
                break
            writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_unix_server(serve, path)
    yield
    server.close()
    await server.wait_closed()


@pytest.mark.parametrize(
    "answers",
    [
        (),
        (b"REJECTED EXTERNAL\r\n",),
        (b"\xff" * 9000,),
        (b"OK 1234\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n" * 10),
        (b"OK 1234\r\n", bytes(64)),
    ],
)
async def test_what_is_no_bus_is_left_alone(tmp_path: Path, answers: tuple[bytes, ...]) -> None:
    heard: list[Signal] = []
    async with strange_bus(tmp_path / "bus", *answers):
        link = await connect(str(tmp_path / "bus"), heard)
        await until(lambda: link.closed)
    assert not link.listening
    assert heard == []


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("unix:path=/run/b%20us,guid=12", "/run/b us"),
        ("unix:abstract=/tmp/x", "\0/tmp/x"),
        ("tcp:host=localhost,port=1;unix:path=/run/bus", "/run/bus"),
    ],
)
def test_the_socket_in_an_address(address: str, path: str) -> None:
    assert socket_path(address) == path


@pytest.mark.parametrize("address", ["tcp:host=localhost", "unix:", "nonsense", "unix:tmpdir=/tmp"])
def test_addresses_without_a_socket(address: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        socket_path(address)
