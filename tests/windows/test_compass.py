"""Compass in the Windows build, whose libraries are partly others than on Linux."""

from __future__ import annotations

import asyncio
import json
import socket
from pathlib import Path

from tests.support.name_server import NameServer
from tests.support.windows import WindowsDesk, Wine

PROFILE = """
[profiles.platform]
vendor = "compass"
domain = "example.com"
user = "joe"
transport = "websocket"
rest_address = "https://127.0.0.1:{rest}"
websocket_address = "wss://127.0.0.1:{events}/ws"
"""


def test_the_build_says_why_it_does_not_reach_the_platform(wine: Wine, build: Path) -> None:
    with socket.socket() as nobody, socket.socket() as nobody_else:
        for each in (nobody, nobody_else):
            each.bind(("127.0.0.1", 0))  # and does not listen
        rest, events = (each.getsockname()[1] for each in (nobody, nobody_else))
        wine.write_settings(PROFILE.format(rest=rest, events=events))
        desk = WindowsDesk(wine, build)
        desk.start("--secrets-stdin", input=json.dumps({"password": "of-joe"}))
        link = desk.until(lambda s: s["link"]["state"] == "DOWN", "both ways failed")["link"]
    # The one with slixmpp and websockets, the other with httpx.
    assert [
        link["reason"].count(f"Nothing listens at 127.0.0.1:{port}:") for port in (events, rest)
    ] == [1, 1], link["reason"]
    assert "Traceback" not in desk.log()
    assert "stringprep" not in desk.log()


async def test_asks_for_the_platform_of_a_company(wine: Wine) -> None:
    async with NameServer().serving() as server:
        server.records["_xmpp-server._tcp.company.example"] = [(0, 5, "uc.platform.example.")]
        words = ("srv_lookup", server.address, "company.example", "other.example", "...")
        said = (await asyncio.to_thread(wine.probe, *words)).splitlines()
    assert said[0] == "platform.example"
    assert said[1].startswith("unreachable The domain other.example does not say")
    assert said[2].startswith("unreachable The name servers cannot be asked")


def test_its_simulator_is_for_linux(wine: Wine, build: Path) -> None:
    done = wine.run([build / "cti-desk.exe", "simulate", "compass"])
    assert done.returncode == 1
    assert done.stderr.startswith("Prosody is not installed"), done.stderr
