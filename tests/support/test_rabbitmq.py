"""The rig's broker: up with STOMP, plain and TLS, refuses a wrong password, leaves nothing."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

from tests.support.processes import listening
from tests.support.rabbitmq import RabbitMQ


def login(link: socket.socket, password: str) -> str:
    link.sendall(
        b"CONNECT\naccept-version:1.2\nhost:/\nlogin:instantvoice\npasscode:"
        + password.encode()
        + b"\n\n\0"
    )
    return link.recv(4096).decode().partition("\n")[0]


def test_it_knows_its_user(rabbitmq: RabbitMQ) -> None:
    with socket.create_connection(("127.0.0.1", rabbitmq.port), timeout=5) as link:
        assert login(link, rabbitmq.password) == "CONNECTED"
    with socket.create_connection(("127.0.0.1", rabbitmq.port), timeout=5) as link:
        assert login(link, "wrong") == "ERROR"


def test_it_speaks_tls(rabbitmq: RabbitMQ) -> None:
    context = ssl.create_default_context(cafile=str(rabbitmq.ca_file))
    plain = socket.create_connection(("127.0.0.1", rabbitmq.tls_port), timeout=5)
    with context.wrap_socket(plain, server_hostname="localhost") as link:
        assert login(link, rabbitmq.password) == "CONNECTED"


def test_it_can_be_silenced_and_restarted_and_ends_for_good(tmp_path: Path) -> None:
    broker = RabbitMQ(tmp_path)
    try:
        broker.start()
        broker.silence()
        with socket.create_connection(("127.0.0.1", broker.port), timeout=0.3) as link:
            try:
                answer = login(link, broker.password)
            except TimeoutError:
                answer = "silence"
        assert answer == "silence"
        broker.speak()
        broker.restart()
        assert broker.answers()
    finally:
        broker.stop()
    assert not any(map(listening, (broker.port, broker.tls_port, broker._epmd_port)))
