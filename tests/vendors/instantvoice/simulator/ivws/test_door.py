"""The faults of the control API, at the door of the web service."""

from __future__ import annotations

import threading
from collections.abc import Callable

from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.faults import Faults
from cti_desk.vendors.instantvoice.simulator.ivws.door import Door
from cti_desk.vendors.instantvoice.simulator.ivws.service import Answer

ANSWER = Answer(200, b"<a>told</a>", "AgentInfo")


class Rig:
    def __init__(self) -> None:
        self.time = SimulatedTime(frozen_at=0)
        self.faults = Faults(self.time)
        self.door = Door(self.faults, self.time.call_later)

    def waiting(self, action: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
        """Do something on a thread that waits; the list holds what it returned."""
        returned: list[object] = []
        thread = threading.Thread(target=lambda: returned.append(action()))
        thread.start()
        return thread, returned


def test_without_a_fault_answers_go_as_they_are() -> None:
    rig = Rig()
    rig.door.keep_silent()
    assert rig.door.treated(ANSWER) is ANSWER
    assert not rig.door.resets()
    assert not rig.door.ignores("AgentInfo")


def test_an_answer_is_dropped_or_garbled_as_often_as_was_said() -> None:
    rig = Rig()
    rig.faults.add("drop", {"what": "replies", "method": "AgentInfo", "count": 1})
    assert rig.door.treated(Answer(200, b"", "AgentList")) is not None
    assert rig.door.treated(ANSWER) is None
    assert rig.door.treated(ANSWER) is ANSWER
    rig.faults.add("garble", {"what": "replies", "count": 1})
    garbled = rig.door.treated(ANSWER)
    assert garbled is not None
    assert garbled.body.startswith(b"<a>to")
    assert b"\xff" in garbled.body
    rig.faults.add("silent", {"what": "replies", "count": 1})
    assert [rig.door.ignores("AgentInfo") for _ in range(2)] == [True, False]
    rig.faults.add("cut", {"what": "connections", "count": 1})
    assert [rig.door.resets() for _ in range(2)] == [True, False]


def test_a_delay_is_of_the_exchanges_clock() -> None:
    rig = Rig()
    rig.faults.add("delay", {"what": "replies", "seconds": 3600})
    thread, returned = rig.waiting(lambda: rig.door.treated(ANSWER))
    while thread.is_alive():
        rig.time.advance(3600)
        thread.join(0.01)
    assert returned == [ANSWER]


def test_silence_ends_with_its_fault() -> None:
    rig = Rig()
    rig.faults.add("silent", {"what": "connections"})
    thread, returned = rig.waiting(rig.door.keep_silent)
    assert thread.is_alive()
    assert not returned
    rig.faults.clear()
    rig.door.look_again()
    thread.join(10)
    assert returned == [None]


def test_a_closed_door_keeps_nobody_waiting() -> None:
    rig = Rig()
    rig.faults.add("silent", {"what": "connections"})
    rig.faults.add("delay", {"what": "replies", "seconds": 3600})
    silent, _ = rig.waiting(rig.door.keep_silent)
    delayed, told = rig.waiting(lambda: rig.door.treated(ANSWER))
    rig.door.close()
    for thread in (silent, delayed):
        thread.join(10)
        assert not thread.is_alive()
    assert told == [None]
    rig.door.keep_silent()
