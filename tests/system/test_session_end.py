from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer

from cti_desk.system.session_end import SessionEnd
from tests.support.waiting import until


@pytest.fixture
def hangup() -> Iterator[None]:
    """The terminal's usual hang-up signal, also when the tests themselves run under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("hangup")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
async def test_a_signal_is_told(number: signal.Signals) -> None:
    reasons: list[str] = []
    end = SessionEnd(reasons.append)
    os.kill(os.getpid(), number)
    await until(lambda: reasons)
    end.close()
    end.close()
    assert reasons == [number.name]


async def test_two_signals_are_told_once() -> None:
    reasons: list[str] = []
    end = SessionEnd(reasons.append)
    handled: list[int] = []
    os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGTERM)
    asyncio.get_running_loop().call_later(0.05, handled.append, 1)
    await until(lambda: reasons and handled)
    end.close()
    assert reasons == ["SIGTERM"]


@pytest.mark.expected_log("SIGINT again")
async def test_a_second_interrupt_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[int] = []
    monkeypatch.setattr(signal, "raise_signal", raised.append)
    end = SessionEnd(lambda reason: None)
    os.kill(os.getpid(), signal.SIGINT)
    await until(lambda: end._told)
    os.kill(os.getpid(), signal.SIGINT)
    await until(lambda: raised == [signal.SIGINT])
    end.close()


async def test_a_signal_that_was_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        end = SessionEnd(lambda reason: None)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        end.close()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


async def test_after_close_signals_do_what_they_did() -> None:
    SessionEnd(lambda reason: None).close()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


class Ending:
    """A session manager's question, asked as Qt does: from its loop, not from within a task."""

    def __init__(self, end: SessionEnd) -> None:
        self._end = end
        self.answered = False
        QTimer.singleShot(0, self._ask)

    def _ask(self) -> None:
        self._end.session_ends()
        self.answered = True


async def test_the_session_waits_until_the_agent_is_logged_out() -> None:
    steps: list[str] = []
    tasks: list[asyncio.Task[None]] = []

    async def log_out() -> None:
        await asyncio.sleep(0.01)
        steps.append(f"logged out, answered: {ending.answered}")
        end.done()

    def on_end(reason: str) -> None:
        steps.append(reason)
        tasks.append(asyncio.ensure_future(log_out()))

    end = SessionEnd(on_end)
    ending = Ending(end)
    await until(lambda: ending.answered)
    end.close()
    assert steps == ["the session ends", "logged out, answered: False"]


async def test_the_session_waits_no_longer_than_its_time() -> None:
    reasons: list[str] = []
    end = SessionEnd(reasons.append, within_s=0.05)
    ending = Ending(end)
    await until(lambda: ending.answered)
    end.close()
    assert reasons == ["the session ends"]


async def test_after_close_the_session_does_not_wait() -> None:
    end = SessionEnd(lambda reason: None)
    end.close()
    ending = Ending(end)
    await until(lambda: ending.answered)
