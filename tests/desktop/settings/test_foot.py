from __future__ import annotations

from cti_desk.desktop.settings.foot import Foot
from cti_desk.desktop.theme import Theme


def test_its_buttons_say_what_they_do(theme: Theme) -> None:
    foot, told = Foot(theme), list[str]()
    foot.save.connect(lambda: told.append("save"))
    foot.close_asked.connect(lambda: told.append("close"))
    foot.discard.connect(lambda: told.append("discard"))
    foot.save_button.click()
    foot.close_button.click()
    assert foot.discard_button.isHidden()
    foot.ask()
    assert "not saved" in foot.words.text()
    foot.discard_button.click()
    foot.close_button.click()  # "Keep editing"
    assert told == ["save", "close", "discard"]
    assert foot.words.text() == ""
    assert foot.close_button.text() == "Close"


def test_nothing_to_save_cannot_be_saved(theme: Theme) -> None:
    foot = Foot(theme)
    foot.can_save(False)
    assert not foot.save_button.isEnabled()
    foot.say("Saved, and in force.")
    assert foot.words.accessibleName() == "Saved, and in force."
