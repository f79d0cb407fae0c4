from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cti_desk.api import transport as transport_module
from cti_desk.api.transport import Transport, open_transport
from cti_desk.core.errors import DeskNotRunning


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with tempfile.TemporaryDirectory(prefix="cti-") as root:
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(Path(root, "x.sock")))
        server.listen()
        server.settimeout(5)
        yield server
        server.close()


@pytest.fixture
def pair(listener: socket.socket) -> Iterator[tuple[Transport, socket.socket]]:
    transport = open_transport(listener.getsockname())
    peer, _ = listener.accept()
    yield transport, peer
    transport.close()
    peer.close()


def test_nobody_there_is_a_desk_that_does_not_run(tmp_path: Path) -> None:
    with pytest.raises(DeskNotRunning, match="not running"):
        open_transport(str(tmp_path / "x.sock"))


def test_bytes_go_both_ways(pair: tuple[Transport, socket.socket]) -> None:
    transport, peer = pair
    transport.send(b"question\n")
    assert peer.recv(100) == b"question\n"
    peer.sendall(b"answer")
    assert transport.receive(5) == b"answer"


def test_the_end_and_the_time_out_are_told(pair: tuple[Transport, socket.socket]) -> None:
    transport, peer = pair
    with pytest.raises(TimeoutError):
        transport.receive(0.01)
    peer.close()
    with pytest.raises(EOFError):
        transport.receive(5)


def test_what_a_closing_desk_said_is_still_read(pair: tuple[Transport, socket.socket]) -> None:
    transport, peer = pair
    peer.sendall(b"too many\n")
    peer.close()
    transport.send(b"question\n")
    assert transport.receive(5) == b"too many\n"


def test_a_busy_desk_is_waited_for_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport_module, "_CONNECT_S", 1)
    with tempfile.TemporaryDirectory(prefix="cti-") as root, socket.socket(socket.AF_UNIX) as busy:
        busy.bind(str(Path(root, "x.sock")))
        busy.listen(0)
        waiting = [open_transport(busy.getsockname())]
        with pytest.raises(DeskNotRunning, match="does not answer"):
            waiting.append(open_transport(busy.getsockname()))
        for transport in waiting:
            transport.close()
