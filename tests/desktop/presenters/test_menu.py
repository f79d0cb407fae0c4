from __future__ import annotations

import pytest
from msgspec.structs import replace

from cti_desk.core import commands
from cti_desk.core.capabilities import OFFERED, CapabilityTable
from cti_desk.core.model import Agent, AgentState, Link, LinkState, Pending, Snapshot
from cti_desk.desktop.presenters.menu import Entry, devices_to_offer, state_menu
from scripts.situations import BUSY, LUNCH, READY, TABLE, UP

OUT = replace(READY, state=AgentState.LOGGED_OUT, underlying=AgentState.LOGGED_OUT)
PAUSED = replace(READY, state=AgentState.NOT_READY, underlying=AgentState.NOT_READY, reason=LUNCH)
WRAP_UP = replace(
    READY, state=AgentState.WORKING_AFTER_CALL, underlying=AgentState.WORKING_AFTER_CALL
)

ASKED_HERE = {"LogIn", "LogOut", "SetReady", "SetNotReady", "EndWrapUp"}


def texts(agent: Agent, table: CapabilityTable = TABLE, recent: tuple[str, ...] = ()) -> list[str]:
    sections = state_menu(Snapshot(UP, agent), table, recent)
    return [entry.text for section in sections for entry in section]


def test_ready_reasons_and_log_out() -> None:
    assert texts(READY) == [
        "Ready",
        "Pause",
        "Break",
        "Lunch",
        "Training",
        "Calls ring at SIP/default_0001",
        "Log out",
    ]


def test_what_holds_now_is_ticked() -> None:
    for agent, ticked in ((READY, "Ready"), (PAUSED, "Lunch")):
        sections = state_menu(Snapshot(UP, agent), TABLE, ())
        marked = [entry.text for section in sections for entry in section if entry.checked]
        assert marked == [ticked]


def test_during_a_call_a_pause_comes_after_it() -> None:
    sections = state_menu(Snapshot(UP, BUSY), TABLE, ())
    later = next(entry for section in sections for entry in section if entry.children)
    assert later.text == "After this call…"
    assert later.children[2].command == commands.SetNotReady("2")
    pending = replace(BUSY, pending=Pending(AgentState.NOT_READY, LUNCH))
    assert "Stay ready after this call" in texts(pending)


def test_wrap_up_can_be_ended_where_it_is_offered() -> None:
    assert texts(WRAP_UP)[0] == "End wrap-up"
    assert "End wrap-up" not in texts(READY)


@pytest.mark.parametrize(
    ("policy", "first"), [("required", "Break"), ("optional", "Pause"), ("none", "Pause")]
)
def test_a_reason_that_is_required_must_be_chosen(policy: str, first: str) -> None:
    table = replace(TABLE, pause_reason=policy)
    pauses = state_menu(Snapshot(UP, READY), table, ())[1]
    assert pauses[0].text == first
    assert (len(pauses) == 1) is (policy == "none")


def test_logging_in_offers_the_devices_used_lately_first() -> None:
    recent = ("SIP/default_0002", "SIP/gone")
    assert texts(OUT, recent=recent) == [
        "Log in at SIP/default_0002",
        "Log in at SIP/default_0001",
    ]
    entry = state_menu(Snapshot(UP, OUT), TABLE, recent)[0][0]
    assert entry.command == commands.LogIn("SIP/default_0002")
    assert entry.key == "last used"


def test_logging_in_without_known_devices_is_left_to_the_telephone_system() -> None:
    table = replace(TABLE, devices=())
    entry = state_menu(Snapshot(UP, replace(OUT, device=None)), table, ())[0][0]
    assert entry.command == commands.LogIn()


def test_what_is_not_offered_has_no_line() -> None:
    assert texts(READY, CapabilityTable(devices=TABLE.devices)) == [
        "Calls ring at SIP/default_0001"
    ]


def test_whatever_is_offered_in_a_state_has_a_line() -> None:
    """The table decides what may be asked for in which state, here as for programs."""
    table = replace(TABLE, commands=dict.fromkeys(commands.NAMES, OFFERED))
    for state in set(AgentState) - {AgentState.BUSY}:  # which lies over one of the others
        agent = Agent(id="a1", state=state, underlying=state)
        snapshot = Snapshot(Link(LinkState.UP), agent)
        entries = [each for section in state_menu(snapshot, table, ()) for each in section]
        shown = {each.command.name for each in (*entries, *_inner(entries)) if each.command}
        offered = {name for name in ASKED_HERE if table.for_agent(name, snapshot).usable}
        assert shown == offered, state


def _inner(entries: list[Entry]) -> list[Entry]:
    return [child for entry in entries for child in entry.children]


def test_a_stopped_link_says_why_instead() -> None:
    stopped = Snapshot(Link(LinkState.STOPPED, reason="The password is wrong."), READY)
    assert [entry.text for entry in state_menu(stopped, TABLE, ())[0]] == ["The password is wrong."]


def test_a_device_the_system_does_not_list_is_offered_while_it_rings_there() -> None:
    agent = replace(OUT, device="SIP/elsewhere")
    assert "SIP/elsewhere" in devices_to_offer(Snapshot(UP, agent), TABLE, ())
