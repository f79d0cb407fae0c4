"""The settings form on a real desktop, by a newcomer's keyboard and mouse."""

from __future__ import annotations

from pathlib import Path

from tests.support.desk_process import Desk, Office
from tests.support.desktop_rig import Area, Desktop
from tests.support.waiting import wait_for


def forms(desktop: Desktop, desk: Desk) -> list[Area]:
    return desktop.windows("^Settings", desk.pid)


def test_a_newcomer_gets_from_the_strip_to_a_profile(
    desktop_office: Office, desktop: Desktop, tmp_path: Path
) -> None:
    config = tmp_path / "new" / "settings.toml"
    desk = desktop_office.desk(config)
    strip = wait_for(
        lambda: [area for area in desktop.windows("^CTI Desk", desk.pid) if area.width > 200],
        what="the strip",
    )[0]
    before = len(desktop.windows(pid=desk.pid))
    desktop.click(strip.x + 60, strip.y + 22)  # "Not connected": the state's menu
    wait_for(lambda: len(desktop.windows(pid=desk.pid)) > before, what="the menu is open")
    desktop.key("Up", "Return")  # its last line, "Settings…"
    wait_for(lambda: forms(desktop, desk), what="the form")
    wait_for(lambda: desktop.focused().startswith("Settings"), what="the form has the keyboard")
    desktop.key("Return")  # "office" and InstantVoice are offered: add the profile
    desktop.key("Tab")  # from the transport, where one begins, to the addresses
    desktop.type("127.0.0.1:9")
    desktop.key("ctrl+s")
    wait_for(config.exists, what="the settings are written")
    assert 'hosts = ["127.0.0.1:9"]' in config.read_text()
    desktop.key("Escape")
    wait_for(lambda: not forms(desktop, desk), what="the form closes")
    snapshot = desk.until(lambda s: s["profile"] == "office", "the profile is used")
    assert snapshot["link"]["state"] in ("CONNECTING", "STOPPED")
    reason = desk.until(lambda s: s["link"]["reason"], "the desk says what is missing")
    assert "keyring" in reason["link"]["reason"]
    for word in ("Traceback", "QObject::", "qt.qpa", "Warning"):
        assert word not in desk.output(), desk.output()


def test_the_trays_menu_opens_the_form(
    desktop_office: Office, desktop: Desktop, tmp_path: Path
) -> None:
    desk = desktop_office.desk(tmp_path / "settings.toml")
    icon = wait_for(desktop.tray_icons, what="the tray icon")[0]
    before = len(desktop.windows(pid=desk.pid))
    desktop.click(*icon.centre, button=3)
    wait_for(lambda: len(desktop.windows(pid=desk.pid)) > before, what="the menu is open")
    desktop.key("Up", "Up", "Up", "Return")  # quit, debug log, settings
    wait_for(lambda: forms(desktop, desk), what="the form")
