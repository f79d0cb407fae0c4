"""How many events a second the desk takes, beside stomp.py and json on the same feed."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

from bench.lab import Lab
from bench.model import Promise, Row, Sample
from bench.vendors.instantvoice.feeder import AGENT, COLLEAGUES, SENTINEL, Feeder
from tests.support.desk_process import Desk
from tests.support.waiting import wait_for

CALLS = 8000
SUBSCRIBE = b'{"jsonrpc":"2.0","id":1,"method":"events.subscribe","params":{}}\n'


def _feed(feeder: Feeder) -> bytes:
    """Encode the calls of the own agent and fifty others, in turn, and the sentinel's."""
    agents = (AGENT, *COLLEAGUES)
    frames = [
        frame
        for number in range(CALLS)
        for frame in feeder.call(f"1282781304.{number}", agents[number % len(agents)])
    ]
    last = feeder.event("NEWCALL", "1282781999.1", callerid=SENTINEL)
    return b"".join((*frames, last))


def _rate(feeder: Feeder, seen: Callable[[], object]) -> float:
    feeder.await_subscriber()
    feed = _feed(feeder)
    started = time.perf_counter()
    feeder.send(feed)
    seen()
    return (CALLS * 3 + 1) / (time.perf_counter() - started)


class _Subscriber:
    """Reads every event and looks for the sentinel only."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self.found = threading.Event()
        self.bytes = 0
        link.sendall(SUBSCRIBE)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        tail, word = b"", SENTINEL.encode()
        while piece := self._link.recv(1 << 18):
            self.bytes += len(piece)
            if word in tail + piece:
                self.found.set()
                return
            tail = piece[-len(word) :]


def _check(desk: Desk) -> None:
    snapshot = desk.snapshot()
    assert [call["remote"]["number"] for call in snapshot["calls"]] == [SENTINEL], snapshot
    busy = [each for each in snapshot["colleagues"] if each["calls"]]
    assert len(snapshot["colleagues"]) == len(COLLEAGUES), snapshot
    assert not busy, busy


def measure(lab: Lab) -> Sample:
    feeder = Feeder(lab.directory)
    try:
        with lab.python("bench.vendors.instantvoice.bare_feed", str(feeder.port)):
            floor = _rate(feeder, lambda: feeder.done.wait(60))
            assert feeder.done.is_set()
        desk = Desk(lab.directory, lab.env, feeder.profile)
        try:
            desk.link_up()
            subscriber = _Subscriber(lab.connect(desk.socket_path()))
            wait_for(lambda: subscriber.bytes, what="the subscription's answer")
            figure = _rate(feeder, lambda: subscriber.found.wait(60))
            assert subscriber.found.is_set(), "the last event was never published"
            _check(desk)
        finally:
            desk.close()
    finally:
        feeder.close()
    return Sample(floor, figure)


ROW = Row(
    "events into the session",
    "events/s",
    f"{CALLS * 3 + 1} events of the own and {len(COLLEAGUES)} other agents, one subscriber that "
    "reads all; at the end the snapshot shows the last call only and no colleague on a call",
    Promise(times=0.8, at_least=True),
    measure,
)
