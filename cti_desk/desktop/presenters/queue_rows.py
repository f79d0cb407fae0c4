"""The rows of the queue panel: which queues, callers and members, in which order.

A row holds only what it shows, so that two rows are equal when nothing needs painting. Rows of a
queue that is the same object as before are not made again: 200 queues cost what one change costs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any, Final, Literal

from msgspec import Struct

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.model import (
    AgentState,
    Queue,
    QueueAgents,
    QueueMember,
    Reason,
    ServiceLevel,
    Snapshot,
    Waiting,
)
from cti_desk.desktop.options import QueueOptions
from cti_desk.desktop.words import tr

Sort = Literal["name", "waiting", "longest"]
SORTS: Final[tuple[Sort, ...]] = ("name", "waiting", "longest")


class Figures(Struct, frozen=True):
    """How many members are in which state; ``None`` where nobody says."""

    ready: int | None = None
    paused: int | None = None
    busy: int | None = None
    working: int | None = None


class Head(Struct, frozen=True):
    """A queue itself. ``oldest`` is since when its first caller waits, ``read_at`` when its figures
    were read (``None``: events tell of them).
    """

    key: Hashable
    id: str
    name: str
    member: bool | None
    state: AgentState | None
    reason: Reason | None
    count: int | None
    oldest: float | None
    figures: Figures
    is_open: bool
    levels: tuple[ServiceLevel, ...] = ()
    read_at: float | None = None


class Caller(Struct, frozen=True, gc=False):
    """Somebody who waits."""

    key: Hashable
    queue: str
    caller: Waiting


class Member(Struct, frozen=True, gc=False):
    """An agent of a queue; ``me`` is the desk's own, ``order`` their place among the others."""

    key: Hashable
    queue: str
    member: QueueMember
    me: bool = False
    order: tuple[int, str, str] = (0, "", "")


class Note(Struct, frozen=True):
    """A sentence in place of rows that cannot be shown."""

    key: Hashable
    queue: str
    text: str


Row = Head | Caller | Member | Note
Block = tuple[Row, ...]
"""A queue with what is shown below it; never empty."""


class Wish(Struct, frozen=True):
    """What the agent wants to see.

    ``turned`` are the queues that are not as they are by default: own ones open, others closed.
    """

    search: str = ""
    sort: Sort = "name"
    by_state: bool = False
    turned: frozenset[str] = frozenset()


class _Kept(Struct):
    """A queue's block, and what it was made of; ``rows`` by their keys, to be taken again."""

    queue: Queue
    asked_for: tuple[Any, ...]
    block: Block
    rows: dict[Hashable, Row]


class QueueRows:
    """Makes the blocks, and keeps them while what they are made of stays the same."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}

    def blocks(
        self, snapshot: Snapshot, table: CapabilityTable, wish: Wish, options: QueueOptions
    ) -> tuple[Block, ...]:
        """The blocks from top to bottom: own queues first."""
        needle = wish.search.strip().casefold()
        asked_for = (needle, wish.by_state, snapshot.agent.id, table.unknowable, table.vendor)
        kept: dict[str, _Kept] = {}
        found: list[tuple[Queue, Block]] = []
        for queue in chosen(snapshot.queues, options):
            before = self._kept.get(queue.id)
            full = (*asked_for, is_open(queue, wish))
            if before is None or before.queue is not queue or before.asked_for != full:
                same = before is not None and before.asked_for[:-1] == asked_for
                rows = before.rows if before is not None and same else {}
                block = _block(queue, snapshot.agent.id, table, wish, needle, rows)
                before = _Kept(queue, full, block, {row.key: row for row in block})
            kept[queue.id] = before
            if before.block:
                found.append((queue, before.block))
        self._kept = kept
        found.sort(key=_order(wish.sort))
        return tuple(block for _, block in found)


def is_open(queue: Queue, wish: Wish) -> bool:
    """Whether what is in a queue is shown."""
    return bool(queue.member) != (queue.id in wish.turned)


def chosen(queues: Iterable[Queue], options: QueueOptions) -> Iterator[Queue]:
    """The queues that the settings let through."""
    only = {text.strip().casefold() for text in options.only}
    for queue in queues:
        if options.show == "own" and not queue.member:
            continue
        if only and not {queue.id.casefold(), (queue.name or "").casefold()} & only:
            continue
        yield queue


def _order(sort: Sort) -> Callable[[tuple[Queue, Block]], tuple[Any, ...]]:
    def key(item: tuple[Queue, Block]) -> tuple[Any, ...]:
        queue, block = item
        head = block[0]
        assert isinstance(head, Head)
        first: float = 0
        if sort == "waiting":
            first = -(head.count or 0)
        elif sort == "longest":
            first = float("inf") if head.oldest is None else head.oldest
        return not queue.member, first, head.name.casefold(), head.id

    return key


def _block(
    queue: Queue,
    me: str | None,
    table: CapabilityTable,
    wish: Wish,
    needle: str,
    before: Mapping[Hashable, Row],
) -> Block:
    """A queue's rows; none when nothing of it is looked for. What is found is shown open.

    Rows of callers and members that are as ``before`` are taken again.
    """
    name = queue.name or queue.id
    whole = not needle or needle in name.casefold() or needle in queue.id.casefold()
    opened = is_open(queue, wish)
    below: list[Row] = []
    if opened or not whole:
        below += [row for row in _callers(queue, before) if whole or _calls(row, needle)]
        below += [
            row for row in _members(queue, me, wish, before) if whole or _is_named(row, needle)
        ]
        if whole:
            below += _levels(queue)
            below += _notes(queue, table)
        elif not below:
            return ()
    head = Head(
        ("queue", queue.id),
        queue.id,
        name,
        queue.member,
        queue.state,
        queue.reason,
        queue.how_many_wait,
        queue.longest_since,
        _figures(queue),
        opened or not whole,
        queue.service_levels or (),
        queue.read_at,
    )
    return (head, *below)


def _callers(queue: Queue, before: Mapping[Hashable, Row]) -> list[Caller]:
    """The longest wait first. A caller without an id is known by number and time."""
    rows: list[Caller] = []
    seen: Counter[Hashable] = Counter()
    for waiting in sorted(queue.waiting or (), key=_since):
        name: Hashable = waiting.id or (waiting.number, waiting.name, waiting.since)
        key = ("caller", queue.id, name, seen[name])
        seen[name] += 1
        row = before.get(key)
        if not isinstance(row, Caller) or row.caller != waiting:
            row = Caller(key, queue.id, waiting)
        rows.append(row)
    return rows


def _since(waiting: Waiting) -> float:
    return waiting.since


_FIRST: Final = (
    AgentState.READY,
    AgentState.WORKING_AFTER_CALL,
    AgentState.BUSY,
    AgentState.NOT_READY,
    AgentState.LOGGED_OUT,
    AgentState.UNKNOWN,
)
_RANK: Final = {state: rank for rank, state in enumerate(_FIRST)}


_ORDER: Final = attrgetter("order")


def _members(
    queue: Queue, me: str | None, wish: Wish, before: Mapping[Hashable, Row]
) -> list[Member]:
    rows: list[Member] = []
    for member in queue.members or ():
        key = ("member", queue.id, member.agent_id)
        row = before.get(key)
        if not isinstance(row, Member) or row.member != member:
            rank = _RANK[member.state] if wish.by_state else 0
            name = (member.name or member.agent_id).casefold()
            order = (rank, name, member.agent_id)
            row = Member(key, queue.id, member, member.agent_id == me, order)
        rows.append(row)
    rows.sort(key=_ORDER)
    return rows


def _calls(row: Caller, needle: str) -> bool:
    caller = row.caller
    if needle in (caller.name or "").casefold() or needle in (caller.number or ""):
        return True
    if any(sign.isalpha() for sign in needle):
        return False
    digits, number = (
        "".join(sign for sign in text if sign.isdigit()) for text in (needle, caller.number or "")
    )
    return len(digits) > 2 and digits in number


def _is_named(row: Member, needle: str) -> bool:
    member = row.member
    return needle in (member.name or "").casefold() or needle in member.agent_id.casefold()


def _levels(queue: Queue) -> list[Note]:
    """How many were answered in time, one row for each period that the vendor counts for."""
    found: dict[int, list[str]] = {}
    for level in queue.service_levels or ():
        found.setdefault(level.period, []).append(level_text(level))
    notes: list[Note] = []
    for period, each in found.items():
        levels = ", ".join(each)
        text = tr("Answered: {levels}", levels=levels)
        if len(found) > 1:
            text = tr("Answered, period {period}: {levels}", period=period, levels=levels)
        notes.append(Note(("level", queue.id, period), queue.id, text))
    return notes


def level_text(level: ServiceLevel) -> str:
    """A service level in words: ``85 % in 30 s``."""
    percent = f"{level.percent:g}"
    if level.within_s is None:
        return tr("{percent} %", percent=percent)
    return tr("{percent} % in {seconds} s", percent=percent, seconds=level.within_s)


def _notes(queue: Queue, table: CapabilityTable) -> list[Note]:
    """What cannot be shown, said plainly: never told by this vendor, or only not known yet."""
    vendor = table.vendor or tr("The telephone system")
    never = [
        queue.waiting is None and "queues.waiting" in table.unknowable,
        queue.members is None and "queues.members" in table.unknowable,
    ]
    texts: list[str] = []
    if all(never):
        texts.append(tr("{vendor} tells neither who waits nor who the members are", vendor=vendor))
    elif never[0]:
        texts.append(tr("{vendor} does not tell who waits", vendor=vendor))
    elif never[1]:
        texts.append(tr("{vendor} does not tell who the members are", vendor=vendor))
    unknown = [queue.waiting is None and not never[0], queue.members is None and not never[1]]
    if unknown[0]:
        texts.append(tr("Who waits is not known now"))
    if unknown[1]:
        texts.append(tr("Who the members are is not known now"))
    if not texts and not queue.waiting and not queue.members:
        texts.append(tr("Nobody waits, and the queue has no members"))
    return [Note(("note", queue.id, number), queue.id, text) for number, text in enumerate(texts)]


def _figures(queue: Queue) -> Figures:
    if queue.members is None or queue.read_at is not None:  # some members are not read yet
        agents = queue.agents or QueueAgents()
        return Figures(agents.ready, agents.not_ready, agents.busy)
    states = Counter(member.state for member in queue.members)
    return Figures(
        states[AgentState.READY],
        states[AgentState.NOT_READY],
        states[AgentState.BUSY],
        states[AgentState.WORKING_AFTER_CALL],
    )
