"""The queue panel on a real desktop: opened by key, put somewhere, there again after a restart."""

from __future__ import annotations

import pytest

from tests.support.desk_process import QUEUE, Desk, Office, Simulator
from tests.support.desktop_rig import Area, Desktop, Typist
from tests.support.waiting import wait_for


@pytest.fixture
def simulator(desktop_office: Office) -> Simulator:
    return desktop_office.simulator()


@pytest.fixture
def desk(desktop_office: Office, simulator: Simulator) -> Desk:
    started = desktop_office.desk(simulator.profile)
    started.log_in()
    return started


def panels(desktop: Desktop, desk: Desk) -> list[Area]:
    return desktop.windows("^Queues", desk.pid)


def open_by_key(desktop: Desktop, desk: Desk) -> Area:
    """Click into the strip's number field and press the key of the panel."""
    strip = wait_for(
        lambda: [area for area in desktop.windows("^CTI Desk", desk.pid) if area.width > 200],
        what="the strip",
    )[0]
    desktop.run("xdotool", "windowactivate", "--sync", strip.id)

    def opened() -> list[Area]:
        if not desktop.focused().startswith("Queues"):
            desktop.key("alt+q")
        return panels(desktop, desk)

    return wait_for(opened, what="the panel")[0]


def test_it_opens_by_key_with_the_keyboard_in_it_and_closes_by_escape(
    desktop: Desktop, desk: Desk
) -> None:
    open_by_key(desktop, desk)
    wait_for(lambda: desktop.focused().startswith("Queues"), what="the panel has the keyboard")
    assert QUEUE in desk.do("queues")
    desktop.key("Escape")
    wait_for(lambda: not panels(desktop, desk), what="the panel is gone")
    assert desk.snapshot()["agent"]["state"] == "READY"


def test_after_a_restart_it_is_where_it_was_and_takes_no_key(
    desktop: Desktop, desk: Desk, typist: Typist
) -> None:
    panel = open_by_key(desktop, desk)
    desktop.run("xdotool", "windowmove", "--sync", panel.id, "300", "90")
    moved = wait_for(
        lambda: [area for area in panels(desktop, desk) if area.x != panel.x],
        what="the panel is elsewhere",
    )[0]
    desk.close()
    desktop.click(*typist.window.centre)
    wait_for(lambda: desktop.focused() == "typist", what="the typist has the keyboard")
    written = typist.received
    desk.start()
    back = wait_for(lambda: panels(desktop, desk), what="the panel is back")[0]
    typist.type("and so on")
    wait_for(lambda: typist.received == written + "and so on", what="every key")
    assert desktop.focused() == "typist"
    assert (back.width, back.height) == (moved.width, moved.height)
    assert abs(back.x - moved.x) <= 1
    assert abs(back.y - moved.y) <= 1
    word = [line for line in desk.output().splitlines() if "Warning" in line or "Trace" in line]
    assert word == []
