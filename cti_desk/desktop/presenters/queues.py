"""What a row of the queue panel says: words, figures, running times and how bad they are."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Literal

from msgspec import Struct

from cti_desk.core import commands
from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.commands import Command
from cti_desk.core.freshness import MEMBERS_S, is_old
from cti_desk.core.model import Agent, AgentState, QueueMember, Snapshot
from cti_desk.desktop.options import QueueOptions
from cti_desk.desktop.presenters.queue_rows import (
    Caller,
    Figures,
    Head,
    Member,
    Note,
    Row,
    level_text,
)
from cti_desk.desktop.presenters.state import SYMBOLS, Symbol, state_word
from cti_desk.desktop.presenters.times import length, minutes, rounded
from cti_desk.desktop.words import tr, trn

Ticking = Literal["no", "minutes", "seconds"]
AskedFor = Literal["join", "leave"]


class Level(IntEnum):
    """How far a figure is beyond what the settings call usual."""

    CALM = 0
    WARNING = 1
    ALARM = 2


class Cell(Struct, frozen=True):
    """A figure with the word below it: what its colour says, the word says too."""

    text: str = ""
    word: str = ""
    level: Level = Level.CALM


class Toggle(Struct, frozen=True):
    """The own membership. ``command`` ``None``: only words, and ``why``."""

    words: str = ""
    command: Command | None = None
    why: str = ""


class RowView(Struct, frozen=True):
    """``title`` over ``line`` at the left, ``figure``, ``time`` and ``toggle`` at the right."""

    title: str
    line: str = ""
    symbol: Symbol | None = None
    icon: str = ""
    figure: Cell = Cell()
    time: Cell = Cell()
    toggle: Toggle = Toggle()
    ticking: Ticking = "no"
    is_open: bool | None = None

    @property
    def spoken(self) -> str:
        """The whole row in one sentence, for tooltips and screen readers."""
        opened = {None: "", True: tr("expanded"), False: tr("collapsed")}[self.is_open]
        parts = [self.title, self.line, self.figure.text, self.figure.word]
        parts += [self.time.text, self.time.word, opened]
        return ", ".join(part for part in parts if part)


class Scene(Struct, frozen=True):
    """What the words of all rows depend on. ``now`` stands still while the link is down."""

    snapshot: Snapshot = Snapshot()
    table: CapabilityTable = CapabilityTable()
    options: QueueOptions = QueueOptions()
    now: float = 0.0
    asked: Mapping[str, AskedFor] = {}


def row_view(row: Row, scene: Scene) -> RowView:
    """What a row shows."""
    if isinstance(row, Head):
        return _head(row, scene)
    if isinstance(row, Caller):
        return _caller(row, scene)
    if isinstance(row, Member):
        return _member(row, scene)
    return RowView("", row.text, icon="info")


def ticking(row: Row) -> Ticking:
    """How often what a row shows changes by itself."""
    if isinstance(row, Note):
        return "no"
    if isinstance(row, Member):
        return "minutes" if row.member.since or row.member.read_at else "no"
    if isinstance(row, Head) and row.read_at is not None:
        return "seconds"  # figures may become old while they are looked at
    return "seconds" if isinstance(row, Caller) or row.oldest is not None else "no"


def count_cell(count: int | None, options: QueueOptions) -> Cell:
    """How many wait."""
    if count is None:
        return Cell()
    level = _level(count, options.waiting_warning, options.waiting_alarm)
    word = {Level.CALM: "", Level.WARNING: tr("many"), Level.ALARM: tr("too many")}[level]
    return Cell(trn("{count} waiting", "{count} waiting", count), word, level)


def wait_cell(seconds: float | None, options: QueueOptions) -> Cell:
    """How long somebody has waited."""
    if seconds is None:
        return Cell()
    level = _level(seconds, options.wait_warning_s, options.wait_alarm_s)
    word = {Level.CALM: "", Level.WARNING: tr("long"), Level.ALARM: tr("too long")}[level]
    return Cell(length(seconds), word, level)


def toggle(head: Head, scene: Scene) -> Toggle:
    """The own membership of a queue, and what can be done about it."""
    asked = scene.asked.get(head.id)
    if asked is not None:
        return Toggle(tr("Joining…") if asked == "join" else tr("Leaving…"))
    leaves = bool(head.member)
    command = commands.LeaveQueue(head.id) if leaves else commands.JoinQueue(head.id)
    offer = scene.table.for_agent(command.name, scene.snapshot)
    if not offer.usable:
        return Toggle(tr("Member") if leaves else "", why=offer.why or "")
    if not scene.snapshot.link.takes_commands:
        why = tr("There is no link to the telephone system.")
        return Toggle(tr("Member") if leaves else "", why=why)
    return Toggle(tr("Leave") if leaves else tr("Join"), command)


def _level(value: float, warning: float, alarm: float) -> Level:
    """Zero switches a limit off."""
    if alarm and value >= alarm:
        return Level.ALARM
    return Level.WARNING if warning and value >= warning else Level.CALM


def _head(row: Head, scene: Scene) -> RowView:
    old = is_old(row.read_at, scene.now)
    # What is old stands still: nobody knows how it went on.
    until = row.read_at if old and row.read_at is not None else scene.now
    waited = None if row.oldest is None else until - row.oldest
    parts = (figures_text(row.figures), *map(level_text, row.levels[:1]), _own(row, scene))
    figure, time = count_cell(row.count, scene.options), wait_cell(waited, scene.options)
    if old:
        figure = Cell(figure.text, age_text(row.read_at, scene.now))
        time = Cell(time.text)
    return RowView(
        row.name,
        " · ".join(part for part in parts if part),
        symbol=SYMBOLS[row.state] if row.member and row.state is not None else None,
        icon="users",
        figure=figure,
        time=time,
        toggle=toggle(row, scene),
        ticking=ticking(row),
        is_open=row.is_open,
    )


def age_text(read_at: float | None, now: float) -> str:
    """How old a reading is: ``40 s old``. It is not guessed after a jump of the clock."""
    if read_at is None or read_at > now:
        return tr("old")
    return tr("{length} old", length=rounded(now - read_at))


def figures_text(figures: Figures) -> str:
    """How many agents are in which state. "Nobody is ready" is always said; of the other states
    only those with somebody in them.
    """
    ready, paused, busy, working = figures.ready, figures.paused, figures.busy, figures.working
    parts = (
        "" if ready is None else trn("{count} ready", "{count} ready", ready),
        trn("{count} paused", "{count} paused", paused) if paused else "",
        trn("{count} on a call", "{count} on calls", busy) if busy else "",
        trn("{count} after a call", "{count} after calls", working) if working else "",
    )
    return " · ".join(part for part in parts if part)


def _own(row: Head, scene: Scene) -> str:
    if not row.member or row.state is None:
        return ""
    own = Agent(state=row.state, reason=row.reason)
    return tr("you: {state}", state=state_word(own, scene.table))


def _caller(row: Caller, scene: Scene) -> RowView:
    caller = row.caller
    name = caller.name or caller.number or tr("Unknown number")
    return RowView(
        name,
        (caller.number or "") if caller.name else "",
        icon="arrow-down-left",
        time=wait_cell(scene.now - caller.since, scene.options),
        ticking="seconds",
    )


def _member(row: Member, scene: Scene) -> RowView:
    member = row.member
    name = member.name or member.agent_id
    old = is_old(member.read_at, scene.now, MEMBERS_S)
    until = member.read_at if old and member.read_at is not None else scene.now
    since = minutes(until - member.since) if member.since else ""
    return RowView(
        tr("{name} (you)", name=name) if row.me else name,
        member_line(member, scene.table),
        symbol=SYMBOLS[member.state],
        time=Cell(since, age_text(member.read_at, scene.now) if old else ""),
        ticking=ticking(row),
    )


def member_line(member: QueueMember, table: CapabilityTable) -> str:
    """The state, and the pause that is hidden behind it: ``On a call · paused``."""
    word = state_word(Agent(state=member.state, reason=member.reason), table)
    if member.paused and member.state is not AgentState.NOT_READY:
        return tr("{state} · paused", state=word)
    return word
