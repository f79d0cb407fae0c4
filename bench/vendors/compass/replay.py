"""How long a large company's notifications take, from XML to the core's snapshot."""

from __future__ import annotations

import asyncio
import time
from xml.etree.ElementTree import Element, fromstring, tostring

from msgspec import Struct

from bench.lab import Lab
from bench.model import Promise, Row, Sample
from cti_desk.core.moment import read
from cti_desk.core.session import Session
from cti_desk.vendors.compass.client.event_link import hear, load
from cti_desk.vendors.compass.live.chosen_queues import ChosenQueues, Joining
from cti_desk.vendors.compass.live.monitor import Monitor
from cti_desk.vendors.compass.messages import notifications as n
from cti_desk.vendors.compass.messages.callpoints import (
    Callpoint,
    DialplanPoint,
    ExternalPoint,
    QueuePoint,
    UserPoint,
)
from cti_desk.vendors.compass.messages.calls import Call
from cti_desk.vendors.compass.messages.members import QueueMember
from cti_desk.vendors.compass.messages.pubsub import Item, build_event, parse_event
from cti_desk.vendors.compass.messages.queues import Queue
from cti_desk.vendors.compass.messages.users import User

USERS, QUEUES, CALLS = 5_000, 200, 2_000
NOTIFICATIONS = 10_000
OWN = "u0"
JID = "u0@uc.example.com"
_AT = 1_492_705_754.0


class Company(Struct, frozen=True):
    """The first lists."""

    users: tuple[User, ...]
    queues: tuple[Queue, ...]
    calls: tuple[Call, ...]


class Clock:
    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()


class NoMemory:
    def get(self, key: str, default: object = None) -> object:
        return default

    def set(self, key: str, value: object) -> None:
        raise AssertionError(key)


def company() -> Company:
    share = USERS // QUEUES
    members = {
        f"q{queue}": tuple(
            QueueMember(f"q{queue}", f"u{queue * share + number}", 1) for number in range(share)
        )
        for queue in range(QUEUES)
    }
    return Company(
        tuple(
            User(f"u{number}", f"User {number}", True, xmpp_jid=f"u{number}@uc.example.com")
            for number in range(USERS)
        ),
        tuple(Queue(key, f"Queue {key}", entries) for key, entries in members.items()),
        tuple(_call(f"c{number}", number, "ANSWERED") for number in range(CALLS)),
    )


def feed() -> list[str]:
    """Calls through queues to agents, every fiftieth of them the own one, as they arrive."""
    told: list[n.Notification] = []
    number = 0
    while len(told) < NOTIFICATIONS:
        agent = 0 if number % 50 == 0 else CALLS + number % (USERS - CALLS)
        queue = f"q{number % QUEUES}"
        first = _call(f"n{number}", agent, "CONNECTING", DialplanPoint("2", "CONNECTING", _AT))
        waits = _call(f"n{number}", agent, "ANSWERED", QueuePoint("3", "ANSWERED", queue_id=queue))
        told += [
            n.CallStart(first, timestamp=_AT),
            n.CallUpdate(waits, "DESTINATION", timestamp=_AT),
            n.QueueCallEnter(queue, first.id, timestamp=_AT),
            n.CallUpdate(_call(first.id, agent, "ANSWERED"), "DESTINATION", timestamp=_AT),
            n.QueueCallLeave(queue, first.id, timestamp=_AT),
            n.CallEnd(first.id, "SOURCE_HANGUP", timestamp=_AT),
        ]
        number += 1
    return [
        tostring(build_event("15", (Item(str(index), one),)), "unicode")
        for index, one in enumerate(told[:NOTIFICATIONS])
    ]


def _call(call_id: str, agent: int, state: str, destination: Callpoint | None = None) -> Call:
    point = destination or UserPoint("4", state, _AT, user_id=f"u{agent}")
    return Call(call_id, ExternalPoint("1", state, _AT, number="31612"), point, state)


async def _replayed(told: list[str]) -> float:
    session, clock = Session(), Clock()
    chosen = ChosenQueues((), Joining(1, False), NoMemory(), "queues")
    monitor = Monitor("status", chosen, clock, asyncio.get_running_loop().call_later)
    monitor.report = lambda report: session.handle(report, read(clock))
    await load(monitor, company(), (), JID)
    assert session.snapshot.agent.id == OWN
    started = time.perf_counter()
    for text in told:
        items = parse_event(_message(text)).items
        await hear(monitor, [item.notification for item in items])
    took = time.perf_counter() - started
    monitor.close()
    assert len(monitor.company.calls) in (CALLS, CALLS + 1)
    assert len(session.snapshot.queues) == QUEUES
    return took


def _message(text: str) -> Element:
    return fromstring(f"<message>{text}</message>")


def measure(lab: Lab) -> Sample:
    """The floor is reading the XML, which a client that does nothing has to do as well."""
    told = feed()
    started = time.perf_counter()
    for text in told:
        _message(text)
    floor = time.perf_counter() - started
    return Sample(1000 * floor, 1000 * asyncio.run(_replayed(told)))


ROW = Row(
    "Compass, 10,000 notifications",
    "ms",
    f"{NOTIFICATIONS:,} notifications from XML to the core, in a company of {USERS:,} users, "
    f"{QUEUES} queues and {CALLS:,} calls; all calls and queues are known at the end",
    Promise(plus=2000),
    measure,
)
