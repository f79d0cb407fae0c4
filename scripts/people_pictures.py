"""Pictures of people's names as they are: long, from right to left, like markup, and very many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from cti_desk.core.events import Event, EventType
from cti_desk.core.model import Call, ConnectionState, QueueRef, Remote, Snapshot
from cti_desk.desktop.desktop import Desktop
from scripts.situations import BUSY, MARIA, NOW, READY, RINGING, SALES, TABLE, UP

LONG: Final = "Maximiliane von und zu Hohenstein-Castellani"
LONGER: Final = f"{LONG}, Import and Export Department of the Hohenstein-Castellani Brothers"
HEBREW: Final = "דוד בן־גוריון"
ARABIC: Final = "محمد عبد الرحمن الهاشمي، قسم المبيعات"
HEBREW_LONG: Final = "מחלקת היבוא והיצוא של חברת האחים כהן ובניהם בעירבון מוגבל, סניף ירושלים"
MARKUP: Final = "<img src='file:///logo.png'> <b>Müller</b> & Söhne"
NAMES: Final = (LONG, LONGER, HEBREW, ARABIC, HEBREW_LONG, MARKUP)

Show = Callable[..., None]


class Take(Protocol):
    """Takes a picture of windows."""

    def __call__(self, name: str, *windows: QWidget) -> None: ...


def take_people(desk: Desktop, show: Show, take: Take) -> None:
    """Every name in a pop, several in the strip and its menu, and 300 calls at once."""
    for number, name in enumerate(NAMES):
        call = named(RINGING, name, number)
        desk.event(Event(EventType.DELIVERED, call=call))
        show(Snapshot(UP, READY, (call,)), TABLE)
        take(f"45-pop-name-{number}", *desk.pops.windows().values())
        show(Snapshot(UP, READY), TABLE)
    held = replace(named(MARIA, HEBREW, 8), local_state=ConnectionState.HELD, held_since=NOW - 83)
    show(Snapshot(UP, BUSY, (named(MARIA, LONG, 7), held)), TABLE)
    take("46-strip-names", desk.strip)
    calls = tuple(named(SALES, name, number) for number, name in enumerate(NAMES))
    show(Snapshot(UP, BUSY, (held, *calls)), TABLE)
    fold = desk.strip.row.calls.fold
    fold.open()
    take("47-menu-names", desk.strip, fold.menu)
    fold.menu.close()
    many = tuple(replace(RINGING, id=f"many{number}") for number in range(300))
    for call in many:
        desk.event(Event(EventType.DELIVERED, call=call))
    show(Snapshot(UP, READY, many), TABLE)
    take("48-many-pops", *desk.pops.windows().values())
    take("49-many-calls", desk.strip)
    show(Snapshot(UP, READY), TABLE)


def named(call: Call, name: str, number: int) -> Call:
    """A call of somebody with this name, through a queue of that name."""
    remote = Remote("+4930901820", display="+49 30 901820", name=name)
    return replace(call, id=f"p{number}", remote=remote, queue=QueueRef("7012", name))
