from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from cti_desk.core.model import Remote, Snapshot
from cti_desk.desktop.presenters.pop import LastView, last_view, pop_view
from scripts.situations import MARIA, NOW, RINGING, TABLE

LAST: dict[str, Any] = {"ended": NOW - 60, "duration_s": 240, "note": "call back"}


def test_everything_known_about_a_caller() -> None:
    view = pop_view(RINGING, Snapshot(calls=(RINGING,)), TABLE, LAST, NOW, crm=True)
    assert (view.who, view.number) == ("Maria Souza", "+55 21 98765-4321")
    assert view.chips == ("Queue Support", "called 0800 555 1234", "waited 1:12")
    assert view.last is not None
    assert view.last.rest == "4 min · “call back”"
    assert view.hint == "Answer on your telephone"
    assert view.crm
    assert view.ringing
    assert not view.small
    assert view.root == RINGING.root


def test_a_withheld_number_says_so() -> None:
    call = replace(RINGING, remote=Remote("219", withheld=True), queue=None, called=None)
    view = pop_view(call, Snapshot(calls=(call,)), TABLE, None, NOW, crm=False)
    assert (view.who, view.number, view.last) == ("Number withheld", "", None)


def test_an_answered_call_keeps_a_small_pop() -> None:
    view = pop_view(MARIA, Snapshot(calls=(MARIA,)), TABLE, None, NOW, crm=False)
    assert view.small
    assert [button.label for button in view.buttons] == ["Transfer", "Hang up"]


@pytest.mark.parametrize(
    ("row", "rest"),
    [
        ({"outcome": "answered", "duration_s": 65.0}, "1 min"),
        ({"outcome": "missed"}, "missed"),
        ({"outcome": "answered_elsewhere"}, "answered by somebody else"),
        ({"outcome": "dialled", "duration_s": 30, "queue_name": None}, "30 s · you called"),
        ({"outcome": "abandoned", "queue_name": "Support"}, "gave up waiting · Support"),
        ({"outcome": "something new"}, ""),
    ],
)
def test_what_happened_last_time_in_the_words_of_the_journal(
    row: dict[str, Any], rest: str
) -> None:
    last = last_view({"started": NOW - 70, "ended": NOW - 60, **row}, NOW)
    assert isinstance(last, LastView)
    assert last.rest == rest


def test_no_row_and_a_row_without_a_time_say_nothing() -> None:
    assert last_view(None, NOW) is None
    assert last_view({"outcome": "missed", "ended": None}, NOW) is None


def test_a_pop_can_be_spoken() -> None:
    view = pop_view(RINGING, Snapshot(calls=(RINGING,)), TABLE, None, NOW, crm=False)
    assert view.spoken.startswith("Incoming call, Maria Souza, +55 21 98765-4321, Queue Support")
