"""Queues for pictures, tests and the bench: a few of an office, and those of a large company."""

from __future__ import annotations

import random

from msgspec.structs import replace

from cti_desk.core.capabilities import CapabilityTable, not_offered
from cti_desk.core.model import (
    AgentState,
    Queue,
    QueueAgents,
    QueueMember,
    ServiceLevel,
    Waiting,
)
from scripts.situations import LUNCH, NOW, TABLE

NAMED: CapabilityTable = replace(TABLE, vendor="Compass")
"""A vendor that tells everything about queues, and lets agents join and leave."""

_BY_OTHERS = "Your queues are set by your administrator."
COUNTED: CapabilityTable = replace(
    TABLE,
    commands={
        **TABLE.commands,
        "JoinQueue": not_offered(_BY_OTHERS),
        "LeaveQueue": not_offered(_BY_OTHERS),
    },
    unknowable=("queues.state", "queues.waiting", "queues.members", "queues.changes"),
)
"""A vendor that tells only figures."""

ME = QueueMember("default_1001", "Ana Lima", AgentState.READY, since=NOW - 754)
JOAO = QueueMember("default_1002", "João Pereira", AgentState.NOT_READY, LUNCH, NOW - 1270, True)
RUI = QueueMember("default_1003", "Rui Alves", AgentState.BUSY, since=NOW - 340)
EVA = QueueMember("default_1004", "Eva Martins", AgentState.WORKING_AFTER_CALL, since=NOW - 22)
LEO = QueueMember("default_1005", "Leo Castro", AgentState.BUSY, LUNCH, NOW - 95, True)
IDA = QueueMember("default_1006", "Ida Nunes", AgentState.LOGGED_OUT, since=NOW - 16000)
LONG = "Maximiliane von und zu Hohenstein-Castellani, Import and Export Department"

SUPPORT = Queue(
    "7012",
    "Support",
    member=True,
    state=AgentState.READY,
    waiting=(
        Waiting("+55 21 98765-4321", NOW - 72, "Maria Souza", "w1"),
        Waiting("+55 11 4002-8922", NOW - 41, None, "w2"),
        Waiting("+49 30 901820", NOW - 8, LONG, "w3"),
    ),
    members=(ME, JOAO, RUI, EVA, IDA),
)
SALES = Queue(
    "7013",
    "Sales",
    member=True,
    state=AgentState.NOT_READY,
    reason=LUNCH,
    waiting=tuple(
        Waiting(f"+55 31 3333-10{number:02}", NOW - 262 + 19 * number, None, f"s{number}")
        for number in range(11)
    ),
    members=(replace(ME, state=AgentState.NOT_READY, reason=LUNCH, since=NOW - 300), LEO),
)
BILLING = Queue("7014", "Billing", member=False, waiting=(), members=(RUI, EVA))
NIGHT = Queue(
    "7015",
    "Night desk for the hotels of the north and the ferries in winter",
    member=False,
    waiting=(Waiting(None, NOW - 12, None, "n1"),),
    members=(),
)
OFFICE = (BILLING, NIGHT, SALES, SUPPORT)
FIGURES = (
    Queue("7012", "Support", member=True, agents=QueueAgents(3, 1, 2), waiting_count=4),
    Queue("7013", "Sales", member=True, agents=QueueAgents(0, 2, 0), waiting_count=0),
)

READ_TABLE: CapabilityTable = replace(
    COUNTED, unknowable=("queues.state", "queues.waiting", "queues.changes")
)
"""A vendor whose figures and members have to be read, as InstantVoice's."""

READ_AT = NOW - 4
LEVELS = (
    ServiceLevel(1, 30, 85.0),
    ServiceLevel(1, 60, 93.0),
    ServiceLevel(1, 90, 97.0),
    ServiceLevel(2, 30, 78.0),
    ServiceLevel(2, 60, 88.0),
    ServiceLevel(2, 90, 91.5),
)
READ = (
    Queue(
        "7012",
        "Support",
        member=True,
        agents=QueueAgents(3, 1, 2),
        members=tuple(replace(one, read_at=NOW - 12) for one in (ME, JOAO, RUI, EVA)),
        waiting_count=4,
        waiting_since=NOW - 72,
        service_levels=LEVELS,
        read_at=READ_AT,
    ),
    Queue("7013", "Sales", True, agents=QueueAgents(0, 2, 0), waiting_count=0, read_at=READ_AT),
)


def aged(seconds: float) -> tuple[Queue, ...]:
    """The same, read so much earlier."""
    return tuple(
        replace(
            queue,
            read_at=READ_AT - seconds,
            waiting_since=queue.waiting_since and queue.waiting_since - seconds,
            members=queue.members
            and tuple(replace(one, read_at=NOW - 12 - seconds) for one in queue.members),
        )
        for queue in READ
    )


def company(queues: int = 200, users: int = 5000, calls: int = 2000) -> tuple[Queue, ...]:
    """Many queues: the agent is in every tenth; all users and calls are somewhere."""
    chance = random.Random(4)
    states = list(AgentState)
    members = [
        QueueMember(f"u{number}", f"User {number:05}", chance.choice(states), since=NOW - number)
        for number in range(users)
    ]
    waiting = [
        Waiting(f"0{chance.randrange(10**9):09}", NOW - chance.randrange(300), None, f"c{number}")
        for number in range(calls)
    ]
    return tuple(
        Queue(
            f"q{number}",
            f"Queue {number:03}",
            member=number % 10 == 0,
            waiting=tuple(waiting[number::queues]),
            members=tuple(members[number::queues]),
        )
        for number in range(queues)
    )
