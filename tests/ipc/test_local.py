from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from typing import Any

import pytest

from cti_desk.core.errors import SettingsError
from cti_desk.core.reports import ACCEPTED
from cti_desk.ipc import local as module
from cti_desk.ipc.connection import Limits
from cti_desk.ipc.instance import Instance
from tests.support.api import Served, delivered, from_thread, served
from tests.support.fake_desk import FakeDesk, snapshot
from tests.support.waiting import until

SNAPSHOT = b'{"jsonrpc": "2.0", "id": 1, "method": "session.snapshot"}\n'


class Peer:
    """A raw connection that reads or not, as the test wants."""

    def __init__(self, server: Served) -> None:
        self.path = server.endpoint.address

    async def __aenter__(self) -> Peer:
        self.reader, self.writer = await asyncio.open_unix_connection(self.path, limit=1 << 24)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()

    async def read(self) -> Any:
        line = await asyncio.wait_for(self.reader.readline(), 10)
        return json.loads(line) if line else None

    async def ask(self, method: str, params: Any = None) -> Any:
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        self.writer.write(json.dumps(message).encode() + b"\n")
        return await self.read()


def mode(path: str) -> int | None:
    """The permissions of a path; None when there is nothing."""
    try:
        return os.stat(path).st_mode & 0o777
    except FileNotFoundError:
        return None


def silent(server: Served) -> socket.socket:
    """A connection that never reads."""
    peer = socket.socket(socket.AF_UNIX)
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    peer.connect(server.endpoint.address)
    peer.setblocking(False)
    return peer


async def test_the_socket_is_the_owner_s_alone_and_goes_with_the_desk() -> None:
    with served() as server:
        path = server.endpoint.address
        assert mode(path) == 0o700
        async with Peer(server) as peer:
            assert (await peer.ask("session.snapshot"))["result"]["profile"] == "office"
            assert server.endpoint.connections == 1
        await until(lambda: server.endpoint.connections == 0)
    assert mode(path) is None


async def test_a_socket_left_by_a_killed_desk_is_replaced() -> None:
    with served(name="left") as server:
        path = server.endpoint.address
    stale = socket.socket(socket.AF_UNIX)
    stale.bind(path)
    stale.close()
    assert mode(path) is not None
    with served(name="left") as server:
        async with Peer(server) as peer:
            assert await peer.ask("queue.list")


def killed_desk(name: str) -> None:
    """Serve under this name in another process, and kill it."""
    code = (
        "from PySide6.QtCore import QCoreApplication; app = QCoreApplication([])\n"
        "from tests.support.api import served\n"
        f"with served(name={name!r}): print('up', flush=True); app.exec()\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=env) as desk:
        assert desk.stdout
        assert desk.stdout.readline() == b"up\n"
        desk.kill()


async def test_a_really_killed_desk() -> None:
    killed_desk("dead")
    with served(name="dead") as server:
        async with Peer(server) as peer:
            assert await peer.ask("queue.list")


async def test_a_path_in_the_way_is_told() -> None:
    instance = Instance("blocked")
    os.mkdir(instance.address)
    try:
        with pytest.raises(SettingsError, match="in the way"), served(name="blocked"):
            pass
    finally:
        os.rmdir(instance.address)


@pytest.mark.expected_log("more than 100 programs")
async def test_a_thousand_connections_are_served_or_refused_in_words() -> None:
    with served(FakeDesk(), limits=Limits(clients=100), clock=lambda: 0.0) as server:
        refused = []
        peers = []
        for _ in range(1_000):
            reader, writer = await asyncio.open_unix_connection(server.endpoint.address)
            peers.append((reader, writer))
            if len(peers) > 100:
                reader, writer = peers.pop()
                refused.append(json.loads(await asyncio.wait_for(reader.readline(), 10)))
                assert await reader.read() == b""
                writer.close()
            else:
                await until(lambda: server.endpoint.connections == len(peers))
        assert len(refused) == 900
        assert {reply["error"]["code"] for reply in refused} == {-32000}
        assert server.endpoint.connections == 100
        reader, writer = peers[0]
        writer.write(SNAPSHOT)
        assert json.loads(await asyncio.wait_for(reader.readline(), 10))["result"]
        for _reader, writer in peers:
            writer.close()
        await until(lambda: server.endpoint.connections == 0)
        async with Peer(server) as peer:
            assert await peer.ask("queue.list")


ASK_QUEUES = """
import sys
from cti_desk.api.client import connect

with connect(sys.argv[1]) as desk:
    print(len(desk.call("queue.list")))
"""


@pytest.mark.parametrize("subscribed", [False, True])
async def test_idle_programs_do_not_lock_the_command_line_out(subscribed: bool) -> None:
    """Not at once either, and not when the idle ones follow events."""
    limits = Limits(clients=20, reserved=4)
    with served(FakeDesk(), limits=limits, clock=lambda: 0.0) as server:
        peers = []
        for _ in range(20):
            peer = await Peer(server).__aenter__()
            peers.append(peer)
            if subscribed:
                await peer.ask("events.subscribe")
        await until(lambda: server.endpoint.connections == 20)
        for _ in range(8):
            program = await asyncio.create_subprocess_exec(
                sys.executable, "-c", ASK_QUEUES, server.name, stdout=subprocess.PIPE
            )
            output, _ = await program.communicate()
            assert (program.returncode, output) == (0, b"1\n")
        for peer in peers:
            assert await peer.ask("queue.list"), "nobody was disconnected for it"
            await peer.__aexit__()


async def test_the_program_that_is_idle_longest_makes_room_and_is_told_why() -> None:
    now = [0.0]
    limits = Limits(clients=3, reserved=0, idle_s=5.0)
    with served(FakeDesk(outcome=None), limits=limits, clock=lambda: now[0]) as server:
        async with Peer(server) as follows, Peer(server) as idle, Peer(server) as waits:
            await follows.ask("events.subscribe")
            await idle.ask("queue.list")
            waits.writer.write(b'{"jsonrpc": "2.0", "id": 1, "method": "agent.ready"}\n')
            await until(lambda: server.desk.asked)
            now[0] += 5.0
            async with Peer(server) as newcomer:
                assert await newcomer.ask("queue.list")
                told = await idle.read()
                assert told["error"]["code"] == -32000
                assert "idle while 3 programs were connected" in told["error"]["message"]
                assert await idle.read() is None
                assert await follows.ask("queue.list")
                server.desk.asked[0].done(ACCEPTED)
                assert (await waits.read())["result"]["accepted"]


@pytest.mark.expected_log("program of another user")
async def test_another_user_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "same_user", lambda _descriptor: False)
    with served() as server:
        reader, writer = await asyncio.open_unix_connection(server.endpoint.address)
        assert await asyncio.wait_for(reader.read(), 10) == b""
        writer.close()
        assert server.endpoint.connections == 0


@pytest.mark.expected_log("does not read: its connection is closed")
async def test_who_reads_nothing_for_30_s_is_closed() -> None:
    now = [0.0]
    limits = Limits(unread_s=0.06)  # looked after every 10 ms; the clock is the test's own
    with served(FakeDesk(), limits=limits, clock=lambda: now[0]) as server:
        peer = silent(server)
        peer.send(b'{"jsonrpc": "2.0", "id": 1, "method": "events.subscribe"}\n')
        await until(lambda: server.dispatcher.events._subscriptions)
        async with Peer(server) as other:
            for _ in range(3_000):
                server.dispatcher.events.publish(delivered())
            await other.ask("queue.list")
            assert server.endpoint.connections == 2
            now[0] += 0.05
            await other.ask("queue.list")
            assert server.endpoint.connections == 2
            now[0] += 0.05
            await until(lambda: server.endpoint.connections == 1)
            assert await other.ask("queue.list")
        peer.close()


@pytest.mark.expected_log("does not read its replies")
async def test_who_asks_and_never_reads_any_of_1_mib_is_cut() -> None:
    limits = Limits(stalled_s=0.04)  # looked after every 10 ms
    with served(FakeDesk(current=snapshot(3)), limits=limits) as server:
        peer = silent(server)
        await until(lambda: server.endpoint.connections == 1)
        async with Peer(server) as other:
            for _ in range(3_000):
                try:
                    peer.send(SNAPSHOT * 20)
                except BlockingIOError:
                    await asyncio.sleep(0)
                except OSError:
                    break
                await asyncio.sleep(0)
            await until(lambda: server.endpoint.connections == 1)
            assert await other.ask("queue.list")
        peer.close()


async def test_close_cuts_every_program() -> None:
    with served() as server:
        reader, writer = await asyncio.open_unix_connection(server.endpoint.address)
        await until(lambda: server.endpoint.connections == 1)
        server.endpoint.close()
        assert await asyncio.wait_for(reader.read(), 10) == b""
        assert server.endpoint.connections == 0
        writer.close()


async def test_a_start_needs_the_claimed_instance() -> None:
    with served() as server:
        unclaimed = module.LocalEndpoint(server.dispatcher, Instance("unclaimed"))
        with pytest.raises(AssertionError, match="claim"):
            unclaimed.start()


async def test_blocking_clients_beside_the_loop() -> None:
    from cti_desk.api.client import connect

    with served(FakeDesk(current=snapshot(3))) as server:

        def ask() -> int:
            with connect(server.name) as client:
                return sum(len(client.call("session.snapshot")["calls"]) for _ in range(100))

        assert await from_thread(ask) == 300


async def test_a_program_that_comes_while_the_desk_begins_to_listen_is_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    early = socket.socket(socket.AF_UNIX)

    class Eager(module.QLocalServer):
        """As on Windows: the first program may be told of before `listen` returns."""

        def listen(self, name: str) -> bool:  # type: ignore[override]
            listens = super().listen(name)
            early.connect(name)
            early.sendall(SNAPSHOT)
            assert self.waitForNewConnection(5000)
            return listens

    monkeypatch.setattr(module, "QLocalServer", Eager)
    with early, served():
        early.setblocking(False)
        answer = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(early, 65536), 10)
        assert json.loads(answer)["result"]["profile"] == "office"
