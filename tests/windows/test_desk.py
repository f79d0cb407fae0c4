"""The built desk under Wine, driven by its own command line."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.support.desk_process import AGENT, ANSWERING, CUSTOMER, DEVICE
from tests.support.desktop_rig import Desktop
from tests.support.waiting import wait_for
from tests.support.windows import WindowsDesk, Wine
from tests.windows.conftest import Exchange

PICTURES = Path(__file__).parents[2] / "build" / "windows"


def answered(desk: WindowsDesk, exchange: Exchange) -> None:
    """Bring a customer's call up."""
    call = exchange.simulator.ring(CUSTOMER, agent=AGENT)
    exchange.simulator.call("answer", call=call)
    desk.until(
        lambda s: [c["local_state"] for c in s["calls"]] == ["CONNECTED"], "a customer's call"
    )


def test_a_working_day_by_the_verbs(desk: WindowsDesk, exchange: Exchange) -> None:
    exchange.simulator.call("phone", agent=AGENT, auto_answer=True)
    events = desk.wine.start([desk.build / "cti-desk.exe", "events", "--follow"])
    events.wait_until(lambda: '"agent"' in events.output(), what="the snapshot before the events")

    assert desk.do("login", DEVICE, "--wait").strip() == "Confirmed."
    refused = desk.cli("pause", "Nope")
    assert (refused.returncode, "2 Lunch" in refused.stderr) == (2, True)
    desk.do("pause", "Lunch", "--wait")
    agent = desk.snapshot()["agent"]
    assert (agent["state"], agent["reason"]["text"]) == ("NOT_READY", "Lunch")
    desk.do("ready", "--wait")

    desk.do("dial", ANSWERING)
    desk.until(
        lambda s: [c["remote_state"] for c in s["calls"]] == ["CONNECTED"], "somebody answers"
    )
    desk.do("hangup", "--wait")
    answered(desk, exchange)
    desk.do("transfer", ANSWERING)
    desk.until(lambda s: not s["calls"], "the call was transferred")
    desk.do("logout", "--wait")

    assert desk.cli("dial", ANSWERING).returncode == 4
    assert desk.cli("no-such-verb").returncode == 2
    lines = [json.loads(line) for line in events.output().splitlines()]
    names = [line["event"] for line in lines if "event" in line]
    wanted = ["AgentLoggedOn", "AgentNotReady", "AgentReady", "Established", "AgentLoggedOff"]
    assert [name for name in wanted if name not in names] == []


def test_a_killed_desk_starts_again_and_adopts(desk: WindowsDesk, exchange: Exchange) -> None:
    desk.do("login", DEVICE, "--wait")
    answered(desk, exchange)
    assert desk.program
    desk.program.signal(signal.SIGKILL)
    desk.program.wait()
    # Windows gives a killed program's pipe and lock back when it has looked after it.
    wait_for(lambda: desk.cli("snapshot").returncode == 3, what="the pipe is gone")
    assert len(exchange.simulator.state["calls"]) == 1, "a crash changes nothing"
    desk.start()
    adopted = desk.until(lambda s: s["calls"] and s["link"]["state"] == "UP", "the call is adopted")
    assert adopted["calls"][0]["local_state"] == "CONNECTED"
    assert adopted["agent"]["state"] == "BUSY"


def test_a_second_start_raises_the_first(desk: WindowsDesk, exchange: Exchange) -> None:
    before = desk.snapshot()["epoch"]
    for program in ("cti-desk.exe", "cti-deskw.exe"):
        assert desk.wine.run([desk.build / program]).returncode == 0
    other = desk.wine.run([desk.build / "cti-desk.exe", "--profile", "elsewhere"])
    assert other.returncode == 2
    assert "simulator" in other.stderr
    assert desk.snapshot()["epoch"] == before


def test_the_end_of_the_session_logs_the_agent_out(desk: WindowsDesk, exchange: Exchange) -> None:
    desk.do("login", DEVICE, "--wait")
    desk.wine.run(["wineboot", "--end-session", "--shutdown"])
    assert desk.program
    desk.program.wait(20)
    states = {agent["id"]: agent["state"] for agent in exchange.simulator.state["agents"]}
    assert states[AGENT] == "LOGGED_OUT"
    assert "Traceback" not in desk.log()


def test_strip_pop_and_tray_are_on_the_screen(
    desk: WindowsDesk, exchange: Exchange, desktop: Desktop
) -> None:
    desk.do("login", DEVICE, "--wait")
    strip = desktop.window("^CTI Desk")
    assert strip.width > 200
    wait_for(desktop.tray_icons, what="the icon in the tray")
    exchange.simulator.ring(CUSTOMER, agent=AGENT)
    desktop.window("9876-5456")
    PICTURES.mkdir(parents=True, exist_ok=True)
    desktop.picture(PICTURES / "desk.png")


def without_the_simulators_secrets(profile: Path) -> str:
    """The simulator's profile as one of a real telephone system, whose secrets lie elsewhere."""
    left_out = ("simulator =", "secrets =", "control =")
    lines = profile.read_text().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(left_out))


@pytest.mark.parametrize("way", ["keyring", "stdin"])
def test_secrets_come_from_windows_or_from_standard_input(
    wine: Wine, build: Path, exchange: Exchange, way: str
) -> None:
    secrets = exchange.simulator.call("secrets")
    wine.write_settings(without_the_simulators_secrets(exchange.profile))
    desk = WindowsDesk(wine, build)
    if way == "keyring":
        for name, value in secrets.items():
            stored = desk.cli("secret", "set", "simulator", name, input=f"{value}\n")
            assert stored.returncode == 0, stored.stdout + stored.stderr
        desk.start()
    else:
        desk.start("--secrets-stdin", input=json.dumps(secrets))
    desk.link_up()
    assert not [value for value in secrets.values() if value in desk.log()]
