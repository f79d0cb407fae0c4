"""A locked screen is told once, whichever services of the desktop say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cti_desk.system.lock import LockWatch
from tests.support.bus_services import Services, services
from tests.support.keyring import private_bus
from tests.support.waiting import until

LOGIN_SESSION = "/org/freedesktop/login1/session/c7"
LOGIND = "org.freedesktop.login1"
SAVERS = {
    "org.freedesktop.ScreenSaver": "/org/freedesktop/ScreenSaver",
    "org.gnome.ScreenSaver": "/org/gnome/ScreenSaver",
    "org.mate.ScreenSaver": "/org/mate/ScreenSaver",
}


@pytest.fixture
def no_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "disabled:")


@pytest.fixture
def desktop(no_system: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """A session bus with screen savers."""
    with private_bus(tmp_path / "bus") as address, services(address) as played:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        played.own(*SAVERS)
        yield played


def saver(desktop: Services, name: str, active: bool) -> None:
    desktop.emit(SAVERS[name], name, "ActiveChanged", "b", active)


@pytest.mark.parametrize("name", SAVERS)
async def test_the_screen_saver_of_each_desktop(desktop: Services, name: str) -> None:
    told: list[str] = []
    watch = LockWatch(lambda: told.append("locked"), bus_delay_s=0)
    await until(lambda: watch.listening)
    saver(desktop, name, False)
    saver(desktop, name, True)
    await until(lambda: told)
    watch.close()
    assert told == ["locked"]


async def test_two_services_tell_of_one_lock_and_unlocking_ends_it(desktop: Services) -> None:
    told: list[str] = []
    watch = LockWatch(lambda: told.append("locked"), bus_delay_s=0)
    await until(lambda: watch.listening)
    saver(desktop, "org.gnome.ScreenSaver", True)
    saver(desktop, "org.freedesktop.ScreenSaver", True)
    saver(desktop, "org.gnome.ScreenSaver", False)
    saver(desktop, "org.gnome.ScreenSaver", True)
    await until(lambda: len(told) == 2)
    watch.close()
    assert told == ["locked", "locked"]


@pytest.mark.parametrize("session_id", ["c7", None])
async def test_logind_locks_this_session_and_no_other(
    session_id: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    with private_bus(tmp_path / "bus") as address, services(address) as logind:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        if session_id is None:
            monkeypatch.delenv("XDG_SESSION_ID", raising=False)
        else:
            monkeypatch.setenv("XDG_SESSION_ID", session_id)
        logind.own(LOGIND)
        logind.answer(LOGIN_SESSION, "GetSession" if session_id else "GetSessionByPID")
        watch = LockWatch(lambda: told.append("locked"), bus_delay_s=0)
        await until(lambda: watch.listening)
        logind.join()
        logind.emit("/org/freedesktop/login1/session/other", f"{LOGIND}.Session", "Lock")
        logind.emit(LOGIN_SESSION, f"{LOGIND}.Session", "Lock")
        logind.emit(LOGIN_SESSION, f"{LOGIND}.Session", "Unlock")
        logind.emit(LOGIN_SESSION, f"{LOGIND}.Session", "Lock")
        await until(lambda: len(told) == 2)
        watch.close()
    assert told == ["locked", "locked"]
