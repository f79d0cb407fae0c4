import socket
import threading
from collections.abc import Iterator

import pytest
import stomp
import stomp.exception

from cti_desk.vendors.instantvoice.simulator.broker import BrokerError
from cti_desk.vendors.instantvoice.simulator.coilmq_shim import EmbeddedStomp
from cti_desk.vendors.instantvoice.simulator.stompy_shim import ExistingBroker
from tests.support.rabbitmq import RabbitMQ
from tests.support.stomp_wire import StompWire
from tests.support.waiting import wait_for


@pytest.fixture
def server() -> Iterator[EmbeddedStomp]:
    one = EmbeddedStomp(lambda login, passcode: passcode == "right")
    one.start()
    yield one
    one.stop()


def test_what_is_published_arrives(server: EmbeddedStomp) -> None:
    host, port = server.address
    broker = ExistingBroker(host, port, "user", "right", "/")
    assert broker.address == (host, port)
    broker.publish("/topic/x", b"before it starts: lost")
    broker.start()
    try:
        with StompWire(f"{host}:{port}") as wire:
            wire.log_in("user", "right")
            wire.subscribe("/topic/x", "1")
            broker.publish("/topic/x", "ção".encode())
            (body,) = wait_for(lambda: wire.bodies("/topic/x"))
        assert body.decode() == "ção"
    finally:
        broker.stop()


def test_a_wrong_password_is_said_without_it(server: EmbeddedStomp) -> None:
    host, port = server.address
    with pytest.raises(BrokerError, match="refused the simulator") as caught:
        ExistingBroker(host, port, "user", "hush-hush", "/").start()
    assert "hush-hush" not in str(caught.value)


def test_a_broker_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cti_desk.vendors.instantvoice.simulator.stompy_shim._DEADLINE_S", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(BrokerError, match="did not answer"):
            ExistingBroker("127.0.0.1", port, "user", "right", "/").start()


def test_stopped_while_it_connects_again_it_leaves_no_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cti_desk.vendors.instantvoice.simulator.stompy_shim._RETRY_S", 0.01)
    asked, go_on = threading.Event(), threading.Event()
    go_on.set()

    def allow(login: str, passcode: str) -> bool:
        asked.set()
        return go_on.wait(10)

    server = EmbeddedStomp(allow)
    server.start()
    broker = ExistingBroker(*server.address, "user", "right", "/")
    broker.start()
    try:
        asked.clear()
        go_on.clear()
        for connection in list(server._server.connections):
            connection.drop()
        assert asked.wait(10)
        stopping = threading.Thread(target=broker.stop)
        stopping.start()
        assert broker._stopping.wait(10)
        go_on.set()
        stopping.join(10)
        wait_for(lambda: not server._server.connections)
    finally:
        go_on.set()
        server.stop()


def test_a_broker_that_ends_right_after_the_login_is_told(
    server: EmbeddedStomp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise stomp.exception.NotConnectedException

    monkeypatch.setattr(stomp.Connection12, "subscribe", gone)
    broker = ExistingBroker(*server.address, "user", "right", "/")
    broker.consume("/queue/config", lambda body: None)
    with pytest.raises(BrokerError, match="ended the connection"):
        broker.start()
    wait_for(lambda: not server._server.connections)


def test_after_a_restart_of_the_broker_the_simulator_is_back(own_rabbitmq: RabbitMQ) -> None:
    real = own_rabbitmq
    got: list[bytes] = []
    broker = ExistingBroker("127.0.0.1", real.port, real.user, real.password, "/")
    broker.consume("/queue/config", got.append)
    broker.start()
    try:
        real.restart()

        def answered() -> bool:
            with StompWire(real.address) as wire:
                wire.log_in(real.user, real.password)
                wire.send("SEND", "hello", destination="/queue/config", receipt="1")
                wait_for(lambda: len(wire.frames) > 1)
            return bool(got)

        wait_for(answered, timeout=30)
    finally:
        broker.stop()
