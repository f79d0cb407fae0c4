"""What Windows tells the desk, and what the desk tells Windows."""

from __future__ import annotations

from pathlib import Path

from cti_desk.system.windows_events import WM_POWERBROADCAST, WM_WTSSESSION_CHANGE
from tests.support.desk_process import DEVICE
from tests.support.waiting import wait_for
from tests.support.windows import WindowsDesk, Wine
from tests.windows.conftest import Exchange

RUN = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


def tell(wine: Wine, message: int, parameter: int) -> int:
    """Have Windows say something to the desk; how many of its windows heard it."""
    return int(wine.probe("session_events", str(message), str(parameter)))


def test_a_locked_screen_does_what_the_settings_say(
    wine: Wine, build: Path, exchange: Exchange
) -> None:
    lock = '\n[desk]\non_lock = "pause Lunch"\n'
    wine.write_settings(exchange.profile.read_text() + lock)
    desk = WindowsDesk(wine, build)
    desk.start()
    desk.link_up()
    desk.do("login", DEVICE, "--wait")
    assert tell(wine, WM_WTSSESSION_CHANGE, 7) > 0
    agent = desk.until(lambda s: s["agent"]["state"] == "NOT_READY", "the agent is paused")["agent"]
    assert agent["reason"]["text"] == "Lunch"


def test_a_woken_computer_is_noticed_at_once(desk: WindowsDesk) -> None:
    assert tell(desk.wine, WM_POWERBROADCAST, 0x12) > 0
    wait_for(lambda: "the computer woke" in desk.log(), what="the desk noticed")


def test_starting_with_the_session(wine: Wine, build: Path) -> None:
    desk = WindowsDesk(wine, build)
    first, usual = "CTI Desk (first)", "CTI Desk"
    assert desk.cli("autostart", "status", "--instance", "first").returncode == 1
    desk.do("autostart", "on", "--instance", "first")
    entry = wine.run(["reg", "query", RUN, "/v", first]).stdout
    assert f"{wine.path(build)}\\cti-deskw.exe --instance first" in entry
    assert desk.cli("autostart", "status", "--instance", "first").returncode == 0
    assert desk.cli("autostart", "status").returncode == 1, "the usual desk has its own entry"

    # As Windows' own list of start-up programs switches it off.
    off = ["reg", "add", APPROVED, "/v", first, "/t", "REG_BINARY", "/d", "03000000", "/f"]
    assert wine.run(off).returncode == 0
    assert desk.cli("autostart", "status", "--instance", "first").returncode == 1
    desk.do("autostart", "on", "--instance", "first")
    assert desk.cli("autostart", "status", "--instance", "first").returncode == 0
    desk.do("autostart", "on")
    assert desk.cli("autostart", "status").returncode == 0
    desk.do("autostart", "off", "--instance", "first")
    assert desk.cli("autostart", "status", "--instance", "first").returncode == 1
    assert desk.cli("autostart", "status").returncode == 0
    desk.do("autostart", "off")
    assert wine.run(["reg", "query", RUN, "/v", first]).returncode != 0
    assert wine.run(["reg", "query", RUN, "/v", usual]).returncode != 0
