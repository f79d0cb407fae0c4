"""The runner carries out effects in order, answers every request, and survives its observers."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from msgspec.structs import replace

from cti_desk.core.commands import Command, LogIn, SetReady
from cti_desk.core.effects import Effect, ReadBack
from cti_desk.core.errors import CtiError, NoLink, OutcomeUnknown, RefusedByVendor
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import (
    AgentState,
    Call,
    ConnectionState,
    Direction,
    LinkState,
    QueueRef,
    Remote,
)
from cti_desk.core.model import Snapshot as Snap
from cti_desk.core.moment import Moment
from cti_desk.core.ports import Contact
from cti_desk.core.reports import (
    Accepted,
    AgentChanged,
    CallChanged,
    Input,
    LinkChanged,
    Noticed,
    Report,
    Result,
    StateRead,
    Submit,
    VendorEvent,
)
from cti_desk.core.workers import Workers
from cti_desk.desk.observers import Observers
from cti_desk.desk.session_runner import SessionRunner
from tests.support.fake_switch import running
from tests.support.waiting import until


class KnowsMaria:
    def look_up(self, number: str) -> Contact:
        return Contact(name="Maria Souza", display="+55 21 9876-5456")


def ringing(number: str = "2198765456") -> Report:
    call = Call(
        "1.2.3",
        direction=Direction.INBOUND,
        local_state=ConnectionState.ALERTING,
        remote=Remote(number=number),
    )
    return CallChanged(EventType.DELIVERED, call)


async def ask(runner: SessionRunner, command: Command) -> Result:
    answers: list[Result] = []
    runner.submit(command, answers.append)
    await until(lambda: answers)
    assert len(answers) == 1
    return answers[0]


async def test_a_command_is_performed_and_answered() -> None:
    runner, switch, _ = running()
    assert await ask(runner, LogIn("SIP/1")) == Accepted(code=0)
    assert switch.performed == [LogIn("SIP/1")]
    await runner.close()


async def test_a_refusal_comes_back_as_the_core_error() -> None:
    runner, _, _ = running(RefusedByVendor("Not known.", code=3))
    error = await ask(runner, LogIn("SIP/1"))
    assert isinstance(error, RefusedByVendor)
    assert (error.code, str(error)) == (3, "Not known.")
    await runner.close()


@pytest.mark.expected_log("failed inside the desk")
async def test_a_switch_that_raises_leaves_the_outcome_unknown() -> None:
    runner, switch, _ = running(RuntimeError("bug"))
    error = await ask(runner, LogIn("SIP/1"))
    assert isinstance(error, OutcomeUnknown)
    await until(lambda: switch.reads)
    await runner.close()


async def test_a_number_is_looked_up_after_its_event() -> None:
    runner, switch, events = running(contacts=KnowsMaria())
    switch.report(ringing())
    kinds = [event.event for event in events if event.call]
    assert kinds == [EventType.DELIVERED, EventType.CALL_INFORMATION]
    assert runner.session.snapshot.calls[0].remote.name == "Maria Souza"
    await runner.close()


@pytest.mark.expected_log("an observer failed")
async def test_a_failing_observer_keeps_nobody_else_from_hearing() -> None:
    runner, switch, events = running()

    def broken(event: Event, now: float) -> None:
        raise ValueError("bug")

    runner.observe(Observers(events=(broken, lambda event, at: events.append(event))))
    switch.report(ringing())
    assert [event.event for event in events if event.call] == [EventType.DELIVERED]
    [death] = runner.workers.deaths
    assert "broken" in death.text
    await runner.close()


@pytest.mark.expected_log("could not be applied")
async def test_what_fails_inside_the_session_is_told_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    runner, switch, events = running()
    runner.workers = Workers(said.append)
    handle = runner.session.handle

    def broken(given: Input, at: Moment) -> list[Effect]:
        if isinstance(given, VendorEvent | Submit):
            raise KeyError("bug")
        return handle(given, at)

    monkeypatch.setattr(runner.session, "handle", broken)
    switch.report(VendorEvent("default_1001", {}))
    switch.report(ringing())
    assert [event.event for event in events if event.call] == [EventType.DELIVERED]
    assert said == [
        "Following the telephone system failed because of an internal error; "
        "the desk's log says more."
    ]
    error = await ask(runner, LogIn("SIP/1"))
    assert error is not None, "who asked is answered"
    await runner.close()


@pytest.mark.expected_log("something beside the link failed")
async def test_a_task_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    runner, switch, _ = running()

    async def broken() -> None:
        raise ValueError("bug")

    monkeypatch.setattr(switch, "read_back", broken)
    runner._read_back(ReadBack("a test"))
    await until(lambda: runner.workers.deaths)
    await runner.close()


async def test_the_link_and_what_the_agent_is_told_are_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO, "cti_desk"):
        runner, switch, _ = running()
        switch.report(LinkChanged(LinkState.DOWN, "The server closed the link."))
        switch.report(Noticed("The contacts file is empty."))
    assert caplog.messages == [
        "link UP",
        "link DOWN: The server closed the link.",
        "the agent is told: The contacts file is empty.",
    ]
    await runner.close()


async def test_vendor_events_reach_those_who_want_them() -> None:
    runner, switch, _ = running()
    seen: list[VendorEvent] = []
    runner.observe(Observers(vendor_events=(seen.append,)))
    event = VendorEvent("default_1001", {"type": "NEWCALL"})
    switch.report(event)
    assert seen == [event]
    await runner.close()


async def test_a_detached_switch_is_closed_and_no_longer_heard() -> None:
    runner, switch, events = running()
    await runner.detach()
    heard = len(events)
    switch.report(ringing())
    assert switch.closed
    assert len(events) == heard
    error = await ask(runner, LogIn("SIP/1"))
    assert isinstance(error, NoLink)
    await runner.close()


async def test_ticks_come_only_while_something_waits() -> None:
    runner, switch, _ = running()
    assert runner._ticking is None
    switch.report(AgentChanged(state=AgentState.NOT_READY))
    runner.submit(SetReady(), lambda result: None)
    assert runner._ticking is not None
    await until(lambda: switch.performed)
    switch.report(AgentChanged(state=AgentState.READY))
    await until(lambda: runner._ticking is None)
    await runner.close()


async def test_a_vendors_own_method_gives_its_data_or_the_error() -> None:
    runner, switch, _ = running()
    answers: list[tuple[Any, CtiError | None]] = []
    runner.call_vendor(
        "AgentInfo", {"user": "1"}, lambda data, error: answers.append((data, error))
    )
    await until(lambda: answers)
    assert answers.pop() == ({"method": "AgentInfo", "user": "1"}, None)
    switch.outcome = RefusedByVendor("no", code=-2)
    runner.call_vendor("AgentInfo", {}, lambda data, error: answers.append((data, error)))
    await until(lambda: answers)
    data, error = answers.pop()
    assert data is None
    assert error is not None
    assert error.code == -2
    await runner.close()


async def test_closing_answers_what_is_on_its_way() -> None:
    runner, switch, _ = running()
    started = asyncio.Event()

    async def hang(command: Command, snapshot: Snap, agent_id: str | None = None) -> Accepted:
        started.set()
        await asyncio.Event().wait()
        raise AssertionError

    switch.perform = hang  # type: ignore[method-assign]
    answers: list[Result] = []
    runner.submit(LogIn("SIP/1"), answers.append)
    await started.wait()
    await runner.close()
    assert isinstance(answers[0], OutcomeUnknown)


ROW = {
    "number": "2198765456",
    "e164": None,
    "display": None,
    "name": "Maria",
    "withheld": False,
    "direction": "INBOUND",
    "called": "551140028922",
    "queue": "7012",
    "queue_name": "Support",
    "answered": None,
    "correlation_id": None,
}
NUMBERLESS = Call("7.1", parent="7.0", local_state=ConnectionState.ALERTING)


async def test_what_an_earlier_run_knew_of_a_call_is_recalled() -> None:
    asked: list[str] = []

    def remembered(root: str) -> dict[str, Any]:
        asked.append(root)
        return ROW

    runner, switch, _ = running(contacts=KnowsMaria(), remembered=remembered)
    switch.report(StateRead(calls=(NUMBERLESS,)))
    (call,) = runner.session.snapshot.calls
    assert asked == ["7.0"]
    assert call.remote == Remote("2198765456", display="+55 21 9876-5456", name="Maria")
    assert (call.direction, call.called, call.queue) == (
        Direction.INBOUND,
        "551140028922",
        QueueRef("7012", "Support"),
    )
    await runner.close()


async def test_what_the_vendor_tells_is_not_recalled() -> None:
    runner, switch, _ = running(remembered=lambda root: ROW | {"number": "777"})
    hidden = replace(NUMBERLESS, id="7.2", remote=Remote(withheld=True))
    switch.report(ringing())
    switch.report(CallChanged(EventType.DELIVERED, hidden))
    numbers = [call.remote.number for call in runner.session.snapshot.calls]
    assert numbers == ["2198765456", None]
    await runner.close()


async def test_a_journal_that_opens_late_is_asked_then() -> None:
    rows: dict[str, dict[str, Any]] = {}
    runner, switch, _ = running(remembered=rows.get)
    switch.report(StateRead(calls=(NUMBERLESS,)))
    assert runner.session.snapshot.calls[0].remote.number is None
    rows["7.0"] = ROW
    runner.recall_calls()
    assert runner.session.snapshot.calls[0].remote.number == "2198765456"
    await runner.close()


@pytest.mark.expected_log("looking a call up in the journal failed")
async def test_a_failing_journal_costs_no_call() -> None:
    def fail(root: str) -> None:
        raise KeyError(root)

    runner, switch, _ = running(remembered=fail)
    switch.report(StateRead(calls=(NUMBERLESS,)))
    assert [call.id for call in runner.session.snapshot.calls] == ["7.1"]
    await runner.close()
