"""From the frame on the wire to the pop's first pixel on the screen."""

from __future__ import annotations

import random
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.lab import Lab
from bench.model import Promise, Row, Sample
from bench.screen import WIDTH
from bench.vendors.instantvoice.feeder import COLLEAGUES, Feeder
from tests.support.desk_process import Desk

POPS = 200
BACKGROUND_PER_S = 200


class _Ringer:
    """Rings and hangs up, each time with a call of its own."""

    def __init__(self, feeder: Feeder) -> None:
        self._feeder = feeder
        self._number = 0

    def ring(self) -> float:
        """Write the event; return when (perf_counter)."""
        self._number += 1
        frame = self._feeder.event("NEWCALL", f"1282781304.9.{self._number}")
        written = time.perf_counter()
        self._feeder.send(frame)
        return written

    def hang_up(self) -> None:
        uniqueid = f"1282781304.9.{self._number}"
        self._feeder.send(
            self._feeder.event("HANGUP", uniqueid, direction="", reason="QUEUEGIVEUP")
        )


def windows(lab: Lab) -> dict[str, tuple[int, int, int, int]]:
    """Return the visible windows and where they are."""
    search = ["xdotool", "search", "--onlyvisible", "--name", ""]
    found = {}
    for window in subprocess.run(
        search, env=lab.env, capture_output=True, text=True, check=False
    ).stdout.split():
        geometry = ["xdotool", "getwindowgeometry", "--shell", window]
        text = subprocess.run(
            geometry, env=lab.env, capture_output=True, text=True, check=False
        ).stdout
        values = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
        if "X" in values:
            x, y, width, height = (int(values[k]) for k in ("X", "Y", "WIDTH", "HEIGHT"))
            found[window] = (x, y, width, height)
    return found


def _find_pixel(lab: Lab, ringer: _Ringer) -> tuple[int, bytes]:
    """Return a pixel that only the pop paints: its offset, and its value without the pop."""
    without, standing = lab.screen.settled(), windows(lab)
    ringer.ring()
    lab.screen.await_change(without)
    time.sleep(1)
    appeared = {key: area for key, area in windows(lab).items() if key not in standing}
    during = lab.screen.picture()
    ringer.hang_up()
    again = lab.screen.settled()
    assert appeared, "no window appeared when somebody called"
    x, y, width, height = max(appeared.values(), key=lambda area: area[2] * area[3])
    for down in range(height // 2, height):
        for across in range(width // 2, width):
            offset = ((y + down) * WIDTH + x + across) * 4
            pixel = slice(offset, offset + 4)
            if without[pixel] == again[pixel] != during[pixel]:
                return offset, without[pixel]
    raise AssertionError("the pop looks like what is behind it")


@contextmanager
def _others_talk(feeder: Feeder) -> Iterator[None]:
    """Send events of other agents' calls, all the while."""
    over = threading.Event()

    def talk() -> None:
        number = 0
        while not over.wait(3 / BACKGROUND_PER_S):
            number += 1
            agent = COLLEAGUES[number % len(COLLEAGUES)]
            feeder.send(b"".join(feeder.call(f"1282781777.{number}", agent)))

    thread = threading.Thread(target=talk)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _p99_ms(lab: Lab, feeder: Feeder) -> float:
    ringer, times = _Ringer(feeder), []
    feeder.await_subscriber()
    offset, background = _find_pixel(lab, ringer)
    with _others_talk(feeder):
        for _ in range(POPS):
            time.sleep(random.uniform(0.02, 0.04))
            written = ringer.ring()
            times.append(lab.screen.await_other(offset, background) - written)
            ringer.hang_up()
            lab.screen.await_pixel(offset, background)
    return sorted(times)[POPS * 99 // 100] * 1e3


def measure(lab: Lab) -> Sample:
    feeder = Feeder(lab.directory)
    try:
        with lab.python("bench.vendors.instantvoice.bare_label", str(feeder.port)):
            floor = _p99_ms(lab, feeder)
        lab.screen.settled()
        desk = Desk(lab.directory, lab.env, feeder.profile)
        try:
            desk.link_up()
            figure = _p99_ms(lab, feeder)
            desk.until(lambda s: not s["calls"], "no call is left")
        except OSError as fault:
            raise AssertionError(f"the desk left its link: {fault}\n{desk.output()}") from fault
        finally:
            desk.close()
            lab.screen.settled()
    finally:
        feeder.close()
    return Sample(floor, figure)


ROW = Row(
    "event to pop, p99",
    "ms",
    f"p99 of {POPS} pops (1,000 over five rounds) with {BACKGROUND_PER_S} events/s for other "
    "agents, until the first pixel; every pop comes and goes, and no call is left",
    Promise(times=1, plus=16),
    measure,
)
