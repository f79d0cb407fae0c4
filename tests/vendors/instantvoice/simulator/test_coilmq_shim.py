"""CoilMQ as extended, at the level of frames."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest

from cti_desk.vendors.instantvoice.simulator.coilmq_shim import EmbeddedStomp
from tests.support.stomp_wire import StompWire
from tests.support.waiting import wait_for


@pytest.fixture
def broker() -> Iterator[EmbeddedStomp]:
    one = EmbeddedStomp(lambda login, passcode: (login, passcode) == ("user", "pass:word"))
    one.start()
    yield one
    one.stop()


def at(broker: EmbeddedStomp) -> str:
    return "{}:{}".format(*broker.address)


@pytest.fixture
def wire(broker: EmbeddedStomp) -> Iterator[StompWire]:
    with StompWire(at(broker)) as one:
        yield one


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_any_version_and_any_virtual_host(wire: StompWire, version: str) -> None:
    answer = wire.log_in("user", "pass:word", accept_version=version, host="anything")
    assert answer.command == "CONNECTED"
    assert answer.headers.get("version", "1.0") == version


def test_a_login_without_versions_is_stomp_1_0(wire: StompWire) -> None:
    wire.send("CONNECT", login="user", passcode="pass:word")
    assert wait_for(lambda: wire.frames)[0].command == "CONNECTED"


def test_a_wrong_password_gets_an_error_and_the_end(wire: StompWire) -> None:
    assert wire.log_in("user", "wrong").command == "ERROR"
    wait_for(wire.closed.is_set)
    assert b"wrong" not in wire.raw


@pytest.mark.parametrize(
    "data",
    [
        b"SUBSCRIBE\nid:1\ndestination:/topic/x\n\n\0",
        b"GET / HTTP/1.1\nHost: x\n\n\0",
        b"CONNECT\nno colon here\n\n\0",
        b"CONNECT\naccept-version:9.9\n\n\0",
        b"CONNECT\naccept-version:1.2\nheart-beat:x,y\n\n\0",
        b"\xff\xfe\n\n\0",
    ],
)
def test_what_is_no_login_gets_an_error_and_the_end(wire: StompWire, data: bytes) -> None:
    wire.socket.sendall(data)
    wait_for(wire.closed.is_set)
    assert wire.raw.startswith(b"ERROR\n")


def test_frames_come_in_pieces_with_heart_beats_between(
    broker: EmbeddedStomp, wire: StompWire
) -> None:
    wire.log_in("user", "pass:word")
    frame = b"\n\nSUBSCRIBE\nid:1\ndestination:/topic/a.#\nreceipt:r\n\n\0\n"
    for position in range(len(frame)):
        wire.socket.sendall(frame[position : position + 1])
    wait_for(lambda: any(f.command == "RECEIPT" for f in wire.frames))
    broker.publish("/topic/a.b", "ção".encode())
    (body,) = wait_for(lambda: wire.bodies("/topic/a.b"))
    assert body.decode() == "ção"


def test_topics_reach_every_subscription_once_until_it_ends(
    broker: EmbeddedStomp, wire: StompWire
) -> None:
    wire.log_in("user", "pass:word")
    wire.subscribe("/topic/a.b", "exact")
    wire.subscribe("/topic/a.*", "wild")
    broker.publish("/topic/a.b", b"1")
    wait_for(lambda: len(wire.bodies("/topic/a.b")) == 2)
    numbers = {f.headers["subscription"] for f in wire.frames if f.command == "MESSAGE"}
    assert numbers == {"exact", "wild"}
    wire.send("UNSUBSCRIBE", id="wild", destination="/topic/a.*", receipt="gone")
    wait_for(lambda: any(f.headers.get("receipt-id") == "gone" for f in wire.frames))
    broker.publish("/topic/a.b", b"2")
    broker.publish("/topic/a.b", b"3")
    wait_for(lambda: wire.bodies("/topic/a.b")[2:] == [b"2", b"3"])


def test_clients_talk_to_each_other_and_headers_are_escaped(
    broker: EmbeddedStomp, wire: StompWire
) -> None:
    wire.log_in("user", "pass:word")
    wire.subscribe("/topic/x", "1")
    with StompWire(at(broker)) as other:
        other.log_in("user", "pass:word")
        other.send("SEND", "hello", destination="/topic/x", note="a\\cb")
        (message,) = wait_for(lambda: [f for f in wire.frames if f.command == "MESSAGE"])
    assert (message.headers["note"], message.body) == ("a:b", b"hello")


def test_queue_messages_reach_the_simulator_whenever_they_were_sent(
    broker: EmbeddedStomp, wire: StompWire
) -> None:
    wire.log_in("user", "pass:word")
    wire.send("SEND", "early", destination="/queue/config", receipt="1")
    wait_for(lambda: any(f.command == "RECEIPT" for f in wire.frames))
    got: list[bytes] = []
    broker.consume("/queue/config", got.append)
    wire.send("SEND", "late", destination="/queue/config")
    wait_for(lambda: got == [b"early", b"late"])


def test_heart_beats_are_sent_as_asked(wire: StompWire) -> None:
    answer = wire.log_in("user", "pass:word", heart_beat="0,1")
    assert answer.headers["heart-beat"] == "1000,1000"
    wait_for(lambda: wire.raw.endswith(b"\0\n"), what="a heart-beat")


def test_a_client_that_does_not_read_delays_nobody(broker: EmbeddedStomp, wire: StompWire) -> None:
    wire.log_in("user", "pass:word")
    wire.subscribe("/topic/a", "1")
    with socket.create_connection(broker.address, timeout=10) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.sendall(b"CONNECT\nlogin:user\npasscode:pass:word\n\n\0")
        deaf.sendall(b"SUBSCRIBE\ndestination:/topic/a\nreceipt:r\n\n\0")
        heard = b""
        while b"RECEIPT" not in heard:
            heard += deaf.recv(100)
        body = json.dumps({"x": "y" * 1000}).encode()
        for _ in range(5000):
            broker.publish("/topic/a", body)
        wait_for(lambda: len(wire.bodies("/topic/a")) == 5000)


def test_stopping_ends_every_connection(broker: EmbeddedStomp, wire: StompWire) -> None:
    wire.log_in("user", "pass:word")
    broker.stop()
    wait_for(wire.closed.is_set)


def test_a_broker_that_never_started_can_be_stopped() -> None:
    EmbeddedStomp(lambda login, passcode: True).stop()
