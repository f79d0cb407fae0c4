"""Whoever stops answering counts as dead within the promise, and nobody else does."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti_desk.switch_kit.silence import (
    ANSWER_S,
    ASK_AFTER_S,
    DEAD_WITHIN_S,
    Silence,
    Watch,
)


def test_a_silent_peer_is_asked_and_then_given_up_within_the_promise() -> None:
    silence = Silence(100.0)
    assert silence.step(100.0 + ASK_AFTER_S - 0.01) == "wait"
    assert silence.due == 100.0 + ASK_AFTER_S
    assert silence.step(silence.due) == "ask"
    assert silence.step(silence.due - 0.01) == "wait"
    assert silence.step(silence.due) == "dead"
    assert ASK_AFTER_S + ANSWER_S < DEAD_WITHIN_S


def test_any_sign_of_life_counts() -> None:
    silence = Silence(0.0)
    silence.heard(7.0)
    assert silence.step(8.0) == "wait"
    assert silence.step(15.0) == "ask"
    silence.heard(19.9)
    assert silence.step(20.0) == "wait"
    assert silence.due == 19.9 + ASK_AFTER_S


def test_our_own_sleep_is_not_the_peers_silence() -> None:
    """The answer may have arrived while the process was stopped: it is asked once more."""
    silence = Silence(0.0)
    assert silence.step(8.0) == "ask"
    assert silence.step(500.0) == "ask"
    assert silence.step(505.0) == "dead"


def test_a_peer_is_asked_at_once_on_request() -> None:
    silence = Silence(0.0)
    silence.ask_now()
    assert silence.step(1.0) == "ask"
    silence.ask_now()
    assert silence.due == 1.0 + ANSWER_S, "a question under way is not repeated"


@given(st.lists(st.floats(0.0, 30.0), max_size=30))
def test_from_the_last_sign_on_it_never_takes_longer_than_promised(signs: list[float]) -> None:
    silence = Silence(0.0)
    now, last = 0.0, 0.0
    for at in sorted(signs):
        while (due := silence.due) < at:
            now = max(now, due)
            if silence.step(now) == "dead":
                assert now - last <= DEAD_WITHIN_S
                return
        now = last = at
        silence.heard(at)
    while silence.step(now := max(now, silence.due)) != "dead":
        pass
    assert now - last <= DEAD_WITHIN_S


# -- on a loop


class _NoWait(selectors.DefaultSelector):
    """Passes the time in no time."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> Any:
        found = super().select(0)
        if not found and timeout:
            self.passed += timeout
        return found


class _FastLoop(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to the next thing to do."""

    def __init__(self) -> None:
        self.jumping = _NoWait()
        super().__init__(self.jumping)

    def time(self) -> float:
        return self.jumping.passed


def run(work: Callable[[], Coroutine[Any, Any, float]]) -> float:
    with asyncio.Runner(loop_factory=_FastLoop) as runner:
        return runner.run(work())


async def _never() -> None:
    await asyncio.get_running_loop().create_future()


def test_a_watch_ends_when_no_answer_comes() -> None:
    asked = 0

    async def ask() -> None:
        nonlocal asked
        asked += 1
        await _never()

    async def work() -> float:
        await Watch(ask).run()
        return asyncio.get_running_loop().time()

    assert run(work) == pytest.approx(ASK_AFTER_S + ANSWER_S)
    assert asked == 1


def test_a_watch_goes_on_as_long_as_answers_come() -> None:
    answers = 0

    async def ask() -> None:
        nonlocal answers
        answers += 1
        if answers > 10:
            await _never()
        await asyncio.sleep(1.0)

    async def work() -> float:
        await Watch(ask).run()
        return asyncio.get_running_loop().time()

    assert run(work) == pytest.approx(10 * (ASK_AFTER_S + 1.0) + ASK_AFTER_S + ANSWER_S)


def test_other_signs_of_life_keep_a_watch_from_asking() -> None:
    async def work() -> float:
        watch = Watch(_never)
        watching = asyncio.ensure_future(watch.run())
        for _ in range(20):
            await asyncio.sleep(6.0)
            watch.heard()
        spoken = asyncio.get_running_loop().time()
        await watching
        return asyncio.get_running_loop().time() - spoken

    assert run(work) == pytest.approx(ASK_AFTER_S + ANSWER_S)


def test_a_late_answer_is_no_answer_to_the_next_question() -> None:
    """The question is given up, so that nothing waits for it for ever."""
    given_up = 0

    async def ask() -> None:
        nonlocal given_up
        try:
            await _never()
        finally:
            given_up += 1

    async def work() -> float:
        watch = Watch(ask)
        watching = asyncio.ensure_future(watch.run())
        await asyncio.sleep(ASK_AFTER_S + 1)
        watch.heard()  # something else was said while it was asked
        await watching
        await asyncio.sleep(0)
        return float(given_up)

    assert run(work) == 2.0


def test_what_the_answer_raises_ends_the_watch() -> None:
    async def ask() -> None:
        raise ConnectionError("gone")

    async def work() -> float:
        with pytest.raises(ConnectionError, match="gone"):
            await Watch(ask).run()
        return asyncio.get_running_loop().time()

    assert run(work) == pytest.approx(ASK_AFTER_S)


def test_a_watch_asks_at_once_on_request() -> None:
    async def work() -> float:
        watch = Watch(_never)
        watching = asyncio.ensure_future(watch.run())
        await asyncio.sleep(1.0)
        watch.ask_now()
        await watching
        return asyncio.get_running_loop().time()

    assert run(work) == pytest.approx(1.0 + ANSWER_S)


def test_a_watch_that_is_cancelled_leaves_no_question_behind() -> None:
    async def work() -> float:
        watching = asyncio.ensure_future(Watch(_never).run())
        await asyncio.sleep(ASK_AFTER_S + 1)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await asyncio.sleep(0)
        return float(len(asyncio.all_tasks()))

    assert run(work) == 1.0, "only the test itself goes on"
