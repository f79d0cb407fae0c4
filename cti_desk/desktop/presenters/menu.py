"""What the state menu and the tray's menu offer, as plain entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from cti_desk.core import commands
from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.commands import Command
from cti_desk.core.model import AgentState, LinkState, Reason, Snapshot
from cti_desk.desktop.presenters.state import Symbol, reason_word
from cti_desk.desktop.words import tr


class Entry(Struct, frozen=True):
    """A line of a menu. ``command`` ``None`` and no ``children``: a line of text.

    ``key`` is shown at the right; one character chooses the line while the menu is open.
    """

    text: str
    command: Command | None = None
    symbol: Symbol | None = None
    key: str = ""
    checked: bool = False
    children: tuple[Entry, ...] = ()


Section = tuple[Entry, ...]
LONGEST_LINE: Final = 60
READY_KEY = "Ctrl+Alt+R"


def state_menu(
    snapshot: Snapshot, table: CapabilityTable, recent_devices: Sequence[str]
) -> tuple[Section, ...]:
    """The sections of the state menu; empty ones are left out."""
    if snapshot.link.state is LinkState.STOPPED:
        why = snapshot.link.reason or ""
        # The strip says a long reason in full, in as many lines as it needs.
        if not why or len(why) > LONGEST_LINE:
            why = tr("No link to the telephone system")
        return ((Entry(why),),)
    if snapshot.agent.underlying in (AgentState.LOGGED_OUT, AgentState.UNKNOWN):
        # Where the state is not known, everything that the table offers may be asked for.
        sections: tuple[Section, ...] = (
            _log_in(snapshot, table, recent_devices),
            _ready(snapshot, table),
            _pauses(snapshot, table),
            _log_out(snapshot, table),
        )
    else:
        sections = (
            _ready(snapshot, table),
            _pauses(snapshot, table),
            (*_device(snapshot), *_log_out(snapshot, table)),
        )
    return tuple(section for section in sections if section)


def devices_to_offer(
    snapshot: Snapshot, table: CapabilityTable, recent: Sequence[str]
) -> tuple[str, ...]:
    """Where calls may ring, recently used ones first."""
    known = [*table.devices]
    if snapshot.agent.device and snapshot.agent.device not in known:
        known.append(snapshot.agent.device)
    if not known:
        return tuple(recent)
    first = [device for device in recent if device in known]
    return tuple(first + [device for device in known if device not in first])


def _log_in(snapshot: Snapshot, table: CapabilityTable, recent: Sequence[str]) -> Section:
    offer = table.for_agent(commands.LogIn.__name__, snapshot)
    if not offer.usable:
        return (Entry(offer.why or tr("Log in on your telephone")),)
    devices = devices_to_offer(snapshot, table, recent)
    if not devices:
        return (Entry(tr("Log in"), commands.LogIn(), Symbol.READY),)
    return tuple(
        Entry(
            tr("Log in at {device}", device=device),
            commands.LogIn(device),
            Symbol.READY,
            tr("last used") if recent and device == recent[0] and len(devices) > 1 else "",
        )
        for device in devices
    )


def _ready(snapshot: Snapshot, table: CapabilityTable) -> Section:
    agent, entries = snapshot.agent, []
    if table.for_agent(commands.EndWrapUp.__name__, snapshot).usable:
        entries.append(Entry(tr("End wrap-up"), commands.EndWrapUp(), Symbol.WORKING))
    if table.for_agent(commands.SetReady.__name__, snapshot).usable:
        cancel = agent.pending is not None and agent.state is AgentState.BUSY
        text = tr("Stay ready after this call") if cancel else tr("Ready")
        checked = agent.underlying is AgentState.READY and not cancel
        entries.append(Entry(text, commands.SetReady(), Symbol.READY, READY_KEY, checked=checked))
    return tuple(entries)


def _pauses(snapshot: Snapshot, table: CapabilityTable) -> Section:
    if not table.for_agent(commands.SetNotReady.__name__, snapshot).usable:
        return ()
    choices = _reasons(snapshot, table)
    if snapshot.agent.state is not AgentState.BUSY:
        return choices
    return (Entry(tr("After this call…"), symbol=Symbol.NOT_READY, children=choices),)


def _reasons(snapshot: Snapshot, table: CapabilityTable) -> Section:
    agent = snapshot.agent
    now = agent.reason if agent.underlying is AgentState.NOT_READY else None
    now = agent.pending.reason if agent.pending else now
    plain: tuple[Entry, ...] = ()
    if table.pause_reason in ("none", "optional") or not table.reasons:
        text = tr("Pause") if table.reasons else tr("Not ready")
        plain = (Entry(text, commands.SetNotReady(), Symbol.NOT_READY),)
    if table.pause_reason == "none":
        return plain
    return plain + tuple(
        Entry(
            reason_word(reason, table),
            commands.SetNotReady(reason.code or reason.text),
            Symbol.NOT_READY,
            reason.code if reason.code and len(reason.code) == 1 else "",
            checked=_same(reason, now),
        )
        for reason in table.reasons
    )


def _same(reason: Reason, now: Reason | None) -> bool:
    if now is None:
        return False
    return reason.code == now.code if now.code else reason.text == now.text


def _device(snapshot: Snapshot) -> Section:
    device = snapshot.agent.device
    return (Entry(tr("Calls ring at {device}", device=device)),) if device else ()


def _log_out(snapshot: Snapshot, table: CapabilityTable) -> Section:
    if not table.for_agent(commands.LogOut.__name__, snapshot).usable:
        return ()
    return (Entry(tr("Log out"), commands.LogOut(), Symbol.LOGGED_OUT),)
