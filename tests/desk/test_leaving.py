"""Leaving: what becomes of the agent, never for longer than a session's end allows."""

from __future__ import annotations

import asyncio

import pytest

from cti_desk.core.commands import Command, LogOut, SetNotReady
from cti_desk.core.errors import RefusedByVendor
from cti_desk.core.model import AgentState, LinkState, Snapshot
from cti_desk.core.reports import Accepted, AgentChanged, LinkChanged
from cti_desk.desk.leaving import leave
from cti_desk.settings.endings import Ending
from tests.support.fake_switch import running


@pytest.mark.parametrize(
    ("ending", "asked"),
    [
        (Ending("stay"), []),
        (Ending("logout"), [LogOut()]),
        (Ending("pause", "2"), [SetNotReady("2")]),
    ],
)
async def test_an_ending_asks_for_its_state(ending: Ending, asked: list[Command]) -> None:
    runner, switch, _ = running()
    switch.report(AgentChanged(state=AgentState.READY))
    assert await leave(runner, ending) is None
    assert switch.performed == asked
    await runner.close()


async def test_who_is_logged_out_is_left_alone() -> None:
    runner, switch, _ = running()
    switch.report(AgentChanged(state=AgentState.LOGGED_OUT))
    assert await leave(runner, Ending("logout")) is None
    assert switch.performed == []
    await runner.close()


@pytest.mark.expected_log("failed")
async def test_a_refusal_is_told() -> None:
    runner, switch, _ = running(RefusedByVendor("Not now.", code=5))
    switch.report(AgentChanged(state=AgentState.READY))
    error = await leave(runner, Ending("logout"))
    assert str(error) == "Not now."
    await runner.close()


@pytest.mark.expected_log("no link")
async def test_without_a_link_nothing_is_waited_for() -> None:
    runner, switch, _ = running()
    switch.report(AgentChanged(state=AgentState.READY))
    switch.report(LinkChanged(LinkState.DOWN))
    assert "was not logged out" in str(await leave(runner, Ending("logout")))
    assert "was not paused" in str(await leave(runner, Ending("pause", "2")))
    assert switch.performed == []
    await runner.close()


@pytest.mark.expected_log("failed")
async def test_a_silent_vendor_holds_nothing_up() -> None:
    runner, switch, _ = running()
    switch.report(AgentChanged(state=AgentState.READY))

    async def hang(command: Command, snapshot: Snapshot, agent_id: str | None = None) -> Accepted:
        await asyncio.Event().wait()
        raise AssertionError

    switch.perform = hang  # type: ignore[method-assign]
    error = await leave(runner, Ending("logout"), within_s=0.01)
    assert "No answer" in str(error)
    await runner.close()
