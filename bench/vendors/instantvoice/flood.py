"""300 calls that ring at once: how long the desk answers nobody."""

from __future__ import annotations

import socket
import threading
import time

from bench.lab import Lab
from bench.model import Promise, Row, Sample
from bench.vendors.instantvoice.feeder import Feeder
from bench.vendors.instantvoice.pop import windows
from tests.support.desk_process import Desk
from tests.support.waiting import wait_for

CALLS = 300
MOST_POPS = 3
PAUSE_S = 0.002
FLOOR_S = 2.0
# The cheapest question that the desk's loop answers: a method that nobody has.
QUESTION = b'{"jsonrpc":"2.0","id":1,"method":"bench.nothing"}\n'


class _Asker:
    """Asks all the while; ``longest_s`` is the longest that an answer took."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._over = threading.Event()
        self.longest_s = 0.0
        self.answers = 0
        self._thread = threading.Thread(target=self._ask)
        self._thread.start()

    def _ask(self) -> None:
        with self._link.makefile("rb") as file:
            while not self._over.wait(PAUSE_S):
                started = time.perf_counter()
                self._link.sendall(QUESTION)
                if not file.readline():
                    return
                self.longest_s = max(self.longest_s, time.perf_counter() - started)
                self.answers += 1

    def end(self) -> float:
        self._over.set()
        self._thread.join()
        self._link.close()
        assert self.answers > 20, "the desk hardly answered"
        return self.longest_s


def _flood(feeder: Feeder, kind: str, **more: str) -> None:
    frames = (
        feeder.event(kind, f"{1_282_700_000 + n}.1.1", callerid=f"219{n:07}", **more)
        for n in range(CALLS)
    )
    feeder.send(b"".join(frames))


def _longest_ms(lab: Lab, feeder: Feeder, desk: Desk) -> float:
    before = windows(lab).keys()
    asker = _Asker(lab.connect(desk.socket_path()))
    try:
        _flood(feeder, "NEWCALL")
        desk.until(lambda s: len(s["calls"]) == CALLS, f"{CALLS} calls ring")
        wait_for(lambda: windows(lab).keys() - before, what="a pop appears")
        time.sleep(0.5)  # pops breathe: the screen never comes to rest
        # A window's frame and what the window manager puts around it have its place.
        pops = {at for key, at in windows(lab).items() if key not in before}
        assert len(pops) <= MOST_POPS, f"{len(pops)} windows have appeared"
        _flood(feeder, "HANGUP", direction="", reason="QUEUEGIVEUP")
        desk.until(lambda s: not s["calls"], "no call is left")
    finally:
        longest_s = asker.end()
    return longest_s * 1e3


def _floor_ms(lab: Lab) -> float:
    """The longest answer of the barest echo: what the machine itself holds up."""
    path = lab.directory / "echo.sock"
    path.unlink(missing_ok=True)  # of the round before
    with lab.python("bench.floors.echo", path):
        asker = _Asker(lab.connect(path))
        time.sleep(FLOOR_S)
        return asker.end() * 1e3


def measure(lab: Lab) -> Sample:
    floor = _floor_ms(lab)
    feeder = Feeder(lab.directory)
    try:
        lab.screen.settled()
        desk = Desk(lab.directory, lab.env, feeder.profile)
        try:
            desk.link_up()
            feeder.await_subscriber()
            figure = _longest_ms(lab, feeder, desk)
        finally:
            desk.close()
            lab.screen.settled()
    finally:
        feeder.close()
    return Sample(floor, figure)


ROW = Row(
    "300 calls ringing at once, longest stall",
    "ms",
    f"the longest answer to a question every {PAUSE_S * 1000:g} ms while {CALLS} calls come and go "
    f"in one piece each, beside an echo's while nothing happens; at most {MOST_POPS} pops appear, "
    "and no call is left",
    Promise(plus=100),
    measure,
)
