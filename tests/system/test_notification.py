"""A notification that the desktop shows, on a bus of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from cti_desk.system.notification import notify
from tests.support.bus_services import Notifications
from tests.support.keyring import private_bus


def test_a_sentence_is_shown_as_plain_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with private_bus(tmp_path / "bus") as bus, Notifications(bus) as shown:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
        assert notify("CTI Desk", "a <b>bad</b> & file")
    assert shown.notices == ["a &lt;b&gt;bad&lt;/b&gt; &amp; file"]


def test_nobody_to_show_it_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with private_bus(tmp_path / "bus") as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
        assert not notify("CTI Desk", "text")
    assert not notify("CTI Desk", "text")  # the bus has ended
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
    assert not notify("CTI Desk", "text")
