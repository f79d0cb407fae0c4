"""A woken computer and a returned network are told, by clock and by the system's services."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from cti_desk.system.clocks import SleepMeter
from cti_desk.system.wake import WakeWatch
from tests.support.bus_services import Services, services
from tests.support.keyring import private_bus
from tests.support.netlink import address_came
from tests.support.waiting import until

LOGIND = "org.freedesktop.login1"
NETWORK = "org.freedesktop.NetworkManager"


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """A system bus with logind and NetworkManager."""
    with private_bus(tmp_path / "bus") as address, services(address) as played:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        played.own(LOGIND, NETWORK)
        yield played


class Count:
    def __init__(self) -> None:
        self.told = 0

    def __call__(self) -> None:
        self.told += 1


def sleeps(system: Services, begins: bool) -> None:
    path = "/org/freedesktop/login1"
    system.emit(path, f"{LOGIND}.Manager", "PrepareForSleep", "b", begins)


def network(system: Services, state: int) -> None:
    system.emit("/org/freedesktop/NetworkManager", NETWORK, "StateChanged", "u", state)


def connection(system: Services, state: int) -> None:
    path = f"/org/freedesktop/NetworkManager/ActiveConnection/{state}"
    system.emit(path, f"{NETWORK}.Connection.Active", "StateChanged", "uu", state, 0)


async def test_waking_is_told_and_falling_asleep_is_not(system: Services) -> None:
    count = Count()
    watch = WakeWatch(count, bus_delay_s=0)
    await until(lambda: watch.listening)
    sleeps(system, True)
    sleeps(system, False)
    await until(lambda: count.told)
    watch.close()
    assert count.told == 1


async def test_a_network_that_comes_is_told_and_one_that_goes_is_not(system: Services) -> None:
    count = Count()
    watch = WakeWatch(count, bus_delay_s=0)
    await until(lambda: watch.listening)
    for state in (20, 40, 50):  # disconnected, connecting, this computer only
        network(system, state)
    network(system, 60)
    await until(lambda: count.told)
    assert count.told == 1
    network(system, 70)
    await until(lambda: count.told == 2)
    watch.close()


async def test_another_connection_such_as_a_vpn_is_told(system: Services) -> None:
    count = Count()
    watch = WakeWatch(count, bus_delay_s=0)
    await until(lambda: watch.listening)
    for state in (1, 3, 4, 2):  # activating, deactivating, deactivated, activated
        connection(system, state)
    await until(lambda: count.told)
    watch.close()
    assert count.told == 1


async def test_the_clock_alone_tells_a_sleep_without_services(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "disabled:")
    count = Count()
    times = {"outside": 100.0}
    meter = SleepMeter(lambda: times["outside"], lambda: 0.0)
    watch = WakeWatch(count, meter, look_ms=1)
    times["outside"] += 1.0  # less than a sleep
    times["outside"] += 3600.0
    await until(lambda: count.told)
    watch.close()
    assert count.told == 1


async def test_closed_it_is_silent(system: Services) -> None:
    closed, goes_on = Count(), Count()
    watch, other = WakeWatch(closed, bus_delay_s=0), WakeWatch(goes_on, bus_delay_s=0)
    await until(lambda: watch.listening and other.listening)
    watch.close()
    sleeps(system, False)
    await until(lambda: goes_on.told)
    other.close()
    assert closed.told == 0


async def test_an_address_that_the_kernel_tells_of_is_a_network(
    loop: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, kernel = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    monkeypatch.setattr("cti_desk.system.network_changes._netlink", lambda: here)
    count = Count()
    watch = WakeWatch(count)
    with kernel:
        kernel.send(address_came(b"\xc6\x33\x64\x07"))
        await until(lambda: count.told)
        watch.close()
    assert count.told == 1
