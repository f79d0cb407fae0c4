from __future__ import annotations

from cti_desk.declarations.forms import Saved
from scripts.form_situations import RealFields, SettingsForm


def test_what_was_asked_is_kept() -> None:
    port, saved = SettingsForm(), list[Saved]()
    port.save({("desk", "on_quit"): "stay"}, {}, saved.append)
    assert port.asked == [("save", {("desk", "on_quit"): "stay"}, {})]
    assert saved == [Saved()]


def test_the_real_fields_are_all_there_and_good() -> None:
    port = RealFields()
    office = port.form({}).profile("office")
    assert office is not None
    assert len(office.group.fields) > 15
    assert port.problems({}) == {}
