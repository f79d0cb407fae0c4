"""A link over SOAP: up when InstantVoice answers, state read again and again, stale when not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from cti_desk.core.capabilities import Offer
from cti_desk.core.commands import (
    ClearCall,
    Command,
    LogIn,
    LogOut,
    MakeCall,
    SetNotReady,
    SetReady,
)
from cti_desk.core.errors import CtiError, NotOffered, RefusedByVendor
from cti_desk.core.events import Event
from cti_desk.core.model import AgentState, ConnectionState, Direction, LinkState, Snapshot
from cti_desk.core.reports import Accepted, Result
from cti_desk.core.session import Session
from cti_desk.desk.observers import Observers
from cti_desk.desk.session_runner import SessionRunner
from cti_desk.switch_kit.silence import DEAD_WITHIN_S
from cti_desk.vendors.instantvoice import performer
from cti_desk.vendors.instantvoice.capabilities import NO_EVENTS, NOTHING_READ
from cti_desk.vendors.instantvoice.client import soap_caller
from cti_desk.vendors.instantvoice.client.monitor import over_soap
from cti_desk.vendors.instantvoice.client.reader import READINGS
from cti_desk.vendors.instantvoice.live.agent_state import BELIEVED, NOT_TOLD
from cti_desk.vendors.instantvoice.switch import InstantVoiceSwitch
from tests.support.instantvoice import AGENT, DEVICE, KEY, HandClock, setup_for
from tests.support.ivws_server import Asked, IvwsServer, Told, result
from tests.support.waiting import until


class Platform:
    """InstantVoice's answers over SOAP; change its fields to change them."""

    def __init__(self) -> None:
        self.status: str | None = None
        self.lines = ["IDLE"]
        self.uniqueid = ""
        self.codes: dict[str, int] = {}
        self.silent = False
        self.queues = "<AgentQueues><priority>0</priority><name>7012</name></AgentQueues>"

    def __call__(self, asked: Asked) -> Told | str | int | None:
        if self.silent:
            return None
        if asked.method in self.codes:
            return self.codes[asked.method]
        tell = getattr(self, f"tell_{asked.method}", None)
        return 0 if tell is None else result(asked.method, tell())

    def tell_AgentInfo(self) -> str:
        status = "" if self.status is None else f"<agentstatus>{self.status}</agentstatus>"
        return f"<accountcode>default</accountcode><user>1001</user>{status}"

    def tell_AgentLineList(self) -> str:
        return "".join(
            "<AgentLines><accountcode>default</accountcode><outbound>1</outbound>"
            f"<inbound>1</inbound><linestatus>{status}</linestatus><linenumber>{number}"
            f"</linenumber><linestatusts xs:nil='1'/><uniqueid>{self.uniqueid}</uniqueid>"
            "</AgentLines>"
            for number, status in enumerate(self.lines, 1)
        )

    def tell_AgentQueueList(self) -> str:
        return self.queues

    def tell_QueueInfo(self) -> str:
        return "<name>7012</name><description>Support</description><wrapuptime>0</wrapuptime>"


class Seat:
    """A session whose switch speaks SOAP to a server."""

    def __init__(self, ivws: IvwsServer, agent: str | None) -> None:
        self.ivws = ivws
        self.events: list[str] = []
        clock = HandClock()
        self.runner = SessionRunner(Session(), clock)
        self.runner.observe(Observers(events=(self._heard,)))
        setup = setup_for(
            ivws.address, transport="soap", secrets={"key": KEY}, clock=clock, agent=agent
        )
        self.switch = InstantVoiceSwitch(setup)
        self.runner.attach(self.switch)

    def _heard(self, event: Event, now: float) -> None:
        self.events.append(str(event.event))

    @property
    def now(self) -> Snapshot:
        return self.runner.session.snapshot

    async def do(self, command: Command) -> Accepted:
        answers: list[Result] = []
        self.runner.submit(command, answers.append, None, None)
        await until(lambda: answers, what=f"an answer to {command}")
        if isinstance(answers[0], CtiError):
            raise answers[0]
        return answers[0]

    async def link_is(self, state: LinkState) -> None:
        await until(lambda: self.now.link.state is state, what=f"link {state}")

    async def is_(self, state: AgentState) -> None:
        await until(lambda: self.now.agent.state is state, what=f"state {state}")

    async def calls(self, count: int) -> None:
        await until(lambda: len(self.now.calls) == count, what=f"{count} calls")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(over_soap, "POLL_S", 0.02)
    monkeypatch.setattr(over_soap, "SOON_S", 0.02)


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
def ivws(platform: Platform) -> Iterator[IvwsServer]:
    with IvwsServer(platform) as server:
        yield server


@asynccontextmanager
async def started(ivws: IvwsServer, agent: str | None = AGENT) -> AsyncIterator[Seat]:
    made = Seat(ivws, agent)
    try:
        yield made
    finally:
        await made.runner.close()


@asynccontextmanager
async def linked(ivws: IvwsServer, agent: str | None = AGENT) -> AsyncIterator[Seat]:
    async with started(ivws, agent) as made:
        await made.link_is(LinkState.UP)
        await until(lambda: made.now.queues)
        yield made


def test_a_profile_over_soap_imports_no_stomp_and_zeep_only_when_it_links() -> None:
    code = (
        "import sys; from cti_desk.vendors.instantvoice import VENDOR\n"
        "from tests.support.instantvoice import setup_for\n"
        "VENDOR.make_switch(setup_for('acd', transport='soap'))\n"
        "print([n for n in ('stomp', 'zeep', 'lxml', 'requests') if n in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


async def test_up_when_instantvoice_answers_with_what_soap_tells(ivws: IvwsServer) -> None:
    async with linked(ivws) as desk:
        assert desk.now.agent.state is AgentState.UNKNOWN
        assert desk.now.agent.note == NOT_TOLD
        assert desk.now.queues[0].name == "Support"
        table = desk.runner.session.table
        assert table.warnings == (NO_EVENTS,)
        assert {"agent.since", "calls.remote.number", "calls.queue"} <= set(table.unknowable)
        assert table.of("SetNotReady").usable


async def test_logging_in_pausing_and_out_again_is_believed_and_said_to_be(
    ivws: IvwsServer,
) -> None:
    async with linked(ivws) as desk:
        assert (await desk.do(LogIn(DEVICE))).accepted
        await desk.is_(AgentState.READY)
        assert desk.now.agent.device == DEVICE
        assert desk.now.agent.note == BELIEVED
        await desk.do(SetNotReady("2"))
        await desk.is_(AgentState.NOT_READY)
        assert desk.now.agent.reason is not None
        assert desk.now.agent.reason.text == "Lunch"
        assert desk.now.agent.changed_by == "agent"
        seen = len(ivws.of("AgentInfo"))
        await until(lambda: len(ivws.of("AgentInfo")) > seen + 2)
        assert desk.now.agent.state is AgentState.NOT_READY
        assert desk.now.agent.note == BELIEVED
        await desk.do(SetReady())
        await desk.is_(AgentState.READY)
        await desk.do(LogOut())
        await desk.is_(AgentState.LOGGED_OUT)
    (login,) = ivws.of("AgentLogin")
    assert login.arguments["Interface"] == DEVICE
    assert login.arguments["User"] == AGENT


async def test_a_server_that_tells_the_status_is_read_not_believed(
    ivws: IvwsServer, platform: Platform
) -> None:
    platform.status = "LOGOFF"
    async with linked(ivws) as desk:
        await desk.is_(AgentState.LOGGED_OUT)
        assert "agent.since" not in desk.runner.session.table.unknowable
        await desk.do(LogIn(DEVICE))
        assert desk.now.agent.state is AgentState.LOGGED_OUT  # accepted, and not so yet
        platform.status = "IDLE"
        await desk.is_(AgentState.READY)
        assert desk.now.agent.note is None
        platform.status = "PAUSED"
        await desk.is_(AgentState.NOT_READY)
        assert desk.now.agent.changed_by == "server"
        platform.status = None
        await until(lambda: desk.now.agent.note == BELIEVED)
        platform.status = "PAUSED"
        await until(lambda: desk.now.agent.note is None)


async def test_a_pause_in_a_call_waits_for_its_end(ivws: IvwsServer, platform: Platform) -> None:
    async with linked(ivws) as desk:
        await desk.do(LogIn(DEVICE))
        platform.lines = ["ONCALL"]
        await desk.is_(AgentState.BUSY)
        await desk.do(SetNotReady("1"))
        await until(lambda: desk.now.agent.pending)
        assert desk.now.agent.underlying is AgentState.READY
        platform.lines = ["IDLE"]
        await desk.is_(AgentState.NOT_READY)
        assert desk.now.agent.reason is not None
        assert desk.now.agent.reason.code == "1"


async def test_code_4_is_believed_unless_it_contradicts(
    ivws: IvwsServer, platform: Platform
) -> None:
    platform.codes = dict.fromkeys(["AgentPause", "AgentUnpause", "AgentLogin"], 4)
    async with linked(ivws) as desk:
        with pytest.raises(RefusedByVendor, match="cannot be read"):
            await desk.do(LogIn(DEVICE))  # in, but ready or paused?
        assert (await desk.do(SetReady())).confirmed
        await desk.is_(AgentState.READY)
        assert (await desk.do(SetNotReady("2"))).confirmed
        await desk.is_(AgentState.NOT_READY)
        assert desk.now.agent.reason is None  # already so, for whatever reason
        with pytest.raises(RefusedByVendor, match="repeat"):
            await desk.do(SetNotReady("1"))


@pytest.mark.parametrize("code", [5, 8])
async def test_a_refusal_that_contradicts_what_is_believed_leaves_it_unknown(
    ivws: IvwsServer, platform: Platform, code: int
) -> None:
    """A supervisor has logged the agent out, and nothing tells: the agent must get in again."""
    async with linked(ivws) as desk:
        await desk.do(LogIn(DEVICE))
        await desk.is_(AgentState.READY)
        platform.codes = {"AgentPause": code}
        with pytest.raises(RefusedByVendor):
            await desk.do(SetNotReady("1"))
        await desk.is_(AgentState.UNKNOWN)
        assert desk.now.agent.note == NOT_TOLD
        assert (await desk.do(LogIn(DEVICE))).accepted
        await desk.is_(AgentState.READY)


async def test_a_refusal_for_another_reason_leaves_what_is_believed(
    ivws: IvwsServer, platform: Platform
) -> None:
    async with linked(ivws) as desk:
        await desk.do(LogIn(DEVICE))
        platform.codes = {"AgentPause": -2}
        with pytest.raises(RefusedByVendor):
            await desk.do(SetNotReady("1"))
        await desk.is_(AgentState.READY)


async def test_a_call_dialled_from_here_is_the_line_that_becomes_busy(
    ivws: IvwsServer, platform: Platform
) -> None:
    async with linked(ivws) as desk:
        await desk.do(LogIn(DEVICE))
        dialling = ivws.answers

        def dial(asked: Asked) -> Any:
            if asked.method == "NewCall":
                platform.lines = ["RINGING"]
            return dialling(asked)

        ivws.answers = dial
        assert (await desk.do(MakeCall("6100", "9999"))).accepted
        await desk.calls(1)
        (call,) = desk.now.calls
        assert (call.direction, call.remote.number) == (Direction.OUTBOUND, "6100")
        assert (call.correlation_id, call.id_source) == ("9999", "derived")
        assert call.local_state is ConnectionState.ALERTING
        platform.lines = ["ONCALL"]
        await desk.is_(AgentState.BUSY)
        offered = desk.runner.session.table.for_call("ClearCall", desk.now.calls[0], ())
        assert offered.offer is Offer.NOT_OFFERED
        assert "no number for this call" in str(offered.why)
        with pytest.raises(NotOffered):
            await desk.switch.perform(ClearCall(call.id), desk.now)
        platform.lines = ["IDLE"]
        await desk.calls(0)
        assert desk.events.count("ConnectionCleared") == 1
    assert ivws.of("Hangup") == []
    assert ivws.of("NewCall")[0].arguments["External_id"] == "9999"


async def test_a_server_that_tells_the_calls_number_lets_it_be_hung_up(
    ivws: IvwsServer, platform: Platform
) -> None:
    platform.lines, platform.uniqueid = ["ONCALL"], "1282781304.2.5"
    async with linked(ivws) as desk:
        await desk.calls(1)
        (call,) = desk.now.calls
        assert (call.id, call.id_source) == ("1282781304.2.5", "vendor")
        await desk.do(ClearCall(call.id))
    assert ivws.of("Hangup")[0].arguments["Uniqueid"] == "1282781304.2.5"


async def test_a_poll_without_an_answer_makes_the_link_stale(
    ivws: IvwsServer, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soap_caller.SoapCaller.__init__, "__defaults__", (0.3,))
    async with linked(ivws) as desk:
        await desk.do(LogIn(DEVICE))
        platform.silent = True
        await desk.link_is(LinkState.DOWN)
        assert "answer within" in str(desk.now.link.reason)
        assert desk.now.link.lost_at is not None
        assert desk.now.agent.state is AgentState.READY
        ivws.leaving.set()
        ivws.leaving = type(ivws.leaving)()
        platform.silent = False
        await desk.link_is(LinkState.UP)
        await until(lambda: "Resynchronised" in desk.events)


def test_a_dead_server_is_seen_within_the_promise_however_slow_it_was() -> None:
    assert over_soap.SLOWEST_S + soap_caller.ANSWER_S < DEAD_WITHIN_S


async def test_a_silent_server_is_asked_one_question_only(
    ivws: IvwsServer, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them would take its time, one after the other."""
    monkeypatch.setattr(soap_caller.SoapCaller.__init__, "__defaults__", (0.3,))
    async with linked(ivws) as desk:
        await until(lambda: ivws.of("AgentLineList"))
        platform.silent = True
        before = len(ivws.asked)
        await desk.link_is(LinkState.DOWN)
        assert len(ivws.asked) - before <= 2, "one that was on its way, and one more"


@pytest.mark.parametrize(
    ("wsdl", "words"),
    [(Told("no", 404), "IVWS"), (Told("<html/>"), "WSDL of 127.0.0.1")],
)
async def test_no_web_service_there_is_said_in_words(
    ivws: IvwsServer, wsdl: Told, words: str
) -> None:
    ivws.wsdl = wsdl
    async with started(ivws) as desk:
        await desk.link_is(LinkState.DOWN)
        assert words in str(desk.now.link.reason)


async def test_a_web_page_in_the_services_place_is_no_link(
    ivws: IvwsServer, platform: Platform
) -> None:
    ivws.answers = lambda asked: "<html>Sign in to the hotel's network</html>"
    async with started(ivws) as desk:
        await desk.link_is(LinkState.DOWN)
        assert "with a web page" in str(desk.now.link.reason)
        ivws.answers = platform
        await desk.link_is(LinkState.UP)


async def test_a_key_without_rights_is_told_and_the_link_still_watched(
    ivws: IvwsServer, platform: Platform
) -> None:
    readings = ["AgentInfo", "AgentLineList", "AgentQueueList", "AgentPause"]
    platform.codes = dict.fromkeys(readings, -2)
    async with started(ivws) as desk:
        await desk.link_is(LinkState.UP)
        await until(lambda: NOTHING_READ in desk.runner.session.table.warnings)
        with pytest.raises(RefusedByVendor, match="it may be wrong") as refused:
            await desk.do(SetNotReady("1"))
        assert refused.value.code == -2
        await desk.do(LogIn(DEVICE))
        await desk.is_(AgentState.READY)  # what is accepted is all there is
        ivws.answers = lambda asked: Told(raw=b"")
        await desk.link_is(LinkState.DOWN)


async def test_a_web_service_without_its_exchange_is_no_link(
    ivws: IvwsServer, platform: Platform
) -> None:
    async with linked(ivws) as desk:
        platform.codes = {"AgentInfo": -1}
        await desk.link_is(LinkState.DOWN)
        assert "cannot reach the call distribution" in str(desk.now.link.reason)
        platform.codes = {"AgentInfo": 9999}
        await desk.link_is(LinkState.UP)
        await until(lambda: "(code 9999)" in desk.runner.session.table.warnings[1])


async def test_a_slow_reading_holds_no_action_up(
    ivws: IvwsServer, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(performer, "BEFORE_S", 0.05)
    monkeypatch.setattr(performer, "AFTER_S", 0.05)
    async with linked(ivws) as desk:
        await desk.do(LogIn(DEVICE))
        answering = ivws.answers
        ivws.answers = lambda asked: None if asked.method in READINGS else answering(asked)
        assert (await desk.do(SetNotReady("1"))).accepted
        assert desk.now.agent.state is AgentState.NOT_READY
        assert (await desk.do(MakeCall("6100"))).accepted
    assert len(ivws.of("NewCall")) == 1


async def test_without_an_agent_the_first_login_chooses(ivws: IvwsServer) -> None:
    async with started(ivws, agent=None) as desk:
        await desk.link_is(LinkState.UP)
        assert ivws.of("AgentInfo")[0].arguments["user"] == "0"
        outcome = await desk.switch.perform(LogIn(DEVICE), desk.now, AGENT)
        assert isinstance(outcome, Accepted)
        await until(lambda: desk.now.agent.id == AGENT)
        await desk.is_(AgentState.READY)
        await until(lambda: desk.now.queues)


async def test_waking_reads_at_once(ivws: IvwsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(over_soap, "POLL_S", 3600.0)
    monkeypatch.setattr(over_soap, "SLOWEST_S", 3600.0)
    async with linked(ivws) as desk:
        seen = len(ivws.of("AgentLineList"))
        desk.switch.retry_now()
        await until(lambda: len(ivws.of("AgentLineList")) > seen)


async def test_a_quiet_desk_tells_nothing_again_and_again(ivws: IvwsServer) -> None:
    async with linked(ivws) as desk:
        await desk.do(LogIn(DEVICE))
        await desk.is_(AgentState.READY)
        told, seen = len(desk.events), len(ivws.of("AgentInfo"))
        await until(lambda: len(ivws.of("AgentInfo")) > seen + 5)
        assert len(desk.events) == told


async def test_closing_ends_everything_while_a_reading_is_on_its_way(
    ivws: IvwsServer, platform: Platform
) -> None:
    async with linked(ivws):
        platform.silent = True
        seen = len(ivws.asked)
        await until(lambda: len(ivws.asked) > seen)
