from __future__ import annotations

from msgspec.structs import replace

from cti_desk.core.capabilities import CapabilityTable
from cti_desk.core.model import AgentState, Snapshot
from cti_desk.desktop.presenters.quit import quit_view
from scripts.situations import BUSY, MARIA, READY, SALES, TABLE, UP

OUT = replace(READY, state=AgentState.LOGGED_OUT, underlying=AgentState.LOGGED_OUT)


def test_nothing_is_asked_where_it_makes_no_difference() -> None:
    assert quit_view(Snapshot(UP, OUT), TABLE) is None
    assert quit_view(Snapshot(), TABLE) is None


def test_the_question_names_state_calls_and_warnings() -> None:
    table = replace(TABLE, warnings=("Support hangs callers up.",))
    view = quit_view(Snapshot(UP, BUSY, (MARIA, SALES)), table)
    assert view is not None
    assert "2 calls are up" in view.text
    assert "You are logged in (On a call)." in view.text
    assert view.warnings == table.warnings
    assert view.can_pause
    assert view.can_log_out


def test_only_what_is_offered_can_be_answered() -> None:
    view = quit_view(Snapshot(UP, READY), CapabilityTable())
    assert view is not None
    assert not view.can_pause
    assert not view.can_log_out


def test_a_call_without_a_login_is_asked_about_too() -> None:
    view = quit_view(Snapshot(UP, OUT, (MARIA,)), TABLE)
    assert view is not None
    assert view.text.startswith("1 call is up")
    assert not view.can_log_out
