"""Keeping the link: hosts in turn, the policy's waits, and the one thing that stops it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from cti_desk.core import link as policy
from cti_desk.core.link import Failure
from cti_desk.core.model import LinkState
from cti_desk.core.reports import LinkChanged, Report
from cti_desk.vendors.instantvoice.client.broker import Broker, Host
from cti_desk.vendors.instantvoice.client.failures import LinkFailure
from cti_desk.vendors.instantvoice.client.web_service import WebService
from cti_desk.vendors.instantvoice.keeper import Keeper
from cti_desk.vendors.instantvoice.refused_logins import RefusedLogins
from tests.support.instantvoice import DictMemory, HandClock
from tests.support.waiting import until

BROKER = Broker((Host("a"), Host("b")), "pw", encryption="none")


class Line:
    """Plays ``script``: each attempt fails so, or stays up until cut."""

    def __init__(self, *script: Failure | str, memory: DictMemory | None = None) -> None:
        self.script = list(script)
        self.tried: list[int] = []
        self.reports: list[LinkChanged] = []
        self.memory = DictMemory() if memory is None else memory
        self.cut = asyncio.Event()
        refused = RefusedLogins(self.memory, "refused")
        self.keeper = Keeper(BROKER, self.stay, refused, HandClock(), self.report)

    def report(self, report: Report) -> None:
        assert isinstance(report, LinkChanged)
        self.reports.append(report)

    async def stay(self, index: int, up: Callable[[], None]) -> None:
        self.tried.append(index)
        what = self.script.pop(0) if self.script else "up"
        if what == "crash":
            raise RuntimeError("a mistake of ours")
        if what == "up":
            up()
            await self.cut.wait()
            self.cut.clear()
            raise LinkFailure("closed", "cut")
        raise LinkFailure(what, f"{what} at {index}")  # type: ignore[arg-type]

    @property
    def states(self) -> list[LinkState]:
        return [report.state for report in self.reports]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "FIRST_RETRY_S", 0.0)
    monkeypatch.setattr(policy, "LONGEST_RETRY_S", 0.0)


async def run(line: Line) -> asyncio.Task[None]:
    return asyncio.get_running_loop().create_task(line.keeper.run())


async def stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_hosts_are_tried_in_turn_until_one_answers() -> None:
    line = Line("unreachable", "timeout", "unreachable")
    task = await run(line)
    await until(lambda: LinkState.UP in line.states)
    assert line.tried == [0, 1, 0, 1]
    assert line.states[0] is LinkState.CONNECTING
    assert line.reports[0].marks == BROKER.marks
    down = next(report for report in line.reports if report.state is LinkState.DOWN)
    assert down.reason == "unreachable at 0 timeout at 1"
    assert down.retry_at is not None
    await stop(task)


async def test_a_lost_link_is_told_and_made_again() -> None:
    line = Line()
    task = await run(line)
    await until(lambda: line.states.count(LinkState.UP) == 1)
    line.cut.set()
    await until(lambda: line.states.count(LinkState.UP) == 2)
    assert LinkState.DOWN in line.states
    await stop(task)


async def test_a_refused_login_stops_restarts_included() -> None:
    line = Line("authentication")
    await (await run(line))
    assert line.states[-1] is LinkState.STOPPED
    assert line.tried == [0]
    again = Line(memory=line.memory)
    await (await run(again))
    assert again.states == [LinkState.CONNECTING, LinkState.STOPPED]
    assert again.reports[-1].reason == "authentication at 0"
    assert again.tried == []


async def test_waking_shortens_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "FIRST_RETRY_S", 3600.0)
    monkeypatch.setattr(policy, "LONGEST_RETRY_S", 3600.0)
    monkeypatch.setattr(policy, "WAKE_RETRY_S", 0.0)
    line = Line("unreachable", "unreachable")
    task = await run(line)
    await until(lambda: LinkState.DOWN in line.states)
    line.keeper.retry_now()
    await until(lambda: LinkState.UP in line.states)
    await stop(task)


@pytest.mark.expected_log("failed inside the desk")
async def test_a_mistake_of_ours_does_not_end_the_link() -> None:
    line = Line("crash", "crash")
    task = await run(line)
    await until(lambda: LinkState.UP in line.states)
    await stop(task)


async def test_a_web_service_has_no_login_that_could_be_refused() -> None:
    memory = DictMemory()
    line = Line(memory=memory)
    service = WebService((Host("a"),), "none")
    refused = RefusedLogins(memory, "refused")
    line.keeper = Keeper(service, line.stay, refused, HandClock(), line.report)
    line.script = ["authentication"]
    await (await run(line))
    assert line.reports[0].marks == service.marks
    assert line.states[-1] is LinkState.STOPPED
    assert not memory.get("refused")
