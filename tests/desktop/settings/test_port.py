from __future__ import annotations

from cti_desk.desktop.settings.port import Entry, FormPort
from scripts.form_situations import SettingsForm


def test_an_open_door_asks_nothing() -> None:
    assert Entry() == Entry(words="", password=False)


def test_the_form_without_a_desk_is_one() -> None:
    port: FormPort = SettingsForm()
    assert port.entry() == Entry()
