import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cti_desk.simulator.client import ControlClient
from cti_desk.simulator.command import sim
from cti_desk.simulator.runtime import running
from cti_desk.vendors.instantvoice.simulator.main import PASSWORD_VARIABLE, main

CODE = "import sys; from cti_desk.vendors.instantvoice import simulator as s; s.main(sys.argv[1:])"


@pytest.fixture
def program() -> Iterator[subprocess.Popen[str]]:
    one = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", CODE, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield one
    if one.poll() is None:
        one.kill()
    one.communicate()


def test_a_server_on_a_laptop(
    program: subprocess.Popen[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.stdout is not None
    told = json.loads(program.stdout.readline())
    assert told["vendor"] == "instantvoice"
    assert set(told["addresses"]) == {"control", "stomp", "ivws"}
    assert Path(told["profile"]).exists()
    with ControlClient(told["addresses"]["control"]) as client:
        assert client.call("state")["queues"][0]["name"] == "Support"
    assert sim(["state"]) == 0
    assert "Ana Lima" in capsys.readouterr().out
    program.send_signal(signal.SIGTERM)
    _, errors = program.communicate(timeout=20)
    assert (program.returncode, errors) == (0, "")
    assert not Path(told["profile"]).exists()
    assert running() == []


def test_a_broker_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    monkeypatch.setitem(os.environ, PASSWORD_VARIABLE, "hush")
    try:
        assert main(["--broker", "127.0.0.1:1"]) == 1
    finally:
        for number, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
            signal.signal(number, handler)
    assert capsys.readouterr().err == "The broker at 127.0.0.1:1 cannot be reached.\n"


def test_where_events_cannot_be_posted(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--post-events", "127.0.0.1:8090"])
    assert "“127.0.0.1:8090” is not an address such as" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["nonsense", ":5", "host:", "host:0", "host:99999"])
def test_an_address_that_is_none(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--broker", address])
    assert caught.value.code == 2
    assert "is not HOST:PORT" in capsys.readouterr().err


def test_a_port_that_is_taken_or_none(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for option in ("--port", "--ivws-port", "--control-port"):
            assert main([option, port]) == 1
            words = "A port cannot be used: Address already in use"
            assert capsys.readouterr().err.startswith(words)
    with pytest.raises(SystemExit) as caught:
        main(["--ivws-port", "70000"])
    assert caught.value.code == 2
    assert "'70000' is not a port" in capsys.readouterr().err
