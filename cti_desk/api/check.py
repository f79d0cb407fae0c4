"""Can calls reach the agent? The answers that the desk knows, in the order in which calls fail."""

from __future__ import annotations

from typing import Final

from cti_desk.api.desk import CheckItem, DeskPort
from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.commands import SetDoNotDisturb
from cti_desk.core.model import AgentState, LinkState, Reason, Snapshot

REACHABLE: Final = "agent.device_reachable"
"""The name in ``unknowable`` of vendors that do not tell whether a telephone can ring."""

STATE: Final = "agent.state"
"""The name there of vendors that tell no state: what is known was accepted here last."""


def check_desk(desk: DeskPort) -> list[CheckItem]:
    """The answers for a running desk: settings, link, rights, agent, phone, queue, pause, DND."""
    troubles = [CheckItem(what, "warning", text) for what, text in desk.troubles()]
    known = check(desk.snapshot(), desk.table())
    return [_settings(desk), *known, *desk.file_items(), *troubles]


def check(snapshot: Snapshot, table: CapabilityTable) -> list[CheckItem]:
    """The answers that follow from what is known."""
    items = [
        _agent(snapshot, table),
        _phone(snapshot, table),
        _queue(snapshot),
        _pause(snapshot),
        _do_not_disturb(snapshot, table),
    ]
    if snapshot.link.state is not LinkState.UP:
        items = [_of_before(item) for item in items]
    found = [_link(snapshot), *_rights(snapshot, table), *items]
    return [each for item in found for each in _with_obstacles(item, table)]


def _of_before(item: CheckItem) -> CheckItem:
    """An item from before the link was lost: what was in order then may have changed."""
    if item.state != "ok":
        return item
    return CheckItem(item.what, "unknown", f"Last known: {item.text}")


def _with_obstacles(item: CheckItem, table: CapabilityTable) -> list[CheckItem]:
    """Put what the vendor says keeps calls away in the place of an item that does not know it."""
    told = [CheckItem(each.what, "blocking", each.text) for each in table.obstacles]
    told = [each for each in told if each.what == item.what]
    return told if told and item.state != "blocking" else [item, *told]


def _settings(desk: DeskPort) -> CheckItem:
    if desk.profile():
        return CheckItem("settings", "ok", f"The profile “{desk.profile()}” is in use.")
    why = desk.snapshot().link.reason or "There are none."
    return CheckItem("settings", "blocking", f"No profile is in use. {why}")


def _link(snapshot: Snapshot) -> CheckItem:
    link = snapshot.link
    if link.state is LinkState.UP:
        return CheckItem("link", "ok", "The telephone system answers.")
    if link.takes_commands:
        words = "You can act, but the desk does not see what happens."
        return CheckItem("link", "warning", f"{words} {link.reason}" if link.reason else words)
    words = {
        LinkState.CONNECTING: "The desk is connecting to the telephone system.",
        LinkState.DOWN: "The telephone system cannot be reached; the desk keeps trying.",
        LinkState.STOPPED: "There is no link, and the desk does not try by itself.",
    }[link.state]
    return CheckItem("link", "blocking", f"{words} {link.reason}" if link.reason else words)


def _rights(snapshot: Snapshot, table: CapabilityTable) -> list[CheckItem]:
    known = {each.text for each in table.obstacles}
    warnings = [each for each in (*snapshot.link.marks, *table.warnings) if each not in known]
    if warnings:
        return [CheckItem("rights", "warning", text) for text in dict.fromkeys(warnings)]
    if not table.commands:
        return [CheckItem("rights", "unknown", "What you may do is not known yet.")]
    return [CheckItem("rights", "ok", "Nothing is missing.")]


def _agent(snapshot: Snapshot, table: CapabilityTable) -> CheckItem:
    agent = snapshot.agent
    if agent.id is None:
        return CheckItem("agent", "blocking", "No agent is chosen: log in.")
    if agent.underlying is AgentState.LOGGED_OUT:
        return CheckItem("agent", "blocking", f"{agent.id} is logged out.")
    if agent.state is AgentState.UNKNOWN:
        words = f"The state of {agent.id} is not known"
        unread = "agent.since" in table.unknowable
        words += ", and cannot be read with these rights: log in, and it is." if unread else "."
        return CheckItem("agent", "unknown", words)
    if STATE in table.unknowable:
        words = (
            f"{agent.id} was logged in from here. {table.vendor} does not tell whether it lasts."
        )
        return CheckItem("agent", "unknown", words)
    return CheckItem("agent", "ok", f"{agent.id} is logged in.")


def _phone(snapshot: Snapshot, table: CapabilityTable) -> CheckItem:
    device = snapshot.agent.device
    if device is None:
        return CheckItem("phone", "unknown", "It is not known where calls will ring.")
    if REACHABLE in table.unknowable:
        words = f"Calls ring at {device}. {table.vendor} does not tell whether it can be reached."
        return CheckItem("phone", "unknown", words)
    return CheckItem("phone", "ok", f"Calls ring at {device}.")


def _queue(snapshot: Snapshot) -> CheckItem:
    queues = snapshot.queues
    if not queues:
        return CheckItem("queue", "unknown", "No queue of the agent is known.")
    joined = [queue.name or queue.id for queue in queues if queue.member is not False]
    if not joined:
        return CheckItem("queue", "warning", "The agent is in no queue: only direct calls come.")
    return CheckItem("queue", "ok", f"In the queue {', '.join(joined)}.")


def _pause(snapshot: Snapshot) -> CheckItem:
    agent = snapshot.agent
    if agent.underlying is AgentState.NOT_READY:
        return CheckItem("pause", "blocking", f"The agent is paused{_because(agent.reason)}.")
    if agent.underlying is AgentState.WORKING_AFTER_CALL:
        return CheckItem("pause", "blocking", "The agent is working after a call.")
    if agent.pending is not None and agent.pending.state is AgentState.NOT_READY:
        reason = _because(agent.pending.reason)
        return CheckItem("pause", "warning", f"A pause follows this call{reason}.")
    if agent.note:
        return CheckItem("pause", "warning", agent.note)
    if agent.underlying is AgentState.UNKNOWN:
        return CheckItem("pause", "unknown", "Whether the agent is paused is not known.")
    return CheckItem("pause", "ok", "The agent is not paused.")


def _because(reason: Reason | None) -> str:
    words = None if reason is None else reason.text or reason.code
    return f" ({words})" if words else ""


def _do_not_disturb(snapshot: Snapshot, table: CapabilityTable) -> CheckItem:
    known = snapshot.agent.do_not_disturb
    if known is not None:
        words = "Do not disturb is on: no calls reach you." if known else "Do not disturb is off."
        return CheckItem("dnd", "blocking" if known else "ok", words)
    if table.of(SetDoNotDisturb.__name__).usable:
        return CheckItem("dnd", "unknown", "The desk does not know whether do not disturb is on.")
    if not table.commands:
        return CheckItem("dnd", "unknown", "Whether this telephone system has it is not known yet.")
    return CheckItem("dnd", "ok", "This telephone system has none.")
