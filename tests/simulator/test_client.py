import socket
from collections.abc import Iterator

import pytest

from cti_desk.simulator.carry_out import Verbs
from cti_desk.simulator.client import ControlClient, ControlError, NotReached
from cti_desk.simulator.control import ControlServer
from tests.support.exchange import FakeSimulated, Rig


@pytest.fixture
def server() -> Iterator[ControlServer]:
    one = ControlServer(Verbs(FakeSimulated(Rig())))
    one.start()
    yield one
    one.stop()


def test_calls_are_answered(server: ControlServer) -> None:
    with ControlClient(server.address) as client:
        assert client.call("secrets") == {"password": "hush"}
        assert client.call("phone", {"agent": "a1", "busy": True})["busy"]


def test_refusals_keep_words_and_code(server: ControlServer) -> None:
    with ControlClient(server.address) as client, pytest.raises(ControlError) as caught:
        client.call("answer", {"call": "1.2.3"})
    assert str(caught.value) == "There is no call 1.2.3."
    assert caught.value.code == -32001


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nonsense", "127.0.0.1:99999999"])
def test_where_nobody_listens_nobody_is_reached(address: str) -> None:
    with pytest.raises(NotReached):
        ControlClient(address)


def test_a_server_that_ends_is_not_reached_any_more(server: ControlServer) -> None:
    with ControlClient(server.address) as client:
        client.call("stats")
        server.stop()
        with pytest.raises(NotReached):
            client.call("stats")


def test_a_server_that_stays_silent_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        client = ControlClient(f"127.0.0.1:{port}", timeout=0.05)
        with client, pytest.raises(NotReached):
            client.call("stats")
