import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest

from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.faults import Faults
from cti_desk.simulator.front import Front
from tests.support.waiting import wait_for


class Tap:
    def __init__(self) -> None:
        self.heard = b""
        self.answered = b""
        self.ended = False

    def client_sent(self, data: bytes) -> bytes | None:
        self.heard += data
        return b"refused" if b"bad" in data else None

    def server_sent(self, data: bytes) -> None:
        self.answered += data

    def closed(self) -> None:
        self.ended = True


class Echo:
    """A server that sends back what it gets, behind a front."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.accepting = threading.Thread(target=self._accept)
        self.accepting.start()
        self.threads: list[threading.Thread] = []
        self.taps: list[Tap] = []
        self.time = SimulatedTime(frozen_at=0)
        self.faults = Faults(self.time)
        self.front = Front(self.listener.getsockname, self.faults, self._tap, name="echo")
        self.front.start()
        self.clients: list[socket.socket] = []

    def _tap(self) -> Tap:
        self.taps.append(Tap())
        return self.taps[-1]

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._echo, args=(client,))
            self.threads.append(thread)
            thread.start()

    def _echo(self, client: socket.socket) -> None:
        with client:
            try:
                while data := client.recv(65536):
                    client.sendall(data)
            except OSError:
                return

    def connect(self) -> socket.socket:
        client = socket.create_connection(self.front.address, timeout=10)
        self.clients.append(client)
        return client

    def stop(self) -> None:
        self.front.stop()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.accepting.join()  # from here on no thread is added
        for thread in self.threads:
            thread.join()
        for client in self.clients:
            client.close()


@pytest.fixture
def echo() -> Iterator[Echo]:
    server = Echo()
    yield server
    server.stop()


def say(client: socket.socket, words: bytes) -> bytes:
    client.sendall(words)
    heard = b""
    while len(heard) < len(words) and (data := client.recv(65536)):
        heard += data
    return heard


def test_bytes_pass_both_ways_and_the_tap_hears_them(echo: Echo) -> None:
    assert say(echo.connect(), b"hello") == b"hello"
    assert (echo.taps[0].heard, echo.taps[0].answered) == (b"hello", b"hello")
    assert (echo.front.connections, echo.front.open_connections) == (1, 1)
    assert echo.front.taps() == echo.taps


def test_much_passes_though_the_reader_is_slow_to_begin(echo: Echo) -> None:
    client, much = echo.connect(), bytes(range(256)) * 40_000
    sender = threading.Thread(target=client.sendall, args=(much,))
    sender.start()
    heard = bytearray()
    while len(heard) < len(much) and (data := client.recv(65536)):
        heard += data
    sender.join()
    assert bytes(heard) == much


def test_the_tap_can_refuse_in_words(echo: Echo) -> None:
    client = echo.connect()
    client.sendall(b"bad")
    assert client.recv(100) == b"refused"
    assert client.recv(100) == b""


def test_who_leaves_is_forgotten(echo: Echo) -> None:
    client = echo.connect()
    say(client, b"x")
    client.close()
    wait_for(lambda: echo.front.open_connections == 0)
    assert echo.taps[0].ended


def test_a_link_counts_until_its_tap_knows_of_the_end(echo: Echo) -> None:
    """Whoever sees that a connection is gone can rely on what its tap was told."""
    client = echo.connect()
    say(client, b"x")
    counted: list[int] = []
    echo.taps[0].closed = lambda: counted.append(echo.front.open_connections)  # type: ignore[method-assign]
    client.close()
    wait_for(lambda: echo.front.open_connections == 0)
    assert counted == [1]


def test_a_cut_closes_every_link_after_its_last_words(echo: Echo) -> None:
    clients = [echo.connect(), echo.connect()]
    for client in clients:
        say(client, b"x")
    echo.front.cut(b"half a fr")
    for client in clients:
        assert client.recv(100) == b"half a fr"
        assert client.recv(100) == b""
    assert say(echo.connect(), b"again") == b"again"


def test_while_a_cut_lasts_nobody_is_let_in(echo: Echo) -> None:
    echo.faults.add("cut", {"for": 5})
    with contextlib.suppress(ConnectionResetError):  # or closed in good order
        assert echo.connect().recv(10) == b""
    echo.time.advance(5)
    assert say(echo.connect(), b"again") == b"again"


def test_a_fault_may_name_the_door_it_concerns(echo: Echo) -> None:
    echo.faults.add("cut", {"method": "another"})
    assert say(echo.connect(), b"x") == b"x"
    echo.faults.add("cut", {"method": "echo"})
    with contextlib.suppress(ConnectionResetError):
        assert echo.connect().recv(10) == b""


def test_silence_accepts_and_says_nothing_until_it_ends(echo: Echo) -> None:
    before = echo.connect()
    say(before, b"x")
    echo.faults.add("silent", {})
    echo.front.look_again()
    during = echo.connect()
    wait_for(lambda: echo.front.connections == 2)
    for client in (before, during):
        client.sendall(b"anybody?")
        client.settimeout(0.1)
        with pytest.raises(TimeoutError):
            client.recv(100)
        client.settimeout(10)
    echo.faults.clear()
    echo.front.look_again()
    assert before.recv(100) == during.recv(100) == b"anybody?"


def test_a_server_that_is_gone_ends_the_link(echo: Echo) -> None:
    lonely = Front(lambda: ("127.0.0.1", 1), echo.faults, Tap)
    lonely.start()
    try:
        client = socket.create_connection(lonely.address, timeout=10)
        assert client.recv(10) == b""
        client.close()
    finally:
        lonely.stop()


def test_a_server_that_cannot_be_named_costs_one_connection_only(
    echo: Echo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown() -> tuple[str, int]:
        raise socket.gaierror("no such host")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(echo.front, "_upstream", unknown)
        assert echo.connect().recv(1) == b""
    assert say(echo.connect(), b"hello") == b"hello"
