"""One of the two ways: kept, retried as the link policy says, stopped by a refusal only."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from cti_desk.core.errors import CtiError, SettingsError
from cti_desk.core.link import LONGEST_RETRY_S
from cti_desk.core.model import LinkState
from cti_desk.vendors.compass.client.failures import LinkFailure, LoginRefused
from cti_desk.vendors.compass.client.xmpp_failures import Replaced
from cti_desk.vendors.compass.half import Half
from tests.support.instantvoice import HandClock
from tests.support.waiting import until

Stay = Callable[[Callable[[], None]], Awaitable[None]]


class Kept:
    """A half whose attempts come to what a test says, one after the other."""

    def __init__(self, *comes_to: BaseException | None) -> None:
        self.comes_to = list(comes_to)
        self.attempts = 0
        self.states: list[LinkState] = []
        self.clock = HandClock()
        self.half = Half("events", self._stay, self.clock, self._changed)

    async def _stay(self, up: Callable[[], None]) -> None:
        self.attempts += 1
        error = self.comes_to.pop(0)
        if error is None:
            up()
            await asyncio.Event().wait()
        assert error is not None
        raise error

    def _changed(self) -> None:
        self.states.append(self.half.state)

    async def end(self, task: asyncio.Task[None]) -> None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_it_comes_up_and_says_so() -> None:
    kept = Kept(None)
    assert (kept.half.tried, kept.half.state) == (False, LinkState.CONNECTING)
    task = asyncio.ensure_future(kept.half.run())
    await until(lambda: kept.half.up)
    assert (kept.half.tried, kept.half.reason, kept.half.retry_at) == (True, None, None)
    await kept.end(task)


@pytest.mark.parametrize(
    "error", [LoginRefused("Wrong password."), SettingsError("ca_file cannot be read.")]
)
async def test_only_a_person_can_go_on(error: CtiError) -> None:
    kept = Kept(error)
    await kept.half.run()
    assert (kept.half.state, kept.half.reason) == (LinkState.STOPPED, str(error))
    assert kept.attempts == 1


async def test_everything_else_is_tried_again_and_at_once_when_woken() -> None:
    kept = Kept(LinkFailure("unreachable", "Nothing listens."), CtiError("500"), None)
    task = asyncio.ensure_future(kept.half.run())
    await until(lambda: kept.half.state is LinkState.DOWN)
    assert kept.half.reason == "Nothing listens."
    assert kept.half.retry_at is not None
    assert 0.0 < kept.half.retry_at - kept.clock.now() <= 1.0
    kept.half.retry_now()
    await until(lambda: kept.half.up)
    assert kept.attempts == 3
    await kept.end(task)


async def test_a_network_that_returns_during_an_attempt_is_not_waited_for() -> None:
    kept = Kept(LinkFailure("timeout", "No answer."), None)
    kept.half.retry_now()
    task = asyncio.ensure_future(kept.half.run())
    await until(lambda: kept.half.up)
    assert kept.states[:2] == [LinkState.DOWN, LinkState.DOWN], "no first wait, then a short one"
    await kept.end(task)


async def test_who_took_our_place_is_not_driven_out_again_at_once() -> None:
    kept = Kept(Replaced("closed", "Another connection."))
    task = asyncio.ensure_future(kept.half.run())
    await until(lambda: kept.half.state is LinkState.DOWN)
    assert kept.half.retry_at == kept.clock.now() + LONGEST_RETRY_S
    await kept.end(task)


@pytest.mark.expected_log("failed inside the desk")
async def test_our_own_mistake_ends_no_link_for_good() -> None:
    kept = Kept(KeyError("slip"))
    task = asyncio.ensure_future(kept.half.run())
    await until(lambda: kept.half.state is LinkState.DOWN)
    assert "internal error" in (kept.half.reason or "")
    await kept.end(task)
