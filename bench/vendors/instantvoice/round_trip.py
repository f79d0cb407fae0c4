"""A question over the local socket, beside the barest echo over one."""

from __future__ import annotations

import socket
import statistics
import time

from bench.lab import Lab
from bench.model import Promise, Row, Sample
from bench.vendors.instantvoice.feeder import Feeder
from tests.support.desk_process import Desk

COUNT = 2000
WARM_UP = 200
CALLERS = ("2198765456", "1140028922", "3133445566")
REQUEST = b'{"jsonrpc":"2.0","id":1,"method":"session.snapshot","params":{}}\n'


def _median_us(link: socket.socket) -> float:
    """Ask ``COUNT`` times, one after the other."""
    file = link.makefile("rb")
    times = []
    for number in range(WARM_UP + COUNT):
        started = time.perf_counter()
        link.sendall(REQUEST)
        reply = file.readline()
        if number >= WARM_UP:
            times.append(time.perf_counter() - started)
    assert reply
    file.close()
    link.close()
    return statistics.median(times) * 1e6


def _with_three_calls(lab: Lab, feeder: Feeder) -> float:
    desk = Desk(lab.directory, lab.env, feeder.profile)
    try:
        desk.link_up()
        feeder.await_subscriber()
        for number, caller in enumerate(CALLERS):
            feeder.send(feeder.event("NEWCALL", f"1282781304.1.{number}", callerid=caller))
        desk.until(lambda s: len(s["calls"]) == len(CALLERS), "three calls")
        figure = _median_us(lab.connect(desk.socket_path()))
        assert len(desk.snapshot()["calls"]) == len(CALLERS)
    finally:
        desk.close()
    return figure


def measure(lab: Lab) -> Sample:
    path = lab.directory / "echo.sock"
    path.unlink(missing_ok=True)  # of the round before
    with lab.python("bench.floors.echo", path):
        floor = _median_us(lab.connect(path))
    feeder = Feeder(lab.directory)
    try:
        return Sample(floor, _with_three_calls(lab, feeder))
    finally:
        feeder.close()


ROW = Row(
    "API round trip, three calls",
    "us",
    f"median of {COUNT} × session.snapshot one after the other, beside a QLocalServer that echoes "
    "the request; the last answer shows three calls",
    Promise(times=4),
    measure,
)
