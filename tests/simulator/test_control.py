import json
import socket
from collections.abc import Iterator

import pytest

from cti_desk.simulator.carry_out import Verbs
from cti_desk.simulator.control import LONGEST_LINE, ControlServer, answer_line
from tests.support.exchange import FakeSimulated, Rig


@pytest.fixture
def verbs() -> Verbs:
    return Verbs(FakeSimulated(Rig()))


@pytest.fixture
def server(verbs: Verbs) -> Iterator[ControlServer]:
    one = ControlServer(verbs)
    one.start()
    yield one
    one.stop()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"not json", -32700),
        (b"\xff\xfe", -32700),
        (b"[" * 100_000, -32700),
        (b"[]", -32600),
        (b'{"id": 1}', -32600),
        (b'{"id": 1, "method": 5}', -32600),
        (b'{"id": 1, "method": "dance"}', -32601),
        (b'{"id": 1, "method": "ring", "params": [1]}', -32602),
        (b'{"id": 1, "method": "ring", "params": {"from": 1}}', -32602),
        (b'{"id": 1, "method": "answer", "params": {"call": "x"}}', -32001),
        (b"x" * (LONGEST_LINE + 1), -32600),
    ],
)
def test_bad_input_gets_an_error_in_words(verbs: Verbs, line: bytes, code: int) -> None:
    answer = answer_line(line, verbs)
    assert answer is not None
    assert answer["error"]["code"] == code
    assert answer["error"]["message"].endswith(".")


def test_a_notification_gets_no_answer(verbs: Verbs) -> None:
    assert answer_line(b'{"method": "state"}', verbs) is None


@pytest.mark.expected_log("the verb stats failed")
def test_a_failure_of_its_own_is_said_too(verbs: Verbs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeSimulated, "stats", lambda self: 1 / 0)
    answer = answer_line(b'{"id": 1, "method": "stats"}', verbs)
    assert answer is not None
    assert answer["error"] == {"code": -32603, "message": "The simulator failed at stats."}


def test_several_clients_talk_in_lines(server: ControlServer) -> None:
    host, port = server.address.split(":")
    assert host == "127.0.0.1"
    clients = [socket.create_connection((host, int(port)), timeout=10) for _ in range(3)]
    for number, client in enumerate(clients):
        request = json.dumps({"jsonrpc": "2.0", "id": number, "method": "stats"}).encode()
        client.sendall(request[:10])
        client.sendall(request[10:] + b"\nnonsense\n")
    for number, client in enumerate(clients):
        with client, client.makefile("rb") as lines:
            first, second = json.loads(lines.readline()), json.loads(lines.readline())
        assert first == {"jsonrpc": "2.0", "id": number, "result": {"logins": 3}}
        assert second["error"]["code"] == -32700


def test_an_endless_line_ends_the_connection(server: ControlServer) -> None:
    host, port = server.address.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as client:
        client.sendall(b"x" * (LONGEST_LINE + 1))
        with client.makefile("rb") as lines:
            assert b"longer" in lines.readline()
            assert lines.readline() == b""


def test_stopping_closes_the_clients(server: ControlServer) -> None:
    host, port = server.address.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as client:
        client.sendall(b'{"id": 1, "method": "stats"}\n')
        with client.makefile("rb") as lines:
            assert lines.readline()
            server.stop()
            assert lines.readline() == b""


def test_a_server_that_never_started_can_be_stopped(verbs: Verbs) -> None:
    ControlServer(verbs).stop()
