from __future__ import annotations

from cti_desk.desktop.recent_devices import RecentDevices
from scripts.situations import Forgetful


def test_the_last_used_device_comes_first_and_is_remembered(memory: Forgetful) -> None:
    devices = RecentDevices(memory)
    for used in ("SIP/1", "SIP/2", "SIP/1", None, "SIP/1"):
        devices.used(used)
    assert devices.all() == ("SIP/1", "SIP/2")
    assert RecentDevices(memory).all() == ("SIP/1", "SIP/2")


def test_only_a_few_are_kept(memory: Forgetful) -> None:
    devices = RecentDevices(memory)
    for number in range(9):
        devices.used(f"SIP/{number}")
    assert devices.all() == ("SIP/8", "SIP/7", "SIP/6", "SIP/5", "SIP/4")


def test_a_memory_of_something_else_is_forgotten(memory: Forgetful) -> None:
    memory.set("desktop.devices", {"what": "ever"})
    assert RecentDevices(memory).all() == ()
