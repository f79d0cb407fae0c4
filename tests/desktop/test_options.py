from __future__ import annotations

from cti_desk.desktop.options import DesktopOptions


def test_the_defaults_ask_follow_the_system_and_stay_on_top() -> None:
    options = DesktopOptions()
    assert (options.theme, options.on_quit) == ("system", "ask")
    assert options.always_on_top
    assert options.screen_pop
    assert options.animations is None
