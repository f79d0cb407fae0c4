"""The shim over stomp.py: what it sends, what it hands on, and that it can always be cut."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.vendors.instantvoice.client.broker import Login, parse_host
from cti_desk.vendors.instantvoice.client.stomp_shim import LONGEST_FRAME, StompConnection
from tests.support.fake_broker import FakeBroker
from tests.support.waiting import wait_for

SECRET = "pass:word\\with;traps"


class Heard:
    """A receiver that keeps what it is told."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, bytes]] = []
        self.errors: list[str] = []
        self.connected = threading.Event()
        self.closed = threading.Event()

    def on_message(self, subscription: str, body: bytes) -> None:
        self.messages.append((subscription, body))

    def on_connected(self, headers: dict[str, str]) -> None:
        self.connected.set()

    def on_error(self, text: str) -> None:
        self.errors.append(text)

    def on_closed(self) -> None:
        self.closed.set()


@pytest.fixture
def broker() -> Iterator[FakeBroker]:
    with FakeBroker(heart_beat="10000,10000") as fake:
        yield fake


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def connection(broker: FakeBroker, heard: Heard) -> Iterator[StompConnection]:
    made = StompConnection(heard)
    made.open(parse_host(broker.address), None, 5.0)
    made.connect(Login("agent", SECRET, "/"), "10000,10000")
    assert heard.connected.wait(5)
    yield made
    made.cut()
    assert heard.closed.wait(5)


def test_the_login_offers_all_versions_and_our_virtual_host(
    connection: StompConnection, broker: FakeBroker
) -> None:
    (login,) = broker.logins
    assert login["accept-version"] == "1.0,1.1,1.2"
    assert (login["host"], login["heart-beat"]) == ("/", "10000,10000")
    assert login["login"] == "agent"


def test_frames_go_both_ways(connection: StompConnection, broker: FakeBroker, heard: Heard) -> None:
    connection.subscribe("/topic/K", "replies")
    connection.send("/queue/config", b'["AgentPause", "K", {}]', 5.0)
    wait_for(lambda: heard.messages)
    assert heard.messages == [("replies", b'[0, "Success"]')]
    connection.beat()
    connection.unsubscribe("/topic/K", "replies")
    connection.send("/queue/config", b'["AgentPause", "K", {}]', 5.0)
    wait_for(lambda: len(broker.requests) == 2)


def test_a_heart_beat_counts_as_a_sign_of_life(
    connection: StompConnection, broker: FakeBroker
) -> None:
    connection.last_received = 0.0
    broker.send_raw(b"\n")
    wait_for(lambda: connection.last_received > 0.0)


def test_garbage_on_the_wire_reaches_nobody(
    connection: StompConnection, broker: FakeBroker, heard: Heard
) -> None:
    broker.send_raw(b"GARBAGE\xff\xfe\0\0\0NONSENSE\nx:y\n\nz\0")
    broker.send_raw(b"ERROR\nmessage:end\n\nof it\0")
    wait_for(lambda: heard.errors)
    assert heard.errors == ["end of it"]
    assert heard.messages == []


def test_a_frame_without_end_is_given_up(
    connection: StompConnection, broker: FakeBroker, heard: Heard
) -> None:
    chunk = b"x" * 1_000_000

    def flood() -> None:
        for _ in range(LONGEST_FRAME // len(chunk) + 1):
            broker.send_raw(chunk)

    thread = threading.Thread(target=flood)
    thread.start()
    assert heard.closed.wait(20)
    broker.cut()
    thread.join(5)


def test_nothing_that_stomp_logs_shows_the_password(
    connection: StompConnection, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        connection.send("/queue/config", b'["AgentPause", "K", {}]', 5.0)
    assert not [record for record in caplog.records if record.name.startswith("stomp")]


def test_nobody_there_is_told(heard: Heard, broker: FakeBroker) -> None:
    broker.stop()
    with pytest.raises(LinkFailure, match="connection refused"):
        StompConnection(heard).open(parse_host(broker.address), None, 5.0)


def test_cut_before_anything_is_harmless(heard: Heard, broker: FakeBroker) -> None:
    made = StompConnection(heard)
    made.cut()
    made.open(parse_host(broker.address), None, 5.0)
    made.cut()
