from __future__ import annotations

from typing import Any

from cti_desk.ipc.com.feed import Tell
from cti_desk.ipc.com.sinks import SinkGone, Sinks


class FakeFeed:
    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self.state = "made"

    def start(self) -> None:
        self.state = "started"

    def stop(self) -> None:
        self.state = "stopped"


class Rig:
    def __init__(self) -> None:
        self.feeds: list[FakeFeed] = []
        self.sinks = Sinks(self._make)  # type: ignore[arg-type]

    def _make(self, tell: Tell) -> FakeFeed:
        self.feeds.append(FakeFeed(tell))
        return self.feeds[-1]


class Program:
    def __init__(self) -> None:
        self.heard: list[tuple[int, tuple[Any, ...]]] = []
        self.gone = False

    def invoke(self, dispid: int, arguments: tuple[Any, ...]) -> None:
        if self.gone:
            raise SinkGone("ended")
        self.heard.append((dispid, arguments))


def test_a_feed_runs_while_somebody_listens() -> None:
    rig, program = Rig(), Program()
    assert rig.feeds == []
    cookie = rig.sinks.advise(program)
    (feed,) = rig.feeds
    assert feed.state == "started"
    feed.tell("OnLink", ("UP", ""))
    assert program.heard == [(4, ("UP", ""))]
    assert rig.sinks.unadvise(cookie)
    assert not rig.sinks.unadvise(cookie)
    assert feed.state == "stopped"
    feed.tell("OnLink", ("DOWN", ""))
    assert len(program.heard) == 1


def test_a_second_program_is_told_from_the_beginning() -> None:
    rig, one, two = Rig(), Program(), Program()
    rig.sinks.advise(one)
    rig.sinks.advise(two)
    before, now = rig.feeds
    assert (before.state, now.state) == ("stopped", "started")
    before.tell("OnDesk", (True,))
    now.tell("OnDesk", (True,))
    assert one.heard == two.heard == [(5, (True,))]


def test_a_program_that_ended_is_forgotten_and_the_others_hear_on() -> None:
    rig, one, two = Rig(), Program(), Program()
    rig.sinks.advise(one)
    rig.sinks.advise(two)
    one.gone = True
    rig.feeds[-1].tell("OnDesk", (True,))
    assert two.heard == [(5, (True,))]
    two.gone = True
    rig.feeds[-1].tell("OnDesk", (True,))
    assert rig.feeds[-1].state == "stopped"


def test_the_object_goes() -> None:
    rig, program = Rig(), Program()
    rig.sinks.advise(program)
    rig.sinks.close()
    rig.sinks.close()
    assert rig.feeds[0].state == "stopped"
