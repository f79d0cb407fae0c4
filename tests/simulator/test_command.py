import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from cti_desk.declarations.vendor import Vendor
from cti_desk.simulator import runtime
from cti_desk.simulator.carry_out import Verbs
from cti_desk.simulator.command import sim, simulate
from cti_desk.simulator.control import ControlServer
from tests.support.exchange import FakeSimulated, Rig


@pytest.fixture
def rig() -> Rig:
    return Rig()


@pytest.fixture
def address(rig: Rig) -> Iterator[str]:
    server = ControlServer(Verbs(FakeSimulated(rig)))
    server.start()
    entry = runtime.register({"vendor": "fake", "addresses": {"control": server.address}})
    yield server.address
    entry.unlink()
    server.stop()


@pytest.mark.usefixtures("address")
def test_the_one_running_simulator_is_found(rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    rig.log_in("a1")
    assert sim(["ring", "--agent", "a1", "--from", "219"]) == 0
    call = capsys.readouterr().out.strip()
    assert [up.id for up in rig.exchange.world.calls.values()] == [call]
    assert sim(["answer", "--agent", "a1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["answered_at"]


def test_a_refusal_is_said_and_exits_with_1(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sim(["answer", "1.2.3", "--control", address]) == 1
    assert capsys.readouterr().err == "There is no call 1.2.3.\n"


def test_several_are_listed(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    other = runtime.register({"vendor": "other", "addresses": {"control": "127.0.0.1:5"}})
    try:
        assert sim(["state"]) == 2
    finally:
        other.unlink()
    assert address in (said := capsys.readouterr().err)
    assert "--control 127.0.0.1:5   other" in said


def test_without_a_simulator_the_exit_code_is_3(capsys: pytest.CaptureFixture[str]) -> None:
    assert sim(["state"]) == 3
    assert "No simulator runs" in capsys.readouterr().err
    assert sim(["state", "--control", "127.0.0.1:1"]) == 3


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert sim([]) == 2
    assert sim(["--help"]) == 0
    assert "a caller from outside rings" in capsys.readouterr().out
    assert sim(["dance"]) == 2
    assert sim(["ring", "--help"]) == 0
    assert "dial" not in (said := capsys.readouterr().out)
    assert "--agent --queue --from --name --called" in said


def test_simulate_hands_over_to_the_vendor(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[list[str]] = []

    def run(argv: list[str]) -> int:
        asked.append(argv)
        return 7

    vendor = Vendor("fake", "Fake", (), lambda setup: None, run)  # type: ignore[arg-type]
    monkeypatch.setattr(
        "cti_desk.installation.registry.installed_vendors", lambda: {"fake": vendor}
    )
    assert simulate(["fake", "--json"]) == 7
    assert asked == [["--json"]]
    assert simulate(["nope"]) == 2
    assert "Known: fake" in capsys.readouterr().err
    assert (simulate([]), simulate(["--help"])) == (2, 0)


def test_the_client_stays_light() -> None:
    code = (
        "import sys; from cti_desk.simulator.command import sim; sim(['state']); "
        "print([m for m in ('asyncio', 'PySide6', 'stomp', 'coilmq') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=dict(os.environ)
    )
    assert run.stdout == "[]\n"
