"""Session managers on D-Bus: registered with, answered, and believed only for what is ours."""

from __future__ import annotations

import os

import pytest
from jeepney import HeaderFields

from cti_desk.system.session_manager import SessionManager
from tests.support.bus_services import Client, Services, services
from tests.support.waiting import until

OURS = "/org/session/Client3"
GNOME = ("org.gnome.SessionManager", "org.gnome.SessionManager.ClientPrivate")
XFCE = ("org.xfce.SessionManager", "org.xfce.Session.Client")


async def registered(manager: Services, ended: list[str]) -> SessionManager:
    manager.answer(OURS, "RegisterClient")
    client = SessionManager(lambda: ended.append("end"), bus_delay_s=0)
    await until(lambda: client.listening)
    manager.join()
    return client


@pytest.mark.parametrize(("name", "interface"), [GNOME, XFCE])
async def test_it_waits_for_what_has_to_be_done(bus: str, name: str, interface: str) -> None:
    ended: list[str] = []
    with services(bus) as manager:
        manager.own(name)
        client = await registered(manager, ended)
        manager.to_client(interface, "EndSession", "u", 0)
        await until(lambda: ended)
        assert manager.called() is None
        client.done()
        answer = await until(manager.called)
        client.close()
    assert answer is not None
    assert answer.header.fields[HeaderFields.member] == "EndSessionResponse"
    assert answer.header.fields[HeaderFields.path] == OURS
    assert answer.header.fields[HeaderFields.interface] == interface
    assert answer.body == (True, "")


async def test_signals_to_everybody_are_understood_as_well(bus: str) -> None:
    ended: list[str] = []
    name, interface = GNOME
    with services(bus) as manager:
        manager.own(name)
        client = await registered(manager, ended)
        manager.emit("/org/session/Client4", interface, "Stop")
        manager.emit(OURS, interface, "Stop")
        await until(lambda: ended)
        client.close()
    assert ended == ["end"]


async def test_nobody_else_ends_the_session(bus: str) -> None:
    ended: list[str] = []
    name, interface = GNOME
    with services(bus) as manager, services(bus) as stranger:
        manager.own(name)
        client = await registered(manager, ended)
        stranger.client = manager.client
        stranger.to_client(interface, "EndSession", "u", 0)
        stranger.to_client(interface, "Stop")
        assert manager.client is not None
        manager.client = Client(manager.client.name, "/org/session/Client4")
        manager.to_client(interface, "Stop")
        manager.client = Client(manager.client.name, OURS)
        manager.to_client(interface, "QueryEndSession", "u", 0)
        answer = await until(manager.called)  # in order, so those before it were not believed
        assert answer is not None
        assert answer.body == (True, "")
        client.close()
    assert ended == []


async def test_the_startup_id_is_used_once(bus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKTOP_AUTOSTART_ID", "10af")
    client = SessionManager(lambda: None, bus_delay_s=0)
    assert "DESKTOP_AUTOSTART_ID" not in os.environ
    await until(lambda: client.listening)  # nobody to register with: nothing to wait for
    client.close()
