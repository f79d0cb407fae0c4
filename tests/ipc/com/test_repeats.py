from __future__ import annotations

from cti_desk.ipc.com.repeats import KEPT_S, UnknownCalls


class Clock:
    time = 100.0

    def __call__(self) -> float:
        return self.time


def test_nothing_was_said() -> None:
    calls = UnknownCalls(Clock())
    calls.unsure("default_1001", "6100")
    calls.asked("default_1001", "6100", "desk A")
    assert calls.may_ring("default_1001", "6100", "desk A")
    assert calls.may_ring("default_1001", "6100", "desk B")


def test_another_desk_does_not_know_of_the_call() -> None:
    calls = UnknownCalls(Clock())
    calls.asked("default_1001", "6100", "desk A")
    calls.unsure("default_1001", "6100")
    assert calls.may_ring("default_1001", "6100", "desk B")
    assert not calls.may_ring("default_1001", "6100", "desk A")
    assert not calls.may_ring("default_1001", "6101", "desk B")
    assert not calls.may_ring("default_1002", "6100", "desk B")


def test_an_answer_ends_it() -> None:
    calls = UnknownCalls(Clock())
    calls.asked("default_1001", "6100", "desk A")
    calls.answered("default_1001", "6100")
    calls.answered("default_1001", "6100")
    assert not calls.may_ring("default_1001", "6100", "desk B")
    assert not calls.pending


def test_so_does_time() -> None:
    clock = Clock()
    calls = UnknownCalls(clock)
    calls.asked("default_1001", "6100", "desk A")
    clock.time += KEPT_S - 1
    assert calls.pending == 1
    clock.time += 1
    assert not calls.may_ring("default_1001", "6100", "desk B")
    assert not calls.pending
