from __future__ import annotations

import threading

from cti_desk.ipc.com.lifetime import Lifetime
from tests.support.waiting import wait_for


class Waiting:
    """A lifetime that is waited for on a thread."""

    def __init__(self, life: Lifetime) -> None:
        self.thread = threading.Thread(target=life.wait)
        self.thread.start()

    @property
    def over(self) -> bool:
        return not self.thread.is_alive()


def test_it_is_over_when_nobody_comes() -> None:
    Lifetime(lambda: False, grace_s=0.01).wait()


def test_an_object_keeps_it_and_the_next_one_too() -> None:
    life = Lifetime(lambda: False, grace_s=0.05)
    life.born()
    waiting = Waiting(life)
    life.born()
    life.died()
    assert life.objects == 1
    waiting.thread.join(0.2)
    assert not waiting.over
    life.died()
    wait_for(lambda: waiting.over, 10, "the end")


def test_one_who_came_and_went_begins_the_grace_again() -> None:
    life = Lifetime(lambda: False, grace_s=0.3)
    waiting = Waiting(life)
    for _ in range(5):
        waiting.thread.join(0.1)
        life.born()
        life.died()
    assert not waiting.over
    waiting.thread.join(10)
    assert waiting.over


def test_what_else_keeps_it_is_asked_again() -> None:
    asked: list[bool] = []

    def busy() -> bool:
        asked.append(True)
        return len(asked) < 3

    Lifetime(busy, grace_s=0.01).wait()
    assert len(asked) == 3
