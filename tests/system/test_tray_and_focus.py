"""The desk on a real desktop: tray, menus and keyboard, with a mouse that clicks on pixels."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.support.desk_process import AGENT, CUSTOMER, QUEUE, Desk, Office, Simulator
from tests.support.desktop_rig import Area, Desktop, Typist
from tests.support.verbs import exchange_agent
from tests.support.waiting import wait_for

SENTENCE = "Dear Mrs Souza, thank you for your call of 14:05. "


@pytest.fixture
def simulator(desktop_office: Office) -> Simulator:
    return desktop_office.simulator()


@pytest.fixture
def desk(desktop_office: Office, simulator: Simulator) -> Iterator[Desk]:
    """A desk on the desktop, logged in."""
    started = desktop_office.desk(simulator.profile)
    started.log_in()
    yield started
    # A desktop's faults announce themselves here first.
    for word in ("Traceback", "QObject::", "qt.qpa", "Warning"):
        assert word not in started.output(), started.output()


def icon(desktop: Desktop) -> Area:
    return wait_for(desktop.tray_icons, what="the tray icon")[0]


def pops(desktop: Desktop, desk: Desk) -> list[Area]:
    """The desk's windows that bear the caller's number."""
    return desktop.windows("9876-5456", desk.pid)


def strips(desktop: Desktop, desk: Desk) -> list[Area]:
    """The strip, while it is shown; the icon in the tray is a small window too."""
    return [area for area in desktop.windows("^CTI Desk", desk.pid) if area.width > 200]


def open_menu(desktop: Desktop, desk: Desk) -> None:
    """Open the menu of the icon in the tray."""
    before = len(desktop.windows(pid=desk.pid))
    desktop.click(*icon(desktop).centre, button=3)
    wait_for(lambda: len(desktop.windows(pid=desk.pid)) > before, what="the menu is open")


@pytest.mark.shows("instantvoice", "IVClient: tray icon with its menu")
def test_a_reason_chosen_in_the_tray_reaches_the_exchange(
    desktop: Desktop, desk: Desk, simulator: Simulator
) -> None:
    open_menu(desktop, desk)
    desktop.key("2")
    agent = desk.until(lambda s: s["agent"]["state"] == "NOT_READY", "the pause")["agent"]
    assert agent["reason"]["text"] == "Lunch"
    assert "Lunch" in str(exchange_agent(simulator)["reason"])


def test_the_desk_goes_on_while_a_menu_is_open(
    desktop: Desktop, desk: Desk, simulator: Simulator
) -> None:
    """A menu with a loop of its own would freeze the link to the telephone system."""
    open_menu(desktop, desk)
    call = simulator.ring(agent=AGENT)
    desk.until(lambda s: s["calls"], "the call, behind an open menu")
    simulator.call("hangup", call=call, by="caller")
    desk.until(lambda s: not s["calls"], "the call has ended")
    desktop.key("Escape")


def test_closing_the_strip_is_not_quitting_and_the_icon_brings_it_back(
    desktop: Desktop, desk: Desk
) -> None:
    icon(desktop)  # without it, closing minimises: there would be no way back
    strip = strips(desktop, desk)[0]
    # By the window manager's own way: a focus taken behind its back it may not know yet.
    desktop.run("xdotool", "windowactivate", "--sync", strip.id)
    pressed_at: list[float] = []

    def closed() -> bool:
        # A key that comes while openbox still changes the focus is nobody's: press it again.
        if not pressed_at or time.monotonic() - pressed_at[-1] > 2:
            desktop.key("alt+F4")
            pressed_at.append(time.monotonic())
        return not strips(desktop, desk)

    wait_for(closed, what="the strip is closed")
    assert desk.snapshot()["agent"]["state"] == "READY"
    desktop.click(*icon(desktop).centre)
    wait_for(lambda: strips(desktop, desk), what="the strip is back")


def test_not_one_keystroke_is_lost_or_diverted_while_calls_arrive(
    desktop: Desktop, desk: Desk, simulator: Simulator, typist: Typist
) -> None:
    written = typist.received
    for _ in range(3):
        call = simulator.ring(CUSTOMER, agent=AGENT)
        typist.type(SENTENCE)
        written += SENTENCE
        wait_for(lambda: pops(desktop, desk), what="the pop")
        typist.type(SENTENCE)
        written += SENTENCE
        simulator.call("hangup", call=call, by="caller")
        wait_for(lambda: not pops(desktop, desk), what="the pop is gone")
    wait_for(lambda: typist.received == written, what="every key, in its order")
    assert desktop.focused() == "typist"


def test_a_click_on_the_pop_diverts_no_key(
    desktop: Desktop, desk: Desk, simulator: Simulator, typist: Typist
) -> None:
    simulator.ring(CUSTOMER, queue=QUEUE)
    pop = wait_for(lambda: pops(desktop, desk), what="the pop")[0]
    written = typist.received
    desktop.click(pop.x + pop.width // 2, pop.y + 12)
    typist.type(SENTENCE)
    wait_for(lambda: typist.received == written + SENTENCE, what="every key")
    assert desktop.focused() == "typist"
    assert len(desk.snapshot()["calls"]) == 1


def test_the_pop_appears_on_the_screen_and_goes_with_the_call(
    desktop: Desktop, desk: Desk, simulator: Simulator
) -> None:
    call = simulator.ring(CUSTOMER, agent=AGENT)
    pop = wait_for(lambda: pops(desktop, desk), what="the pop")[0]
    assert pop.x >= 0
    assert pop.y >= 0
    assert pop.x + pop.width <= 1280
    assert pop.y + pop.height <= 720
    simulator.call("hangup", call=call, by="caller")
    wait_for(lambda: not pops(desktop, desk), what="the pop is gone")
