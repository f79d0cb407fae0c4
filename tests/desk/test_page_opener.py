"""The CRM's page: once for each party, by the rule in force, and never for a colleague."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.errors import CtiError
from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call, Colleague, ConnectionState, Direction, QueueRef, Remote
from cti_desk.core.moment import Moment
from cti_desk.core.ports import Contact
from cti_desk.core.reports import AgentChosen
from cti_desk.core.session import Session
from cti_desk.desk import page_opener
from cti_desk.desk.page_opener import PageOpener
from cti_desk.settings.memory import FileMemory
from cti_desk.settings.sections import ScreenPopRule
from tests.support.waiting import until

RULE = ScreenPopRule(url="https://crm.example.com/call{?number}")
WITH_QUEUE = ScreenPopRule(url="https://crm.example.com/call{?number,queue}")
QUEUE = QueueRef("7012", "Support")


class NoContacts:
    def look_up(self, number: str) -> Contact:
        return Contact()


class LoopClock:
    def now(self) -> float:
        return 1_795_298_371.0 + asyncio.get_running_loop().time()

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()


class Running:
    def __init__(self) -> None:
        self.session = Session()
        self.session.handle(AgentChosen("default_1001"), Moment(1.0, 1.0))


def call(call_id: str = "1", parent: str | None = None, **more: Any) -> Call:
    return replace(
        Call(
            call_id,
            parent,
            Direction.INBOUND,
            ConnectionState.ALERTING,
            remote=Remote(number="+55 21"),
        ),
        **more,
    )


def now() -> Moment:
    clock = LoopClock()
    return Moment(clock.now(), clock.monotonic())


async def ring(opener: PageOpener, given: Call, kind: EventType = EventType.DELIVERED) -> None:
    opener.on_event(Event(kind, call=given), now())
    await asyncio.sleep(0)  # pages open after the turn in which they were decided


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    pages: list[tuple[Any, ...]] = []
    monkeypatch.setattr(page_opener, "open_page", lambda *what: pages.append(what))
    return pages


Make = Callable[..., PageOpener]


@pytest.fixture
def make(tmp_path: Path, loop: asyncio.AbstractEventLoop) -> Iterator[Make]:
    made: list[PageOpener] = []

    def make_one(rule: ScreenPopRule = RULE, running: Running | None = None) -> PageOpener:
        memory = FileMemory(tmp_path / "memory.json")
        opener = PageOpener(
            NoContacts(), running or Running(), LoopClock(), memory, lambda error: None
        )
        opener.use(rule)
        made.append(opener)
        return opener

    yield make_one
    for opener in made:
        opener.close()


async def test_opens_once_for_each_root_call(make: Make, opened: list[Any]) -> None:
    opener = make()
    for given in (call("1"), call("1"), call("1~2", parent="1")):
        await ring(opener, given)
    assert len(opened) == 1
    template, variables, schemes, hosts, _ = opened[0]
    assert template == RULE.url
    assert variables["number"] == "+55 21"
    assert variables["agent"] == "default_1001"
    assert (schemes, hosts) == (("https", "http"), ("crm.example.com",))


async def test_using_the_same_rule_again_opens_nothing_twice(make: Make, opened: list[Any]) -> None:
    opener = make()
    await ring(opener, call())
    opener.use(ScreenPopRule(url=RULE.url))
    await ring(opener, call())
    assert len(opened) == 1


async def test_another_moment_is_decided_anew(make: Make, opened: list[Any]) -> None:
    opener = make()
    await ring(opener, call())
    opener.use(ScreenPopRule(url=RULE.url, trigger="answered"))
    await ring(opener, call(local_state=ConnectionState.CONNECTED), EventType.ESTABLISHED)
    assert len(opened) == 2


async def test_what_comes_a_little_later_is_waited_for(make: Make, opened: list[Any]) -> None:
    opener = make(WITH_QUEUE)
    await ring(opener, call())
    assert opened == []
    await ring(opener, call(queue=QUEUE), EventType.CALL_INFORMATION)
    assert [page[1]["queue"] for page in opened] == ["7012"]
    assert opener._waiting == {}


async def test_what_does_not_come_is_left_out(
    make: Make, opened: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cti_desk.core.screen_pop.WAIT_S", 0.01)
    opener = make(WITH_QUEUE)
    await ring(opener, call())
    assert opened == []
    await until(lambda: opened)
    assert "queue" not in opened[0][1]
    await ring(opener, call(queue=QUEUE), EventType.CALL_INFORMATION)
    assert len(opened) == 1


async def test_what_the_vendor_never_tells_is_not_waited_for(make: Make, opened: list[Any]) -> None:
    running = Running()
    running.session.table = CapabilityTable(unknowable=("calls.queue",))
    await ring(make(WITH_QUEUE, running), call())
    assert len(opened) == 1


async def test_a_call_that_ends_while_it_is_waited_for_opens_nothing(
    make: Make, opened: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cti_desk.core.screen_pop.WAIT_S", 0.01)
    opener = make(WITH_QUEUE)
    await ring(opener, call())
    await ring(opener, call(), EventType.CONNECTION_CLEARED)
    assert opener._waiting == {}
    await ring(opener, call("2"))
    await until(lambda: opened)
    assert [page[1]["call_id"] for page in opened] == ["2"]


async def test_a_desk_that_is_killed_opens_no_second_page(
    make: Make, opened: list[Any], tmp_path: Path
) -> None:
    await ring(make(), call("7.1", parent="7.0"))
    await until((tmp_path / "memory.json").exists)
    await ring(make(), call("7.2", parent="7.0"))
    assert len(opened) == 1
    await ring(make(), call("8.1"))
    assert len(opened) == 2


async def test_no_page_opens_before_its_decision_is_written(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in between, the desk would open it again."""
    known_by_then: list[str] = []

    def open_page(*what: Any) -> None:
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        known_by_then.append("".join(path.read_text() for path in files))

    monkeypatch.setattr(page_opener, "open_page", open_page)
    opener = make()
    opener.use(RULE)
    opener.on_event(Event(EventType.DELIVERED, call=call("7")), now())
    opener.on_event(Event(EventType.DELIVERED, call=call("8")), now())
    opener.close()
    assert len(known_by_then) == 2
    assert all('"7"' in text and '"8"' in text for text in known_by_then)


async def test_a_memory_of_nonsense_opens_pages_all_the_same(
    make: Make, opened: list[Any], tmp_path: Path
) -> None:
    (tmp_path / "memory.json").write_text(json.dumps({"pages": [["ringing", 7], None]}))
    await ring(make(), call())
    assert len(opened) == 1


async def test_a_colleagues_call_opens_nothing(make: Make, opened: list[Any]) -> None:
    event = Event(EventType.DELIVERED, call=call(), colleague=Colleague("default_1002"))
    make().on_event(event, now())
    assert opened == []


async def test_every_click_opens(make: Make, opened: list[Any]) -> None:
    opener = make()
    opener.clicked(call())
    opener.clicked(call())
    assert len(opened) == 2


async def test_without_a_page_there_is_nothing_to_open(make: Make, opened: list[Any]) -> None:
    opener = make(ScreenPopRule())
    assert not opener.available
    await ring(opener, call())
    opener.clicked(call())
    assert opened == []


async def test_why_is_in_the_log_without_the_number(
    make: Make, opened: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "cti_desk")
    opener = make(WITH_QUEUE)
    await ring(opener, call())
    for _ in range(3):
        await ring(opener, call(queue=QUEUE), EventType.CALL_INFORMATION)
    await ring(opener, call(), EventType.CONNECTION_CLEARED)
    opener.use(ScreenPopRule(url=RULE.url, trigger="ended"))
    await ring(opener, call("2"))
    await ring(opener, call("2"), EventType.CONNECTION_CLEARED)
    assert [record.getMessage() for record in caplog.records] == [
        "call 1: the page waits for queue",
        "call 1: the page is opened (ringing)",
        "call 1: no page is opened: one was opened for this party (ringing)",
        "call 2: no page is opened: the call was over before the moment “ended” came",
    ]
    assert "+55" not in caplog.text


async def test_what_failed_is_told(
    tmp_path: Path, loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*what: object) -> None:
        raise CtiError("The page was not opened: no program for it was found.")

    monkeypatch.setattr(page_opener, "open_page", fail)
    told: list[str] = []
    memory = FileMemory(tmp_path / "memory.json")
    opener = PageOpener(
        NoContacts(), Running(), LoopClock(), memory, lambda error: told.append(str(error))
    )
    opener.use(RULE)
    await ring(opener, call())
    opener.clicked(call())
    assert told == ["The page was not opened: no program for it was found."] * 2
    opener.close()
