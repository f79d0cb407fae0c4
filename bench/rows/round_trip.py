"""A question over the local socket, beside the barest echo over one."""

from __future__ import annotations

import json
import socket
import statistics
import time

from bench.lab import Lab
from bench.model import Promise, Row, Sample
from tests.support.desk_process import AGENT, Desk

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


def _bring_calls(lab: Lab, desk: Desk) -> list[str]:
    desk.log_in()
    calls = [lab.simulator.ring(caller, agent=AGENT) for caller in CALLERS]
    desk.until(lambda s: len(s["calls"]) == len(CALLERS), "three calls")
    return calls


def measure(lab: Lab) -> Sample:
    path = lab.directory / "echo.sock"
    with lab.python("bench.floors.echo", path):
        floor = _median_us(lab.connect(path))
    with lab.desk() as desk:
        calls = _bring_calls(lab, desk)
        figure = _median_us(lab.connect(desk.socket_path()))
        with desk.connect() as link:
            snapshot = link.call("session.snapshot")
        assert len(snapshot["calls"]) == len(CALLERS), json.dumps(snapshot)
        for call in calls:
            lab.simulator.call("hangup", call=call, by="caller")
        desk.do("logout", "--wait")
    return Sample(floor, figure)


ROW = Row(
    "API round trip, three calls",
    "us",
    f"median of {COUNT} × session.snapshot one after the other, beside a QLocalServer that echoes "
    "the request; the last answer shows three calls",
    Promise(times=4),
    measure,
)
